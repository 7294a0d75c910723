using System.Xml;
using System.Xml.Linq;
using Deployability.Formats.Json;

namespace Deployability.Publish.Reading;

/// <summary>The files that <c>dotnet restore</c> needs for a project and everything that it references.</summary>
/// <param name="ContextRoot">Full path of the nearest folder that holds every input: the image's build context.</param>
/// <param name="Projects">Project files, relative to the root, the published one first.</param>
/// <param name="RestoreInputs">Other files that restore reads, relative to the root, sorted.</param>
/// <param name="Feeds">Folder feeds inside the root, relative to it, sorted.</param>
/// <param name="Warnings">What keeps the image's build from seeing what this machine sees.</param>
public sealed record BuildClosure(
    string ContextRoot,
    IReadOnlyList<string> Projects,
    IReadOnlyList<string> RestoreInputs,
    IReadOnlyList<string> Feeds,
    IReadOnlyList<string> Warnings
)
{
    /// <summary>Version and roll-forward policy of the nearest global.json; empty when there is none.</summary>
    public (string Version, string RollForward) SdkPin { get; init; } = ("", "");

    /// <summary>Packages that the project, or a project that it references, refers to itself; with the version or range that it asks for.</summary>
    public IReadOnlyDictionary<string, string> Packages { get; init; } = new Dictionary<string, string>();

    /// <summary>Full path of the repository's root; empty when nothing marks one.</summary>
    public string Repository { get; init; } = "";

    /// <summary>Full path of the nearest solution in the repository; empty when there is none.</summary>
    public string Solution { get; init; } = "";

    /// <summary>Node projects beside the code, declared or found.</summary>
    public IReadOnlyList<FrontendFolder> Frontends { get; init; } = [];

    /// <summary>Keys that the build signs assemblies with, relative to the root, sorted: without them it fails.</summary>
    public IReadOnlyList<string> SigningKeys { get; init; } = [];

    /// <summary>Folders inside the root into which this machine unpacks packages, relative to it; the image unpacks its own.</summary>
    public IReadOnlyList<string> PackageCaches { get; init; } = [];
}

/// <summary>Finds the closure: restore's own graph where it exists, project files otherwise, and what they import.</summary>
public sealed class BuildClosureReader
{
    private const int SolutionLevels = 4;

    private static readonly string[] AncestorFiles =
    [
        "Directory.Build.props",
        "Directory.Build.targets",
        "Directory.Packages.props",
        "Directory.Build.rsp",
    ];
    private static readonly string[] ConfigNames = ["nuget.config", "NuGet.config", "NuGet.Config"];

    private readonly ProjectInput input;
    private readonly List<string> projects = [];
    private readonly HashSet<string> inputs = new(StringComparer.Ordinal);
    private readonly HashSet<string> feeds = new(StringComparer.Ordinal);

    /// <summary>Sources that the last restore took packages from: addresses, and full paths of folders.</summary>
    private readonly List<string> restoredFrom = [];
    private readonly List<string> caches = [];
    private readonly HashSet<string> signingKeys = new(StringComparer.Ordinal);

    /// <summary>Folders outside of the projects' own from which they take files.</summary>
    private readonly HashSet<string> linkedFolders = new(StringComparer.Ordinal);
    private readonly List<string> warnings = [];
    private readonly Dictionary<string, string> packages = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The folder that inputs are not looked for above; empty when nothing marks one.</summary>
    private string boundary = "";

    private BuildClosureReader(ProjectInput input) => this.input = input;

    /// <summary>Reads the closure of a project. Files that cannot be read are left out.</summary>
    public static BuildClosure Read(ProjectInput input) => new BuildClosureReader(input).Read();

