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
    /// <summary>What stands for a part of a text that a template fills in; no file has it itself.</summary>
    public const char Hole = '\uE000';

    /// <summary>The tag of a collection to which a template may add more.</summary>
    public const string OpenTag = "!open";

    private static readonly IReadOnlyList<YamlEntry> NoEntries = [];

    private readonly List<YamlEntry> entries = [];
    private readonly List<YamlNode> items = [];

    internal YamlNode(YamlFile file, YamlKind kind, TextRange range, string text = "", bool isPlain = false, string tag = "")
    {
        File = file;
        Kind = kind;
        Range = range;
        Text = text;
        IsPlain = isPlain;
        Tag = tag;
    }

    /// <summary>Where the range counts; of what several files make together, the file that a node was written in.</summary>
    public YamlFile File { get; private set; }

    public YamlKind Kind { get; }

    /// <summary>With quotes, the indicator of a block, brackets; of a block collection from its first key or dash on.</summary>
    public TextRange Range { get; internal set; }

    /// <summary>Whether aliases may lead to it, so that it may be in several places.</summary>
    internal bool IsAnchored { get; set; }

    /// <summary>What <see cref="YamlFile.ParseInside"/> read; null before anybody asked.</summary>
    internal YamlFile? Inside { get; set; }

    /// <summary>Of a scalar, unquoted and unescaped.</summary>
    public string Text { get; }

    /// <summary>Whether a scalar stands there without quotes, so that <c>true</c> and <c>8080</c> are no strings.</summary>
    public bool IsPlain { get; }

    /// <summary>As it is written; empty when there is none.</summary>
    public string Tag { get; }

    /// <summary>Whether a scalar says nothing: empty, <c>~</c>, <c>null</c>.</summary>
    public bool IsNull => Kind == YamlKind.Scalar && IsPlain && Text is "" or "~" or "null" or "Null" or "NULL";

    /// <summary>Whether a scalar, or a part of it, is filled in by a template, so that nobody knows here what it says.</summary>
    public bool HasHole => Kind == YamlKind.Scalar && Text.IndexOf(Hole) >= 0;

    /// <summary>Whether a template may add to the node, so that what is absent may come from there; of a scalar, whether it is unknown.</summary>
    public bool IsOpen =>
        Tag.StartsWith(OpenTag, StringComparison.Ordinal)
        || Kind switch
        {
            YamlKind.Mapping => entries.Exists(static entry =>
                entry.Name.IndexOf(Hole) >= 0 || entry is { Name: "<<", Value.HasHole: true }
            ),
            YamlKind.Sequence => items.Exists(static item => item.HasHole),
            _ => HasHole,
        };

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
        HashSet<YamlNode>? seen = null;
        var open = new Stack<YamlNode>();
        open.Push(this);
        while (open.Count > 0)
        {
            var node = open.Pop();
            if (node.IsAnchored && !(seen ??= []).Add(node))
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

    /// <summary>A mapping that stands where this node stands and says something else.</summary>
    public YamlNode WithEntries(IEnumerable<YamlEntry> newEntries)
    {
        var node = new YamlNode(File, YamlKind.Mapping, Range, tag: Tag) { IsAnchored = IsAnchored };
        node.entries.AddRange(newEntries);
        return node;
    }

    /// <summary>A sequence that stands where this node stands and holds something else.</summary>
    public YamlNode WithItems(IEnumerable<YamlNode> newItems)
    {
        var node = new YamlNode(File, YamlKind.Sequence, Range, tag: Tag) { IsAnchored = IsAnchored };
        node.items.AddRange(newItems);
        return node;
    }

    /// <summary>A scalar that stands where this node stands and says something else.</summary>
    public YamlNode WithText(string newText) => new(File, YamlKind.Scalar, Range, newText, IsPlain, Tag);

    internal void Add(YamlEntry entry) => entries.Add(entry);

    internal void Add(YamlNode item) => items.Add(item);

    // What was read from the text of a scalar stands where the scalar stands.
    internal void Move(YamlFile file, Func<TextRange, TextRange> map)
    {
        foreach (var node in DescendantsAndSelf().ToList())
        {
            node.File = file;
            node.Range = map(node.Range);
            for (var i = 0; i < node.entries.Count; i++)
            {
                node.entries[i] = node.entries[i] with { NameRange = map(node.entries[i].NameRange) };
            }
        }
    }
}

/// <summary>A key with its value.</summary>
/// <param name="Name">Empty when the key is no scalar.</param>
/// <param name="NameRange">With its quotes.</param>
/// <param name="Value">A node; what an anchor names when an alias stands there.</param>
public sealed record YamlEntry(string Name, TextRange NameRange, YamlNode Value);
