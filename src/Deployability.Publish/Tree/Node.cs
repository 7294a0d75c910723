using System.Collections;

namespace Deployability.Publish.Tree;

/// <summary>A part of a document tree. A document is built once and rendered as plain YAML or as a chart template.</summary>
public abstract class Node
{
    /// <summary>Lines written above the node; empty for none.</summary>
    public string Comment { get; init; } = "";

    public static implicit operator Node(string text) => new Scalar(text, ScalarType.Text);

    /// <summary>Text, or for empty text nothing, so that its key is left out.</summary>
    public static Node? Optional(string text) => text.Length == 0 ? null : (Node)text;

    public static implicit operator Node(int number) => new Scalar(Text.Of(number), ScalarType.Integer);

    public static implicit operator Node(bool flag) => new Scalar(flag ? "true" : "false", ScalarType.Boolean);

    public static implicit operator Node(Value value) => new Hole(value);

    public static implicit operator Node(Expression expression) => new Formula(expression);
}

/// <summary>What a scalar is. The type decides the quoting, never the look of the text.</summary>
public enum ScalarType
{
    Text,
    Integer,

    /// <summary>A number with a fraction.</summary>
    Decimal,
    Boolean,
    Null,
}

/// <summary>A single value.</summary>
public sealed class Scalar(string value, ScalarType type) : Node
{
    /// <summary>An explicit null (<c>KEY:</c> in compose: take the value from the environment, if there is one).</summary>
    public static Scalar Null { get; } = new("null", ScalarType.Null);

    public string Value { get; } = value;

    public ScalarType Type { get; } = type;

    /// <summary>Comment on the same line; empty for none.</summary>
    public string Remark { get; init; } = "";
}

/// <summary>What a value of the chart holds. A list or mapping that is empty leaves its key out.</summary>
public sealed class Hole(Value value) : Node
{
    public Value Value { get; } = value;
}

/// <summary>A text that is put together.</summary>
public sealed class Formula(Expression expression) : Node
{
    public Expression Expression { get; } = expression;
}

/// <summary>A document, entry or item that is there under a condition, or another one in its place.</summary>
public sealed class Conditional(Condition condition, Node then, Node? otherwise = null) : Node
{
    public Condition Condition { get; } = condition;

    public Node Then { get; } = then;

    public Node? Otherwise { get; } = otherwise;
}

/// <summary>The entries of a mapping, or the items of a list, that a value holds, among entries or items that are always there.</summary>
public sealed class Spread(Value value) : Node
{
    public Value Value { get; } = value;
}

/// <summary>A mapping that several objects share: a helper in a chart.</summary>
/// <param name="helper">Name of the helper.</param>
/// <param name="comment">What it is for.</param>
/// <param name="body">What it holds.</param>
public sealed class Fragment(string helper, string comment, Mapping body) : Node
{
    public string Helper { get; } = helper;

    /// <summary>What the helper is for.</summary>
    public string Purpose { get; } = comment;

    public Mapping Body { get; } = body;
}

/// <summary>A key and its value. A class, for what is generic over structs of the framework is compiled anew in every publish.</summary>
public sealed record MappingEntry(string Key, Node Value);

/// <summary>Keys and values in the order in which they were added. A null value leaves its key out.</summary>
public sealed class Mapping : Node, IEnumerable<MappingEntry>
{
    private readonly List<MappingEntry> entries = [];

    public int Count => entries.Count;

    public MappingEntry this[int index] => entries[index];

    public Node? this[string key]
    {
        get => entries.Find(entry => entry.Key == key)?.Value;
        set
        {
            if (value is not null)
            {
                entries.Add(new(key, value));
            }
        }
    }

    /// <summary>A mapping with these entries, each value text.</summary>
    public static Mapping Of(IEnumerable<NamedValue> entries) =>
        Of(entries.Select(static entry => new MappingEntry(entry.Key, entry.Value)));

    /// <summary>A mapping with these entries.</summary>
    public static Mapping Of(SortedList<string, Node> entries) => Of(entries.Keys.Select(key => new MappingEntry(key, entries[key])));

    /// <summary>A mapping with these entries.</summary>
    public static Mapping Of(IEnumerable<MappingEntry> entries)
    {
        var mapping = new Mapping();
        foreach (var entry in entries)
        {
            mapping[entry.Key] = entry.Value;
        }

        return mapping;
    }

    /// <summary>Adds the entries that a value holds.</summary>
    public void Add(Spread spread) => entries.Add(new("", spread));

    /// <summary>Adds the entries of a mapping that several objects share.</summary>
    public void Add(Fragment shared) => entries.Add(new("", shared));

    /// <summary>Null instead of an empty mapping, so that its key is left out.</summary>
    public Mapping? OrNothing() => Count == 0 ? null : this;

    public IEnumerator<MappingEntry> GetEnumerator() => entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>A list.</summary>
public sealed class Sequence(IEnumerable<Node> items) : Node, IEnumerable<Node>
{
    private readonly List<Node> items = [.. items];

    public Sequence()
        : this([]) { }

    public int Count => items.Count;

    public Node this[int index] => items[index];

    /// <summary>Comment lines after the last item.</summary>
    public string Footer { get; init; } = "";

    public static Sequence Of(params Node[] items) => new(items);

    public static Sequence Of(IEnumerable<string> items) => new(items.Select(static item => (Node)item));

    /// <summary>Adds an item; nothing for null.</summary>
    public void Add(Node? item)
    {
        if (item is not null)
        {
            items.Add(item);
        }
    }

    /// <summary>Null instead of an empty list, so that its key is left out.</summary>
    public Sequence? OrNothing() => Count == 0 ? null : this;

    public IEnumerator<Node> GetEnumerator() => items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
