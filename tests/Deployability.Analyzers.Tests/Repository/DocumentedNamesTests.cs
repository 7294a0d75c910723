using System.Text.RegularExpressions;

namespace Deployability.Analyzers.Tests.Repository;

/// <summary>What the texts for contributors call by its name is there under that name.</summary>
public sealed partial class DocumentedNamesTests
{
    private static readonly string[] Rooms = ["src", "tests", "build", "docs", "samples", ".ci"];

    // The rule that CONTRIBUTING invents, and a stand-in for many names.
    private static readonly string[] Invented = ["Frobnicator", "DPL1234", "AddX"];

    private static readonly Lazy<List<string>> Files = new(() =>
        [
            .. Rooms
                .Select(static room => Path.Combine(RepositoryFiles.Root, room))
                .Where(Directory.Exists)
                .SelectMany(static room => Directory.EnumerateFiles(room, "*", SearchOption.AllDirectories))
                .Select(static file => Path.GetRelativePath(RepositoryFiles.Root, file).Replace('\\', '/'))
                .Where(static file => !Derived().IsMatch(file)),
        ]
    );

    private static readonly Lazy<HashSet<string>> Names = new(() =>
        [
            .. Files
                .Value.Where(static file => Path.GetExtension(file) is ".cs" or ".props" or ".targets")
                .SelectMany(static file => Word().Matches(RepositoryFiles.Read(file)))
                .Select(static word => word.Value),
        ]
    );

    [Theory]
    [InlineData("CONTRIBUTING.md")]
    [InlineData("docs/architecture.md")]
    public void EachName_IsOneOfTheCode(string text) =>
        Assert.Empty(
            CodeIn(text)
                .SelectMany(static code => TypeName().Matches(code))
                .Select(static name => name.Value)
                .Where(static name => !Names.Value.Contains(name))
                .Distinct()
        );

    [Theory]
    [InlineData("CONTRIBUTING.md")]
    [InlineData("docs/architecture.md")]
    public void EachFile_IsThere(string text) =>
        Assert.Empty(
            CodeIn(text)
                .Where(static code => FilePath().IsMatch(code))
                .Where(static code => !Files.Value.Exists(file => ('/' + file).EndsWith('/' + code, StringComparison.Ordinal)))
                .Where(static code => !Files.Value.Exists(file => file.EndsWith('.' + code, StringComparison.Ordinal)))
                .Distinct()
        );

    private static IEnumerable<string> CodeIn(string text) =>
        Code()
            .Matches(RepositoryFiles.Read(text))
            .Select(static code => code.Groups[1].Value)
            .Where(static code => !Array.Exists(Invented, code.Contains));

    [GeneratedRegex("`([^`\n]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"(?<!\w)[A-Z][a-z0-9]+[A-Z]\w*")]
    private static partial Regex TypeName();

    [GeneratedRegex(@"^[\w.-]+(/[\w.-]+)+\.(cs|md|props|targets|sh)$")]
    private static partial Regex FilePath();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();

    [GeneratedRegex("(^|/)(bin|obj)/")]
    private static partial Regex Derived();
}
