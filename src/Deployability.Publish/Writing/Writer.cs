using System.Text;
using Deployability.Publish.Targets;
using Deployability.Publish.Targets.Kubernetes;

namespace Deployability.Publish.Writing;

/// <summary>The only place that touches the disk. Edited files are kept, unchanged ones not touched, and a write either happens or does not.</summary>
public sealed class Writer
{
    private const string NewSuffix = ".new";
    private const string TemporarySuffix = ".deployability-tmp";

    private static readonly Encoding Utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    private readonly string folder;
    private readonly List<Problem> problems = [];
    private readonly List<(string Temporary, string Target)> staged = [];
    private readonly List<string> deletions = [];
    private readonly OutputRecord next = new();
    private OutputRecord last = new();

    private Writer(string folder) => this.folder = folder;

    /// <summary>Makes the folder hold these files.</summary>
    /// <param name="folder">Full path of the output folder; made if need be.</param>
    /// <param name="files">What it should hold.</param>
    /// <returns>What was kept because a person edited it (DPL9002), or why nothing could be written (DPL9005).</returns>
    public static IReadOnlyList<Problem> Write(string folder, IReadOnlyList<GeneratedFile> files) => new Writer(folder).Write(files);

    private List<Problem> Write(IReadOnlyList<GeneratedFile> files)
    {
        try
        {
            last = OutputRecord.Parse(Read(OutputRecord.FileName));
            foreach (var file in files)
            {
                Put(file);
            }

            foreach (var path in last.Paths.Where(path => !IsNew(path) && files.All(file => file.Path != path)))
            {
                Retire(path);
            }

            PutRecord();
            Commit();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException or System.Security.SecurityException)
        {
            Discard();
            problems.Add(new(
                ProblemSeverity.Error,
                ProblemCodes.CannotWrite,
                $"The deployment files could not be written, and the old ones are as they were: {exception.Message} Make the folder writable, or choose another by DeployabilityOutputPath.",
                folder));
        }

        return problems;
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
            problems.Add(new(
                ProblemSeverity.Warning,
                ProblemCodes.EditedByHand,
                $"{file.Path} was edited by hand, so it is kept. The new text is in {beside}: take over what you want, or delete {file.Path} to have it generated again.",
                FullPath(file.Path)));
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
        problems.Add(new(
            ProblemSeverity.Warning,
            ProblemCodes.EditedByHand,
            $"{path} is no longer generated, but was edited by hand, so it is kept. Delete it if you do not need it.",
            FullPath(path)));
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

    /// <summary>Everything is written under temporary names first, so that what fails, fails before any file changes.</summary>
    private void Stage(string path, string content)
    {
        var target = FullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(target) ?? folder);
        if (Directory.Exists(target))
        {
            throw new IOException($"'{path}' is a folder.");
        }

        var temporary = target + TemporarySuffix;
        staged.Add((temporary, target));
        File.WriteAllText(temporary, content, Utf8);
    }

    private void Commit()
    {
        foreach (var (temporary, target) in staged)
        {
            if (File.Exists(target))
            {
                File.Replace(temporary, target, destinationBackupFileName: null);
            }
            else
            {
                File.Move(temporary, target);
            }
        }

        foreach (var path in deletions)
        {
            File.Delete(FullPath(path));
            RemoveEmptyFolders(path);
        }
    }

    private void RemoveEmptyFolders(string path)
    {
        for (var parent = Path.GetDirectoryName(FullPath(path)); parent is not null && parent.Length > folder.Length; parent = Path.GetDirectoryName(parent))
        {
            if (Directory.EnumerateFileSystemEntries(parent).Any())
            {
                return;
            }

            Directory.Delete(parent);
        }
    }

    private void Discard()
    {
        foreach (var (temporary, _) in staged)
        {
            try
            {
                File.Delete(temporary);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // The reason for giving up is already on its way to the user.
            }
        }
    }

    /// <summary>A file's text; null when there is none. Version control may have changed line ends, which is no edit.</summary>
    private string? Read(string path)
    {
        var full = FullPath(path);
        return File.Exists(full) ? File.ReadAllText(full).Replace("\r\n", "\n") : null;
    }

    private static bool IsNew(string path) => path.EndsWith(NewSuffix, StringComparison.Ordinal);

    private string FullPath(string path) => Path.Combine(folder, path.Replace('/', Path.DirectorySeparatorChar));
}
