using System.Collections.Immutable;
using Deployability.Analyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Engine;

/// <summary>The one place through which findings leave the rules, and where profile and gate set their severity.</summary>
internal static class Reporting
{
    /// <summary>Reports at <paramref name="location"/>, unless the code serves design time only.</summary>
    /// <param name="context">Of the action that looks at the use.</param>
    /// <param name="project">Of the compilation.</param>
    /// <param name="descriptor">From <see cref="Descriptors"/>.</param>
    /// <param name="location">What must change; where several uses may lead to it, <see cref="ValueRules"/> chooses one.</param>
    /// <param name="use">Related places, for fixes and readers: where the value is used.</param>
    /// <param name="properties">What a fix needs to know.</param>
    /// <param name="arguments">Of the message.</param>
    public static void Report(
        this in OperationContext context,
        ProjectContext project,
        DiagnosticDescriptor descriptor,
        Location location,
        IEnumerable<Location>? use = null,
        ImmutableDictionary<string, string?>? properties = null,
        params object[] arguments
    )
    {
        // In an IDE a value may lead into the source of a referenced project, which is not this compilation's to report on.
        if (
            location.SourceTree is { } tree && !project.Compilation.ContainsSyntaxTree(tree)
            || project.IsDesignTime(context.ContainingSymbol)
        )
        {
            return;
        }

        Report(project.Compilation, context.Options, context.ReportDiagnostic, descriptor, location, use, properties, arguments);
    }

    /// <inheritdoc cref="Report(in OperationContext, ProjectContext, DiagnosticDescriptor, Location, IEnumerable{Location}?, ImmutableDictionary{string, string?}?, object[])"/>
    public static void Report(
        this in OperationAnalysisContext context,
        ProjectContext project,
        DiagnosticDescriptor descriptor,
        Location location,
        IEnumerable<Location>? use = null,
        ImmutableDictionary<string, string?>? properties = null,
        params object[] arguments
    ) => ((OperationContext)context).Report(project, descriptor, location, use, properties, arguments);

    /// <inheritdoc cref="Report(in OperationContext, ProjectContext, DiagnosticDescriptor, Location, IEnumerable{Location}?, ImmutableDictionary{string, string?}?, object[])"/>
    /// <remarks>Of what a recogniser found, which may be declared and part of no member: whether it serves design time only is not asked.</remarks>
    public static void Report(
        this in SemanticModelAnalysisContext context,
        ProjectContext project,
        DiagnosticDescriptor descriptor,
        Location location,
        IEnumerable<Location>? use = null,
        ImmutableDictionary<string, string?>? properties = null,
        params object[] arguments
    ) => Report(project.Compilation, context.Options, context.ReportDiagnostic, descriptor, location, use, properties, arguments);

    /// <summary>Reports about a declaration, unless it serves design time only.</summary>
    public static void Report(
        this in SymbolAnalysisContext context,
        ProjectContext project,
        DiagnosticDescriptor descriptor,
        Location location,
        params object[] arguments
    )
    {
        if (!project.IsDesignTime(context.Symbol))
        {
            Report(context.Compilation, context.Options, context.ReportDiagnostic, descriptor, location, null, null, arguments);
        }
    }

    private static void Report(
        Compilation compilation,
        AnalyzerOptions options,
        Action<Diagnostic> report,
        DiagnosticDescriptor descriptor,
        Location location,
        IEnumerable<Location>? use,
        ImmutableDictionary<string, string?>? properties,
        object[] arguments
    )
    {
        if (!KnownFindings.Of(compilation, options).Lists(descriptor.Id, location))
        {
            report(Diagnostic.Create(Severities.Of(compilation, options).Apply(descriptor), location, use, properties, arguments));
        }
    }
}
