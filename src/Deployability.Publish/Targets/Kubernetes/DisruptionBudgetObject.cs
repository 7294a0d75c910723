using Deployability.Formats.Kubernetes;
using Deployability.Publish.Planning;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Kubernetes;

/// <summary>Lets a node drain take one instance at a time: said as 'unavailable', so that it never blocks a drain.</summary>
internal static class DisruptionBudgetObject
{
    public static IEnumerable<Node> Build(KubernetesModel model) =>
        model.Plan.OnlyJobs
            ? []
            :
            [
                new Conditional(
                    Condition.IsOn(model.DisruptionBudget),
                    new Mapping
                    {
                        ["apiVersion"] = Versions.Kubernetes.Policy,
                        ["kind"] = KubernetesKinds.PodDisruptionBudget,
                        ["metadata"] = Labels.Metadata(model, model.FullName),
                        ["spec"] = new Mapping
                        {
                            ["maxUnavailable"] = 1,
                            ["unhealthyPodEvictionPolicy"] = "AlwaysAllow",
                            ["selector"] = new Mapping { ["matchLabels"] = Labels.Selector(model) },
                        },
                    }
                ),
            ];
}
