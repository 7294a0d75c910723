using System.Collections.Immutable;
using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Tests.Repository;
using Deployability.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Tests.Engine;

/// <summary>Profile and gate change default severities, and nothing else.</summary>
public sealed class SeveritiesTests
{
    private const string Gate = "build_property.DeployabilityGateClosedFor";
    private const string Profile = "build_property.DeployabilityProfile";

    [Theory]
    [InlineData("DPL2101", "", "recommended", DiagnosticSeverity.Warning)]
    [InlineData("DPL2101", "Configuration,Security", "recommended", DiagnosticSeverity.Error)]
    [InlineData("DPL2101", " security ", "recommended", DiagnosticSeverity.Error)]
    [InlineData("DPL2101", "Configuration", "recommended", DiagnosticSeverity.Warning)]
    [InlineData("DPL2102", "", "minimal", DiagnosticSeverity.Error)]
    [InlineData("DPL2204", "Security", "recommended", DiagnosticSeverity.Info)]
    [InlineData("DPL2204", "Security", "strict", DiagnosticSeverity.Warning)]
    [InlineData("DPL2101", "", "strict", DiagnosticSeverity.Warning)]
    [InlineData("DPL2101", "Security", "STRICT", DiagnosticSeverity.Error)]
    [InlineData("DPL2202", "", "minimal", DiagnosticSeverity.Info)]
    [InlineData("DPL2202", "Security", "minimal", DiagnosticSeverity.Info)]
    [InlineData("DPL2101", "Security", "minimal", DiagnosticSeverity.Error)]
    public void ARule_ReportsWithTheSeverityOfGateAndProfile(string id, string gate, string profile, DiagnosticSeverity expected) =>
        Assert.Equal(expected, Of([(Gate, gate), (Profile, profile)]).Apply(Descriptor(id)).DefaultSeverity);

    [Theory]
    [InlineData("recommended", false)]
    [InlineData("minimal", false)]
    [InlineData("strict", true)]
    public void AnOffRule_IsOnInTheStrictProfileOnly(string profile, bool isOn)
    {
        var applied = Of([(Profile, profile)]).Apply(Descriptor("DPL2303"));

        Assert.Equal(isOn, applied.IsEnabledByDefault);
        Assert.Equal(isOn ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info, applied.DefaultSeverity);
    }

    // The compiler leaves an analyzer out whose rules are all off, whatever the profile says: DPL0001 is the one that is not.
    [Theory]
    [InlineData("strict", true, true)]
    [InlineData("strict", false, false)]
    [InlineData("recommended", true, false)]
    public async Task AnOffRule_IsFoundWhereDPL0001KeepsItsAnalyzerAwake(string profile, bool isAwake, bool isFound)
    {
        var compilation = CSharpCompilation.Create(
            "App",
            [
                CSharpSyntaxTree.ParseText(
                    """
                    var builder = Microsoft.AspNetCore.Builder.WebApplication.CreateBuilder(args);
                    Microsoft.Extensions.DependencyInjection.CorsServiceCollectionExtensions.AddCors(
                        builder.Services,
                        options => options.AddDefaultPolicy(policy => policy.WithOrigins("https://shop.example").AllowAnyMethod())
                    );
                    builder.Build().Run();
                    """,
                    path: "/app/Program.cs",
                    cancellationToken: TestContext.Current.CancellationToken
                ),
            ],
            SdkReferences.Web.References,
            new CSharpCompilationOptions(OutputKind.ConsoleApplication).WithSpecificDiagnosticOptions(
                isAwake ? [new("DPL0001", ReportDiagnostic.Warn)] : []
            )
        );

        var found = await compilation
            .WithAnalyzers(
                [.. RuleTable.Analyzers.Where(static rule => rule.SupportedDiagnostics.Any(static d => d.Id == "DPL2103"))],
                new AnalyzerOptions([], new ProjectOptions(("DeployabilityProfile", profile)))
            )
            .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);

