namespace Deployability.Testing;

/// <summary>The folder of this repository, above the tests that run.</summary>
internal static class RepositoryRoot
{
    public static string Path { get; } = Find();

    /// <param name="path">Relative to the root.</param>
    public static string Read(string path) => File.ReadAllText(System.IO.Path.Combine(Path, path));

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "Deployability.Analyzers.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("No repository above " + AppContext.BaseDirectory);
    }
}
