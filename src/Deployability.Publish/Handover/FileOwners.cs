namespace Deployability.Publish.Handover;

/// <summary>Says which project of a repository judges a file outside all of them, so that a repository of ten projects hears each finding once.</summary>
/// <remarks>
/// The one whose name stands first in the file (its project file, its assembly, or an image or service called after it), among the programs that use this package;
/// a file that names none belongs to the first of them. A .dockerignore counts for the Dockerfile of each, so each has it.
/// </remarks>
internal sealed class FileOwners
{
    private const string Package = "Deployability.Analyzers";
    private const int MaxDepth = 4;
    private const int MaxFolders = 2000;

    private static readonly string[] Skipped = ["bin", "obj", "node_modules", "dist", "artifacts", "packages"];

    private static readonly string[] SharedFiles = ["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"];

    private readonly string project;
    private readonly List<string> programs;

    /// <param name="root">The repository's folder.</param>
    /// <param name="projectFile">Of the project that asks; it uses the package.</param>
    public FileOwners(string root, string projectFile)
    {
        project = Path.GetFullPath(projectFile);
        var everywhere = SharedFiles.Any(name =>
            TextFiles.Read(Path.Combine(root, name)) is var text
            && text.Contains(Package)
            && (text.Contains("PackageReference") || text.Contains("GlobalPackageReference"))
        );
        programs =
        [
            .. ProjectsBelow(root)
                .Where(path => path == project || IsProgram(TextFiles.Read(path), everywhere))
                .OrderBy(static path => path, StringComparer.Ordinal),
        ];
    }

    /// <summary>Whether the project that asks is the one that judges the file.</summary>
    public bool IsOurs(string file)
    {
        if (programs.Count < 2 || Path.GetFileName(file).Equals(".dockerignore", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        var text = TextFiles.Read(file);
        var owner = programs
            .Select(path => (Path: path, Position: PositionOf(Path.GetFileNameWithoutExtension(path), text)))
            .Where(static found => found.Position >= 0)
            .OrderBy(static found => found.Position)
            .Select(static found => found.Path)
            .FirstOrDefault();
        return (owner ?? programs[0]) == project;
    }

    // Shop.Orders: Shop.Orders.csproj, Shop.Orders.dll, shop-orders, shoporders; as a word of its own.
    private static int PositionOf(string name, string text)
    {
        var first = -1;
        foreach (
            var form in new[] { name, name.Replace('.', '-'), name.Replace(".", ""), name.Replace('.', '_') }.Distinct(
                StringComparer.Ordinal
            )
        )
        {
            for (
                var i = text.IndexOf(form, StringComparison.OrdinalIgnoreCase);
                i >= 0;
                i = text.IndexOf(form, i + 1, StringComparison.OrdinalIgnoreCase)
            )
            {
                if (
                    (i == 0 || !IsNameCharacter(text[i - 1])) && (i + form.Length == text.Length || !IsNameCharacter(text[i + form.Length]))
                )
                {
                    first = first < 0 ? i : Math.Min(first, i);
                    break;
                }
            }
        }

        return first;
    }

    private static bool IsNameCharacter(char c) => char.IsLetterOrDigit(c) || c is '-' or '_';

    private static bool IsProgram(string text, bool everywhere) =>
        (everywhere || text.Contains(Package))
        && !text.Contains("IsTestProject")
        && !text.Contains("Microsoft.NET.Test.Sdk")
        && (text.Contains("Microsoft.NET.Sdk.Web") || text.Contains("Microsoft.NET.Sdk.Worker") || text.Contains("<OutputType>Exe"));

    // Links are not followed: one may lead back.
    private static IEnumerable<string> ProjectsBelow(string root)
    {
        var open = new Queue<(string Path, int Depth)>();
        open.Enqueue((Path.GetFullPath(root), 0));
        for (var folders = 0; open.Count > 0 && folders < MaxFolders; folders++)
        {
            var (folder, depth) = open.Dequeue();
            foreach (var file in Entries(folder, static path => Directory.GetFiles(path, "*.csproj")))
            {
                yield return file;
            }

            foreach (var child in depth < MaxDepth ? Entries(folder, Directory.GetDirectories) : [])
            {
                var name = Path.GetFileName(child);
                if (
                    !name.StartsWith(".", StringComparison.Ordinal)
                    && Array.IndexOf(Skipped, name) < 0
                    && (File.GetAttributes(child) & FileAttributes.ReparsePoint) == 0
                )
                {
                    open.Enqueue((child, depth + 1));
                }
            }
        }
    }

    private static string[] Entries(string folder, Func<string, string[]> list)
    {
        try
        {
            return list(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
