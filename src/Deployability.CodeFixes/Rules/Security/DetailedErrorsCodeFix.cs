using System.Composition;
using Deployability.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Deployability.CodeFixes.Rules.Security;

/// <summary>DPL2202: turns details on in Development only.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class DetailedErrorsCodeFix() : DeployabilityCodeFix("Turn it on in Development only", "DPL2202")
{
    private protected override Task<Solution?> ApplyAsync(FixContext context)
    {
        // The nearest one is meant; what stands around it is somebody else's.
        var root = context
            .Node.AncestorsAndSelf()
            .FirstOrDefault(static node =>
                node is AssignmentExpressionSyntax or InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax }
            ) switch
        {
            AssignmentExpressionSyntax assignment => Assign(context, assignment),
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call => Call(
                context,
                call,
                access.Name.Identifier.ValueText
            ),
            _ => null,
        };
        return Task.FromResult(root is null ? null : context.WithRoot(root));
    }

    // options.EnableDetailedErrors = builder.Environment.IsDevelopment();
    private static SyntaxNode? Assign(FixContext context, AssignmentExpressionSyntax assignment) =>
        DevelopmentGuard.Condition(context, assignment) is { } condition
            ? DevelopmentGuard.EnsureUsing(context, context.Root.ReplaceNode(assignment.Right, condition.WithTriviaFrom(assignment.Right)))
            : null;

    private static SyntaxNode? Call(FixContext context, InvocationExpressionSyntax call, string name)
    {
        switch (name)
        {
            case "EnableSensitiveDataLogging" or "EnableDetailedErrors" when DevelopmentGuard.Condition(context, call) is { } condition:
                var changed = call.WithArgumentList(
                    call.ArgumentList.WithArguments(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(condition)))
                );
                return DevelopmentGuard.EnsureUsing(context, context.Root.ReplaceNode(call, changed));
            case "UseSetting":
                return DevelopmentGuard.Wrap(context, call);
            default:
                return null;
        }
    }
}
