using System.Globalization;
using Deployability.Analyzers.Contract;
using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Deployability.Formats;
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
        var files = ProjectFiles.Of(context.Options);
        context.RegisterShippedFiles(ProjectFileKind.Dockerfile, file => AnalyzeDockerfile(file, facts));
        context.RegisterShippedFiles(ProjectFileKind.Compose, file => AnalyzeCompose(file, facts));
        context.RegisterShippedFiles(ProjectFileKind.HelmValues, file => AnalyzeValues(file, facts));
        context.RegisterManifests(
            Descriptors.UnmappedProbePath,
            (manifest, set, cancellation) => JudgeManifest(manifest, set, facts, files, cancellation)
        );
    }

    private static void AnalyzeDockerfile(FileContext context, AppFacts facts)
    {
        foreach (
            var probe in AppDockerfiles.IsOfApp(context.Views.Dockerfile, facts.Name)
                ? Probe.Of(context.Views.Dockerfile, context.Views.Text)
                : []
        )
        {
            Report(context, facts, probe);
        }
    }

    private static void AnalyzeCompose(FileContext context, AppFacts facts)
    {
        var text = context.Views.Text;
        foreach (var service in facts.ContainersIn(context.Files, context.CancellationToken).Services)
        {
            foreach (var probe in service.File == context.Views.Yaml ? Probe.Of(service, _ => text) : [])
            {
                Report(context, facts, probe);
            }
        }
    }

    private static void AnalyzeValues(FileContext context, AppFacts facts)
    {
        var text = context.Views.Text;
        foreach (var (_, values) in ChartSections.Of(context.Files, context.File, facts.Name, context.CancellationToken))
        {
            foreach (var probe in Probe.Of(values, _ => text))
            {
                Report(context, facts, probe);
            }
        }
    }

    private static void Report(FileContext context, AppFacts facts, Probe probe)
    {
        if (Judge(facts, context.Files, probe, context.Views.Text, context.CancellationToken) is { } finding)
        {
            context.Report(Descriptors.UnmappedProbePath, finding.Range, finding.Replacement, null, finding.Arguments);
        }
    }

    private static IEnumerable<ManifestFinding> JudgeManifest(
        KubernetesObject manifest,
        ManifestSet set,
        AppFacts facts,
        ProjectFiles files,
        CancellationToken cancellation
    )
    {
        var ports = facts.PortsIn(files, cancellation);
        var containers = facts.ContainersIn(files, cancellation);
        var manifests = Manifests.Of(files, cancellation);
        string TextOf(YamlFile file) => manifests.TextOf(file, cancellation);

        var probes = manifest.PodSpec is not null
            ? containers
                .In(manifest, set)
                .SelectMany(container => Probe.Of(container, TextOf).Select(probe => (Probe: probe, Container: (AppContainer?)container)))
            : OfAnnotations(manifest, set, containers).Select(static probe => (Probe: probe, Container: (AppContainer?)null));
        foreach (var (probe, container) in probes)
        {
            if ((Judge(facts, files, probe, TextOf(probe.File!), cancellation) ?? JudgeScheme(probe, container, ports)) is { } finding)
            {
                yield return finding;
            }
        }
    }

    // TLS spoken to a port without, or the other way round: the app answers neither.
    private static ManifestFinding? JudgeScheme(Probe probe, AppContainer? container, ListeningPorts ports)
    {
        if (
            container is null
            || probe is not { Protocol: ProbeProtocol.Http, Scheme: null or { HasHole: false } }
            || PortOf(probe, container) is not { } port
            || ports.Of(container) is not { } listening
        )
        {
            return null;
        }

        var isSecure = probe.Scheme?.Text.Equals("HTTPS", StringComparison.OrdinalIgnoreCase) == true;
        if (
            !(isSecure ? listening.Plain : listening.Secure).Contains(port)
            || (isSecure ? listening.Secure : listening.Plain).Contains(port)
        )
        {
            return null;
        }

        var plain = listening.Plain.Count > 0 ? listening.Plain.Min.ToString(CultureInfo.InvariantCulture) : null;
        var isNumber = probe.Port.Length > 0 && char.IsDigit(probe.Port[0]);
        return new ManifestFinding(
            probe.File!,
            isSecure ? probe.Scheme!.Range : probe.PortRange,
            [
                probe.Name,
                RoutePattern.Normalise(probe.Path),
                $"over {(isSecure ? "HTTPS" : "HTTP")} on port {port}, where the app speaks {(isSecure ? "HTTP" : "HTTPS")} only",
                EffectOf(probe),
                isSecure ? "write scheme: HTTP"
                : plain is not null ? "write port: " + plain
                : "add scheme: HTTPS",
            ]
        )
        {
            Replacement =
                isSecure ? "HTTP"
                : isNumber ? plain
                : null,
        };
    }

    private static int? PortOf(Probe probe, AppContainer container)
    {
        var text = probe.Port;
        if (text.Length > 0 && !char.IsDigit(text[0]))
        {
            text = container.Node.Find("ports")?.Items.FirstOrDefault(port => port.TextOf("name") == text)?.TextOf("containerPort") ?? "";
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static IEnumerable<Probe> OfAnnotations(KubernetesObject manifest, ManifestSet set, AppContainers containers)
    {
        foreach (
            var annotation in manifest.Kind is KubernetesKinds.Service or KubernetesKinds.Ingress
                ? manifest.Root.Find("metadata", "annotations")?.AllEntries ?? []
                : []
        )
        {
            if (
                Array.IndexOf(Annotations, annotation.Name) >= 0
                && annotation.Value is { Kind: YamlKind.Scalar, Text: ['/', ..] path, File: var file }
                && containers.IsInFrontOfApp(manifest, set)
            )
            {
                yield return new Probe(
                    annotation.Name,
                    ProbeProtocol.Http,
                    path,
                    annotation.Value.Range,
                    true,
                    "",
                    annotation.Value.Range,
                    file
                );
            }
        }
    }

    private static ManifestFinding? Judge(AppFacts facts, ProjectFiles files, Probe probe, string text, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return probe.Protocol switch
        {
            ProbeProtocol.Grpc => JudgeGrpc(facts, probe, cancellation),
            ProbeProtocol.Http => JudgeHttp(facts, files, probe, text, cancellation),
            _ => null,
        };
    }

    private static ManifestFinding? JudgeHttp(AppFacts facts, ProjectFiles files, Probe probe, string text, CancellationToken cancellation)
    {
        var answer = probe.Path.IndexOf(YamlNode.Hole) >= 0 ? PathAnswer.MayBe : facts.Paths.Ask(probe.Path, files, cancellation);
        if (answer == PathAnswer.MayBe)
        {
            return null;
        }

        var better = Closest(facts, probe, cancellation);
        return new ManifestFinding(
            probe.File!,
            probe.PathRange,
            [
                probe.Name,
                RoutePattern.Normalise(probe.Path),
                answer == PathAnswer.DevelopmentOnly ? "which the code maps in Development only" : "which the code does not map",
                EffectOf(probe),
                better is not null ? $"write '{better}'"
                : facts.Paths.AnswersGrpc(cancellation) == true
                    ? "the code answers gRPC's health service: write grpc: { port: … } in place of httpGet"
                : "map it with app.MapHealthChecks(\"" + RoutePattern.Normalise(probe.Path) + "\")",
            ]
        )
        {
            Replacement = better is not null && probe.HasPath ? Written(text, probe, better) : null,
        };
    }

    private static ManifestFinding? JudgeGrpc(AppFacts facts, Probe probe, CancellationToken cancellation)
    {
        if (facts.Paths.AnswersGrpc(cancellation) != false)
        {
            return null;
        }

        var better = Closest(facts, probe, cancellation);
        var http =
            better is not null && probe.Port.Length > 0 && probe.Port.IndexOf(YamlNode.Hole) < 0
                ? "httpGet: { path: " + better + ", port: " + probe.Port + " }"
                : null;
        return new ManifestFinding(
            probe.File!,
            http is not null && probe.Entry is { } entry
                ? TextRange.FromBounds(entry.NameRange.Start, entry.Value.Range.End)
                : probe.PathRange,
            [
                probe.Name,
                "grpc.health.v1.Health",
                "a service which the code does not map",
                EffectOf(probe),
                http is not null ? "write " + http
                : better is not null ? $"ask for '{better}' over HTTP"
                : "call AddGrpcHealthChecks and MapGrpcHealthChecksService",
            ]
        )
        {
            Replacement = probe.Entry is null ? null : http,
        };
    }

    // Quotes stay where they are.
    private static string Written(string text, Probe probe, string path)
    {
        var first = probe.PathRange.Start < text.Length ? text[probe.PathRange.Start] : ' ';
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
    private static string? Closest(AppFacts facts, Probe probe, CancellationToken cancellation)
    {
        var asked = RoutePattern.Normalise(probe.Path);
        return facts
            .Paths.HealthEndpoints(cancellation)
            .Where(static endpoint => !endpoint.RequiresAuthorization)
            .OrderBy(endpoint =>
                Spelling.Distance(endpoint.Path, asked) is var distance && distance <= CloseEnough ? distance : CloseEnough + 1
            )
            .ThenBy(endpoint =>
                endpoint.Kind == probe.Kind ? 0
                : endpoint.Kind == HealthEndpointKind.Combined ? 1
                : 2
            )
            .ThenBy(endpoint => Spelling.Distance(endpoint.Path, asked))
            .ThenBy(static endpoint => endpoint.Path, StringComparer.Ordinal)
            .FirstOrDefault()
            ?.Path;
    }
}
