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
}

/// <summary>What a scalar is. The type decides the quoting, never the look of the text.</summary>
public enum ScalarType
{
    Text,
    Integer,
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
}

/// <summary>
/// A value that the user of a chart may change. The plain manifest renders <see cref="Default"/>,
/// a chart renders the expression for <see cref="Path"/>.
/// </summary>
/// <param name="path">Path in the chart's values, with dots (<c>image.tag</c>).</param>
/// <param name="default">What stands there unless it is changed.</param>
public sealed class Hole(string path, Node @default) : Node
{
    public string Path { get; } = path;

    public Node Default { get; } = @default;
}

/// <summary>Keys and values in the order in which they were added. A null value leaves its key out.</summary>
public sealed class Mapping : Node, IEnumerable<KeyValuePair<string, Node>>
{
    private readonly List<KeyValuePair<string, Node>> entries = [];

    public int Count => entries.Count;

    public Node? this[string key]
    {
        get => entries.FirstOrDefault(entry => entry.Key == key).Value;
        set
        {
            if (value is not null)
            {
                entries.Add(new(key, value));
            }
        }
    }

    /// <summary>A mapping with these entries, each value text.</summary>
    public static Mapping Of(IEnumerable<KeyValuePair<string, string>> entries) =>
        Of(entries.Select(static entry => new KeyValuePair<string, Node>(entry.Key, entry.Value)));

    /// <summary>A mapping with these entries.</summary>
    public static Mapping Of(IEnumerable<KeyValuePair<string, Node>> entries)
    {
        var mapping = new Mapping();
        foreach (var entry in entries)
        {
            mapping[entry.Key] = entry.Value;
        }

        return mapping;
    }

    /// <summary>Null instead of an empty mapping, so that its key is left out.</summary>
    public Mapping? OrNothing() => Count == 0 ? null : this;

    public IEnumerator<KeyValuePair<string, Node>> GetEnumerator() => entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>A list.</summary>
public sealed class Sequence(IEnumerable<Node> items) : Node, IEnumerable<Node>
{
    private readonly List<Node> items = [.. items];

    public Sequence() : this([])
    {
    }

    public int Count => items.Count;

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
