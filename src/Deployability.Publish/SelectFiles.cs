using Deployability.Publish.Handover;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using Task = Microsoft.Build.Utilities.Task;

namespace Deployability.Publish;

/// <summary>Decides which of the files around the code the compiler gets: text of a bearable size, each once, and outside the project's folder only what deploys this project.</summary>
/// <remarks>The compiler cannot read a binary file as text and fails the build (CS2015), so such files never reach it.</remarks>
public sealed class SelectFiles : Task
{
    /// <summary>Of the project that is built.</summary>
    [Required]
    public string ProjectFile { get; set; } = "";

    /// <summary>Ends with a separator; empty when the project is in no repository.</summary>
    public string RepositoryRoot { get; set; } = "";

    /// <summary>Below the project's folder.</summary>
    public ITaskItem[] Files { get; set; } = [];

    /// <summary>JSON in folders of the project, of which the compiler gets what the program loads as settings.</summary>
    public ITaskItem[] Json { get; set; } = [];

    /// <summary>The C# of the project.</summary>
    public ITaskItem[] Sources { get; set; } = [];

    /// <summary>Whether files of the repository outside the project's folder count.</summary>
    public bool LooksAround { get; set; }

    /// <summary>In the repository's root.</summary>
    public ITaskItem[] RootFiles { get; set; } = [];

    /// <summary>What the compiler has already.</summary>
    public ITaskItem[] Known { get; set; } = [];

    [Output]
    public ITaskItem[] Selected { get; set; } = [];

    /// <summary>The programs of the repository that share its files, in order, between bars: a semicolon begins a comment where the compiler reads it. Empty when there is but one.</summary>
    [Output]
    public string Programs { get; set; } = "";

    public override bool Execute()
    {
        var seen = new HashSet<string>(Known.Select(FullPath), StringComparer.Ordinal);
        var published = new PublishedFolders(Path.GetDirectoryName(Path.GetFullPath(ProjectFile)) ?? "");
        var selected = Files
            .Where(file => seen.Add(FullPath(file)) && !published.Hold(FullPath(file)) && IsReadable(FullPath(file)))
            .ToList();
        selected.AddRange(SelectLoaded(path => seen.Add(path) && !published.Hold(path) && IsReadable(path)));
        if (LooksAround && RepositoryRoot.Length > 0)
        {
            selected.AddRange(SelectAround(path => seen.Add(path) && IsReadable(path)));
        }

        Selected = [.. selected.OrderBy(FullPath, StringComparer.Ordinal).Select(static file => ItemOf(file.ItemSpec))];
        return !Log.HasLoggedErrors;
    }

    // Most projects have no such file, so that no source is read.
    private List<ITaskItem> SelectLoaded(Func<string, bool> isNew)
    {
        var names =
            Json.Length == 0
                ? []
                : Sources.SelectMany(static source => LoadedJson.NamesIn(TextFiles.Read(FullPath(source)))).Distinct().ToList();
        return names.Count == 0
            ? []
            : [.. Json.Where(file => LoadedJson.Names(names, Path.GetFileName(FullPath(file))) && isNew(FullPath(file)))];
    }

    // Compose files of a folder are started together, manifests beside them or below one folder are deployed together.
    private List<ITaskItem> SelectAround(Func<string, bool> isNew)
    {
        var repository = RepositoryFiles.Of(RepositoryRoot);
        var owners = new FileOwners(ProjectFile, repository);
        Programs = owners.Names.Count > 1 ? string.Join("|", owners.Names) : "";
        var folder = Path.GetDirectoryName(Path.GetFullPath(ProjectFile)) + Path.DirectorySeparatorChar;
        var together = repository
            .Manifests.Where(file => !file.Path.StartsWith(folder, StringComparison.Ordinal) && isNew(file.Path))
            .Select(static file => (file.Folder, Item: (ITaskItem)ItemOf(file.Path)))
            .ToList();
        var result = new List<ITaskItem>();
        var above = FoldersAbove.FilesIn(ProjectFile, RepositoryRoot).Select(static path => (ITaskItem)ItemOf(path));
        foreach (var file in RootFiles.Concat(above).Where(file => isNew(FullPath(file))))
        {
            if (FoldersAbove.IsYaml(FullPath(file)))
            {
                together.Add(((Path.GetDirectoryName(FullPath(file)) ?? "") + (FoldersAbove.IsManifest(file.ItemSpec) ? "/*" : ""), file));
            }
            else if (owners.IsOurs(FullPath(file)))
            {
                result.Add(file);
            }
        }

        AddContainers(repository, owners, path => !path.StartsWith(folder, StringComparison.Ordinal) && isNew(path), result);
        foreach (var deployment in together.GroupBy(static file => file.Folder, static file => file.Item))
        {
            if (owners.HavePart(deployment.Select(FullPath)))
            {
                result.AddRange(deployment);
            }
        }

        return result;
    }

    // Compose files of a folder are started together here too; an ignore file goes with its Dockerfile.
    private static void AddContainers(RepositoryFiles repository, FileOwners owners, Func<string, bool> isNew, List<ITaskItem> result)
    {
        foreach (
            var together in repository.Containers.GroupBy(path => Path.GetDirectoryName(path) + (FoldersAbove.IsYaml(path) ? "*" : ""))
        )
        {
            var named = together.Where(owners.IsNamedIn).ToList();
            result.AddRange(
                together
                    .Where(path =>
                        (
                            named.Contains(path)
                            || named.Count > 0
                                && (FoldersAbove.IsYaml(path) || path.EndsWith(".dockerignore", StringComparison.OrdinalIgnoreCase))
                        ) && isNew(path)
                    )
                    .Select(static path => (ITaskItem)ItemOf(path))
            );
        }
    }

    private bool IsReadable(string path)
    {
        switch (TextFiles.Probe(path))
        {
            case TextFileState.Text:
                return true;
            case TextFileState.Empty:
                // That it is there and keeps nothing out is what is wrong with it.
                return path.EndsWith(".dockerignore", StringComparison.OrdinalIgnoreCase);
            case TextFileState.TooLarge:
                Log.LogMessage(
                    subcategory: null,
                    code: ProblemCodes.TooLarge,
                    helpKeyword: null,
                    file: path,
                    lineNumber: 0,
                    columnNumber: 0,
                    endLineNumber: 0,
                    endColumnNumber: 0,
                    MessageImportance.High,
                    $"Deployability does not check this file: it is larger than {TextFiles.MaxLength / 1024} KB."
                );
                return false;
            default:
                return false;
        }
    }

    // An item unescapes what it is made of: a file called "a%20b" would be looked for as "a b".
    private static TaskItem ItemOf(string path) => new(path.Replace("%", "%25"));

    private static string FullPath(ITaskItem item) => item.GetMetadata("FullPath");
}
