using System.Globalization;
using Newtonsoft.Json;

namespace Deployability.Formats.Json;

/// <summary>A JSON file with places: settings, launch profiles, keys.</summary>
/// <remarks>
/// Comments, trailing commas and a byte order mark are fine, as they are to .NET's configuration. Of a broken file, what stands before the error counts.
/// </remarks>
public sealed class JsonFile
{
    /// <summary>Deeper nesting is an error, as it is to .NET's configuration.</summary>
    public const int MaxDepth = 64;

    private readonly Lazy<IReadOnlyList<JsonSetting>> settings;

    private JsonFile(JsonNode? root, IReadOnlyList<TextRange> comments, FormatError? error)
    {
        Root = root;
        Comments = comments;
        Error = error;
        settings = new Lazy<IReadOnlyList<JsonSetting>>(Flatten);
    }

    /// <summary>Null when the text holds no value at all.</summary>
    public JsonNode? Root { get; }

    /// <summary>In the order of the file, with their delimiters.</summary>
    public IReadOnlyList<TextRange> Comments { get; }

    /// <summary>Null when the text was read to its end.</summary>
    public FormatError? Error { get; }

    /// <summary>The value of a text that was read to its end; null when it was not, or holds none.</summary>
    public JsonNode? Whole => Error is null ? Root : null;

    /// <summary>The scalars in the order of the file, under the keys that .NET's configuration gives them.</summary>
    public IReadOnlyList<JsonSetting> Settings => settings.Value;

    /// <summary>Reads a text; never throws.</summary>
    public static JsonFile Parse(string text) => new Builder(text).Read();

    private List<JsonSetting> Flatten()
    {
        var result = new List<JsonSetting>();
        if (Root is not null)
        {
            Flatten(Root, "", result);
        }

        return result;
    }

    // No deeper than MaxDepth.
    private static void Flatten(JsonNode node, string key, List<JsonSetting> result)
    {
        switch (node.Kind)
        {
            case JsonKind.Object:
                foreach (var member in node.Members)
                {
                    Flatten(member.Value, Join(key, member.Name), result);
                }

                break;
            case JsonKind.Array:
                for (var index = 0; index < node.Items.Count; index++)
                {
                    Flatten(node.Items[index], Join(key, index.ToString(CultureInfo.InvariantCulture)), result);
                }

                break;
            default:
                result.Add(new JsonSetting(key, node.Text, node.Range, node.Kind));
                break;
        }
    }

    private static string Join(string section, string name) => section.Length == 0 ? name : section + ":" + name;

    // The reader says where a token ends; where it begins follows from the end of the one before.
    private sealed class Builder(string text)
    {
        private readonly LineMap lines = LineMap.OfLibrary(text);
        private readonly Stack<JsonNode> open = new();
        private readonly List<TextRange> comments = [];
        private JsonNode? root;
        private string name = "";
        private TextRange nameRange;

        public JsonFile Read()
        {
            FormatError? error = null;
            var mark = text.Length > 0 && text[0] == '\uFEFF' ? 1 : 0;
            var end = mark;
            using var reader = new JsonTextReader(new StringReader(mark == 0 ? text : text.Substring(1)))
            {
                DateParseHandling = DateParseHandling.None,
                MaxDepth = MaxDepth,
            };
            try
            {
                while (reader.Read() && reader.TokenType is not (JsonToken.StartConstructor or JsonToken.EndConstructor))
                {
                    var position = Position(reader.LineNumber, reader.LinePosition, mark);
                    Add(reader, TextRange.FromBounds(Math.Min(Skip(end), position), position));
                    end = position;
                }
            }
            catch (JsonReaderException exception)
            {
                error = new FormatError(exception.Message, Position(exception.LineNumber, exception.LinePosition, mark));
            }

            while (open.Count > 0)
            {
                open.Pop().End(end, isWhole: false);
            }

            return new JsonFile(root, comments, error);
        }

        private void Add(JsonTextReader reader, TextRange range)
        {
            switch (reader.TokenType)
            {
                case JsonToken.StartObject:
                    Open(new JsonNode(JsonKind.Object, range));
                    break;
                case JsonToken.StartArray:
                    Open(new JsonNode(JsonKind.Array, range));
                    break;
                case JsonToken.EndObject or JsonToken.EndArray:
                    open.Pop().End(range.End, isWhole: true);
                    break;
                case JsonToken.PropertyName:
                    // The reader has gone on to the colon.
                    name = (string)reader.Value!;
                    nameRange = TextRange.FromBounds(range.Start, EndOfName(range.Start, range.End));
                    break;
                case JsonToken.Comment:
                    comments.Add(range);
                    break;
                case JsonToken.String:
                    Attach(new JsonNode(JsonKind.String, range, (string)reader.Value!));
                    break;
                case JsonToken.Boolean:
                    Attach(new JsonNode(JsonKind.Boolean, range, (bool)reader.Value! ? "True" : "False"));
                    break;
                case JsonToken.Integer or JsonToken.Float:
                    Attach(new JsonNode(JsonKind.Number, range, range.Of(text)));
                    break;
                default:
                    Attach(new JsonNode(JsonKind.Null, range));
                    break;
            }
        }

        private void Open(JsonNode node)
        {
            Attach(node);
            open.Push(node);
        }

        private void Attach(JsonNode node)
        {
            if (open.Count == 0)
            {
                root ??= node;
            }
            else if (open.Peek() is { Kind: JsonKind.Object } section)
            {
                section.Add(name, nameRange, node);
            }
            else
            {
                open.Peek().Add(node);
            }
        }

        private int Position(int line, int column, int mark) => lines.PositionOf(line - 1, column + (line <= 1 ? mark : 0));

        private int Skip(int position)
        {
            while (position < text.Length && (char.IsWhiteSpace(text[position]) || text[position] is ',' or ':' or '\0'))
            {
                position++;
            }

            return position;
        }

        private int EndOfName(int start, int end)
        {
            if (start >= text.Length || text[start] is not ('"' or '\''))
            {
                var colon = text.IndexOf(':', start, end - start);
                end = colon < 0 ? end : colon;
                while (end > start && char.IsWhiteSpace(text[end - 1]))
                {
                    end--;
                }

                return end;
            }

            for (var i = start + 1; i < end; i++)
            {
                if (text[i] == '\\')
                {
                    i++;
                }
                else if (text[i] == text[start])
                {
                    return i + 1;
                }
            }

            return end;
        }
    }
}
