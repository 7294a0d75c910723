using System.Text.RegularExpressions;

namespace Deployability.Analyzers.Tests.Repository;

/// <summary>Tests are named in one style: the case, and behind an underscore what it does, each in words that begin with a capital.</summary>
public sealed class TestNamesTests
{
    [Theory]
    [InlineData("public Task StaticListOfEntities_Triggers()", "")]
    [InlineData("public async Task Static_list_of_entities_Triggers()", "Static_list_of_entities_Triggers")]
    public void ANameInAnotherStyle_IsFound(string code, string found) => Assert.Equal(found, string.Concat(InAnotherStyle(code)));

    [Fact]
    public void EveryTest_IsNamedInTheOneStyle() =>
        Assert.Empty(
            Directory
                .EnumerateFiles(Path.Combine(RepositoryFiles.Root, "tests"), "*Tests.cs", SearchOption.AllDirectories)
                .Where(static path => Path.GetFileName(path) != nameof(TestNamesTests) + ".cs")
                .SelectMany(static path => InAnotherStyle(File.ReadAllText(path)))
        );

    private static IEnumerable<string> InAnotherStyle(string code) =>
        Regex
            .Matches(code, @"public (?:async )?(?:Task|void) (\w+_[a-z]\w*)\(", RegexOptions.CultureInvariant)
            .Select(static match => match.Groups[1].Value);
}
