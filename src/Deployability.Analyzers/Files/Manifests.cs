using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Deployability.Formats.Helm;
using Deployability.Formats.Kubernetes;
using Deployability.Formats.Kustomize;
using Deployability.Formats.Yaml;

namespace Deployability.Analyzers.Files;

/// <summary>The Kubernetes objects of a project, by what is deployed together: a kustomization, a chart, or the files of folders.</summary>
/// <remarks>
/// An object of a base is judged as each overlay deploys it. Folders that define the same object, as those of environments do, are different deployments.
/// </remarks>
internal sealed class Manifests
{
    // More folders than this that define the same objects are each taken by itself.
    private const int MaxParallelFolders = 100;

    private static readonly ConditionalWeakTable<ProjectFiles, Manifests> Known = new();

    private readonly ProjectFiles all;
    private readonly List<ManifestSet> sets = [];
    private readonly Dictionary<string, ManifestSet> byChart = new(StringComparer.Ordinal);
    private readonly HashSet<string> patched = new(StringComparer.Ordinal);

    // Workloads that nobody finishes: they are judged by what they say.
    private readonly HashSet<KubernetesObject> unfinished = [];
    private readonly HashSet<string> builtImages = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> versionedImages = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<YamlFile, ProjectFile> files = [];
    private readonly Dictionary<ProjectFile, List<DeployedObject>> byFile = [];
    private readonly Lazy<Dictionary<string, List<ManifestSet>>> setsByKind;
    private readonly ConcurrentDictionary<ProjectFile, IReadOnlyList<IReadOnlyList<DeployedObject>>> judged = new();

    private Manifests(ProjectFiles all, CancellationToken cancellationToken)
    {
        this.all = all;
        setsByKind = new(SetsByKind);
        var kustomizations = new List<(string Folder, ProjectFile File, YamlNode Document)>();
        var plain = new List<(string Folder, ProjectFile File, YamlFile Yaml)>();
        var templates = new List<(string Folder, ProjectFile File, YamlFile Yaml)>();
        var charts = new HashSet<string>(StringComparer.Ordinal);
        var byPath = new Dictionary<string, ProjectFile>(StringComparer.Ordinal);
        foreach (var file in all.All)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if ((file.Kind & Kinds) == 0 || file.GetViews(cancellationToken) is not { } views)
            {
                continue;
            }

            var path = file.Path.Replace('\\', '/');
            var folder = FolderOf(path);
            if (file.Kind == ProjectFileKind.HelmChart)
            {
                charts.Add(folder);
                continue;
            }

            // Of other YAML, and there is much of it, only what a kustomization names is read.
            byPath[path] = file;
            if (file.Kind == ProjectFileKind.Kustomization)
            {
                if (Read(file, views).Documents is [var document, ..])
                {
                    kustomizations.Add((folder, file, document));
                    versionedImages.UnionWith(KustomizeBuild.VersionedImages(document));
                }
            }
            else if (views.MayHoldObjects)
            {
                (file.Kind == ProjectFileKind.Yaml ? plain : templates).Add((folder, file, Read(file, views)));
            }
        }

