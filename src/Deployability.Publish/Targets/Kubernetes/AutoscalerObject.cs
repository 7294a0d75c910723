using Deployability.Publish.Planning;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Kubernetes;

/// <summary>Scales on CPU between the fewest and the most instances.</summary>
internal static class AutoscalerObject
{
    private const int TargetUtilization = 70;

    /// <summary>Whether any environment scales; the object then stands in the base for all of them.</summary>
    public static bool IsNeeded(DeploymentPlan plan) => plan.Scale.Scales || plan.Environments.Any(static environment => environment.Scale.Scales);

    public static IEnumerable<Node> Build(DeploymentPlan plan) => !IsNeeded(plan)
        ? []
        : [
            new Mapping
            {
                ["apiVersion"] = "autoscaling/v2",
                ["kind"] = "HorizontalPodAutoscaler",
                ["metadata"] = Labels.Metadata(plan, plan.Name),
                ["spec"] = new Mapping
                {
                    ["scaleTargetRef"] = new Mapping { ["apiVersion"] = "apps/v1", ["kind"] = "Deployment", ["name"] = plan.Name },
                    ["minReplicas"] = new Hole("autoscaling.minReplicas", plan.Scale.Replicas),
                    ["maxReplicas"] = new Hole("autoscaling.maxReplicas", plan.Scale.MaxReplicas),
                    ["metrics"] = Sequence.Of(new Mapping
                    {
                        ["type"] = "Resource",
                        ["resource"] = new Mapping
                        {
                            ["name"] = "cpu",
                            ["target"] = new Mapping { ["type"] = "Utilization", ["averageUtilization"] = TargetUtilization },
                        },
                    }),
                },
            },
        ];
}
