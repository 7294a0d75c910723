namespace Deployability.Analyzers.Recognisers;

/// <summary>Words in the name of a helper that say what it does, for helpers whose code nobody here can read: a row for each thing that an app may do out of sight.</summary>
/// <remarks>
/// The names are those that packages publish and that people give to their own helpers. They rot with the packages, so they stand here and nowhere else:
/// Aspire's service defaults (https://aspire.dev/fundamentals/service-defaults/), Steeltoe's actuators (https://docs.steeltoe.io/api/v3/management/),
/// Ocelot (https://ocelot.readthedocs.io), YARP (https://learn.microsoft.com/aspnet/core/fundamentals/servers/yarp/yarp-overview),
/// Orchard Core (https://docs.orchardcore.net), ABP's <c>InitializeApplication</c> (https://abp.io/docs/latest/framework/architecture/modularity/basics),
/// FastEndpoints (https://fast-endpoints.com), Azure Monitor (https://learn.microsoft.com/azure/azure-monitor/app/opentelemetry-enable),
/// prometheus-net (https://github.com/prometheus-net/prometheus-net).
/// </remarks>
internal sealed class HelperWords
{
    // Frameworks of which one call sets up a whole host.
    private static readonly string[] WholeHosts = ["OrchardCore", "InitializeApplication"];

    private readonly string[] words;
    private readonly StringComparison comparison;

    private HelperWords(StringComparison comparison, params string[] words)
    {
        this.comparison = comparison;
        this.words = words;
    }

    /// <summary>May map or register anything of a host.</summary>
    public static HelperWords Anything { get; } =
        new(StringComparison.Ordinal, "Health", "Endpoints", "Defaults", "Infrastructure", "Platform", "Observability");

    /// <summary>What the framework and known libraries call so, although it does only what is known of it.</summary>
    public static HelperWords NothingElse { get; } =
        new(
            StringComparison.Ordinal,
            "UseEndpoints",
            "AddEndpointsApiExplorer",
            "ConfigureWebHostDefaults",
            "ConfigureHttpClientDefaults",
            "ConfigureEndpointDefaults",
            "ConfigureHttpsDefaults",
            "AddHealthChecks",
            "AddGrpcHealthChecks",
            "HealthChecksUI",
            "FastEndpoints",
            "MapCarter",
            "MapGrpcService",
            "MapReverseProxy",
            "MapForwarder",
            "MapPrometheus",
            "Dashboard",
            "ConfigureEndpoints"
        );

    /// <summary>What a team calls a helper of its own that all of its apps start with: <c>UseSharedMiddleware()</c>, <c>AddShopServices()</c>.</summary>
    public static HelperWords OfTeam { get; } =
        new(StringComparison.Ordinal, "Common", "Shared", "Core", "Base", "Pipeline", "Hosting", "Services");

    /// <summary>Answers probes.</summary>
    public static HelperWords Health { get; } =
        new(
            StringComparison.OrdinalIgnoreCase,
            [
                "Health",
                "DefaultEndpoints",
                "Liveness",
                "Readiness",
                "Heartbeat",
                "Probe",
                "Actuator",
                "ReverseProxy",
                "Ocelot",
                .. WholeHosts,
            ]
        );

    /// <summary>Makes the scheme of a request known behind a proxy.</summary>
    public static HelperWords Scheme { get; } = new(StringComparison.Ordinal, ["Forward", "Proxy", "XFF", "Xff", .. WholeHosts]);

    /// <summary>Sends the headers that protect pages.</summary>
    public static HelperWords SecurityHeaders { get; } =
        new(StringComparison.OrdinalIgnoreCase, ["Header", "Security", "Secure", "Csp", .. WholeHosts]);

    /// <summary>Exports traces or metrics: packages register what they export under names of their own.</summary>
    public static HelperWords Telemetry { get; } =
        new(
            StringComparison.OrdinalIgnoreCase,
            "ServiceDefaults",
            "Telemetry",
            "Observability",
            "Metrics",
            "MetricServer",
            "Tracing",
            "Monitoring",
            "AzureMonitor",
            "ApplicationInsights",
            "Prometheus",
            "XRay",
            "Apm",
            "Sentry",
            "Datadog",
            "NewRelic",
            "Honeycomb"
        );

    /// <summary>Limits how often somebody may ask: <c>UseThrottling()</c>, <c>UseMiddleware&lt;RateLimitMiddleware&gt;()</c>.</summary>
    public static HelperWords RateLimits { get; } = new(StringComparison.Ordinal, "RateLimit", "Throttl", "ServiceDefaults");

    /// <summary>Asks who somebody is.</summary>
    public static HelperWords Authentication { get; } =
        new(StringComparison.Ordinal, "Auth", "ApiKey", "Token", "Jwt", "FastEndpoints", "Identity");

    /// <summary>Gives clients retries and timeouts.</summary>
    public static HelperWords Resilience { get; } =
        new(StringComparison.Ordinal, "Resilience", "Hedging", "Policy", "Polly", "Retry", "CircuitBreaker");

    /// <summary>Gives every client of a host the same.</summary>
    public static HelperWords ClientDefaults { get; } = new(StringComparison.Ordinal, "ServiceDefaults");

    /// <summary>Says where the server listens.</summary>
    public static HelperWords Listening { get; } = new(StringComparison.Ordinal, "Kestrel", "Listen", "Urls", "Port");

    /// <summary>Whether a name, or a type argument beside it, has one of the words.</summary>
    public bool AreIn(string name)
    {
        foreach (var word in words)
        {
            if (name.IndexOf(word, comparison) >= 0)
            {
                return true;
            }
        }

        return false;
    }
}
