using System.Runtime.CompilerServices;
using Deployability.Publish.Emission;

namespace Deployability.Publish.Tests;

/// <summary>
/// Compares a whole emitted tree with the one stored under Approved/, byte for byte.
/// With DEPLOYABILITY_UPDATE=1 in the environment the stored tree is replaced; read the diff before committing it.
/// </summary>
internal static class Approval
{
    public const string Switch = "DEPLOYABILITY_UPDATE";

    public static void Verify(IReadOnlyList<GeneratedFile> files, string scenario, [CallerFilePath] string testFile = "")
    {
        var folder = Path.Combine(Root(testFile), scenario);
        if (Environment.GetEnvironmentVariable(Switch) == "1")
        {
            Approve(files, folder);
        }

        Assert.Equal(Stored(folder), files.Select(static file => file.Path).Order(StringComparer.Ordinal));
        foreach (var file in files)
        {
            Assert.Equal(File.ReadAllText(Path.Combine(folder, file.Path)), file.Content);
        }
    }

    private static string Root(string testFile)
    {
        var folder = Path.GetDirectoryName(testFile)!;
        while (!File.Exists(Path.Combine(folder, "Deployability.Publish.Tests.csproj")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return Path.Combine(folder, "Approved");
    }

    private static IEnumerable<string> Stored(string folder) =>
        Directory.Exists(folder)
            ? Directory
                .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'))
                .Order(StringComparer.Ordinal)
            : [];

    private static void Approve(IReadOnlyList<GeneratedFile> files, string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        foreach (var file in files)
        {
            var path = Path.Combine(folder, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, file.Content);
        }
    }
}
