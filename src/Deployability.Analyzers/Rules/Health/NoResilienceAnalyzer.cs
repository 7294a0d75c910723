using Deployability.Analyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Rules.Health;

/// <summary>DPL3104 (off by default): a named or typed client of HTTP, Refit or gRPC without retry and circuit breaker.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NoResilienceAnalyzer() : DeployabilityAnalyzer(Descriptors.NoResilience)
{
    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        if (project.Types.Has("Microsoft.Extensions.DependencyInjection.HttpClientFactoryServiceCollectionExtensions"))
        {
            var hasDefaults = new Once<bool>(cancellation => HasDefaults(project, cancellation));
            context.RegisterOperations(project, Find.Registrations, c => Analyze(c, project, hasDefaults), OperationKind.Invocation);
        }
    }

    private static void Analyze(in OperationContext context, ProjectContext project, Once<bool> hasDefaults)
    {
        var call = (IInvocationOperation)context.Operation;
        if (
            ClientRegistrations.TryRecognise(call) is not { } client
            || IsKeptForLater(call)
            || IsResilient(call.Syntax)
            || hasDefaults.Get(context.CancellationToken)
        )
        {
            return;
        }

        // One client may be registered in several steps, of which one brings the handler; what none brings is said at the first.
        var steps =
            client.Name.Length == 0
                ? []
                : project
                    .All(Find.Registrations, context.CancellationToken)
                    .Where(step => step.Value.Name == client.Name)
                    .Select(static step => step.Node)
                    .ToList();
        if (!steps.Exists(IsResilient) && (steps.Count == 0 || steps[0] == call.Syntax))
        {
            context.Report(project, Descriptors.NoResilience, call.CallLocation(), arguments: client.Display);
        }
    }

    // What a local or the caller does with the builder is not followed.
    private static bool IsKeptForLater(IOperation call)
    {
        var parent = call.Parent;
        while (parent is IConversionOperation or IArgumentOperation or IInvocationOperation)
        {
            parent = parent.Parent;
        }

        return parent is not IExpressionStatementOperation
            && (parent is not IReturnOperation || call.Syntax.Parent is not (LambdaExpressionSyntax or ArrowExpressionClauseSyntax));
    }

    private static bool IsResilient(SyntaxNode call)
    {
        if (SetsTimeout(call))
        {
            return true;
        }

        // The name with its type arguments: AddHttpMessageHandler<RetryHandler>().
        for (; call.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax next, Name: var name }; call = next)
        {
            if (IsResilience(name.ToString()) || SetsTimeout(next) || SetsRetryPolicy(next))
            {
                return true;
            }
        }

        return false;
    }

    // client => client.Timeout = TimeSpan.FromSeconds(5)
    private static bool SetsTimeout(SyntaxNode call) =>
        ((InvocationExpressionSyntax)call)
            .ArgumentList.DescendantNodes()
            .OfType<AssignmentExpressionSyntax>()
            .Any(static assignment => assignment.Left.NameOfMember() == "Timeout" && assignment.Right.NameOfMember() != "InfiniteTimeSpan");

    // ConfigureChannel(channel => channel.ServiceConfig = new ServiceConfig { MethodConfigs = { … RetryPolicy … } })
    private static bool SetsRetryPolicy(InvocationExpressionSyntax call) =>
        call
            .ArgumentList.DescendantNodes()
            .OfType<SimpleNameSyntax>()
            .Any(static name => name.Identifier.ValueText is "ServiceConfig" or "RetryPolicy" or "HedgingPolicy");

    // One ConfigureHttpClientDefaults, or a helper of service defaults, gives every client its handlers.
    private static bool HasDefaults(ProjectContext project, CancellationToken cancellation)
    {
        // A browser has its own limits, and the user in front of it to try again.
        if (project.Mentions(Find.WebAssemblyHosts, cancellation))
        {
            return true;
        }

        return project
            .All(Find.HelperCalls, cancellation)
            .Any(static call => call.Value.Name == "ConfigureHttpClientDefaults" || HelperWords.ClientDefaults.AreIn(call.Value.Name));
    }

    private static bool IsResilience(string name) => HelperWords.Resilience.AreIn(name) || name == "EnableCallContextPropagation";
}
