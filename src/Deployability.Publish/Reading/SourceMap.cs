using System.Xml;
using System.Xml.Linq;

namespace Deployability.Publish.Reading;

/// <summary>Finds the line on which a project, or a Directory.Build file above it, sets a property or an item.</summary>
public sealed class SourceMap
{
    private readonly List<(string Path, XDocument Xml)> files = [];
    private readonly string projectFile;

    /// <param name="projectFile">Full path of the project file; a missing or broken one gives no lines.</param>
    public SourceMap(string projectFile)
    {
        this.projectFile = projectFile;
        Load(projectFile);
        for (var folder = Path.GetDirectoryName(projectFile); !string.IsNullOrEmpty(folder); folder = Path.GetDirectoryName(folder))
        {
            Load(Path.Combine(folder, "Directory.Build.props"));
            Load(Path.Combine(folder, "Directory.Build.targets"));
        }
    }

    /// <summary>Where a property is set; the project itself with line 0 when that cannot be told (a command-line property).</summary>
    public (string File, int Line) Property(string name) => Find(element => element.Name.LocalName == name);

    /// <summary>Where an item is included.</summary>
    public (string File, int Line) Item(string type, string name)
    {
        var exact = Find(element =>
            element.Name.LocalName == type && ProjectInput.Split((string?)element.Attribute("Include") ?? "").Contains(name)
        );
        return exact.Line > 0 ? exact : Find(element => element.Name.LocalName == type);
    }

    private (string File, int Line) Find(Func<XElement, bool> predicate)
    {
        foreach (var (path, xml) in files)
        {
            if (xml.Descendants().LastOrDefault(predicate) is IXmlLineInfo element)
            {
                return (path, element.LineNumber);
            }
        }

        return (projectFile, 0);
    }

    private void Load(string path)
    {
        try
        {
            if (File.Exists(path))
            {
                files.Add((path, XDocument.Load(path, LoadOptions.SetLineInfo)));
            }
        }
        catch (Exception exception) when (exception is XmlException or IOException or UnauthorizedAccessException)
        {
            // Lines only make messages better; MSBuild itself has read these files.
        }
    }
}
