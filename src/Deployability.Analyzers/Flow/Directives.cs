using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Deployability.Analyzers.Flow;

/// <summary>Knows what the preprocessor decides: code between <c>#if</c> and <c>#endif</c>.</summary>
internal static class Directives
{
    /// <summary>Whether the node is compiled into debug builds only.</summary>
    public static bool AreForDebug(SyntaxNode node) => Guard(node, static symbol => symbol == "DEBUG");

    /// <summary>Whether the node is compiled only with one of the symbols: between <c>#if DEBUG</c> and <c>#endif</c>, or behind the <c>#else</c> of <c>#if !DEBUG</c>.</summary>
    public static bool Guard(SyntaxNode node, Func<string, bool> isWanted)
    {
        if (!node.SyntaxTree.GetRoot(Cancellation.Token).ContainsDirectives)
        {
            return false;
        }

        // A link of a fluent chain stands where its name does: the chain may begin before the directive.
        var position = node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name: var link } }
            ? link.SpanStart
            : node.SpanStart;
        var open = new Stack<bool>();
        var directive = node.SyntaxTree.GetRoot(Cancellation.Token).GetFirstDirective();
        for (; directive is not null && directive.SpanStart < position; directive = directive.GetNextDirective())
        {
            switch (directive)
            {
                case IfDirectiveTriviaSyntax branch:
                    open.Push(branch.BranchTaken && Requires(branch.Condition, isWanted));
                    break;
                case ElifDirectiveTriviaSyntax branch when open.Count > 0:
                    open.Pop();
                    open.Push(branch.BranchTaken && Requires(branch.Condition, isWanted));
                    break;
                case ElseDirectiveTriviaSyntax branch when open.Count > 0:
                    open.Pop();
                    open.Push(branch.BranchTaken && ElseRequires(branch, isWanted));
                    break;
                case EndIfDirectiveTriviaSyntax when open.Count > 0:
                    open.Pop();
                    break;
            }
        }

        return open.Contains(true);
    }

    private static bool ElseRequires(ElseDirectiveTriviaSyntax branch, Func<string, bool> isWanted) =>
        branch.GetRelatedDirectives().FirstOrDefault() is IfDirectiveTriviaSyntax { Condition: var condition }
        && Refuses(condition, isWanted);

    private static bool Requires(ExpressionSyntax condition, Func<string, bool> isWanted) =>
        condition switch
        {
            IdentifierNameSyntax name => isWanted(name.Identifier.ValueText),
            ParenthesizedExpressionSyntax parenthesized => Requires(parenthesized.Expression, isWanted),
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } and => Requires(and.Left, isWanted)
                || Requires(and.Right, isWanted),
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalOrExpression } or => Requires(or.Left, isWanted)
                && Requires(or.Right, isWanted),
            PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not => Refuses(not.Operand, isWanted),
            _ => false,
        };

    // What holds when the condition does not: #if RELEASE … #else is for debug builds, as #if !DEBUG … #else is.
    private static bool Refuses(ExpressionSyntax condition, Func<string, bool> isWanted) =>
        condition switch
        {
            IdentifierNameSyntax { Identifier.ValueText: "RELEASE" } => isWanted("DEBUG"),
            ParenthesizedExpressionSyntax parenthesized => Refuses(parenthesized.Expression, isWanted),
            PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not => Requires(not.Operand, isWanted),
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalOrExpression } or => Refuses(or.Left, isWanted)
                || Refuses(or.Right, isWanted),
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } and => Refuses(and.Left, isWanted)
                && Refuses(and.Right, isWanted),
            _ => false,
        };
}
