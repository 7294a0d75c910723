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
        context.RegisterAllFiles(ProjectFileKind.Yaml, Analyze);

    private static void Analyze(FileContext context)
    {
        var manifests = Manifests.Of(context.Files, context.CancellationToken);
        foreach (var manifest in KubernetesObject.Of(context.Views.Yaml))
        {
            if (manifest.Kind is not ("Deployment" or "StatefulSet" or "ReplicaSet"))
            {
                continue;
            }

            var replicas = manifests.MaxReplicas(manifest);
            foreach (var volume in replicas < 2 ? [] : manifest.PodSpec?.Find("volumes")?.Items ?? [])
            {
                if (
                    volume.Find("persistentVolumeClaim", "claimName") is { Kind: YamlKind.Scalar } claim
                    && IsOfOneNode(manifests, claim.Text)
                )
                {
                    context.Report(Descriptors.SharedVolumeOfOnePod, claim.Range, claim.Text, manifest.Name, replicas);
                }
            }
        }
    }

    private static bool IsOfOneNode(Manifests manifests, string claim)
    {
        foreach (var manifest in manifests.Objects)
        {
            if (manifest.Kind == "PersistentVolumeClaim" && manifest.Name == claim)
            {
                return manifest.Root.Find("spec", "accessModes")?.Items is { Count: > 0 } modes
                    && modes.All(static mode => mode.Text is "ReadWriteOnce" or "ReadWriteOncePod");
            }
        }

        return false;
    }
}
