using System.Composition;
using Deployability.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Deployability.CodeFixes.Rules.Health;

/// <summary>DPL3004: maps a liveness endpoint that runs no checks beside the one that runs them.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class ReadinessAsLivenessCodeFix() : DeployabilityCodeFix("Map a liveness endpoint that runs no checks", "DPL3004")
{
    private protected override Task<Solution?> ApplyAsync(FixContext context)
    {
        if (
            context.Enclosing<InvocationExpressionSyntax>()
                is not {
                    Expression: MemberAccessExpressionSyntax
                    {
                        Name.Identifier.ValueText: ("MapHealthChecks" or "UseHealthChecks") and var name,
                        Expression: IdentifierNameSyntax receiver
                    }
                } map
            || map.FirstAncestorOrSelf<ExpressionStatementSyntax>() is not { } statement
            || !Statements.HasRoom(statement)
        )
        {
            return Task.FromResult<Solution?>(null);
        }

        // An endpoint that is for liveness stops asking; beside one for everything there is now one more.
        var root =
            context.Diagnostic.Properties.TryGetValue("kind", out var kind) && kind == "Live" && map.ArgumentList.Arguments is [var pattern]
                ? context.Root.ReplaceNode(
                    map,
                    map.WithArgumentList(
                        (
                            (InvocationExpressionSyntax)
                                Microsoft.CodeAnalysis.CSharp.SyntaxFactory.ParseExpression(
                                    $"M({pattern}, new HealthCheckOptions {{ Predicate = _ => false }})"
                                )
                        ).ArgumentList
                    )
                )
                : Statements.InsertBefore(
                    context.Root,
                    statement,
                    apart: false,
                    $"{receiver.Identifier.Text}.{name}(\"/healthz/live\", new HealthCheckOptions {{ Predicate = _ => false }}){Open(map)};"
                );
        root = Usings.Ensure(root, context.Model, "Microsoft.AspNetCore.Diagnostics.HealthChecks");
        return Task.FromResult<Solution?>(context.WithRoot(root));
    }

    private static string Open(InvocationExpressionSyntax map) =>
        map.Ancestors().OfType<InvocationExpressionSyntax>().Any(static call => call.Expression.NameOfMember() == "AllowAnonymous")
            ? ".AllowAnonymous()"
            : "";
}
