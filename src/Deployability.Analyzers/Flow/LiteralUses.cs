using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Deployability.Analyzers.Flow;

/// <summary>Knows which of several uses of one literal stands first. One of them reports it, and which one is decided by place: files are analysed at the same time.</summary>
internal sealed class LiteralUses(ProjectContext project)
{
    private const int MaxNames = 16;

    private readonly ConcurrentDictionary<SyntaxNode, SyntaxNode?> firsts = new();

    /// <summary>Whether no other use stands before this one: those in the literal's own file come first, then the files in their order.</summary>
    /// <param name="literal">What several uses may lead to.</param>
    /// <param name="use">One of them.</param>
    /// <param name="leadsHere">Whether an operation is one of them.</param>
    public bool IsFirst(SyntaxNode literal, IOperation use, Func<IOperation, bool> leadsHere) =>
        // What only its own method can use is looked at in order.
        HolderOf(literal) is not { } holder
        || firsts.GetOrAdd(literal, _ => First(literal, holder, leadsHere)) is not { } first
        || first == use.Syntax;

    private SyntaxNode? First(SyntaxNode literal, string holder, Func<IOperation, bool> leadsHere)
    {
        var trees = project.Trees.OrderBy(tree => tree == literal.SyntaxTree ? 0 : 1).ToList();
        var names = NamesOf(holder, trees);
        foreach (var tree in trees)
        {
            foreach (var token in names.SelectMany(name => project.IdentifiersNamed(tree, name)).OrderBy(static token => token.SpanStart))
            {
                foreach (
                    var node in token.Parent?.Ancestors().TakeWhile(static node => node is not (StatementSyntax or MemberDeclarationSyntax))
                        ?? []
                )
                {
                    if (
                        node is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax or AssignmentExpressionSyntax
                        && project.OperationOf(node) is { } operation
                        && !project.IsDesignTime(operation.SemanticModel?.GetEnclosingSymbol(node.SpanStart))
                        && leadsHere(operation)
                    )
                    {
                        return node;
                    }
                }
            }
        }

        return null;
    }

    // The member that has the literal, and what is made of it: const string Orders = Base + "/orders", var url = Urls.Orders.
    private List<string> NamesOf(string holder, List<SyntaxTree> trees)
    {
        List<string> names = [holder];
        for (var index = 0; index < names.Count && names.Count < MaxNames; index++)
        {
            foreach (var token in trees.SelectMany(tree => project.IdentifiersNamed(tree, names[index])))
            {
                if (
                    token.Parent is { } use
                    && (HolderOf(use) ?? LocalOf(use)) is { } further
                    && !names.Contains(further)
                    && names.Count < MaxNames
                )
                {
                    names.Add(further);
                }
            }
        }

        return names;
    }

    private static string? HolderOf(SyntaxNode node)
    {
        foreach (var ancestor in node.Ancestors())
        {
            switch (ancestor)
            {
                case VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax } field:
                    return field.Identifier.ValueText;
                case PropertyDeclarationSyntax property:
                    return property.Identifier.ValueText;
                case ParameterSyntax { Default: not null } parameter:
                    return parameter.Identifier.ValueText;
                case ArrowExpressionClauseSyntax { Parent: MethodDeclarationSyntax method }:
                    return method.Identifier.ValueText;
                case ReturnStatementSyntax { Parent: BlockSyntax { Parent: MethodDeclarationSyntax method } }:
                    return method.Identifier.ValueText;
                case AssignmentExpressionSyntax { Parent.Parent: BlockSyntax { Parent: ConstructorDeclarationSyntax } } assignment
                    when assignment.Right.Contains(node):
                    return assignment.Left.NameOfMember();
                case StatementSyntax or MemberDeclarationSyntax:
                    return null;
            }
        }

        return null;
    }

    private static string? LocalOf(SyntaxNode node) => node.FirstAncestorOrSelf<VariableDeclaratorSyntax>()?.Identifier.ValueText;
}
