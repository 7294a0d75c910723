using System.Xml;
using System.Xml.Linq;

namespace Deployability.Publish.Reading;

/// <summary>Reads projects and the files that they import as far as text tells, without evaluating them.</summary>
internal static class MsBuildFiles
{
    /// <summary>A path as MSBuild would see it, as far as it is written with the usual properties.</summary>
    public static string? Resolve(string path, string file, string project, string relativeTo = "")
    {
        var here = Folder(file) + "/";
        var expanded = path.Replace("$(MSBuildThisFileDirectory)", here)
            .Replace("$(MSBuildProjectDirectory)", Folder(project))
            .Replace("$(ProjectDir)", Folder(project) + "/")
            .Replace('\\', '/');
        const string Above = "$([MSBuild]::GetPathOfFileAbove(";
        if (expanded.StartsWith(Above, StringComparison.Ordinal))
        {
            var arguments = expanded
                .Substring(Above.Length)
                .TrimEnd(')', ' ')
                .Split(',')
                .Select(static part => part.Trim(' ', '\'', '"'))
                .ToList();
            return FileAbove(arguments[0], arguments.Count > 1 ? Path.Combine(here, arguments[1]) : here);
        }

        return expanded.Contains("$(") || expanded.IndexOfAny(Path.GetInvalidPathChars()) >= 0
            ? null
            : Path.GetFullPath(Path.Combine(relativeTo.Length > 0 ? relativeTo : here, expanded));
    }

    /// <summary>Full path of the nearest file of the name at or above a folder; null when there is none.</summary>
    public static string? FileAbove(string name, string start)
    {
        for (var folder = Path.GetFullPath(start).TrimEnd('/'); !string.IsNullOrEmpty(folder); folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, name)))
            {
                return Path.Combine(folder, name);
            }
        }

        return null;
    }

    /// <summary>What an attribute says in each element of the name, wherever it stands in a file; nothing where the file cannot be read.</summary>
    public static IEnumerable<string> Attributes(string file, string element, string attribute) =>
        Load(file)
            ?.Descendants()
            .Where(node => node.Name.LocalName == element)
            .Select(node => (string?)node.Attribute(attribute) ?? "")
            .Where(static value => value.Length > 0)
        ?? [];

    /// <summary>A file of XML; null when it cannot be read.</summary>
    public static XDocument? Load(string path)
    {
        try
        {
            return XDocument.Load(path);
        }
        catch (Exception exception) when (exception is XmlException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The folder of a file, or the one above a folder.</summary>
    public static string Folder(string path) => Path.GetDirectoryName(path) ?? "";

    /// <summary>Files that an element names; of references to other projects and packages there are none.</summary>
    public static IEnumerable<string> PathsOf(XElement element) =>
        element.Name.LocalName switch
        {
            "AssemblyOriginatorKeyFile" or "ApplicationIcon" or "ApplicationManifest" or "CodeAnalysisRuleSet" or "HintPath" =>
            [
                element.Value.Trim(),
            ],
            "ProjectReference" or "Folder" => [],
            var name when element.Parent?.Name.LocalName == "ItemGroup" && !name.StartsWith("Deployability", StringComparison.Ordinal) =>
                ProjectInput.Split((string?)element.Attribute("Include") ?? "").Where(static path => path.IndexOfAny(['/', '\\']) >= 0),
            _ => [],
        };

    /// <summary>A path up to its first pattern.</summary>
    public static string Fixed(string path)
    {
        var pattern = path.IndexOfAny(['*', '?']);
        return pattern < 0 ? path : Folder(path.Substring(0, pattern));
    }
}
