using Deployability.Formats;

namespace Deployability.Publish.Handover;

/// <summary>Says which projects of a repository get a file outside all of them, so that a repository of ten projects hears each finding once.</summary>
/// <remarks>
/// A file is judged by the project whose name stands first in it (its project file, its assembly, or an image or service called after it), among the programs
/// that use this package; one that names none by the first of them, servers before tools. A .dockerignore counts for the Dockerfile of each, so each has it. YAML that is deployed
/// together goes to each project that it names anywhere: there each service is judged by its own, and the others are what is deployed beside it.
/// </remarks>
internal sealed class FileOwners
{
    private const string Package = "Deployability.Analyzers";

    private static readonly string[] SharedFiles = ["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"];

    private readonly string own;
    private readonly List<string> names;
    private readonly IReadOnlyList<string> projects;
    private readonly Lazy<List<string>> others;

    /// <param name="projectFile">Of the project that asks; it uses the package.</param>
    /// <param name="files">Of the repository.</param>
    public FileOwners(string projectFile, RepositoryFiles files)
    {
        var project = Path.GetFullPath(projectFile);
        own = Path.GetFileNameWithoutExtension(project);
        projects = files.Projects;
        var shared = new Dictionary<string, bool>(StringComparer.Ordinal);
        // The project that asks uses the package: where neither it nor a file above it says so, the build was told for all.
        var everywhere = !TextFiles.Read(project).Contains(Package) && !IsShared(Path.GetDirectoryName(project), shared);
        bool Uses(string path) =>
            path == project || IsProgram(TextFiles.Read(path), everywhere || IsShared(Path.GetDirectoryName(path), shared));
        others = new(() =>
            [
                .. files
                    .Projects.Where(path => path != project && IsProgram(TextFiles.Read(path), everywhere: true))
                    .Select(static path => Path.GetFileNameWithoutExtension(path))
                    .Where(name => !names!.Contains(name)),
            ]
        );
        names =
        [
            .. files
                .Projects.Where(Uses)
                .OrderBy(static path => IsServer(TextFiles.Read(path)) ? 0 : 1)
                .ThenBy(static path => File.Exists(Path.Combine(Path.GetDirectoryName(path)!, "Dockerfile")) ? 0 : 1)
                .ThenBy(static path => path, StringComparer.Ordinal)
                .Select(static path => Path.GetFileNameWithoutExtension(path)),
        ];
    }

    /// <summary>Names of the programs that use the package, servers first, of these the ones with a Dockerfile (an ignore file is about it), in the order of their paths.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>Whether the project that asks is the one that judges the file.</summary>
    public bool IsOurs(string file) =>
        names.Count == 0
        || Path.GetFileName(file).Equals(".dockerignore", StringComparison.OrdinalIgnoreCase)
        || (
            TextFiles.Read(file) is var text && (ProgramNames.FirstIn(text, names) ?? (BuildsAnother(file, text) ? null : names[0])) == own
        );

    /// <summary>Whether a file names the project that asks before any other: what stands anywhere in a repository is another's unless it says so.</summary>
    public bool IsNamedIn(string file) => ProgramNames.FirstIn(TextFiles.Read(file), names) == own;

    // A Dockerfile of a project that does not use the package is nobody's.
    private bool BuildsAnother(string file, string text) =>
        Path.GetFileName(file).IndexOf("Dockerfile", StringComparison.OrdinalIgnoreCase) >= 0
        && projects.Any(path =>
            Path.GetFileNameWithoutExtension(path) is var name
            && !names.Contains(name)
            && (text.Contains("/" + name + ".csproj") || text.Contains("\"" + name + ".dll\"") || text.Contains("/" + name + ".dll"))
        );

    /// <summary>Whether the project that asks has a part in what these files deploy together.</summary>
    public bool HavePart(IEnumerable<string> files)
    {
        var isNamed = true;
        var runsAnother = false;
        foreach (var file in projects.Count < 2 ? [] : files)
        {
            var text = TextFiles.Read(file);
            if (ProgramNames.PositionOf(own, text) >= 0 || ProgramNames.PositionOf(own, file) >= 0)
            {
                return true;
            }

            isNamed &= own != names[0] || ProgramNames.FirstIn(text, names) is not null;
            runsAnother |= RunsAnother(text);
        }

        return !runsAnother && (names.Count < 2 || !isNamed);
    }

    // So is what runs the image of such a project.
    private bool RunsAnother(string text)
    {
        const string Image = "image:";
        for (
            var start = text.IndexOf(Image, StringComparison.Ordinal);
            start >= 0;
            start = text.IndexOf(Image, start + 1, StringComparison.Ordinal)
        )
        {
            var end = text.IndexOf('\n', start);
            var image = text.Substring(start, (end < 0 ? text.Length : end) - start);
            if (others.Value.Exists(name => ProgramNames.PositionOf(name, image) >= 0))
            {
                return true;
            }
        }

        return false;
    }

    // Whether a folder, or one above it as far as the disk goes, has a file that gives the package to every project below.
    private static bool IsShared(string? folder, Dictionary<string, bool> known)
    {
        if (folder is null)
        {
            return false;
        }

        if (!known.TryGetValue(folder, out var isShared))
        {
            isShared =
                SharedFiles.Any(name =>
                    TextFiles.Read(Path.Combine(folder, name)) is var text && text.Contains(Package) && text.Contains("PackageReference")
                ) || IsShared(Path.GetDirectoryName(folder), known);
            known.Add(folder, isShared);
        }

        return isShared;
    }

    private static bool IsProgram(string text, bool everywhere) =>
        (everywhere || text.Contains(Package))
        && !text.Contains("IsTestProject")
        && !text.Contains("Microsoft.NET.Test.Sdk")
        && (IsServer(text) || text.Contains("<OutputType>Exe"));

    private static bool IsServer(string text) => text.Contains("Microsoft.NET.Sdk.Web") || text.Contains("Microsoft.NET.Sdk.Worker");
}
