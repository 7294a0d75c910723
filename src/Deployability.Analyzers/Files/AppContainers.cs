using System.Runtime.CompilerServices;
using Deployability.Formats;
using Deployability.Formats.Compose;
using Deployability.Formats.Kubernetes;
using Deployability.Formats.Yaml;

namespace Deployability.Analyzers.Files;

/// <summary>Finds the containers that run the project's app, in manifests and compose files.</summary>
/// <remarks>
/// Those whose image, workload or service is called as the app is; else the only image that is no known side-car, no infrastructure and no front end.
/// Where several fit equally well, nobody can tell, and there are none.
/// </remarks>
internal sealed class AppContainers
{
    private static readonly ConditionalWeakTable<ProjectFiles, AppContainers> Known = new();

    private const int ByImage = 10;

    private readonly string app;
    private readonly List<(ProjectFile File, KubernetesObject Object)> objects = [];
    private readonly List<(ProjectFile File, YamlNode Document)> kustomizations = [];
    private readonly List<(ProjectFile File, ComposeService Service)> services = [];
    private readonly Dictionary<string, ProjectFile> dotEnvs = new(StringComparer.OrdinalIgnoreCase);
    private readonly CancellationToken cancellationToken;

    private AppContainers(ProjectFiles files, string app, CancellationToken cancellationToken)
    {
        this.app = app;
        this.cancellationToken = cancellationToken;
        foreach (var file in files.All)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (file.Kind == ProjectFileKind.DotEnv)
            {
                dotEnvs[file.Name] = file;
            }
            else if (
                (file.Kind & (ProjectFileKind.Yaml | ProjectFileKind.Compose | ProjectFileKind.Kustomization)) != 0
                && file.GetViews(cancellationToken) is { } views
            )
            {
                Read(file, views);
            }
        }

