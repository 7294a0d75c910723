using Deployability.Publish.Planning;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Kubernetes;

/// <summary>When somebody is called.</summary>
/// <param name="Name">Name of the alert.</param>
/// <param name="Query">PromQL.</param>
/// <param name="For">How long it has to hold.</param>
/// <param name="Severity"><c>critical</c> calls somebody at night, <c>warning</c> waits for the morning.</param>
/// <param name="Summary">What is wrong.</param>
/// <param name="Description">What to look at.</param>
internal sealed record Alert(string Name, Expression Query, string For, string Severity, string Summary, string Description);

/// <summary>The alerts of an app, from its own metrics and from what the cluster says of its pods.</summary>
internal static class AlertRules
{
    private const string Critical = "critical";
    private const string Warning = "warning";

    public static IEnumerable<Alert> All(KubernetesModel model, MonitoringPlan plan) =>
        [.. model.Plan.MetricsPort is null ? [] : OfMetrics(model, plan), .. OfPods(model), .. OfVolumes(model), .. OfJobs(model)];

    /// <summary>What the app itself says.</summary>
    private static IEnumerable<Alert> OfMetrics(KubernetesModel model, MonitoringPlan plan)
    {
        var (app, metrics) = (model.FullName, plan.Metrics);
        var health = HealthRoutes(model.Plan, metrics);
        var requests = Expression.Join($"sum by (namespace) (rate({metrics.Duration}_count{{job=\"", app, $"\"{health}}}[5m]))");
        var failures = Expression.Join(
            $"sum by (namespace) (rate({metrics.Duration}_count{{job=\"",
            app,
            $"\",{metrics.StatusLabel}=~\"5..\"{health}}}[5m]))"
        );
        yield return new(
            Name(model, "Down"),
            Expression.Join("absent(up{job=\"", app, "\"}) or sum by (namespace) (up{job=\"", app, "\"}) == 0"),
            "5m",
            Critical,
            "No instance answers.",
            "Look at the pods' events and logs: kubectl describe, kubectl logs --previous."
        );
        if (model.Plan.IsWeb)
        {
            yield return new(
                Name(model, "FailingRequests"),
                Expression.Join(failures, " / ", requests, $" > {plan.FailureRatio} and ", requests, $" > {plan.LeastRate}"),
                "10m",
                Critical,
                "More requests fail than should.",
                "Look at the log for exceptions, and at what the app depends on."
            );
            yield return new(
                Name(model, "Slow"),
                Expression.Join(
                    $"histogram_quantile(0.95, sum by (namespace, le) (rate({metrics.Duration}_bucket{{job=\"",
                    app,
                    $"\"{health}}}[5m]))) > {plan.SlowSeconds}"
                ),
                "15m",
                Warning,
                "One request in twenty takes too long.",
                "Compare CPU with its limit, and look at what the app calls."
            );
        }

        if (metrics.ThreadPoolQueue.Length > 0)
        {
            yield return new(
                Name(model, "ThreadPoolStarved"),
                Expression.Join(
                    $"max by (namespace, pod) ({{__name__=~\"{metrics.ThreadPoolQueue}\",job=\"",
                    app,
                    $"\"}}) > {plan.LongQueue}"
                ),
                "5m",
                Warning,
                "Work waits for a thread.",
                "Something blocks threads: look for .Result, .Wait() and synchronous input and output."
            );
        }
    }

    /// <summary>What the cluster says of its containers.</summary>
    private static IEnumerable<Alert> OfPods(KubernetesModel model)
    {
        var containers = Containers(model.Plan);
        yield return new(
            Name(model, "MemoryNearLimit"),
            $"max by (namespace, pod) (container_memory_working_set_bytes{{{containers}}}) / "
                + $"max by (namespace, pod) (kube_pod_container_resource_limits{{{containers},resource=\"memory\"}}) > 0.9",
            "15m",
            Warning,
            "An instance is about to be killed for its memory.",
            "Raise the limit, or take a dump with dotnet-gcdump."
        );
        if (model.Plan.OnlyJobs)
        {
            yield break;
        }

        yield return new(
            Name(model, "Restarting"),
            $"sum by (namespace, pod) (increase(kube_pod_container_status_restarts_total{{{containers}}}[15m])) > 3",
            "5m",
            Critical,
            "An instance starts again and again.",
            "kubectl logs --previous says why it ended."
        );
    }

