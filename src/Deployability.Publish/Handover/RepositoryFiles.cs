using Deployability.Publish.Writing;

namespace Deployability.Publish.Handover;

/// <summary>One walk through a repository: its projects, the YAML in folders whose names say deployment, and what makes and starts containers in any other folder.</summary>
/// <remarks>Bounded, and links are not followed: one may lead back.</remarks>
internal sealed class RepositoryFiles
{
    private const int MaxDepth = 4;
    private const int MaxFolders = 2000;
    private const int MaxManifests = 5000;

    // As deep as charts inside of charts.
    private const int MaxManifestDepth = 10;

    // What is started for a test, or shown.
    private static readonly string[] Aside =
    [
        "test",
        "tests",
        "e2e",
        "sample",
        "samples",
        "example",
        "examples",
        "docs",
        "benchmark",
        "benchmarks",
        "template",
        "templates",
    ];

    private static readonly string[] Skipped = ["bin", "obj", "node_modules", "dist", "artifacts", "packages"];

    private static readonly string[] Names =
    [
        "kube",
        "manifests",
        "charts",
        "kustomize",
        "aks",
        "eks",
        "gke",
        "k3s",
        "minikube",
        "openshift",
        "gitops",
        "argocd",
        "argo",
        "flux",
        "fluxcd",
        "cluster",
        "clusters",
    ];

    private static readonly string[] Beginnings = ["deploy", "kubernetes", "k8s", "infra", "helm"];

    private readonly List<string> projects = [];
    private readonly List<(string Folder, string Path)> manifests = [];
    private readonly List<string> containers = [];

    // What publish writes is no source: read by the compiler, every publish would be followed by a build.
    private readonly HashSet<string> generated = new(StringComparer.Ordinal);
    private int folders;

    private RepositoryFiles() { }

    /// <summary>Full paths of project files.</summary>
    public IReadOnlyList<string> Projects => projects;

    /// <summary>YAML in a folder named for deployment that stands in no project's folder; with that folder.</summary>
    public IReadOnlyList<(string Folder, string Path)> Manifests => manifests;

    /// <summary>Dockerfiles and their ignore files, and compose files outside of folders named for deployment, in folders that are no project's: <c>docker/Dockerfile</c>.</summary>
    public IReadOnlyList<string> Containers => containers;

    /// <summary>Reads folders, and no file but records of what publish wrote; what cannot be read is left out.</summary>
    /// <param name="root">Of the repository.</param>
    public static RepositoryFiles Of(string root)
    {
        var result = new RepositoryFiles();
        result.Walk(root);
        return result;
    }

    private void Walk(string root)
    {
        var open = new Queue<(string Path, int Depth, bool IsOfProject, bool IsNamed, bool IsAside)>();
        open.Enqueue((Path.GetFullPath(root), 0, false, false, false));
        while (open.Count > 0 && folders++ < MaxFolders)
        {
            var (folder, depth, isOfProject, isNamedBefore, isAside) = open.Dequeue();
            var files = Entries(folder, Directory.GetFiles);
            var own = Array.FindAll(files, static path => path.EndsWith(".csproj", StringComparison.OrdinalIgnoreCase));
            projects.AddRange(own);
            // A project judges what stands below it; the root may hold one beside everything else.
            isOfProject |= own.Length > 0 && depth > 0;
            if (depth > 0 && !isOfProject && !isAside)
            {
                AddGenerated(folder, files);
                containers.AddRange(files.Where(path => IsOfContainer(Path.GetFileName(path), isNamedBefore) && !generated.Contains(path)));
            }

            foreach (var child in depth < MaxDepth ? Entries(folder, Directory.GetDirectories) : [])
            {
                if (IsLink(child) || Array.IndexOf(Skipped, Path.GetFileName(child)) >= 0)
                {
                    continue;
                }

                var isNamed = SaysDeployment(Path.GetFileName(child).TrimStart('.'));
                if (isNamed && !isOfProject && !isNamedBefore)
                {
                    Collect(child, child, 0);
                }

                if (!Path.GetFileName(child).StartsWith(".", StringComparison.Ordinal))
                {
                    var isAsideToo =
                        isAside || Array.Exists(Aside, word => Path.GetFileName(child).Equals(word, StringComparison.OrdinalIgnoreCase));
                    open.Enqueue((child, depth + 1, isOfProject, isNamedBefore || isNamed, isAsideToo));
                }
            }
        }
    }

    // Of a folder named for deployment the YAML is collected as it is.
    private static bool IsOfContainer(string name, bool isNamed) =>
        FoldersAbove.IsDockerfile(name) || !isNamed && FoldersAbove.IsCompose(name);

    /// <summary>Whether a folder's name says that what is in it deploys something.</summary>
    internal static bool SaysDeployment(string name) =>
        Array.Exists(Names, word => name.Equals(word, StringComparison.OrdinalIgnoreCase))
        || Array.Exists(Beginnings, word => name.StartsWith(word, StringComparison.OrdinalIgnoreCase));

    private void Collect(string tree, string folder, int depth)
    {
        // What stands below a project in there is that project's.
        if (manifests.Count >= MaxManifests || Entries(folder, static path => Directory.GetFiles(path, "*.csproj")).Length > 0)
        {
            return;
        }

        var files = Entries(folder, Directory.GetFiles);
        AddGenerated(folder, files);
        foreach (var file in files.OrderBy(static path => path, StringComparer.Ordinal))
        {
            if (generated.Contains(file))
            {
                continue;
            }

            if (FoldersAbove.IsYaml(file))
            {
                manifests.Add((tree, file));
            }
        }

        foreach (var child in depth < MaxManifestDepth ? Entries(folder, Directory.GetDirectories) : [])
        {
            var name = Path.GetFileName(child);
            if (!IsLink(child) && name != ".git" && Array.IndexOf(Skipped, name) < 0)
            {
                Collect(tree, child, depth + 1);
            }
        }
    }

    private void AddGenerated(string folder, IEnumerable<string> files) =>
        generated.UnionWith(
            files
                .Where(static path => Path.GetFileName(path) == OutputRecord.FileName)
                .SelectMany(record => OutputRecord.Parse(TextFiles.Read(record)).Paths)
                .Select(path => Path.GetFullPath(Path.Combine(folder, path)))
        );

    private static bool IsLink(string path)
    {
        try
        {
            return (File.GetAttributes(path) & FileAttributes.ReparsePoint) != 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return true;
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