    private BuildClosure Read()
    {
        AddProject(input.ProjectFile);
        foreach (var project in input.ReferencedProjects.Concat(RestoreGraph()))
        {
            AddProject(project);
        }

        boundary = Boundary();
        foreach (var project in projects)
        {
            AddIfFile(Path.Combine(Folder(project), "packages.lock.json"));
            AddImports(project, project);
        }

        foreach (var folder in projects.Select(Folder).Distinct(StringComparer.Ordinal))
        {
            AddAncestors(folder);
        }

        foreach (var project in projects)
        {
            AddNamed(project);
        }

        var pin = AddGlobalJson();
        AddNuGetConfigs();
        AddRestoredFeeds();
        var declared = input.ItemsOf("DeployabilityFrontend").Select(FolderOf).Where(FrontendReader.IsFrontend).ToList();
        var found = FrontendReader.Find(input.ProjectFile, boundary).Where(frontend => !declared.Contains(frontend.Folder)).ToList();
        var root = CommonFolder(
            projects
                .Concat(inputs)
                .Concat(LinkedFiles())
                .Concat(signingKeys)
                .Select(Folder)
                .Concat(linkedFolders)
                .Concat(feeds)
                .Concat(declared)
                .Concat(found.Select(static frontend => frontend.Folder))
        );
        return new(
            root,
            [
                .. projects
                    .Take(1)
                    .Concat(projects.Skip(1).OrderBy(static path => path, StringComparer.Ordinal))
                    .Select(path => Text.RelativePath(root, path)),
            ],
            [.. inputs.Select(path => Text.RelativePath(root, path)).OrderBy(static path => path, StringComparer.Ordinal)],
            [.. feeds.Select(path => Text.RelativePath(root, path)).OrderBy(static path => path, StringComparer.Ordinal)],
            warnings
        )
        {
            SdkPin = pin,
            SigningKeys =
            [
                .. signingKeys.Select(path => Text.RelativePath(root, path)).OrderBy(static path => path, StringComparer.Ordinal),
            ],
            Repository = boundary,
            Solution = Solution(),
            Packages = packages,
            Frontends =
            [
                .. declared.Select(static folder => new FrontendFolder(folder, FrontendReader.LockOf(folder), IsBuilt: false)),
                .. found,
            ],
            PackageCaches =
            [
                .. caches
                    .Where(path => Text.IsInside(root, path))
                    .Select(path => Text.RelativePath(root, path))
                    .Distinct()
                    .OrderBy(static path => path, StringComparer.Ordinal),
            ],
        };
    }

    /// <summary>The folder of a declared front end.</summary>
    private string FolderOf(ProjectItem item) =>
        Path.GetFullPath(Path.Combine(input.ProjectDirectory, (item["Path"] is { Length: > 0 } path ? path : item.Name).Replace('\\', '/')))
            .TrimEnd('/');

    /// <summary>Linked files count while they stay in the repository; SDK and package content lies elsewhere.</summary>
    private IEnumerable<string> LinkedFiles() => boundary.Length == 0 ? [] : input.LinkedFiles.Where(IsInReach);

    private bool IsInReach(string path) => boundary.Length == 0 || Text.IsInside(boundary, path);

    /// <summary>Whether the image's build sees a file that this machine's reads; where it does not, the person who publishes hears it.</summary>
    private bool IsSeen(string path)
    {
        if (IsInReach(path))
        {
            return true;
        }

        var warning =
            $"'{Path.GetFileName(path)}' is read by the build and lies outside of '{Path.GetFileName(boundary)}', the repository or solution that the image is built from, so the image's build does not see it. Move it inside, or make the folder that holds everything a Git repository.";
        if (!warnings.Contains(warning))
        {
            warnings.Add(warning);
        }

        return false;
    }

    /// <summary>A file without a word only ends the search upwards.</summary>
    private static bool SaysSomething(string path) =>
        Path.GetExtension(path) == ".rsp" || Load(path)?.Root is { } root && root.Elements().Any();

    /// <summary>
    /// What a project, or a file of the repository that it imports, names elsewhere in the repository: items of any type (gRPC's <c>..\Protos\*.proto</c>), libraries,
    /// the key it signs with. MSBuild hands over only the items of the published project that end up in its assembly or beside it.
    /// </summary>
    private void AddNamed(string project)
    {
        foreach (var file in inputs.Where(static input => Path.GetExtension(input) is ".props" or ".targets").Prepend(project).ToList())
        {
            foreach (var element in Load(file)?.Descendants() ?? [])
            {
                var isKey = element.Name.LocalName == "AssemblyOriginatorKeyFile";
                foreach (var value in PathsOf(element))
                {
                    if (
                        !Path.IsPathRooted(value)
                        && Resolve(value, file, project, Folder(project)) is { } path
                        && Fixed(path) is var fixedPart
                        && (File.Exists(fixedPart) || fixedPart != path && Directory.Exists(fixedPart))
                    )
                    {
                        if (isKey && IsSeen(path))
                        {
                            signingKeys.Add(path);
                        }
                        else if (!projects.Any(other => Text.IsInside(Folder(other), fixedPart)) && IsSeen(fixedPart))
                        {
                            linkedFolders.Add(fixedPart == path ? Folder(path) : fixedPart);
                        }
                    }
                }
            }
        }
    }

