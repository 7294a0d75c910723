using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Deployability.Analyzers.Code;

/// <summary>Names and values of syntax, before anything is bound.</summary>
internal static class SyntaxExtensions
{
    /// <summary>The name of the variable, property or parameter that is declared with a value; null where it is the value of none.</summary>
    public static string? NameOfDeclared(this SyntaxNode value) =>
        value.Parent switch
        {
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable } => variable.Identifier.ValueText,
            EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax property } => property.Identifier.ValueText,
            EqualsValueClauseSyntax { Parent: ParameterSyntax parameter } => parameter.Identifier.ValueText,
            ArrowExpressionClauseSyntax { Parent: PropertyDeclarationSyntax property } => property.Identifier.ValueText,
            _ => null,
        };

    /// <summary>The last name of an expression or a type: what is called, created or assigned; null when it has none.</summary>
    public static string? NameOfMember(this SyntaxNode expression) =>
        expression switch
        {
            MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
            MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
            SimpleNameSyntax name => name.Identifier.ValueText,
            QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
            AliasQualifiedNameSyntax aliased => aliased.Name.Identifier.ValueText,
            _ => null,
        };

    /// <summary>The call whose method the identifier names; null when it names something else.</summary>
    public static InvocationExpressionSyntax? CallOf(this SyntaxToken identifier) =>
        identifier.Parent switch
        {
            SimpleNameSyntax { Parent: MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access } name
                when access.Name == name && call.Expression == access => call,
            SimpleNameSyntax { Parent: MemberBindingExpressionSyntax { Parent: InvocationExpressionSyntax call } } => call,
            SimpleNameSyntax { Parent: InvocationExpressionSyntax call } name when call.Expression == name => call,
            _ => null,
        };

    /// <summary>The object creation whose type the identifier names; null when it names something else.</summary>
    public static ObjectCreationExpressionSyntax? CreationOf(this SyntaxToken identifier)
    {
        var type = identifier.Parent;
        while (type?.Parent is QualifiedNameSyntax or AliasQualifiedNameSyntax)
        {
            type = type.Parent;
        }

        return
            type?.Parent is ObjectCreationExpressionSyntax creation && creation.Type == type && type.NameOfMember() == identifier.ValueText
            ? creation
            : null;
    }

    /// <summary>The object creations whose type the identifier names: <c>new FileStream(…)</c>, <c>FileStream stream = new(…)</c>.</summary>
    public static IEnumerable<SyntaxNode> CreationsOf(this SyntaxToken identifier)
    {
        if (identifier.CreationOf() is { } creation)
        {
            return [creation];
        }

        var type = identifier.Parent;
        while (type?.Parent is QualifiedNameSyntax or AliasQualifiedNameSyntax or NullableTypeSyntax)
        {
            type = type.Parent;
        }

        return type?.Parent switch
        {
            VariableDeclarationSyntax declaration when declaration.Type == type => declaration
                .Variables.Select(static variable => variable.Initializer?.Value)
                .OfType<ImplicitObjectCreationExpressionSyntax>(),
            PropertyDeclarationSyntax property when property.Type == type => new[]
            {
                property.Initializer?.Value,
                property.ExpressionBody?.Expression,
            }.OfType<ImplicitObjectCreationExpressionSyntax>(),
            MethodDeclarationSyntax method when method.ReturnType == type => method
                .DescendantNodes()
                .OfType<ImplicitObjectCreationExpressionSyntax>()
                .Where(static made => made.Parent is ReturnStatementSyntax or ArrowExpressionClauseSyntax),
            _ => [],
        };
    }

    /// <summary>What runs around a token: the body or initialiser that it stands in; of a member in whose declaration it stands, all of them.</summary>
    public static IEnumerable<SyntaxNode> BodiesAround(this SyntaxToken token)
    {
        for (var node = token.Parent; node is not null; node = node.Parent)
        {
            switch (node)
            {
                case AttributeSyntax or PrimaryConstructorBaseTypeSyntax or AccessorDeclarationSyntax or BaseMethodDeclarationSyntax:
                case EqualsValueClauseSyntax
                {
                    Parent: PropertyDeclarationSyntax or VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax }
                }:
                case ArrowExpressionClauseSyntax { Parent: BasePropertyDeclarationSyntax }:
                    return [node];
                case FieldDeclarationSyntax field:
                    return field.Declaration.Variables.Select(static variable => variable.Initializer).OfType<SyntaxNode>();
                case BasePropertyDeclarationSyntax property:
                    return property
                        .ChildNodes()
                        .SelectMany(static part =>
                            part is AccessorListSyntax accessors ? (IEnumerable<SyntaxNode>)accessors.Accessors : [part]
                        );
                // All of them are one body.
                case GlobalStatementSyntax { Parent: CompilationUnitSyntax unit }:
                    return unit.Members.OfType<GlobalStatementSyntax>().Take(1).Select(static first => first.Statement);
                case BaseTypeDeclarationSyntax:
                    return [];
            }
        }

        return [];
    }

    /// <summary>The assignment to the variable or member that the identifier names; null when it names something else.</summary>
    public static AssignmentExpressionSyntax? AssignmentOf(this SyntaxToken identifier)
    {
        var target = identifier.Parent switch
        {
            { Parent: MemberAccessExpressionSyntax access } name when access.Name == name => access,
            { Parent: MemberBindingExpressionSyntax binding } => binding,
            var name => name,
        };
        return target?.Parent is AssignmentExpressionSyntax assignment && assignment.Left == target ? assignment : null;
    }
}
