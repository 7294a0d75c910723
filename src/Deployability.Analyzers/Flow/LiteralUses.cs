using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Deployability.Analyzers.Flow;

/// <summary>Knows which of several uses of one literal stands first. That one reports it, and it is decided by place: files are analysed at the same time, and in an IDE again and again.</summary>
internal sealed class LiteralUses(ProjectContext project)
{
    private const int MaxNames = 16;

    private readonly ConcurrentDictionary<(string Rule, Location Literal), SyntaxNode?> firsts = new();

    /// <summary>Whether no other use stands before this one: what stands around the literal itself comes first, then its own file, then the files in their order.</summary>
    /// <param name="rule">Whose uses they are.</param>
    /// <param name="location">The literal that several uses may lead to.</param>
    /// <param name="use">One of them.</param>
    /// <param name="leadsHere">Whether an operation is one of them.</param>
    public bool IsFirst(string rule, Location location, IOperation use, Func<IOperation, bool> leadsHere) =>
        location.SourceTree is not { } tree
        || firsts.GetOrAdd((rule, location), _ => First(NodeAt(tree, location), leadsHere)) is not { } first
        || first == use.Syntax;

    private static SyntaxNode NodeAt(SyntaxTree tree, Location location) =>
        tree.GetRoot(Cancellation.Token).FindNode(location.SourceSpan, getInnermostNodeForTie: true);

    private SyntaxNode? First(SyntaxNode literal, Func<IOperation, bool> leadsHere)
    {
        if (FirstAround(literal, leadsHere) is { } own)
        {
            return own;
        }

        var isShared = HolderOf(literal) is not null;
        if ((HolderOf(literal) ?? LocalOf(literal)) is not { } holder)
        {
            return null;
        }

        // What a local holds, only its own method can use.
        var scope = isShared ? null : literal.FirstAncestorOrSelf<SyntaxNode>(IsBody);
        IReadOnlyList<SyntaxTree> trees = isShared
            ? [.. project.Trees.OrderBy(tree => tree == literal.SyntaxTree ? 0 : 1)]
            : [literal.SyntaxTree];
        var names = NamesOf(holder, trees, scope);
        foreach (var tree in trees)
        {
            foreach (var use in UsesOf(names, tree, scope).OrderBy(static use => use.SpanStart))
            {
                if (FirstAround(use, leadsHere) is { } first)
                {
                    return first;
                }
            }
        }

        return null;
    }

    private SyntaxNode? FirstAround(SyntaxNode node, Func<IOperation, bool> leadsHere)
    {
        foreach (var ancestor in node.AncestorsAndSelf())
        {
            if (ancestor is StatementSyntax or MemberDeclarationSyntax)
            {
                return null;
            }

            if (
                MayUse(ancestor)
                && project.OperationOf(ancestor) is { } operation
                && operation.Syntax == ancestor
                && !project.IsDesignTime(operation.SemanticModel?.GetEnclosingSymbol(ancestor.SpanStart, Cancellation.Token))
                && leadsHere(operation)
            )
            {
                return ancestor;
            }
        }

        return null;
    }

    private static bool MayUse(SyntaxNode node) =>
        node
            is InvocationExpressionSyntax
                or BaseObjectCreationExpressionSyntax
                or AssignmentExpressionSyntax
                or ConstructorInitializerSyntax
                or PrimaryConstructorBaseTypeSyntax
                or ArgumentSyntax
                or LiteralExpressionSyntax
                or CollectionExpressionSyntax
                or ArrayCreationExpressionSyntax
                or ImplicitArrayCreationExpressionSyntax
                or BinaryExpressionSyntax
                or InterpolatedStringExpressionSyntax;

    // The member or local that has the literal, and what is made of it: const string Orders = Base + "/orders", var url = Urls.Orders.
    private List<string> NamesOf(string holder, IReadOnlyList<SyntaxTree> trees, SyntaxNode? scope)
    {
        List<string> names = [holder];
        for (var index = 0; index < names.Count && names.Count < MaxNames; index++)
        {
            foreach (var use in trees.SelectMany(tree => UsesOf([names[index]], tree, scope)))
            {
                if ((HolderOf(use) ?? LocalOf(use)) is { } further && !names.Contains(further) && names.Count < MaxNames)
                {
                    names.Add(further);
                }
            }
        }

        return names;
    }

    private IEnumerable<SyntaxNode> UsesOf(List<string> names, SyntaxTree tree, SyntaxNode? scope) =>
        names
            .SelectMany(name => project.IdentifiersNamed(tree, name))
            .Select(static token => token.Parent)
            .OfType<SyntaxNode>()
            .Where(use => scope is null || scope.Span.Contains(use.Span));

    private static string? HolderOf(SyntaxNode node)
    {
        foreach (var ancestor in node.AncestorsAndSelf())
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
                case ArrowExpressionClauseSyntax { Parent: LocalFunctionStatementSyntax function }:
                    return function.Identifier.ValueText;
                case ReturnStatementSyntax { Parent: BlockSyntax { Parent: MethodDeclarationSyntax method } }:
                    return method.Identifier.ValueText;
                case ReturnStatementSyntax { Parent: BlockSyntax { Parent: LocalFunctionStatementSyntax function } }:
                    return function.Identifier.ValueText;
                case ReturnStatementSyntax { Parent: BlockSyntax { Parent: AccessorDeclarationSyntax accessor } }:
                    return accessor.FirstAncestorOrSelf<PropertyDeclarationSyntax>()?.Identifier.ValueText;
                case AssignmentExpressionSyntax { Parent: ArrowExpressionClauseSyntax { Parent: ConstructorDeclarationSyntax } } assignment
                    when assignment.Right.Contains(node):
                    return assignment.Left.NameOfMember();
                case AssignmentExpressionSyntax { Parent.Parent: BlockSyntax { Parent: ConstructorDeclarationSyntax } } assignment
                    when assignment.Right.Contains(node):
                    return assignment.Left.NameOfMember();
                case StatementSyntax or MemberDeclarationSyntax:
                    return null;
            }
        }

        return null;
    }

    private static string? LocalOf(SyntaxNode node)
    {
        foreach (var ancestor in node.AncestorsAndSelf())
        {
            switch (ancestor)
            {
                case VariableDeclaratorSyntax local:
                    return local.Identifier.ValueText;
                case AssignmentExpressionSyntax { Left: IdentifierNameSyntax local } assignment when assignment.Right.Contains(node):
                    return local.Identifier.ValueText;
                case IsPatternExpressionSyntax { Pattern: var pattern } test when test.Expression.Contains(node):
                    return pattern
                        .DescendantNodesAndSelf()
                        .OfType<SingleVariableDesignationSyntax>()
                        .FirstOrDefault()
                        ?.Identifier.ValueText;
                case StatementSyntax or MemberDeclarationSyntax:
                    return null;
            }
        }

        return null;
    }

    // Statements of the top level share one body.
    private static bool IsBody(SyntaxNode node) =>
        node is MemberDeclarationSyntax and not GlobalStatementSyntax or AccessorDeclarationSyntax or CompilationUnitSyntax;
}
