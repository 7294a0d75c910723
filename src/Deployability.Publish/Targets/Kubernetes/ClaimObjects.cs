using Deployability.Publish.Planning;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Kubernetes;

/// <summary>One claim for each volume whose data outlives the pod.</summary>
internal static class ClaimObjects
{
    public static IEnumerable<Node> Build(DeploymentPlan plan) => plan.Volumes
        .Where(static volume => volume.IsPersistent)
        .Select(volume => new Mapping
        {
            ["apiVersion"] = "v1",
            ["kind"] = "PersistentVolumeClaim",
            ["metadata"] = Labels.Metadata(plan, Volumes.ClaimName(plan, volume)),
            ["spec"] = new Mapping
            {
                ["accessModes"] = Sequence.Of(volume.AccessMode),
                ["storageClassName"] = Node.Optional(volume.StorageClass),
                ["resources"] = new Mapping { ["requests"] = new Mapping { ["storage"] = new Hole($"volumes.{volume.Name}.size", volume.Size) } },
            },
        });
}
