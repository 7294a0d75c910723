using Deployability.Publish.Planning;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Kubernetes;

/// <summary>Lets a node drain take one instance at a time: said as 'unavailable', so a single instance never blocks a drain.</summary>
internal static class DisruptionBudgetObject
{
    public static IEnumerable<Node> Build(DeploymentPlan plan) =>
    [
        new Mapping
        {
            ["apiVersion"] = "policy/v1",
            ["kind"] = "PodDisruptionBudget",
            ["metadata"] = Labels.Metadata(plan, plan.Name),
            ["spec"] = new Mapping
            {
                ["maxUnavailable"] = 1,
                ["unhealthyPodEvictionPolicy"] = "AlwaysAllow",
                ["selector"] = new Mapping { ["matchLabels"] = Labels.Selector(plan) },
            },
        },
    ];
}
