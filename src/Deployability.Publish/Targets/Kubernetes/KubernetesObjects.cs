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
    private static readonly Row[] Rows =
    [
        new("serviceaccount.yaml", ServiceAccountObject.Build),
        new("deployment.yaml", DeploymentObject.Build),
        new("service.yaml", ServiceObject.Build),
        new("frontend.yaml", WebTierObjects.Build),
        new("ingress.yaml", IngressObject.Build),
        new("networkpolicy.yaml", NetworkPolicyObject.Build),
        new("horizontalpodautoscaler.yaml", AutoscalerObject.Build),
        new("poddisruptionbudget.yaml", DisruptionBudgetObject.Build),
        new("persistentvolumeclaims.yaml", ClaimObjects.Build),
        new("shares.yaml", ShareObjects.Build),
        new("secretstore.yaml", SecretStoreObjects.Build),
        new("migration.yaml", MigrationJobObject.Build),
        new("cronjobs.yaml", CronJobObjects.Build),
        new("services.yaml", SideServiceObjects.Build),
        new("httproute.yaml", HttpRouteObjects.Build),
        new("monitoring.yaml", MonitoringObjects.Build),
    ];

    private sealed record Row(string File, Func<KubernetesModel, IEnumerable<Node>> Build);

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
