using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Kubernetes;

/// <summary>Spreads the instances over zones and nodes, as far as there are any.</summary>
internal static class Placement
{
    private const string NodeName = "kubernetes.io/hostname";
    private const string Zone = "topology.kubernetes.io/zone";

    /// <param name="selector">Labels that select the pods to keep apart.</param>
    public static Mapping Affinity(Node selector) =>
        new()
        {
            ["podAntiAffinity"] = new Mapping
            {
                ["preferredDuringSchedulingIgnoredDuringExecution"] = Sequence.Of(
                    new Mapping
                    {
                        ["weight"] = 100,
                        ["podAffinityTerm"] = new Mapping
                        {
                            ["labelSelector"] = new Mapping { ["matchLabels"] = selector },
                            ["topologyKey"] = NodeName,
                        },
                    }
                ),
            },
        };

    /// <summary>
    /// A job that mounts a claim which one node holds must run on that node: beside the app, or beside the other jobs where nothing else
    /// runs (the first of them goes anywhere, for it meets its own condition).
    /// </summary>
    public static Mapping? JobAffinity(KubernetesModel model) =>
        model.Plan.Volumes.All(static volume => volume.AccessMode != "ReadWriteOnce")
            ? null
            : new Mapping
            {
                ["podAffinity"] = new Mapping
                {
                    ["requiredDuringSchedulingIgnoredDuringExecution"] = Sequence.Of(
                        new Mapping
                        {
                            ["labelSelector"] = new Mapping
                            {
                                ["matchLabels"] = model.Plan.OnlyJobs
                                    ? new Mapping { ["app.kubernetes.io/instance"] = model.Instance }
                                    : Labels.Selector(model),
                            },
                            ["topologyKey"] = NodeName,
                        }
                    ),
                },
            };

    /// <summary>Counted within one roll-out, so that old instances do not push the new ones together.</summary>
    public static Sequence Spread(KubernetesModel model) =>
        new(
            new[] { Zone, NodeName }.Select(key => new Mapping
            {
                ["maxSkew"] = 1,
                ["topologyKey"] = key,
                ["whenUnsatisfiable"] = "ScheduleAnyway",
                ["labelSelector"] = new Mapping { ["matchLabels"] = Labels.Selector(model) },
                ["matchLabelKeys"] = Sequence.Of("pod-template-hash"),
            })
        );
}
