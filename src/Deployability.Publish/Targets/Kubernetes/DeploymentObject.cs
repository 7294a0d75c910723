using Deployability.Publish.Planning;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Kubernetes;

/// <summary>The Deployment: replicas and roll-out here, the pod in <see cref="Pod"/>.</summary>
internal static class DeploymentObject
{
    public static IEnumerable<Node> Build(DeploymentPlan plan) =>
    [
        new Mapping
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = "Deployment",
            ["metadata"] = Labels.Metadata(plan, plan.Name),
            ["spec"] = new Mapping
            {
                // An autoscaler owns the number; a fixed one here would undo its work at each roll-out.
                ["replicas"] = AutoscalerObject.IsNeeded(plan) ? null : new Hole("replicas", plan.Scale.Replicas),
                ["revisionHistoryLimit"] = 5,
                ["selector"] = new Mapping { ["matchLabels"] = Labels.Selector(plan) },
                ["strategy"] = Strategy(plan),
                ["template"] = Pod.Template(plan),
            },
        },
    ];

    private static Mapping Strategy(DeploymentPlan plan)
    {
        // A claim that one node holds cannot be mounted by the next instance while this one runs.
        var isExclusive = plan.Volumes.Any(static volume => volume.AccessMode.StartsWith("ReadWriteOnce", StringComparison.Ordinal));
        return isExclusive
            ? new Mapping { ["type"] = "Recreate" }
            : new Mapping
            {
                ["type"] = "RollingUpdate",
                ["rollingUpdate"] = new Mapping { ["maxSurge"] = 1, ["maxUnavailable"] = 0 },
            };
    }
}
