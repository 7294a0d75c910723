using System.Globalization;
using System.Text;

namespace Deployability.Publish.Tree;

/// <summary>
/// Writes document trees as YAML: LF, two spaces, stable order, quoting by type. A filled tree becomes a manifest;
/// a tree with holes and conditions becomes the template of a chart.
/// </summary>
public sealed class YamlWriter
{
    private const int Step = 2;

    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        // YAML 1.1 readers, Kubernetes tools among them, take these for booleans and nulls.
        "true",
        "false",
        "yes",
        "no",
        "on",
        "off",
        "y",
        "n",
        "null",
    };

    private readonly List<string> lines = [];

    /// <summary>Name of the chart, which its helpers begin with; empty for a manifest.</summary>
    private readonly string chart;

    private YamlWriter(string chart) => this.chart = chart;

    private bool IsTemplate => chart.Length > 0;

    /// <summary>Writes one or more documents.</summary>
    /// <param name="header">Comment lines at the top, without <c>#</c>.</param>
    /// <param name="documents">The trees; each hole is filled with its default.</param>
    public static string Write(IReadOnlyList<string> header, params Node[] documents) =>
        new YamlWriter("").Documents(
            header,
            documents.Select(static document => Nodes.Fill(document, static value => value.Default) ?? new Mapping())
        );

    /// <summary>Writes the template of a chart.</summary>
    /// <param name="chart">Name of the chart, which its helpers begin with.</param>
    /// <param name="header">Comment lines at the top, without <c>#</c>.</param>
    /// <param name="documents">The trees.</param>
    public static string Template(string chart, IReadOnlyList<string> header, IEnumerable<Node> documents) =>
        new YamlWriter(chart).Documents(header, documents);

    /// <summary>The body of a helper: a mapping that starts at the margin.</summary>
    public static string HelperBody(string chart, Mapping body)
    {
        var writer = new YamlWriter(chart);
        writer.Entries(body, 0);
        return string.Join("\n", writer.lines);
    }

    private string Documents(IReadOnlyList<string> header, IEnumerable<Node> documents)
    {
        Comment(string.Join("\n", header), 0);
        var isFirst = true;
        foreach (var document in documents)
        {
            var (condition, body) = document is Conditional choice ? (choice.Condition, choice.Then) : (null, document);
            if (condition is not null)
            {
                lines.Add($"{{{{- if {Go.Bare(condition.Template)} }}}}");
            }

            if (!isFirst)
            {
                lines.Add("---");
            }

            isFirst = false;
            Document(body);
            if (condition is not null)
            {
                lines.Add("{{- end }}");
            }
        }

        return Text.Lines(lines);
    }

    private void Document(Node body)
    {
        switch (body)
        {
            case Mapping { Count: > 0 } mapping:
                Entries(mapping, 0);
                break;
            case Sequence { Count: > 0 } sequence:
                Items(sequence, 0);
                break;
            default:
                lines.Add(Inline(body));
                break;
        }
    }

    private void Entries(Mapping mapping, int indent)
    {
        foreach (var entry in mapping)
        {
            if (entry.Value is Spread spread)
            {
                Spread(spread.Value, indent);
            }
            else if (entry is { Key: "", Value: Fragment shared })
            {
                var call = $"include {Go.Quoted(shared.Helper)} .";
                lines.Add(indent == 0 ? $"{{{{ {call} }}}}" : $"{Blank(indent)}{{{{- {call} | nindent {Text.Of(indent)} }}}}");
            }
            else
            {
                Entry(entry.Key, entry.Value, indent);
            }
        }
    }

    private void Entry(string key, Node value, int indent)
    {
        Comment(value.Comment, indent);
        var start = $"{Blank(indent)}{Formatted(key)}:";
        switch (value)
        {
            case Conditional { Then: Hole { Value: { Kind: ValueKind.Map or ValueKind.List } held } } choice
                when choice.Condition.Template == Go.Path(held):
                With(held, start, indent, choice.Otherwise is { } otherwise ? () => Entry(key, otherwise, indent) : null);
                break;
            case Conditional choice:
                If(choice, indent, node => Entry(key, node, indent));
                break;
            case Hole { Value: { Kind: ValueKind.Map or ValueKind.List or ValueKind.TextMap } held }:
                With(held, start, indent, otherwise: null);
                break;
            case Fragment shared:
                lines.Add(start);
                lines.Add($"{Blank(indent + Step)}{{{{- include {Go.Quoted(shared.Helper)} . | nindent {Text.Of(indent + Step)} }}}}");
                break;
            case Mapping { Count: > 0 } mapping:
                IfPresent(
                    Presence(mapping),
                    indent,
                    () =>
                    {
                        lines.Add(start);
                        Entries(mapping, indent + Step);
                    }
                );
                break;
            case Sequence { Count: > 0 } sequence:
                IfPresent(
                    Presence(sequence),
                    indent,
                    () =>
                    {
                        lines.Add(start);
                        Items(sequence, indent + Step);
                    }
                );
                break;
            case Scalar scalar when IsBlock(scalar):
                lines.Add(start + " |-");
                lines.AddRange(scalar.Value.Split('\n').Select(line => Escaped($"{Blank(indent + Step)}{line}".TrimEnd())));
                break;
            default:
                lines.Add($"{start} {Inline(value)}");
                break;
        }
    }

    private void Items(Sequence sequence, int indent)
    {
        foreach (var item in sequence)
        {
            Item(item, indent);
        }

        Comment(sequence.Footer, indent);
    }

    private void Item(Node item, int indent)
    {
        Comment(item.Comment, indent);
        switch (item)
        {
            case Conditional choice:
                If(choice, indent, node => Item(node, indent));
                break;
            case Spread spread:
                Spread(spread.Value, indent);
                break;
            case Mapping { Count: > 0 } mapping:
                var first = lines.Count;
                Entries(mapping, indent + Step);
                lines[first] =
                    lines[first].TrimStart() is var text && text.Length > 0 && text[0] is not ('#' or '{')
                        ? $"{Blank(indent)}- {text}"
                        : throw new InvalidOperationException("The first entry of a list's item can have neither comment nor condition.");
                break;
            case Scalar scalar when IsBlock(scalar):
                lines.Add($"{Blank(indent)}- |-");
                lines.AddRange(scalar.Value.Split('\n').Select(line => Escaped($"{Blank(indent + Step)}{line}".TrimEnd())));
                break;
            default:
                lines.Add($"{Blank(indent)}- {Inline(item)}");
                break;
        }
    }

    private void If(Conditional choice, int indent, Action<Node> write)
    {
        if (choice.Condition == Condition.InChart)
        {
            write(choice.Then);
            return;
        }

        lines.Add($"{Blank(indent)}{{{{- if {Go.Bare(choice.Condition.Template)} }}}}");
        write(choice.Then);
        if (choice.Otherwise is { } otherwise)
        {
            lines.Add($"{Blank(indent)}{{{{- else }}}}");
            write(otherwise);
        }

        lines.Add($"{Blank(indent)}{{{{- end }}}}");
    }

    /// <summary>A list or mapping of the user's, unless it is empty.</summary>
    private void With(Value value, string start, int indent, Action? otherwise)
    {
        lines.Add($"{Blank(indent)}{{{{- with {Go.Path(value)} }}}}");
        lines.Add(start);
        lines.Add($"{Blank(indent + Step)}{{{{- toYaml . | nindent {Text.Of(indent + Step)} }}}}");
        if (otherwise is not null)
        {
            lines.Add($"{Blank(indent)}{{{{- else }}}}");
            otherwise();
        }

        lines.Add($"{Blank(indent)}{{{{- end }}}}");
    }

    private void IfPresent(Condition? presence, int indent, Action write)
    {
        if (presence is not null && IsTemplate)
        {
            lines.Add($"{Blank(indent)}{{{{- if {Go.Bare(presence.Template)} }}}}");
        }

        write();
        if (presence is not null && IsTemplate)
        {
            lines.Add($"{Blank(indent)}{{{{- end }}}}");
        }
    }

    private void Spread(Value value, int indent)
    {
        if (value.Kind == ValueKind.TextMap)
        {
            // A key that somebody sets to null is one that he wants gone.
            lines.Add($"{Blank(indent)}{{{{- range $key, $value := {Go.Path(value)} }}}}");
            lines.Add($"{Blank(indent)}{{{{- if not (kindIs \"invalid\" $value) }}}}");
            lines.Add($"{Blank(indent)}{{{{ $key | quote }}}}: {{{{ include {Go.Quoted(chart + ".text")} $value }}}}");
            lines.Add($"{Blank(indent)}{{{{- end }}}}");
            lines.Add($"{Blank(indent)}{{{{- end }}}}");
            return;
        }

        lines.Add($"{Blank(indent)}{{{{- with {Go.Path(value)} }}}}");
        lines.Add($"{Blank(indent)}{{{{- toYaml . | nindent {Text.Of(indent)} }}}}");
        lines.Add($"{Blank(indent)}{{{{- end }}}}");
    }

    /// <summary>When a part has anything in it; null when it always has.</summary>
    private static Condition? Presence(Node node)
    {
        switch (node)
        {
            case Conditional { Otherwise: { } otherwise } choice:
                return Presence(choice.Then) is null && Presence(otherwise) is null ? null : choice.Condition;
            case Conditional choice:
                return choice.Condition == Condition.InChart ? null : choice.Condition;
            case Spread spread:
                return Condition.IsSet(spread.Value);
            case Hole { Value: { Kind: ValueKind.Map or ValueKind.List or ValueKind.TextMap } value }:
                return Condition.IsSet(value);
            case Mapping { Count: > 0 } mapping:
                return Any(mapping.Select(static entry => entry.Value));
            case Sequence { Count: > 0 } sequence:
                return Any(sequence);
            default:
                return null;
        }
    }

    private static Condition? Any(IEnumerable<Node> nodes)
    {
        var conditions = new List<Condition>();
        foreach (var node in nodes)
        {
            if (Presence(node) is not { } condition)
            {
                return null;
            }

            conditions.Add(condition);
        }

        return Condition.Any([.. conditions]);
    }

    private void Comment(string comment, int indent)
    {
        if (comment.Length > 0)
        {
            lines.AddRange(comment.Replace("\r", "").Split('\n').Select(line => Escaped($"{Blank(indent)}# {line}".TrimEnd())));
        }
    }

    private string Inline(Node node) =>
        node switch
        {
            Mapping => "{}",
            Sequence => "[]",
            Scalar { Remark.Length: > 0 } scalar => $"{Formatted(scalar.Value)} # {scalar.Remark}",
            Scalar scalar => scalar.Type == ScalarType.Text ? Formatted(scalar.Value) : scalar.Value,
            Formula formula => $"{{{{ {Go.Bare(formula.Expression.Template)} | quote }}}}",
            Hole { Value: { Kind: ValueKind.Integer } value } => $"{{{{ {Go.Path(value)} | int64 }}}}",
            Hole { Value: { Kind: ValueKind.Boolean } value } => $"{{{{ {Go.Path(value)} }}}}",
            Hole { Value: { Kind: ValueKind.Text } value } => $"{{{{ {Go.Path(value)} | quote }}}}",
            Hole { Value: var value } => $"{{{{ include {Go.Quoted(chart + ".text")} {Go.Path(value)} }}}}",
            _ => throw new ArgumentOutOfRangeException(nameof(node), node.GetType().Name, "A node without a rendering."),
        };

    private string Escaped(string line) => IsTemplate ? Go.Escaped(line) : line;

    private static string Blank(int indent) => new(' ', indent);

    private string Formatted(string text) => IsPlain(text) ? text : Escaped(DoubleQuoted(text));

    private static string DoubleQuoted(string text)
    {
        var quoted = new StringBuilder("\"");
        for (var index = 0; index < text.Length; index++)
        {
            var c = text[index];
            if (char.IsHighSurrogate(c) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]))
            {
                quoted.Append(c).Append(text[++index]);
                continue;
            }

            quoted.Append(
                c switch
                {
                    '"' => "\\\"",
                    '\\' => "\\\\",
                    '\n' => "\\n",
                    '\r' => "\\r",
                    '\t' => "\\t",
                    < ' ' or (>= '\u007f' and <= '\u00a0') or '\u2028' or '\u2029' or '\ufeff' or >= '\ufffe' => Escape(c),
                    _ => char.IsSurrogate(c) ? Escape(c) : c.ToString(),
                }
            );
        }

        return quoted.Append('"').ToString();
    }

    private static string Escape(char c) => $"\\u{((int)c).ToString("X4", CultureInfo.InvariantCulture)}";

    private static bool IsBlock(Scalar scalar) => scalar.Type == ScalarType.Text && IsBlock(scalar.Value);

    /// <summary>Whether several lines of plain ASCII can stand as a block that a person can read.</summary>
    private static bool IsBlock(string text) =>
        text.Contains('\n')
        && text[0] is > ' ' and not '#'
        && text.All(static c => c is '\n' or (>= ' ' and <= '~'))
        && !text.Contains(" \n")
        && !text.Contains("\n\n")
        && text[text.Length - 1] > ' ';

    /// <summary>Whether every reader of YAML 1.1 and 1.2 takes the bare text for that same text.</summary>
    private static bool IsPlain(string text)
    {
        if (
            text.Length == 0
            || Reserved.Contains(text)
            || !(IsLetter(text[0]) || text[0] is '/' or '_')
            || text[text.Length - 1] is ':' or ' '
        )
        {
            return false;
        }

        for (var index = 0; index < text.Length; index++)
        {
            var c = text[index];
            var harmless =
                IsLetter(c)
                || c is (>= '0' and <= '9') or '/' or '_' or '.' or '-' or '@' or '=' or '+' or ';'
                || (c == ':' && text[index + 1] != ' ')
                || (c is ' ' or ',' or '(' or ')' && IsLetter(text[0]));
            if (!harmless)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsLetter(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z');
}
