using Deployability.Publish.Emission;

namespace Deployability.Publish.Writing;

/// <summary>The only place that touches the disk. Edited files are kept, unchanged ones not touched, and a write either happens or does not.</summary>
public sealed class Writer
{
    private const string NewSuffix = ".new";
    private const string TemporarySuffix = ".deployability-tmp";
    private const string BackupSuffix = ".deployability-old";

    private readonly string folder;
    private readonly Func<string, bool> isMeant;
    private readonly string project;
    private readonly Disk disk;
    private readonly List<Problem> problems = [];
    private readonly List<GeneratedFile> staged = [];
    private readonly List<string> deletions = [];
    private readonly List<string> lost = [];
    private readonly List<string> replaced = [];

    /// <summary>Whether the folder is not there yet, or holds nothing, so that no file of it need be looked for.</summary>
    private bool isEmpty;
    private OutputRecord next;
    private OutputRecord last;

    private Writer(string folder, string project, Func<string, bool> isMeant, Disk disk)
    {
        (this.folder, this.isMeant, this.disk) = (folder, isMeant, disk);
        this.project = Text.RelativePath(folder, project);
        (last, next) = (new(""), new(this.project));
    }

    /// <summary>Makes the folder hold these files.</summary>
    /// <param name="folder">Full path of the output folder; made if need be.</param>
    /// <param name="project">Full path of the project that they belong to.</param>
    /// <param name="files">What it should hold.</param>
    /// <param name="isMeant">Which files are meant; others that were written before stay as they are.</param>
    public static WriteResult Write(string folder, string project, IReadOnlyList<GeneratedFile> files, Func<string, bool> isMeant) =>
        new Writer(folder, project, isMeant, new Disk()).Write(files);

    /// <summary>Makes the folder hold these files and no others.</summary>
    public static WriteResult Write(string folder, string project, IReadOnlyList<GeneratedFile> files) =>
        Write(folder, project, files, new Disk());

    /// <inheritdoc cref="Write(string, string, IReadOnlyList{GeneratedFile})"/>
    internal static WriteResult Write(string folder, string project, IReadOnlyList<GeneratedFile> files, Disk disk) =>
        new Writer(folder, project, static _ => true, disk).Write(files);

