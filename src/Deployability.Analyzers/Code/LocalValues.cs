using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Deployability.Analyzers.Code;

/// <summary>What is known of local variables without following them any further.</summary>
internal static class LocalValues
{
    // The statements at the top of a file are one scope, and each of their many uses of the builder and the app asks for it.
    private static readonly ConditionalWeakTable<SyntaxNode, AssignmentExpressionSyntax[]> Assignments = new();

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
        if (ScopeOf(declaration) is not { } scope)
        {
            return null;
        }

        // TryCreate(…, out var uri) has given it one already.
        var isGiven = declaration is SingleVariableDesignationSyntax { Parent: DeclarationExpressionSyntax { Parent: ArgumentSyntax } };
        foreach (var assignment in Assignments.GetValue(scope, AssignmentsIn))
        {
            if (
                assignment.Left is IdentifierNameSyntax left
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

        return value is null ? null : model.GetOperation(Bare(value), Cancellation.Token);
    }

    /// <summary>Everything that gives a local a value: what it is declared with and what is assigned to it, in the order of the code, and the calls that it is an <c>out</c> argument of.</summary>
    /// <returns>Null when it gets values in other ways too: by reference, in a deconstruction, in a loop.</returns>
    public static ImmutableArray<(IOperation Value, bool IsOut)>? AllValues(ILocalSymbol local, IOperation use)
    {
        if (
            use.SemanticModel is not { } model
            || local is not { IsRef: false, DeclaringSyntaxReferences: [var reference] }
            || reference.SyntaxTree != model.SyntaxTree
        )
        {
            return null;
        }

        var declaration = reference.GetSyntax(Cancellation.Token);
        if (ScopeOf(declaration) is not { } scope)
        {
            return null;
        }

        var values = ImmutableArray.CreateBuilder<(IOperation, bool)>();
        foreach (var node in scope.DescendantNodes())
        {
            var given =
                node == declaration ? AtDeclaration(declaration)
                : node is IdentifierNameSyntax name
                && name.Identifier.ValueText == local.Name
                && AtUse(name) is var place
                && place != default
                && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name, Cancellation.Token).Symbol, local)
                    ? place
                : default;
            if (given == default)
            {
                continue;
            }

            if (given.Value is null || model.GetOperation(Bare(given.Value), Cancellation.Token) is not { } value)
            {
                return null;
            }

            values.Add((value, given.Way == Way.Out));
        }

        return values.ToImmutable();
    }

    private static (ExpressionSyntax? Value, Way Way) AtDeclaration(SyntaxNode declaration) =>
        declaration switch
        {
            VariableDeclaratorSyntax { Initializer: null } => default,
            VariableDeclaratorSyntax { Initializer.Value: var initializer } => (initializer, Way.Value),
            SingleVariableDesignationSyntax { Parent: DeclarationExpressionSyntax { Parent: ArgumentSyntax argument } } => (
                argument.Parent?.Parent as InvocationExpressionSyntax,
                Way.Out
            ),
            SingleVariableDesignationSyntax { Parent: PatternSyntax { Parent: IsPatternExpressionSyntax { Expression: var matched } } } => (
                matched,
                Way.Value
            ),
            _ => (null, Way.Unseen),
        };

    private static (ExpressionSyntax? Value, Way Way) AtUse(IdentifierNameSyntax name) =>
        name.Parent switch
        {
            AssignmentExpressionSyntax assignment when assignment.Left == name => (assignment.Right, Way.Value),
            ArgumentSyntax { RefOrOutKeyword.RawKind: (int)SyntaxKind.OutKeyword, Parent.Parent: InvocationExpressionSyntax call } => (
                call,
                Way.Out
            ),
            RefExpressionSyntax
            or ArgumentSyntax { RefOrOutKeyword.RawKind: not (int)SyntaxKind.None }
            or ArgumentSyntax { Parent: TupleExpressionSyntax { Parent: AssignmentExpressionSyntax } } => (null, Way.Unseen),
            _ => default,
        };

    // How a local gets a value at a place.
    private enum Way
    {
        Not,
        Value,
        Out,
        Unseen,
    }

    // In the order of the code.
    private static AssignmentExpressionSyntax[] AssignmentsIn(SyntaxNode scope) =>
        [
            .. scope
                .DescendantNodes()
                .OfType<AssignmentExpressionSyntax>()
                .Where(static assignment => assignment.Left is IdentifierNameSyntax),
        ];

    private static SyntaxNode? ScopeOf(SyntaxNode declaration) =>
        declaration.FirstAncestorOrSelf<SyntaxNode>(static node =>
            node is MemberDeclarationSyntax and not GlobalStatementSyntax or CompilationUnitSyntax
        );

    // The null-forgiving operator has no operation of its own.
    private static ExpressionSyntax Bare(ExpressionSyntax value) =>
        value switch
        {
            PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression, Operand: var forgiven } => Bare(
                forgiven
            ),
            ParenthesizedExpressionSyntax { Expression: var inner } => Bare(inner),
            _ => value,
        };

    /// <summary>What a local is declared with, whatever is assigned to it later; null when it is declared without a value.</summary>
    public static IOperation? InitializerOf(ILocalSymbol local, IOperation use) =>
        local.DeclaringSyntaxReferences is [var reference]
        && reference.GetSyntax(Cancellation.Token) is VariableDeclaratorSyntax { Initializer.Value: { } value }
        && reference.SyntaxTree == use.SemanticModel?.SyntaxTree
            ? use.SemanticModel.GetOperation(value, Cancellation.Token)
            : null;
}
