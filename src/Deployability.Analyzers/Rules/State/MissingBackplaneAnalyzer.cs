using Deployability.Analyzers.Engine;
using Deployability.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Rules.State;

/// <summary>DPL4006: SignalR or Blazor Server whose connections know one replica only.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MissingBackplaneAnalyzer() : DeployabilityAnalyzer(Descriptors.MissingBackplane)
{
    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        if (project.IsExecutable && project.Types.Has(TypeNames.EndpointRouteBuilder))
        {
            context.RegisterOperations(project, Find.StateFeatures, c => Analyze(c, project), OperationKind.Invocation);
        }
    }

    private static void Analyze(OperationContext context, ProjectContext project)
    {
        var call = (IInvocationOperation)context.Operation;
        if (
            call.TargetMethod.Name is not ("AddSignalR" or "AddServerSideBlazor" or "AddInteractiveServerComponents")
            || StateFeatures.TryRecognise(call) is not { } feature
            || project.Guards.Of(call) == Guard.Development
            || IsShared(StateFacts.Of(project), context.CancellationToken)
        )
        {
            return;
        }

        context.Report(
            project,
            Descriptors.MissingBackplane,
            call.CallLocation(),
            arguments: feature == StateFeature.SignalR
                ? ["SignalR", "add a backplane such as AddStackExchangeRedis and turn on sticky sessions"]
                : ["Blazor Server", "turn on sticky sessions or use the Azure SignalR service"]
        );
    }

    private static bool IsShared(StateFacts facts, CancellationToken cancellation) =>
        facts.Has(StateFeature.Backplane, cancellation)
        || facts.IsReached(Features.SignalRBackplane, cancellation)
        || facts.Mentions(Find.HubLifetimeManagers, cancellation)
        || facts.UsesUnseenHelper("SignalR", cancellation)
        || facts.UsesUnseenHelper("Backplane", cancellation);
}
