using Deployability.Model;
using Deployability.Secrets;

namespace Deployability.Publish.Report;

/// <summary>Lines of the project's files, each read once.</summary>
/// <param name="projectFolder">Full path to which files are relative.</param>
public sealed class SourceLines(string projectFolder)
{
    private const long LargestFile = 4 * 1024 * 1024;

    private readonly Dictionary<string, string[]> files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MaskedFile> masked = new(StringComparer.Ordinal);

    /// <summary>The lines of a file; none when it cannot be read.</summary>
    public IReadOnlyList<string> Of(string file)
    {
        if (!files.TryGetValue(file, out var lines))
        {
            files[file] = lines = Read(Path.GetFullPath(Path.Combine(projectFolder, file)));
        }

        return lines;
    }

    /// <summary>The hash by which a baseline knows a finding, and how many lines with the same text stand above it, with its own.</summary>
    /// <returns>Null when its line cannot be read.</returns>
    public (string Hash, int Occurrence)? KeyOf(Finding finding)
    {
        var file = MaskedOf(finding.File, finding.Rule.IsAboutSecrets);
        var number = finding.Region.Line - 1;
        return number < 0 || number >= file.Lines.Length
            ? null
            : (Baseline.Hash(finding.Rule.Id, finding.File, file.Lines[number]), file.Occurrences[number]);
    }

    /// <summary>The lines of a file without what may be a credential.</summary>
    public IReadOnlyList<string> Masked(string file, bool isSecret) => MaskedOf(file, isSecret).Lines;

    private MaskedFile MaskedOf(string file, bool isSecret)
    {
        var key = (isSecret ? "1" : "0") + file;
        if (!masked.TryGetValue(key, out var result))
        {
            string[] lines = [.. Of(file).Select(line => MaskedLine.Of(line, file, isSecret))];
            masked[key] = result = new(lines, Occurrences(lines));
        }

        return result;
    }

    private static int[] Occurrences(string[] lines)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var occurrences = new int[lines.Length];
        for (var index = 0; index < lines.Length; index++)
        {
            occurrences[index] = seen[lines[index]] = seen.TryGetValue(lines[index], out var before) ? before + 1 : 1;
        }

        return occurrences;
    }

    /// <summary>Lines without what may be a credential, and for each how many like it stand down to it.</summary>
    private sealed record MaskedFile(string[] Lines, int[] Occurrences);

    private static string[] Read(string path)
    {
        try
        {
            var file = new FileInfo(path);
            return file.Exists && file.Length <= LargestFile ? File.ReadAllText(path).Replace("\r\n", "\n").Split('\n') : [];
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            return [];
        }
    }
}
