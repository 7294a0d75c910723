using Deployability.Analyzers.Files;
using Deployability.Formats.Yaml;

namespace Deployability.Analyzers.Contract;

/// <summary>Finds what the values of a chart say about the app, where its templates only put them in: <c>livenessProbe</c> beside <c>image</c>.</summary>
internal static class ChartProbes
{
    private static readonly string[] Probes = ["livenessProbe", "readinessProbe", "startupProbe"];

    /// <summary>The mappings that describe the app's container: the one whose image or key is called as the app is, else the only one that has probes beside the only image.</summary>
    /// <param name="values">A values file.</param>
    /// <param name="app">Name of the assembly.</param>
    public static IEnumerable<YamlNode> Of(YamlFile values, string app)
    {
        var named = new List<(string Name, YamlNode Node)>();
        var images = 0;
        foreach (var document in values.Documents)
        {
            named.Add(("", document));
            foreach (var node in document.DescendantsAndSelf())
            {
                images += node.Find("repository") is { Kind: YamlKind.Scalar } ? 1 : 0;
                named.AddRange(
                    node.Entries.Where(static entry => entry.Value.Kind == YamlKind.Mapping)
                        .Select(static entry => (entry.Name, entry.Value))
                );
            }
        }

        var probed = named.FindAll(static found => Array.Exists(Probes, probe => found.Node.Find(probe) is { Kind: YamlKind.Mapping }));
        var fitting = probed.FindAll(found => AppName.Match(app, found.Name) > 0 || AppName.Match(app, ImageOf(found.Node)) > 0);
        return fitting.Count > 0 ? fitting.Select(static found => found.Node)
            : probed.Count == 1
            && images == 1
            && !AppName.IsOfFrontEnd(app, probed[0].Name)
            && !AppName.IsOfFrontEnd(app, ImageOf(probed[0].Node))
                ? [probed[0].Node]
            : [];
    }

    private static string ImageOf(YamlNode node)
    {
        var image = node.Find("image")?.TextOf("repository") ?? node.TextOf("image") ?? "";
        image = Manifests.WithoutTag(image);
        return image.Substring(image.LastIndexOf('/') + 1);
    }
}
