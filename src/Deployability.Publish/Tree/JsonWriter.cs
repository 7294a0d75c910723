using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Deployability.Publish.Tree;

/// <summary>Writes document trees as JSON, which has no place for comments.</summary>
public static class JsonWriter
{
    /// <summary>The document, indented, with LF.</summary>
    /// <param name="document">The tree; each hole is filled with its default.</param>
    public static string Write(Node document) =>
        Token(Nodes.Fill(document, static value => value.Default) ?? new Mapping()).ToString(Formatting.Indented).Replace("\r\n", "\n")
        + "\n";

    private static JToken Token(Node node) =>
        node switch
        {
            Mapping mapping => new JObject(mapping.Select(static entry => new JProperty(entry.Key, Token(entry.Value)))),
            Sequence sequence => new JArray(sequence.Select(Token)),
            Scalar { Type: ScalarType.Text } text => new JValue(text.Value),
            Scalar { Type: ScalarType.Integer } number => new JValue(long.Parse(number.Value, CultureInfo.InvariantCulture)),
            Scalar { Type: ScalarType.Decimal } number => new JValue(decimal.Parse(number.Value, CultureInfo.InvariantCulture)),
            Scalar { Type: ScalarType.Boolean } flag => new JValue(flag.Value == "true"),
            Scalar { Type: ScalarType.Null } => JValue.CreateNull(),
            _ => throw new ArgumentOutOfRangeException(nameof(node), node.GetType().Name, "A node without a rendering."),
        };
}
