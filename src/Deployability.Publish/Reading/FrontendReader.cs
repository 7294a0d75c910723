using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Deployability.Publish.Reading;

/// <summary>A Node project beside the code.</summary>
/// <param name="Folder">Full path.</param>
/// <param name="Lock">Name of its lock file; empty for none.</param>
/// <param name="IsBuilt">Whether the .NET project builds it while it is published.</param>
public sealed record FrontendFolder(string Folder, string Lock, bool IsBuilt);

/// <summary>Finds front ends with something to build: a <c>package.json</c> with a build script.</summary>
internal static class FrontendReader
{
    private const string Manifest = "package.json";
    private static readonly string[] Locks = ["package-lock.json", "yarn.lock", "pnpm-lock.yaml"];
    private static readonly string[] Skipped = ["node_modules", "bin", "obj", "wwwroot", "dist", "deploy"];

    /// <summary>What in a project file says that it builds a front end.</summary>
    private static readonly string[] BuildWords = ["npm ", "yarn", "pnpm", "npx ", ".esproj", "SpaRoot", "bun "];

    /// <summary>The project's folder and those directly in it.</summary>
    public static IReadOnlyList<FrontendFolder> Find(string projectFile)
    {
        var folder = Path.GetDirectoryName(projectFile) ?? "";
        if (!Directory.Exists(folder))
        {
            return [];
        }

        var candidates = Directory
            .GetDirectories(folder)
            .Where(static path =>
                !Skipped.Contains(Path.GetFileName(path), StringComparer.OrdinalIgnoreCase)
                && !Path.GetFileName(path).StartsWith(".", StringComparison.Ordinal)
            )
            .OrderBy(static path => path, StringComparer.Ordinal)
            .Prepend(folder);
        List<string> found = [.. candidates.Where(HasBuildScript)];
        if (found.Count == 0)
        {
            return [];
        }

        var project = File.ReadAllText(projectFile);
        var isBuilt = Array.Exists(BuildWords, project.Contains);
        return [.. found.Select(path => new FrontendFolder(path, LockOf(path), isBuilt))];
    }

    /// <summary>Name of the lock file in a folder; empty for none.</summary>
    public static string LockOf(string folder) => Array.Find(Locks, name => File.Exists(Path.Combine(folder, name))) ?? "";

    /// <summary>Whether a folder is a Node project at all.</summary>
    public static bool IsFrontend(string folder) => File.Exists(Path.Combine(folder, Manifest));

    private static bool HasBuildScript(string folder)
    {
        try
        {
            return IsFrontend(folder)
                && JObject.Parse(File.ReadAllText(Path.Combine(folder, Manifest)))["scripts"]?["build"] is { Type: JTokenType.String };
        }
        catch (Exception exception)
            when (exception is JsonException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return false;
        }
    }
}
