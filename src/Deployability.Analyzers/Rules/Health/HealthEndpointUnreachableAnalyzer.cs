using System.Collections.Immutable;
using Deployability.Analyzers.Engine;
using Deployability.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Rules.Health;

/// <summary>DPL3003: every health endpoint demands what a probe does not bring. Reported on each mapping call, or on the name of the action.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HealthEndpointUnreachableAnalyzer() : DeployabilityAnalyzer(Descriptors.HealthEndpointUnreachable)
{
    private static readonly ImmutableDictionary<string, string?> Authorization = ImmutableDictionary<string, string?>.Empty.Add(
        "authorization",
        null
    );

    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        if (project.IsExecutable && project.Types.Has(TypeNames.WebHostBuilder))
        {
            context.RegisterFound(project, Find.HealthEndpoints, (c, mapped) => Analyze(c, mapped, project));
            context.RegisterFound(project, Find.HealthActions, (c, action) => AnalyzeAction(c, action, project));
        }
    }

    private static void Analyze(in SemanticModelAnalysisContext context, Found<HealthEndpoint> mapped, ProjectContext project)
    {
        if (
            mapped.Operation is IInvocationOperation call
            && project.Guards.Of(call) != Guard.Development
            && ArgumentsOf(mapped.Value, project, context.CancellationToken) is { } arguments
        )
        {
            context.Report(
                project,
                Descriptors.HealthEndpointUnreachable,
                call.CallLocation(),
                properties: PropertiesOf(mapped.Value),
                arguments: arguments
            );
        }
    }

    private static void AnalyzeAction(in SemanticModelAnalysisContext context, Found<HealthEndpoint> action, ProjectContext project)
    {
        if (
            project.Health.Endpoints(context.CancellationToken).FirstOrDefault(mapped => mapped.Endpoint.Syntax == action.Node)
                is { Guard: not Guard.Development, Endpoint: { } endpoint }
            && ArgumentsOf(endpoint, project, context.CancellationToken) is { } arguments
        )
        {
            context.Report(
                project,
                Descriptors.HealthEndpointUnreachable,
                ((MethodDeclarationSyntax)action.Node).Identifier.GetLocation(),
                properties: PropertiesOf(endpoint),
                arguments: arguments
            );
        }
    }

    // What the message says; null when a probe gets its answer, here or elsewhere.
    private static object[]? ArgumentsOf(HealthEndpoint endpoint, ProjectContext project, CancellationToken cancellation)
    {
        if (
            !IsForProbes(endpoint)
            || Obstacle(endpoint, project.Health, cancellation) is not var (what, advice)
            || project.Health.RunCall(cancellation) is null
            || HasOpenOne(project.Health, cancellation)
        )
        {
            return null;
        }

        return [endpoint.Path.Length > 0 ? endpoint.Path : "(computed at run time)", what, advice];
    }

    // Authorization is all that a fix may take away.
    private static ImmutableDictionary<string, string?> PropertiesOf(HealthEndpoint endpoint) =>
        endpoint.Access is EndpointAccess.HttpsOnly || endpoint.HasNamedHost ? ImmutableDictionary<string, string?>.Empty : Authorization;

    // A protected /ping is an API's own business.
    private static bool IsForProbes(HealthEndpoint endpoint) =>
        endpoint.IsHealthCheck || endpoint.Path.Length > 0 && ProbePaths.SaysHealth(endpoint.Path);

    private static (string What, string Advice)? Obstacle(HealthEndpoint endpoint, HealthFacts health, CancellationToken cancellation) =>
        endpoint.Access switch
        {
            EndpointAccess.Authorized => ("demands authorization", "let it answer anonymously with AllowAnonymous()"),
            EndpointAccess.HttpsOnly => ("answers over HTTPS only", "let it answer plain HTTP inside the cluster"),
            _ when endpoint.HasNamedHost => (
                $"answers only requests for host '{endpoint.Host}'",
                "drop the host or demand a port only, as in \"*:8081\""
            ),
            EndpointAccess.Default when health.HasFallbackPolicy(cancellation) => (
                "falls under the fallback authorization policy",
                "let it answer anonymously with AllowAnonymous()"
            ),
            _ => null,
        };

    private static bool HasOpenOne(HealthFacts health, CancellationToken cancellation) =>
        health
            .Endpoints(cancellation)
            .Any(mapped => mapped.Guard != Guard.Development && Obstacle(mapped.Endpoint, health, cancellation) is null)
        || health
            .ReachedEndpoints(cancellation)
            .Any(endpoint =>
                endpoint.Source.Guard == GuardKind.None && !endpoint.RequiresAuthorization && !health.HasFallbackPolicy(cancellation)
            )
        || health.UsesUnseenHelper(cancellation)
        || health.AnswersByHand(cancellation);
}
