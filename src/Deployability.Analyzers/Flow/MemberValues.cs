using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Deployability.Analyzers.Flow;

/// <summary>Finds the one expression that gives a member its value, as it is written.</summary>
internal static class MemberValues
{
    /// <summary>The initialiser, the only returned expression, or the only assignment, which stands in a constructor; null when there is none or several.</summary>
    /// <param name="member">A field, property, parameter of a record, method or local function.</param>
    /// <param name="declaration">One of its declarations.</param>
    public static ExpressionSyntax? Of(ISymbol member, SyntaxNode declaration) =>
        Declared(declaration) ?? AssignedByConstructor(member, declaration);

    /// <summary>Whether the expression, as written, may be a text that is known: one with a literal in it, or the name of something else. Binding any other would be for nothing.</summary>
    public static bool MayBeKnown(ExpressionSyntax value) =>
        value is IdentifierNameSyntax or MemberAccessExpressionSyntax
        || value
            .DescendantNodesAndSelf()
            .Any(static node => node is InterpolatedStringExpressionSyntax || node.IsKind(SyntaxKind.StringLiteralExpression));

    /// <summary>The initialiser, or what a body yields that does nothing else; null when there is neither.</summary>
    public static ExpressionSyntax? Declared(SyntaxNode declaration) =>
        declaration switch
        {
            VariableDeclaratorSyntax declarator => declarator.Initializer?.Value,
            ParameterSyntax parameter => parameter.Default?.Value,
            PropertyDeclarationSyntax property => property.Initializer?.Value
                ?? property.ExpressionBody?.Expression
                ?? ReturnedBy(property),
            MethodDeclarationSyntax method => method.ExpressionBody?.Expression
                ?? (method.Body?.Statements is [ReturnStatementSyntax { Expression: { } returned }] ? returned : null),
            LocalFunctionStatementSyntax function => function.ExpressionBody?.Expression
                ?? (function.Body?.Statements is [ReturnStatementSyntax { Expression: { } returned }] ? returned : null),
            _ => null,
        };

    /// <summary>Whether the value depends on something: a guard, a configuration key.</summary>
    public static bool IsChoice(ExpressionSyntax value)
    {
        while (value is ParenthesizedExpressionSyntax or BaseObjectCreationExpressionSyntax { ArgumentList.Arguments.Count: 1 })
        {
            value = value is ParenthesizedExpressionSyntax parenthesized
                ? parenthesized.Expression
                : ((BaseObjectCreationExpressionSyntax)value).ArgumentList!.Arguments[0].Expression;
        }

        return value
            is ConditionalExpressionSyntax
                or SwitchExpressionSyntax
                or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression };
    }

    // private readonly string _url; set once, in a constructor.
    private static ExpressionSyntax? AssignedByConstructor(ISymbol member, SyntaxNode declaration)
    {
        var isOwn =
            member
            is IFieldSymbol { IsReadOnly: true }
                or IFieldSymbol { DeclaredAccessibility: Accessibility.Private }
                or IPropertySymbol { SetMethod: null };
        if (
            !isOwn
            || declaration.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type
            || type.Modifiers.Any(SyntaxKind.PartialKeyword)
        )
        {
            return null;
        }

        ExpressionSyntax? value = null;
        foreach (var node in type.DescendantNodes())
        {
            if (
                node
                    is not AssignmentExpressionSyntax
                    {
                        Left: IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax }
                    } assignment
                || assignment.Left.NameOfMember() != member.Name
            )
            {
                continue;
            }

            if (
                value is not null
                || !assignment.IsKind(SyntaxKind.SimpleAssignmentExpression)
                || assignment.FirstAncestorOrSelf<MemberDeclarationSyntax>()
                    is not ConstructorDeclarationSyntax { Body: var body } constructor
                || assignment.Parent?.Parent != body && constructor.ExpressionBody?.Expression != assignment
            )
            {
                return null;
            }

            value = assignment.Right;
        }

        // What a constructor is given, its caller knows.
        return value is IdentifierNameSyntax ? null : value;
    }

    private static ExpressionSyntax? ReturnedBy(PropertyDeclarationSyntax property)
    {
        var getter = property.AccessorList?.Accessors.FirstOrDefault(static accessor => accessor.IsKind(SyntaxKind.GetAccessorDeclaration));
        return getter?.ExpressionBody?.Expression
            ?? (getter?.Body?.Statements is [ReturnStatementSyntax { Expression: { } returned }] ? returned : null);
    }
}
