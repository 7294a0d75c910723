using System.Globalization;
using Deployability.Publish.Tree;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Deployability.Publish.Targets.Helm;

/// <summary>values.schema.json: closed, so that a misspelt value is an error and not ignored.</summary>
internal static class ValuesSchema
{
    public static string Write(string chart, IReadOnlyList<Value> values)
    {
        var root = Section([.. values], 0);
        root.AddFirst(new JProperty("title", $"Values of the chart {chart}"));
        root.AddFirst(new JProperty("$schema", "http://json-schema.org/draft-07/schema#"));

        // Helm hands every chart the values that a parent chart shares.
        ((JObject)root["properties"]!)["global"] = new JObject { ["type"] = "object" };
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        using (var writer = new JsonTextWriter(text) { Formatting = Formatting.Indented })
        {
            root.WriteTo(writer);
        }

        return text + "\n";
    }

    private static JObject Section(IReadOnlyList<Value> values, int depth)
    {
        var properties = new JObject();
        foreach (var group in values.GroupBy(value => value.Path[depth]))
        {
            var first = group.First();
            properties[group.Key] = first.Path.Count == depth + 1 ? Leaf(first) : Section([.. group], depth + 1);
        }

        return new JObject
        {
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["properties"] = properties,
        };
    }

    private static JObject Leaf(Value value)
    {
        var leaf = new JObject { ["description"] = value.Comment };
        switch (value.Kind)
        {
            case ValueKind.Text when value.Choices.Count > 0:
                leaf["enum"] = new JArray(value.Choices);
                break;
            case ValueKind.Text:
                leaf["type"] = new JArray("string", "null");
                break;
            case ValueKind.Quantity:
                leaf["type"] = new JArray("string", "number");
                break;
            case ValueKind.Integer:
                leaf["type"] = "integer";
                leaf["minimum"] = 0;
                break;
            case ValueKind.Boolean:
                leaf["type"] = "boolean";
                break;
            case ValueKind.TextMap:
                leaf["type"] = new JArray("object", "null");
                leaf["additionalProperties"] = new JObject { ["type"] = new JArray("string", "number", "boolean", "null") };
                break;
            case ValueKind.Map:
                leaf["type"] = new JArray("object", "null");
                break;
            default:
                leaf["type"] = new JArray("array", "null");
                break;
        }

        return leaf;
    }
}
