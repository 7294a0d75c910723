using System.Runtime.CompilerServices;
using System.Xml;
using Microsoft.CodeAnalysis.Text;

namespace Deployability.Analyzers.Files;

/// <summary>An attribute with its place.</summary>
/// <param name="Name">Without prefix.</param>
/// <param name="Value">Unescaped.</param>
/// <param name="Span">Of the value, with its quotes.</param>
internal sealed record XmlSettingsAttribute(string Name, string Value, TextSpan Span);

/// <summary>An element with its place.</summary>
/// <param name="Name">Without prefix.</param>
/// <param name="Attributes">In the order of the file, without namespace declarations.</param>
internal sealed record XmlSettingsElement(string Name, IReadOnlyList<XmlSettingsAttribute> Attributes)
{
    /// <summary>The texts that stand directly in the element.</summary>
    public List<FileValue> Texts { get; } = [];

    /// <summary>An attribute by name, whatever its case.</summary>
    public XmlSettingsAttribute? Attribute(string name) =>
        Attributes.FirstOrDefault(attribute => attribute.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}

/// <summary>An XML settings file (web.config, *.props, *.pubxml) with places.</summary>
/// <remarks>No document type is read and nothing is fetched. Of a broken file, what stands before the error counts.</remarks>
internal sealed class XmlSettings
{
    private const int MaxLength = 1 << 20;

    // The pairs in which .NET's configuration files write a name and its value.
    private static readonly string[] NameAttributes = ["key", "name", "Include"];
    private static readonly string[] ValueAttributes = ["value", "connectionString", "Value"];

    private static readonly ConditionalWeakTable<SourceText, XmlSettings> Read = new();

    private readonly List<XmlSettingsElement> elements = [];

    private XmlSettings()
    {
    }

    /// <summary>Every value of the file: an attribute's under its name, or under that of the pair it belongs to; a text's under its element's.</summary>
    public IReadOnlyList<FileValue> Values => elements.SelectMany(static element => ValuesOf(element)).ToList();

    /// <summary>Reads a file once per version of it, however many rules ask; a file larger than any settings file has no elements.</summary>
    public static XmlSettings Of(SourceText text) => Read.GetValue(text, Parse);

    /// <summary>Elements by name, wherever they stand and whatever their case.</summary>
    public IEnumerable<XmlSettingsElement> Elements(string name) =>
        elements.Where(element => element.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<FileValue> ValuesOf(XmlSettingsElement element)
    {
        var pairName = NameAttributes
            .Select(name => element.Attributes.FirstOrDefault(attribute => attribute.Name == name)?.Value)
            .FirstOrDefault(static name => !string.IsNullOrEmpty(name));
        return element.Attributes
            .Select(attribute => new FileValue(
                pairName is not null && Array.IndexOf(ValueAttributes, attribute.Name) >= 0 ? pairName : attribute.Name, attribute.Value, attribute.Span))
            .Concat(element.Texts);
    }

    private static XmlSettings Parse(SourceText text)
    {
        var settings = new XmlSettings();
        if (text.Length > MaxLength)
        {
            return settings;
        }

        try
        {
            using var reader = XmlReader.Create(
                new StringReader(text.ToString()),
                new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null, MaxCharactersFromEntities = 1024 });
            settings.ReadAll(reader, text);
        }
        catch (XmlException)
        {
            // Whoever reads the file for its own sake says what is wrong with it.
        }

        return settings;
    }

    private void ReadAll(XmlReader reader, SourceText text)
    {
        var open = new Stack<XmlSettingsElement>();
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    var isEmpty = reader.IsEmptyElement;
                    var element = new XmlSettingsElement(reader.LocalName, AttributesOf(reader, text));
                    elements.Add(element);
                    if (!isEmpty)
                    {
                        open.Push(element);
                    }

                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA when open.Count > 0 && !string.IsNullOrWhiteSpace(reader.Value):
                    open.Peek().Texts.Add(new FileValue(open.Peek().Name, reader.Value, TextSpanAt(reader, text)));
                    break;
                case XmlNodeType.EndElement:
                    open.Pop();
                    break;
            }
        }
    }

    private static List<XmlSettingsAttribute> AttributesOf(XmlReader reader, SourceText text)
    {
        var attributes = new List<XmlSettingsAttribute>(reader.AttributeCount);
        for (var i = 0; i < reader.AttributeCount; i++)
        {
            reader.MoveToAttribute(i);
            if (reader.NamespaceURI != "http://www.w3.org/2000/xmlns/")
            {
                attributes.Add(new XmlSettingsAttribute(reader.LocalName, reader.Value, ValueSpanAt(reader, text)));
            }
        }

        reader.MoveToElement();
        return attributes;
    }

    // The reader stands on the attribute's name.
    private static TextSpan ValueSpanAt(XmlReader reader, SourceText text)
    {
        var start = Position(reader, text);
        while (start < text.Length && text[start] is not ('"' or '\''))
        {
            start++;
        }

        var end = start + 1;
        while (end < text.Length && text[end] != text[start])
        {
            end++;
        }

        return TextSpan.FromBounds(Math.Min(start, text.Length), Math.Min(end + 1, text.Length));
    }

    private static TextSpan TextSpanAt(XmlReader reader, SourceText text)
    {
        var start = Position(reader, text);
        var end = start;
        while (end < text.Length && text[end] != '<')
        {
            end++;
        }

        while (start < end && char.IsWhiteSpace(text[start]))
        {
            start++;
        }

        while (end > start && char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        return TextSpan.FromBounds(start, end);
    }

    private static int Position(XmlReader reader, SourceText text)
    {
        if (reader is not IXmlLineInfo { LineNumber: > 0 and var line, LinePosition: > 0 and var column } || line > text.Lines.Count)
        {
            return 0;
        }

        return Math.Min(text.Length, text.Lines[line - 1].Start + column - 1);
    }
}
