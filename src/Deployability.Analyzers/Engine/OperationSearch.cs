using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Engine;

/// <summary>Looks at operations where words lead to them, file by file.</summary>
/// <remarks>
/// The compiler calls an operation action for each operation of its kind, which costs every rule a millisecond for 10,000 calls that it has nothing to say about.
/// A rule that knows the names that it is about pays for those alone.
/// </remarks>
internal static class OperationSearch
{
    /// <summary>Registers an action for the operations to which the words of a recogniser lead.</summary>
    /// <param name="context">Of the start of the compilation.</param>
    /// <param name="project">Of the compilation.</param>
    /// <param name="what">Whose words and syntax decide; what it means, the action asks itself.</param>
    /// <param name="action">What an operation action would do.</param>
    /// <param name="kinds">The kinds of operations that the action wants.</param>
    public static void RegisterOperations<T>(
        this CompilationStartAnalysisContext context,
        ProjectContext project,
        Find<T> what,
        Action<OperationContext> action,
        params OperationKind[] kinds
    )
        where T : class
    {
        if (!project.MayHave(what, context.CancellationToken))
        {
            return;
        }

        context.RegisterSemanticModelAction(model =>
        {
            foreach (var node in project.Candidates(model.SemanticModel.SyntaxTree, what))
            {
                model.CancellationToken.ThrowIfCancellationRequested();
                if (
                    project.OperationOf(node) is { } operation
                    && Array.IndexOf(kinds, operation.Kind) >= 0
                    // As for an operation action: the member, not a lambda or local function inside it.
                    && operation.Member() is { } symbol
                )
                {
                    action(new OperationContext(operation, symbol, model.Options, model.ReportDiagnostic, model.CancellationToken));
                }
            }
        });
    }

    /// <summary>Registers an action for operations of the members in whose code a word stands: what a compiler would bring of all members.</summary>
    /// <param name="context">Of the start of the compilation.</param>
    /// <param name="project">Of the compilation.</param>
    /// <param name="bodies">Words, of which each member has one that holds something to look at.</param>
    /// <param name="action">What an operation action would do.</param>
    /// <param name="kinds">The kinds of operations that the action wants.</param>
    public static void RegisterBodies(
        this CompilationStartAnalysisContext context,
        ProjectContext project,
        Find<CodeBody> bodies,
        Action<OperationContext> action,
        params OperationKind[] kinds
    )
    {
        if (!project.MayHave(bodies, context.CancellationToken))
        {
            return;
        }

        context.RegisterSemanticModelAction(model =>
        {
            foreach (var body in project.In(model.SemanticModel.SyntaxTree, bodies, model.CancellationToken))
            {
                ISymbol? member = null;
                foreach (var operation in body.Value.Root.DescendantsAndSelf())
                {
                    model.CancellationToken.ThrowIfCancellationRequested();
                    if (Array.IndexOf(kinds, operation.Kind) >= 0 && (member ??= operation.Member()) is { } symbol)
                    {
                        action(new OperationContext(operation, symbol, model.Options, model.ReportDiagnostic, model.CancellationToken));
                    }
                }
            }
        });
    }

    /// <summary>Registers an action for what a recogniser found, whether it runs or is only declared.</summary>
    public static void RegisterFound<T>(
        this CompilationStartAnalysisContext context,
        ProjectContext project,
        Find<T> what,
        Action<SemanticModelAnalysisContext, Found<T>> action
    )
        where T : class
    {
        if (!project.MayHave(what, context.CancellationToken))
        {
            return;
        }

        context.RegisterSemanticModelAction(model =>
        {
            foreach (var found in project.In(model.SemanticModel.SyntaxTree, what, model.CancellationToken))
            {
                action(model, found);
            }
        });
    }
}

/// <summary>An operation that a rule looks at, whether the compiler brought it or words led to it.</summary>
/// <param name="Operation">What is looked at.</param>
/// <param name="ContainingSymbol">The member that holds it.</param>
/// <param name="Options">Of the analysis.</param>
/// <param name="ReportDiagnostic">Where findings go; through <see cref="Reporting"/> alone.</param>
/// <param name="CancellationToken">Of the analysis.</param>
internal readonly record struct OperationContext(
    IOperation Operation,
    ISymbol ContainingSymbol,
    AnalyzerOptions Options,
    Action<Diagnostic> ReportDiagnostic,
    CancellationToken CancellationToken
)
{
    public static implicit operator OperationContext(OperationAnalysisContext context) =>
        new(context.Operation, context.ContainingSymbol, context.Options, context.ReportDiagnostic, context.CancellationToken);
}
