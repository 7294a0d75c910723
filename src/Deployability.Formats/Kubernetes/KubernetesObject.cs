using Deployability.Formats.Yaml;

namespace Deployability.Formats.Kubernetes;

/// <summary>An object of a manifest.</summary>
/// <param name="Kind"><c>Deployment</c>, <c>Service</c>.</param>
/// <param name="ApiVersion"><c>apps/v1</c>.</param>
/// <param name="Root">The whole object.</param>
public sealed record KubernetesObject(string Kind, string ApiVersion, YamlNode Root)
{
    private readonly YamlNode? source;
    private readonly string? deployedName;

    /// <summary>The object as it was written, before patches: what is the same in every deployment of a base.</summary>
    public YamlNode Source
    {
        get => source ?? Root;
        init => source = value;
    }

    /// <summary>The files that say something about the object beside the one that it was written in: patches, kustomizations.</summary>
    public IReadOnlyList<YamlFile> Changes { get; init; } = [];

    /// <summary>With the prefixes and suffixes of kustomizations.</summary>
    public string DeployedName
    {
        get => deployedName ?? Name;
        init => deployedName = value;
    }

    /// <summary>Whether something that cannot be read here may change the object, so that what it lacks may come from there.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Empty when the object has none yet: a generated one.</summary>
    public string Name => Root.Find("metadata")?.TextOf("name") ?? "";

    /// <summary>Empty when the object leaves it to whoever applies it.</summary>
    public string Namespace => Root.Find("metadata")?.TextOf("namespace") ?? "";

    /// <summary>Whether <c>helm test</c> alone makes it.</summary>
    public bool IsTestOfChart =>
        Root.Find("metadata")?.Find("annotations")?.TextOf("helm.sh/hook")?.StartsWith("test", StringComparison.Ordinal) == true;

    /// <summary>The pods that the object makes or is; null when it makes none.</summary>
    public YamlNode? PodSpec => OfPod("spec");

    /// <summary>The metadata of the pods that the object makes; null when it makes none.</summary>
    public YamlNode? PodMetadata => OfPod("metadata");

    /// <summary>The containers of the pods, those that run before the others among them.</summary>
    public IEnumerable<KubernetesContainer> Containers
    {
        get
        {
            var pod = PodSpec;
            foreach (var (list, isInit) in new[] { ("initContainers", true), ("containers", false) })
            {
                foreach (var node in pod?.Find(list)?.Items ?? [])
                {
                    if (node.Kind == YamlKind.Mapping)
                    {
                        yield return new KubernetesContainer(node, isInit);
                    }
                }
            }
        }
    }

    private YamlNode? OfPod(string part)
    {
        if (KubernetesKinds.PathToPod(Kind) is not { } path)
        {
            return null;
        }

        var node = Root;
        foreach (var name in path)
        {
            node = node?.Find(name);
        }

        return node?.Find(part);
    }

    /// <summary>Whether the object goes by this name: as it is written, which references beside it use, or as it is deployed.</summary>
    public bool IsNamed(string name) => Name == name || DeployedName == name;

    /// <summary>The object that a node is; null when it is none.</summary>
    public static KubernetesObject? TryRead(YamlNode node) =>
        node.TextOf("kind") is { } kind && node.TextOf("apiVersion") is { } version ? new KubernetesObject(kind, version, node) : null;

    /// <summary>The objects of a file, those inside a list among them; documents that are none are left out.</summary>
    public static IEnumerable<KubernetesObject> Of(YamlFile file)
    {
        foreach (var document in file.Documents)
        {
            if (TryRead(document) is not { } single)
            {
                continue;
            }

            if (!single.Kind.EndsWith("List", StringComparison.Ordinal) || document.Find("items") is not { Kind: YamlKind.Sequence } items)
            {
                yield return single;
                continue;
            }

            foreach (var item in items.Items)
            {
                if (TryRead(item) is { } inner)
                {
                    yield return inner;
                }
            }
        }
    }
}

/// <summary>A container of a pod.</summary>
/// <param name="Node">Its mapping.</param>
/// <param name="IsInit">Whether it runs before the others and ends.</param>
public sealed record KubernetesContainer(YamlNode Node, bool IsInit)
{
    public string Name => Node.TextOf("name") ?? "";

    public string Image => Node.TextOf("image") ?? "";

    /// <summary>Its name, or its first key: where a finding about something absent stands.</summary>
    public TextRange Place => Node.Find("name")?.Range ?? (Node.Entries.Count > 0 ? Node.Entries[0].NameRange : Node.Range);

    /// <summary>The variables that it sets to a text: name and value; those taken from elsewhere are left out.</summary>
    public IEnumerable<(string Name, YamlNode Value)> Environment
    {
        get
        {
            foreach (var variable in Node.Find("env")?.Items ?? [])
            {
                if (variable.TextOf("name") is { } name && variable.Find("value") is { Kind: YamlKind.Scalar } value)
                {
                    yield return (name, value);
                }
            }
        }
    }

    /// <summary>All the variables that it names, those that are taken from elsewhere among them.</summary>
    public IEnumerable<KubernetesVariable> Variables
    {
        get
        {
            foreach (var variable in Node.Find("env")?.Items ?? [])
            {
                if (variable.Find("name") is { Kind: YamlKind.Scalar, IsNull: false } name)
                {
                    yield return new KubernetesVariable(name, variable.Find("value"), variable.Find("valueFrom"));
                }
            }
        }
    }
}

/// <summary>A variable of a container.</summary>
/// <param name="Name">A scalar.</param>
/// <param name="Value">Null when it is taken from elsewhere, or is empty.</param>
/// <param name="Source">Where it is taken from: <c>valueFrom</c>; null when the container says the value.</param>
public sealed record KubernetesVariable(YamlNode Name, YamlNode? Value, YamlNode? Source);
