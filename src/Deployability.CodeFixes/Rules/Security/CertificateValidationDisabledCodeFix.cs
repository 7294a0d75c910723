using System.Composition;
using Deployability.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Deployability.CodeFixes.Rules.Security;

/// <summary>DPL2301: validates again, by removing what switched validation off.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class CertificateValidationDisabledCodeFix() : DeployabilityCodeFix("Validate the certificate", "DPL2301")
{
    private protected override Task<Solution?> ApplyAsync(FixContext context) =>
        Task.FromResult(
            context.Node is LiteralExpressionSyntax or ArgumentSyntax { Expression: LiteralExpressionSyntax } ? RemovePair(context)
            : context.Enclosing<AssignmentExpressionSyntax>() is { } assignment && Remove(context, assignment) is { } root
                ? context.WithRoot(root)
            : null
        );

    // "Server=sql;TrustServerCertificate=True;Database=shop": the pair goes with one separator. In the source it reads as in the value.
    private static Solution? RemovePair(FixContext context)
    {
        var literal = context.Node as LiteralExpressionSyntax ?? (LiteralExpressionSyntax)((ArgumentSyntax)context.Node).Expression;
        if (!literal.IsKind(SyntaxKind.StringLiteralExpression) || TransportSecurity.DisabledIn(literal.Token.ValueText) is not { } pair)
        {
            return null;
        }

        var text = literal.Token.Text;
        var start = text.IndexOf(pair.Display, StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        var end = start + pair.Display.Length;
        var hasNext = end < text.Length && text[end] == ';';
        text = hasNext ? text.Remove(start, pair.Display.Length + 1) : text.Remove(start, pair.Display.Length);
        text = !hasNext && start > 0 && text[start - 1] == ';' ? text.Remove(start - 1, 1) : text;
        return context.WithRoot(context.Root.ReplaceNode(literal, SyntaxFactory.ParseExpression(text).WithTriviaFrom(literal)));
    }

    private static SyntaxNode? Remove(FixContext context, AssignmentExpressionSyntax assignment)
    {
        switch (assignment.Parent)
        {
            case InitializerExpressionSyntax { Parent: BaseObjectCreationExpressionSyntax creation } initializer:
                var kept = initializer.Expressions.Remove(assignment);
                if (kept.Count > 0)
                {
                    return context.Root.ReplaceNode(initializer, initializer.WithExpressions(kept));
                }

                // new HttpClientHandler { } says no more than new HttpClientHandler().
                BaseObjectCreationExpressionSyntax bare = creation
                    .WithInitializer(null)
                    .WithArgumentList((creation.ArgumentList ?? SyntaxFactory.ArgumentList()).WithoutTrivia());
                bare = bare is ObjectCreationExpressionSyntax named ? named.WithType(named.Type.WithoutTrailingTrivia()) : bare;
                return context.Root.ReplaceNode(creation, bare.WithTrailingTrivia(creation.GetTrailingTrivia()));
            case ExpressionStatementSyntax { Parent: BlockSyntax or GlobalStatementSyntax } statement:
                return Statements.Remove(context.Root, statement);
            case LambdaExpressionSyntax lambda when assignment.Right.IsKind(SyntaxKind.FalseLiteralExpression):
                return context.Root.ReplaceNode(
                    lambda,
                    lambda.ReplaceNode(
                        assignment.Right,
                        SyntaxFactory.LiteralExpression(SyntaxKind.TrueLiteralExpression).WithTriviaFrom(assignment.Right)
                    )
                );
            default:
                return null;
        }
    }
}
