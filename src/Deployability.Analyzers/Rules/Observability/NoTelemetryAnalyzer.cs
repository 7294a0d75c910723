using Deployability.Analyzers.Engine;
using Deployability.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Rules.Observability;

/// <summary>DPL5003: a web app that exports neither metrics nor traces. Off by default; reported on the call that runs the host.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NoTelemetryAnalyzer() : DeployabilityAnalyzer(Descriptors.NoTelemetry)
{
    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        if (project.IsExecutable && project.Types.Has(TypeNames.WebHostBuilder))
        {
            context.RegisterOperations(project, Find.Runs, c => Analyze(c, project), OperationKind.Invocation);
        }
    }

    private static void Analyze(OperationContext context, ProjectContext project)
    {
        var call = (IInvocationOperation)context.Operation;
        if (
            project.Health.RunCall(context.CancellationToken) != call.Syntax
            || IsExported(StateFacts.Of(project), context.CancellationToken)
        )
        {
            return;
        }

        context.Report(project, Descriptors.NoTelemetry, call.CallLocation());
    }

    private static bool IsExported(StateFacts facts, CancellationToken cancellation) =>
        facts.Mentions(Find.Telemetry, cancellation)
        || facts.IsReached(Features.OpenTelemetry, cancellation)
        || facts.IsReached(Features.PrometheusMetrics, cancellation)
        || facts.UsesUnseenHelper(HelperWords.Telemetry, cancellation);
}
