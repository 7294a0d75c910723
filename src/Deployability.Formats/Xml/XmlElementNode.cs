namespace Deployability.Formats.Xml;

/// <summary>An element of an XML file.</summary>
public sealed class XmlElementNode
{
    private readonly List<XmlTextNode> texts = [];
    private readonly List<XmlElementNode> children = [];

    internal XmlElementNode(string name, TextRange nameRange, XmlElementNode? parent, IReadOnlyList<XmlAttributeNode> attributes)
    {
        Name = name;
        NameRange = nameRange;
        Parent = parent;
        Attributes = attributes;
        parent?.children.Add(this);
    }

    /// <summary>Without prefix.</summary>
    public string Name { get; }

    /// <summary>Of the name in the opening tag, with its prefix.</summary>
    public TextRange NameRange { get; }

    /// <summary>Null for the root.</summary>
    public XmlElementNode? Parent { get; }

    /// <summary>In the order of the file, without namespace declarations.</summary>
    public IReadOnlyList<XmlAttributeNode> Attributes { get; }

    public IReadOnlyList<XmlElementNode> Children => children;

    /// <summary>The texts that stand directly in the element, those of nothing but white space left out.</summary>
    public IReadOnlyList<XmlTextNode> Texts => texts;

    /// <summary>An attribute by name, whatever its case; null when the element has none.</summary>
    public XmlAttributeNode? Attribute(string name)
    {
        foreach (var attribute in Attributes)
        {
            if (attribute.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return attribute;
            }
        }

        return null;
    }

    internal void Add(XmlTextNode value) => texts.Add(value);
}

/// <summary>An attribute of an XML file.</summary>
/// <param name="Name">Without prefix.</param>
/// <param name="Value">Unescaped.</param>
/// <param name="Range">Of the value, with its quotes.</param>
public sealed record XmlAttributeNode(string Name, string Value, TextRange Range);

/// <summary>A text, or a CDATA section, of an XML file.</summary>
/// <param name="Value">Unescaped, without white space at its ends.</param>
/// <param name="Range">Without white space at its ends, and without what delimits CDATA.</param>
public sealed record XmlTextNode(string Value, TextRange Range);
