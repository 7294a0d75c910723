using Deployability.Formats.Kubernetes;
using Deployability.Publish.Planning;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Kubernetes;

/// <summary>Scales on CPU between the fewest and the most instances.</summary>
internal static class AutoscalerObject
{
    public static IEnumerable<Node> Build(KubernetesModel model) =>
        model.Plan.OnlyJobs
            ? []
            :
            [
                new Conditional(
                    Condition.IsOn(model.AutoscalingEnabled),
                    new Mapping
                    {
                        ["apiVersion"] = Versions.Kubernetes.Autoscaling,
                        ["kind"] = KubernetesKinds.HorizontalPodAutoscaler,
                        ["metadata"] = Labels.Metadata(model, model.FullName),
                        ["spec"] = new Mapping
                        {
                            ["scaleTargetRef"] = new Mapping
                            {
                                ["apiVersion"] = Versions.Kubernetes.Apps,
                                ["kind"] = KubernetesKinds.Deployment,
                                ["name"] = model.FullName,
                            },
                            ["minReplicas"] = model.AutoscalingLeast,
                            ["maxReplicas"] = model.AutoscalingMost,
                            ["metrics"] = Sequence.Of(
                                new Mapping
                                {
                                    ["type"] = "Resource",
                                    ["resource"] = new Mapping
                                    {
                                        ["name"] = "cpu",
                                        ["target"] = new Mapping
                                        {
                                            ["type"] = "Utilization",
                                            ["averageUtilization"] = model.AutoscalingTarget,
                                        },
                                    },
                                }
                            ),
                            ["behavior"] = new Mapping
                            {
                                ["scaleDown"] = new Mapping { ["stabilizationWindowSeconds"] = model.Plan.Timing.ScaleInPause },
                            },
                        },
                    }
                ),
            ];
}
