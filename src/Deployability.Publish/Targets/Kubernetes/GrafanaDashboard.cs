using Deployability.Publish.Planning;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Kubernetes;

/// <summary>A dashboard of requests, runtime and pods. Data source, namespace and job are chosen in it.</summary>
internal static class GrafanaDashboard
{
    private const int LongestId = 40;
    private const int SchemaVersion = 39;
    private const int Columns = 24;
    private const int Across = 3;
    private const int Height = 8;
    private const string Source = "${datasource}";

    public static string Write(DeploymentPlan plan, MonitoringPlan monitoring)
    {
        var panels = new Sequence();
        var id = 0;
        var top = 0;
        foreach (var (title, graphs) in Rows(plan, monitoring.Metrics))
        {
            panels.Add(
                new Mapping
                {
                    ["id"] = ++id,
                    ["type"] = "row",
                    ["title"] = title,
                    ["collapsed"] = false,
                    ["gridPos"] = Place(Columns, 1, 0, top++),
                    ["panels"] = new Sequence(),
                }
            );
            for (var index = 0; index < graphs.Count; index++)
            {
                panels.Add(Panel(graphs[index], ++id, Place(Columns / Across, Height, index * (Columns / Across), top)));
            }

            top += Height;
        }

        var dashboard = new Mapping
        {
            ["uid"] = Text.Shortened(plan.Name, LongestId),
            ["id"] = Scalar.Null,
            ["title"] = plan.Name,
            ["tags"] = Sequence.Of("deployability"),
            ["timezone"] = "browser",
            ["schemaVersion"] = SchemaVersion,
            ["refresh"] = "1m",
            ["time"] = new Mapping { ["from"] = "now-6h", ["to"] = "now" },
            ["templating"] = new Mapping { ["list"] = new Sequence(Variables(plan)) },
            ["panels"] = panels,
        };
        return JsonWriter.Write(dashboard).TrimEnd('\n');
    }

    private static IEnumerable<Row> Rows(DeploymentPlan plan, MetricNames metrics)
    {
        const string Here = "namespace=\"$namespace\",job=\"$job\"";
        var pods = $"namespace=\"$namespace\",{AlertRules.Containers(plan)}";
        var memory = new Graph(
            "Memory of the limit",
            "percentunit",
            $"max by (pod) (container_memory_working_set_bytes{{{pods}}}) / max by (pod) (kube_pod_container_resource_limits{{{pods},resource=\"memory\"}})",
            "{{pod}}"
        );
        if (plan.MetricsPort is null)
        {
            yield return Jobs(plan);
            yield return new("Pods", [memory]);
            yield break;
        }

        if (plan.IsWeb)
        {
            yield return new(
                "Requests",
                [
                    new(
                        "Rate",
                        "reqps",
                        $"sum by ({metrics.RouteLabel}) (rate({metrics.Duration}_count{{{Here}}}[$__rate_interval]))",
                        $"{{{{{metrics.RouteLabel}}}}}"
                    ),
                    new(
                        "Failures",
                        "percentunit",
                        $"sum(rate({metrics.Duration}_count{{{Here},{metrics.StatusLabel}=~\"5..\"}}[$__rate_interval])) / sum(rate({metrics.Duration}_count{{{Here}}}[$__rate_interval]))",
                        "failed"
                    ),
                    new(
                        "Duration, 95 of 100",
                        "s",
                        $"histogram_quantile(0.95, sum by (le) (rate({metrics.Duration}_bucket{{{Here}}}[$__rate_interval])))",
                        "p95"
                    ),
                ]
            );
        }

        yield return new(
            "Runtime",
            [
                new("Working set", "bytes", $"{metrics.WorkingSet}{{{Here}}}", "{{pod}}"),
                new("CPU", "short", $"sum by (pod) (rate({metrics.CpuSeconds}{{{Here}}}[$__rate_interval]))", "{{pod}}"),
                .. metrics.ThreadPoolQueue.Length > 0
                    ? [new("Thread pool queue", "short", $"{{__name__=~\"{metrics.ThreadPoolQueue}\",{Here}}}", "{{pod}}")]
                    : Array.Empty<Graph>(),
            ]
        );
        if (plan.Jobs.Count > 0)
        {
            yield return Jobs(plan);
        }

        yield return new(
            "Pods",
            [
                new("Instances", "short", $"count(up{{{Here}}} == 1)", "up"),
                memory,
                new("Restarts", "short", $"sum by (pod) (increase(kube_pod_container_status_restarts_total{{{pods}}}[1h]))", "{{pod}}"),
            ]
        );
    }

