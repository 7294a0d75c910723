using Deployability.Analyzers.Engine;
using Deployability.CodeFixes.Editing;
using Deployability.Model;
using Microsoft.CodeAnalysis;

namespace Deployability.Analyzers.Tests.Repository;

/// <summary>One rule, one file in each room: analyzer, tests, page, release row, help link.</summary>
public sealed class RuleRoomsTests
{
    private static readonly string[] Headings =
    [
        "## What it finds",
        "## Why it matters",
        "## Bad",
        "## Good",
        "## How to fix",
        "## Options",
        "## When to suppress",
    ];

    public static TheoryData<string> Ids => new(RuleTable.Descriptors.Select(static descriptor => descriptor.Id));

    [Theory]
    [MemberData(nameof(Ids))]
    public void ARule_HasAnAnalyzerAndTests(string id)
    {
        var analyzer = Assert.Single(RuleTable.Rules, analyzer => analyzer.SupportedDiagnostics.Any(descriptor => descriptor.Id == id));
        var rule = analyzer.GetType().Name.Replace("Analyzer", "", StringComparison.Ordinal);
        var area = RuleTable.Area(Descriptor(id));

        Assert.True(
            RepositoryFiles.Exists($"src/Deployability.Analyzers/Rules/{area}/{rule}Analyzer.cs"),
            $"{rule}Analyzer.cs is not in {area}"
        );
        Assert.True(
            RepositoryFiles.Exists($"tests/Deployability.Analyzers.Tests/Rules/{area}/{rule}Tests.cs"),
            $"{rule}Tests.cs is not in {area}"
        );
        if (RuleTable.HasFix(id))
        {
            Assert.True(
                RepositoryFiles.Exists($"src/Deployability.CodeFixes/Rules/{area}/{rule}CodeFix.cs"),
                $"{rule}CodeFix.cs is not in {area}"
            );
            Assert.True(
                RepositoryFiles.Exists($"tests/Deployability.CodeFixes.Tests/Rules/{area}/{rule}CodeFixTests.cs"),
                $"{rule}CodeFixTests.cs is not in {area}"
            );
        }
    }

    [Fact]
    public void TheCompiler_RunsEachRuleOnce() =>
        Assert.Equal(
            RuleTable.Descriptors.Select(static descriptor => descriptor.Id),
            RuleTable
                .Analyzers.SelectMany(static analyzer =>
                    analyzer.SupportedDiagnostics.Select(static descriptor => descriptor.Id).Distinct()
                )
                .Where(static id => id != "DPL0001")
                .Order()
        );

    [Theory]
    [MemberData(nameof(Ids))]
    public void ARule_HasItsPage(string id)
    {
        var descriptor = Descriptor(id);
        var page = RepositoryFiles.Read($"docs/rules/{id}.md");

        Assert.StartsWith($"# {id}: {descriptor.Title}\n", page, StringComparison.Ordinal);
        Assert.All(Headings, heading => Assert.Contains("\n" + heading, page, StringComparison.Ordinal));
        Assert.EndsWith($"/docs/rules/{id}.md", descriptor.HelpLinkUri, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void ARule_HasItsReleaseRow(string id)
    {
        var descriptor = Descriptor(id);
        var severity = descriptor.IsEnabledByDefault ? descriptor.DefaultSeverity.ToString() : "Disabled";
        var releases =
            RepositoryFiles.Read("src/Deployability.Analyzers/AnalyzerReleases.Shipped.md")
            + RepositoryFiles.Read("src/Deployability.Analyzers/AnalyzerReleases.Unshipped.md");

        Assert.Contains($"{id} | {descriptor.Category} | {severity} |", releases, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void AMessage_SaysSomethingAndNamesThePlace(string id)
    {
        var descriptor = Descriptor(id);

        Assert.NotEqual(descriptor.Title.ToString(), descriptor.MessageFormat.ToString());
        Assert.False(descriptor.MessageFormat.ToString().EndsWith('.'), "messages end without a period");
    }

    [Fact]
    public void EveryRowOfTheCatalogue_HasItsDescriptor() =>
        Assert.Equal(RuleCatalogue.All.Select(static rule => rule.Id), RuleTable.Descriptors.Select(static descriptor => descriptor.Id));

    /// <summary>What rules share stands where others find it: recognisers, judges, the engine, the editing of fixes.</summary>
    [Theory]
    [InlineData("Deployability.Analyzers.Rules.", typeof(DeployabilityAnalyzer), typeof(DeployabilityAnalyzer))]
    [InlineData("Deployability.CodeFixes.Rules.", typeof(DeployabilityCodeFix), typeof(FileReplacementCodeFix))]
    public void AnAreaFolder_HoldsRulesOnly(string areas, Type rule, Type fileRule) =>
        Assert.Empty(
            rule.Assembly.GetTypes()
                .Where(type =>
                    !type.IsNested
                    && type.Namespace?.StartsWith(areas, StringComparison.Ordinal) == true
                    && !rule.IsAssignableFrom(type)
                    && !fileRule.IsAssignableFrom(type)
                )
                .Select(static type => type.FullName)
        );

    private static DiagnosticDescriptor Descriptor(string id) => RuleTable.Descriptors.Single(descriptor => descriptor.Id == id);
}
