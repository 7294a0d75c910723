using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Deployability.Formats.Yaml;

/// <summary>A YAML file with places; several documents in one file are fine.</summary>
/// <remarks>
/// Of a broken file the documents before the broken one count: half a manifest would seem to lack what only stands further down.
/// An alias is the anchored node itself, so a small file that unfolds to billions of nodes stays small; what merge keys copy is bounded.
/// </remarks>
public sealed class YamlFile
{
    /// <summary>Deeper nesting is an error.</summary>
    public const int MaxDepth = 100;

    private const int MaxMerged = 20_000;

    private readonly string text;
    private readonly int mark;
    private readonly List<YamlNode> documents = [];
    private int merged;

    private YamlFile(string text)
    {
        this.text = text;
        mark = text.Length > 0 && text[0] == '\uFEFF' ? 1 : 0;
    }

    /// <summary>The roots, in the order of the file; empty documents are left out.</summary>
    public IReadOnlyList<YamlNode> Documents => documents;

    /// <summary>Null when the text was read to its end.</summary>
    public FormatError? Error { get; private set; }

    /// <summary>Reads a text; never throws.</summary>
    public static YamlFile Parse(string text)
    {
        var file = new YamlFile(text);
        var binary = text.IndexOf('\0');
        if (binary >= 0)
        {
            // To the library it is the end of the text.
            file.Error = new FormatError("The file is no text.", binary);
            return file;
        }

        try
        {
            file.Read(
                new Parser(new Scanner(new StringReader(Unfilled.Replace(file.mark == 0 ? text : text.Substring(1))), skipComments: true))
            );
        }
        catch (YamlException exception)
        {
            file.Error = new FormatError(exception.Message, file.Position(exception.Start));
        }
        catch (InvalidOperationException exception)
        {
            // What the library says of a few texts that are no YAML at all; without a place.
            file.Error = new FormatError(exception.Message, text.Length);
        }

        return file;
    }

    /// <summary>Reads the YAML that the text of a scalar is, as of an inline patch; what it yields stands in the scalar's file.</summary>
    /// <remarks>Of a literal block (<c>|</c>) each place is exact, of another style it is that of the scalar.</remarks>
    public static YamlFile ParseInside(YamlNode scalar) => scalar.Inside ??= ReadInside(scalar);

    private static YamlFile ReadInside(YamlNode scalar)
    {
        var file = Parse(scalar.Text);
        var lines = LinesOf(scalar);
        var map = LineMap.OfFeeds(scalar.Text);
        foreach (var document in file.documents)
        {
            document.Move(scalar.File, range => lines is null ? scalar.Range : Inside(range));
        }

        return file;

        TextRange Inside(TextRange range) => TextRange.FromBounds(PlaceOf(range.Start), PlaceOf(range.End));

        int PlaceOf(int position)
        {
            var line = map.LineOf(position);
            return line < lines.Count ? Math.Min(lines[line] + position - map.StartOf(line), scalar.Range.End) : scalar.Range.End;
        }
    }

    // Where the lines of a literal block begin behind their indentation; null for another scalar, or one that is not written as it reads.
    private static List<int>? LinesOf(YamlNode scalar)
    {
        var source = scalar.File.text;
        if (scalar.Range.Length == 0 || source[scalar.Range.Start] != '|')
        {
            return null;
        }

        var result = new List<int>();
        var indentation = -1;
        var position = scalar.Range.Start;
        foreach (var line in scalar.Text.Split('\n'))
        {
            var start = source.IndexOf('\n', position) + 1;
            if (start == 0)
            {
                break;
            }

            var content = start;
            while (line.Length > 0 && indentation < 0 && content < source.Length && source[content] == ' ')
            {
                content++;
            }

            if (line.Length > 0 && indentation < 0)
            {
                indentation = content - start - (line.Length - line.TrimStart(' ').Length);
            }

            var place = start + Math.Max(indentation, 0);
            if (line.Length > 0 && string.CompareOrdinal(source, place, line, 0, line.Length) != 0)
            {
                return null;
            }

            result.Add(line.Length > 0 ? place : start);
            position = start;
        }

        return result;
    }

