using Deployability.Formats.Kubernetes;
using Deployability.Formats.Yaml;

namespace Deployability.Analyzers.Files;

/// <summary>Kubernetes objects that are deployed together, so that one may refer to another.</summary>
internal sealed class ManifestSet
{
    private readonly Manifests all;
    private readonly IReadOnlyCollection<YamlFile> files;
    private readonly bool isOpen;
    private readonly HashSet<string> defined = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<KubernetesObject>> byKind = new(StringComparer.Ordinal);
    private readonly HashSet<string> kinds = new(StringComparer.Ordinal);

    // Names of objects of which an operator makes others, and calls them after these.
    private readonly List<string> operated = [];

    private readonly Lazy<ILookup<string, (KubernetesContainer Container, YamlNode Pod)>> infrastructure;

    /// <param name="all">Of the project.</param>
    /// <param name="objects">Patched and transformed.</param>
    /// <param name="files">Those of a kustomization; empty where no two sets have one in common.</param>
    /// <param name="isForDevelopment">Whether development alone deploys it.</param>
    /// <param name="isOpen">Whether there may be more objects than these.</param>
    /// <param name="chart">The folder of the chart whose templates make it; null where none do.</param>
    public ManifestSet(
        Manifests all,
        IReadOnlyList<KubernetesObject> objects,
        IReadOnlyCollection<YamlFile> files,
        bool isForDevelopment,
        bool isOpen,
        string? chart = null
    )
    {
        this.all = all;
        this.files = files;
        this.isOpen = isOpen;
        IsForDevelopment = isForDevelopment;
        Chart = chart;
        Objects = objects;
        foreach (var manifest in objects)
        {
            if (!byKind.TryGetValue(manifest.Kind, out var known))
            {
                byKind.Add(manifest.Kind, known = []);
            }

            known.Add(manifest);
            Add(manifest);
        }

        Workloads = [.. objects.Where(manifest => manifest.PodSpec is not null && !all.IsFragment(manifest))];
        infrastructure = new(() =>
            Workloads
                .Where(manifest => !IsIncomplete(manifest))
                .SelectMany(static manifest => manifest.Containers.Select(container => (Container: container, Pod: manifest.PodSpec!)))
                .Where(pair =>
                    !pair.Container.IsInit
                    && !KnownPrograms.IsSideCar(pair.Container)
                    && FileOf(pair.Container)?.IsShipped == true
                    && IsInfrastructure(pair.Container)
                )
                .OrderBy(pair => FileOf(pair.Container)!.Name, StringComparer.Ordinal)
                .ThenBy(static pair => pair.Container.Place.Start)
                .ToLookup(pair => FileOf(pair.Container)!.Folder, StringComparer.Ordinal)
        );
    }

    public IReadOnlyList<KubernetesObject> Objects { get; }

    /// <summary>Those that make pods; patches left out.</summary>
    public IReadOnlyList<KubernetesObject> Workloads { get; }

    /// <summary>Those of the objects, and of what operators make of them.</summary>
    public IReadOnlyCollection<string> Kinds => kinds;

    /// <summary>Those of a kind.</summary>
    public IReadOnlyList<KubernetesObject> OfKind(string kind) => byKind.TryGetValue(kind, out var known) ? known : [];

    public bool IsForDevelopment { get; }

    /// <summary>The folder of the chart whose templates make it; null where none do.</summary>
    public string? Chart { get; }

    /// <summary>Whether templates make it, so that names may be unknown.</summary>
    public bool IsChart => Chart is not null;

    /// <summary>Whether an object, a generator or an operator makes one of this kind and name, here or in a deployment beside this.</summary>
    public bool Defines(string kind, string name) =>
        isOpen
        || Has(kind, name)
        || operated.Exists(made =>
            name.StartsWith(made, StringComparison.Ordinal) && (name.Length == made.Length || name[made.Length] == '-')
        )
        || all.DefinesElsewhere(this, kind, other => other.Has(kind, name))
        || all.IsOfChart(kind, name);

    /// <summary>Whether there is any object of the kind, here or in a deployment beside this.</summary>
    public bool DefinesAny(string kind) => kinds.Contains(kind) || all.DefinesElsewhere(this, kind, static _ => true);

