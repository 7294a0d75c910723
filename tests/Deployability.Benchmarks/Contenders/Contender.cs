using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Benchmarks.Contenders;

/// <summary>A set of analyzers that is measured as one.</summary>
/// <param name="Severities">Severities that differ from the analyzers' own, by diagnostic id.</param>
internal sealed record Contender(
    string Name,
    ImmutableArray<DiagnosticAnalyzer> Analyzers,
    ImmutableDictionary<string, ReportDiagnostic> Severities
)
{
    public Contender(string name, params ImmutableArray<DiagnosticAnalyzer> analyzers)
        : this(name, analyzers, ImmutableDictionary<string, ReportDiagnostic>.Empty) { }

    /// <summary>Every rule on, also those that are off by default.</summary>
    public Contender WithEverythingOn() =>
        this with
        {
            Severities = Descriptors()
                .ToImmutableDictionary(
                    static rule => rule.Id,
                    static rule =>
                        rule.DefaultSeverity switch
                        {
                            DiagnosticSeverity.Error => ReportDiagnostic.Error,
                            DiagnosticSeverity.Warning => ReportDiagnostic.Warn,
                            _ => ReportDiagnostic.Info,
                        }
                ),
        };

    /// <summary>As <c>dotnet build</c> runs them: the compiler leaves out what is no warning, which only an IDE shows.</summary>
    public Contender WarningsOnly() =>
        this with
        {
            Severities = Descriptors()
                .Where(static rule => rule.DefaultSeverity < DiagnosticSeverity.Warning)
                .ToImmutableDictionary(static rule => rule.Id, static _ => ReportDiagnostic.Suppress),
        };

    private IEnumerable<DiagnosticDescriptor> Descriptors() =>
        Analyzers.SelectMany(static analyzer => analyzer.SupportedDiagnostics).DistinctBy(static rule => rule.Id);
}
