using Deployability.Analyzers.Code;
using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Judges;
using Deployability.Analyzers.Rules.Configuration;
using Deployability.Model;
using Deployability.Secrets;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Rules.Health;

/// <summary>DPL3001: nothing in a web app answers a probe. Reported on the call that runs the host.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NoHealthEndpointAnalyzer() : DeployabilityAnalyzer(Descriptors.NoHealthEndpoint)
{
    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        if (project.IsExecutable && project.Types.Has(TypeNames.WebHostBuilder))
        {
            context.RegisterOperationAction(c => Analyze(c, project), OperationKind.Invocation);
        }
    }

    private static void Analyze(in OperationAnalysisContext context, ProjectContext project)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod.Name is not ("Run" or "RunAsync" or "RunConsoleAsync" or "WaitForShutdown" or "WaitForShutdownAsync") ||
            project.Health.RunCall != call.Syntax || AnswersProbes(project.Health))
        {
            return;
        }

        context.Report(project, Descriptors.NoHealthEndpoint, call.CallLocation(), arguments: Detail(project.Health));
    }

    private static bool AnswersProbes(HealthFacts health) =>
        health.MapsInProduction ||
        health.ReachedEndpoints.Any(static endpoint => endpoint.Source.Guard == GuardKind.None) ||
        health.UsesResultsByHand || health.UsesUnseenHelper || health.AnswersByHand ||
        health.UnmappedRegistration is not null;

    private static string Detail(HealthFacts health)
    {
        var onlyInDevelopment = health.Endpoints.Select(static mapped => mapped.Endpoint.Path)
            .Concat(health.ReachedEndpoints.Select(static endpoint => endpoint.Path))
            .FirstOrDefault();
        if (onlyInDevelopment is not null)
        {
            return onlyInDevelopment.Length == 0 ? " outside Development" : $" outside Development ('{onlyInDevelopment}' exists only there)";
        }

        return health.UncalledHelper is var (method, assembly) ? $" ({method}() of {assembly} maps one but is not called)" : "";
    }
}
