using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Deployability.Formats.Kubernetes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Rules.Kubernetes;

/// <summary>DPL8002: a container requests no resources or has no memory limit.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MissingResourcesAnalyzer() : DeployabilityAnalyzer(Descriptors.MissingResources)
{
    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project) =>
        context.RegisterAllFiles(ProjectFileKind.Yaml, Analyze);

    private static void Analyze(FileContext context)
    {
        var manifests = Manifests.Of(context.Files, context.CancellationToken);
        foreach (var manifest in KubernetesObject.Of(context.Views.Yaml))
        {
            // A LimitRange gives them to every pod of its namespace.
            if (
                manifest.PodSpec is null
                || Manifests.IsFragment(manifest)
                || manifests.IsPatched(manifest)
                || manifests.DefinesAny("LimitRange")
            )
            {
                continue;
            }

            foreach (var container in manifest.Containers)
            {
                if (!container.IsInit && !Manifests.IsSideCar(container) && MissingOf(container) is { Count: > 0 } missing)
                {
                    context.Report(Descriptors.MissingResources, container.Place, container.Name, string.Join(", ", missing));
                }
            }
        }
    }

    // A limit is a request too where none is said.
    private static List<string> MissingOf(KubernetesContainer container)
    {
        var resources = container.Node.Find("resources");
        var requests = resources?.Find("requests");
        var limits = resources?.Find("limits");
        var missing = new List<string>();
        if (requests?.TextOf("cpu") is null && limits?.TextOf("cpu") is null)
        {
            missing.Add("requests.cpu");
        }

        if (requests?.TextOf("memory") is null && limits?.TextOf("memory") is null)
        {
            missing.Add("requests.memory");
        }

        if (limits?.TextOf("memory") is null)
        {
            missing.Add("limits.memory");
        }

        return missing;
    }
}
