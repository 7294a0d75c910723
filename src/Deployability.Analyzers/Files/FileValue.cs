using Deployability.Formats;
using Deployability.Formats.Xml;

namespace Deployability.Analyzers.Files;

/// <summary>A value in a file around the code, with the name that the file gives it.</summary>
/// <param name="Name">A key with its sections, a variable, an element or attribute; empty when nothing names it.</param>
/// <param name="Value">Unquoted and unescaped.</param>
/// <param name="Range">In the file.</param>
/// <param name="IsComment">Whether it is commented out.</param>
internal sealed record FileValue(string Name, string Value, TextRange Range, bool IsComment = false)
{
    // The pairs in which .NET's configuration files write a name and its value.
    private static readonly string[] NameAttributes = ["key", "name", "Include"];
    private static readonly string[] ValueAttributes = ["value", "connectionString", "Value"];

    /// <summary>The values of an XML file: an attribute's under its name, or under that of the pair it belongs to; a text's under its element's.</summary>
    public static IEnumerable<FileValue> Of(XmlFile file)
    {
        foreach (var element in file.Elements)
        {
            var pairName = NameAttributes
                .Select(name => element.Attributes.FirstOrDefault(attribute => attribute.Name == name)?.Value)
                .FirstOrDefault(static name => !string.IsNullOrEmpty(name));
            foreach (var attribute in element.Attributes)
            {
                yield return new FileValue(
                    pairName is not null && Array.IndexOf(ValueAttributes, attribute.Name) >= 0 ? pairName : attribute.Name,
                    attribute.Value,
                    attribute.Range
                );
            }

            foreach (var text in element.Texts)
            {
                yield return new FileValue(element.Name, text.Value, text.Range);
            }
        }
    }
}
