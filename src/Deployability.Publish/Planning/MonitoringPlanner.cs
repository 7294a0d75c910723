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

/// <summary>Names of metrics and labels; each library's are in <see cref="Versions.Metrics"/>.</summary>
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
);

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
            return new(Versions.Metrics.PrometheusNet);
        }

        var major = context.Input.Property("TargetFrameworkVersion").TrimStart('v', 'V').Split('.')[0];
        return new(
            Rules.TryNumber(major, 0, RuntimeMetricsSince - 1, out _)
                ? Versions.Metrics.OpenTelemetryBefore9
                : Versions.Metrics.OpenTelemetry
        );
    }
}
