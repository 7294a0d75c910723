using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Deployability.Formats.Kubernetes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Rules.Kubernetes;

/// <summary>DPL8008: nothing keeps an app up while nodes and versions change.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MissingRolloutProtectionAnalyzer() : DeployabilityAnalyzer(Descriptors.MissingRolloutProtection)
{
    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project) =>
        context.RegisterManifests(Descriptors.MissingRolloutProtection, Judge);

    private static IEnumerable<ManifestFinding> Judge(KubernetesObject manifest, ManifestSet set)
    {
        if (
            manifest.Kind != "Deployment"
            || set.IsIncomplete(manifest)
            || manifest.Root.Find("spec") is not { IsOpen: false }
            || manifest.Containers.All(static container => Manifests.IsInfrastructure(container) || Manifests.IsSideCar(container))
        )
        {
            yield break;
        }

        var missing = new List<string>();
        if (set.MaxReplicas(manifest) < 2)
        {
            // A second one could not mount what one node has, and a worker that says Recreate runs once on purpose.
            if (IsOfOneNode(manifest, set) || (IsRecreated(manifest) && !set.IsServed(manifest)))
            {
                yield break;
            }

            missing.Add("it runs one replica only (run two or more)");
        }
        else if (
            !set.Objects.Any(budget =>
                budget.Kind == "PodDisruptionBudget"
                && Manifests.Selects(budget.Root.Find("spec", "selector", "matchLabels"), manifest.PodMetadata?.Find("labels"))
            )
        )
        {
            missing.Add("no PodDisruptionBudget keeps a replica while nodes are drained (add one with maxUnavailable: 1)");
        }

        // With a claim of its own, an app stops before it starts again on purpose.
        if (
            IsRecreated(manifest)
            && manifest.PodSpec?.Find("volumes") is var volumes
            && volumes?.IsOpen != true
            && volumes?.Items.Any(static volume => volume.Find("persistentVolumeClaim") is not null) != true
        )
        {
            missing.Add("strategy Recreate stops all before it starts new ones (use RollingUpdate)");
        }

        if (missing.Count > 0)
        {
            yield return ManifestFinding.At(manifest, manifest.Name, string.Join(", ", missing));
        }
    }

    private static bool IsRecreated(KubernetesObject manifest) => manifest.Root.Find("spec", "strategy")?.TextOf("type") == "Recreate";

    private static bool IsOfOneNode(KubernetesObject manifest, ManifestSet set) =>
        manifest
            .PodSpec?.Find("volumes")
            ?.Items.Any(volume => volume.Find("persistentVolumeClaim")?.TextOf("claimName") is { } claim && set.IsOfOneNode(claim)) == true;
}
