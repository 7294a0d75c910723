using Deployability.Publish.Planning;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Kubernetes;

/// <summary>An account of the app's own, with no rights and no token: the app does not talk to the cluster.</summary>
internal static class ServiceAccountObject
{
    public static IEnumerable<Node> Build(DeploymentPlan plan) =>
    [
        new Mapping
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ServiceAccount",
            ["metadata"] = Labels.Metadata(plan, plan.Name),
            ["automountServiceAccountToken"] = false,
        },
    ];
}
