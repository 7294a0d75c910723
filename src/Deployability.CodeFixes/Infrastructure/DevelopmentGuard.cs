using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace Deployability.CodeFixes.Infrastructure;

/// <summary>Makes code run in Development only.</summary>
internal static class DevelopmentGuard
{
    private const string Namespace = "Microsoft.Extensions.Hosting";

    /// <summary>Removes the call from its chain, or its statement, and puts it into <c>if (…IsDevelopment())</c>.</summary>
    /// <returns>The new root, or null when no environment is in scope, or the call's value is used.</returns>
    public static SyntaxNode? Wrap(FixContext context, InvocationExpressionSyntax call)
    {
        if (call.FirstAncestorOrSelf<ExpressionStatementSyntax>() is not { } statement || call != statement.Expression ||
            ConfigurationAccess.FindEnvironment(context.Model, statement) is not { } environment)
        {
            return null;
        }

        // A guard right before or after takes the statement in.
        if (Neighbour(statement, -1) is IfStatementSyntax { Else: null, Statement: BlockSyntax before } previous && IsDevelopment(previous, environment))
        {
            var kept = context.Root.TrackNodes(previous, statement);
            kept = kept.ReplaceNode(kept.GetCurrentNode(previous)!, previous.WithStatement(before.AddStatements(Bare(statement))).WithAdditionalAnnotations(Formatter.Annotation));
            return Remove(kept, context.Root, statement);
        }

        var newLine = Usings.LineEnd(context.Root);
        var guard = SyntaxFactory.IfStatement(
                SyntaxFactory.ParseExpression(environment + ".IsDevelopment()"),
                SyntaxFactory.Block(Bare(statement).WithTrailingTrivia(newLine)))
            .WithLeadingTrivia(statement.GetLeadingTrivia())
            .WithTrailingTrivia(statement.GetTrailingTrivia())
            .WithAdditionalAnnotations(Formatter.Annotation);
        return Usings.Ensure(context.Root.ReplaceNode(statement, guard), context.Model, Namespace);
    }

    /// <summary>An expression that is true in Development only, or null when no environment is in scope.</summary>
    public static ExpressionSyntax? Condition(FixContext context, SyntaxNode node) =>
        ConfigurationAccess.FindEnvironment(context.Model, node) is { } environment
            ? SyntaxFactory.ParseExpression(environment + ".IsDevelopment()")
            : null;

    /// <summary>Adds the using that <c>IsDevelopment()</c> needs.</summary>
    public static SyntaxNode EnsureUsing(FixContext context, SyntaxNode root) => Usings.Ensure(root, context.Model, Namespace);

    private static SyntaxNode? Remove(SyntaxNode changed, SyntaxNode original, ExpressionStatementSyntax statement)
    {
        var current = changed.GetCurrentNode(statement);
        SyntaxNode? target = current?.Parent is GlobalStatementSyntax global ? global : current;
        return target is null ? null : changed.RemoveNode(target, SyntaxRemoveOptions.KeepNoTrivia);
    }

    private static ExpressionStatementSyntax Bare(ExpressionStatementSyntax statement) =>
        statement.WithoutLeadingTrivia().WithAdditionalAnnotations(Formatter.Annotation);

    private static StatementSyntax? Neighbour(StatementSyntax statement, int offset)
    {
        switch (statement.Parent)
        {
            case BlockSyntax block:
                var index = block.Statements.IndexOf(statement) + offset;
                return index >= 0 && index < block.Statements.Count ? block.Statements[index] : null;
            case GlobalStatementSyntax { Parent: CompilationUnitSyntax unit } global:
                var position = unit.Members.IndexOf(global) + offset;
                return position >= 0 && position < unit.Members.Count && unit.Members[position] is GlobalStatementSyntax other ? other.Statement : null;
            default:
                return null;
        }
    }

    private static bool IsDevelopment(IfStatementSyntax guard, string environment) =>
        guard.Condition.ToString() == environment + ".IsDevelopment()";
}
