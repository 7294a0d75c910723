using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>A diagnostic with the project that it was found in.</summary>
internal sealed record FoundDiagnostic(ProjectId Project, Diagnostic Diagnostic)
{
    public string Path => Diagnostic.Location.GetLineSpan().Path ?? "";
}

/// <summary>Compiles a solution with the analyzers.</summary>
internal static class AnalyzerRun
{
    /// <returns>Diagnostics of compiler and analyzers, by project, file and position.</returns>
    /// <exception cref="Xunit.Sdk.FailException">An analyzer threw, or a location is not true to its file.</exception>
    public static async Task<ImmutableArray<FoundDiagnostic>> FindAsync(
        Solution solution,
        ImmutableArray<DiagnosticAnalyzer> analyzers,
        CancellationToken cancellationToken)
    {
        var found = ImmutableArray.CreateBuilder<FoundDiagnostic>();
        foreach (var project in solution.Projects)
        {
            var diagnostics = await FindAsync(project, analyzers, cancellationToken);
            found.AddRange(diagnostics
                .Select(diagnostic => new FoundDiagnostic(project.Id, diagnostic))
                .OrderBy(item => item.Path, StringComparer.Ordinal)
                .ThenBy(item => item.Diagnostic.Location.SourceSpan.Start)
                .ThenBy(item => item.Diagnostic.Location.SourceSpan.End)
                .ThenBy(item => item.Diagnostic.Id, StringComparer.Ordinal));
        }

        return found.ToImmutable();
    }

    private static async Task<ImmutableArray<Diagnostic>> FindAsync(
        Project project,
        ImmutableArray<DiagnosticAnalyzer> analyzers,
        CancellationToken cancellationToken)
    {
        var compilation = (await project.GetCompilationAsync(cancellationToken))!;
        if (analyzers.IsEmpty)
            return compilation.GetDiagnostics(cancellationToken);

        var exceptions = new ConcurrentQueue<(DiagnosticAnalyzer Analyzer, Exception Exception)>();
        var options = new CompilationWithAnalyzersOptions(
            project.AnalyzerOptions,
            (exception, analyzer, _) => exceptions.Enqueue((analyzer, exception)),
            concurrentAnalysis: true,
            logAnalyzerExecutionTime: false);
        var diagnostics = await compilation.WithAnalyzers(analyzers, options).GetAllDiagnosticsAsync(cancellationToken);

        if (exceptions.TryPeek(out var failure))
            Assert.Fail($"{failure.Analyzer.GetType().Name} threw an exception:\n{failure.Exception}");
        foreach (var diagnostic in diagnostics)
            await CheckExternalLocationAsync(project, diagnostic, cancellationToken);

        return diagnostics;
    }

    /// <summary>An analyzer makes up the location in an additional file itself: its two halves must agree.</summary>
    private static async Task CheckExternalLocationAsync(Project project, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (diagnostic.Location.Kind != LocationKind.ExternalFile)
            return;

        var position = diagnostic.Location.GetLineSpan();
        if (project.AdditionalDocuments.FirstOrDefault(candidate => candidate.FilePath == position.Path) is not { } document)
            return;

        var text = await document.GetTextAsync(cancellationToken);
        var span = diagnostic.Location.SourceSpan;
        if (span.End > text.Length || text.Lines.GetLinePositionSpan(span) != position.Span)
            Assert.Fail($"{diagnostic.Id} in {position.Path}: the span {span} is not at lines and columns {position.Span} of that file.");
    }
}
