using Deployability.Formats.Json;

namespace Deployability.Publish.Reading;

/// <summary>Finds the closure: restore's own graph where it exists, project files otherwise, and what they import.</summary>
public sealed class BuildClosureReader
{
    private static readonly string[] AncestorFiles =
    [
        "Directory.Build.props",
        "Directory.Build.targets",
        "Directory.Packages.props",
        "Directory.Build.rsp",
    ];

    /// <summary>https://learn.microsoft.com/dotnet/core/sdk/artifacts-output</summary>
    private static readonly string[] ArtifactsFolders = ["package", "publish"];

    private readonly ProjectInput input;
    private readonly List<string> projects = [];
    private readonly HashSet<string> inputs = new(StringComparer.Ordinal);
    private readonly HashSet<string> feeds = new(StringComparer.Ordinal);
    private readonly HashSet<string> signingKeys = new(StringComparer.Ordinal);

    /// <summary>Folders outside of the projects' own from which they take files.</summary>
    private readonly HashSet<string> linkedFolders = new(StringComparer.Ordinal);
    private readonly List<string> warnings = [];

    /// <summary>The folder that inputs are not looked for above; empty when nothing marks one.</summary>
    private string boundary = "";

    private BuildClosureReader(ProjectInput input) => this.input = input;

    /// <summary>Reads the closure of a project. Files that cannot be read are left out.</summary>
    public static BuildClosure Read(ProjectInput input) => new BuildClosureReader(input).Read();

    private BuildClosure Read()
    {
        var restored = RestoreGraph.Read(input);
        AddProject(input.ProjectFile);
        foreach (var project in input.ReferencedProjects.Concat(restored.Projects))
        {
            AddProject(project);
        }

        boundary = RepositoryRoot.Boundary(input.ProjectFile, projects);
        foreach (var project in projects)
        {
            AddIfFile(Path.Combine(MsBuildFiles.Folder(project), "packages.lock.json"));
            AddImports(project, project);
        }

        foreach (var folder in projects.Select(MsBuildFiles.Folder).Distinct(StringComparer.Ordinal))
        {
            AddAncestors(folder);
        }

        foreach (var project in projects)
        {
            AddNamed(project);
        }

        var pin = AddGlobalJson();
        var configs = NuGetConfigs.Read(input.ProjectFile, boundary);
        inputs.UnionWith(configs.Files);
        feeds.UnionWith(configs.Feeds);
        warnings.AddRange(configs.Warnings);
        AddRestoredFeeds(restored.Sources);
        var declared = input.ItemsOf("DeployabilityFrontend").Select(FolderOf).Where(FrontendReader.IsFrontend).ToList();
        var found = FrontendReader.Find(input.ProjectFile, boundary).Where(frontend => !declared.Contains(frontend.Folder)).ToList();
        var root = CommonFolder(
            projects
                .Concat(inputs)
                .Concat(LinkedFiles())
                .Concat(signingKeys)
                .Select(MsBuildFiles.Folder)
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
            Solution = RepositoryRoot.Solution(input.ProjectFile, boundary),
            Packages = restored.Packages,
            Frontends =
            [
                .. declared.Select(static folder => new FrontendFolder(folder, FrontendReader.LockOf(folder), IsBuilt: false)),
                .. found,
            ],
            MachineFolders =
            [
                .. configs
                    .Caches.Concat(Artifacts())
                    .Where(path => Text.IsInside(root, path))
                    .Select(path => Text.RelativePath(root, path))
                    .Distinct()
                    .OrderBy(static path => path, StringComparer.Ordinal),
            ],
        };
    }

    /// <summary>What the build puts below one folder for all projects, where that is switched on; what restore reads there stays.</summary>
    private IEnumerable<string> Artifacts() =>
        !input.IsTrue("UseArtifactsOutput") || input.Property("ArtifactsPath") is not { Length: > 0 } artifacts
            ? []
            : ArtifactsFolders
                .Select(name => Path.GetFullPath(Path.Combine(input.ProjectDirectory, artifacts.Replace('\\', '/'), name)))
                .Where(path => !feeds.Any(feed => Text.IsInside(path, feed)));

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
        Path.GetExtension(path) == ".rsp" || MsBuildFiles.Load(path)?.Root is { } root && root.Elements().Any();

