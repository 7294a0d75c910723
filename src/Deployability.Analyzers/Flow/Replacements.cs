using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Deployability.Analyzers.Flow;

/// <summary>Finds what a method puts in the place of a local or parameter that is missing, before a use of it.</summary>
internal static class Replacements
{
    /// <summary><c>url ??= "…"</c>, <c>if (string.IsNullOrEmpty(url)) url = "…"</c>, <c>if (configured is { } there) url = there</c>; none when it is assigned in other ways too.</summary>
    public static List<IOperation> Of(ISymbol variable, IOperation use, ProjectContext project)
    {
        var found = new List<IOperation>();
        if (
            use.SemanticModel is not { } model
            || use.Syntax.FirstAncestorOrSelf<SyntaxNode>(static node =>
                node is MemberDeclarationSyntax and not GlobalStatementSyntax or CompilationUnitSyntax
            )
                is not { } scope
        )
        {
            return found;
        }

        var isReplaced = false;
        foreach (var node in scope.DescendantNodes())
        {
            if (
                node is not AssignmentExpressionSyntax { Left: IdentifierNameSyntax left } assignment
                || left.Identifier.ValueText != variable.Name
                || assignment.SpanStart > use.Syntax.SpanStart
                || !SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(left, Cancellation.Token).Symbol, variable)
            )
            {
                continue;
            }

            if (
                assignment.IsKind(SyntaxKind.CoalesceAssignmentExpression)
                || assignment.IsKind(SyntaxKind.SimpleAssignmentExpression)
                    && MissingValues.StandsIn(assignment, variable.Name, model, project)
            )
            {
                if (model.GetOperation(assignment.Right, Cancellation.Token) is { } value)
                {
                    found.Add(value);
                }
            }
            else if (assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) && MissingValues.Replaces(assignment, model, project))
            {
                isReplaced = true;
            }
            else
            {
                return [];
            }
        }

        if (isReplaced && variable is ILocalSymbol local && LocalValues.InitializerOf(local, use) is { } first)
        {
            found.Add(first);
        }

        return found;
    }
}
