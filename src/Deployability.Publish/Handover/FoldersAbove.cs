namespace Deployability.Publish.Handover;

/// <summary>The files that deploy a project from a folder between its own and the repository's root, such as that of the solution: <c>src/docker-compose.yml</c>, <c>src/.dockerignore</c>.</summary>
internal static class FoldersAbove
{
    private static readonly string[] ManifestNames = ["k8s", "kube", "deploy", "manifest"];

    /// <summary>Full paths, from the project's folder upwards; the root itself, whose files MSBuild finds, is left out.</summary>
    /// <param name="projectFile">Of the project that asks.</param>
    /// <param name="root">Of the repository.</param>
    public static IEnumerable<string> FilesIn(string projectFile, string root)
    {
        var top = Path.GetFullPath(root).TrimEnd(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);
        var folder = Path.GetDirectoryName(Path.GetDirectoryName(Path.GetFullPath(projectFile)));
        while (folder is not null && folder.StartsWith(top + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            foreach (var path in Read(folder).OrderBy(static path => path, StringComparer.Ordinal))
            {
                if (Deploys(Path.GetFileName(path)))
                {
                    yield return path;
                }
            }

            folder = Path.GetDirectoryName(folder);
        }
    }

    /// <summary>Whether a file beside solution and compose files is named for what a cluster gets: <c>k8s.yaml</c>, <c>shop-deployment.yml</c>.</summary>
    /// <param name="path">Of the file.</param>
    public static bool IsManifest(string path) =>
        Path.GetFileName(path) is var name
        && (
            Array.Exists(ManifestNames, prefix => Starts(name, prefix))
            || name.IndexOf("deployment", StringComparison.OrdinalIgnoreCase) >= 0
        )
        && IsYaml(name);

    // What the package's targets take in the root.
    private static bool Deploys(string name) =>
        Starts(name, ".env")
        || IsDockerfile(name)
        || Starts(name, "Directory.") && Ends(name, ".props")
        || IsCompose(name)
        || Starts(name, "skaffold") && IsYaml(name)
        || IsManifest(name);

    /// <summary>Whether a file is named for a Dockerfile, or for what keeps files out of its context.</summary>
    public static bool IsDockerfile(string name) =>
        Starts(name, "Dockerfile") || Starts(name, "Containerfile") || Ends(name, ".Dockerfile") || Ends(name, ".dockerignore");

    /// <summary>Whether a file is named for a compose file.</summary>
    public static bool IsCompose(string name) => (Starts(name, "compose") || Starts(name, "docker-compose")) && IsYaml(name);

    /// <summary>Whether a file is YAML by its name.</summary>
    public static bool IsYaml(string name) => Ends(name, ".yaml") || Ends(name, ".yml");

    private static bool Starts(string name, string prefix) => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);

    private static bool Ends(string name, string suffix) => name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase);

    private static string[] Read(string folder)
    {
        try
        {
            return Directory.GetFiles(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
