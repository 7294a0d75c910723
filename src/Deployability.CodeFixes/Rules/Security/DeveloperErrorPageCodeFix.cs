using System.Composition;
using Deployability.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Deployability.CodeFixes.Rules.Security;

/// <summary>DPL2201: shows the developer's error page in Development only.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class DeveloperErrorPageCodeFix() : DeployabilityCodeFix("Call it in Development only", "DPL2201")
{
    private protected override Task<Solution?> ApplyAsync(FixContext context) =>
        Task.FromResult(
            context.Enclosing<InvocationExpressionSyntax>() is { } call
            && (Unchain(context, call) ?? DevelopmentGuard.Wrap(context, call)) is { } root
                ? context.WithRoot(root)
                : null
        );

    // app.UseDeveloperExceptionPage().UseRouting(): the page leaves the chain and gets a statement of its own before it.
    private static SyntaxNode? Unchain(FixContext context, InvocationExpressionSyntax call)
    {
        if (
            call.Parent is not MemberAccessExpressionSyntax
            || call.Expression is not MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax receiver } access
            || call.FirstAncestorOrSelf<ExpressionStatementSyntax>() is not { Parent: BlockSyntax or GlobalStatementSyntax } statement
            || DevelopmentGuard.Condition(context, statement) is not { } condition
        )
        {
            return null;
        }

        var newLine = Usings.LineEnd(context.Root);
        var indentation = Statements.IndentationOf(statement);
        var page = call.WithExpression(
                access.WithExpression(receiver.WithoutTrivia()).WithOperatorToken(access.OperatorToken.WithLeadingTrivia())
            )
            .WithoutTrivia();
        var guard = SyntaxFactory
            .ParseStatement(
                $"if ({condition}){newLine}{indentation}{{{newLine}{indentation}{Statements.IndentationUnit(statement.SyntaxTree)}{page};{newLine}{indentation}}}"
            )
            .WithLeadingTrivia(statement.GetLeadingTrivia())
            .WithTrailingTrivia(newLine);
        var rest = statement.ReplaceNode(call, receiver.WithTrailingTrivia(call.GetTrailingTrivia())).WithLeadingTrivia(indentation);
        SyntaxNode root = statement.Parent is GlobalStatementSyntax global
            ? context.Root.ReplaceNode(global, [SyntaxFactory.GlobalStatement(guard), SyntaxFactory.GlobalStatement(rest)])
            : context.Root.ReplaceNode(statement, [guard, rest]);
        return DevelopmentGuard.EnsureUsing(context, root);
    }
}
