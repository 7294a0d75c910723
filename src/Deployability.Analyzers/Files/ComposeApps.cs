using Deployability.Formats;
using Deployability.Formats.Compose;
using Deployability.Formats.Kubernetes;
using Deployability.Formats.Yaml;

namespace Deployability.Analyzers.Files;

/// <summary>Finds the services of compose files that run the app: those that are built by the Dockerfile which starts it, else those called as it is.</summary>
internal static class ComposeApps
{
    private const int OfOtherApp = -1;

    // That the image starts the app's assembly tells more than any name.
    private const int ByDockerfile = 100;

    /// <summary>The services that run the app, each as every file says it, with the variables of all of them.</summary>
    /// <param name="files">Of the project.</param>
    /// <param name="app">Name of its assembly.</param>
    /// <param name="names">Of the same app.</param>
    public static List<AppContainer> In(ProjectFiles files, string app, AppNames names, CancellationToken cancellationToken)
    {
        var dotEnvs = new Dictionary<string, ProjectFile>(StringComparer.Ordinal);
        var dockerfiles = files
            .OfKind(ProjectFileKind.Dockerfile)
            .GroupBy(static file => file.Path.Replace('\\', '/'), StringComparer.Ordinal)
            .ToDictionary(static group => group.Key, static group => group.First(), StringComparer.Ordinal);
        var all = new List<ComposeCandidate>();
        foreach (var file in files.All)
        {
            var path = file.Path.Replace('\\', '/');
            if (file.Kind == ProjectFileKind.DotEnv)
            {
                dotEnvs[path] = file;
            }
            else if (file.Kind == ProjectFileKind.Compose && file.GetViews(cancellationToken) is { } views)
            {
                var folder = path.Substring(0, Math.Max(path.LastIndexOf('/'), 0));
                all.AddRange(
                    ComposeService
                        .Of(views.Yaml)
                        .Select(service => CandidateOf(service, views.Yaml, folder, app, names, dockerfiles, cancellationToken))
                );
            }
        }

        var candidates = all.FindAll(static candidate => MayBeApp(candidate.Service));

        // One service in several files is one; one whose image starts another program is another app.
        var services = candidates
            .GroupBy(static candidate => candidate.Service.Name, StringComparer.Ordinal)
            .Where(static group => group.All(static candidate => candidate.Score != OfOtherApp))
            .SelectMany(static group =>
            {
                var best = group.Max(static candidate => candidate.Score);
                return group.Select(candidate => candidate with { Image = group.Key, Score = best });
            })
            .ToList();
        var (bestScore, name) = names.Choose(services);
        var chosen = name is null
            ? []
            : services.FindAll(candidate =>
                candidate.Score == bestScore
                && (name.Length == 0 || candidate.Image == name)
                && (bestScore > 0 || !names.IsOfFrontEnd(candidate))
            );
        var ofApp = new HashSet<string>(chosen.Select(static candidate => candidate.Service.Name), StringComparer.Ordinal);
        var ofOthers = new HashSet<string>(
            all.Where(candidate => !ofApp.Contains(candidate.Service.Name)).SelectMany(EnvironmentFiles),
            StringComparer.Ordinal
        );
        return
        [
            .. chosen
                .GroupBy(static candidate => candidate.Image, StringComparer.Ordinal)
                .SelectMany(group => Of([.. group], dotEnvs, ofOthers, cancellationToken)),
        ];
    }

    private static bool MayBeApp(ComposeService service)
    {
        var asContainer = new KubernetesContainer(service.Node, false);
        return service.Image is null
            || service.Build is not null
            || !KnownPrograms.IsStore(service.Name) && !KnownPrograms.IsOfOthers(asContainer, asContainer.Image);
    }

