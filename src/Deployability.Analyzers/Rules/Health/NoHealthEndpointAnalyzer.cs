using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Deployability.Model;
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
            var files = ProjectFiles.Of(context.Options);
            var isProxied = new Once<bool>(cancellation => ReverseProxies.MayAnswerProbes(project, files, cancellation));
            context.RegisterOperations(project, Find.Runs, c => Analyze(c, project, files, isProxied), OperationKind.Invocation);
        }
    }

    private static void Analyze(in OperationContext context, ProjectContext project, ProjectFiles files, Once<bool> isProxied)
    {
        var call = (IInvocationOperation)context.Operation;
        var cancellation = context.CancellationToken;
        if (
            project.Health.RunCall(cancellation) != call.Syntax
            || AnswersProbes(project.Health, cancellation)
            || isProxied.Get(cancellation)
        )
        {
            return;
        }

        context.Report(
            project,
            Descriptors.NoHealthEndpoint,
            call.CallLocation(),
            arguments: [Detail(project.Health, cancellation), Advice(project, files, cancellation)]
        );
    }

    private static bool AnswersProbes(HealthFacts health, CancellationToken cancellation) =>
        health.MapsInProduction(cancellation)
        || health.ReachedEndpoints(cancellation).Any(static endpoint => endpoint.Source.Guard == GuardKind.None)
        || health.UsesResultsByHand(cancellation)
        || health.UsesUnseenHelper(cancellation)
        || health.AnswersByHand(cancellation)
        || health.UnmappedRegistration(cancellation) is not null;

    /// <summary>What to map: an app that speaks gRPC alone, or HTTP/2 alone, answers nobody who asks a path over HTTP/1.1.</summary>
    internal static string Advice(ProjectContext project, ProjectFiles files, CancellationToken cancellation) =>
        project.Health.TakesGrpcProbesAlone(files, cancellation)
            ? "call AddGrpcHealthChecks() and MapGrpcHealthChecksService() of Grpc.AspNetCore.HealthChecks"
        : SpokenProtocols.AreHttp2Alone(project, files, cancellation)
            ? "let an endpoint speak HTTP/1.1 too, which probes do (HttpProtocols.Http1AndHttp2 instead of Http2), and map '/healthz/live' and '/healthz/ready'"
        : "map '/healthz/live' and '/healthz/ready'";

    private static string Detail(HealthFacts health, CancellationToken cancellation)
    {
        var onlyInDevelopment = health
            .Endpoints(cancellation)
            .Select(static mapped => mapped.Endpoint.Path)
            .Concat(health.ReachedEndpoints(cancellation).Select(static endpoint => endpoint.Path))
            .FirstOrDefault();
        if (onlyInDevelopment is not null)
        {
            return onlyInDevelopment.Length == 0
                ? " outside Development"
                : $" outside Development ('{onlyInDevelopment}' exists only there)";
        }

        return health.UncalledHelper is var (method, assembly) ? $" ({method}() of {assembly} maps one but is not called)" : "";
    }
}
