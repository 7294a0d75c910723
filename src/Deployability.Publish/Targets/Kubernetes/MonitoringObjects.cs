using Deployability.Formats.Kubernetes;
using Deployability.Publish.Planning;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Kubernetes;

/// <summary>What a Prometheus operator and Grafana's side-car read: who is scraped, when somebody is called, and what is shown.</summary>
internal static class MonitoringObjects
{
    public static IEnumerable<Node> Build(KubernetesModel model)
    {
        if (model.Plan.Monitoring is not { } plan)
        {
            yield break;
        }

        if (model.Plan.MetricsPort is { } port)
        {
            yield return On(model, Monitor(model, plan, port));
        }

        yield return On(model, Rules(model, plan));
        yield return On(model, Dashboard(model, plan));
    }

    private static Conditional On(KubernetesModel model, Mapping body) => new(Condition.IsOn(model.MonitoringEnabled), body);

    /// <summary>Of the Service, or of the pods where there is none.</summary>
    public static string MonitorKind(DeploymentPlan plan) => plan.ScrapesPods ? KubernetesKinds.PodMonitor : KubernetesKinds.ServiceMonitor;

    private static Mapping Monitor(KubernetesModel model, MonitoringPlan plan, PortPlan port)
    {
        var ofPods = model.Plan.ScrapesPods;
        var endpoint = new Mapping
        {
            ["port"] = port.Name,
            ["path"] = model.Plan.MetricsPath,
            ["scheme"] = Node.Optional(port.IsTls ? "https" : ""),
            ["interval"] = $"{Text.Of(plan.Interval)}s",

            // A Service gives its name to the job; pods give none, and alerts ask for it.
            ["relabelings"] = ofPods ? Sequence.Of(new Mapping { ["targetLabel"] = "job", ["replacement"] = model.FullName }) : null,
        };
        return new()
        {
            ["apiVersion"] = Versions.Monitoring,
            ["kind"] = MonitorKind(model.Plan),
            ["metadata"] = Metadata(model, model.FullName),
            ["spec"] = new Mapping
            {
                ["selector"] = new Mapping { ["matchLabels"] = Labels.Selector(model) },
                [ofPods ? "podMetricsEndpoints" : "endpoints"] = Sequence.Of(endpoint),
            },
        };
    }

    private static Mapping Rules(KubernetesModel model, MonitoringPlan plan) =>
        new()
        {
            ["apiVersion"] = Versions.Monitoring,
            ["kind"] = KubernetesKinds.PrometheusRule,
            ["metadata"] = Metadata(model, model.FullName),
            ["spec"] = new Mapping
            {
                ["groups"] = Sequence.Of(
                    new Mapping
                    {
                        ["name"] = model.FullName,
                        ["rules"] = new Sequence(
                            AlertRules
                                .All(model, plan)
                                .Select(static alert => new Mapping
                                {
                                    ["alert"] = alert.Name,
                                    ["expr"] = alert.Query,
                                    ["for"] = alert.For,
                                    ["labels"] = new Mapping { ["severity"] = alert.Severity },
                                    ["annotations"] = new Mapping { ["summary"] = alert.Summary, ["description"] = alert.Description },
                                })
                        ),
                    }
                ),
            },
        };

    private static Mapping Dashboard(KubernetesModel model, MonitoringPlan plan)
    {
        var labels = new Mapping { Labels.Recommended(model) };
        labels["grafana_dashboard"] = "1";
        return new()
        {
            ["apiVersion"] = Versions.Kubernetes.Core,
            ["kind"] = KubernetesKinds.ConfigMap,
            ["metadata"] = new Mapping { ["name"] = model.Named("dashboard"), ["labels"] = labels },
            ["data"] = new Mapping { [$"{model.Plan.Name}.json"] = GrafanaDashboard.Write(model.Plan, plan) },
        };
    }

    /// <summary>With the label by which the cluster's Prometheus finds such objects.</summary>
    private static Mapping Metadata(KubernetesModel model, Node name)
    {
        var labels = new Mapping { Labels.Recommended(model) };
        labels.Add(new Spread(model.MonitoringLabels));
        return new() { ["name"] = name, ["labels"] = labels };
    }
}
