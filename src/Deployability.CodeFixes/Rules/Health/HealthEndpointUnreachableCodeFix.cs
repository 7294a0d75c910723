using System.Composition;
using Deployability.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Deployability.CodeFixes.Rules.Health;

/// <summary>DPL3003: lets the endpoint answer anonymously, in place of the authorization that is chained to it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class HealthEndpointUnreachableCodeFix() : DeployabilityCodeFix("Let the health endpoint answer anonymously", "DPL3003")
{
    private protected override Task<Solution?> ApplyAsync(FixContext context)
    {
        if (!context.Diagnostic.Properties.ContainsKey("authorization"))
        {
            return Task.FromResult<Solution?>(null);
        }

        if (context.Node is MethodDeclarationSyntax action)
        {
            return Task.FromResult<Solution?>(
                context.WithRoot(Usings.Ensure(Exempt(context.Root, action), context.Model, "Microsoft.AspNetCore.Authorization"))
            );
        }

        if (context.Enclosing<InvocationExpressionSyntax>() is not { } map)
        {
            return Task.FromResult<Solution?>(null);
        }

        var root = Authorization(map) is { } demand ? Replace(context.Root, demand) : Append(context.Root, map);
        root = Usings.Ensure(root, context.Model, "Microsoft.AspNetCore.Builder");
        return Task.FromResult<Solution?>(context.WithRoot(root));
    }

    // [AllowAnonymous] wins over [Authorize] wherever that stands, but on the action itself the two contradict each other.
    private static SyntaxNode Exempt(SyntaxNode root, MethodDeclarationSyntax action)
    {
        var anonymous = SyntaxFactory.Attribute(SyntaxFactory.IdentifierName("AllowAnonymous"));
        if (
            action
                .AttributeLists.SelectMany(static list => list.Attributes)
                .FirstOrDefault(static attribute => attribute.Name.NameOfMember() is "Authorize" or "AuthorizeAttribute") is
            { } demand
        )
        {
            return root.ReplaceNode(demand, anonymous.WithTriviaFrom(demand));
        }

        var list = SyntaxFactory.AttributeList(SyntaxFactory.SingletonSeparatedList(anonymous));
        var changed =
            action.AttributeLists.Count > 0
                ? action.WithAttributeLists(
                    action.AttributeLists.Add(
                        list.WithLeadingTrivia(Statements.IndentationOf(action)).WithTrailingTrivia(Usings.LineEnd(root))
                    )
                )
                : action
                    .WithoutLeadingTrivia()
                    .WithAttributeLists([
                        list.WithLeadingTrivia(action.GetLeadingTrivia())
                            .WithTrailingTrivia(SyntaxFactory.TriviaList(Usings.LineEnd(root)).AddRange(Statements.IndentationOf(action))),
                    ]);
        return root.ReplaceNode(action, changed);
    }

    // RequireAuthorization(…) somewhere in the chain behind the mapping call.
    private static InvocationExpressionSyntax? Authorization(InvocationExpressionSyntax map)
    {
        for (var call = map; call.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax next }; call = next)
        {
            if (next.Expression.NameOfMember() == "RequireAuthorization")
            {
                return next;
            }
        }

        return null;
    }

    private static SyntaxNode Replace(SyntaxNode root, InvocationExpressionSyntax demand)
    {
        var access = (MemberAccessExpressionSyntax)demand.Expression;
        var open = demand
            .WithExpression(access.WithName(SyntaxFactory.IdentifierName("AllowAnonymous").WithTriviaFrom(access.Name)))
            .WithArgumentList(demand.ArgumentList.WithArguments(default));
        return root.ReplaceNode(demand, open);
    }

    private static SyntaxNode Append(SyntaxNode root, InvocationExpressionSyntax map)
    {
        var open = SyntaxFactory.InvocationExpression(
            SyntaxFactory.MemberAccessExpression(
                SyntaxKind.SimpleMemberAccessExpression,
                map.WithoutTrailingTrivia(),
                SyntaxFactory.IdentifierName("AllowAnonymous")
            )
        );
        return root.ReplaceNode(map, open.WithTrailingTrivia(map.GetTrailingTrivia()));
    }
}
