using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Deployability.Formats;
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
    private static readonly ConditionalWeakTable<ProjectFiles, AppContainers> Known = new();

    private readonly ConditionalWeakTable<ManifestSet, Dictionary<YamlNode, List<AppContainer>>> bySet = new();
    private readonly ConcurrentDictionary<YamlNode, bool> ofOtherApp = new();
    private readonly string app;
    private readonly AppNames names;
    private readonly int score;
    private readonly string? image;

    private AppContainers(ProjectFiles files, string app, CancellationToken cancellationToken)
    {
        this.app = app;
        names = new AppNames(app);
        var manifests = Manifests.Of(files, cancellationToken);
        (score, image) = names.Choose(
            from set in manifests.Sets
            from manifest in set.Workloads
            from container in manifest.Containers
            where set.MayBeApp(container)
            select CandidateOf(manifest, container, set)
        );
        Services = ComposeApps.In(files, app, names, cancellationToken);
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
                    .Select(container => WorkloadVariables.Of(workload, container, set, IsApp))
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
            if (set.IsFragment(manifest))
            {
                return false;
            }

            var programs = manifest.Containers.Where(set.MayBeApp).Select(container => CandidateOf(manifest, container, set)).ToList();
            return programs.Count > 0
                && In(manifest, set).Count == 0
                && programs.TrueForAll(static program => program.Image.IndexOf(YamlNode.Hole) < 0);
        }

        var spec = manifest.Root.Find("spec");
        var pods = manifest.Kind switch
        {
            KubernetesKinds.Service => PodsOf(manifest, set),
            KubernetesKinds.PodDisruptionBudget => set.Workloads.Where(other =>
                PodSelectors.Selects(spec?.Find("selector", "matchLabels"), other.PodMetadata?.Find("labels"))
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
        return set.Workloads.Where(other => PodSelectors.Selects(selector, other.PodMetadata?.Find("labels")));
    }

    private bool IsApp(KubernetesObject workload, KubernetesContainer container, ManifestSet set) =>
        set.MayBeApp(container)
        && CandidateOf(workload, container, set) is var candidate
        && candidate.Score == score
        && (image!.Length == 0 || candidate.Image.Equals(image, StringComparison.OrdinalIgnoreCase))
        && (score > 0 || !names.IsOfFrontEnd(candidate));

    private AppCandidate CandidateOf(KubernetesObject workload, KubernetesContainer container, ManifestSet set)
    {
        var name = ImageName.Parse(set.TextOf(container.Node.Find("image"))).Program;
        var deployed = set.TextOf(workload.Root.Find("metadata", "name"));
        // What a template fills in says nothing; two of those are two.
        var known = name.IndexOf(YamlNode.Hole) >= 0 ? deployed : name;
        return new AppCandidate(known, names.ScoreOf(name, deployed, set.TextOf(container.Node.Find("name"))), [known, deployed]);
    }
}
