using Deployability.Publish.Planning;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Kubernetes;

/// <summary>The pod and its container, put together from one class an aspect.</summary>
internal static class Pod
{
    public static Mapping Template(DeploymentPlan plan) => new()
    {
        ["metadata"] = new Mapping
        {
            ["annotations"] = Annotations(plan).OrNothing(),
            ["labels"] = Labels.Recommended(plan),
        },
        ["spec"] = Spec(plan, Container(plan), isJob: false),
    };

    /// <summary>What the app's own pods share, whether they serve or do one job.</summary>
    public static Mapping Spec(DeploymentPlan plan, Mapping container, bool isJob) => new()
    {
        ["serviceAccountName"] = plan.Name,
        ["automountServiceAccountToken"] = false,

        // Variables such as ORDERS_PORT=tcp://… for each Service would land in the app's configuration.
        ["enableServiceLinks"] = false,
        ["restartPolicy"] = isJob ? "Never" : "Always",
        ["terminationGracePeriodSeconds"] = plan.Lifetime.Grace,
        ["securityContext"] = Security.Pod(plan),
        ["affinity"] = isJob ? null : Placement.Affinity(plan),
        ["topologySpreadConstraints"] = isJob ? null : Placement.Spread(plan),
        ["containers"] = Sequence.Of(container),
        ["volumes"] = Volumes.Pod(plan),
    };

    private static Mapping Container(DeploymentPlan plan) => new()
    {
        ["name"] = plan.Name,
        ["image"] = new Hole("image", plan.Image.Reference),
        ["imagePullPolicy"] = "Always",
        ["ports"] = Ports(plan).OrNothing(),
        ["env"] = Environment.Required(plan).OrNothing(),
        ["envFrom"] = Environment.Sources(plan),
        ["startupProbe"] = Probes.Startup(plan.Probes.Startup),
        ["livenessProbe"] = Probes.Liveness(plan.Probes.Liveness),
        ["readinessProbe"] = Probes.Readiness(plan.Probes.Readiness),
        ["lifecycle"] = Lifecycle(plan),
        ["resources"] = Resources.Build(ResourcePlan.Default, "resources"),
        ["securityContext"] = Security.Container(plan),
        ["volumeMounts"] = Volumes.Mounts(plan),
    };

    private static Sequence Ports(DeploymentPlan plan) => new(plan.Ports.Select(static port => new Mapping
    {
        ["name"] = port.Name,
        ["containerPort"] = port.Number,
        ["protocol"] = "TCP",
    }));

    /// <summary>Time for load balancers to stop sending, by the handler that needs no shell in the image.</summary>
    private static Mapping? Lifecycle(DeploymentPlan plan) => plan.Lifetime.PreStop == 0
        ? null
        : new Mapping { ["preStop"] = new Mapping { ["sleep"] = new Mapping { ["seconds"] = plan.Lifetime.PreStop } } };

    private static Mapping Annotations(DeploymentPlan plan) => plan.MetricsPort is null
        ? []
        : new Mapping
        {
            ["prometheus.io/scrape"] = "true",
            ["prometheus.io/port"] = Text.Of(plan.MetricsPort.Number),
            ["prometheus.io/path"] = "/metrics",
        };
}
