using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Engine;

/// <summary>How rules about open CORS policies come to the code that opens one.</summary>
internal static class WildcardRules
{
    private static readonly OperationKind[] Kinds =
    [
        OperationKind.Invocation,
        OperationKind.SimpleAssignment,
        OperationKind.ObjectCreation,
    ];

    /// <summary>Registers a rule about wildcards in policies and headers.</summary>
    public static void RegisterWildcards(
        this CompilationStartAnalysisContext context,
        ProjectContext project,
        DiagnosticDescriptor rule,
        Func<IOperation, IEnumerable<ValueFinding>> judge
    )
    {
        // The header's name may be a constant that stands far from where it is sent.
        if (project.MayHave(Find.OriginHeaders, context.CancellationToken))
        {
            context.RegisterValues(project, rule, judge, Kinds);
        }
        else
        {
            context.RegisterBodyValues(project, Find.OpenPolicies, rule, judge, Kinds);
        }
    }
}
