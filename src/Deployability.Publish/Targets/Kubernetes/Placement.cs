using Deployability.Publish.Planning;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Kubernetes;

/// <summary>Spreads the instances over zones and nodes, as far as there are any.</summary>
internal static class Placement
{
    private const string Node = "kubernetes.io/hostname";
    private const string Zone = "topology.kubernetes.io/zone";

    public static Mapping Affinity(DeploymentPlan plan) => new()
    {
        ["podAntiAffinity"] = new Mapping
        {
            ["preferredDuringSchedulingIgnoredDuringExecution"] = Sequence.Of(new Mapping
            {
                ["weight"] = 100,
                ["podAffinityTerm"] = new Mapping
                {
                    ["labelSelector"] = new Mapping { ["matchLabels"] = Labels.Selector(plan) },
                    ["topologyKey"] = Node,
                },
            }),
        },
    };

    public static Sequence Spread(DeploymentPlan plan) => new(new[] { Zone, Node }.Select(key => new Mapping
    {
        ["maxSkew"] = 1,
        ["topologyKey"] = key,
        ["whenUnsatisfiable"] = "ScheduleAnyway",
        ["labelSelector"] = new Mapping { ["matchLabels"] = Labels.Selector(plan) },
    }));
}
