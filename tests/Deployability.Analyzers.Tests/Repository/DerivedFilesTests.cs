using System.Text;
using Deployability.Model;

namespace Deployability.Analyzers.Tests.Repository;

/// <summary>The table in README and the heads of the rule pages say what the catalogue says.</summary>
public sealed class DerivedFilesTests
{
    private const string TableStart = "<!-- rules: derived from the descriptors -->\n";
    private const string TableEnd = "<!-- /rules -->";

    [Fact]
    public void Readme_ListsEveryRule()
    {
        var readme = RepositoryFiles.Read("README.md");
        var start = readme.IndexOf(TableStart, StringComparison.Ordinal);
        var end = readme.IndexOf(TableEnd, StringComparison.Ordinal);
        Assert.True(start >= 0 && end > start, "README.md has no place for the table of rules");

        RepositoryFiles.AssertCurrent("README.md", readme[..(start + TableStart.Length)] + Table() + readme[end..]);
    }

    [Theory]
    [MemberData(nameof(RuleRoomsTests.Ids), MemberType = typeof(RuleRoomsTests))]
    public void APage_BeginsWithWhatTheCatalogueSays(string id)
    {
        var descriptor = RuleTable.Descriptors.Single(descriptor => descriptor.Id == id);
        var path = $"docs/rules/{id}.md";
        var page = RepositoryFiles.Read(path);
        var head = $"""
            # {id}: {descriptor.Title}

            | Category | Severity | Fix |
            | --- | --- | --- |
            | {descriptor.Category} | {(
                descriptor.IsEnabledByDefault ? RuleTable.Severity(descriptor) : "off; on with `DeployabilityProfile=strict`"
            )} | {(RuleTable.HasFix(id) ? "yes" : "no")} |


            """;

        RepositoryFiles.AssertCurrent(path, head + page[page.IndexOf("## What it finds", StringComparison.Ordinal)..]);
    }

    private static string Table()
    {
        var text = new StringBuilder();
        foreach (var area in RuleTable.Descriptors.GroupBy(RuleTable.Area))
        {
            text.Append($"\n**{area.Key}**\n\n| Rule | What | Severity | Fix |\n| --- | --- | --- | --- |\n");
            foreach (var descriptor in area)
            {
                var fix = RuleTable.HasFix(descriptor.Id) ? "yes" : "";
                var severity = RuleTable.Severity(descriptor) == "none" ? "off" : RuleTable.Severity(descriptor);
                text.Append($"| [{descriptor.Id}](docs/rules/{descriptor.Id}.md) | {descriptor.Title} | {severity} | {fix} |\n");
            }
        }

        return text.Append('\n').ToString();
    }
}
