using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Helm;

/// <summary>values.schema.json: closed, so that a misspelt value is an error and not ignored.</summary>
internal static class ValuesSchema
{
    public static string Write(string chart, IReadOnlyList<Value> values)
    {
        var root = new Mapping { ["$schema"] = "http://json-schema.org/draft-07/schema#", ["title"] = $"Values of the chart {chart}" };
        var properties = Properties(values, 0);

        // Helm hands every chart the values that a parent chart shares.
        properties["global"] = new Mapping { ["type"] = "object" };
        AddSection(root, properties);
        return JsonWriter.Write(root);
    }

    private static Mapping Properties(IReadOnlyList<Value> values, int depth)
    {
        var properties = new Mapping();
        foreach (var group in values.GroupBy(value => value.Path[depth]))
        {
            var first = group.First();
            properties[group.Key] = first.Path.Count == depth + 1 ? Leaf(first) : Section(Properties([.. group], depth + 1));
        }

        return properties;
    }

    private static Mapping Section(Mapping properties)
    {
        var section = new Mapping();
        AddSection(section, properties);
        return section;
    }

    private static void AddSection(Mapping section, Mapping properties)
    {
        section["type"] = "object";
        section["additionalProperties"] = false;
        section["properties"] = properties;
    }

    private static Mapping Leaf(Value value)
    {
        var leaf = new Mapping { ["description"] = value.Comment };
        switch (value.Kind)
        {
            case ValueKind.Text when value.Choices.Count > 0:
                leaf["enum"] = Sequence.Of(value.Choices);
                break;
            case ValueKind.Text:
                leaf["type"] = Sequence.Of("string", "null");
                break;
            case ValueKind.Quantity:
                leaf["type"] = Sequence.Of("string", "number");
                break;
            case ValueKind.Integer:
                leaf["type"] = "integer";
                leaf["minimum"] = 0;
                break;
            case ValueKind.Boolean:
                leaf["type"] = "boolean";
                break;
            case ValueKind.TextMap:
                leaf["type"] = Sequence.Of("object", "null");
                leaf["additionalProperties"] = new Mapping { ["type"] = Sequence.Of("string", "number", "boolean", "null") };
                break;
            case ValueKind.Map:
                leaf["type"] = Sequence.Of("object", "null");
                break;
            default:
                leaf["type"] = Sequence.Of("array", "null");
                break;
        }

        return leaf;
    }
}
