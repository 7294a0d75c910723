namespace Deployability.Publish.Tree;

/// <summary>What a value of a chart holds. It decides spelling in templates and the type in the schema.</summary>
public enum ValueKind
{
    /// <summary>One line of text.</summary>
    Text,

    /// <summary>A Kubernetes quantity, which people also write as a bare number.</summary>
    Quantity,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A switch.</summary>
    Boolean,

    /// <summary>Names with values of one line.</summary>
    TextMap,

    /// <summary>A piece of an object, as Kubernetes documents it.</summary>
    Map,

    /// <summary>A list.</summary>
    List,
}

/// <summary>
/// A value that the user of a chart may change, and in which environments may differ. A manifest has what holds in its environment,
/// a chart has the expression; values files and their schema are read off the values that a tree mentions.
/// </summary>
public sealed class Value
{
    private readonly Dictionary<string, Node> environments = new(StringComparer.Ordinal);

    /// <param name="path">Keys from the root of the chart's values.</param>
    /// <param name="kind">What it holds.</param>
    /// <param name="default">What holds unless somebody says otherwise.</param>
    /// <param name="comment">What it is for: stands above it in the values file.</param>
    public Value(IReadOnlyList<string> path, ValueKind kind, Node @default, string comment)
    {
        Path = path;
        Kind = kind;
        Default = @default;
        Comment = comment;
    }

    public IReadOnlyList<string> Path { get; }

    public ValueKind Kind { get; }

    public Node Default { get; }

    public string Comment { get; }

    /// <summary>The values that a text may take; empty for any.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Path as text, which tells values apart.</summary>
    public string Name => string.Join("/", Path);

    /// <summary>What holds in an environment; the default for the empty name and for environments that say nothing.</summary>
    public Node In(string environment) => environments.TryGetValue(environment, out var node) ? node : Default;

    /// <summary>Says what holds in one environment.</summary>
    public Value With(string environment, Node node)
    {
        if (!Nodes.Same(node, Default))
        {
            environments[environment] = node;
        }

        return this;
    }
}
