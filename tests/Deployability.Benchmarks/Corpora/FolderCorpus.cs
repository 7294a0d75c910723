using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace Deployability.Benchmarks.Corpora;

/// <summary>All C# below a folder as one project. It need not compile: packages that are missing cost every contender the same.</summary>
internal static class FolderCorpus
{
    private static readonly string[] FileNames =
    [
        "appsettings",
        "launchSettings",
        "web.config",
        "Dockerfile",
        "Containerfile",
        ".env",
        ".dockerignore",
        "compose",
        "docker-compose",
    ];

    private static readonly string[] Extensions = [".yaml", ".yml", ".pubxml", ".js", ".ts", ".html", ".cshtml", ".razor"];

    /// <summary>The sample as it was found, full of what the rules are about.</summary>
    public static Corpus StressMonitor() => Read(Path.Combine(BuildFacts.Folder("RepositoryRoot"), "samples", "StressMonitor", "AsFound"));

    public static Corpus Read(string folder)
    {
        folder = Path.GetFullPath(folder);
        string[] files =
        [
            .. Directory
                .GetFiles(folder, "*", SearchOption.AllDirectories)
                .Where(path => !IsLeftOut(Path.GetRelativePath(folder, path)))
                .Order(StringComparer.Ordinal),
        ];
        return new Corpus(
            Path.GetFileName(folder),
            [.. files.Where(static path => path.EndsWith(".cs", StringComparison.Ordinal)).Select(Load)],
            [.. files.Where(IsAdditional).Select(Load)]
        );
    }

    private static SourceFile Load(string path) => new(path, SourceText.From(File.ReadAllText(path), Encoding.UTF8));

    private static bool IsAdditional(string path)
    {
        var name = Path.GetFileName(path);
        return Array.Exists(FileNames, known => name.StartsWith(known, StringComparison.OrdinalIgnoreCase))
            || (
                Array.Exists(Extensions, known => name.EndsWith(known, StringComparison.OrdinalIgnoreCase))
                && !name.Contains(".min.", StringComparison.Ordinal)
            );
    }

    private static bool IsLeftOut(string path) =>
        path.Split(Path.DirectorySeparatorChar)
            .Any(static part => part is "bin" or "obj" or "node_modules" or "dist" or "lib" or "deploy" or ".git");
}
