using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Deployability.Formats;
using Deployability.Formats.Kubernetes;
using Deployability.Formats.Yaml;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Rules.Kubernetes;

/// <summary>DPL8001: a container that takes requests has no readiness or no liveness probe.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MissingProbeAnalyzer() : DeployabilityAnalyzer(Descriptors.MissingProbe)
{
    private const string Both = "readinessProbe and no livenessProbe";
    private const string Liveness = "livenessProbe";

    private static readonly char[] NotOfWords = ['-', '_', '.', '/', ':', YamlNode.Hole];

    private static readonly string[] WorkersWords = ["agent", "agents", "runner", "runners", "worker", "workers"];

    // Azure Pipelines, GitHub Actions, Jenkins.
    private static readonly string[] AgentsVariables = ["AZP_", "RUNNER_", "JENKINS_"];

    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        var isWeb = project.Types.Has(TypeNames.EndpointRouteBuilder);
        context.RegisterManifests(Descriptors.MissingProbe, (manifest, set, _) => Judge(manifest, set, isWeb));
    }

    private static IEnumerable<ManifestFinding> Judge(KubernetesObject manifest, ManifestSet set, bool isWeb)
    {
        // A job ends by itself, and takes no requests; so does a pod that nobody starts again when it is done.
        if (
            !(KubernetesKinds.KeepsPods(manifest.Kind) || manifest.Kind == KubernetesKinds.Pod)
            || manifest.PodSpec?.TextOf("restartPolicy") is "Never" or "OnFailure"
            || set.IsIncomplete(manifest)
        )
        {
            yield break;
        }

        foreach (var container in manifest.Containers)
        {
            // A worker without ports answers no probe.
            if (
                set.MayBeApp(container)
                && !container.Node.IsOpen
                && (isWeb ? !IsLeftAlone(container, manifest, set) : Serves(container))
                && MissingOf(container) is { } missing
            )
            {
                yield return ManifestFinding.At(container, container.Name, missing, EffectOf(missing));
            }
        }
    }

    // Beside a web app: no port, and of the Services none that sends requests there, or is meant to and misspells whom.
    private static bool IsLeftAlone(KubernetesContainer container, KubernetesObject manifest, ManifestSet set) =>
        container.Node.Find("ports") is null
        && (set.DefinesAny(KubernetesKinds.Service) || FetchesWork(container, manifest))
        && !set.IsServed(manifest)
        && !set.OfKind(KubernetesKinds.Service)
            .Any(service => service.Root.Find("spec", "selector") is { } selector && set.MissesPodsOf(service, selector));

    // A build agent or a worker, by its names or by the variables of its makers: it asks for work, and nobody sends it any.
    private static bool FetchesWork(KubernetesContainer container, KubernetesObject manifest) =>
        new[] { manifest.Name, container.Name, ImageName.Parse(container.Image).Program }
            .SelectMany(static name => name.Split(NotOfWords))
            .Any(static word => Array.Exists(WorkersWords, known => word.EndsWith(known, StringComparison.OrdinalIgnoreCase)))
        || container
            .Node.Find("env")
            ?.Items.Any(static variable =>
                variable.TextOf("name") is { } name
                && Array.Exists(AgentsVariables, known => name.StartsWith(known, StringComparison.Ordinal))
            ) == true;

    // A worker may have its metrics scraped all the same.
    private static bool Serves(KubernetesContainer container) =>
        container.Node.Find("ports") is { } ports
        && (
            ports.IsOpen
            || ports.Items.Any(static port => port.TextOf("name")?.IndexOf("metrics", StringComparison.OrdinalIgnoreCase) is not >= 0)
        );

    private static string? MissingOf(KubernetesContainer container) =>
        (container.Node.Find("readinessProbe"), container.Node.Find("livenessProbe")) switch
        {
            (null, null) => Both,
            (null, _) => "readinessProbe",
            (_, null) => Liveness,
            _ => null,
        };

    private static string EffectOf(string missing) =>
        missing switch
        {
            Both => "gets requests before it can answer them, and keeps them after it hangs",
            Liveness => "is not started again when it hangs",
            _ => "gets requests before it can answer them",
        };
}