    private void Read(Parser parser)
    {
        var anchors = new Dictionary<string, YamlNode>(StringComparer.Ordinal);
        var open = new Stack<Frame>();
        YamlNode? root = null;
        while (parser.MoveNext())
        {
            var current = parser.Current!;
            var range = RangeOf(current);
            switch (current)
            {
                case DocumentStart:
                    anchors.Clear();
                    root = null;
                    break;
                case DocumentEnd when root is { IsNull: false }:
                    documents.Add(root);
                    break;
                case Scalar scalar:
                    var isPlain = scalar.Style is ScalarStyle.Plain;
                    Attach(new YamlNode(this, YamlKind.Scalar, range, scalar.Value, isPlain, TagOf(scalar)), scalar.Anchor);
                    break;
                case AnchorAlias alias:
                    // An anchor that stands nowhere, or around this very place, names nothing.
                    Attach(
                        anchors.TryGetValue(alias.Value.Value, out var node)
                            ? node
                            : new YamlNode(this, YamlKind.Scalar, range, "", isPlain: true),
                        AnchorName.Empty
                    );
                    break;
                case MappingStart start:
                    Open(YamlKind.Mapping, start, range, start.Style == MappingStyle.Flow);
                    break;
                case SequenceStart start:
                    Open(YamlKind.Sequence, start, range, start.Style == SequenceStyle.Flow);
                    break;
                case MappingEnd or SequenceEnd:
                    Close(range);
                    break;
            }
        }

        void Open(YamlKind kind, NodeEvent start, TextRange range, bool isFlow)
        {
            if (open.Count == MaxDepth)
            {
                throw new YamlException(start.Start, start.End, "The nesting is too deep.");
            }

            open.Push(new Frame(new YamlNode(this, kind, range, tag: TagOf(start)), start.Anchor, isFlow));
        }

        void Close(TextRange range)
        {
            var frame = open.Pop();
            frame.Node.Range = TextRange.FromBounds(frame.Node.Range.Start, EndOf(frame, range));
            frame.Node.Merged = Merge(frame.Node);
            Attach(frame.Node, frame.Anchor);
        }

        void Attach(YamlNode node, AnchorName anchor)
        {
            if (!anchor.IsEmpty)
            {
                node.IsAnchored = true;
                anchors[anchor.Value] = node;
            }

            if (open.Count == 0)
            {
                root = node;
                return;
            }

            var frame = open.Peek();
            if (frame.Node.Kind == YamlKind.Sequence)
            {
                frame.Node.Add(node);
            }
            else if (frame.Key is not { } key)
            {
                frame.Key = node;
            }
            else
            {
                frame.Node.Add(new YamlEntry(key.Text, key.Range, node));
                frame.Key = null;
            }
        }
    }

    // To the library a flow collection ends in front of its bracket, and a block where the next thing begins.
    private int EndOf(Frame frame, TextRange range)
    {
        if (frame.IsFlow)
        {
            return range.End + (range.End < text.Length && text[range.End] is ']' or '}' ? 1 : 0);
        }

        var end = range.End;
        while (end > frame.Node.Range.End && char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        return end;
    }

    private List<YamlEntry> Merge(YamlNode mapping)
    {
        var result = new List<YamlEntry>();
        HashSet<string>? names = null;
        foreach (var entry in mapping.Entries)
        {
            if (entry.Name != "<<")
            {
                continue;
            }

            names ??= [.. mapping.Entries.Select(static own => own.Name)];
            foreach (var source in entry.Value.Kind == YamlKind.Sequence ? entry.Value.Items : [entry.Value])
            {
                foreach (var other in source.AllEntries)
                {
                    if (++merged > MaxMerged)
                    {
                        return result;
                    }

                    if (names.Add(other.Name))
                    {
                        result.Add(other);
                    }
                }
            }
        }

        return result;
    }

    private static string TagOf(NodeEvent node) => node.Tag.IsEmpty || node.Tag.IsNonSpecific ? "" : node.Tag.Value;

    private int Position(Mark position) => (int)Math.Max(0, Math.Min(text.Length, position.Index + mark));

    // The library counts anchor and tag in.
    private TextRange RangeOf(ParsingEvent current)
    {
        var start = Position(current.Start);
        var end = Position(current.End);
        if (current is NodeEvent)
        {
            while (start < end && text[start] is '&' or '!')
            {
                start = SkipSpace(SkipWord(start, end), end);
            }
        }

        return TextRange.FromBounds(start, end);
    }

    private int SkipWord(int position, int end)
    {
        while (position < end && !char.IsWhiteSpace(text[position]))
        {
            position++;
        }

        return position;
    }

    private int SkipSpace(int position, int end)
    {
        while (position < end && (char.IsWhiteSpace(text[position]) || text[position] == '#'))
        {
            position = text[position] == '#' ? EndOfLine(position, end) : position + 1;
        }

        return position;
    }

    private int EndOfLine(int position, int end)
    {
        while (position < end && text[position] is not ('\n' or '\r'))
        {
            position++;
        }

        return position;
    }

    private sealed class Frame(YamlNode node, AnchorName anchor, bool isFlow)
    {
        public bool IsFlow { get; } = isFlow;

        public YamlNode Node { get; } = node;

        public AnchorName Anchor { get; } = anchor;

        public YamlNode? Key { get; set; }
    }
}
