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
        context.RegisterAllFiles(ProjectFileKind.Yaml, Analyze);

    private static void Analyze(FileContext context)
    {
        var manifests = Manifests.Of(context.Files, context.CancellationToken);
        foreach (var manifest in KubernetesObject.Of(context.Views.Yaml))
        {
            if (
                manifest.Kind != "Deployment"
                || Manifests.IsFragment(manifest)
                || manifests.IsPatched(manifest)
                || manifest.Containers.All(static container => Manifests.IsInfrastructure(container) || Manifests.IsSideCar(container))
            )
            {
                continue;
            }

            var missing = new List<string>();
            if (manifests.MaxReplicas(manifest) < 2)
            {
                missing.Add("it runs one replica only (run two or more)");
            }
            else if (
                !manifests.Objects.Any(budget =>
                    budget.Kind == "PodDisruptionBudget"
                    && Manifests.Selects(budget.Root.Find("spec", "selector", "matchLabels"), manifest.PodMetadata?.Find("labels"))
                )
            )
            {
                missing.Add("no PodDisruptionBudget keeps a replica while nodes are drained (add one with maxUnavailable: 1)");
            }

            // With a claim of its own, an app stops before it starts again on purpose.
            if (
                manifest.Root.Find("spec", "strategy")?.TextOf("type") == "Recreate"
                && manifest.PodSpec?.Find("volumes")?.Items.Any(static volume => volume.Find("persistentVolumeClaim") is not null) != true
            )
            {
                missing.Add("strategy Recreate stops all before it starts new ones (use RollingUpdate)");
            }

            if (missing.Count > 0)
            {
                context.Report(Descriptors.MissingRolloutProtection, manifest.KindRange, manifest.Name, string.Join(", ", missing));
            }
        }
    }
}
