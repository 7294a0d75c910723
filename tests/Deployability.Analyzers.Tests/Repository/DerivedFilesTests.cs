using System.Text;
using Deployability.Analyzers.Rules;
using Deployability.Model;
using Microsoft.CodeAnalysis;

namespace Deployability.Analyzers.Tests.Repository;

/// <summary>README table and severity presets say what the descriptors say.</summary>
public sealed class DerivedFilesTests
{
    private const string TableStart = "<!-- rules: derived from the descriptors -->\n";
    private const string TableEnd = "<!-- /rules -->";

    /// <summary>Areas whose warnings fail the build in CI unless <c>DeployabilityGateCategories</c> says otherwise.</summary>
    private static readonly string[] Areas = ["Configuration", "Security", "Health", "State", "Observability", "Portability", "Containers", "Kubernetes"];

    public static TheoryData<string> GateAreas => new(Areas);

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
    [MemberData(nameof(GateAreas))]
    public void Gate_MakesTheWarningsOfAnAreaErrors(string area) =>
        RepositoryFiles.AssertCurrent(
            $"build/config/gate.{area}.globalconfig",
            Preset($"DeployabilityGate: what fails the build, area {area}.", -1, RuleTable.Descriptors
                .Where(descriptor => RuleTable.Area(descriptor) == area && descriptor is { IsEnabledByDefault: true, DefaultSeverity: DiagnosticSeverity.Warning })
                .Select(static descriptor => (descriptor.Id, "error"))));

    [Fact]
    public void StrictProfile_TurnsEveryRuleOn() =>
        RepositoryFiles.AssertCurrent(
            "build/config/profile.strict.globalconfig",
            Preset("DeployabilityProfile=strict: every rule, suggestions as warnings.", -2, RuleTable.Descriptors
                .Select(static descriptor => (descriptor.Id, descriptor.DefaultSeverity == DiagnosticSeverity.Error ? "error" : "warning"))));

    [Fact]
    public void MinimalProfile_KeepsWhatCannotWork() =>
        RepositoryFiles.AssertCurrent(
            "build/config/profile.minimal.globalconfig",
            Preset("DeployabilityProfile=minimal: only what leaks or cannot work in a container; the rest is a suggestion.", -2, RuleTable.Descriptors
                .Where(static descriptor => descriptor is { IsEnabledByDefault: true, DefaultSeverity: DiagnosticSeverity.Warning } && !IsMinimal(descriptor.Id))
                .Select(static descriptor => (descriptor.Id, "suggestion"))));

    private static bool IsMinimal(string id) => id is "DPL1002" or "DPL1003" or "DPL2001" or "DPL2002" or "DPL2003" or "DPL2101" or "DPL2201" or "DPL2203" or "DPL3001" or "DPL3002" or "DPL3003";

    private static string Preset(string comment, int level, IEnumerable<(string Id, string Severity)> severities)
    {
        var text = new StringBuilder($"# {comment} Derived from the descriptors.\nis_global = true\nglobal_level = {level}\n");
        foreach (var (id, severity) in severities)
        {
            text.Append($"dotnet_diagnostic.{id}.severity = {severity}\n");
        }

        return text.ToString();
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
