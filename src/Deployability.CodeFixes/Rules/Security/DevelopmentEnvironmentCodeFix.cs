using System.Composition;
using Deployability.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Deployability.CodeFixes.Rules.Security;

/// <summary>DPL2203: leaves the environment to the deployment.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class DevelopmentEnvironmentCodeFix() : DeployabilityCodeFix("Leave the environment to the deployment", "DPL2203")
{
    private protected override Task<Solution?> ApplyAsync(FixContext context)
    {
        var root = context
            .Node.AncestorsAndSelf()
            .Select(node =>
                node switch
                {
                    BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } coalesce => ToProduction(context, coalesce),
                    ConditionalExpressionSyntax conditional
                        when conditional.WhenTrue == context.Node || conditional.WhenFalse == context.Node => context.Root.ReplaceNode(
                        context.Node,
                        Production((ExpressionSyntax)context.Node)
                    ),
                    AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax initializer } assignment => RemoveFrom(
                        context,
                        initializer,
                        assignment
                    ),
                    AssignmentExpressionSyntax { Parent: ExpressionStatementSyntax statement } => RemoveStatement(context, statement),
                    InvocationExpressionSyntax call => RemoveCall(context, call),
                    _ => null,
                }
            )
            .FirstOrDefault(static changed => changed is not null);
        return Task.FromResult(root is null ? null : context.WithRoot(root));
    }

    // The host itself falls back to Production; a reader of the variable should agree with it.
    private static SyntaxNode ToProduction(FixContext context, BinaryExpressionSyntax coalesce) =>
        context.Root.ReplaceNode(coalesce.Right, Production(coalesce.Right));

    private static ExpressionSyntax Production(ExpressionSyntax development) =>
        development is MemberAccessExpressionSyntax access
            ? access.WithName(SyntaxFactory.IdentifierName("Production").WithTriviaFrom(access.Name))
            : SyntaxFactory
                .LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal("Production"))
                .WithTriviaFrom(development);

    private static SyntaxNode? RemoveFrom(
        FixContext context,
        InitializerExpressionSyntax initializer,
        AssignmentExpressionSyntax assignment
    )
    {
        var index = initializer.Expressions.IndexOf(assignment);
        return context.Root.ReplaceNode(initializer, initializer.WithExpressions(initializer.Expressions.RemoveAt(index)));
    }

    private static SyntaxNode? RemoveStatement(FixContext context, ExpressionStatementSyntax statement) =>
        Statements.Remove(context.Root, statement);

    private static SyntaxNode? RemoveCall(FixContext context, InvocationExpressionSyntax call)
    {
        if (call.Expression is not MemberAccessExpressionSyntax access)
        {
            return null;
        }

        switch (access.Name.Identifier.ValueText)
        {
            case "UseEnvironment" or "UseSetting" or "SetEnvironmentVariable" when call.Parent is ExpressionStatementSyntax statement:
                return RemoveStatement(context, statement);
            case "UseEnvironment" or "UseSetting":
                // Out of the chain: what stood before it takes its place, with the line break that followed.
                return context.Root.ReplaceNode(call, access.Expression.WithTrailingTrivia(call.GetTrailingTrivia()));
            case "GetValue" when call.ArgumentList.Arguments is [.., var fallback]:
                return context.Root.ReplaceNode(
                    fallback.Expression,
                    SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal("Production"))
                );
            default:
                return null;
        }
    }
}
