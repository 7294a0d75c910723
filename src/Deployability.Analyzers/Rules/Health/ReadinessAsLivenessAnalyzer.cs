using System.Collections.Immutable;
using Deployability.Analyzers.Engine;
using Deployability.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Rules.Health;

/// <summary>DPL3004: the endpoint that a liveness probe would ask also runs checks of dependencies.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ReadinessAsLivenessAnalyzer() : DeployabilityAnalyzer(Descriptors.ReadinessAsLiveness)
{
    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        if (project.IsExecutable && project.Types.Has(TypeNames.WebHostBuilder) && project.Types.Has(TypeNames.HealthChecksBuilder))
        {
            context.RegisterOperations(project, Find.HealthEndpoints, c => Analyze(c, project), OperationKind.Invocation);
        }
    }

    private static void Analyze(in OperationContext context, ProjectContext project)
    {
        var call = (IInvocationOperation)context.Operation;
        var cancellation = context.CancellationToken;
        if (
            call.TargetMethod.Name is not ("MapHealthChecks" or "UseHealthChecks")
            || LivenessOf(project.Health, cancellation) is not { } liveness
            || liveness.Syntax != call.Syntax
            || project.Health.RunCall(cancellation) is null
            || DependencyOf(liveness, project.Health, cancellation) is not { } check
            || IsAnsweredOtherwise(project.Health, cancellation)
        )
        {
            return;
        }

        var path = liveness.Path.Length > 0 ? liveness.Path : "(computed at run time)";
        var properties = ImmutableDictionary<string, string?>.Empty.Add("kind", liveness.Kind.ToString());
        context.Report(
            project,
            Descriptors.ReadinessAsLiveness,
            call.CallLocation(),
            properties: properties,
            arguments: [path, check.Name]
        );
    }

    /// <summary>The endpoint that says it is for liveness, else one that says nothing; null when one of them surely asks no dependency.</summary>
    private static HealthEndpoint? LivenessOf(HealthFacts health, CancellationToken cancellation)
    {
        HealthEndpoint? live = null;
        HealthEndpoint? combined = null;
        var paths = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (endpoint, guard) in health.Endpoints(cancellation))
        {
            if (guard == Guard.Development)
            {
                continue;
            }

            // One path twice is that of two hosts, and which checks belong to which nobody here can say.
            if (endpoint.Checks == HealthChecksRun.None || !paths.Add(endpoint.Path))
            {
                return null;
            }

            live ??= endpoint.Kind == HealthEndpointKind.Live ? endpoint : null;
            combined ??= endpoint.Kind == HealthEndpointKind.Combined ? endpoint : null;
        }

        return live ?? combined;
    }

    private static HealthCheckFact? DependencyOf(HealthEndpoint endpoint, HealthFacts health, CancellationToken cancellation) =>
        endpoint switch
        {
            { Checks: HealthChecksRun.All } => health.Dependencies(cancellation).FirstOrDefault(),
            { Checks: HealthChecksRun.Selected, Tags.IsEmpty: false } => health
                .Dependencies(cancellation)
                .FirstOrDefault(check => check.Tags.Any(tag => endpoint.Tags.Contains(tag, StringComparer.Ordinal))),
            _ => null,
        };

    private static bool IsAnsweredOtherwise(HealthFacts health, CancellationToken cancellation) =>
        health
            .ReachedEndpoints(cancellation)
            .Any(static endpoint =>
                endpoint.Source.Guard == GuardKind.None
                && (endpoint.Checks == HealthChecksRun.None || endpoint.Kind == HealthEndpointKind.Live)
            )
        || health.UsesUnseenHelper(cancellation)
        || health.AnswersByHand(cancellation);
}
