using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Flow;

/// <summary>Finds what a constructor is given where the project creates the type: the other direction of <see cref="PassedValues"/>.</summary>
/// <remarks>For rules that hardly ever ask: the names of the type are looked up in each file that mentions it.</remarks>
internal static class CreatedValues
{
    private const int MaxCreations = 8;

    /// <summary>The values that creations give for a constructor's parameter, in the order of the files; nothing for a parameter of anything else.</summary>
    public static IEnumerable<IOperation> Of(IParameterSymbol parameter, ProjectContext project)
    {
        if (
            parameter.ContainingSymbol is not IMethodSymbol { MethodKind: MethodKind.Constructor, ContainingType: var type } constructor
            || !SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, project.Compilation.Assembly)
        )
        {
            yield break;
        }

        var found = 0;
        foreach (var tree in project.Trees)
        {
            if (!project.MayMention(tree, type.Name))
            {
                continue;
            }

            foreach (var token in project.IdentifiersNamed(tree, type.Name))
            {
                if (
                    token.Parent?.FirstAncestorOrSelf<ObjectCreationExpressionSyntax>() is not { } syntax
                    || !syntax.Type.Span.Contains(token.Span)
                    || project.OperationOf(syntax) is not IObjectCreationOperation { Constructor.OriginalDefinition: var made } creation
                    || !SymbolEqualityComparer.Default.Equals(made, constructor.OriginalDefinition)
                    || creation.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == parameter.Ordinal) is not { } argument
                )
                {
                    continue;
                }

                yield return argument.Value;
                if (++found == MaxCreations)
                {
                    yield break;
                }
            }
        }
    }
}
