namespace Deployability.Analyzers.Recognisers;

/// <summary>The words that people call their probes by, in routes, in names of checks and in tags.</summary>
internal static class ProbeWords
{
    /// <summary>The process itself.</summary>
    public const string Self = "self";

    public static readonly string[] Live = ["live", "livez", "liveness", "alive", "ping", "heartbeat", Self];

    public static readonly string[] Ready = ["ready", "readyz", "readiness"];

    public static readonly string[] Startup = ["startup", "startupz", "started"];

    public static readonly string[] Health = ["health", "healthz", "healthy", "healthcheck", "healthchecks", "hc", "hz"];

    /// <summary>Words of probes and of much else.</summary>
    public static readonly string[] Other = ["status", "up", "probe", "isalive", "isup"];

    /// <summary>What people put before the word of a probe: <c>/api/ping</c>, <c>/internal/ready</c>.</summary>
    public static readonly string[] Prefixes =
    [
        "api",
        "v1",
        "probe",
        "probes",
        "system",
        "internal",
        "management",
        "admin",
        "actuator",
        "app",
        "status",
        "monitoring",
        "home",
        "diagnostics",
    ];

    /// <summary>What stands beside "health" in one segment.</summary>
    public static readonly string[] Affixes =
    [
        "",
        "check",
        "checks",
        "status",
        "live",
        "liveness",
        "ready",
        "readiness",
        "api",
        "app",
        "service",
        "probe",
        "json",
        "db",
        "self",
    ];
}