    private static Row Jobs(DeploymentPlan plan)
    {
        var runs = $"namespace=\"$namespace\",cronjob=~\"{CronJobs(plan)}\"";
        var jobs = $"namespace=\"$namespace\",job_name=~\"({CronJobs(plan)})-[0-9]+\"";
        return new(
            "Jobs",
            [
                new(
                    "Since the last success",
                    "s",
                    $"time() - max by (cronjob) (kube_cronjob_status_last_successful_time{{{runs}}})",
                    "{{cronjob}}"
                ),
                new("At work", "short", $"sum by (cronjob) (kube_cronjob_status_active{{{runs}}})", "{{cronjob}}"),
                new(
                    "Duration of runs",
                    "s",
                    $"max by (job_name) (kube_job_status_completion_time{{{jobs}}} - kube_job_status_start_time{{{jobs}}})",
                    "{{job_name}}"
                ),
            ]
        );
    }

    private static IEnumerable<Mapping> Variables(DeploymentPlan plan)
    {
        yield return new()
        {
            ["name"] = "datasource",
            ["type"] = "datasource",
            ["query"] = "prometheus",
            ["label"] = "Data source",
        };
        if (plan.MetricsPort is null)
        {
            yield return Variable("namespace", "Namespace", $"label_values(kube_cronjob_info{{cronjob=~\"{CronJobs(plan)}\"}}, namespace)");
            yield break;
        }

        yield return Variable("namespace", "Namespace", $"label_values(up{{job=\"{plan.Name}\"}}, namespace)");
        yield return Variable("job", "Job", "label_values(up{namespace=\"$namespace\"}, job)", plan.Name);
    }

    /// <summary>Their names as long as the release is called like the app.</summary>
    private static string CronJobs(DeploymentPlan plan)
    {
        var model = new KubernetesModel(plan);
        return string.Join("|", plan.Jobs.Select(job => CronJobObjects.Name(model, job).Text(static value => value.Default)));
    }

    private static Mapping Panel(Graph graph, int id, Mapping place) =>
        new()
        {
            ["id"] = id,
            ["type"] = "timeseries",
            ["title"] = graph.Title,
            ["gridPos"] = place,
            ["datasource"] = DataSource(),
            ["fieldConfig"] = new Mapping
            {
                ["defaults"] = new Mapping { ["unit"] = graph.Unit, ["min"] = 0 },
                ["overrides"] = new Sequence(),
            },
            ["targets"] = Sequence.Of(
                new Mapping
                {
                    ["refId"] = "A",
                    ["expr"] = graph.Query,
                    ["legendFormat"] = graph.Legend,
                    ["datasource"] = DataSource(),
                }
            ),
        };

    private static Mapping Variable(string name, string label, string query, string current = "")
    {
        var variable = new Mapping
        {
            ["name"] = name,
            ["label"] = label,
            ["type"] = "query",
            ["datasource"] = DataSource(),
            ["query"] = new Mapping { ["query"] = query, ["refId"] = name },
            ["refresh"] = 2,
        };
        if (current.Length > 0)
        {
            variable["current"] = new Mapping { ["text"] = current, ["value"] = current };
        }

        return variable;
    }

    private static Mapping DataSource() => new() { ["type"] = "prometheus", ["uid"] = Source };

    private static Mapping Place(int width, int height, int x, int y) =>
        new()
        {
            ["w"] = width,
            ["h"] = height,
            ["x"] = x,
            ["y"] = y,
        };

    private sealed record Row(string Title, IReadOnlyList<Graph> Graphs);

    private sealed record Graph(string Title, string Unit, string Query, string Legend);
}
