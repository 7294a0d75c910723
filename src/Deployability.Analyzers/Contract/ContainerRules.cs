using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Deployability.Formats.Kubernetes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Contract;

/// <summary>Says what is wrong with a container of the app.</summary>
/// <param name="container">As it is deployed.</param>
/// <param name="variables">Those to judge: each of a container once, wherever it is written.</param>
/// <param name="cancellation">Of the analysis.</param>
internal delegate IEnumerable<ManifestFinding> ContainerJudge(
    AppContainer container,
    IReadOnlyList<AppVariable> variables,
    CancellationToken cancellation
);

/// <summary>How a rule comes to the app's containers, in manifests, charts and compose files that ship.</summary>
internal static class ContainerRules
{
    /// <summary>Has a rule look at each container where it is written; and at each ConfigMap of which one takes all variables, for the sake of these alone.</summary>
    public static void RegisterContainers(
        this CompilationStartAnalysisContext context,
        AppFacts facts,
        DiagnosticDescriptor descriptor,
        ContainerJudge judge
    )
    {
        var files = ProjectFiles.Of(context.Options);
        context.RegisterManifests(
            descriptor,
            (manifest, set, cancellation) =>
                Judge(
                    manifest,
                    set,
                    facts.ContainersIn(files, cancellation),
                    (container, variables) => judge(container, variables, cancellation)
                )
        );
        context.RegisterShippedFiles(
            ProjectFileKind.Compose,
            file =>
            {
                foreach (var service in facts.ContainersIn(file.Files, file.CancellationToken).Services)
                {
                    if (service.File != file.Views.Yaml)
                    {
                        continue;
                    }

                    foreach (
                        var finding in judge(
                            service,
                            [.. service.Variables.Where(variable => variable.File == service.File)],
                            file.CancellationToken
                        )
                    )
                    {
                        file.Report(descriptor, finding.Range, finding.Replacement, finding.Related, finding.Arguments);
                    }
                }
            }
        );
    }

    /// <summary>Has a rule look at the variables that the values of charts name for the app: nothing there says what the container gets beside them.</summary>
    public static void RegisterChartVariables(
        this CompilationStartAnalysisContext context,
        AppFacts facts,
        DiagnosticDescriptor descriptor,
        ContainerJudge judge
    ) =>
        context.RegisterShippedFiles(
            ProjectFileKind.HelmValues,
            file =>
            {
                foreach (var container in ChartSections.ContainersIn(file.Files, file.File, facts.Name, file.CancellationToken))
                {
                    foreach (var finding in judge(container, container.Variables, file.CancellationToken))
                    {
                        file.Report(descriptor, finding.Range, finding.Replacement, finding.Related, finding.Arguments);
                    }
                }
            }
        );

    private static IEnumerable<ManifestFinding> Judge(
        KubernetesObject manifest,
        ManifestSet set,
        AppContainers containers,
        Func<AppContainer, IReadOnlyList<AppVariable>, IEnumerable<ManifestFinding>> judge
    )
    {
        if (manifest.PodSpec is not null)
        {
            return containers
                .In(manifest, set)
                .SelectMany(container => judge(container, [.. container.Variables.Where(static variable => variable.Object.Length == 0)]));
        }

        return manifest.Kind == KubernetesKinds.ConfigMap
            ? containers
                .In(set)
                .SelectMany(container =>
                    container.Variables.Where(variable =>
                        variable.Origin is VariableOrigin.ConfigMap or VariableOrigin.Settings && manifest.IsNamed(variable.Object)
                    )
                        is var variables
                    && variables.Any()
                        ? judge(container, [.. variables]).Where(finding => variables.Any(variable => IsAt(finding, variable)))
                        : []
                )
                .GroupBy(static finding => finding.Range)
                .Select(static group => group.First())
            : [];
    }

    private static bool IsAt(ManifestFinding finding, AppVariable variable) =>
        finding.File == variable.File && (finding.Range == variable.Range || finding.Range == variable.NameRange);
}
