using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis.Text;

namespace Deployability.Analyzers.Files;

/// <summary>An XML settings file (web.config, *.props, *.pubxml) with places.</summary>
internal sealed class XmlSettings
{
    private const int MaxLength = 1 << 20;

    private static readonly ConditionalWeakTable<SourceText, XmlSettings> Read = new();

    private readonly SourceText text;

    private XmlSettings(SourceText text, XDocument? document)
    {
        this.text = text;
        Document = document;
    }

    /// <summary>The document; null when the file is no well-formed XML, or larger than any settings file.</summary>
    public XDocument? Document { get; }

    /// <summary>Elements by local name, wherever they stand and whatever their case.</summary>
    public IEnumerable<XElement> Elements(string name) =>
        Document?.Descendants().Where(element => element.Name.LocalName.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? [];

    /// <summary>Reads a file once per version of it, however many rules ask. DTDs are not read.</summary>
    public static XmlSettings Of(SourceText text) => Read.GetValue(text, Parse);

    /// <summary>An attribute by local name, whatever its case.</summary>
    public static XAttribute? Attribute(XElement element, string name) =>
        element.Attributes().FirstOrDefault(attribute => attribute.Name.LocalName.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Where the attribute's value stands, with its quotes.</summary>
    public TextSpan SpanOf(XAttribute attribute)
    {
        var start = PositionOf(attribute);
        var content = text.ToString();
        var quote = content.IndexOfAny(['"', '\''], start);
        var end = quote < 0 ? -1 : content.IndexOf(content[quote], quote + 1);
        return end < 0 ? new TextSpan(start, 0) : TextSpan.FromBounds(quote, end + 1);
    }

    /// <summary>Where the element's text stands, or its name when it is empty.</summary>
    public TextSpan SpanOf(XElement element)
    {
        var start = PositionOf(element);
        var content = text.ToString();
        var open = content.IndexOf('>', start);
        var value = element.Value.Trim();
        var found = open < 0 || value.Length == 0 ? -1 : content.IndexOf(value, open, StringComparison.Ordinal);
        return found < 0 ? new TextSpan(start, element.Name.LocalName.Length) : new TextSpan(found, value.Length);
    }

    private static XmlSettings Parse(SourceText text)
    {
        if (text.Length > MaxLength)
        {
            return new XmlSettings(text, null);
        }

        try
        {
            using var reader = XmlReader.Create(
                new StringReader(text.ToString()),
                new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            return new XmlSettings(text, XDocument.Load(reader, LoadOptions.SetLineInfo));
        }
        catch (XmlException)
        {
            return new XmlSettings(text, null);
        }
    }

    private int PositionOf(IXmlLineInfo info)
    {
        var line = Math.Min(Math.Max(info.LineNumber - 1, 0), text.Lines.Count - 1);
        return Math.Min(text.Lines[line].Start + Math.Max(info.LinePosition - 1, 0), Math.Max(text.Length - 1, 0));
    }
}
