using System.Xml;
using Microsoft.CodeAnalysis.Text;

namespace Deployability.Analyzers.Files;

/// <summary>Attribute and element values of an XML file with their places: web.config, MSBuild files.</summary>
/// <remarks>No document type is read and nothing is fetched. Of a broken file, what stands before the error counts.</remarks>
internal static class XmlValues
{
    // The pairs in which .NET's configuration files write a name and its value.
    private static readonly string[] NameAttributes = ["key", "name", "Include"];
    private static readonly string[] ValueAttributes = ["value", "connectionString", "Value"];

    public static IReadOnlyList<FileValue> Read(SourceText text)
    {
        var values = new List<FileValue>();
        try
        {
            using var reader = XmlReader.Create(new StringReader(text.ToString()), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null, MaxCharactersFromEntities = 1024 });
            ReadAll(reader, text, values);
        }
        catch (XmlException)
        {
            // Whoever reads the file for its own sake says what is wrong with it.
        }

        return values;
    }

    private static void ReadAll(XmlReader reader, SourceText text, List<FileValue> values)
    {
        var element = "";
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    element = reader.LocalName;
                    ReadAttributes(reader, text, values);
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA when !string.IsNullOrWhiteSpace(reader.Value):
                    values.Add(new FileValue(element, reader.Value, SpanAt(reader, text, '<')));
                    break;
                case XmlNodeType.EndElement:
                    element = "";
                    break;
            }
        }
    }

    private static void ReadAttributes(XmlReader reader, SourceText text, List<FileValue> values)
    {
        var pairName = NameAttributes.Select(reader.GetAttribute).FirstOrDefault(static name => !string.IsNullOrEmpty(name));
        for (var i = 0; i < reader.AttributeCount; i++)
        {
            reader.MoveToAttribute(i);
            if (reader.NamespaceURI == "http://www.w3.org/2000/xmlns/")
            {
                continue;
            }

            var isPairValue = pairName is not null && Array.IndexOf(ValueAttributes, reader.LocalName) >= 0;
            values.Add(new FileValue(isPairValue ? pairName! : reader.LocalName, reader.Value, AttributeSpan(reader, text)));
        }

        reader.MoveToElement();
    }

    // The reader stands on the attribute's name.
    private static TextSpan AttributeSpan(XmlReader reader, SourceText text)
    {
        var i = Position(reader, text);
        while (i < text.Length && text[i] is not ('"' or '\''))
        {
            i++;
        }

        var end = i + 1;
        while (end < text.Length && text[end] != text[i])
        {
            end++;
        }

        return TextSpan.FromBounds(Math.Min(i, text.Length), Math.Min(end + 1, text.Length));
    }

    private static TextSpan SpanAt(XmlReader reader, SourceText text, char until)
    {
        var start = Position(reader, text);
        var end = start;
        while (end < text.Length && text[end] != until)
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
