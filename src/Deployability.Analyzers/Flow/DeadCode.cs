using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Deployability.Analyzers.Flow;

/// <summary>Knows code that never runs, because nothing in its class names the method that it stands in.</summary>
internal static class DeadCode
{
    /// <summary>Whether the operation stands in a private method that nobody calls. One with an attribute, or of a class that has parts elsewhere, may be called from out of sight.</summary>
    public static bool Holds(IOperation operation, ProjectContext project)
    {
        if (
            operation.Syntax.FirstAncestorOrSelf<MethodDeclarationSyntax>()
                is not {
                    AttributeLists.Count: 0,
                    ExplicitInterfaceSpecifier: null,
                    Identifier: { ValueText: not "Main" } name,
                    Parent: ClassDeclarationSyntax type
                } method
            || !method.Modifiers.Any(SyntaxKind.PrivateKeyword)
            || method.Modifiers.Any(SyntaxKind.PartialKeyword)
            || type.Modifiers.Any(SyntaxKind.PartialKeyword)
        )
        {
            return false;
        }

        foreach (var token in project.IdentifiersNamed(type.SyntaxTree, name.ValueText))
        {
            if (!method.Span.Contains(token.Span))
            {
                return false;
            }
        }

        return true;
    }
}
