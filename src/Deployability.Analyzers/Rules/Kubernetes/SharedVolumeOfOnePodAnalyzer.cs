using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Deployability.Formats.Kubernetes;
using Deployability.Formats.Yaml;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Rules.Kubernetes;

/// <summary>DPL8005: several replicas share a volume that one node may mount.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SharedVolumeOfOnePodAnalyzer() : DeployabilityAnalyzer(Descriptors.SharedVolumeOfOnePod)
{
    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project) =>
        context.RegisterManifests(Descriptors.SharedVolumeOfOnePod, static (manifest, set, _) => Judge(manifest, set));

    private static IEnumerable<ManifestFinding> Judge(KubernetesObject manifest, ManifestSet set)
    {
        if (
            manifest.Kind is not (KubernetesKinds.Deployment or KubernetesKinds.StatefulSet or KubernetesKinds.ReplicaSet)
            || set.MaxReplicas(manifest) is not { } replicas
            || replicas < 2
        )
        {
            yield break;
        }

        foreach (var volume in manifest.PodSpec?.Find("volumes")?.Items ?? [])
        {
            if (volume.Find("persistentVolumeClaim", "claimName") is { Kind: YamlKind.Scalar } claim && set.IsOfOneNode(claim.Text))
            {
                yield return ManifestFinding.At(claim, claim.Text, manifest.Name, replicas);
            }
        }
    }
}