    /// <summary>Files that an element names; of references to other projects and packages there are none.</summary>
    private static IEnumerable<string> PathsOf(XElement element) =>
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
    private static string Fixed(string path)
    {
        var pattern = path.IndexOfAny(['*', '?']);
        return pattern < 0 ? path : Folder(path.Substring(0, pattern));
    }

    private void AddProject(string path)
    {
        var full = Path.GetFullPath(path);
        if (projects.Contains(full) || !File.Exists(full))
        {
            return;
        }

        projects.Add(full);
        foreach (var reference in Attributes(full, "ProjectReference", "Include").SelectMany(ProjectInput.Split))
        {
            if (Resolve(reference, full, full) is { } resolved && !resolved.Contains('*'))
            {
                AddProject(resolved);
            }
        }
    }

    /// <summary>The projects of the graph that restore wrote; references through conditions and globs are in it too.</summary>
    private IEnumerable<string> RestoreGraph()
    {
        var path = Path.Combine(input.IntermediatePath, Path.GetFileName(input.ProjectFile) + ".nuget.dgspec.json");
        try
        {
            if (!File.Exists(path) || JsonFile.Parse(File.ReadAllText(path)).Whole?.Find("projects") is not { } graph)
            {
                return [];
            }

            foreach (
                var dependency in graph
                    .Members.SelectMany(static project => MembersOf(project.Value, "frameworks"))
                    .SelectMany(static framework => MembersOf(framework.Value, "dependencies"))
            )
            {
                packages[dependency.Name] = dependency.Value.TextOf("version");
            }

            restoredFrom.AddRange(
                graph
                    .Members.Select(static project => project.Value.Find("restore"))
                    .OfType<JsonNode>()
                    .SelectMany(static restore => MembersOf(restore, "sources"))
                    .Select(static source => source.Name)
            );
            return [.. graph.Members.Select(static project => project.Name)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static IReadOnlyList<JsonMember> MembersOf(JsonNode node, string name) => node.Find(name)?.Members ?? [];

    private void AddImports(string file, string project)
    {
        foreach (var import in Attributes(file, "Import", "Project"))
        {
            if (Resolve(import, file, project) is { } path && File.Exists(path) && !IsOurs(path) && IsSeen(path) && inputs.Add(path))
            {
                AddImports(path, project);
            }
        }
    }

    /// <summary>What NuGet generates into obj is no input of restore but its output.</summary>
    private bool IsOurs(string path) => Text.IsInside(input.IntermediatePath, path) || projects.Contains(path);

    /// <summary>A path as MSBuild would see it, as far as it is written with the usual properties.</summary>
    private static string? Resolve(string path, string file, string project, string relativeTo = "")
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

    private static string? FileAbove(string name, string start)
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

    private void AddAncestors(string folder)
    {
        // Each of these is looked for upwards, and only the nearest is imported; it names the next one itself.
        foreach (var name in AncestorFiles)
        {
            if (FileAbove(name, folder) is { } path && (IsInReach(path) || SaysSomething(path)) && IsSeen(path) && inputs.Add(path))
            {
                AddImports(path, input.ProjectFile);
            }
        }
    }

    private (string Version, string RollForward) AddGlobalJson()
    {
        if (FileAbove("global.json", Folder(input.ProjectFile)) is not { } path || !IsInReach(path))
        {
            return ("", "");
        }

        inputs.Add(path);
        try
        {
            var sdk = JsonFile.Parse(File.ReadAllText(path)).Whole?.Find("sdk");
            return (sdk?.TextOf("version") ?? "", sdk?.TextOf("rollForward") ?? "");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return ("", "");
        }
    }

    private void AddNuGetConfigs()
    {
        var limit = boundary.Length > 0 ? boundary : Path.GetPathRoot(input.ProjectFile) ?? "";
        for (var folder = Folder(input.ProjectFile); !string.IsNullOrEmpty(folder); folder = Path.GetDirectoryName(folder))
        {
            var config = ConfigNames.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
            if (config is not null)
            {
                inputs.Add(config);
                AddFeeds(config, limit);
            }

            if (folder == boundary)
            {
                return;
            }
        }
    }

    /// <summary>
    /// Folders that properties name (RestoreSources, RestoreAdditionalProjectSources). Those outside are the machine's: what comes with an SDK comes
    /// with that of the image too.
    /// </summary>
    private void AddRestoredFeeds()
    {
        foreach (var source in restoredFrom.Where(static source => Path.IsPathRooted(source) && Directory.Exists(source)))
        {
            var folder = Path.GetFullPath(source).TrimEnd('/');
            if (boundary.Length > 0 && Text.IsInside(boundary, folder))
            {
                feeds.Add(folder);
            }
        }
    }

    private void AddFeeds(string config, string limit)
    {
        var root = Load(config)?.Root;
        caches.AddRange(
            (root?.Elements("config").Elements("add") ?? [])
                .Where(static add =>
                    string.Equals((string?)add.Attribute("key"), "globalPackagesFolder", StringComparison.OrdinalIgnoreCase)
                )
                .Select(static add => (string?)add.Attribute("value") ?? "")
                .Where(static value => value.Length > 0 && !value.Contains('%'))
                .Select(value => Path.GetFullPath(Path.Combine(Folder(config), value.Replace('\\', '/'))))
        );
        var sources = root?.Elements("packageSources").Elements("add").Select(static add => (string?)add.Attribute("value") ?? "") ?? [];
        foreach (var source in sources)
        {
            if (source.Length == 0 || source.Contains("://") || source.Contains('%'))
            {
                continue;
            }

            var folder = Path.GetFullPath(Path.Combine(Folder(config), source.Replace('\\', '/')));
            if (Text.IsInside(limit, folder) && !Path.IsPathRooted(source) && Directory.Exists(folder))
            {
                feeds.Add(folder);
            }
            else
            {
                warnings.Add(
                    $"The package source '{Path.GetFileName(folder)}' in {Path.GetFileName(config)} is a folder that the image's build cannot see. Put it below the repository's root with a relative path, or restore from a server."
                );
            }
        }
    }

    /// <summary>The nearest solution at or above the project. The targets hand over as many folders' names, so that a new one is seen.</summary>
    private string Solution()
    {
        var folder = Folder(input.ProjectFile);
        for (var level = 0; level <= SolutionLevels && !string.IsNullOrEmpty(folder) && boundary.Length > 0; level++)
        {
            if (!Text.IsInside(boundary, folder))
            {
                break;
            }

            if (
                Files(folder, "*.sln*").Where(IsSolution).OrderBy(static file => file, StringComparer.Ordinal).FirstOrDefault() is { } found
            )
            {
                return found;
            }

            folder = Path.GetDirectoryName(folder) ?? "";
        }

        return "";
    }

    private static bool IsSolution(string file) => Path.GetExtension(file).ToLowerInvariant() is ".sln" or ".slnx";

    /// <summary>The repository's root, else the solution's folder.</summary>
    private string Boundary()
    {
        foreach (
            var marks in new Func<string, bool>[]
            {
                static folder => Directory.Exists(Path.Combine(folder, ".git")) || File.Exists(Path.Combine(folder, ".git")),
                static folder => Files(folder, "*.sln").Concat(Files(folder, "*.slnx")).Any(),
            }
        )
        {
            for (var folder = Folder(input.ProjectFile); !string.IsNullOrEmpty(folder); folder = Path.GetDirectoryName(folder))
            {
                if (marks(folder) && projects.All(project => Text.IsInside(folder, project)))
                {
                    return folder;
                }
            }
        }

        return "";
    }

    private static string[] Files(string folder, string pattern)
    {
        try
        {
            return Directory.GetFiles(folder, pattern);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private void AddIfFile(string path)
    {
        if (File.Exists(path))
        {
            inputs.Add(path);
        }
    }

    private static IEnumerable<string> Attributes(string file, string element, string attribute) =>
        Load(file)
            ?.Descendants()
            .Where(node => node.Name.LocalName == element)
            .Select(node => (string?)node.Attribute(attribute) ?? "")
            .Where(static value => value.Length > 0)
        ?? [];

    private static XDocument? Load(string path)
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

    private static string Folder(string path) => Path.GetDirectoryName(path) ?? "";

    private static string CommonFolder(IEnumerable<string> folders)
    {
        var common = "";
        foreach (var folder in folders)
        {
            common = common.Length == 0 ? folder : common;
            while (common.Length > 0 && !Text.IsInside(common, folder))
            {
                common = Folder(common);
            }
        }

        return common;
    }
}
