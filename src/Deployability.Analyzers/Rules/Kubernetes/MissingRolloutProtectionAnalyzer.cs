using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Deployability.Formats.Kubernetes;
using Deployability.Formats.Yaml;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Rules.Kubernetes;

/// <summary>DPL8008: nothing keeps an app up while nodes and versions change.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MissingRolloutProtectionAnalyzer() : DeployabilityAnalyzer(Descriptors.MissingRolloutProtection)
{
    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project) =>
        context.RegisterManifests(Descriptors.MissingRolloutProtection, static (manifest, set, _) => Judge(manifest, set));

    private static IEnumerable<ManifestFinding> Judge(KubernetesObject manifest, ManifestSet set)
    {
        if (manifest.Kind == KubernetesKinds.PodDisruptionBudget && WhatBlocks(manifest, set) is { } blocking)
        {
            yield return new ManifestFinding(
                blocking.Value.File,
                blocking.NameRange,
                [
                    manifest.Name,
                    $"{blocking.Name}: {blocking.Value.Text} lets no pod go, so that no node can be drained until somebody kills it (write maxUnavailable: 1)",
                ]
            );
        }

        if (
            manifest.Kind != KubernetesKinds.Deployment
            || set.IsIncomplete(manifest)
            || manifest.Root.Find("spec") is not { IsOpen: false }
            || manifest.Containers.All(set.IsOfOthers)
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
            !set.OfKind(KubernetesKinds.PodDisruptionBudget)
                .Any(budget => PodSelectors.MaySelect(budget, budget.Root.Find("spec", "selector"), manifest))
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

    // What of a budget allows no disruption at all.
    private static YamlEntry? WhatBlocks(KubernetesObject budget, ManifestSet set)
    {
        var spec = budget.Root.Find("spec");
        if (spec?.FindEntry("maxUnavailable") is { Value.Text: "0" or "0%" } none)
        {
            return none;
        }

        if (spec?.FindEntry("minAvailable") is not { } least)
        {
            return null;
        }

        if (
            least.Value.Text.EndsWith("%", StringComparison.Ordinal)
            && int.TryParse(least.Value.Text.TrimEnd('%'), out var share)
            && share >= 100
        )
        {
            return least;
        }

        // An autoscaler may make more of them; a budget for one replica is another way to say that nobody may touch it.
        var workloads = set
            .Objects.Where(manifest =>
                manifest.Kind is KubernetesKinds.Deployment or KubernetesKinds.StatefulSet
                && PodSelectors.MaySelect(budget, spec.Find("selector"), manifest)
            )
            .ToList();
        return
            int.TryParse(least.Value.Text, out var minimum)
            && minimum > 0
            && workloads.Count > 0
            && workloads.TrueForAll(workload =>
                !set.IsIncomplete(workload) && set.MaxReplicas(workload) is { } replicas && replicas <= minimum
            )
            ? least
            : null;
    }

    private static bool IsRecreated(KubernetesObject manifest) => manifest.Root.Find("spec", "strategy")?.TextOf("type") == "Recreate";

    private static bool IsOfOneNode(KubernetesObject manifest, ManifestSet set) =>
        manifest
            .PodSpec?.Find("volumes")
            ?.Items.Any(volume => volume.Find("persistentVolumeClaim")?.TextOf("claimName") is { } claim && set.IsOfOneNode(claim)) == true;
}
