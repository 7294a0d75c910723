using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Deployability.Formats.Kubernetes;
using Deployability.Formats.Yaml;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Rules.Kubernetes;

/// <summary>DPL8002: a container requests no resources or has no memory limit.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MissingResourcesAnalyzer() : DeployabilityAnalyzer(Descriptors.MissingResources)
{
    private const string Key = "resources";
    private const int MaxNames = 4;

    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        context.RegisterManifests(Descriptors.MissingResources, static (manifest, set, _) => Judge(manifest, set));
        context.RegisterChartValues(Descriptors.MissingResources, static (values, _) => JudgeValues(values));
    }

    // resources: {} is what a new chart comes with.
    private static IEnumerable<ManifestFinding> JudgeValues(ChartValues values)
    {
        foreach (var (name, section) in values.Containers)
        {
            if (
                section.FindEntry(Key) is { Value.Kind: YamlKind.Mapping } resources
                && values.IsUsed(Key)
                && MissingOf(resources.Value) is { Count: > 0 } missing
            )
            {
                yield return ManifestFinding.At(resources, name, string.Join(", ", missing), "");
            }
        }
    }

    private static IEnumerable<ManifestFinding> Judge(KubernetesObject manifest, ManifestSet set)
    {
        // A LimitRange gives them to every pod of its namespace.
        if (manifest.PodSpec is null || set.IsIncomplete(manifest) || set.DefinesAny("LimitRange"))
        {
            yield break;
        }

        foreach (var container in manifest.Containers)
        {
            if (IsJudged(container) && MissingOf(container.Node.Find(Key)) is { Count: > 0 } missing)
            {
                var others = set.IsInfrastructure(container) ? SameInFolder(container, set) : [];
                if (others.Count == 0 || others[0].Node == container.Node)
                {
                    yield return ManifestFinding.At(container, container.Name, string.Join(", ", missing), NamesOf(others.Skip(1)));
                }
            }
        }
    }

    private static bool IsJudged(KubernetesContainer container) =>
        !container.IsInit && !container.Node.IsOpen && !KnownPrograms.IsSideCar(container);

    // Whoever runs databases and dashboards of others from one folder decides once for all of them: one finding, at the first.
    private static List<KubernetesContainer> SameInFolder(KubernetesContainer asking, ManifestSet set)
    {
        var folder = set.FileOf(asking)?.Folder;
        return
        [
            .. set
                .Workloads.Where(manifest => !set.IsIncomplete(manifest))
                .SelectMany(static manifest => manifest.Containers)
                .Where(container =>
                    IsJudged(container)
                    && set.FileOf(container) is { IsShipped: true } file
                    && file.Folder == folder
                    && set.IsInfrastructure(container)
                    && MissingOf(container.Node.Find(Key)).Count > 0
                )
                .OrderBy(container => set.FileOf(container)!.Name, StringComparer.Ordinal)
                .ThenBy(static container => container.Place.Start),
        ];
    }

    private static string NamesOf(IEnumerable<KubernetesContainer> others)
    {
        var names = others
            .Select(static container => container.Name)
            .Where(static name => name.Length > 0 && name.IndexOf(YamlNode.Hole) < 0)
            .Distinct()
            .ToList();
        return names.Count switch
        {
            0 => "",
            <= MaxNames => $" (nor have {string.Join(", ", names.Select(static name => $"'{name}'"))} beside it)",
            _ =>
                $" (nor have {string.Join(", ", names.Take(MaxNames).Select(static name => $"'{name}'"))} and {names.Count - MaxNames} more beside it)",
        };
    }

    // A limit is a request too where none is said.
    private static List<string> MissingOf(YamlNode? resources)
    {
        var requests = resources?.Find("requests");
        var limits = resources?.Find("limits");
        var missing = new List<string>();
        if (resources?.IsOpen == true || requests?.IsOpen == true || limits?.IsOpen == true)
        {
            return missing;
        }

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
