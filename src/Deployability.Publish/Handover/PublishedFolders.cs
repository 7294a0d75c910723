namespace Deployability.Publish.Handover;

/// <summary>Knows folders that an app was published to (<c>dotnet publish -o out</c>): what lies there is a copy, and it comes and goes between builds.</summary>
/// <param name="project">Full path of the project's folder, which is never one itself.</param>
internal sealed class PublishedFolders(string project)
{
    private readonly Dictionary<string, bool> known = new(StringComparer.Ordinal) { [project] = false };

    /// <summary>Whether the file lies in such a folder, or below one.</summary>
    /// <param name="file">A full path; one outside the project's folder is in none.</param>
    public bool Hold(string file) => Path.GetDirectoryName(file) is { } folder && IsPublished(folder);

    private bool IsPublished(string folder)
    {
        if (folder.Length <= project.Length)
        {
            return false;
        }

        if (!known.TryGetValue(folder, out var answer))
        {
            known[folder] = answer = IsMarked(folder) || (Path.GetDirectoryName(folder) is { } parent && IsPublished(parent));
        }

        return answer;
    }

    // Every app that a runtime starts has this file beside it, and no source folder has.
    private static bool IsMarked(string folder)
    {
        try
        {
            return Directory.EnumerateFiles(folder, "*.runtimeconfig.json").Any();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
