using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Deployability.Publish.Tests;

/// <summary>Objects as a tool printed them.</summary>
internal static partial class Rendered
{
    /// <summary>The objects of a stream of YAML documents.</summary>
    public static IReadOnlyList<JsonObject> Objects(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return [.. stream.Documents.Select(static document => Json(document.RootNode)).OfType<JsonObject>()];
    }

    /// <summary>
    /// The objects in one text, an object a line, with what a chart and a kustomization have to have of their own taken away: hash suffixes,
    /// checksums, what only Helm reads, hooks, and the namespace, which Helm gives at installation.
    /// </summary>
    public static string Comparable(string yaml)
    {
        var lines = new List<string>();
        foreach (var item in Objects(yaml).Where(static item => (string?)item["metadata"]?["annotations"]?["helm.sh/hook"] != "test"))
        {
            item["metadata"]!.AsObject().Remove("namespace");
            Clean(item);
            lines.Add(HashSuffix().Replace(item.ToJsonString(), "-config\""));
        }

        lines.Sort(StringComparer.Ordinal);
        return string.Join('\n', lines);
    }

    private static void Clean(JsonObject node)
    {
        var names = node.Select(static entry => entry.Key)
            .Where(static name => name.StartsWith("helm.sh/", StringComparison.Ordinal) || name == "checksum/config");
        foreach (var name in names.ToList())
        {
            node.Remove(name);
        }

        foreach (var (name, value) in node.ToList())
        {
            if (value is JsonObject inner)
            {
                Clean(inner);
                if (name == "annotations" && inner.Count == 0)
                {
                    node.Remove(name);
                }
            }
            else if (value is JsonArray list)
            {
                foreach (var item in list.OfType<JsonObject>())
                {
                    Clean(item);
                }
            }
        }
    }

    /// <summary>Keys in order of their names; types as Kubernetes reads them.</summary>
    private static JsonNode? Json(YamlNode node) =>
        node switch
        {
            YamlMappingNode mapping => new JsonObject(
                mapping
                    .Children.OrderBy(static entry => ((YamlScalarNode)entry.Key).Value, StringComparer.Ordinal)
                    .Select(static entry => KeyValuePair.Create(((YamlScalarNode)entry.Key).Value!, Json(entry.Value)))
            ),
            YamlSequenceNode sequence => new JsonArray([.. sequence.Children.Select(Json)]),
            YamlScalarNode { Style: not ScalarStyle.Plain } text => JsonValue.Create(text.Value),
            YamlScalarNode { Value: "null" or "~" or "" } => null,
            YamlScalarNode { Value: "true" or "false" } flag => JsonValue.Create(flag.Value == "true"),
            YamlScalarNode scalar when long.TryParse(scalar.Value, out var number) => JsonValue.Create(number),
            YamlScalarNode scalar => JsonValue.Create(scalar.Value),
            _ => throw new ArgumentOutOfRangeException(nameof(node)),
        };

    [GeneratedRegex("-config-[0-9a-z]{10}\"")]
    private static partial Regex HashSuffix();
}
