using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Deployability.Formats.Kubernetes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Rules.Kubernetes;

/// <summary>DPL8001: a container that takes requests has no readiness or no liveness probe.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MissingProbeAnalyzer() : DeployabilityAnalyzer(Descriptors.MissingProbe)
{
    private static readonly string[] Kinds = ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Pod"];

    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        var isWeb = project.Types.Has(TypeNames.EndpointRouteBuilder);
        context.RegisterAllFiles(ProjectFileKind.Yaml, file => Analyze(file, isWeb));
    }

    private static void Analyze(FileContext context, bool isWeb)
    {
        var manifests = Manifests.Of(context.Files, context.CancellationToken);
        foreach (var manifest in KubernetesObject.Of(context.Views.Yaml))
        {
            if (Array.IndexOf(Kinds, manifest.Kind) < 0 || Manifests.IsFragment(manifest) || manifests.IsPatched(manifest))
            {
                continue;
            }

            foreach (var container in manifest.Containers)
            {
                // A worker without ports answers no probe.
                if (
                    !container.IsInit
                    && !Manifests.IsSideCar(container)
                    && !Manifests.IsInfrastructure(container)
                    && (isWeb || container.Node.Find("ports") is not null)
                    && MissingOf(container) is { } missing
                )
                {
                    context.Report(Descriptors.MissingProbe, container.Place, container.Name, missing);
                }
            }
        }
    }

    private static string? MissingOf(KubernetesContainer container) =>
        (container.Node.Find("readinessProbe"), container.Node.Find("livenessProbe")) switch
        {
            (null, null) => "readinessProbe and no livenessProbe",
            (null, _) => "readinessProbe",
            (_, null) => "livenessProbe",
            _ => null,
        };
}
