using Deployability.Formats.Kubernetes;
using Deployability.Publish.Planning;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Kubernetes;

/// <summary>The Deployment: replicas and roll-out here, the pod in <see cref="Pod"/>.</summary>
internal static class DeploymentObject
{
    public static IEnumerable<Node> Build(KubernetesModel model) =>
        model.Plan.OnlyJobs
            ? []
            :
            [
                new Mapping
                {
                    ["apiVersion"] = Versions.Kubernetes.Apps,
                    ["kind"] = KubernetesKinds.Deployment,
                    ["metadata"] = Labels.Metadata(model, model.FullName),
                    ["spec"] = new Mapping
                    {
                        // An autoscaler owns the number; a fixed one here would undo its work at each roll-out.
                        ["replicas"] = new Conditional(Condition.Not(Condition.IsOn(model.AutoscalingEnabled)), model.Replicas),
                        ["revisionHistoryLimit"] = model.Plan.KeptRevisions,
                        ["selector"] = new Mapping { ["matchLabels"] = Labels.Selector(model) },
                        ["strategy"] = Strategy(model),
                        ["template"] = Pod.Template(model),
                    },
                },
            ];

    private static Mapping Strategy(KubernetesModel model)
    {
        // A claim that one node holds cannot be mounted by the next instance while this one runs.
        var isExclusive = model.Plan.Volumes.Any(static volume => volume.AccessMode.StartsWith("ReadWriteOnce", StringComparison.Ordinal));

        // A worker that is meant to be alone would do its work twice while the next one starts.
        var plan = model.Plan;
        var isAlone =
            !plan.IsWeb && plan.Scale.MaxReplicas == 1 && plan.Environments.All(static environment => environment.Scale.MaxReplicas == 1);
        return isExclusive || isAlone
            ? new Mapping { ["type"] = "Recreate" }
            : new Mapping
            {
                ["type"] = "RollingUpdate",
                ["rollingUpdate"] = new Mapping { ["maxSurge"] = 1, ["maxUnavailable"] = 0 },
            };
    }
}
