using Deployability.Publish.Planning;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Kubernetes;

/// <summary>What is mounted over the read-only root: /tmp always, then what the code writes to.</summary>
internal static class Volumes
{
    private const string Temporary = "tmp";
    private const string TemporarySize = "256Mi";

    public static Sequence Pod(DeploymentPlan plan)
    {
        var volumes = Sequence.Of(new Mapping { ["name"] = Temporary, ["emptyDir"] = new Mapping { ["sizeLimit"] = TemporarySize } });
        foreach (var volume in plan.Volumes)
        {
            volumes.Add(new Mapping
            {
                ["name"] = volume.Name,
                ["persistentVolumeClaim"] = volume.IsPersistent ? new Mapping { ["claimName"] = ClaimName(plan, volume) } : null,
                ["emptyDir"] = volume.IsPersistent ? null : new Mapping { ["sizeLimit"] = TemporarySize },
            });
        }

        return volumes;
    }

    public static Sequence Mounts(DeploymentPlan plan)
    {
        var mounts = Sequence.Of(new Mapping { ["name"] = Temporary, ["mountPath"] = "/tmp" });
        foreach (var volume in plan.Volumes)
        {
            mounts.Add(new Mapping { ["name"] = volume.Name, ["mountPath"] = volume.MountPath });
        }

        return mounts;
    }

    public static string ClaimName(DeploymentPlan plan, VolumePlan volume) => $"{plan.Name}-{volume.Name}";
}
