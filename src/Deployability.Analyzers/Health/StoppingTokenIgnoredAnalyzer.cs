using System.Collections.Immutable;
using Deployability.Analyzers.Infrastructure;
using Deployability.Analyzers.Recognisers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace Deployability.Analyzers.Health;

/// <summary>DPL3101: an endless loop or a long wait of a hosted service that its stopping token does not end.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StoppingTokenIgnoredAnalyzer() : DeployabilityAnalyzer(Descriptors.StoppingTokenIgnored)
{
    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        if (project.Types.Has(TypeNames.HostedService))
        {
            context.RegisterOperationBlockAction(c => Analyze(c, project));
        }
    }

    private static void Analyze(in OperationBlockAnalysisContext context, ProjectContext project)
    {
        if (context.OwningSymbol is not IMethodSymbol { Name: "ExecuteAsync" or "StartAsync", Parameters: [{ Type.Name: "CancellationToken" } token] } method ||
            !StoppingTokens.IsEntry(method, project))
        {
            return;
        }

        foreach (var block in context.OperationBlocks)
        {
            Analyze(context, block, method, token);
        }
    }

    private static void Analyze(in OperationBlockAnalysisContext context, IOperation block, IMethodSymbol method, IParameterSymbol token)
    {
        // Somebody who is told of the stop ends the loops in a way of their own.
        if (StoppingTokens.IsRegistered(block))
        {
            return;
        }

        var ignoring = new List<IOperation>();
        foreach (var operation in block.Descendants())
        {
            if (operation is ILoopOperation loop && StoppingTokens.IsEndless(loop) && !StoppingTokens.IsObservedIn(loop, method))
            {
                ignoring.Add(loop);
                Report(context, LocationOf(loop), "This loop", token.Name, $"loop while !{token.Name}.IsCancellationRequested and pass the token to what it awaits");
            }
            else if (method.Name == "ExecuteAsync" && operation is IInvocationOperation call && StoppingTokens.IsWaitWithoutToken(call, method) &&
                !ignoring.Exists(outer => outer.Syntax.Span.Contains(call.Syntax.Span)))
            {
                Report(context, call.Syntax.GetLocation(), call.TargetMethod.Name + "()", token.Name, call.TargetMethod.Name == "Sleep" ? "await Task.Delay with the token" : "pass the token");
            }
        }
    }

    private static void Report(in OperationBlockAnalysisContext context, Location location, string what, string token, string advice) =>
        context.ReportDiagnostic(Diagnostic.Create(
            Descriptors.StoppingTokenIgnored, location, ImmutableDictionary<string, string?>.Empty.Add("token", token), what, token, advice));

    // The head of the loop: while (true), for (;;).
    private static Location LocationOf(ILoopOperation loop) => loop.Syntax switch
    {
        WhileStatementSyntax statement => Span(statement, statement.SpanStart, statement.CloseParenToken.Span.End),
        ForStatementSyntax statement => Span(statement, statement.SpanStart, statement.CloseParenToken.Span.End),
        DoStatementSyntax statement => Span(statement, statement.WhileKeyword.SpanStart, statement.CloseParenToken.Span.End),
        var other => other.GetLocation(),
    };

    private static Location Span(SyntaxNode node, int start, int end) => Location.Create(node.SyntaxTree, TextSpan.FromBounds(start, end));
}
