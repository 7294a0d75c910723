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
    private const string UsualPath = "/metrics";

    /// <summary>OpenTelemetry's listener of its own, for apps that are no server; it listens on 9464 unless it is told otherwise.</summary>
    private const string Listener = "OpenTelemetry.Exporter.Prometheus.HttpListener";
    private const int ListenerPort = 9464;
    private const string PrometheusNet = "prometheus-net";

    /// <summary>The path that is scraped on a port: that of a server of its own where code gives it one, else that of the app.</summary>
    public static string Path(PlanContext context, PortPlan? port) =>
        context
            .InProduction<MetricsEndpointFact>()
            .Where(endpoint => endpoint.Path.Length > 0 && (endpoint.Port == 0 || endpoint.Port == port?.Number))
            .ByRank(static endpoint => -endpoint.Port)
            .FirstOrDefault()
            ?.Path
        ?? UsualPath;

    /// <summary>Where metrics are scraped: of a web app its main port, of a worker one that answers nothing else and has no Service.</summary>
    /// <returns>Null when nothing can be scraped.</returns>
    public static PortPlan? Port(PlanContext context, bool isWeb, IReadOnlyList<PortPlan> ports, IReadOnlyList<int> declared)
    {
        var inCode = context.InProduction<MetricsEndpointFact>().FirstOrDefault(static endpoint => endpoint.Port > 0)?.Port ?? 0;
        if (isWeb)
        {
            // A server of their own keeps metrics away from whoever visits the app.
            if (inCode > 0 && ports.All(port => port.Number != inCode))
            {
                context.Decide(
                    $"Metrics are scraped on port {Text.Of(inCode)}, at the pods themselves, and no Service leads there.",
                    "The app runs a metrics server of its own."
                );
                return new("metrics", inCode);
            }

            if (!context.Has(Features.PrometheusMetrics) || ports.Count == 0)
            {
                return null;
            }

            NotePublicMetrics(context);
            return ports[0];
        }

        var listens = context.Packages.ContainsKey(Listener);
        if (!listens && !context.Packages.ContainsKey(PrometheusNet))
        {
            return null;
        }

        if (declared.Count == 0 && !listens && inCode == 0)
        {
            context.Leave(
                new(
                    OperatorActionKind.Code,
                    "metrics",
                    "Declare the port of its metrics server: `<ContainerPort Include=\"9091\" />`.",
                    $"The worker refers to {PrometheusNet}, but its metrics are not scraped, because nothing here says on which port."
                )
            );
            return null;
        }

        var number =
            declared.Count > 0 ? declared[0]
            : inCode > 0 ? inCode
            : ListenerPort;
        context.Decide(
            $"Metrics are scraped on port {Text.Of(number)}, at the pods themselves.",
            $"The worker refers to {(listens ? Listener : PrometheusNet)}.",
            listens
                ? "Let it listen on every address (`UriPrefixes`), for by default it does on this machine alone; ContainerPort says another port."
                : ""
        );
        return new("metrics", number);
    }

    /// <summary>An ingress that leads every path to the app, and not to a front end before it, leads the metrics' one too.</summary>
    private static void NotePublicMetrics(PlanContext context)
    {
        var hasHost =
            context.Input.Property("DeployabilityHost").Length > 0
            || context.Input.ItemsOf("DeployabilityEnvironment").Any(static item => item["Host"].Length > 0);
        var isBehind = context.Input.ItemsOf("DeployabilityFrontend").Any(static item => item["Server"] == "nginx");
        if (hasHost && !isBehind)
        {
            context.Leave(
                new(
                    OperatorActionKind.Ingress,
                    "metrics",
                    "Refuse its path at the ingress, or answer it only where Connection.LocalPort is a port that no Service has; a check of the Host header can be talked round.",
                    "The metrics endpoint answers on the port that the ingress leads to, so everybody can read it."
                )
            );
        }
    }

    /// <returns>Null when there is nothing to watch it by. Jobs are watched by what the cluster says of them.</returns>
    public static MonitoringPlan? Plan(PlanContext context, PortPlan? metricsPort, bool onlyJobs)
    {
        if (metricsPort is null && !onlyJobs)
        {
            return null;
        }

        if (!context.Has(Features.OpenTelemetry) && !context.Packages.ContainsKey(Listener))
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
