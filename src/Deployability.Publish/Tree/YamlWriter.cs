using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Deployability.Publish.Tree;

/// <summary>Writes document trees as YAML: LF, two spaces, stable order, quoting by type.</summary>
public static class YamlWriter
{
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        // YAML 1.1 readers, Kubernetes tools among them, take these for booleans and nulls.
        "true", "false", "yes", "no", "on", "off", "y", "n", "null",
    };

    /// <summary>Writes one or more documents.</summary>
    /// <param name="header">Comment lines at the top, without <c>#</c>.</param>
    /// <param name="documents">The trees; holes render their default.</param>
    public static string Write(IReadOnlyList<string> header, params Node[] documents)
    {
        using var text = new StringWriter(System.Globalization.CultureInfo.InvariantCulture) { NewLine = "\n" };
        foreach (var line in header)
        {
            text.WriteLine($"# {line}".TrimEnd());
        }

        for (var index = 0; index < documents.Length; index++)
        {
            if (index > 0)
            {
                text.WriteLine("---");
            }

            text.Write(Document(documents[index]));
        }

        return text.ToString();
    }

    private static string Document(Node root)
    {
        using var text = new StringWriter(System.Globalization.CultureInfo.InvariantCulture) { NewLine = "\n" };
        var settings = new EmitterSettings()
            .WithBestIndent(2)
            .WithBestWidth(int.MaxValue)
            .WithIndentedSequences()
            .WithNewLine("\n");
        var emitter = new Emitter(text, settings);
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        Emit(emitter, root);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    private static void Emit(Emitter emitter, Node node)
    {
        switch (node)
        {
            case Hole hole:
                Emit(emitter, hole.Default);
                break;
            case Mapping mapping:
                emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, mapping.Count == 0 ? MappingStyle.Flow : MappingStyle.Block));
                foreach (var entry in mapping)
                {
                    Comment(emitter, entry.Value.Comment);
                    emitter.Emit(Event(new Scalar(entry.Key, ScalarType.Text)));
                    Emit(emitter, entry.Value);
                }

                emitter.Emit(new MappingEnd());
                break;
            case Sequence sequence:
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, sequence.Count == 0 ? SequenceStyle.Flow : SequenceStyle.Block));
                foreach (var item in sequence)
                {
                    Comment(emitter, item.Comment);
                    Emit(emitter, item);
                }

                Comment(emitter, sequence.Footer);
                emitter.Emit(new SequenceEnd());
                break;
            case Scalar scalar:
                emitter.Emit(Event(scalar));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(node), node.GetType().Name, "A node without a rendering.");
        }
    }

    private static void Comment(Emitter emitter, string comment)
    {
        if (comment.Length == 0)
        {
            return;
        }

        foreach (var line in comment.Replace("\r", "").Split('\n'))
        {
            emitter.Emit(new Comment(line, isInline: false));
        }
    }

    private static YamlDotNet.Core.Events.Scalar Event(Scalar scalar)
    {
        var plain = scalar.Type != ScalarType.Text || IsPlain(scalar.Value);
        var style = plain ? ScalarStyle.Plain : IsBlock(scalar.Value) ? ScalarStyle.Literal : ScalarStyle.DoubleQuoted;
        return new YamlDotNet.Core.Events.Scalar(AnchorName.Empty, TagName.Empty, scalar.Value, style, isPlainImplicit: plain, isQuotedImplicit: !plain);
    }

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
        if (text.Length == 0 || Reserved.Contains(text) || !(IsLetter(text[0]) || text[0] is '/' or '_') || text[text.Length - 1] is ':' or ' ')
        {
            return false;
        }

        for (var index = 0; index < text.Length; index++)
        {
            var c = text[index];
            var harmless = IsLetter(c) || c is (>= '0' and <= '9') or '/' or '_' or '.' or '-' or '@' or '=' or '+' or ';'
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
