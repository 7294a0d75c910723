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
            if (
                !container.IsInit
                && !KnownPrograms.IsSideCar(container)
                && Missing(container) is { Count: > 0 } missing
                && Neighbours.ReportedWith(container, set, static (other, _) => Missing(other).Count > 0) is { } others
            )
            {
                yield return ManifestFinding.At(container, container.Name, string.Join(", ", missing), Neighbours.Say("nor have", others));
            }
        }
    }

    private static List<string> Missing(KubernetesContainer container) => container.Node.IsOpen ? [] : MissingOf(container.Node.Find(Key));

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
