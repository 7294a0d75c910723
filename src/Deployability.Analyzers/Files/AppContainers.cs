using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using Deployability.Formats;
using Deployability.Formats.Compose;
using Deployability.Formats.Helm;
using Deployability.Formats.Kubernetes;
using Deployability.Formats.Yaml;

namespace Deployability.Analyzers.Files;

/// <summary>Finds the containers that run the project's app, in manifests, charts and compose files.</summary>
/// <remarks>
/// Services that are built by the Dockerfile which starts the app; else those whose image, workload or service is called as the app is; else the only
/// image that is no known side-car, no infrastructure and no front end.
/// Where several fit equally well, nobody can tell, and there are none.
/// </remarks>
internal sealed class AppContainers
{
    // What an image is called tells more than what people call the place where it runs.
    private const int ByImage = 10;

    private const int OfOtherApp = -1;

    // That the image starts the app's assembly tells more than any name.
    private const int ByDockerfile = 100;

    private const int MaxSettings = 10_000;

    private static readonly ConditionalWeakTable<ProjectFiles, AppContainers> Known = new();

    private readonly ConditionalWeakTable<ManifestSet, Dictionary<YamlNode, List<AppContainer>>> bySet = new();
    private readonly ConcurrentDictionary<YamlNode, bool> ofOtherApp = new();
    private readonly ProjectFiles files;
    private readonly Manifests manifests;
    private readonly string app;
    private readonly int score;
    private readonly string? image;

    private AppContainers(ProjectFiles files, string app, CancellationToken cancellationToken)
    {
        this.files = files;
        this.app = app;
        manifests = Manifests.Of(files, cancellationToken);
        (score, image) = Choose(
            from set in manifests.Sets
            from manifest in set.Workloads
            from container in manifest.Containers
            where MayBeApp(container)
            select CandidateOf(manifest, container, set)
        );
        Services = OfCompose(files, cancellationToken);
    }

    /// <summary>The services of compose files that run the app, each as every file says it, with the variables of all of them.</summary>
    public IReadOnlyList<AppContainer> Services { get; }

    /// <param name="files">Of the project.</param>
    /// <param name="app">Name of its assembly.</param>
    public static AppContainers Of(ProjectFiles files, string app, CancellationToken cancellationToken)
    {
        // The same files may serve another app, once the assembly is renamed.
        if (Known.TryGetValue(files, out var known) && known.app == app)
        {
            return known;
        }

        var made = new AppContainers(files, app, cancellationToken);
        Known.Remove(files);
        return Known.GetValue(files, _ => made) is var kept && kept.app == app ? kept : made;
    }

    /// <summary>The containers of a workload that run the app; none for a patch.</summary>
    /// <param name="workload">As it is deployed.</param>
    /// <param name="set">What is deployed with it.</param>
    public IReadOnlyList<AppContainer> In(KubernetesObject workload, ManifestSet set) =>
        ByWorkload(set).TryGetValue(workload.Root, out var containers) ? containers : [];

    /// <summary>All the containers of a set that run the app.</summary>
    public IEnumerable<AppContainer> In(ManifestSet set) => ByWorkload(set).Values.SelectMany(static containers => containers);

    // Asked once for each object and rule: found once.
    private Dictionary<YamlNode, List<AppContainer>> ByWorkload(ManifestSet set) => bySet.GetValue(set, FindIn);

    private Dictionary<YamlNode, List<AppContainer>> FindIn(ManifestSet set)
    {
        var result = new Dictionary<YamlNode, List<AppContainer>>();
        foreach (var workload in image is null ? [] : set.Workloads)
        {
            if (!result.ContainsKey(workload.Root))
            {
                var containers = workload
                    .Containers.Where(container => IsApp(workload, container, set))
                    .Select(container => Of(workload, container, set))
                    .ToList();
                if (containers.Count > 0)
                {
                    result.Add(workload.Root, containers);
                }
            }
        }

        return result;
    }

