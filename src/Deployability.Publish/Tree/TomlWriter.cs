using System.Globalization;
using System.Text;

namespace Deployability.Publish.Tree;

/// <summary>Writes document trees as TOML: values first, then tables, then lists of tables, as the format wants it.</summary>
public sealed class TomlWriter
{
    private readonly List<string> lines = [];

    private TomlWriter() { }

    /// <summary>Writes a document.</summary>
    /// <param name="header">Comment lines at the top, without <c>#</c>.</param>
    /// <param name="document">The tree; each hole is filled with its default.</param>
    public static string Write(IReadOnlyList<string> header, Mapping document)
    {
        var writer = new TomlWriter();
        writer.Comment(string.Join("\n", header));
        if (Nodes.Fill(document, static value => value.Default) is Mapping filled)
        {
            writer.Table("", filled);
        }

        return Text.Lines(writer.lines);
    }

    private void Table(string path, Mapping table)
    {
        foreach (var entry in table.Where(static entry => !IsTable(entry.Value)))
        {
            Comment(entry.Value.Comment);
            lines.Add($"{Key(entry.Key)} = {Inline(entry.Value)}");
        }

        foreach (var entry in table.Where(static entry => IsTable(entry.Value)))
        {
            var name = path.Length == 0 ? Key(entry.Key) : $"{path}.{Key(entry.Key)}";
            foreach (var body in Bodies(entry.Value))
            {
                var brackets = entry.Value is Mapping ? "[{}]" : "[[{}]]";
                if (brackets[1] == '[' || body.Count == 0 || body.Any(static inner => !IsTable(inner.Value)))
                {
                    lines.Add("");
                    Comment(body.Comment);
                    lines.Add(brackets.Replace("{}", name));
                }

                Table(name, body);
            }
        }
    }

    private static IEnumerable<Mapping> Bodies(Node node) => node is Mapping table ? [table] : ((Sequence)node).Cast<Mapping>();

    private static bool IsTable(Node node) =>
        node is Mapping || (node is Sequence { Count: > 0 } sequence && sequence.All(static item => item is Mapping));

    private void Comment(string comment)
    {
        if (comment.Length > 0)
        {
            lines.AddRange(comment.Split('\n').Select(static line => $"# {line}".TrimEnd()));
        }
    }

    private static string Inline(Node node) =>
        node switch
        {
            Sequence sequence => $"[{string.Join(", ", sequence.Select(Inline))}]",
            Scalar { Type: ScalarType.Text } text => Quoted(text.Value),
            Scalar { Type: not ScalarType.Null } scalar => scalar.Value,
            _ => throw new ArgumentOutOfRangeException(nameof(node), node.GetType().Name, "A node without a rendering."),
        };

    private static string Key(string key) =>
        key.Length > 0 && key.All(static c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_' or '-')
            ? key
            : Quoted(key);

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            quoted.Append(
                c switch
                {
                    '"' => "\\\"",
                    '\\' => "\\\\",
                    '\n' => "\\n",
                    '\r' => "\\r",
                    '\t' => "\\t",
                    < ' ' or '\u007f' => $"\\u{((int)c).ToString("X4", CultureInfo.InvariantCulture)}",
                    _ => c.ToString(),
                }
            );
        }

        return quoted.Append('"').ToString();
    }
}
