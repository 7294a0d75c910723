using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Engine;

/// <summary>Looks at the texts that stand in the code where their letters lead to them, file by file.</summary>
/// <remarks>The compiler calls an action for each literal, and nearly all of them are numbers and words.</remarks>
internal static class LiteralSearch
{
    /// <summary>Registers an action for string literals and for the texts between the holes of interpolations.</summary>
    /// <param name="context">Of the start of the compilation.</param>
    /// <param name="positionsIn">From the text of a file to the places in it that may lie in what the rule is about, in any order; it sees texts as they are written, with their escapes.</param>
    /// <param name="action">What an operation action for literals would do.</param>
    public static void RegisterLiterals(
        this CompilationStartAnalysisContext context,
        Func<string, IEnumerable<int>> positionsIn,
        Action<OperationContext> action
    ) =>
        context.RegisterSemanticModelAction(model =>
        {
            var tree = model.SemanticModel.SyntaxTree;
            HashSet<int>? before = null;
            foreach (var position in positionsIn(tree.GetText(model.CancellationToken).ToString()))
            {
                var token = tree.GetRoot(model.CancellationToken).FindToken(position);
                if (
                    token.Kind()
                        is SyntaxKind.StringLiteralToken
                            or SyntaxKind.SingleLineRawStringLiteralToken
                            or SyntaxKind.MultiLineRawStringLiteralToken
                            or SyntaxKind.InterpolatedStringTextToken
                    && token.Span.Contains(position)
                    && (before ??= []).Add(token.SpanStart)
                    && LiteralAt(token.Parent!, model) is { } literal
                    && literal.Member() is { } symbol
                )
                {
                    action(new OperationContext(literal, symbol, model.Options, model.ReportDiagnostic, model.CancellationToken));
                }
            }
        });

    // The text of an interpolation has an operation of its own only inside the whole.
    private static IOperation? LiteralAt(SyntaxNode node, SemanticModelAnalysisContext model) =>
        model
            .SemanticModel.GetOperation(node.IsKind(SyntaxKind.InterpolatedStringText) ? node.Parent! : node, model.CancellationToken)
            ?.DescendantsAndSelf()
            .FirstOrDefault(operation => operation is ILiteralOperation && operation.Syntax == node);
}
