using Deployability.Model;

namespace Deployability.Publish.Planning;

/// <summary>What is watched, and the names that the app's metrics library gives it.</summary>
/// <param name="Metrics">The library's names.</param>
public sealed record MonitoringPlan(MetricNames Metrics)
{
    /// <summary>Seconds between two scrapes.</summary>
    public int Interval { get; init; } = 30;

    /// <summary>Share of failed requests above which somebody is called.</summary>
    public string FailureRatio { get; init; } = "0.05";

    /// <summary>Requests a second below which a ratio says nothing.</summary>
    public string LeastRate { get; init; } = "0.1";

    /// <summary>Seconds within which 95 of 100 requests have to be answered.</summary>
    public string SlowSeconds { get; init; } = "1";

    /// <summary>Waiting work items above which the thread pool starves.</summary>
    public string LongQueue { get; init; } = "100";
}

/// <summary>Names of metrics and labels.</summary>
/// <param name="Duration">Histogram of request durations, without suffix.</param>
/// <param name="StatusLabel">Label with the status code.</param>
/// <param name="RouteLabel">Label with the route.</param>
/// <param name="ThreadPoolQueue">Length of the thread pool's queue, as a regular expression; empty when the library has none.</param>
/// <param name="WorkingSet">Working set of the process.</param>
/// <param name="CpuSeconds">CPU time of the process.</param>
/// <param name="Pauses">Time that garbage collection took; empty when the library has none.</param>
public sealed record MetricNames(
    string Duration,
    string StatusLabel,
    string RouteLabel,
    string ThreadPoolQueue,
    string WorkingSet,
    string CpuSeconds,
    string Pauses
)
{
    /// <summary>
    /// OpenTelemetry's semantic conventions for HTTP, and .NET's own runtime metrics (9 and later), as scraped from an app on .NET 10 with
    /// OpenTelemetry.Exporter.Prometheus.AspNetCore 1.20.1-beta.1, which adds <c>_total</c> where other exporters do not.
    /// </summary>
    public static MetricNames OpenTelemetry { get; } =
        new(
            "http_server_request_duration_seconds",
            "http_response_status_code",
            "http_route",
            "dotnet_thread_pool_queue_length(_total)?",
            "dotnet_process_memory_working_set_bytes",
            "dotnet_process_cpu_time_seconds_total",
            "dotnet_gc_pause_time_seconds_total"
        );

    /// <summary>Before .NET 9 the runtime's metrics come from a package of their own, with names of its own.</summary>
    public static MetricNames OpenTelemetryBefore9 { get; } =
        OpenTelemetry with
        {
            ThreadPoolQueue = "process_runtime_dotnet_thread_pool_queue_length(_total)?",
            WorkingSet = "process_memory_usage_bytes",
            CpuSeconds = "process_cpu_time_seconds_total",
            Pauses = "",
        };

    /// <summary>prometheus-net's <c>UseHttpMetrics</c> and its default collectors, as scraped from an app with version 8.2.1.</summary>
    public static MetricNames PrometheusNet { get; } =
        new("http_request_duration_seconds", "code", "endpoint", "", "process_working_set_bytes", "process_cpu_seconds_total", "");
}

/// <summary>Decides whether the app can be scraped, and by which names.</summary>
internal static class MonitoringPlanner
{
    private const int RuntimeMetricsSince = 9;

    public static MonitoringPlan? Plan(PlanContext context, PortPlan? metricsPort)
    {
        if (metricsPort is null)
        {
            return null;
        }

        if (!context.Has(Features.OpenTelemetry))
        {
            return new(MetricNames.PrometheusNet);
        }

        var major = context.Input.Property("TargetFrameworkVersion").TrimStart('v', 'V').Split('.')[0];
        return new(
            Rules.TryNumber(major, 0, RuntimeMetricsSince - 1, out _) ? MetricNames.OpenTelemetryBefore9 : MetricNames.OpenTelemetry
        );
    }
}
