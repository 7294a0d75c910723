using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Deployability.Analyzers.Flow;

/// <summary>Says by syntax alone where a guard may be, so that nothing is bound where there is none.</summary>
internal static class GuardSyntax
{
    /// <summary>Whether a node may put a guard on a part of it; a no is certain.</summary>
    public static bool MayGuard(SyntaxNode parent, SyntaxNode child) =>
        parent switch
        {
            IfStatementSyntax
            or ConditionalExpressionSyntax
            or WhileStatementSyntax
            or SwitchSectionSyntax
            or SwitchExpressionArmSyntax
            or CatchClauseSyntax { Filter: not null } => true,
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression } => true,
            InvocationExpressionSyntax { Expression: var called } => called.NameOfMember() is { } name
                && (name is "UseWhen" or "MapWhen" || CommandLine.TakesVerb(name)),
            BlockSyntax { Statements: var statements } => statements
                .TakeWhile(statement => statement != child)
                .Any(static statement => statement is IfStatementSyntax branch && MayExit(branch)),
            CompilationUnitSyntax { Members: var members } => members
                .TakeWhile(member => member != child)
                .Any(static member => member is GlobalStatementSyntax { Statement: IfStatementSyntax branch } && MayExit(branch)),
            _ => false,
        };

    // Whether what follows the statement may not run, in either of its branches.
    private static bool MayExit(StatementSyntax statement) =>
        statement switch
        {
            ReturnStatementSyntax or ThrowStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax or YieldStatementSyntax =>
                true,
            IfStatementSyntax branch => MayExit(branch.Statement) || branch.Else is { Statement: var otherwise } && MayExit(otherwise),
            BlockSyntax block => block.Statements.Any(MayExit),
            CheckedStatementSyntax { Block: var block } => MayExit(block),
            UnsafeStatementSyntax { Block: var block } => MayExit(block),
            _ => false,
        };
}
