namespace Deployability.Formats.Yaml;

/// <summary>Paths by which one file names another.</summary>
public static class YamlPaths
{
    /// <summary>A path from a folder on, with its <c>.</c> and <c>..</c> resolved; one from the root stays.</summary>
    /// <param name="folder">Full path with slashes.</param>
    /// <param name="path">With slashes.</param>
    public static string Combine(string folder, string path)
    {
        var parts =
            path.StartsWith("/", StringComparison.Ordinal) ? [""]
            : folder.Length == 0 ? new List<string>()
            : [.. folder.Split('/')];
        foreach (var part in path.Split('/'))
        {
            if (part == "..")
            {
                if (parts.Count > 0)
                {
                    parts.RemoveAt(parts.Count - 1);
                }
            }
            else if (part is not ("" or "."))
            {
                parts.Add(part);
            }
        }

        return string.Join("/", parts);
    }
}
