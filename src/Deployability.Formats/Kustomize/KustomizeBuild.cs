using Deployability.Formats.Kubernetes;
using Deployability.Formats.Yaml;

namespace Deployability.Formats.Kustomize;

/// <summary>What <c>kustomize build</c> makes of a folder, as far as the files that are at hand say it.</summary>
/// <remarks>
/// Each node keeps the place in the file where it was written. Names are not rewritten: references inside a kustomization use
/// the names as they are written, and <see cref="KubernetesObject.DeployedName"/> has the prefixes and suffixes.
/// </remarks>
public sealed class KustomizeBuild
{
    private const int MaxDepth = 20;
    private const int MaxObjects = 20_000;

    // Bases that are taken in twice at each of twenty levels would be a million.
    private const int MaxFolders = 500;

    private static readonly string[] FileNames = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

    // Kinds whose name is no part of a deployment, and stays without prefix.
    private static readonly string[] WithoutPrefix = [KubernetesKinds.Namespace, "CustomResourceDefinition", "APIService"];

    private readonly Func<string, YamlFile?> read;
    private readonly HashSet<string> open = new(StringComparer.Ordinal);
    private readonly HashSet<YamlFile> files = [];
    private int folders;

    private KustomizeBuild(Func<string, YamlFile?> read) => this.read = read;

    /// <summary>Patched and transformed; those of generators among them.</summary>
    public IReadOnlyList<KubernetesObject> Objects { get; private set; } = [];

    /// <summary>Every file that took part.</summary>
    public IReadOnlyCollection<YamlFile> Files => files;

    /// <summary>Whether there may be more objects: of another repository, a chart, a plug-in, or a file that is not at hand.</summary>
    public bool IsOpen { get; private set; }

    private static readonly string[] ResourceKeys = ["resources", "bases"];
    private static readonly string[] InputKeys = [.. ResourceKeys, "components"];

    /// <summary>Builds a folder; never throws, and stops where bases lead back to themselves.</summary>
    /// <param name="folder">Full path with slashes, no slash at the end.</param>
    /// <param name="read">The file at a full path, or null when it is not at hand.</param>
    public static KustomizeBuild Of(string folder, Func<string, YamlFile?> read)
    {
        var build = new KustomizeBuild(read);
        build.Objects = build.Accumulate(folder, [], 0);
        return build;
    }

    /// <summary>The folders and files that a kustomization takes in, as full paths.</summary>
    public static IEnumerable<string> InputsOf(string folder, YamlNode kustomization) =>
        InputKeys.SelectMany(key => Paths(folder, kustomization.Find(key)));

    // Objects of resources; a component changes those that are there already.
    private List<KubernetesObject> Accumulate(string folder, List<KubernetesObject> existing, int depth)
    {
        if (depth > MaxDepth || folders++ > MaxFolders || existing.Count > MaxObjects || !open.Add(folder))
        {
            IsOpen = true;
            return existing;
        }

        if (
            FileNames.Select(name => read(folder + "/" + name)).FirstOrDefault(static file => file is not null)
            is not { Documents.Count: > 0 } file
        )
        {
            open.Remove(folder);
            IsOpen = true;
            return existing;
        }

        files.Add(file);
        var document = file.Documents[0];
        var objects = existing;
        foreach (var path in ResourceKeys.SelectMany(key => Paths(folder, document.Find(key))))
        {
            if (read(path) is { } resource)
            {
                files.Add(resource);
                objects.AddRange(KubernetesObject.Of(resource));
            }
            else
            {
                objects.AddRange(Accumulate(path, [], depth + 1));
            }

            if (objects.Count > MaxObjects)
            {
                IsOpen = true;
                break;
            }
        }

        foreach (var path in Paths(folder, document.Find("components")))
        {
            objects = Accumulate(path, objects, depth + 1);
        }

        foreach (var key in new[] { "resources", "bases", "components" })
        {
            IsOpen |= document.Find(key)?.Items.Any(static item => IsRemote(item.Text)) == true;
        }

        IsOpen |= document.Find("helmCharts") is not null || document.Find("generators") is not null;
        Generate(document, objects);
        objects = Patch(folder, document, objects);
        objects = [.. objects.Select(manifest => Transform(document, manifest))];
        open.Remove(folder);
        return objects;
    }