    /// <summary>
    /// What a project, or a file of the repository that it imports, names elsewhere in the repository: items of any type (gRPC's <c>..\Protos\*.proto</c>), libraries,
    /// the key it signs with. MSBuild hands over only the items of the published project that end up in its assembly or beside it.
    /// </summary>
    private void AddNamed(string project)
    {
        foreach (var file in inputs.Where(static input => Path.GetExtension(input) is ".props" or ".targets").Prepend(project).ToList())
        {
            foreach (var element in MsBuildFiles.Load(file)?.Descendants() ?? [])
            {
                var isKey = element.Name.LocalName == "AssemblyOriginatorKeyFile";
                foreach (var value in MsBuildFiles.PathsOf(element))
                {
                    if (
                        !Path.IsPathRooted(value)
                        && MsBuildFiles.Resolve(value, file, project, MsBuildFiles.Folder(project)) is { } path
                        && MsBuildFiles.Fixed(path) is var fixedPart
                        && (File.Exists(fixedPart) || fixedPart != path && Directory.Exists(fixedPart))
                    )
                    {
                        if (isKey && IsSeen(path))
                        {
                            signingKeys.Add(path);
                        }
                        else if (!projects.Any(other => Text.IsInside(MsBuildFiles.Folder(other), fixedPart)) && IsSeen(fixedPart))
                        {
                            linkedFolders.Add(fixedPart == path ? MsBuildFiles.Folder(path) : fixedPart);
                        }
                    }
                }
            }
        }
    }

    private void AddProject(string path)
    {
        var full = Path.GetFullPath(path);
        if (projects.Contains(full) || !File.Exists(full))
        {
            return;
        }

        projects.Add(full);
        foreach (var reference in MsBuildFiles.Attributes(full, "ProjectReference", "Include").SelectMany(ProjectInput.Split))
        {
            if (MsBuildFiles.Resolve(reference, full, full) is { } resolved && !resolved.Contains('*'))
            {
                AddProject(resolved);
            }
        }
    }

    private void AddImports(string file, string project)
    {
        foreach (var import in MsBuildFiles.Attributes(file, "Import", "Project"))
        {
            if (
                MsBuildFiles.Resolve(import, file, project) is { } path
                && File.Exists(path)
                && !IsOurs(path)
                && IsSeen(path)
                && inputs.Add(path)
            )
            {
                AddImports(path, project);
            }
        }
    }

    /// <summary>What NuGet generates into obj is no input of restore but its output.</summary>
    private bool IsOurs(string path) => Text.IsInside(input.IntermediatePath, path) || projects.Contains(path);

    private void AddAncestors(string folder)
    {
        // Each of these is looked for upwards, and only the nearest is imported; it names the next one itself.
        foreach (var name in AncestorFiles)
        {
            if (
                MsBuildFiles.FileAbove(name, folder) is { } path
                && (IsInReach(path) || SaysSomething(path))
                && IsSeen(path)
                && inputs.Add(path)
            )
            {
                AddImports(path, input.ProjectFile);
            }
        }
    }

    private (string Version, string RollForward) AddGlobalJson()
    {
        if (MsBuildFiles.FileAbove("global.json", MsBuildFiles.Folder(input.ProjectFile)) is not { } path || !IsInReach(path))
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

    /// <summary>
    /// Folders that properties name (RestoreSources, RestoreAdditionalProjectSources). Those outside are the machine's: what comes with an SDK comes
    /// with that of the image too.
    /// </summary>
    private void AddRestoredFeeds(IReadOnlyList<string> sources)
    {
        foreach (var source in sources.Where(static source => Path.IsPathRooted(source) && Directory.Exists(source)))
        {
            var folder = Path.GetFullPath(source).TrimEnd('/');
            if (boundary.Length > 0 && Text.IsInside(boundary, folder))
            {
                feeds.Add(folder);
            }
        }
    }

    private void AddIfFile(string path)
    {
        if (File.Exists(path))
        {
            inputs.Add(path);
        }
    }

    private static string CommonFolder(IEnumerable<string> folders)
    {
        var common = "";
        foreach (var folder in folders)
        {
            common = common.Length == 0 ? folder : common;
            while (common.Length > 0 && !Text.IsInside(common, folder))
            {
                common = MsBuildFiles.Folder(common);
            }
        }

        return common;
    }
}
