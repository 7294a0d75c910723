namespace Deployability.Publish.Reading;

/// <summary>Finds where the repository of a project begins, and its solution.</summary>
internal static class RepositoryRoot
{
    // The targets hand over the names of as many folders' solutions.
    private const int SolutionLevels = 4;

    /// <summary>Full path of the repository's root, else of the solution's folder, that holds all projects; empty when nothing marks one.</summary>
    public static string Boundary(string projectFile, IReadOnlyList<string> projects)
    {
        foreach (
            var marks in new Func<string, bool>[]
            {
                static folder => Directory.Exists(Path.Combine(folder, ".git")) || File.Exists(Path.Combine(folder, ".git")),
                static folder => Files(folder, "*.sln").Concat(Files(folder, "*.slnx")).Any(),
            }
        )
        {
            for (var folder = MsBuildFiles.Folder(projectFile); !string.IsNullOrEmpty(folder); folder = Path.GetDirectoryName(folder))
            {
                if (marks(folder) && projects.All(project => Text.IsInside(folder, project)))
                {
                    return folder;
                }
            }
        }

        return "";
    }

    /// <summary>Full path of the nearest solution at or above the project; empty when there is none in the repository. The targets hand over as many folders' names, so that a new one is seen.</summary>
    public static string Solution(string projectFile, string boundary)
    {
        var folder = MsBuildFiles.Folder(projectFile);
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
}
