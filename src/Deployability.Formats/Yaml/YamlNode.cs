namespace Deployability.Formats.Yaml;

/// <summary>What a node of a YAML file is.</summary>
public enum YamlKind
{
    Mapping,
    Sequence,
    Scalar,
}

/// <summary>A node of a YAML file.</summary>
/// <remarks>An alias is the node that its anchor names: one object in several places. So nodes form no tree but a graph without cycles.</remarks>
public sealed class YamlNode
{
    private static readonly IReadOnlyList<YamlEntry> NoEntries = [];

    private readonly List<YamlEntry> entries = [];
    private readonly List<YamlNode> items = [];

    internal YamlNode(YamlKind kind, TextRange range, string text = "", bool isPlain = false, string tag = "")
    {
        Kind = kind;
        Range = range;
        Text = text;
        IsPlain = isPlain;
        Tag = tag;
    }

    public YamlKind Kind { get; }

    /// <summary>With quotes, the indicator of a block, brackets; of a block collection from its first key or dash on.</summary>
    public TextRange Range { get; internal set; }

    /// <summary>Of a scalar, unquoted and unescaped.</summary>
    public string Text { get; }

    /// <summary>Whether a scalar stands there without quotes, so that <c>true</c> and <c>8080</c> are no strings.</summary>
    public bool IsPlain { get; }

    /// <summary>As it is written; empty when there is none.</summary>
    public string Tag { get; }

    /// <summary>Whether a scalar says nothing: empty, <c>~</c>, <c>null</c>.</summary>
    public bool IsNull => Kind == YamlKind.Scalar && IsPlain && Text is "" or "~" or "null" or "Null" or "NULL";

    /// <summary>Whether a scalar is a true of YAML, quoted or not: where these files are read, both mean it.</summary>
    public bool IsTrue => Kind == YamlKind.Scalar && Text.Equals("true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a scalar is a false of YAML.</summary>
    public bool IsFalse => Kind == YamlKind.Scalar && Text.Equals("false", StringComparison.OrdinalIgnoreCase);

    /// <summary>Of a mapping, in the order of the file; a name may occur twice. Without what merge keys bring.</summary>
    public IReadOnlyList<YamlEntry> Entries => entries;

    /// <summary>What merge keys (<c>&lt;&lt;: *base</c>) bring and the mapping itself does not say.</summary>
    public IReadOnlyList<YamlEntry> Merged { get; internal set; } = NoEntries;

    /// <summary>Of a sequence.</summary>
    public IReadOnlyList<YamlNode> Items => items;

    /// <summary>All that a mapping says: its own entries, then what merge keys bring.</summary>
    public IEnumerable<YamlEntry> AllEntries => Merged.Count == 0 ? entries : entries.Concat(Merged);

    /// <summary>The value of a key, merge keys included; the last one of that name; null when there is none or this is no mapping.</summary>
    public YamlNode? Find(string name) => FindEntry(name)?.Value;

    /// <summary>The value at the end of a way of keys; null when it leads nowhere.</summary>
    public YamlNode? Find(string first, string second, params string[] more)
    {
        var node = Find(first)?.Find(second);
        foreach (var name in more)
        {
            node = node?.Find(name);
        }

        return node;
    }

    /// <summary>A key with its value.</summary>
    public YamlEntry? FindEntry(string name)
    {
        for (var i = entries.Count - 1; i >= 0; i--)
        {
            if (entries[i].Name == name)
            {
                return entries[i];
            }
        }

        foreach (var entry in Merged)
        {
            if (entry.Name == name)
            {
                return entry;
            }
        }

        return null;
    }

    /// <summary>The text of a scalar below a key; null when there is no such scalar or it says nothing.</summary>
    public string? TextOf(string name) => Find(name) is { Kind: YamlKind.Scalar, IsNull: false } scalar ? scalar.Text : null;

    /// <summary>The node and what is below it, each once however many aliases lead to it, in the order of the file.</summary>
    public IEnumerable<YamlNode> DescendantsAndSelf()
    {
        var seen = new HashSet<YamlNode>();
        var open = new Stack<YamlNode>();
        open.Push(this);
        while (open.Count > 0)
        {
            var node = open.Pop();
            if (!seen.Add(node))
            {
                continue;
            }

            yield return node;
            for (var i = node.entries.Count - 1; i >= 0; i--)
            {
                open.Push(node.entries[i].Value);
            }

            for (var i = node.items.Count - 1; i >= 0; i--)
            {
                open.Push(node.items[i]);
            }
        }
    }

    internal void Add(YamlEntry entry) => entries.Add(entry);

    internal void Add(YamlNode item) => items.Add(item);
}

/// <summary>A key with its value.</summary>
/// <param name="Name">Empty when the key is no scalar.</param>
/// <param name="NameRange">With its quotes.</param>
/// <param name="Value">A node; what an anchor names when an alias stands there.</param>
public sealed record YamlEntry(string Name, TextRange NameRange, YamlNode Value);
