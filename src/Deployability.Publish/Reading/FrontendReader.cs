using System.Xml;
using System.Xml.Linq;
using Deployability.Formats.Json;

namespace Deployability.Publish.Reading;

/// <summary>A Node project beside the code.</summary>
/// <param name="Folder">Full path.</param>
/// <param name="Lock">Name of its lock file; empty for none.</param>
/// <param name="IsBuilt">Whether the .NET project builds it while it is published.</param>
/// <param name="Output">What its build makes, relative to its folder; empty when its bundler is none whose output is known.</param>
public sealed record FrontendFolder(string Folder, string Lock, bool IsBuilt, string Output = "");

/// <summary>Finds front ends with something to build: a <c>package.json</c> with a build script.</summary>
internal static class FrontendReader
{
    private const string Manifest = "package.json";
    private static readonly string[] Locks = ["package-lock.json", "yarn.lock", "pnpm-lock.yaml"];
    private static readonly string[] Skipped = ["node_modules", "bin", "obj", "wwwroot", "dist", "deploy"];

    private static readonly string[] ViteConfigurations = ["vite.config.ts", "vite.config.js", "vite.config.mts", "vite.config.mjs"];

    /// <summary>What in a project file says that it builds a front end.</summary>
    private static readonly string[] BuildWords = ["npm ", "yarn", "pnpm", "npx ", ".esproj", "bun "];

    /// <summary>A property with a command that only debugging runs.</summary>
    private const string LaunchCommand = "SpaProxyLaunchCommand";

    /// <summary>The project's folder, those directly in it, and those beside it whose build writes into the project's web root.</summary>
    /// <param name="projectFile">The .NET project.</param>
    /// <param name="repository">The folder that is not left; without it nothing beside the project is looked at.</param>
    public static IReadOnlyList<FrontendFolder> Find(string projectFile, string repository = "")
    {
        var folder = Path.GetDirectoryName(projectFile) ?? "";
        if (!Directory.Exists(folder))
        {
            return [];
        }

        var found = FoldersIn(folder).Prepend(folder).Select(CandidateIn).Where(static candidate => candidate.Script.Length > 0).ToList();
        if (found.Count == 0 && repository.Length > 0 && Path.GetDirectoryName(folder) is { } above && Text.IsInside(repository, above))
        {
            var webRoot = Path.Combine(folder, "wwwroot");
            found =
            [
                .. FoldersIn(above)
                    .Where(path => path != folder)
                    .Select(CandidateIn)
                    .Where(candidate =>
                        candidate.Script.Length > 0
                        && OutputOf(candidate.Path, candidate.Script) is { Length: > 0 } output
                        && Path.GetFullPath(Path.Combine(candidate.Path, output)) == webRoot
                    ),
            ];
        }

        if (found.Count == 0)
        {
            return [];
        }

        var isBuilt = Builds(File.ReadAllText(projectFile));
        return
        [
            .. found.Select(candidate => new FrontendFolder(
                candidate.Path,
                LockOf(candidate.Path),
                isBuilt,
                OutputOf(candidate.Path, candidate.Script)
            )),
        ];
    }

    /// <summary>A folder, and what its build runs.</summary>
    private sealed record Candidate(string Path, string Script);

    private static Candidate CandidateIn(string path) => new(path, BuildScript(path));

    private static IEnumerable<string> FoldersIn(string folder)
    {
        try
        {
            return Directory
                .GetDirectories(folder)
                .Where(static path =>
                    !Skipped.Contains(Path.GetFileName(path), StringComparer.OrdinalIgnoreCase)
                    && !Path.GetFileName(path).StartsWith(".", StringComparison.Ordinal)
                )
                .OrderBy(static path => path, StringComparer.Ordinal);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return [];
        }
    }

    private static bool Builds(string project)
    {
        try
        {
            return XDocument
                .Parse(project)
                .Descendants()
                .Where(static element => element.Name.LocalName != LaunchCommand)
                .SelectMany(static element =>
                    element
                        .Attributes()
                        .Select(static attribute => attribute.Value)
                        .Concat(element.Nodes().OfType<XText>().Select(static text => text.Value))
                )
                .Any(static value => Array.Exists(BuildWords, value.Contains));
        }
        catch (XmlException)
        {
            return Array.Exists(BuildWords, project.Contains);
        }
    }

    /// <summary>Where a bundler writes, as far as its own configuration does not compute it.</summary>
    private static string OutputOf(string folder, string script)
    {
        if (script.Contains("react-scripts build"))
        {
            return "build";
        }

        if (script.Contains("vue-cli-service build"))
        {
            return "dist";
        }

        if (script.Contains("ng build"))
        {
            return AngularOutput(folder);
        }

        if (!script.Contains("vite build"))
        {
            return "";
        }

        var configuration = ViteConfigurations.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        return configuration is null ? "dist" : LiteralAfter("outDir", File.ReadAllText(configuration), "dist");
    }

    /// <summary>
    /// Where Angular writes: https://angular.dev/reference/configs/workspace-config. The application builder puts a folder of its own for browsers into a plain path.
    /// </summary>
    private static string AngularOutput(string folder)
    {
        try
        {
            var projects = JsonFile.Parse(File.ReadAllText(Path.Combine(folder, "angular.json"))).Whole?.Find("projects")?.Members ?? [];
            if (
                projects is not [{ Value: var project }]
                || (project.Find("architect") ?? project.Find("targets"))?.Find("build") is not { } build
                || build.Find("options")?.Find("outputPath") is not { } output
            )
            {
                return "";
            }

            var (root, browser) =
                output.Kind != JsonKind.String
                    ? (output.TextOf("base"), output.Find("browser") is null ? "browser" : output.TextOf("browser"))
                : build.TextOf("builder").EndsWith(":application", StringComparison.Ordinal) ? (output.Text, "browser")
                : (output.Text, "");
            return root.StartsWith("/", StringComparison.Ordinal) ? "" : $"{root.TrimEnd('/')}/{browser}".Trim('/');
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <summary>The text that a name is given in a script; the usual one where the name does not occur, nothing where it is given something else.</summary>
    private static string LiteralAfter(string name, string script, string usual)
    {
        var start = script.IndexOf(name, StringComparison.Ordinal);
        if (start < 0)
        {
            return usual;
        }

        var rest = script.Substring(start + name.Length).TrimStart();
        var value = rest.StartsWith(":", StringComparison.Ordinal) ? rest.Substring(1).TrimStart() : "";
        var end = value.Length > 0 && value[0] is '\'' or '"' ? value.IndexOf(value[0], 1) : -1;
        var path = end > 0 ? value.Substring(1, end - 1) : "";
        return path.StartsWith("/", StringComparison.Ordinal) || path.Contains("\n") ? "" : path.Trim('/');
    }

    /// <summary>Name of the lock file in a folder; empty for none.</summary>
    public static string LockOf(string folder) => Array.Find(Locks, name => File.Exists(Path.Combine(folder, name))) ?? "";

    /// <summary>Whether a folder is a Node project at all.</summary>
    public static bool IsFrontend(string folder) => File.Exists(Path.Combine(folder, Manifest));

    /// <summary>What <c>npm run build</c> does in a folder; empty where it does nothing.</summary>
    private static string BuildScript(string folder)
    {
        try
        {
            return
                IsFrontend(folder)
                && JsonFile.Parse(File.ReadAllText(Path.Combine(folder, Manifest))).Whole?.Find("scripts")?.Find("build")
                    is { Kind: JsonKind.String } script
                ? script.Text
                : "";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