        All = [.. OfManifests(), .. OfCompose()];
    }

    /// <summary>In the order of the files.</summary>
    public IReadOnlyList<AppContainer> All { get; }

    /// <summary>The objects of all manifests with the files that say them, fragments among them.</summary>
    public IReadOnlyList<(ProjectFile File, KubernetesObject Object)> Objects => objects;

    /// <param name="files">Of the project.</param>
    /// <param name="app">Name of its assembly.</param>
    public static AppContainers Of(ProjectFiles files, string app, CancellationToken cancellationToken)
    {
        if (Known.TryGetValue(files, out var known))
        {
            return known;
        }

        var made = new AppContainers(files, app, cancellationToken);
        return Known.GetValue(files, _ => made);
    }

    /// <summary>Whether a Service, or an Ingress through Services, leads to pods of the app and to no others.</summary>
    public bool IsInFrontOfApp(KubernetesObject manifest)
    {
        if (manifest.Kind == "Service")
        {
            var selected = PodsOf(manifest);
            return selected.Count > 0 && selected.TrueForAll(pod => All.Any(container => container.Workload == pod));
        }

        var names = (manifest.Root.Find("spec", "rules")?.Items ?? [])
            .SelectMany(static rule => rule.Find("http", "paths")?.Items ?? [])
            .Select(static path => path.Find("backend", "service")?.TextOf("name") ?? path.Find("backend")?.TextOf("serviceName"))
            .Append(manifest.Root.Find("spec", "defaultBackend", "service")?.TextOf("name"))
            .OfType<string>()
            .Distinct()
            .ToList();
        return names.Count > 0
            && names.TrueForAll(name =>
                objects.Exists(other => other.Object.Kind == "Service" && other.Object.Name == name && IsInFrontOfApp(other.Object))
            );
    }

    /// <summary>The workloads whose pods a Service selects, patches left out.</summary>
    public List<KubernetesObject> PodsOf(KubernetesObject service)
    {
        var selector = service.Root.Find("spec", "selector");
        return objects
            .Select(static found => found.Object)
            .Where(other =>
                other.PodSpec is not null
                && !Manifests.IsFragment(other)
                && Manifests.Selects(selector, other.PodMetadata?.Find("labels"))
            )
            .ToList();
    }

    private void Read(ProjectFile file, FileViews views)
    {
        switch (file.Kind)
        {
            case ProjectFileKind.Compose:
                services.AddRange(ComposeService.Of(views.Yaml).Select(service => (file, service)));
                break;
            case ProjectFileKind.Kustomization:
                kustomizations.AddRange(views.Yaml.Documents.Select(document => (file, document)));
                break;
            default:
                objects.AddRange(KubernetesObject.Of(views.Yaml).Select(manifest => (file, manifest)));
                break;
        }
    }

    private List<AppContainer> OfManifests()
    {
        var candidates = new List<Candidate>();
        var fragments = new List<(ProjectFile File, KubernetesObject Object)>();
        foreach (var (file, manifest) in objects)
        {
            if (manifest.PodSpec is null)
            {
                continue;
            }

            if (Manifests.IsFragment(manifest))
            {
                fragments.Add((file, manifest));
                continue;
            }

            foreach (var container in manifest.Containers)
            {
                if (!container.IsInit && !Manifests.IsSideCar(container) && !Manifests.IsInfrastructure(container))
                {
                    var image = LastPart(container.Image);
                    candidates.Add(
                        new Candidate(
                            image,
                            ScoreOf(image, manifest.Name, container.Name),
                            [image, manifest.Name],
                            file,
                            manifest,
                            container,
                            null
                        )
                    );
                }
            }
        }

        var chosen = Choose(candidates);
        var result = chosen.ConvertAll(candidate => Of(candidate.File, candidate.Workload!, candidate.Container!, false));
        foreach (var (file, fragment) in fragments)
        {
            foreach (var container in fragment.Containers)
            {
                if (
                    !container.IsInit
                    && chosen.Exists(candidate =>
                        candidate.Workload!.Kind == fragment.Kind
                        && candidate.Workload.Name == fragment.Name
                        && candidate.Container!.Name == container.Name
                    )
                )
                {
                    result.Add(Of(file, fragment, container, true));
                }
            }
        }

        return result;
    }

    private List<AppContainer> OfCompose()
    {
        var candidates = new List<Candidate>();
        foreach (var (file, service) in services)
        {
            var image = LastPart(service.Image?.Text ?? "");
            var asContainer = new KubernetesContainer(service.Node, false);
            if (service.Image is not null && service.Build is null && (Manifests.IsSideCar(asContainer) || Manifests.IsInfrastructure(asContainer)))
            {
                continue;
            }

            var built = BuiltFrom(service);
            candidates.Add(
                new Candidate(
                    // An override of another file says neither image nor build.
                    image.Length > 0 ? image : service.Name,
                    ScoreOf(image, [service.Name, .. built]),
                    [service.Name, image, .. built],
                    file,
                    null,
                    null,
                    service
                )
            );
        }

        // One service in several files is one.
        var byService = candidates.GroupBy(static candidate => candidate.Service!.Name, StringComparer.Ordinal);
        var merged = byService
            .SelectMany(group =>
            {
                var score = group.Max(static candidate => candidate.Score);
                return group.Select(candidate => candidate with { Image = group.Key, Score = score });
            })
            .ToList();
        return Choose(merged).ConvertAll(candidate => Of(candidate.File, candidate.Service!));
    }

    // The folder that the build's Dockerfile or context is in, when it is one of its own.
    private static string[] BuiltFrom(ComposeService service)
    {
        var context = service.Build is { Kind: YamlKind.Scalar } path ? path.Text : service.Build?.TextOf("context") ?? "";
        var dockerfile = service.Build?.TextOf("dockerfile") ?? "";
        return [LastFolder(context), LastFolder(dockerfile.LastIndexOf('/') is >= 0 and var end ? dockerfile.Substring(0, end) : "")];
    }

    private static string LastFolder(string path)
    {
        path = path.Replace('\\', '/').TrimEnd('/');
        var name = path.Substring(path.LastIndexOf('/') + 1);
        return name.Trim('.').Length == 0 ? "" : name;
    }

    // What an image is called tells more than what people call the place where it runs.
    private int ScoreOf(string image, params string[] others) =>
        AppName.Match(app, image) is > 0 and var match ? match + ByImage : others.Max(name => AppName.Match(app, name));

    private List<Candidate> Choose(List<Candidate> candidates)
    {
        var best = candidates.Count == 0 ? 0 : candidates.Max(static candidate => candidate.Score);
        var chosen =
            best > 0
                ? candidates.FindAll(candidate => candidate.Score == best)
                : candidates.FindAll(candidate => !candidate.Names.Any(name => AppName.IsOfFrontEnd(app, name)));
        var isCertain = best % ByImage == AppName.Whole;
        return !isCertain && chosen.Select(static candidate => candidate.Image).Distinct(StringComparer.OrdinalIgnoreCase).Count() > 1
            ? []
            : chosen;
    }

    private AppContainer Of(ProjectFile file, KubernetesObject workload, KubernetesContainer container, bool isFragment)
    {
        var variables = new List<AppVariable>();
        var isUnseen = HasMountedSettings(workload, container);
        foreach (var source in container.Node.Find("envFrom")?.Items ?? [])
        {
            var reference = source.Find("configMapRef") is { } map ? ("ConfigMap", map.TextOf("name")) : ("Secret", source.Find("secretRef")?.TextOf("name"));
            isUnseen |= !AddEntries(variables, reference.Item1, reference.Item2 ?? "", source.TextOf("prefix") ?? "");
        }

        foreach (var variable in container.Variables)
        {
            if (variable.Value is { Kind: YamlKind.Scalar } value)
            {
                variables.Add(new AppVariable(variable.Name.Text, variable.Name.Range, value.Text, value.Range, VariableOrigin.Literal, file));
            }
            else if (variable.Source?.Find("configMapKeyRef") is { } key && EntryOf(key) is { } entry)
            {
                variables.Add(new AppVariable(variable.Name.Text, variable.Name.Range, entry, variable.Name.Range, VariableOrigin.ConfigMap, file));
            }
            else
            {
                variables.Add(
                    new AppVariable(
                        variable.Name.Text,
                        variable.Name.Range,
                        null,
                        variable.Name.Range,
                        variable.Source is null ? VariableOrigin.Literal : VariableOrigin.Elsewhere,
                        file
                    )
                );
            }
        }

        return new AppContainer(file, container.Name, container.Place, container.Node, workload, null, variables, isUnseen, isFragment);
    }

    private AppContainer Of(ProjectFile file, ComposeService service)
    {
        var variables = service
            .Environment.Select(variable => new AppVariable(
                variable.Name,
                variable.NameRange,
                variable.Value,
                variable.Range,
                VariableOrigin.Literal,
                file
            ))
            .ToList();
        variables.AddRange(
            service.PassedVariables.Select(name => new AppVariable(
                name,
                service.NameRange,
                null,
                service.NameRange,
                VariableOrigin.Elsewhere,
                file
            ))
        );
        var isUnseen =
            service.Node.Find("extends") is not null
            || service.Node.Find("secrets") is not null
            || service.Node.Find("configs") is not null;
        foreach (var name in EnvironmentFiles(service))
        {
            if (dotEnvs.TryGetValue(name.Substring(name.LastIndexOf('/') + 1), out var dotEnv) && dotEnv.GetViews(cancellationToken) is { } views)
            {
                variables.AddRange(
                    views.DotEnv.Entries.Select(entry => new AppVariable(
                        entry.Name,
                        entry.NameRange,
                        entry.Value,
                        entry.Range,
                        VariableOrigin.Elsewhere,
                        dotEnv
                    ))
                );
            }
            else
            {
                isUnseen = true;
            }
        }

        return new AppContainer(file, service.Name, service.NameRange, service.Node, null, service, variables, isUnseen, false);
    }

    private static IEnumerable<string> EnvironmentFiles(ComposeService service)
    {
        var node = service.Node.Find("env_file");
        if (node is { Kind: YamlKind.Scalar })
        {
            yield return node.Text;
        }

        foreach (var item in node?.Items ?? [])
        {
            yield return item.Kind == YamlKind.Scalar ? item.Text : item.TextOf("path") ?? "";
        }
    }

    // A file of settings, or one a secret, that is put into the container.
    private static bool HasMountedSettings(KubernetesObject workload, KubernetesContainer container)
    {
        var mounts = container.Node.Find("volumeMounts")?.Items ?? [];
        foreach (var volume in workload.PodSpec?.Find("volumes")?.Items ?? [])
        {
            if (
                (volume.Find("configMap") ?? volume.Find("secret") ?? volume.Find("csi") ?? volume.Find("projected")) is not null
                && mounts.Any(mount => mount.TextOf("name") == volume.TextOf("name"))
            )
            {
                return true;
            }
        }

        return workload.PodMetadata?.Find("annotations")?.AllEntries.Any(static entry => entry.Name.StartsWith("vault.hashicorp.com/", StringComparison.Ordinal))
            == true;
    }

    // False when no file in sight says what the object holds.
    private bool AddEntries(List<AppVariable> variables, string kind, string name, string prefix)
    {
        var isFound = false;
        foreach (var (file, manifest) in objects)
        {
            var isSecret = kind == "Secret";
            if (manifest.Name != name || !(manifest.Kind == kind || isSecret && manifest.Kind is "SealedSecret" or "ExternalSecret"))
            {
                continue;
            }

            isFound = true;
            foreach (var key in new[] { "data", "stringData" })
            {
                foreach (var entry in manifest.Kind == kind ? manifest.Root.Find(key)?.Entries ?? [] : [])
                {
                    variables.Add(
                        new AppVariable(
                            prefix + entry.Name,
                            entry.NameRange,
                            isSecret ? null : entry.Value.Text,
                            entry.Value.Range,
                            isSecret ? VariableOrigin.Secret : VariableOrigin.ConfigMap,
                            file
                        )
                    );
                }
            }

            if (manifest.Kind != kind)
            {
                return false;
            }
        }

        foreach (var (file, document) in kustomizations)
        {
            foreach (var generator in document.Find(kind == "Secret" ? "secretGenerator" : "configMapGenerator")?.Items ?? [])
            {
                if (generator.TextOf("name") != name)
                {
                    continue;
                }

                if (generator.Find("literals") is null || generator.Find("envs") is not null || generator.Find("env") is not null)
                {
                    return false;
                }

                isFound = true;
                foreach (var literal in generator.Find("literals")!.Items)
                {
                    if (literal.Kind == YamlKind.Scalar && literal.Text.IndexOf('=') is > 0 and var equals)
                    {
                        var start = literal.Range.Start + (literal.IsPlain ? 0 : 1);
                        variables.Add(
                            new AppVariable(
                                prefix + literal.Text.Substring(0, equals),
                                new TextRange(start, equals),
                                kind == "Secret" ? null : literal.Text.Substring(equals + 1).Trim('"', '\''),
                                literal.Range,
                                kind == "Secret" ? VariableOrigin.Secret : VariableOrigin.ConfigMap,
                                file
                            )
                        );
                    }
                }
            }
        }

        return isFound;
    }

    private string? EntryOf(YamlNode reference)
    {
        foreach (var (_, manifest) in objects)
        {
            if (
                manifest.Kind == "ConfigMap"
                && manifest.Name == reference.TextOf("name")
                && manifest.Root.Find("data")?.TextOf(reference.TextOf("key") ?? "") is { } value
            )
            {
                return value;
            }
        }

        return null;
    }

    private static string LastPart(string image) =>
        Manifests.WithoutTag(image) is var name ? name.Substring(name.LastIndexOf('/') + 1) : name;

    private sealed record Candidate(
        string Image,
        int Score,
        string[] Names,
        ProjectFile File,
        KubernetesObject? Workload,
        KubernetesContainer? Container,
        ComposeService? Service
    );
}
