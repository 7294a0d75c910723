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

    /// <summary>Elsewhere in the repository.</summary>
    public ITaskItem[] RootFiles { get; set; } = [];

    /// <summary>What the compiler has already.</summary>
    public ITaskItem[] Known { get; set; } = [];

    [Output]
    public ITaskItem[] Selected { get; set; } = [];

    public override bool Execute()
    {
        var seen = new HashSet<string>(Known.Select(FullPath), StringComparer.Ordinal);
        var published = new PublishedFolders(Path.GetDirectoryName(Path.GetFullPath(ProjectFile)) ?? "");
        var selected = Files
            .Where(file => seen.Add(FullPath(file)) && !published.Hold(FullPath(file)) && IsReadable(FullPath(file)))
            .ToList();
        var candidates = RootFiles.Where(file => seen.Add(FullPath(file)) && IsReadable(FullPath(file))).ToList();
        if (candidates.Count > 0 && RepositoryRoot.Length > 0)
        {
            var owners = new FileOwners(RepositoryRoot, ProjectFile);
            selected.AddRange(candidates.Where(file => owners.IsOurs(FullPath(file))));
        }

        Selected = [.. selected.OrderBy(FullPath, StringComparer.Ordinal).Select(static file => new TaskItem(file.ItemSpec))];
        return !Log.HasLoggedErrors;
    }

    private bool IsReadable(string path)
    {
        switch (TextFiles.Probe(path))
        {
            case TextFileState.Text:
                return true;
            case TextFileState.TooLarge:
                Log.LogMessage(
                    subcategory: null,
                    code: null,
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

    private static string FullPath(ITaskItem item) => item.GetMetadata("FullPath");
}