    private WriteResult Write(IReadOnlyList<GeneratedFile> files)
    {
        var isNew = !Directory.Exists(folder);
        isEmpty = isNew;
        var written = 0;
        try
        {
            Plan(files);
            if (staged.Count > 0 || deletions.Count > 0)
            {
                disk.CreateFolder(folder);
                using (PublishLock.OfOutput(folder))
                {
                    // Another publish may have written since.
                    isEmpty = isNew && HoldsTheLockAlone();
                    if (!isEmpty)
                    {
                        Plan(files);
                    }

                    Commit();
                    written = staged.Count(static file => file.Path != OutputRecord.FileName);
                }
            }
        }
        catch (Exception exception) when (IsOfTheDisk(exception))
        {
            if (isNew && Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
            {
                Try(() => disk.DeleteFolder(folder));
            }

            problems.Add(
                new(
                    ProblemSeverity.Error,
                    ProblemCodes.CannotWrite,
                    $"The deployment files could not be written, and {Fate()}: {exception.Message} Make the folder writable, or choose another by DeployabilityOutputPath.",
                    folder
                )
            );
        }

        return new(written, problems);
    }

    private bool HoldsTheLockAlone() => !Directory.EnumerateFileSystemEntries(folder).Skip(1).Any();

    private static bool IsOfTheDisk(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or NotSupportedException or System.Security.SecurityException;

    /// <summary>Decides what is written and what is deleted; nothing on the disk changes.</summary>
    private void Plan(IReadOnlyList<GeneratedFile> files)
    {
        problems.Clear();
        staged.Clear();
        deletions.Clear();
        last = OutputRecord.Parse(Read(OutputRecord.FileName));
        next = new(project);
        if (last.Project.Length > 0 && last.Project != project && File.Exists(FullPath(last.Project)))
        {
            problems.Add(
                new(
                    ProblemSeverity.Error,
                    ProblemCodes.InvalidInput,
                    $"'{project}' and '{last.Project}' have one DeployabilityOutputPath, and each would replace the files of the other. Give each project a folder of its own, such as deploy/$(MSBuildProjectName)/.",
                    FullPath(OutputRecord.FileName)
                )
            );
            return;
        }

        foreach (var file in files)
        {
            Put(file);
        }

        foreach (var path in last.Paths.Where(path => !isMeant(path)))
        {
            next.Keep(last, path);
        }

        foreach (var path in last.Paths.Where(path => isMeant(path) && !IsNew(path) && files.All(file => file.Path != path)))
        {
            Retire(path);
        }

        PutRecord();
    }

    private void Put(GeneratedFile file)
    {
        var beside = file.Path + NewSuffix;
        var current = Read(file.Path);
        if (current == file.Content)
        {
            next.Set(file.Path, file.Content);
            RetireNew(beside);
        }
        else if (current is null || last.Matches(file.Path, current))
        {
            Stage(file.Path, file.Content);
            next.Set(file.Path, file.Content);
            RetireNew(beside);
        }
        else
        {
            next.Keep(last, file.Path);
            Offer(beside, file.Content);
            problems.Add(
                new(
                    ProblemSeverity.Warning,
                    ProblemCodes.EditedByHand,
                    $"{file.Path} was edited by hand, so it is kept. The new text is in {beside}: take over what you want, or delete {file.Path} to have it generated again.",
                    FullPath(file.Path)
                )
            );
        }
    }

    /// <summary>Writes the new text beside an edited file, unless someone is at work in that file too.</summary>
    private void Offer(string path, string content)
    {
        var current = Read(path);
        if (current is not null && current != content && !last.Matches(path, current))
        {
            next.Keep(last, path);
            return;
        }

        next.Set(path, content);
        if (current != content)
        {
            Stage(path, content);
        }
    }

    /// <summary>Removes a file that is no longer generated; an edited one stays.</summary>
    private void Retire(string path)
    {
        RetireNew(path + NewSuffix);
        var current = Read(path);
        if (current is null)
        {
            return;
        }

        if (last.Matches(path, current))
        {
            deletions.Add(path);
            return;
        }

        next.Keep(last, path);
        problems.Add(
            new(
                ProblemSeverity.Warning,
                ProblemCodes.EditedByHand,
                $"{path} is no longer generated, but was edited by hand, so it is kept. Delete it if you do not need it.",
                FullPath(path)
            )
        );
    }

    private void RetireNew(string path)
    {
        if (Read(path) is not { } current)
        {
            return;
        }

        if (last.Matches(path, current))
        {
            deletions.Add(path);
        }
        else
        {
            next.Keep(last, path);
        }
    }

    private void PutRecord()
    {
        var text = next.ToString();
        if (Read(OutputRecord.FileName) != text)
        {
            Stage(OutputRecord.FileName, text);
        }
    }

    private void Stage(string path, string content)
    {
        if (!isEmpty && Directory.Exists(FullPath(path)))
        {
            throw new IOException($"'{path}' is a folder.");
        }

        staged.Add(new(path, content));
    }

    /// <summary>
    /// Everything is written under temporary names first, so that what usually fails, fails before any file changes.
    /// What fails later is taken back step by step.
    /// </summary>
    private void Commit()
    {
        var undo = new Stack<Undo>();
        var folders = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            foreach (var (path, content) in staged)
            {
                CreateFolders(path, folders, undo);
                var temporary = FullPath(path) + TemporarySuffix;
                undo.Push(new("", () => disk.Delete(temporary)));
                disk.WriteText(temporary, content);
            }

            foreach (var file in staged)
            {
                MoveIntoPlace(file.Path, undo);
            }

            foreach (var path in deletions)
            {
                var target = FullPath(path);
                disk.Delete(target + BackupSuffix);
                disk.Move(target, target + BackupSuffix);
                replaced.Add(path);
                undo.Push(new(path, () => disk.Move(target + BackupSuffix, target)));
            }
        }
        catch (Exception exception) when (IsOfTheDisk(exception))
        {
            TakeBack(undo);
            throw;
        }

        foreach (var path in replaced)
        {
            Try(() => disk.Delete(FullPath(path) + BackupSuffix));
        }

        deletions.ForEach(RemoveEmptyFolders);
    }

    /// <param name="path">The file that needs them.</param>
    /// <param name="known">Folders that are there.</param>
    /// <param name="undo">Takes those that are made.</param>
    private void CreateFolders(string path, HashSet<string> known, Stack<Undo> undo)
    {
        var missing = new Stack<string>();
        for (
            var parent = Path.GetDirectoryName(FullPath(path));
            parent is not null && known.Add(parent) && !Directory.Exists(parent);
            parent = Path.GetDirectoryName(parent)
        )
        {
            missing.Push(parent);
        }

        foreach (var parent in missing)
        {
            disk.CreateFolder(parent);
            undo.Push(new("", () => disk.DeleteFolder(parent)));
        }
    }

    private void MoveIntoPlace(string path, Stack<Undo> undo)
    {
        var target = FullPath(path);
        if (!isEmpty && File.Exists(target))
        {
            disk.Replace(target + TemporarySuffix, target, target + BackupSuffix);
            replaced.Add(path);
            undo.Push(
                new(
                    path,
                    () =>
                    {
                        disk.Delete(target);
                        disk.Move(target + BackupSuffix, target);
                    }
                )
            );
        }
        else
        {
            disk.Move(target + TemporarySuffix, target);
            undo.Push(new(path, () => disk.Delete(target)));
        }
    }

    private void TakeBack(Stack<Undo> undo)
    {
        foreach (var (what, step) in undo)
        {
            if (!Try(step) && what.Length > 0)
            {
                lost.Add(what);
            }
        }
    }

    /// <summary>What became of the old files, for the message.</summary>
    private string Fate() =>
        lost.Count == 0
            ? "the old ones are as they were"
            : $"of the old ones {string.Join(", ", lost.OrderBy(static path => path, StringComparer.Ordinal))} could not be put back; what is not there stands beside it as <file>{BackupSuffix}";

    private static bool Try(Action step)
    {
        try
        {
            step();
            return true;
        }
        catch (Exception exception) when (IsOfTheDisk(exception))
        {
            // The reason for giving up is already on its way to the user.
            return false;
        }
    }

    private void RemoveEmptyFolders(string path)
    {
        for (
            var parent = Path.GetDirectoryName(FullPath(path));
            parent is not null && parent.Length > folder.Length;
            parent = Path.GetDirectoryName(parent)
        )
        {
            if (!Directory.Exists(parent) || Directory.EnumerateFileSystemEntries(parent).Any() || !Try(() => disk.DeleteFolder(parent)))
            {
                return;
            }
        }
    }

    /// <summary>A file's text; null when there is none. Version control may have changed line ends, which is no edit.</summary>
    private string? Read(string path)
    {
        if (isEmpty)
        {
            return null;
        }

        var full = FullPath(path);
        return File.Exists(full) ? File.ReadAllText(full).Replace("\r\n", "\n") : null;
    }

    private static bool IsNew(string path) => path.EndsWith(NewSuffix, StringComparison.Ordinal);

    /// <summary>A step back, and the file that is lost when it fails; empty when nothing is.</summary>
    private sealed record Undo(string What, Action Step);

    private string FullPath(string path) => Path.Combine(folder, path.Replace('/', Path.DirectorySeparatorChar));
}
