using Deployability.Publish.Planning;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Kubernetes;

/// <summary>The pod and its container, put together from one class an aspect.</summary>
internal static class Pod
{
    public static Mapping Template(KubernetesModel model)
    {
        var labels = new Mapping { Labels.Recommended(model) };
        labels.Add(new Spread(model.PodLabels));
        return new()
        {
            ["metadata"] = new Mapping { ["annotations"] = Annotations(model), ["labels"] = labels },
            ["spec"] = Spec(model, Container(model), isJob: false),
        };
    }

    /// <summary>What the app's own pods share, whether they serve or do one job.</summary>
    public static Mapping Spec(KubernetesModel model, Mapping container, bool isJob) =>
        new()
        {
            ["serviceAccountName"] = model.ServiceAccount,
            ["automountServiceAccountToken"] = false,

            // Variables such as ORDERS_PORT=tcp://… for each Service would land in the app's configuration.
            ["enableServiceLinks"] = false,
            ["restartPolicy"] = isJob ? "Never" : "Always",
            ["terminationGracePeriodSeconds"] = model.Plan.Lifetime.Grace,
            ["imagePullSecrets"] = model.PullSecrets,
            ["priorityClassName"] = new Conditional(Condition.IsSet(model.PriorityClass), model.PriorityClass),
            ["securityContext"] = model.PodSecurity,
            ["nodeSelector"] = model.NodeSelector,
            ["tolerations"] = model.Tolerations,
            ["affinity"] = isJob
                ? Placement.JobAffinity(model)
                : new Conditional(Condition.IsSet(model.Affinity), model.Affinity, Placement.Affinity(Labels.Selector(model))),
            ["topologySpreadConstraints"] = isJob ? null : Placement.Spread(model),
            ["containers"] = Sequence.Of(container),
            ["volumes"] = Volumes.Pod(model),
        };

    /// <summary>The container of a pod that does one job: the app's image, configuration and volumes, nothing that asks or waits.</summary>
    public static Mapping JobContainer(
        KubernetesModel model,
        string name,
        IReadOnlyList<string> command,
        IReadOnlyList<string> args,
        Node resources
    ) =>
        new()
        {
            ["name"] = name,
            ["image"] = model.Image,
            ["imagePullPolicy"] = model.PullPolicy,
            ["command"] = Sequence.Of(command).OrNothing(),
            ["args"] = Sequence.Of(args).OrNothing(),
            ["env"] = Environment.Named(model),
            ["envFrom"] = Environment.Sources(model),
            ["resources"] = resources,
            ["securityContext"] = model.ContainerSecurity,
            ["volumeMounts"] = Volumes.Mounts(model),
        };

    private static Mapping Container(KubernetesModel model)
    {
        var probes = model.Plan.Probes;
        var timing = model.Plan.Timing;
        return new()
        {
            ["name"] = model.Plan.Name,
            ["image"] = model.Image,
            ["imagePullPolicy"] = model.PullPolicy,
            ["ports"] = Ports(model.Plan).OrNothing(),
            ["env"] = Environment.Named(model),
            ["envFrom"] = Environment.Sources(model),
            ["startupProbe"] = Probes.Build(probes.Startup, timing.Startup),
            ["livenessProbe"] = Probes.Build(probes.Liveness, timing.Liveness),
            ["readinessProbe"] = Probes.Build(probes.Readiness, timing.Readiness),
            ["lifecycle"] = Lifecycle(model.Plan),
            ["resources"] = model.Resources,
            ["securityContext"] = model.ContainerSecurity,
            ["volumeMounts"] = Volumes.Mounts(model),
        };
    }

    private static Sequence Ports(DeploymentPlan plan) =>
        new(
            plan.ContainerPorts.Select(static port => new Mapping
            {
                ["name"] = port.Name,
                ["containerPort"] = port.Number,
                ["protocol"] = "TCP",
            })
        );

    /// <summary>Time for load balancers to stop sending, by the handler that needs no shell in the image.</summary>
    private static Mapping? Lifecycle(DeploymentPlan plan) =>
        plan.Lifetime.PreStop == 0
            ? null
            : new Mapping { ["preStop"] = new Mapping { ["sleep"] = new Mapping { ["seconds"] = plan.Lifetime.PreStop } } };

    /// <summary>A chart restarts pods by the hash of their configuration; kustomize does it by the ConfigMap's name.</summary>
    private static Mapping Annotations(KubernetesModel model)
    {
        var annotations = new Mapping
        {
            ["checksum/config"] = new Conditional(
                Condition.InChart,
                Expression.Chart("include (print .Template.BasePath \"/configmap.yaml\") . | sha256sum", "")
            ),
        };
        if (model.Plan.MetricsPort is { } metrics)
        {
            // Beside a ServiceMonitor they would have everything scraped twice.
            var alone = Condition.Not(Condition.IsOn(model.MonitoringEnabled));
            annotations["prometheus.io/scrape"] = new Conditional(alone, "true");
            annotations["prometheus.io/port"] = new Conditional(alone, Text.Of(metrics.Number));
            annotations["prometheus.io/path"] = new Conditional(alone, model.Plan.MetricsPath);
        }

        if (model.Plan.Network.HasDapr)
        {
            Dapr.Annotate(annotations, model.Plan);
        }

        annotations.Add(new Spread(model.PodAnnotations));
        return annotations;
    }
}
