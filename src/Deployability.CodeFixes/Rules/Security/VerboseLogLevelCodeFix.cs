using System.Composition;
using Deployability.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Deployability.CodeFixes.Rules.Security;

/// <summary>DPL2206: logs from Information on; settings and the environment may still ask for more.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class VerboseLogLevelCodeFix() : DeployabilityCodeFix("Log from Information on", "DPL2206")
{
    private static readonly IdentifierNameSyntax Information = SyntaxFactory.IdentifierName("Information");

    private protected override Task<Solution?> ApplyAsync(FixContext context)
    {
        var name = context.Node is AssignmentExpressionSyntax { Right: MemberAccessExpressionSyntax { Name: var assigned } }
            ? assigned
            : context
                .Node.AncestorsAndSelf()
                .OfType<InvocationExpressionSyntax>()
                .Select(LevelOf)
                .FirstOrDefault(static level => level is not null);
        return Task.FromResult(name is null ? null : context.WithRoot(context.Root.ReplaceNode(name, Information.WithTriviaFrom(name))));
    }

    // The level is an argument, or with Serilog the method itself.
    private static SimpleNameSyntax? LevelOf(InvocationExpressionSyntax call)
    {
        foreach (var argument in call.ArgumentList.Arguments)
        {
            var said = argument.Expression is LambdaExpressionSyntax { ExpressionBody: BinaryExpressionSyntax comparison }
                ? comparison.Right
                : argument.Expression;
            if (said is MemberAccessExpressionSyntax { Name: { Identifier.ValueText: "Trace" or "Debug" or "Verbose" } level })
            {
                return level;
            }
        }

        return call.Expression is MemberAccessExpressionSyntax { Name: { Identifier.ValueText: "Verbose" or "Debug" } method }
            ? method
            : null;
    }
}
