using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Engine;

/// <summary>Rules about calls of helpers in referenced projects, which set up what their facts say.</summary>
internal static class HelperRules
{
    /// <summary>Registers an action for calls that may lead into a referenced project with facts; none where nothing referenced has any.</summary>
    /// <param name="context">Of the start of the compilation.</param>
    /// <param name="project">Of the compilation.</param>
    /// <param name="isWanted">Leaves out by their names the calls that the rule looks at in any case.</param>
    /// <param name="action">What an operation action would do.</param>
    public static void RegisterHelperCalls(
        this CompilationStartAnalysisContext context,
        ProjectContext project,
        Func<string, bool> isWanted,
        Action<OperationContext> action
    )
    {
        if (ReferencedFacts.Of(project.Compilation).Count > 0)
        {
            context.RegisterOperations(
                project,
                Find.HelperCalls,
                operation =>
                {
                    if (isWanted(((InvocationExpressionSyntax)operation.Operation.Syntax).Expression.NameOfMember() ?? ""))
                    {
                        action(operation);
                    }
                },
                OperationKind.Invocation
            );
        }
    }
}