        Assert.Equal(isFound ? ["DPL2103"] : [], found.Select(static finding => finding.Id));
    }

    [Fact]
    public void DPL0001_IsTurnedOnByTheStrictProfileAlone() =>
        Assert.Equal(
            ["profile.strict.globalconfig"],
            Directory
                .EnumerateFiles(Path.Combine(RepositoryFiles.Root, "build"), "*.globalconfig", SearchOption.AllDirectories)
                .Where(static file => File.ReadAllText(file).Contains("DPL0001", StringComparison.Ordinal))
                .Select(Path.GetFileName)
        );

    [Fact]
    public void WithoutGateAndProfile_NothingIsMade()
    {
        var descriptor = Descriptor("DPL2101");

        Assert.Same(descriptor, Of([]).Apply(descriptor));
    }

    [Fact]
    public void WarningsNotAsErrors_KeepsAWarning() =>
        Assert.Equal(
            DiagnosticSeverity.Warning,
            Of([(Gate, "Security")], ("DPL2101", ReportDiagnostic.Default)).Apply(Descriptor("DPL2101")).DefaultSeverity
        );

    [Theory]
    [InlineData("category-Deployability.Security.severity", "none", null)]
    [InlineData("category-Deployability.Security.severity", "suggestion", DiagnosticSeverity.Info)]
    [InlineData("category-Deployability.Security.severity", "warning", DiagnosticSeverity.Warning)]
    [InlineData("category-Deployability.Security.severity", "error", DiagnosticSeverity.Error)]
    [InlineData("category-Deployability.Security.severity", "default", DiagnosticSeverity.Error)]
    [InlineData("category-Deployability.Health.severity", "none", DiagnosticSeverity.Error)]
    [InlineData("severity", "silent", DiagnosticSeverity.Hidden)]
    public void ACategoryLine_HoldsForFilesToo(string key, string value, DiagnosticSeverity? expected)
    {
        var file = new Options([("dotnet_analyzer_diagnostic." + key, value)]);

        Assert.Equal(expected, Of([(Gate, "Security")]).Apply(Descriptor("DPL2002"), file)?.DefaultSeverity);
    }

    [Fact]
    public void ARuleSetByItself_IsNotChangedByItsCategory() =>
        Assert.NotNull(
            Of([], ("DPL2002", ReportDiagnostic.Warn))
                .Apply(Descriptor("DPL2002"), new Options([("dotnet_analyzer_diagnostic.severity", "none")]))
        );

    [Fact]
    public void EveryFinding_LeavesThroughReporting()
    {
        var rules = Path.Combine(RepositoryFiles.Root, "src", "Deployability.Analyzers", "Rules");

        Assert.DoesNotContain(
            Directory.EnumerateFiles(rules, "*.cs", SearchOption.AllDirectories),
            static file => File.ReadAllText(file).Contains("Diagnostic.Create(", StringComparison.Ordinal)
        );
    }

    private static DiagnosticDescriptor Descriptor(string id) => RuleTable.Descriptors.Single(descriptor => descriptor.Id == id);

    private static Severities Of((string, string)[] options, params (string Id, ReportDiagnostic Said)[] specific) =>
        new(
            new RuleOptions(new Provider(new Options(options))),
            new CSharpCompilationOptions(OutputKind.ConsoleApplication).WithSpecificDiagnosticOptions(
                specific.ToImmutableDictionary(static pair => pair.Id, static pair => pair.Said)
            )
        );

    private sealed class Options((string Key, string Value)[] pairs) : AnalyzerConfigOptions
    {
        private readonly ImmutableDictionary<string, string> values = pairs.ToImmutableDictionary(
            static pair => pair.Key,
            static pair => pair.Value,
            KeyComparer
        );

#pragma warning disable CS8765 // The attribute that would say it exists twice here: in the runtime and among the polyfills of the assembly under test.
        public override bool TryGetValue(string key, out string value) => values.TryGetValue(key, out value!);
#pragma warning restore CS8765
    }

    private sealed class Provider(AnalyzerConfigOptions global) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions => global;

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => global;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => global;
    }
}
