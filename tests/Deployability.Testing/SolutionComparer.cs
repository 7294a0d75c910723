using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Holds the files of a solution against others, character for character and with their encoding.</summary>
internal static class SolutionComparer
{
    public static async Task<bool> DifferAsync(Solution before, Solution after, CancellationToken cancellationToken)
    {
        var old = await FilesAsync(before.Projects, cancellationToken);
        var current = await FilesAsync(after.Projects, cancellationToken);
        return old.Count != current.Count
            || old.Any(file => !current.TryGetValue(file.Key, out var text) || !text.ContentEquals(file.Value));
    }

    /// <exception cref="Xunit.Sdk.FailException">A file is missing, is not expected, has another text or lost its encoding.</exception>
    public static async Task CompareAsync(string name, Solution before, Solution after, ResolvedState expected, CancellationToken cancellationToken)
    {
        var original = await FilesAsync(before.Projects, cancellationToken);
        var actual = await FilesAsync(after.Projects, cancellationToken);
        var wanted = expected.Projects.SelectMany(project => project.Sources.Concat(project.AdditionalFiles)).ToDictionary(file => file.Path, file => file.Text);

        foreach (var (path, text) in wanted)
        {
            if (!actual.TryGetValue(path, out var found))
                Assert.Fail($"{name}: {path} is expected and not there. Files: {string.Join(", ", actual.Keys)}");
            CompareText(name, path, text.ToString(), found.ToString());
            if (original.TryGetValue(path, out var old) && !SameEncoding(old.Encoding, found.Encoding))
                Assert.Fail($"{name}: {path} had the encoding {Describe(old.Encoding)} and has {Describe(found.Encoding)} now.");
        }

        foreach (var (path, text) in actual.Where(file => !wanted.ContainsKey(file.Key)))
            Assert.Fail($"{name}: {path} is there and not expected:\n{text}");
    }

    private static async Task<SortedDictionary<string, SourceText>> FilesAsync(IEnumerable<Project> projects, CancellationToken cancellationToken)
    {
        var files = new SortedDictionary<string, SourceText>(StringComparer.Ordinal);
        foreach (var document in projects.SelectMany(project => project.Documents.Concat(project.AdditionalDocuments)))
        {
            var path = PathOf(document);
            if (!SolutionFactory.IsHidden(path))
                files.Add(path, await document.GetTextAsync(cancellationToken));
        }

        return files;
    }

    /// <summary>A fix may add a file by name and folders only; it then stands below the project.</summary>
    private static string PathOf(TextDocument document) =>
        document.FilePath ?? string.Join('/', [Path.GetDirectoryName(document.Project.FilePath), .. document.Folders, document.Name]);

    private static void CompareText(string name, string path, string expected, string actual)
    {
        if (expected == actual)
            return;

        var expectedLines = expected.Split('\n');
        var actualLines = actual.Split('\n');
        var line = expectedLines.Zip(actualLines).TakeWhile(pair => pair.First == pair.Second).Count();
        var message = new StringBuilder($"{name}: {path} differs first in line {line + 1}.\n");
        message.Append("Expected: ").Append(Show(expectedLines, line)).Append('\n');
        message.Append("Actual:   ").Append(Show(actualLines, line)).Append('\n');
        message.Append("--- expected text ---\n").Append(expected).Append("\n--- actual text ---\n").Append(actual).Append("\n---");
        Assert.Fail(message.ToString());
    }

    private static string Show(string[] lines, int line) =>
        line < lines.Length ? $"‹{lines[line].Replace("\r", "\\r", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal)}›" : "(end of file)";

    /// <summary>No encoding is written as UTF-8 without byte order mark.</summary>
    private static bool SameEncoding(Encoding? left, Encoding? right)
    {
        left ??= new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        right ??= new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        return left.CodePage == right.CodePage && left.Preamble.SequenceEqual(right.Preamble);
    }

    private static string Describe(Encoding? encoding) =>
        encoding is null ? "none" : encoding.WebName + (encoding.Preamble.IsEmpty ? "" : " with byte order mark");
}