    private static void Generate(YamlNode document, List<KubernetesObject> objects)
    {
        foreach (
            var (key, kind) in new[] { ("configMapGenerator", KubernetesKinds.ConfigMap), ("secretGenerator", KubernetesKinds.Secret) }
        )
        {
            foreach (var generator in document.Find(key)?.Items ?? [])
            {
                if (generator.Find("name") is not { Kind: YamlKind.Scalar } name)
                {
                    continue;
                }

                var place = name.Range;
                var entries = LiteralsOf(generator).ToList();
                var known = objects.FindIndex(manifest => manifest.Kind == kind && manifest.IsNamed(name.Text));
                var data = new YamlEntry(
                    kind == KubernetesKinds.Secret ? "stringData" : "data",
                    place,
                    name.WithEntries(
                        known >= 0 && generator.TextOf("behavior") == "merge"
                            ? (objects[known].Root.Find("data")?.AllEntries ?? [])
                                .Where(entry => entries.TrueForAll(own => own.Name != entry.Name))
                                .Concat(entries)
                            : entries
                    )
                );
                var manifest = new KubernetesObject(
                    kind,
                    "v1",
                    generator.WithEntries([
                        new YamlEntry("apiVersion", place, name.WithText("v1")),
                        new YamlEntry("kind", place, name.WithText(kind)),
                        new YamlEntry("metadata", place, name.WithEntries([new YamlEntry("name", place, name)])),
                        data,
                    ])
                )
                {
                    Source = generator,
                    IsOpen = generator.Find("envs") is not null || generator.Find("env") is not null || generator.Find("files") is not null,
                };
                if (known >= 0)
                {
                    objects[known] = manifest;
                }
                else
                {
                    objects.Add(manifest);
                }
            }
        }
    }

    /// <summary>The pairs that a generator writes down itself: name, and value at the place of the pair.</summary>
    public static IEnumerable<YamlEntry> LiteralsOf(YamlNode generator)
    {
        foreach (var literal in generator.Find("literals")?.Items ?? [])
        {
            if (literal.Text.IndexOf('=') is > 0 and var equals)
            {
                yield return new YamlEntry(
                    literal.Text.Substring(0, equals),
                    literal.Range,
                    literal.WithText(literal.Text.Substring(equals + 1).Trim('"', '\''))
                );
            }
        }
    }

    private List<KubernetesObject> Patch(string folder, YamlNode document, List<KubernetesObject> objects)
    {
        foreach (var patch in document.Find("patchesStrategicMerge")?.Items ?? [])
        {
            objects = ApplyAll(patch.Text.IndexOf('\n') >= 0 ? YamlFile.ParseInside(patch) : Open(folder, patch.Text), null, objects);
        }

        foreach (var key in new[] { "patches", "patchesJson6902" })
        {
            foreach (var patch in document.Find(key)?.Items ?? [])
            {
                objects = ApplyAll(
                    patch.Find("patch") is { Kind: YamlKind.Scalar } text ? YamlFile.ParseInside(text)
                        : patch.TextOf("path") is { } path ? Open(folder, path)
                        : null,
                    patch.Find("target"),
                    objects
                );
            }
        }

        return objects;
    }

    private YamlFile? Open(string folder, string path)
    {
        var file = read(YamlPaths.Combine(folder, path));
        if (file is not null)
        {
            files.Add(file);
        }

        return file;
    }

    private static List<KubernetesObject> ApplyAll(YamlFile? patch, YamlNode? target, List<KubernetesObject> objects)
    {
        // A patch that is not at hand may say anything of what it is for.
        if (patch is null || (target is not null && patch.Documents.Count == 0))
        {
            return
            [
                .. objects.Select(manifest => target is null || IsTarget(target, manifest) ? manifest with { IsOpen = true } : manifest),
            ];
        }

        foreach (var document in patch.Documents)
        {
            if (JsonPatch.Is(document))
            {
                objects =
                [
                    .. objects.Select(manifest =>
                        target is not null && IsTarget(target, manifest)
                            ? Changed(manifest, JsonPatch.Apply(manifest.Root, document), document.File)
                            : manifest
                    ),
                ];
            }
            else
            {
                objects =
                [
                    .. objects
                        .Where(manifest => !StrategicMerge.Deletes(document) || !IsMeant(manifest, document))
                        .Select(manifest =>
                            IsMeant(manifest, document)
                                ? Changed(manifest, StrategicMerge.Apply(manifest.Root, WithoutIdentity(document)), document.File)
                                : manifest
                        ),
                ];
            }
        }

        return objects;

        bool IsMeant(KubernetesObject manifest, YamlNode document) =>
            target is not null
                ? IsTarget(target, manifest)
                : document.TextOf("kind") == manifest.Kind
                    && document.Find("metadata")?.TextOf("name") is { } name
                    && manifest.IsNamed(name);
    }

