using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Deployability.CodeFixes.Editing;

/// <summary>Makes code run in Development only.</summary>
internal static class DevelopmentGuard
{
    private const string Namespace = "Microsoft.Extensions.Hosting";
    private const string GetRequiredService = "GetRequiredService";

    /// <summary>Puts the call's statement into <c>if (…IsDevelopment())</c>.</summary>
    /// <returns>The new root, or null when no environment is in scope, or the call's value is used.</returns>
    public static SyntaxNode? Wrap(FixContext context, InvocationExpressionSyntax call) =>
        call.FirstAncestorOrSelf<ExpressionStatementSyntax>() is { } statement && call == statement.Expression
            ? Wrap(context, [statement])
            : null;

    /// <summary>Puts statements that follow one another into one <c>if (…IsDevelopment())</c>, or into one that stands right before them.</summary>
    /// <returns>The new root, or null when no environment is in scope.</returns>
    public static SyntaxNode? Wrap(FixContext context, IReadOnlyList<ExpressionStatementSyntax> statements)
    {
        var first = statements[0];
        if (EnvironmentAt(context, first) is not { } environment)
        {
            return null;
        }

        if (
            Neighbour(first, -1) is IfStatementSyntax { Else: null, Statement: BlockSyntax before } previous
            && IsDevelopment(previous, environment)
            && Statements.BeginsLine(before.CloseBraceToken)
        )
        {
            var indentation = Statements.IndentationOf(previous);
            var kept = context.Root.TrackNodes(statements.Append<SyntaxNode>(previous));
            kept = kept.ReplaceNode(
                kept.GetCurrentNode(previous)!,
                previous.WithStatement(
                    before.AddStatements([.. statements.Select(statement => Deeper(statement, indentation, HasComment(statement)))])
                )
            );
            return statements.Aggregate<SyntaxNode, SyntaxNode?>(
                kept,
                static (root, statement) => root is null ? null : Remove(root, (ExpressionStatementSyntax)statement)
            );
        }

        var marked = context.Root.TrackNodes<SyntaxNode>(statements);
        foreach (var statement in statements.Skip(1))
        {
            marked = Remove(marked, statement)!;
        }

        return EnsureUsing(context, marked.ReplaceNode(marked.GetCurrentNode(first)!, Guard(context.Root, environment, statements)));
    }

    /// <summary>An expression that is true in Development only, or null when no environment is in scope.</summary>
    public static ExpressionSyntax? Condition(FixContext context, SyntaxNode node) =>
        EnvironmentAt(context, node) is { } environment ? SyntaxFactory.ParseExpression(environment + ".IsDevelopment()") : null;

    /// <summary>Adds the usings that the condition needs.</summary>
    public static SyntaxNode EnsureUsing(FixContext context, SyntaxNode root)
    {
        root = Usings.Ensure(root, context.Model, Namespace);
        return root.DescendantNodes().Any(static node => node is GenericNameSyntax { Identifier.ValueText: GetRequiredService })
            ? Usings.Ensure(root, context.Model, "Microsoft.Extensions.DependencyInjection")
            : root;
    }

    // What is in scope under a name, else what the container of the app hands out: an extension method has only the app.
    private static string? EnvironmentAt(FixContext context, SyntaxNode node) =>
        ConfigurationAccess.FindEnvironment(context.Model, node)
        ?? (
            ConfigurationAccess.FindServices(context.Model, node) is { } services
                ? $"{services}.{GetRequiredService}<IHostEnvironment>()"
                : null
        );

    private static SyntaxNode? Remove(SyntaxNode changed, ExpressionStatementSyntax statement)
    {
        var current = changed.GetCurrentNode(statement);
        SyntaxNode? target = current?.Parent is GlobalStatementSyntax global ? global : current;
        return target is null ? null : changed.RemoveNode(target, SyntaxRemoveOptions.KeepNoTrivia);
    }

    // The comments above the first statement stay above the guard.
    private static IfStatementSyntax Guard(SyntaxNode root, string environment, IReadOnlyList<ExpressionStatementSyntax> statements)
    {
        var lineEnd = Usings.LineEnd(root);
        var indentation = Statements.IndentationOf(statements[0]);
        var guard = (IfStatementSyntax)
            SyntaxFactory.ParseStatement($"if ({environment}.IsDevelopment()){lineEnd}{indentation}{{{lineEnd}{indentation}}}");
        var inner = statements.Select((statement, index) => Deeper(statement, indentation, index > 0 && HasComment(statement)));
        return guard
            .WithStatement(((BlockSyntax)guard.Statement).WithStatements(SyntaxFactory.List<StatementSyntax>(inner)))
            .WithLeadingTrivia(statements[0].GetLeadingTrivia())
            .WithTrailingTrivia(
                statements[statements.Count - 1].GetTrailingTrivia().Where(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia))
            );
    }

    private static ExpressionStatementSyntax Deeper(ExpressionStatementSyntax statement, SyntaxTriviaList indentation, bool keepsComments)
    {
        var deeper = Statements.Indent(statement);
        if (!keepsComments)
        {
            deeper = deeper.WithLeadingTrivia(indentation.Add(SyntaxFactory.Whitespace(Statements.IndentationUnit(statement.SyntaxTree))));
        }

        var lineEnd = Usings.LineEnd(statement.SyntaxTree.GetRoot());
        return deeper.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia)
            ? deeper
            : deeper.WithTrailingTrivia(deeper.GetTrailingTrivia().Add(lineEnd));
    }

    private static bool HasComment(ExpressionStatementSyntax statement) =>
        statement
            .GetLeadingTrivia()
            .Any(static trivia => trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia);

    private static StatementSyntax? Neighbour(StatementSyntax statement, int offset)
    {
        switch (statement.Parent)
        {
            case BlockSyntax block:
                var index = block.Statements.IndexOf(statement) + offset;
                return index >= 0 && index < block.Statements.Count ? block.Statements[index] : null;
            case GlobalStatementSyntax { Parent: CompilationUnitSyntax unit } global:
                var position = unit.Members.IndexOf(global) + offset;
                return position >= 0 && position < unit.Members.Count && unit.Members[position] is GlobalStatementSyntax other
                    ? other.Statement
                    : null;
            default:
                return null;
        }
    }

    private static bool IsDevelopment(IfStatementSyntax guard, string environment) =>
        guard.Condition.ToString() == environment + ".IsDevelopment()";
}