    /// <summary>Whether a part of the object is not at hand: a patch that no kustomization names, one that cannot be read, a plug-in.</summary>
    public bool IsIncomplete(KubernetesObject manifest) => manifest.IsOpen || all.IsFragment(manifest) || all.IsPatched(manifest);

    /// <summary>Whether the object is a patch of another.</summary>
    public bool IsFragment(KubernetesObject manifest) => all.IsFragment(manifest);

    /// <summary>Whether a container runs a database, a broker or the like, and nothing of the app's own.</summary>
    public bool IsInfrastructure(KubernetesContainer container) =>
        KnownPrograms.IsInfrastructure(container, TextOf(container.Node.Find("image")));

    /// <summary>The containers of infrastructure that stand in the folder of this one, in the order of their files, with itself where it is one, and their pods.</summary>
    public IEnumerable<(KubernetesContainer Container, YamlNode Pod)> InfrastructureBeside(KubernetesContainer container) =>
        FileOf(container) is { } file ? infrastructure.Value[file.Folder] : [];

    /// <summary>Whether a container runs a side-car or infrastructure, and nothing of the app's own.</summary>
    public bool IsOfOthers(KubernetesContainer container) => KnownPrograms.IsOfOthers(container, TextOf(container.Node.Find("image")));

    /// <summary>Whether a container runs what may be somebody's app.</summary>
    public bool MayBeApp(KubernetesContainer container) => !container.IsInit && !IsOfOthers(container);

    /// <summary>The text of a node; of a template, with the values that the chart itself has for it: <c>{{ .Values.cart.name }}</c>.</summary>
    public string TextOf(YamlNode? node) => all.TextOf(node, Chart);

    /// <summary>The file that says what a container is called, else the container itself.</summary>
    public ProjectFile? FileOf(KubernetesContainer container) => all.FileOf((container.Node.Find("name") ?? container.Node).File);

    /// <summary>Whether something gives the image its tag when it is released.</summary>
    /// <param name="repository">The image without tag.</param>
    /// <param name="place">Where the image is named.</param>
    public bool IsVersioned(string repository, YamlNode place) => all.IsVersioned(repository, place);

    /// <summary>How many pods there may be at once: what the object says, or an autoscaler; 1 when nobody says, null when a template decides.</summary>
    public int? MaxReplicas(KubernetesObject workload)
    {
        foreach (var scaler in OfKind(KubernetesKinds.HorizontalPodAutoscaler).Concat(OfKind(KubernetesKinds.ScaledObject)))
        {
            if (scaler.Root.Find("spec", "scaleTargetRef")?.Find("name") is { } name && (name.HasHole || workload.IsNamed(name.Text)))
            {
                var maximum = scaler.Root.Find("spec", "maxReplicas") ?? scaler.Root.Find("spec", "maxReplicaCount");
                return name.HasHole || maximum?.HasHole == true ? null
                    : int.TryParse(maximum?.Text, out var max) ? max
                    : 2;
            }
        }

        var replicas = workload.Root.Find("spec", "replicas");
        return replicas?.HasHole == true ? null
            : int.TryParse(replicas?.Text, out var count) ? count
            : 1;
    }

    /// <summary>Whether a claim of that name is for one node at a time; no where none is defined here.</summary>
    public bool IsOfOneNode(string claim)
    {
        foreach (var manifest in OfKind(KubernetesKinds.PersistentVolumeClaim))
        {
            if (manifest.IsNamed(claim) && claim.IndexOf(YamlNode.Hole) < 0)
            {
                return manifest.Root.Find("spec", "accessModes")?.Items is { Count: > 0 } modes
                    && modes.All(static mode => mode.Text is "ReadWriteOnce" or "ReadWriteOncePod");
            }
        }

        return false;
    }

    /// <summary>Whether a Service, here or in a deployment beside this, sends requests to the object's pods.</summary>
    public bool IsServed(KubernetesObject workload)
    {
        return HasService(this) || all.DefinesElsewhere(this, KubernetesKinds.Service, HasService);

        bool HasService(ManifestSet set) =>
            set.OfKind(KubernetesKinds.Service)
                .Any(service =>
                    !PodSelectors.AreApart(service, workload)
                    && PodSelectors.Selects(service.Root.Find("spec", "selector"), workload.PodMetadata?.Find("labels"))
                );
    }