    /// <summary>
    /// Whether an object is for another app: this one is known by its name, and the object makes, leads to or looks after pods of a program that
    /// is called otherwise and is no companion.
    /// </summary>
    public bool IsOfOtherApp(KubernetesObject manifest, ManifestSet set) =>
        score > 0 && ofOtherApp.GetOrAdd(manifest.Root, _ => FindWhetherOfOtherApp(manifest, set));

    private bool FindWhetherOfOtherApp(KubernetesObject manifest, ManifestSet set)
    {
        if (manifest.PodSpec is not null)
        {
            if (Manifests.IsFragment(manifest))
            {
                return false;
            }

            var programs = manifest.Containers.Where(MayBeApp).Select(container => CandidateOf(manifest, container, set)).ToList();
            return programs.Count > 0
                && In(manifest, set).Count == 0
                && programs.TrueForAll(static program => program.Image.IndexOf(YamlNode.Hole) < 0);
        }

        var spec = manifest.Root.Find("spec");
        var pods = manifest.Kind switch
        {
            KubernetesKinds.Service => PodsOf(manifest, set),
            KubernetesKinds.PodDisruptionBudget => set.Workloads.Where(other =>
                Manifests.Selects(spec?.Find("selector", "matchLabels"), other.PodMetadata?.Find("labels"))
            ),
            KubernetesKinds.HorizontalPodAutoscaler or KubernetesKinds.ScaledObject => set.Workloads.Where(other =>
                other.IsNamed(spec?.Find("scaleTargetRef")?.TextOf("name") ?? "")
            ),
            _ => [],
        };
        var all = pods.ToList();
        return all.Count > 0 && all.TrueForAll(pod => IsOfOtherApp(pod, set));
    }

    /// <summary>Whether a Service, or an Ingress through Services, leads to pods of the app and to no others.</summary>
    public bool IsInFrontOfApp(KubernetesObject manifest, ManifestSet set)
    {
        if (manifest.Kind == KubernetesKinds.Service)
        {
            var any = false;
            foreach (var pod in PodsOf(manifest, set))
            {
                any = true;
                if (In(pod, set).Count == 0)
                {
                    return false;
                }
            }

            return any;
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
                set.OfKind(KubernetesKinds.Service).Any(other => other.IsNamed(name) && IsInFrontOfApp(other, set))
            );
    }

    /// <summary>The workloads whose pods a Service selects.</summary>
    public static IEnumerable<KubernetesObject> PodsOf(KubernetesObject service, ManifestSet set)
    {
        var selector = service.Root.Find("spec", "selector");
        return set.Workloads.Where(other => Manifests.Selects(selector, other.PodMetadata?.Find("labels")));
    }

    private static bool MayBeApp(KubernetesContainer container) =>
        !container.IsInit && !Manifests.IsSideCar(container) && !Manifests.IsInfrastructure(container);

    private bool IsApp(KubernetesObject workload, KubernetesContainer container, ManifestSet set) =>
        MayBeApp(container)
        && CandidateOf(workload, container, set) is var candidate
        && candidate.Score == score
        && (image!.Length == 0 || candidate.Image.Equals(image, StringComparison.OrdinalIgnoreCase))
        && (score > 0 || !IsOfFrontEnd(candidate));

    private Candidate CandidateOf(KubernetesObject workload, KubernetesContainer container, ManifestSet set)
    {
        var name = LastPart(TextOf(container.Node.Find("image"), set));
        var deployed = TextOf(workload.Root.Find("metadata", "name"), set);
        // What a template fills in says nothing; two of those are two.
        var known = name.IndexOf(YamlNode.Hole) >= 0 ? deployed : name;
        return new Candidate(known, ScoreOf(name, deployed, TextOf(container.Node.Find("name"), set)), [known, deployed], null!, null!, "");
    }

