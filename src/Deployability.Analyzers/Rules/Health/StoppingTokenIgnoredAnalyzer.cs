using System.Collections.Immutable;
using Deployability.Analyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace Deployability.Analyzers.Rules.Health;

/// <summary>DPL3101: an endless loop or a long wait of a hosted service that its stopping token does not end.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StoppingTokenIgnoredAnalyzer() : DeployabilityAnalyzer(Descriptors.StoppingTokenIgnored)
{
    private static readonly ImmutableDictionary<string, string?> None = ImmutableDictionary<string, string?>.Empty;

    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        if (project.Types.Has(TypeNames.HostedService))
        {
            context.RegisterFound(project, Find.ServiceEntries, Analyze);
        }
    }

    private static void Analyze(SemanticModelAnalysisContext context, Found<ServiceEntry> entry)
    {
        // Somebody who is told of the stop ends the loops in a way of their own.
        var (method, token, block) = entry.Value;
        if (!StoppingTokens.IsRegistered(block))
        {
            if (IgnoringIn(block, method, method, method.Name == "ExecuteAsync") is [var first, ..] ignoring)
            {
                Report(context, entry.Project, ignoring, token.Name, Advice(first, token.Name), Fixable(token.Name));
            }

            AnalyzeHelpers(context, entry);
        }
    }

    // What the service runs elsewhere: with a token of its own, or without any.
    private static void AnalyzeHelpers(in SemanticModelAnalysisContext context, Found<ServiceEntry> entry)
    {
        var (method, token, block) = entry.Value;
        foreach (var helper in StoppingTokens.Helpers(block, method, entry.Project))
        {
            if (
                SymbolEqualityComparer.Default.Equals(helper, method)
                || !StoppingTokens.MayIgnore(helper)
                || StoppingTokens.BodyOf(helper, entry.Project) is not { } body
                || StoppingTokens.IsRegistered(body)
            )
            {
                continue;
            }

            var own = helper.Parameters.FirstOrDefault(static parameter => parameter.Type.Name == "CancellationToken");
            if (
                IgnoringIn(body, helper, method, own is not null || method.Name == "ExecuteAsync", own is null) is [var first, ..] ignoring
                && IsFirstToRun(helper, entry, context.CancellationToken)
            )
            {
                Report(
                    context,
                    entry.Project,
                    ignoring,
                    own?.Name ?? token.Name,
                    own is null ? $"give {helper.Name}() the token" : Advice(first, own.Name),
                    own is null ? None : Fixable(own.Name)
                );
            }
        }
    }

    // Two services may run one helper.
    private static bool IsFirstToRun(IMethodSymbol helper, Found<ServiceEntry> entry, CancellationToken cancellation)
    {
        foreach (var other in entry.Project.All(Find.ServiceEntries, cancellation))
        {
            if (other.Node == entry.Node)
            {
                return true;
            }

            if (
                !StoppingTokens.IsRegistered(other.Value.Body)
                && StoppingTokens
                    .Helpers(other.Value.Body, other.Value.Method, other.Project)
                    .Contains(helper, SymbolEqualityComparer.Default)
            )
            {
                return false;
            }
        }

        return true;
    }

    // What one method ignores is one finding, at what holds the stop up longest: its first endless loop, else its first wait.
    // StartAsync may wait a little without its token, which is not that of the stop.
    private static List<IOperation> IgnoringIn(
        IOperation block,
        IMethodSymbol method,
        IMethodSymbol entry,
        bool judgesWaits,
        bool lacksToken = false
    )
    {
        var isElsewhere = !SymbolEqualityComparer.Default.Equals(method.ContainingType, entry.ContainingType);
        var loops = new List<IOperation>();
        var waits = new List<IOperation>();
        foreach (var operation in block.Descendants())
        {
            if (operation is ILoopOperation loop && StoppingTokens.IsEndless(loop) && !StoppingTokens.IsObservedIn(loop, method))
            {
                loops.Add(loop);
            }
            else if (
                judgesWaits
                && operation is IInvocationOperation call
                && StoppingTokens.IsWaitWithoutToken(call, method)
                && (!isElsewhere || StoppingTokens.OutlastsTheStop(call))
                && !(lacksToken && StoppingTokens.IsBrief(call))
                && !loops.Exists(outer => outer.Syntax.Span.Contains(call.Syntax.Span))
            )
            {
                waits.Add(call);
            }
        }

        loops.AddRange(waits);
        return loops;
    }

    private static string Advice(IOperation ignoring, string token) =>
        ignoring switch
        {
            ILoopOperation => $"loop while !{token}.IsCancellationRequested and pass the token to what it awaits",
            IInvocationOperation { TargetMethod.Name: "Sleep" } => "await Task.Delay with the token",
            _ => "pass the token",
        };

    private static ImmutableDictionary<string, string?> Fixable(string token) => None.Add("token", token);

    private static void Report(
        in SemanticModelAnalysisContext context,
        ProjectContext project,
        List<IOperation> ignoring,
        string token,
        string advice,
        ImmutableDictionary<string, string?> properties
    ) =>
        context.Report(
            project,
            Descriptors.StoppingTokenIgnored,
            LocationOf(ignoring[0]),
            ignoring.Skip(1).Select(LocationOf),
            properties,
            ignoring[0] is IInvocationOperation call ? call.TargetMethod.Name + "()" : "This loop",
            token,
            ignoring.Exists(static place => place is not IInvocationOperation wait || StoppingTokens.OutlastsTheStop(wait))
                ? "the service is killed in the middle of its work when the instance stops"
                : "each stop of the instance waits for it",
            advice
        );

    // The head of the loop: while (true), for (;;).
    private static Location LocationOf(IOperation ignoring) =>
        ignoring.Syntax switch
        {
            WhileStatementSyntax statement => Span(statement, statement.SpanStart, statement.CloseParenToken.Span.End),
            ForStatementSyntax statement => Span(statement, statement.SpanStart, statement.CloseParenToken.Span.End),
            DoStatementSyntax statement => Span(statement, statement.WhileKeyword.SpanStart, statement.CloseParenToken.Span.End),
            var other => other.GetLocation(),
        };

    private static Location Span(SyntaxNode node, int start, int end) => Location.Create(node.SyntaxTree, TextSpan.FromBounds(start, end));
}
