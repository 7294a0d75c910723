using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Deployability.Analyzers.Code;

/// <summary>What is known of local variables without following them any further.</summary>
internal static class LocalValues
{
    /// <summary>The initialiser or only assignment of a local, as an operation; null when it is assigned more than once.</summary>
    public static IOperation? SingleValue(ILocalSymbol local, IOperation use)
    {
        if (
            use.SemanticModel is not { } model
            || local.DeclaringSyntaxReferences is not [var reference]
            || reference.SyntaxTree != model.SyntaxTree
        )
        {
            return null;
        }

        var declaration = reference.GetSyntax(Cancellation.Token);
        var value = declaration switch
        {
            VariableDeclaratorSyntax { Initializer.Value: { } initializer } => initializer,

            // configuration["Path"] is { Length: > 0 } path
            SingleVariableDesignationSyntax { Parent: PatternSyntax { Parent: IsPatternExpressionSyntax { Expression: { } matched } } } =>
                matched,
            _ => null,
        };
        if (
            declaration.FirstAncestorOrSelf<SyntaxNode>(static node =>
                node is MemberDeclarationSyntax and not GlobalStatementSyntax or CompilationUnitSyntax
            )
            is not { } scope
        )
        {
            return null;
        }

        // TryCreate(…, out var uri) has given it one already.
        var isGiven = declaration is SingleVariableDesignationSyntax { Parent: DeclarationExpressionSyntax { Parent: ArgumentSyntax } };
        foreach (var node in scope.DescendantNodes())
        {
            if (
                node is AssignmentExpressionSyntax { Left: IdentifierNameSyntax left } assignment
                && left.Identifier.ValueText == local.Name
                && assignment.SpanStart > declaration.SpanStart
                && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(left, Cancellation.Token).Symbol, local)
            )
            {
                if (isGiven || value is not null || !assignment.IsKind(SyntaxKind.SimpleAssignmentExpression))
                {
                    return null;
                }

                value = assignment.Right;
            }
        }

        // The null-forgiving operator has no operation of its own.
        while (
            value
                is PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression }
                    or ParenthesizedExpressionSyntax
        )
        {
            value = value is PostfixUnaryExpressionSyntax forgiven ? forgiven.Operand : ((ParenthesizedExpressionSyntax)value).Expression;
        }

        return value is null ? null : model.GetOperation(value, Cancellation.Token);
    }

    /// <summary>What a local is declared with, whatever is assigned to it later; null when it is declared without a value.</summary>
    public static IOperation? InitializerOf(ILocalSymbol local, IOperation use) =>
        local.DeclaringSyntaxReferences is [var reference]
        && reference.GetSyntax(Cancellation.Token) is VariableDeclaratorSyntax { Initializer.Value: { } value }
        && reference.SyntaxTree == use.SemanticModel?.SyntaxTree
            ? use.SemanticModel.GetOperation(value, Cancellation.Token)
            : null;
}
