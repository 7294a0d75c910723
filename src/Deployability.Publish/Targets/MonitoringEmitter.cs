using Deployability.Publish.Emission;
using Deployability.Publish.Planning;
using Deployability.Publish.Targets.Kubernetes;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets;

/// <summary>The objects of monitoring by themselves, for whoever applies them without overlay or chart.</summary>
internal sealed class MonitoringEmitter : IEmitter
{
    public IEnumerable<GeneratedFile> Emit(DeploymentPlan plan)
    {
        if (plan.Monitoring is not { } monitoring)
        {
            return [];
        }

        var objects = KubernetesObjects.Build(plan);
        var view = new ObjectView(objects, "", new Dictionary<string, Node> { [objects.Model.MonitoringEnabled.Name] = true });
        return
        [
            .. plan.MetricsPort is null
                ? Array.Empty<GeneratedFile>()
                : [File($"{MonitoringObjects.MonitorKind(plan).ToLowerInvariant()}.yaml", view, MonitoringObjects.MonitorKind(plan))],
            File("prometheus-rules.yaml", view, "PrometheusRule"),
            new("monitoring/grafana-dashboard.json", GrafanaDashboard.Write(plan, monitoring) + "\n"),
        ];
    }

    private static GeneratedFile File(string name, ObjectView view, string kind) =>
        new(
            $"monitoring/{name}",
            YamlWriter.Write(Header.Lines, [.. view.Objects.Where(document => ObjectView.Identity(document).Kind == kind)])
        );
}
