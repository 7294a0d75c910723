namespace Deployability.Formats.Json;

/// <summary>What a value of a JSON file is.</summary>
public enum JsonKind
{
    Object,
    Array,
    String,
    Number,
    Boolean,
    Null,
}

/// <summary>A value of a JSON file.</summary>
/// <remarks>Of a broken file, an object or array ends with what could be read of it.</remarks>
public sealed class JsonNode
{
    private static readonly List<JsonMember> NoMembers = [];
    private static readonly List<JsonNode> NoItems = [];

    // Most nodes are scalars, so lists are made where something comes in.
    private List<JsonMember> members = NoMembers;
    private List<JsonNode> items = NoItems;

    internal JsonNode(JsonKind kind, TextRange range, string text = "")
    {
        Kind = kind;
        Range = range;
        Text = text;
    }

    public JsonKind Kind { get; }

    /// <summary>With quotes, braces or brackets.</summary>
    public TextRange Range { get; private set; }

    /// <summary>Whether an object or array has its closing bracket; always true of other values.</summary>
    public bool IsWhole { get; private set; } = true;

    /// <summary>The text that configuration yields for a scalar: unescaped, digits as they are written, <c>True</c>, empty for null.</summary>
    public string Text { get; }

    /// <summary>Of an object, in the order of the file; a name may occur twice.</summary>
    public IReadOnlyList<JsonMember> Members => members;

    /// <summary>Of an array.</summary>
    public IReadOnlyList<JsonNode> Items => items;

    /// <summary>The value of a member whatever its case, the last one of that name; null when there is none.</summary>
    public JsonNode? Find(string name) =>
        members.FindLast(member => string.Equals(member.Name, name, StringComparison.OrdinalIgnoreCase))?.Value;

    /// <summary>The text of a scalar member, found as <see cref="Find"/> does; empty when there is none.</summary>
    public string TextOf(string name) => Find(name)?.Text ?? "";

    internal void Add(string name, TextRange nameRange, JsonNode value)
    {
        if (members == NoMembers)
        {
            members = [];
        }

        members.Add(new JsonMember(name, nameRange, value));
    }

    internal void Add(JsonNode item)
    {
        if (items == NoItems)
        {
            items = [];
        }

        items.Add(item);
    }

    internal void End(int position, bool isWhole)
    {
        Range = TextRange.FromBounds(Range.Start, position);
        IsWhole = isWhole;
    }
}

/// <summary>A name and its value.</summary>
/// <param name="Name">Unescaped.</param>
/// <param name="NameRange">With quotes.</param>
/// <param name="Value">A scalar, object or array.</param>
public sealed record JsonMember(string Name, TextRange NameRange, JsonNode Value);
