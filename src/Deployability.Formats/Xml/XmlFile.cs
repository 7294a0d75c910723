using System.Xml;

namespace Deployability.Formats.Xml;

/// <summary>An XML file with places: web.config, *.props, *.pubxml, project files.</summary>
/// <remarks>No document type is read, no entity is expanded and nothing is fetched. Of a broken file, what stands before the error counts.</remarks>
public sealed class XmlFile
{
    private const string NamespaceDeclarations = "http://www.w3.org/2000/xmlns/";

    private readonly string text;
    private readonly LineMap lines;
    private readonly List<XmlElementNode> elements = [];

    private XmlFile(string text)
    {
        this.text = text;
        lines = LineMap.OfLibrary(text);
    }

    /// <summary>Every element in the order of the file.</summary>
    public IReadOnlyList<XmlElementNode> Elements => elements;

    /// <summary>Null when the text was read to its end.</summary>
    public FormatError? Error { get; private set; }

    /// <summary>Elements by name, wherever they stand and whatever their case.</summary>
    public IEnumerable<XmlElementNode> Named(string name) =>
        elements.Where(element => element.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads a text; never throws.</summary>
    public static XmlFile Parse(string text)
    {
        var file = new XmlFile(text);
        file.Read();
        return file;
    }

    private void Read()
    {
        var mark = text.Length > 0 && text[0] == '\uFEFF' ? 1 : 0;
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Ignore,
            XmlResolver = null,
            MaxCharactersFromEntities = 1024,
        };
        var open = new Stack<XmlElementNode>();
        try
        {
            using var reader = XmlReader.Create(new StringReader(mark == 0 ? text : text.Substring(1)), settings);
            while (reader.Read())
            {
                ReadNode(reader, mark, open);
            }
        }
        catch (XmlException exception)
        {
            Error = new FormatError(exception.Message, Position(exception.LineNumber, exception.LinePosition, mark));
        }
    }

    private void ReadNode(XmlReader reader, int mark, Stack<XmlElementNode> open)
    {
        switch (reader.NodeType)
        {
            case XmlNodeType.Element:
                var isEmpty = reader.IsEmptyElement;
                var range = new TextRange(Position(reader, mark), reader.Name.Length);
                var element = new XmlElementNode(reader.LocalName, range, open.Count == 0 ? null : open.Peek(), AttributesOf(reader, mark));
                elements.Add(element);
                if (!isEmpty)
                {
                    open.Push(element);
                }

                break;
            case XmlNodeType.Text when open.Count > 0:
                AddText(open.Peek(), reader.Value, Position(reader, mark), "<");
                break;
            case XmlNodeType.CDATA when open.Count > 0:
                AddText(open.Peek(), reader.Value, Position(reader, mark), "]]>");
                break;
            case XmlNodeType.EndElement:
                open.Pop();
                break;
        }
    }

    private List<XmlAttributeNode> AttributesOf(XmlReader reader, int mark)
    {
        var attributes = new List<XmlAttributeNode>(reader.AttributeCount);
        for (var i = 0; i < reader.AttributeCount; i++)
        {
            reader.MoveToAttribute(i);
            if (reader.NamespaceURI != NamespaceDeclarations)
            {
                attributes.Add(new XmlAttributeNode(reader.LocalName, reader.Value, ValueRange(Position(reader, mark))));
            }
        }

        reader.MoveToElement();
        return attributes;
    }

    private void AddText(XmlElementNode element, string value, int start, string terminator)
    {
        var end = text.IndexOf(terminator, start, StringComparison.Ordinal);
        end = end < 0 ? text.Length : end;
        while (start < end && IsSpace(text[start]))
        {
            start++;
        }

        while (end > start && IsSpace(text[end - 1]))
        {
            end--;
        }

        if (end > start)
        {
            element.Add(new XmlTextNode(value.Trim(' ', '\t', '\r', '\n'), TextRange.FromBounds(start, end)));
        }
    }

    // From the attribute's name to its value.
    private TextRange ValueRange(int start)
    {
        while (start < text.Length && text[start] is not ('"' or '\''))
        {
            start++;
        }

        var end = start >= text.Length ? -1 : text.IndexOf(text[start], start + 1);
        return TextRange.FromBounds(start, end < 0 ? text.Length : end + 1);
    }

    private int Position(XmlReader reader, int mark) =>
        Position(((IXmlLineInfo)reader).LineNumber, ((IXmlLineInfo)reader).LinePosition, mark);

    private int Position(int line, int column, int mark) => lines.PositionOf(line - 1, column - 1 + (line <= 1 ? mark : 0));

    private static bool IsSpace(char c) => c is ' ' or '\t' or '\r' or '\n';
}