    // What says which object is meant is no change of it.
    private static YamlNode WithoutIdentity(YamlNode patch) =>
        patch.WithEntries(
            patch
                .AllEntries.Where(static entry => entry.Name is not ("kind" or "apiVersion"))
                .Select(static entry =>
                    entry is { Name: "metadata", Value.Kind: YamlKind.Mapping }
                        ? entry with
                        {
                            Value = entry.Value.WithEntries(entry.Value.AllEntries.Where(static inner => inner.Name != "name")),
                        }
                        : entry
                )
        );

    private static KubernetesObject Changed(KubernetesObject manifest, YamlNode root, YamlFile by) =>
        manifest with
        {
            Root = root,
            Source = manifest.Source,
            DeployedName = manifest.DeployedName,
            Changes = [.. manifest.Changes, by],
        };

    private static bool IsTarget(YamlNode target, KubernetesObject manifest) =>
        (target.TextOf("kind") is not { } kind || NamePattern.IsMatch(kind, manifest.Kind))
        && (
            target.TextOf("name") is not { } name
            || NamePattern.IsMatch(name, manifest.Name)
            || NamePattern.IsMatch(name, manifest.DeployedName)
        )
        && (target.TextOf("group") is not { } group || manifest.ApiVersion.StartsWith(group + "/", StringComparison.Ordinal))
        && HasAll(target.TextOf("labelSelector"), manifest.Root.Find("metadata", "labels"))
        && HasAll(target.TextOf("annotationSelector"), manifest.Root.Find("metadata", "annotations"));

    // app=api,tier!=cache; what is no comparison with one value counts as met.
    private static bool HasAll(string? selector, YamlNode? labels) =>
        selector is null
        || selector.IndexOf('(') >= 0
        || Array.TrueForAll(
            selector.Split(','),
            part =>
            {
                var equals = part.IndexOf('=');
                var isNot = equals > 0 && part[equals - 1] == '!';
                var name = equals < 0 ? part.Trim() : part.Substring(0, isNot ? equals - 1 : equals).Trim();
                var value = equals < 0 ? null : part.Substring(equals + 1).TrimStart('=').Trim();
                return value is null ? labels?.Find(name) is not null : labels?.TextOf(name) == value != isNot;
            }
        );

    private static KubernetesObject Transform(YamlNode document, KubernetesObject manifest)
    {
        var result = manifest;
        if (Array.IndexOf(WithoutPrefix, manifest.Kind) < 0 && (document.TextOf("namePrefix") ?? document.TextOf("nameSuffix")) is not null)
        {
            result = result with
            {
                DeployedName = document.TextOf("namePrefix") + manifest.DeployedName + document.TextOf("nameSuffix"),
                Source = manifest.Source,
            };
        }

        var root = manifest.Root;
        if (document.Find("namespace") is { Kind: YamlKind.Scalar } space && root.Find("metadata") is { Kind: YamlKind.Mapping })
        {
            root = Set(root, ["metadata", "namespace"], space, space.Range);
        }

        foreach (var replicas in document.Find("replicas")?.Items ?? [])
        {
            if (
                KubernetesKinds.HasReplicas(manifest.Kind)
                && replicas.TextOf("name") is { } name
                && manifest.IsNamed(name)
                && replicas.Find("count") is { } count
            )
            {
                root = Set(root, ["spec", "replicas"], count, count.Range);
            }
        }

        foreach (var labels in LabelsOf(document))
        {
            foreach (var label in labels.AllEntries)
            {
                if (result with { Root = root } is { PodSpec: not null } && KubernetesKinds.PathToPod(result.Kind) is { } path)
                {
                    root = Set(root, [.. path, "metadata", "labels", label.Name], label.Value, label.NameRange);
                }
            }
        }

        var images = document.Find("images")?.Items ?? [];
        if (images.Count > 0)
        {
            root = WithImages(root, images, 0, []);
        }

        if (document.Find("transformers") is not null || document.Find("replacements") is not null)
        {
            result = result with { IsOpen = true, Source = manifest.Source };
        }

        return root == manifest.Root ? result : Changed(result, root, document.File);
    }

