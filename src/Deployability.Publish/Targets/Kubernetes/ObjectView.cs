using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Kubernetes;

/// <summary>Objects that stand in one file, as they are in one environment.</summary>
/// <param name="File">Name without folder.</param>
/// <param name="Objects">The objects.</param>
internal sealed record ViewedFile(string File, IReadOnlyList<Mapping> Objects);

/// <summary>What tells an object from the others of a namespace.</summary>
internal sealed record ObjectIdentity(string Kind, string Name);

/// <summary>The objects as they are in one environment, with every hole filled.</summary>
internal sealed class ObjectView
{
    private readonly Func<Value, Node> of;

    /// <param name="objects">The objects.</param>
    /// <param name="environment">Name of the environment; empty for the base.</param>
    /// <param name="changes">Values that are something else, by name; a component of a kustomization is made of such.</param>
    public ObjectView(KubernetesObjects objects, string environment, IReadOnlyDictionary<string, Node>? changes = null)
    {
        of = value => changes is not null && changes.TryGetValue(value.Name, out var changed) ? changed : value.In(environment);
        Files =
        [
            .. objects
                .Files.Select(file => new ViewedFile(
                    file.File,
                    [.. file.Documents.Select(document => Nodes.Fill(document, of)).OfType<Mapping>()]
                ))
                .Where(static file => file.Objects.Count > 0),
        ];
        Configuration = (Mapping)((Mapping)Nodes.Fill(objects.ConfigMap, of)!)["data"]!;
    }

    /// <summary>The files with their objects.</summary>
    public IReadOnlyList<ViewedFile> Files { get; }

    /// <summary>What the ConfigMap holds.</summary>
    public Mapping Configuration { get; }

    public IEnumerable<Mapping> Objects => Files.SelectMany(static file => file.Objects);

    /// <summary>What a value is here.</summary>
    public Node this[Value value] => of(value);

    /// <summary>Kind and name, by which an object is found again in another view.</summary>
    public static ObjectIdentity Identity(Mapping document) =>
        new(((Scalar)document["kind"]!).Value, ((Scalar)((Mapping)document["metadata"]!)["name"]!).Value);
}