    /// <summary>Whether no pod has the labels that a Service asks for, here or in a deployment beside this; no where none makes any pod in its namespace, so that somebody else does.</summary>
    public bool MissesPodsOf(KubernetesObject service, YamlNode selector) =>
        !isOpen
        && Objects.Any(other =>
            KubernetesKinds.PathToPod(other.Kind) is not null
            && (
                service.Namespace.Length == 0
                || service.Namespace == other.Namespace
                || (service.Namespace + other.Namespace).IndexOf(YamlNode.Hole) >= 0
                || PodSelectors.Selects(selector, other.PodMetadata?.Find("labels"))
            )
        )
        && !selector.Entries.Any(entry => IsOfOperator(entry.Name))
        && !HasPod(service, selector)
        // What a release tool fills in elsewhere may be anything, and is not taken for just this.
        && !KubernetesKinds.Workloads.Any(kind =>
            all.DefinesElsewhere(this, kind, other => other.HasPod(service, selector, labels => !IsFilledIn(selector, labels)))
        );

    /// <summary>Whether both take in a file, as overlays of one base do: what only the other has is not here.</summary>
    public bool Shares(ManifestSet other) => files.Any(other.files.Contains);

    // agent.k8s.elastic.co/name, cnpg.io/cluster: what a vendor's operator puts on the pods that it makes, where none here has it.
    private bool IsOfOperator(string label) =>
        label.IndexOf('/') is > 0 and var slash
        && label.Substring(0, slash) is var domain
        && !domain.EndsWith("kubernetes.io", StringComparison.Ordinal)
        && !Objects.Any(other => other.PodMetadata?.Find("labels")?.Find(label) is not null);

    // component: #{Name}, and nothing else that the selector asks for.
    private static bool IsFilledIn(YamlNode selector, YamlNode? labels) =>
        labels is { IsOpen: false } && selector.AllEntries.Any(wanted => labels.Find(wanted.Name)?.HasHole == true);

    private bool HasPod(KubernetesObject service, YamlNode selector, Func<YamlNode?, bool>? isIt = null) =>
        Objects.Any(other =>
            KubernetesKinds.PathToPod(other.Kind) is not null
            && isIt?.Invoke(other.PodMetadata?.Find("labels")) != false
            && !PodSelectors.AreApart(service, other)
            && PodSelectors.Selects(selector, other.PodMetadata?.Find("labels"))
        );

    private bool Has(string kind, string name) => defined.Contains(kind + "/" + name) || defined.Contains(kind + "/" + YamlNode.Hole);

    private void Define(string kind, string? name)
    {
        kinds.Add(kind);
        defined.Add(kind + "/" + (name?.IndexOf(YamlNode.Hole) >= 0 ? YamlNode.Hole.ToString() : name));
    }

    private void Add(KubernetesObject manifest)
    {
        Define(manifest.Kind, manifest.Name);
        Define(manifest.Kind, manifest.DeployedName);

        if (manifest.Name.Length > 0 && manifest.Name.IndexOf(YamlNode.Hole) < 0 && KubernetesKinds.IsOperated(manifest))
        {
            operated.Add(manifest.Name);
        }

        // Dapr gives each of its apps a Service.
        if (manifest.PodMetadata?.Find("annotations")?.TextOf("dapr.io/app-id") is { } app)
        {
            Define(KubernetesKinds.Service, app + "-dapr");
        }

        // What operators make of others.
        var spec = manifest.Root.Find("spec");
        var secret = manifest.Kind switch
        {
            KubernetesKinds.SealedSecret => spec?.Find("template", "metadata")?.TextOf("name") ?? manifest.Name,
            KubernetesKinds.ExternalSecret => spec?.Find("target")?.TextOf("name") ?? manifest.Name,
            KubernetesKinds.Certificate => spec?.TextOf("secretName"),
            _ => null,
        };
        if (secret is not null)
        {
            Define(KubernetesKinds.Secret, secret);
        }

        foreach (var made in manifest.Kind == KubernetesKinds.SecretProviderClass ? spec?.Find("secretObjects")?.Items ?? [] : [])
        {
            Define(KubernetesKinds.Secret, made.TextOf("secretName"));
        }

        // A certificate's, which an issuer makes.
        foreach (var tls in manifest.Kind == KubernetesKinds.Ingress ? spec?.Find("tls")?.Items ?? [] : [])
        {
            Define(KubernetesKinds.Secret, tls.TextOf("secretName"));
        }
    }
}
