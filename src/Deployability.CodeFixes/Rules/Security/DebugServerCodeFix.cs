using System.Composition;
using Deployability.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Deployability.CodeFixes.Rules.Security;

/// <summary>DPL2205: removes the call for a debugger, with an <c>if</c> that holds nothing else.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class DebugServerCodeFix() : DeployabilityCodeFix("Remove the call for a debugger", "DPL2205")
{
    private protected override Task<Solution?> ApplyAsync(FixContext context)
    {
        // What stands around, such as a call with a lambda, is none of ours.
        var statement = context.Enclosing<StatementSyntax>() switch
        {
            ExpressionStatementSyntax call when call.Expression == context.Enclosing<InvocationExpressionSyntax>() =>
                (StatementSyntax?)call,
            WhileStatementSyntax or DoStatementSyntax => context.Enclosing<StatementSyntax>(),
            _ => null,
        };
        if (statement is null)
        {
            return Task.FromResult<Solution?>(null);
        }

        while (
            statement.Parent is IfStatementSyntax { Else: null }
            || statement.Parent is BlockSyntax { Statements.Count: 1, Parent: IfStatementSyntax { Else: null } }
        )
        {
            statement = (StatementSyntax)(statement.Parent is IfStatementSyntax ? statement.Parent : statement.Parent!.Parent!);
        }

        // A loop or an else branch needs a statement: an empty block stays.
        SyntaxNode? root = statement.Parent switch
        {
            GlobalStatementSyntax or BlockSyntax or SwitchSectionSyntax => Statements.Remove(context.Root, statement),
            _ => context.Root.ReplaceNode(statement, SyntaxFactory.Block().WithTriviaFrom(statement)),
        };
        return Task.FromResult(root is null ? null : context.WithRoot(root));
    }
}