    // Of a template, with the values that the chart itself has for it: {{ .Values.cart.name }}.
    private string TextOf(YamlNode? node, ManifestSet set) =>
        node is not { Kind: YamlKind.Scalar } ? ""
        : node.HasHole
        && set.Chart is { } chart
        && Charts.Of(files, Cancellation.Token).DefaultsOf(chart) is { } values
        && manifests.FileOf(node.File)?.GetViews(Cancellation.Token)?.Text is { } text
        && node.Range.End <= text.Length
            ? TemplateValues.Resolve(
                node.Range.Of(text),
                names => values.Find(names) is { Kind: YamlKind.Scalar, IsNull: false } value ? value.Text : null
            )
        : node.Text;

    private List<AppContainer> OfCompose(ProjectFiles files, CancellationToken cancellationToken)
    {
        var dotEnvs = new Dictionary<string, ProjectFile>(StringComparer.Ordinal);
        var dockerfiles = files
            .OfKind(ProjectFileKind.Dockerfile)
            .GroupBy(static file => file.Path.Replace('\\', '/'), StringComparer.Ordinal)
            .ToDictionary(static group => group.Key, static group => group.First(), StringComparer.Ordinal);
        var all = new List<Candidate>();
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
                        .Select(service => CandidateOf(service, views.Yaml, folder, dockerfiles, cancellationToken))
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
        var (bestScore, name) = Choose(services);
        var chosen = name is null
            ? []
            : services.FindAll(candidate =>
                candidate.Score == bestScore && (name.Length == 0 || candidate.Image == name) && (bestScore > 0 || !IsOfFrontEnd(candidate))
            );
        var names = new HashSet<string>(chosen.Select(static candidate => candidate.Service.Name), StringComparer.Ordinal);
        var ofOthers = new HashSet<string>(
            all.Where(candidate => !names.Contains(candidate.Service.Name)).SelectMany(EnvironmentFiles),
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
            || !Manifests.IsSideCar(asContainer) && !Manifests.IsInfrastructure(asContainer);
    }

    private Candidate CandidateOf(
        ComposeService service,
        YamlFile file,
        string composeFolder,
        Dictionary<string, ProjectFile> dockerfiles,
        CancellationToken cancellationToken
    )
    {
        var name = LastPart(service.Image?.Text ?? "");
        var context = service.Build is { Kind: YamlKind.Scalar } folder ? folder.Text : service.Build?.TextOf("context") ?? "";
        var dockerfile = service.Build?.TextOf("dockerfile") ?? "";
        string[] others =
        [
            service.Name,
            LastFolder(context),
            LastFolder(dockerfile.LastIndexOf('/') is >= 0 and var end ? dockerfile.Substring(0, end) : ""),
        ];
        var score = ScoreOf(name, others);
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

        return new Candidate(service.Name, score, [name, .. others], service, file, composeFolder);
    }

    private static string LastFolder(string path)
    {
        path = path.Replace('\\', '/').TrimEnd('/');
        var name = path.Substring(path.LastIndexOf('/') + 1);
        return name.Trim('.').Length == 0 ? "" : name;
    }

    private int ScoreOf(string name, params string[] others) =>
        ProgramNames.Match(app, name) is > 0 and var match ? match + ByImage : others.Max(other => ProgramNames.Match(app, other));

    private bool IsOfFrontEnd(Candidate candidate) => Array.Exists(candidate.Names, name => ProgramNames.IsOfFrontEnd(app, name));

    // The score of the app's containers, and their image; an empty one for any, null when there are none or nobody can tell.
    private (int Score, string? Image) Choose(IEnumerable<Candidate> all)
    {
        var candidates = all.ToList();
        var best = candidates.Count == 0 ? 0 : candidates.Max(static candidate => candidate.Score);
        var images = candidates
            .Where(candidate => candidate.Score == best && (best > 0 || !IsOfFrontEnd(candidate)))
            .Select(static candidate => candidate.Image)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .ToList();
        return images.Count == 1 ? (best, images[0])
            : images.Count > 1 && best % ByImage == ProgramNames.Whole ? (best, "")
            : (best, null);
    }

    private AppContainer Of(KubernetesObject workload, KubernetesContainer container, ManifestSet set)
    {
        var variables = new List<AppVariable>();
        var isUnseen = !AddMounted(variables, workload, container, set) || set.IsIncomplete(workload) || container.Node.IsOpen;
        var sources = container.Node.Find("envFrom");
        isUnseen |= MayGrow(sources) || MayGrow(container.Node.Find("env"));
        foreach (var source in sources?.Items ?? [])
        {
            var isMap = source.Find("configMapRef") is not null;
            var name = (source.Find("configMapRef") ?? source.Find("secretRef"))?.TextOf("name") ?? "";
            isUnseen |= !AddEntries(
                variables,
                isMap ? KubernetesKinds.ConfigMap : KubernetesKinds.Secret,
                name,
                source.TextOf("prefix") ?? "",
                set
            );
        }

        foreach (var variable in container.Variables)
        {
            var value =
                variable.Value is { Kind: YamlKind.Scalar } literal ? literal
                : variable.Source?.Find("configMapKeyRef") is { } key ? EntryOf(key, set)
                : null;
            variables.Add(
                new AppVariable(
                    variable.Name.Text,
                    variable.Name.Range,
                    value?.Text,
                    variable.Source is null && value is not null ? value.Range : variable.Name.Range,
                    variable.Source is null ? VariableOrigin.Literal
                        : value is not null ? VariableOrigin.ConfigMap
                        : VariableOrigin.Elsewhere,
                    variable.Name.File
                )
            );
        }

        return new AppContainer(
            container.Name,
            container.Place,
            (container.Node.Find("name") ?? container.Node).File,
            container.Node,
            workload,
            null,
            variables,
            isUnseen
        );
    }

    // A template may add to the list, or write one of its items more than once: - name: {{ $key }}.
    private static bool MayGrow(YamlNode? list) =>
        list is not null && (list.IsOpen || list.Items.Any(static item => item.IsOpen || item.Find("name")?.HasHole == true));

    private static IEnumerable<AppContainer> Of(
        IReadOnlyList<Candidate> files,
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
    private static IEnumerable<string> EnvironmentFiles(Candidate candidate)
    {
        var node = candidate.Service.Node.Find("env_file");
        foreach (var item in node is { Kind: YamlKind.Scalar } ? [node] : node?.Items ?? [])
        {
            yield return YamlPaths.Combine(candidate.Folder, item.Kind == YamlKind.Scalar ? item.Text : item.TextOf("path") ?? "");
        }
    }

    // Settings that are put into the container as files; false when nobody here can read some of them.
    private static bool AddMounted(List<AppVariable> variables, KubernetesObject workload, KubernetesContainer container, ManifestSet set)
    {
        var isKnown =
            workload
                .PodMetadata?.Find("annotations")
                ?.AllEntries.Any(static entry => entry.Name.StartsWith("vault.hashicorp.com/", StringComparison.Ordinal)) != true;
        var mounts = container.Node.Find("volumeMounts")?.Items ?? [];
        foreach (var volume in workload.PodSpec?.Find("volumes")?.Items ?? [])
        {
            if (!mounts.Any(mount => mount.TextOf("name") == volume.TextOf("name")))
            {
                continue;
            }

            if (volume.Find("configMap")?.TextOf("name") is { } name)
            {
                isKnown &= AddSettings(variables, name, set);
            }
            else if ((volume.Find("configMap") ?? volume.Find("secret") ?? volume.Find("csi") ?? volume.Find("projected")) is not null)
            {
                isKnown = false;
            }
        }

        return isKnown;
    }

    // appsettings.json as an entry of a ConfigMap; JSON is YAML, so its places are known.
    private static bool AddSettings(List<AppVariable> variables, string name, ManifestSet set)
    {
        var isKnown = false;
        foreach (var manifest in set.OfKind(KubernetesKinds.ConfigMap))
        {
            if (!manifest.IsNamed(name))
            {
                continue;
            }

            var data = manifest.Root.Find("data");
            isKnown = !manifest.IsOpen && data is { IsOpen: false };
            foreach (var entry in data?.AllEntries ?? [])
            {
                if (
                    entry.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
                    && entry.Value is { Kind: YamlKind.Scalar } text
                    && YamlFile.ParseInside(text) is { Error: null, Documents: [{ Kind: YamlKind.Mapping } root] }
                )
                {
                    var budget = MaxSettings;
                    AddSettings(variables, "", root, name, ref budget);
                    isKnown &= budget > 0;
                }
                else
                {
                    isKnown = false;
                }
            }
        }

        return isKnown;
    }

    // Aliases may make much of little.
    private static void AddSettings(List<AppVariable> variables, string section, YamlNode node, string map, ref int budget)
    {
        var children =
            node.Kind == YamlKind.Mapping
                ? node.Entries.Select(static entry => (entry.Name, entry.NameRange, entry.Value))
                : node.Items.Select(static (item, index) => (Name: index.ToString(CultureInfo.InvariantCulture), item.Range, item));
        foreach (var (name, range, value) in children)
        {
            if (--budget <= 0)
            {
                return;
            }

            if (value.Kind == YamlKind.Scalar)
            {
                variables.Add(new AppVariable(section + name, range, value.Text, value.Range, VariableOrigin.Settings, value.File, map));
            }
            else
            {
                AddSettings(variables, section + name + "__", value, map, ref budget);
            }
        }
    }

    // False when nothing in sight says all that the object holds.
    private bool AddEntries(List<AppVariable> variables, string kind, string name, string prefix, ManifestSet set)
    {
        var isFound = false;
        var isShared = set.Objects.Any(workload =>
            workload.Containers.Any(other =>
                !IsApp(workload, other, set)
                && (other.Node.Find("envFrom")?.Items ?? []).Any(source =>
                    source.Find(kind == KubernetesKinds.Secret ? "secretRef" : "configMapRef")?.TextOf("name") == name
                )
            )
        );
        foreach (var manifest in set.OfKind(kind))
        {
            if (!manifest.IsNamed(name))
            {
                continue;
            }

            isFound = !manifest.IsOpen;
            foreach (var key in new[] { "data", "stringData" })
            {
                var data = manifest.Root.Find(key);
                isFound &= data?.IsOpen != true;
                foreach (var entry in data?.AllEntries ?? [])
                {
                    variables.Add(
                        new AppVariable(
                            prefix + entry.Name,
                            entry.NameRange,
                            kind == KubernetesKinds.Secret ? null : entry.Value.Text,
                            entry.Value.Range,
                            kind == KubernetesKinds.Secret ? VariableOrigin.Secret : VariableOrigin.ConfigMap,
                            entry.Value.File,
                            name,
                            isShared
                        )
                    );
                }
            }
        }

        return isFound;
    }

    private static YamlNode? EntryOf(YamlNode reference, ManifestSet set)
    {
        foreach (var manifest in set.OfKind(KubernetesKinds.ConfigMap))
        {
            if (
                manifest.IsNamed(reference.TextOf("name") ?? "")
                && manifest.Root.Find("data")?.Find(reference.TextOf("key") ?? "") is { Kind: YamlKind.Scalar } value
            )
            {
                return value;
            }
        }

        return null;
    }

    private static string LastPart(string image) =>
        Manifests.WithoutTag(image) is var name ? name.Substring(name.LastIndexOf('/') + 1) : name;

    private sealed record Candidate(string Image, int Score, string[] Names, ComposeService Service, YamlFile File, string Folder);
}
