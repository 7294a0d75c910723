using System.Composition;
using Deployability.CodeFixes.Infrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Deployability.CodeFixes.Security;

/// <summary>DPL2301: validates again, by removing what switched validation off.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class CertificateValidationDisabledCodeFix() : DeployabilityCodeFix("Validate the certificate", "DPL2301")
{
    private protected override Task<Solution?> ApplyAsync(FixContext context) =>
        Task.FromResult(context.Enclosing<AssignmentExpressionSyntax>() is { } assignment && Remove(context, assignment) is { } root ? context.WithRoot(root) : null);

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
                BaseObjectCreationExpressionSyntax bare = creation.WithInitializer(null).WithArgumentList((creation.ArgumentList ?? SyntaxFactory.ArgumentList()).WithoutTrivia());
                bare = bare is ObjectCreationExpressionSyntax named ? named.WithType(named.Type.WithoutTrailingTrivia()) : bare;
                return context.Root.ReplaceNode(creation, bare.WithTrailingTrivia(creation.GetTrailingTrivia()));
            case ExpressionStatementSyntax { Parent: BlockSyntax or GlobalStatementSyntax } statement:
                return Statements.Remove(context.Root, statement);
            case LambdaExpressionSyntax lambda when assignment.Right.IsKind(SyntaxKind.FalseLiteralExpression):
                return context.Root.ReplaceNode(lambda, lambda.ReplaceNode(assignment.Right, SyntaxFactory.LiteralExpression(SyntaxKind.TrueLiteralExpression).WithTriviaFrom(assignment.Right)));
            default:
                return null;
        }
    }
}
