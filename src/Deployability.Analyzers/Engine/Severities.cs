using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Deployability.Analyzers.Rules;
using Deployability.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Engine;

/// <summary>The default severity with which each rule reports in one compilation: the catalogue's, changed by profile and gate.</summary>
/// <remarks>
/// It is a default like any other, so every line of the user's configuration (rule, category, pragma, NoWarn) decides over it,
/// and because gate and profile reach the compiler as inputs, switching them compiles again.
/// </remarks>
internal sealed class Severities(RuleOptions options, CompilationOptions compilation)
{
    /// <summary>Keeps analyzers awake whose rules the compiler would leave out; only <c>profile.strict.globalconfig</c> turns it on, and nothing reports it.</summary>
    public static readonly DiagnosticDescriptor Awake = Descriptors.Create(
        new("DPL0001", "The strict profile is on", RuleSeverity.Warning, Profile.Strict, 0, "The strict profile is on", "", ""),
        DiagnosticSeverity.Warning,
        enabled: false
    );

    private const string BulkPrefix = "dotnet_analyzer_diagnostic.";

    private static readonly ConcurrentDictionary<(string Id, DiagnosticSeverity Severity), DiagnosticDescriptor> Variants = new();

    private static readonly ConditionalWeakTable<Compilation, Severities> OfCompilations = new();

    private readonly Profile profile = ProfileOf(options.BuildProperty("DeployabilityProfile"));
    private readonly bool isAudit = options.BuildProperty("DeployabilityAudit") == "true";
    private readonly string gate = options.BuildProperty("DeployabilityGateClosedFor") ?? "";

    public static Severities Of(Compilation compilation, AnalyzerOptions options) =>
        OfCompilations.GetValue(compilation, key => new Severities(new RuleOptions(options.AnalyzerConfigOptionsProvider), key.Options));

    /// <returns>What to report <paramref name="descriptor"/> as: itself where neither profile nor gate changes it.</returns>
    public DiagnosticDescriptor Apply(DiagnosticDescriptor descriptor)
    {
        if (profile == Profile.Recommended && gate.Length == 0 && !isAudit)
        {
            return descriptor;
        }

        var rule = RuleCatalogue.Of(descriptor.Id);
        var severity = Of(rule);
        return severity == descriptor.DefaultSeverity && (rule.IsOnByDefault || profile != Profile.Strict)
            ? descriptor
            : Variant(rule, severity);
    }

    /// <summary>The same for a finding in a file that is no code, for which Roslyn knows no category lines.</summary>
    /// <param name="descriptor">Of the rule.</param>
    /// <param name="file">Options that hold for the file.</param>
    /// <returns>What to report, or null for nothing.</returns>
    public DiagnosticDescriptor? Apply(DiagnosticDescriptor descriptor, AnalyzerConfigOptions file)
    {
        if (
            (!descriptor.IsEnabledByDefault && profile != Profile.Strict)
            || compilation.SpecificDiagnosticOptions.ContainsKey(descriptor.Id)
            || compilation.SyntaxTreeOptionsProvider?.TryGetGlobalDiagnosticValue(descriptor.Id, default, out _) == true
            || (
                !file.TryGetValue(BulkPrefix + "category-" + descriptor.Category + ".severity", out var said)
                && !file.TryGetValue(BulkPrefix + "severity", out said)
            )
        )
        {
            return Apply(descriptor);
        }

        return said.Trim().ToUpperInvariant() switch
        {
            "ERROR" => Variant(RuleCatalogue.Of(descriptor.Id), DiagnosticSeverity.Error),
            "WARNING" => Variant(RuleCatalogue.Of(descriptor.Id), DiagnosticSeverity.Warning),
            "SUGGESTION" => Variant(RuleCatalogue.Of(descriptor.Id), DiagnosticSeverity.Info),
            "SILENT" or "REFACTORING" => Variant(RuleCatalogue.Of(descriptor.Id), DiagnosticSeverity.Hidden),
            "NONE" => null,
            _ => Apply(descriptor),
        };
    }

    private DiagnosticSeverity Of(Rule rule)
    {
        var severity = Descriptors.DefaultSeverity(rule.Severity);
        if (severity == DiagnosticSeverity.Info && profile == Profile.Strict)
        {
            return DiagnosticSeverity.Warning;
        }

        if (severity != DiagnosticSeverity.Warning)
        {
            // An audit lists what there is: what fails a build must not keep it from its end.
            return isAudit && severity == DiagnosticSeverity.Error ? DiagnosticSeverity.Warning : severity;
        }

        if (rule.Profile == Profile.Recommended && profile == Profile.Minimal)
        {
            return DiagnosticSeverity.Info;
        }

        return rule.IsOnByDefault && !isAudit && IsGated(rule.Area.Id) && !IsLeftToTheUser(rule.Id) ? DiagnosticSeverity.Error : severity;
    }

    /// <summary><c>WarningsNotAsErrors</c> says "as it is by default", and an error would stay one.</summary>
    private bool IsLeftToTheUser(string id) =>
        compilation.SpecificDiagnosticOptions.TryGetValue(id, out var said) && said is ReportDiagnostic.Default or ReportDiagnostic.Warn;

    private bool IsGated(string area)
    {
        foreach (var name in gate.Split(','))
        {
            if (string.Equals(name.Trim(), area, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static Profile ProfileOf(string? name) =>
        string.Equals(name, "strict", StringComparison.OrdinalIgnoreCase) ? Profile.Strict
        : string.Equals(name, "minimal", StringComparison.OrdinalIgnoreCase) ? Profile.Minimal
        : Profile.Recommended;

    private static DiagnosticDescriptor Variant(Rule rule, DiagnosticSeverity severity) =>
        Variants.GetOrAdd((rule.Id, severity), _ => Descriptors.Create(rule, severity, enabled: true));
}