        var taken = AddKustomizations(
            kustomizations,
            path =>
                byPath.TryGetValue(path, out var file)
                && file.Kind != ProjectFileKind.HelmTemplate
                && file.GetViews(cancellationToken) is { } views
                    ? Read(file, views)
                    : null,
            cancellationToken
        );
        AddFolders([.. plain.Where(file => !taken.Contains(file.Yaml))], kustomizations.Count > 0);
        AddCharts(charts, templates);
    }

    private YamlFile Read(ProjectFile file, FileViews views)
    {
        var yaml = views.Manifest(file.Kind);
        files[yaml] = file;
        return yaml;
    }

    /// <summary>The files that say something about objects.</summary>
    public const ProjectFileKind Kinds =
        ProjectFileKind.Yaml | ProjectFileKind.Kustomization | ProjectFileKind.HelmTemplate | ProjectFileKind.HelmChart;

    /// <summary>What is deployed together.</summary>
    public IReadOnlyList<ManifestSet> Sets => sets;

    /// <summary>Of all sets, patches left out; that of a base once for each overlay.</summary>
    public IEnumerable<KubernetesObject> Objects => sets.SelectMany(static set => set.Objects);

    /// <summary>What the templates of a chart make; null when there are none.</summary>
    /// <param name="folder">Full path with slashes, none at its end.</param>
    public ManifestSet? OfChart(string folder) => byChart.TryGetValue(folder, out var set) ? set : null;

    public static Manifests Of(ProjectFiles files, CancellationToken cancellationToken)
    {
        if (Known.TryGetValue(files, out var known))
        {
            return known;
        }

        var made = new Manifests(files, cancellationToken);
        return Known.GetValue(files, _ => made);
    }

    /// <summary>The objects of which a file says something, each with the set that it is deployed in; to be judged where the file stands.</summary>
    /// <remarks>
    /// Of what development deploys too, only the sets of other environments: what an overlay for development leaves out is no fault of the base.
    /// </remarks>
    public IReadOnlyList<IReadOnlyList<DeployedObject>> In(ProjectFile file) =>
        judged.GetOrAdd(file, key => byFile.TryGetValue(key, out var touched) ? [.. JudgedIn(key, touched)] : []);

    private static IEnumerable<IReadOnlyList<DeployedObject>> JudgedIn(ProjectFile file, List<DeployedObject> touched)
    {
        foreach (var group in touched.GroupBy(static deployed => deployed.Object.Source))
        {
            IReadOnlyList<DeployedObject> judged = file.IsForDevelopment
                ? [.. group]
                : [.. group.Where(static deployed => !deployed.Set.IsForDevelopment)];
            if (judged.Count > 0)
            {
                yield return judged;
            }
        }
    }

    /// <summary>The file that a node was written in.</summary>
    public ProjectFile? FileOf(YamlFile file) => files.TryGetValue(file, out var known) ? known : null;

    /// <summary>The text in which the ranges of a file's nodes count; empty when it is none of these.</summary>
    public string TextOf(YamlFile file, CancellationToken cancellationToken) => FileOf(file)?.GetViews(cancellationToken)?.Text ?? "";

    /// <summary>The text of a node, with what a chart's own values fill in; empty when it is no scalar.</summary>
    /// <param name="node">Of a manifest or template.</param>
    /// <param name="chart">Folder of the chart; null where no chart makes it.</param>
    public string TextOf(YamlNode? node, string? chart) =>
        node is not { Kind: YamlKind.Scalar } ? ""
        : node.HasHole
        && chart is not null
        && Charts.Of(all, Cancellation.Token).DefaultsOf(chart) is { } values
        && FileOf(node.File)?.GetViews(Cancellation.Token)?.Text is { } text
        && node.Range.End <= text.Length
            ? TemplateValues.Resolve(
                node.Range.Of(text),
                names => values.Find(names) is { Kind: YamlKind.Scalar, IsNull: false } value ? value.Text : null
            )
        : node.Text;

    /// <summary>Whether a patch that no kustomization names completes the object, so that what it lacks may come from there.</summary>
    public bool IsPatched(KubernetesObject manifest) => patched.Contains(manifest.Kind + "/" + manifest.Name);

    /// <summary>Whether the image gets its version when it is released: skaffold builds it and writes the tag into the manifests, or a kustomization gives it to what this is the base of.</summary>
    /// <param name="repository">The image without tag.</param>
    /// <param name="place">Where the image is named.</param>
    public bool IsVersioned(string repository, YamlNode place) =>
        builtImages.Contains(repository)
        || versionedImages.Contains(repository) && FileOf(place.File)?.Kind != ProjectFileKind.Kustomization;

    /// <summary>Whether a set that shares nothing with the one that asks makes such an object: what is deployed beside it.</summary>
    /// <param name="asking">One of these.</param>
    /// <param name="kind">Of the object.</param>
    /// <param name="isIt">Whether a set that has objects of the kind has the one that is meant.</param>
    public bool DefinesElsewhere(ManifestSet asking, string kind, Func<ManifestSet, bool> isIt) =>
        setsByKind.Value.TryGetValue(kind, out var known) && known.Exists(other => other != asking && isIt(other) && !other.Shares(asking));

    /// <summary>Whether a chart may make an object of that kind and name: <c>shop-settings</c>, where its template says <c>{{ .Release.Name }}-settings</c>.</summary>
    public bool IsOfChart(string kind, string name)
    {
        foreach (var chart in byChart.Values)
        {
            foreach (var made in chart.OfKind(kind))
            {
                if (Matches(made.Name, name))
                {
                    return true;
                }
            }
        }

        return false;
    }

    // The parts between holes, in their order.
    private static bool Matches(string pattern, string name)
    {
        var parts = pattern.Split(YamlNode.Hole);
        if (parts.Length == 1)
        {
            return pattern == name;
        }

        var (first, last) = (parts[0], parts[parts.Length - 1]);
        if (
            name.Length < first.Length + last.Length
            || !name.StartsWith(first, StringComparison.Ordinal)
            || !name.EndsWith(last, StringComparison.Ordinal)
        )
        {
            return false;
        }

        var (start, end) = (first.Length, name.Length - last.Length);
        for (var i = 1; i < parts.Length - 1; i++)
        {
            var found = name.IndexOf(parts[i], start, end - start, StringComparison.Ordinal);
            if (found < 0)
            {
                return false;
            }

            start = found + parts[i].Length;
        }

        return true;
    }

    private Dictionary<string, List<ManifestSet>> SetsByKind()
    {
        var result = new Dictionary<string, List<ManifestSet>>(StringComparer.Ordinal);
        foreach (var set in sets)
        {
            foreach (var kind in set.IsChart ? [] : set.Kinds)
            {
                if (!result.TryGetValue(kind, out var known))
                {
                    result.Add(kind, known = []);
                }

                known.Add(set);
            }
        }

        return result;
    }

    /// <summary>Whether the object is a patch of another: a workload without what the cluster demands of one, where there is something that it may patch.</summary>
    public bool IsFragment(KubernetesObject manifest) => LacksParts(manifest) && !unfinished.Contains(manifest);

    private static bool LacksParts(KubernetesObject manifest) =>
        KubernetesKinds.PathToPod(manifest.Kind) is not null
        && (
            manifest.PodSpec is null
            || manifest.Containers.Any(static container => container.Image.Length == 0)
            || KubernetesKinds.NeedsSelector(manifest.Kind) && manifest.Root.Find("spec", "selector") is null
        );

    private static string FolderOf(string path) => path.Substring(0, Math.Max(path.LastIndexOf('/'), 0));

    // Those that no other takes in are deployed; a base that only development takes in is by itself, too.
    private HashSet<YamlFile> AddKustomizations(
        List<(string Folder, ProjectFile File, YamlNode Document)> kustomizations,
        Func<string, YamlFile?> read,
        CancellationToken cancellationToken
    )
    {
        var takenIn = new HashSet<string>(StringComparer.Ordinal);
        var takenInByDevelopment = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (folder, file, document) in kustomizations)
        {
            (file.IsForDevelopment ? takenInByDevelopment : takenIn).UnionWith(KustomizeBuild.InputsOf(folder, document));
        }

        var taken = new HashSet<YamlFile>();
        foreach (var (folder, file, document) in kustomizations)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (takenIn.Contains(folder) || (file.IsForDevelopment && takenInByDevelopment.Contains(folder)))
            {
                continue;
            }

            var build = KustomizeBuild.Of(folder, read);
            taken.UnionWith(build.Files);
            if (document.TextOf("kind") != "Component")
            {
                var set = new ManifestSet(this, build.Objects, build.Files, file.IsForDevelopment, build.IsOpen);
                sets.Add(set);
                foreach (var manifest in set.Objects)
                {
                    Touch(set, manifest);
                }
            }
        }

        return taken;
    }

    // Without a kustomization, and with no other object of that name, nothing is there to be patched, unless the file's name says so.
    private void AddUnfinished(IReadOnlyCollection<(ProjectFile File, KubernetesObject Manifest)> all)
    {
        var names = new HashSet<(string, string)>(
            all.Where(static one => !LacksParts(one.Manifest)).Select(static one => (one.Manifest.Kind, one.Manifest.Name))
        );
        foreach (var (file, manifest) in all)
        {
            if (
                LacksParts(manifest)
                && !names.Contains((manifest.Kind, manifest.Name))
                && file.Path.IndexOf("patch", StringComparison.OrdinalIgnoreCase) < 0
            )
            {
                unfinished.Add(manifest);
            }
        }
    }

    private void AddFolders(List<(string Folder, ProjectFile File, YamlFile Yaml)> plain, bool hasKustomizations)
    {
        var folders = new Dictionary<string, List<KubernetesObject>>(StringComparer.Ordinal);
        var owners = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        var read = plain.ConvertAll(static file => (file.Folder, file.File, Objects: KubernetesObject.Of(file.Yaml).ToList()));
        if (!hasKustomizations)
        {
            AddUnfinished([.. read.SelectMany(static file => file.Objects.Select(manifest => (file.File, manifest)))]);
        }

        foreach (var (folder, _, manifests) in read)
        {
            foreach (var manifest in manifests)
            {
                AddBuilt(manifest);
                if (!folders.TryGetValue(folder, out var objects))
                {
                    folders.Add(folder, objects = []);
                }

                objects.Add(manifest);
                if (IsFragment(manifest))
                {
                    patched.Add(manifest.Kind + "/" + manifest.Name);
                }
                else if (manifest.Name.Length > 0)
                {
                    var key = manifest.Kind + "/" + manifest.Name;
                    if (!owners.TryGetValue(key, out var names))
                    {
                        owners.Add(key, names = new(StringComparer.Ordinal));
                    }

                    names.Add(folder);
                }
            }
        }

        var parallel = ParallelFolders(owners.Values);
        var known = new Dictionary<string, ManifestSet>(StringComparer.Ordinal);
        foreach (var folder in folders)
        {
            var others = parallel.TryGetValue(folder.Key, out var names) ? names : [];
            var isAlone = others.Count > MaxParallelFolders;
            var key = isAlone ? folder.Key : string.Join("\n", others.OrderBy(static name => name, StringComparer.Ordinal));
            if (!known.TryGetValue(key, out var set))
            {
                var objects = isAlone
                    ? folder.Value
                    : folders.Where(other => !others.Contains(other.Key)).SelectMany(static other => other.Value);
                set = new ManifestSet(
                    this,
                    [.. objects.Where(manifest => !IsFragment(manifest))],
                    [],
                    isForDevelopment: false,
                    isOpen: false
                );
                known.Add(key, set);
                sets.Add(set);
            }

            foreach (var manifest in folder.Value)
            {
                Touch(set, manifest);
            }
        }
    }

    // Those that define an object of the same kind and name.
    private static Dictionary<string, HashSet<string>> ParallelFolders(IEnumerable<HashSet<string>> owners)
    {
        var result = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var folders in owners)
        {
            foreach (var folder in folders.Count > 1 ? folders : [])
            {
                if (!result.TryGetValue(folder, out var others))
                {
                    result.Add(folder, others = new(StringComparer.Ordinal));
                }

                foreach (var other in folders)
                {
                    if (other != folder && others.Count <= MaxParallelFolders)
                    {
                        others.Add(other);
                    }
                }
            }
        }

        return result;
    }

    private void AddCharts(HashSet<string> charts, List<(string Folder, ProjectFile File, YamlFile Yaml)> templates)
    {
        foreach (var chart in templates.GroupBy(template => ChartOf(template.Folder, charts)))
        {
            // What another's chart brings along is not this project's to mend.
            if (
                chart.Key is null
                || chart.Key.IndexOf("/charts/", StringComparison.Ordinal) is >= 0 and var nested
                    && charts.Contains(chart.Key.Substring(0, nested))
            )
            {
                continue;
            }

            var objects = chart.SelectMany(static template => KubernetesObject.Of(template.Yaml)).ToList();
            var set = new ManifestSet(this, objects, [], isForDevelopment: false, isOpen: false, chart.Key);
            sets.Add(set);
            byChart.Add(chart.Key, set);
            foreach (var manifest in objects)
            {
                Touch(set, manifest);
            }
        }
    }

    private static string? ChartOf(string folder, HashSet<string> charts)
    {
        for (var current = folder; current.Length > 0; current = FolderOf(current))
        {
            if (charts.Contains(current))
            {
                return current;
            }
        }

        return null;
    }

    private void Touch(ManifestSet set, KubernetesObject manifest)
    {
        foreach (var yaml in manifest.Changes.Concat([manifest.Source.File]).Distinct())
        {
            if (FileOf(yaml) is { } file)
            {
                if (!byFile.TryGetValue(file, out var objects))
                {
                    byFile.Add(file, objects = []);
                }

                objects.Add(new DeployedObject(manifest, set));
            }
        }
    }

    private void AddBuilt(KubernetesObject manifest)
    {
        foreach (
            var artifact in manifest.ApiVersion.StartsWith("skaffold/", StringComparison.Ordinal)
                ? manifest.Root.Find("build", "artifacts")?.Items ?? []
                : []
        )
        {
            if (artifact.TextOf("image") is { } built)
            {
                builtImages.Add(built);
            }
        }
    }
}

/// <summary>An object with the set that it is deployed in.</summary>
internal readonly record struct DeployedObject(KubernetesObject Object, ManifestSet Set);
