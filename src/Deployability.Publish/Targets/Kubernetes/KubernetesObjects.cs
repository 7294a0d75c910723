using Deployability.Publish.Planning;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Kubernetes;

/// <summary>Objects that stand in one file.</summary>
/// <param name="File">Name without folder.</param>
/// <param name="Documents">The objects: mappings, or conditions around mappings.</param>
internal sealed record ObjectFile(string File, IReadOnlyList<Node> Documents);

/// <summary>Every object of a deployment, built once. A kustomization and a chart are two renderings of it.</summary>
internal sealed class KubernetesObjects
{
    /// <summary>The files in one list, with the objects in each; a file without objects is not written.</summary>
    private static readonly (string File, Func<KubernetesModel, IEnumerable<Node>> Build)[] Rows =
    [
        ("serviceaccount.yaml", ServiceAccountObject.Build),
        ("deployment.yaml", DeploymentObject.Build),
        ("service.yaml", ServiceObject.Build),
        ("frontend.yaml", WebTierObjects.Build),
        ("ingress.yaml", IngressObject.Build),
        ("networkpolicy.yaml", NetworkPolicyObject.Build),
        ("horizontalpodautoscaler.yaml", AutoscalerObject.Build),
        ("poddisruptionbudget.yaml", DisruptionBudgetObject.Build),
        ("persistentvolumeclaims.yaml", ClaimObjects.Build),
        ("shares.yaml", ShareObjects.Build),
        ("secretstore.yaml", SecretStoreObjects.Build),
        ("migration.yaml", MigrationJobObject.Build),
        ("cronjobs.yaml", CronJobObjects.Build),
        ("services.yaml", SideServiceObjects.Build),
        ("httproute.yaml", HttpRouteObjects.Build),
        ("monitoring.yaml", MonitoringObjects.Build),
    ];

    private KubernetesObjects(KubernetesModel model)
    {
        Model = model;
        Files = [.. Rows.Select(row => new ObjectFile(row.File, [.. row.Build(model)])).Where(static file => file.Documents.Count > 0)];
        ConfigMap = ConfigMapObject.Build(model);
        Values = Nodes.ValuesIn([.. Files.SelectMany(static file => file.Documents), ConfigMap]);
    }

    public KubernetesModel Model { get; }

    public IReadOnlyList<ObjectFile> Files { get; }

    /// <summary>The ConfigMap, which kustomize generates so that its name changes with its content.</summary>
    public Node ConfigMap { get; }

    /// <summary>Every value that an object mentions.</summary>
    public IReadOnlyList<Value> Values { get; }

    public static KubernetesObjects Build(DeploymentPlan plan) => new(new(plan));
}