    private static ComposeCandidate CandidateOf(
        ComposeService service,
        YamlFile file,
        string composeFolder,
        string app,
        AppNames names,
        Dictionary<string, ProjectFile> dockerfiles,
        CancellationToken cancellationToken
    )
    {
        var name = ImageName.Parse(service.Image?.Text ?? "").Program;
        var context = service.Build is { Kind: YamlKind.Scalar } folder ? folder.Text : service.Build?.TextOf("context") ?? "";
        var dockerfile = service.Build?.TextOf("dockerfile") ?? "";
        string[] others =
        [
            service.Name,
            LastFolder(context),
            LastFolder(dockerfile.LastIndexOf('/') is >= 0 and var end ? dockerfile.Substring(0, end) : ""),
        ];
        var score = names.ScoreOf(name, others);
        var path = YamlPaths.Combine(
            YamlPaths.Combine(composeFolder, context.Replace('\\', '/')),
            dockerfile.Length > 0 ? dockerfile.Replace('\\', '/') : "Dockerfile"
        );
        if (
            service.Build is not null
            && dockerfiles.TryGetValue(path, out var built)
            && built.GetViews(cancellationToken) is { } views
            && AppDockerfiles.Starts(views.Dockerfile, app) is { } starts
        )
        {
            score = starts ? score + ByDockerfile : OfOtherApp;
        }

        return new ComposeCandidate(service.Name, score, [name, .. others], service, file, composeFolder);
    }

    private static string LastFolder(string path)
    {
        path = path.Replace('\\', '/').TrimEnd('/');
        var name = path.Substring(path.LastIndexOf('/') + 1);
        return name.Trim('.').Length == 0 ? "" : name;
    }

    private static IEnumerable<AppContainer> Of(
        IReadOnlyList<ComposeCandidate> files,
        Dictionary<string, ProjectFile> dotEnvs,
        HashSet<string> ofOthers,
        CancellationToken cancellationToken
    )
    {
        var variables = new List<AppVariable>();
        var isUnseen = false;
        foreach (var candidate in files)
        {
            var (service, file) = (candidate.Service, candidate.File);
            variables.AddRange(
                service.Environment.Select(variable => new AppVariable(
                    variable.Name,
                    variable.NameRange,
                    variable.Value,
                    variable.Range,
                    VariableOrigin.Literal,
                    file
                ))
            );
            variables.AddRange(
                service.PassedVariables.Select(static name => new AppVariable(name, default, null, default, VariableOrigin.Elsewhere, null))
            );
            isUnseen |=
                service.Node.Find("extends") is not null
                || service.Node.Find("secrets") is not null
                || service.Node.Find("configs") is not null;
            foreach (var path in EnvironmentFiles(candidate))
            {
                if (dotEnvs.TryGetValue(path, out var dotEnv) && dotEnv.GetViews(cancellationToken) is { } views)
                {
                    variables.AddRange(
                        views.DotEnv.Entries.Select(entry => new AppVariable(
                            entry.Name,
                            entry.NameRange,
                            entry.Value,
                            entry.Range,
                            VariableOrigin.Elsewhere,
                            null,
                            IsShared: ofOthers.Contains(path),
                            DotEnv: dotEnv
                        ))
                    );
                }
                else
                {
                    isUnseen = true;
                }
            }
        }

        return files.Select(candidate => new AppContainer(
            candidate.Service.Name,
            candidate.Service.NameRange,
            candidate.File,
            candidate.Service.Node,
            null,
            candidate.Service,
            variables,
            isUnseen
        ));
    }

    // Their full paths.
    private static IEnumerable<string> EnvironmentFiles(ComposeCandidate candidate)
    {
        var node = candidate.Service.Node.Find("env_file");
        foreach (var item in node is { Kind: YamlKind.Scalar } ? [node] : node?.Items ?? [])
        {
            yield return YamlPaths.Combine(candidate.Folder, item.Kind == YamlKind.Scalar ? item.Text : item.TextOf("path") ?? "");
        }
    }

    /// <param name="Service">As one file says it.</param>
    /// <param name="File">Which says it.</param>
    /// <param name="Folder">Of the file.</param>
    private sealed record ComposeCandidate(string Image, int Score, string[] Names, ComposeService Service, YamlFile File, string Folder)
        : AppCandidate(Image, Score, Names);
}