    private static IEnumerable<Alert> OfVolumes(KubernetesModel model)
    {
        foreach (var volume in model.Plan.Volumes.Where(static volume => volume.IsPersistent))
        {
            var claim = Volumes.ClaimName(model, volume);
            yield return new(
                Name(model, "VolumeFilling") + Pascal(volume.Name),
                Expression.Join(
                    "min by (namespace) (kubelet_volume_stats_available_bytes{persistentvolumeclaim=\"",
                    claim,
                    "\"} / kubelet_volume_stats_capacity_bytes{persistentvolumeclaim=\"",
                    claim,
                    "\"}) < 0.1"
                ),
                "15m",
                Warning,
                $"Less than a tenth of {volume.MountPath} is free.",
                "Delete what is not needed, or let the claim grow."
            );
        }
    }

    /// <summary>A run that failed stays in the list for a while, so what counts is whether one has succeeded since.</summary>
    private static IEnumerable<Alert> OfJobs(KubernetesModel model)
    {
        foreach (var job in model.Plan.Jobs)
        {
            var name = CronJobObjects.Name(model, job);
            yield return new(
                Name(model, "JobFailed") + Pascal(job.Name),
                Expression.Join(
                    "max by (namespace) (max by (namespace, job_name) (kube_job_status_start_time{job_name=~\"",
                    name,
                    "-[0-9]+\"}) * max by (namespace, job_name) (kube_job_failed{condition=\"true\",job_name=~\"",
                    name,
                    "-[0-9]+\"})) > (max by (namespace) (kube_cronjob_status_last_successful_time{cronjob=\"",
                    name,
                    "\"}) or max by (namespace) (kube_cronjob_created{cronjob=\"",
                    name,
                    "\"}))"
                ),
                "1m",
                Warning,
                $"The last run of the job {job.Name} failed.",
                "kubectl logs of its pod says why."
            );
            yield return new(
                Name(model, "JobMissing") + Pascal(job.Name),
                Expression.Join("time() - max by (namespace) (kube_cronjob_next_schedule_time{cronjob=\"", name, "\"}) > 3600"),
                "5m",
                Warning,
                $"The job {job.Name} did not run when it should have.",
                "kubectl describe cronjob says whether it is suspended or missed its start."
            );
        }
    }

    /// <summary>A label that every container of the app has, those of jobs too where there are no others.</summary>
    internal static string Containers(DeploymentPlan plan) =>
        plan.OnlyJobs ? $"container=~\"{string.Join("|", plan.Jobs.Select(static job => job.Name))}\"" : $"container=\"{plan.Name}\"";

    /// <summary>Probes are many and always fast: they would hide what users see.</summary>
    private static string HealthRoutes(DeploymentPlan plan, MetricNames metrics)
    {
        var paths = new[] { plan.Probes.Startup, plan.Probes.Liveness, plan.Probes.Readiness }
            .Select(static probe => probe?.Path ?? "")
            .Where(static path => path.Length > 0)
            .Append(plan.MetricsPath)
            .Distinct();
        return $",{metrics.RouteLabel}!~\"{string.Join("|", paths.Select(static path => path.Replace(".", "\\\\.")))}\"";
    }

    private static string Name(KubernetesModel model, string what) => Pascal(model.Plan.Name) + what;

    private static string Pascal(string label) =>
        string.Concat(
            label.Split('-').Where(static part => part.Length > 0).Select(static part => char.ToUpperInvariant(part[0]) + part.Substring(1))
        );
}
