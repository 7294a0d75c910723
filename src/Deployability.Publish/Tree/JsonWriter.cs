using Deployability.Formats.Json;

namespace Deployability.Publish.Tree;

/// <summary>Writes document trees as JSON, which has no place for comments.</summary>
public static class JsonWriter
{
    /// <summary>The document, indented, with LF.</summary>
    /// <param name="document">The tree; each hole is filled with its default.</param>
    public static string Write(Node document)
    {
        var json = new JsonText(isIndented: true);
        Write(json, Nodes.Fill(document, static value => value.Default) ?? new Mapping());
        return json + "\n";
    }

    private static void Write(JsonText json, Node node)
    {
        switch (node)
        {
            case Mapping mapping:
                json.Open('{');
                foreach (var entry in mapping)
                {
                    json.Name(entry.Key);
                    Write(json, entry.Value);
                }

                json.Close('}');
                break;
            case Sequence sequence:
                json.Open('[');
                foreach (var item in sequence)
                {
                    Write(json, item);
                }

                json.Close(']');
                break;
            case Scalar { Type: ScalarType.Text } text:
                json.Value(text.Value);
                break;
            case Scalar literal:
                json.Literal(literal.Value);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(node), node.GetType().Name, "A node without a rendering.");
        }
    }
}
