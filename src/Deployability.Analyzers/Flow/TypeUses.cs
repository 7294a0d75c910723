using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Deployability.Analyzers.Flow;

/// <summary>Finds the places of a project that make one of its classes run: that create it, register it, derive from it, or call what is static in it.</summary>
internal static class TypeUses
{
    /// <summary>The places outside of the class itself, file by file; each with the model that binds it.</summary>
    /// <param name="type">The class, by its definition.</param>
    /// <param name="project">Of the compilation.</param>
    /// <param name="ofInstances">Whether calls of static members count for nothing.</param>
    public static IEnumerable<(SyntaxNode Place, SemanticModel Model)> Of(INamedTypeSymbol type, ProjectContext project, bool ofInstances)
    {
        foreach (var tree in project.Compilation.SyntaxTrees)
        {
            SemanticModel? model = null;
            foreach (var token in project.IdentifiersNamed(tree, type.Name))
            {
                if (token.Parent is not SimpleNameSyntax name || UseOf(name, ofInstances) is not { } use)
                {
                    continue;
                }

                model ??= project.ModelOf(tree);
                if (
                    SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name, Cancellation.Token).Symbol?.OriginalDefinition, type)
                    && !IsInside(use, type, model)
                )
                {
                    yield return (use, model);
                }
            }
        }
    }

    // Naming the type of a field or a parameter runs nothing.
    private static SyntaxNode? UseOf(SimpleNameSyntax name, bool ofInstances)
    {
        SyntaxNode node = name;
        while (node.Parent is QualifiedNameSyntax or AliasQualifiedNameSyntax)
        {
            node = node.Parent;
        }

        return node.Parent switch
        {
            ObjectCreationExpressionSyntax creation when creation.Type == node => creation,
            TypeOfExpressionSyntax typeOf => typeOf,
            BaseTypeSyntax inherited => inherited,
            MemberAccessExpressionSyntax access when access.Expression == node => ofInstances ? null
            : access.Parent is InvocationExpressionSyntax call ? call
            : access,
            TypeArgumentListSyntax { Parent: GenericNameSyntax generic } => CallOf(generic),
            // Mailer mailer = new();
            VariableDeclarationSyntax { Variables: [{ Initializer.Value: ImplicitObjectCreationExpressionSyntax creation }] } => creation,
            PropertyDeclarationSyntax { Initializer.Value: ImplicitObjectCreationExpressionSyntax creation } => creation,
            _ => null,
        };
    }

    private static InvocationExpressionSyntax? CallOf(GenericNameSyntax name) =>
        (name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access.Parent : name.Parent)
        as InvocationExpressionSyntax;

    private static bool IsInside(SyntaxNode use, INamedTypeSymbol type, SemanticModel model)
    {
        for (
            ISymbol? symbol = model.GetEnclosingSymbol(use.SpanStart, Cancellation.Token);
            symbol is not null and not INamespaceSymbol;
            symbol = symbol.ContainingSymbol
        )
        {
            if (SymbolEqualityComparer.Default.Equals(symbol, type))
            {
                return true;
            }
        }

        return false;
    }
}
