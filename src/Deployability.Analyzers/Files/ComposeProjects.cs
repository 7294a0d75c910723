using System.Runtime.CompilerServices;
using Deployability.Formats.Compose;
using Deployability.Formats.Yaml;

namespace Deployability.Analyzers.Files;

/// <summary>The services of compose files by what is started together: the base of a folder with each file that changes it.</summary>
internal sealed class ComposeProjects
{
    private const ProjectFileKind Kinds = ProjectFileKind.Compose | ProjectFileKind.Yaml;

    private static readonly ConditionalWeakTable<ProjectFiles, ComposeProjects> Known = new();

    private readonly Dictionary<YamlFile, ProjectFile> files = [];
    private readonly Dictionary<string, ProjectFile> byPath = new(StringComparer.Ordinal);
    private readonly Dictionary<ProjectFile, List<(ComposeService Service, string Folder, bool IsForDevelopment)>> byFile = [];

    private ComposeProjects(ProjectFiles all, CancellationToken cancellationToken)
    {
        var folders = new Dictionary<string, List<(string Path, ProjectFile File, YamlFile Yaml)>>(StringComparer.Ordinal);
        foreach (var file in all.All)
        {
            if ((file.Kind & Kinds) == 0 || file.GetViews(cancellationToken) is not { } views)
            {
                continue;
            }

            var path = file.Path.Replace('\\', '/');
            byPath[path] = file;
            if (file.Kind == ProjectFileKind.Compose)
            {
                var folder = path.Substring(0, path.Length - file.Name.Length);
                if (!folders.TryGetValue(folder, out var composes))
                {
                    folders.Add(folder, composes = []);
                }

                composes.Add((path, file, Read(file, views)));
            }
        }

        foreach (var folder in folders)
        {
            var composes = folder.Value;
            var basis = composes.FindIndex(static compose => IsBase(compose.File.Name));
            var isChanged = false;
            foreach (var compose in composes)
            {
                if (basis >= 0 && compose.Path != composes[basis].Path)
                {
                    var changes = compose.File.IsForDevelopment || Changes(compose.Yaml, composes[basis].Yaml);
                    isChanged |= changes && !compose.File.IsForDevelopment;
                    Add(folder.Key, changes ? [composes[basis].Path, compose.Path] : [compose.Path], compose.File.IsForDevelopment);
                }
                else if (basis < 0)
                {
                    Add(folder.Key, [compose.Path], compose.File.IsForDevelopment);
                }
            }

            if (basis >= 0 && !isChanged)
            {
                Add(folder.Key, [composes[basis].Path], composes[basis].File.IsForDevelopment);
            }
        }
    }

    public static ComposeProjects Of(ProjectFiles files, CancellationToken cancellationToken)
    {
        if (Known.TryGetValue(files, out var known))
        {
            return known;
        }

        var made = new ComposeProjects(files, cancellationToken);
        return Known.GetValue(files, _ => made);
    }

    /// <summary>The services of which a file says something, each as every project starts it that the file takes part in; those of development alone left out.</summary>
    public IEnumerable<IReadOnlyList<ComposeService>> In(ProjectFile file)
    {
        if (!byFile.TryGetValue(file, out var touched))
        {
            yield break;
        }

        foreach (var group in touched.GroupBy(static item => (item.Folder, item.Service.Name)))
        {
            var started = group
                .Where(item => (file.IsForDevelopment || !item.IsForDevelopment) && !item.Service.IsForDevelopment)
                .Select(static item => item.Service)
                .ToList();
            if (started.Count > 0)
            {
                yield return started;
            }
        }
    }

    /// <summary>The file that a node was written in.</summary>
    public ProjectFile? FileOf(YamlFile file) => files.TryGetValue(file, out var known) ? known : null;

    private static bool IsBase(string name) =>
        name.Substring(0, Math.Max(name.LastIndexOf('.'), 0)).ToLowerInvariant() is "compose" or "docker-compose";

    // A file that repeats no image is of no use without the base; one that stands alone starts other services.
    private static bool Changes(YamlFile file, YamlFile basis)
    {
        var known = new HashSet<string>(ComposeService.Of(basis).Select(static service => service.Name), StringComparer.Ordinal);
        return ComposeService.Of(file).Any(service => known.Contains(service.Name) && service.Image is null && service.Build is null)
            || !ComposeService.Of(file).Any(service => known.Contains(service.Name));
    }

    private YamlFile Read(ProjectFile file, FileViews views)
    {
        files[views.Yaml] = file;
        return views.Yaml;
    }

    private void Add(string folder, string[] paths, bool isForDevelopment)
    {
        // Of other YAML only what a compose file includes or extends is read.
        var project = ComposeProject.Of(
            paths,
            path => byPath.TryGetValue(path, out var file) && file.GetViews(Cancellation.Token) is { } views ? Read(file, views) : null
        );
        foreach (var yaml in project.Files)
        {
            if (FileOf(yaml) is not { } file)
            {
                continue;
            }

            if (!byFile.TryGetValue(file, out var services))
            {
                byFile.Add(file, services = []);
            }

            services.AddRange(project.Services.Select(service => (service, folder, isForDevelopment)));
        }
    }
}
