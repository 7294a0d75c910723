using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Deployability.Formats.Kubernetes;
using Deployability.Formats.Yaml;
using Deployability.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Rules.Contract;

/// <summary>DPL8501: a probe, HEALTHCHECK or load balancer asks for a path that the code does not map.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnmappedProbePathAnalyzer() : DeployabilityAnalyzer(Descriptors.UnmappedProbePath)
{
    private const int CloseEnough = 2;

    private static readonly string[] Annotations =
    [
        "alb.ingress.kubernetes.io/healthcheck-path",
        "service.beta.kubernetes.io/aws-load-balancer-healthcheck-path",
        "service.beta.kubernetes.io/azure-load-balancer-health-probe-request-path",
        "service.beta.kubernetes.io/do-loadbalancer-healthcheck-path",
        "appgw.ingress.kubernetes.io/health-probe-path",
    ];

    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        if (!project.IsExecutable || !project.Types.Has(TypeNames.EndpointRouteBuilder))
        {
            return;
        }

        var facts = AppFacts.Of(project);
        context.RegisterShippedFiles(ProjectFileKind.Dockerfile, file => AnalyzeDockerfile(file, facts));
        context.RegisterShippedFiles(ProjectFileKind.Compose | ProjectFileKind.Yaml, file => AnalyzeContainers(file, facts));
        context.RegisterShippedFiles(ProjectFileKind.Yaml, file => AnalyzeAnnotations(file, facts));
    }

    private static void AnalyzeDockerfile(FileContext context, AppFacts facts)
    {
        if (AppDockerfiles.IsOfApp(context.Views.Dockerfile, facts.Name))
        {
            foreach (var probe in Probe.Of(context.Views.Dockerfile, context.Views.Text))
            {
                Judge(context, facts, probe);
            }
        }
    }

    private static void AnalyzeContainers(FileContext context, AppFacts facts)
    {
        foreach (var container in facts.ContainersIn(context.Files, context.CancellationToken).All)
        {
            if (container.File.Path == context.File.Path)
            {
                foreach (var probe in Probe.Of(container, context.Views.Text))
                {
                    Judge(context, facts, probe);
                }
            }
        }
    }

    private static void AnalyzeAnnotations(FileContext context, AppFacts facts)
    {
        var containers = facts.ContainersIn(context.Files, context.CancellationToken);
        foreach (var manifest in KubernetesObject.Of(context.Views.Yaml))
        {
            if (manifest.Kind is not ("Service" or "Ingress"))
            {
                continue;
            }

            foreach (var annotation in manifest.Root.Find("metadata", "annotations")?.AllEntries ?? [])
            {
                if (
                    Array.IndexOf(Annotations, annotation.Name) >= 0
                    && annotation.Value is { Kind: YamlKind.Scalar, Text: ['/', ..] path }
                    && containers.IsInFrontOfApp(manifest)
                )
                {
                    Judge(
                        context,
                        facts,
                        new Probe(annotation.Name, ProbeProtocol.Http, path, annotation.Value.Range, true, "", annotation.Value.Range)
                    );
                }
            }
        }
    }

    private static void Judge(FileContext context, AppFacts facts, Probe probe)
    {
        context.CancellationToken.ThrowIfCancellationRequested();
        if (probe.Protocol == ProbeProtocol.Grpc)
        {
            JudgeGrpc(context, facts, probe);
        }
        else if (probe.Protocol == ProbeProtocol.Http)
        {
            var answer = facts.Paths.Ask(probe.Path, context.Files, context.CancellationToken);
            if (answer != PathAnswer.MayBe)
            {
                var better = Closest(facts, probe);
                context.Report(
                    Descriptors.UnmappedProbePath,
                    probe.PathRange,
                    better is not null && probe.HasPath ? Written(context, probe, better) : null,
                    null,
                    probe.Name,
                    RoutePattern.Normalise(probe.Path),
                    answer == PathAnswer.DevelopmentOnly ? "which the code maps in Development only" : "which the code does not map",
                    EffectOf(probe),
                    better is not null ? $"write '{better}'"
                        : facts.Paths.AnswersGrpc == true ? "the code answers gRPC's health service: write grpc: { port: … } in place of httpGet"
                        : "map it with app.MapHealthChecks(\"" + RoutePattern.Normalise(probe.Path) + "\")"
                );
            }
        }
    }

    private static void JudgeGrpc(FileContext context, AppFacts facts, Probe probe)
    {
        if (facts.Paths.AnswersGrpc == false)
        {
            var better = Closest(facts, probe);
            var http = better is not null && probe.Port.Length > 0 ? "httpGet: { path: " + better + ", port: " + probe.Port + " }" : null;
            context.Report(
                Descriptors.UnmappedProbePath,
                http is not null && probe.Entry is { } entry
                    ? Formats.TextRange.FromBounds(entry.NameRange.Start, entry.Value.Range.End)
                    : probe.PathRange,
                probe.Entry is null ? null : http,
                null,
                probe.Name,
                "grpc.health.v1.Health",
                "a service which the code does not map",
                EffectOf(probe),
                http is not null ? "write " + http
                    : better is not null ? $"ask for '{better}' over HTTP"
                    : "call AddGrpcHealthChecks and MapGrpcHealthChecksService"
            );
        }
    }

    // Quotes stay where they are.
    private static string Written(FileContext context, Probe probe, string path)
    {
        var first = context.Views.Text[probe.PathRange.Start];
        return first is '"' or '\'' ? first + path + first : path;
    }

    private static string EffectOf(Probe probe) =>
        probe.Name switch
        {
            "livenessProbe" => "so the pod is restarted for ever",
            "readinessProbe" => "so the pod never gets a request",
            "startupProbe" => "so the pod is killed before it has started",
            "HEALTHCHECK" or "healthcheck" => "so the container is never healthy",
            _ => "so the load balancer takes every pod for dead",
        };

    // What looks like it, else what serves that kind of probe, else any.
    private static string? Closest(AppFacts facts, Probe probe)
    {
        var asked = RoutePattern.Normalise(probe.Path);
        return facts
            .Paths.HealthEndpoints.Where(static endpoint => !endpoint.RequiresAuthorization)
            .OrderBy(endpoint => RoutePattern.Distance(endpoint.Path, asked) is var distance && distance <= CloseEnough ? distance : CloseEnough + 1)
            .ThenBy(endpoint => endpoint.Kind == probe.Kind ? 0 : endpoint.Kind == HealthEndpointKind.Combined ? 1 : 2)
            .ThenBy(endpoint => RoutePattern.Distance(endpoint.Path, asked))
            .ThenBy(static endpoint => endpoint.Path, StringComparer.Ordinal)
            .FirstOrDefault()
            ?.Path;
    }
}