    private static IEnumerable<YamlNode> LabelsOf(YamlNode document)
    {
        if (document.Find("commonLabels") is { } common)
        {
            yield return common;
        }

        foreach (var labels in document.Find("labels")?.Items ?? [])
        {
            if (
                labels.Find("pairs") is { } pairs
                && (labels.Find("includeSelectors")?.IsTrue == true || labels.Find("includeTemplates")?.IsTrue == true)
            )
            {
                yield return pairs;
            }
        }
    }

    private static YamlNode WithImages(YamlNode node, IReadOnlyList<YamlNode> images, int depth, Dictionary<YamlNode, YamlNode> known)
    {
        // What aliases lead to is looked at once.
        if (!known.TryGetValue(node, out var result))
        {
            known[node] = result = WithImagesAnew(node, images, depth, known);
        }

        return result;
    }

    private static YamlNode WithImagesAnew(YamlNode node, IReadOnlyList<YamlNode> images, int depth, Dictionary<YamlNode, YamlNode> known)
    {
        if (depth > YamlFile.MaxDepth)
        {
            return node;
        }

        if (node.Kind == YamlKind.Sequence)
        {
            var items = node.Items.Select(item => WithImages(item, images, depth + 1, known)).ToList();
            return items.SequenceEqual(node.Items) ? node : node.WithItems(items);
        }

        if (node.Kind != YamlKind.Mapping)
        {
            return node;
        }

        var isChanged = false;
        var entries = new List<YamlEntry>();
        foreach (var entry in node.AllEntries)
        {
            var value = entry is { Name: "containers" or "initContainers", Value.Kind: YamlKind.Sequence }
                ? entry.Value.WithItems(entry.Value.Items.Select(container => WithImage(container, images)))
                : WithImages(entry.Value, images, depth + 1, known);
            isChanged |= value != entry.Value;
            entries.Add(value == entry.Value ? entry : entry with { Value = value });
        }

        return isChanged ? node.WithEntries(entries) : node;
    }

    /// <summary>The images whose version a kustomization says, as the objects name them; a tag that moves is none.</summary>
    /// <param name="document">The kustomization.</param>
    public static IEnumerable<string> VersionedImages(YamlNode document) =>
        (document.Find("images")?.Items ?? [])
            .Where(static item =>
                item.Find("digest") is { IsNull: false } || item.Find("newTag") is { IsNull: false } tag && !ImageName.Moves(tag.Text)
            )
            .Select(static item => item.TextOf("name") ?? "");

    private static YamlNode WithImage(YamlNode container, IReadOnlyList<YamlNode> images)
    {
        if (container.Find("image") is not { Kind: YamlKind.Scalar } image)
        {
            return container;
        }

        var name = ImageName.Parse(image.Text);
        if (images.LastOrDefault(item => item.TextOf("name") == name.Repository) is not { } change)
        {
            return container;
        }

        var digest = change.Find("digest");
        var tag = change.Find("newTag");
        var place = tag ?? digest ?? change.Find("newName");
        var text =
            (change.TextOf("newName") ?? name.Repository)
            + (
                digest is { IsNull: false } ? "@" + digest.Text
                : tag is { IsNull: false } ? ":" + tag.Text
                : name.Version
            );
        return place is null
            ? container
            : Set(container, ["image"], (digest is null && tag is null ? image : place).WithText(text), place.Range);
    }

    private static YamlNode Set(YamlNode node, string[] path, YamlNode value, TextRange nameRange)
    {
        var name = path[0];
        var known = node.Find(name);
        var inner =
            path.Length == 1 ? value
            : known is { Kind: YamlKind.Mapping } ? Set(known, [.. path.Skip(1)], value, nameRange)
            : Set(value.WithEntries([]), [.. path.Skip(1)], value, nameRange);
        return known is null
            ? node.WithEntries([.. node.AllEntries, new YamlEntry(name, nameRange, inner)])
            : node.WithEntries(node.AllEntries.Select(entry => entry.Name == name ? entry with { Value = inner } : entry));
    }

    private static IEnumerable<string> Paths(string folder, YamlNode? list) =>
        (list?.Items ?? [])
            .Where(static item => item.Kind == YamlKind.Scalar && item.Text.Length > 0 && !IsRemote(item.Text))
            .Select(item => YamlPaths.Combine(folder, item.Text));

    private static bool IsRemote(string path) =>
        path.IndexOf("://", StringComparison.Ordinal) > 0
        || path.IndexOf("?ref=", StringComparison.Ordinal) > 0
        || path.StartsWith("github.com", StringComparison.Ordinal)
        || path.StartsWith("git@", StringComparison.Ordinal);
}
