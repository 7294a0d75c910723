using System.Collections.Immutable;
using Deployability.Analyzers.Infrastructure;
using Deployability.Analyzers.Recognisers;
using Deployability.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Health;

/// <summary>DPL3003: every health endpoint demands what a probe does not bring. Reported on each mapping call.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HealthEndpointUnreachableAnalyzer() : DeployabilityAnalyzer(Descriptors.HealthEndpointUnreachable)
{
    private static readonly ImmutableDictionary<string, string?> Authorization = ImmutableDictionary<string, string?>.Empty.Add("authorization", null);

    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        if (project.IsExecutable && project.Types.Has(TypeNames.WebHostBuilder))
        {
            context.RegisterOperationAction(c => Analyze(c, project), OperationKind.Invocation);
        }
    }

    private static void Analyze(in OperationAnalysisContext context, ProjectContext project)
    {
        if (HealthEndpoints.TryRecognise(context.Operation, project) is not { } endpoint || !IsForProbes(endpoint) ||
            Obstacle(endpoint, project.Health) is not var (what, advice) || project.Health.RunCall is null ||
            project.Guards.Of(endpoint.Call) == Guard.Development || HasOpenOne(project.Health))
        {
            return;
        }

        var path = endpoint.Path.Length > 0 ? endpoint.Path : "(computed at run time)";
        context.Report(project, Descriptors.HealthEndpointUnreachable, endpoint.Call.CallLocation(), properties: PropertiesOf(endpoint), arguments: [path, what, advice]);
    }

    // Authorization is all that a fix may take away.
    private static ImmutableDictionary<string, string?> PropertiesOf(HealthEndpoint endpoint) =>
        endpoint.Access is EndpointAccess.HttpsOnly || endpoint.HasNamedHost ? ImmutableDictionary<string, string?>.Empty : Authorization;

    // A protected /ping is an API's own business.
    private static bool IsForProbes(HealthEndpoint endpoint) => endpoint.IsHealthCheck || HealthEndpoints.SaysHealth(endpoint.Path);

    private static (string What, string Advice)? Obstacle(HealthEndpoint endpoint, HealthFacts health) => endpoint.Access switch
    {
        EndpointAccess.Authorized => ("demands authorization", "let it answer anonymously with AllowAnonymous()"),
        EndpointAccess.HttpsOnly => ("answers over HTTPS only", "let it answer plain HTTP inside the cluster"),
        _ when endpoint.HasNamedHost => ($"answers only requests for host '{endpoint.Host}'", "drop the host or demand a port only, as in \"*:8081\""),
        EndpointAccess.Default when health.HasFallbackPolicy => ("falls under the fallback authorization policy", "let it answer anonymously with AllowAnonymous()"),
        _ => null,
    };

    private static bool HasOpenOne(HealthFacts health) =>
        health.Endpoints.Any(mapped => mapped.Guard != Guard.Development && Obstacle(mapped.Endpoint, health) is null) ||
        health.ReachedEndpoints.Any(endpoint => endpoint.Source.Guard == GuardKind.None && !endpoint.RequiresAuthorization && !health.HasFallbackPolicy) ||
        health.UsesUnseenHelper;
}
