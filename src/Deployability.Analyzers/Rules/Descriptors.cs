using Microsoft.CodeAnalysis;

namespace Deployability.Analyzers.Rules;

/// <summary>Every rule in one table: id, title, severity and message. A rule's page, help link and category follow from its id.</summary>
internal static class Descriptors
{
    private const DiagnosticSeverity Warning = DiagnosticSeverity.Warning;
    private const DiagnosticSeverity Error = DiagnosticSeverity.Error;
    private const DiagnosticSeverity Info = DiagnosticSeverity.Info;

    // 1xxx Configuration
    public static readonly DiagnosticDescriptor HardcodedServiceUrl = Rule("DPL1001", "Service URL is hardcoded", Warning,
        "'{0}' is fixed in the code, so every environment calls the same host; read it from configuration, for example '{1}'");

    public static readonly DiagnosticDescriptor LoopbackServiceUrl = Rule("DPL1002", "Service URL points at this machine", Warning,
        "'{0}' means the container itself once this runs in one, so the call fails; read the address from configuration, for example '{1}'");

    public static readonly DiagnosticDescriptor FixedListenAddress = Rule("DPL1003", "Server listens on a fixed or loopback address", Warning,
        "The server listens on '{0}', which nothing outside its container can reach; leave the address to ASPNETCORE_HTTP_PORTS or listen on every address");

    public static readonly DiagnosticDescriptor HardcodedConnectionString = Rule("DPL1004", "Connection string is hardcoded", Warning,
        "The connection to '{0}' is fixed in the code, so every environment shares it or none has it; read it from configuration, for example '{1}'");

    public static readonly DiagnosticDescriptor MachineSpecificPath = Rule("DPL1005", "Path of one machine", Warning,
        "'{0}' exists on the machine that this was written on but not in a container; read the path from configuration, for example '{1}'");

    public static readonly DiagnosticDescriptor HardcodedIpAddress = Rule("DPL1006", "IP address is hardcoded", Warning,
        "'{0}' is fixed in the code and changes with every environment and every re-created machine; read a host name from configuration");

    // 2xxx Security
    public static readonly DiagnosticDescriptor SecretInCode = Rule("DPL2001", "Secret in code", Warning,
        "{0} stands in the code and so in the repository and the image; revoke it and read it from configuration, for example '{1}'");

    public static readonly DiagnosticDescriptor SecretInConfiguration = Rule("DPL2002", "Secret in a configuration file", Warning,
        "{0} in '{1}' is baked into the image or the repository; revoke it and provide it at run time, for example by the environment variable {2}");

    public static readonly DiagnosticDescriptor WildcardCors = Rule("DPL2101", "CORS accepts every origin", Warning,
        "{0} lets every web site call this API from its visitors' browsers; list the origins of each environment in configuration, for example 'Cors:AllowedOrigins'");

    public static readonly DiagnosticDescriptor WildcardCorsWithCredentials = Rule("DPL2102", "CORS accepts every origin together with credentials", Error,
        "{0} together with credentials lets every web site act as the signed-in user; list the origins of each environment in configuration, for example 'Cors:AllowedOrigins'");

    public static readonly DiagnosticDescriptor AnyMethodOrHeader = Rule("DPL2103", "CORS accepts any method or header", Info,
        "{0} accepts more than the front end needs; name what it uses");

    public static readonly DiagnosticDescriptor DeveloperErrorPage = Rule("DPL2201", "Developer error page outside Development", Warning,
        "{0} runs in Production too and shows source, settings and stack traces to whoever causes an error; call it only in Development");

    public static readonly DiagnosticDescriptor DetailedErrors = Rule("DPL2202", "Detailed errors or sensitive logging outside Development", Warning,
        "{0} is on in Production too and gives internals or user data to clients or logs; turn it on only in Development");

    public static readonly DiagnosticDescriptor DevelopmentEnvironment = Rule("DPL2203", "Development environment is baked in", Warning,
        "{0} makes the app run as Development wherever it is deployed; leave the environment to ASPNETCORE_ENVIRONMENT of each deployment");

    public static readonly DiagnosticDescriptor ExposedApiExplorer = Rule("DPL2204", "API explorer outside Development", Info,
        "{0} shows the whole API, and lets whoever finds it try it out, in Production too; call it only in Development, or require authorization");

    public static readonly DiagnosticDescriptor DebugServer = Rule("DPL2205", "Debug server or debug build is shipped", Warning,
        "{0} {1}");

    public static readonly DiagnosticDescriptor VerboseLogLevel = Rule("DPL2206", "Trace or Debug is logged in production", Warning,
        "{0} logs what is meant for developers in Production too: it costs time and storage and often holds user data; log from Information on and raise it by configuration when you need more");

    public static readonly DiagnosticDescriptor CertificateValidationDisabled = Rule("DPL2301", "Server certificate validation is disabled", Warning,
        "{0} lets whoever stands between this app and the other side read and change what they exchange; validate certificates, and trust a private authority in the image where you have one");

    public static readonly DiagnosticDescriptor MissingForwardedHeaders = Rule("DPL2302", "Forwarded headers are not handled", Warning,
        "{0} needs the scheme of the request, but behind an ingress that ends TLS every request looks like plain HTTP: {1}; call UseForwardedHeaders() first and accept X-Forwarded-Proto");

    public static readonly DiagnosticDescriptor MissingSecurityHeaders = Rule("DPL2303", "No HSTS or security headers", Info,
        "This app serves pages but sends {0}, so browsers are left at their most lenient; call UseHsts() and set the headers in a middleware in front of the endpoints", enabled: false);

    public static readonly DiagnosticDescriptor NoRateLimiting = Rule("DPL2304", "No rate limiting on a public API", Info,
        "Anybody may call '{0}' as often as they like, so one client can use up every replica; call UseRateLimiter() with a policy, or limit in the gateway", enabled: false);

    public static readonly DiagnosticDescriptor UnauthenticatedEndpoint = Rule("DPL2305", "Endpoint without authentication", Info,
        "'{0}' answers anybody who reaches the app; require authorization, or say AllowAnonymous where that is meant", enabled: false);

    // 3xxx Health and lifecycle
    public static readonly DiagnosticDescriptor NoHealthEndpoint = Rule("DPL3001", "No health endpoint", Warning,
        "This web app maps no health endpoint{0}, so an orchestrator cannot tell whether it is alive or ready and sends it traffic too early; map '/healthz/live' and '/healthz/ready'");

    public static readonly DiagnosticDescriptor HealthChecksNotMapped = Rule("DPL3002", "Health checks are registered but never mapped", Warning,
        "Health checks are registered here but no endpoint runs them, so probes have nothing to ask; map '/healthz/live' and '/healthz/ready'");

    public static readonly DiagnosticDescriptor HealthEndpointUnreachable = Rule("DPL3003", "Probes cannot reach the health endpoint", Warning,
        "Health endpoint '{0}' {1}, so the probe of an orchestrator fails and the app is restarted or never gets traffic; {2}");

    public static readonly DiagnosticDescriptor ReadinessAsLiveness = Rule("DPL3004", "Liveness would depend on other services", Info,
        "Health endpoint '{0}' runs the check '{1}', so as a liveness probe it restarts healthy instances when that dependency fails; map a liveness endpoint that runs no checks");

    public static readonly DiagnosticDescriptor StoppingTokenIgnored = Rule("DPL3101", "Background service ignores its stopping token", Warning,
        "{0} does not observe '{1}', so the service is killed in the middle of its work when the instance stops; {2}");

    public static readonly DiagnosticDescriptor ProcessKillingCall = Rule("DPL3102", "Interactive or process-killing call in a server", Warning,
        "{0} {1}");

    public static readonly DiagnosticDescriptor MigrationAtStartup = Rule("DPL3103", "Database is created or migrated at start-up", Info,
        "{0}() runs whenever an instance starts, so several instances race and each needs the rights to change the schema; run it once per deployment, for example as a job");

    public static readonly DiagnosticDescriptor NoResilience = Rule("DPL3104", "HTTP client without resilience handler", Warning,
        "{0} has no retry, circuit breaker or short timeout, so one slow service exhausts this one; add AddStandardResilienceHandler()", enabled: false);

    // 4xxx State
    public static readonly DiagnosticDescriptor InMemoryDataStore = Rule("DPL4001", "In-memory collection used as a data store", Warning,
        "Requests store their data in '{0}' and read it back: a restart loses it and every replica has its own; keep it in a database or another store outside the process", tags: WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor InMemoryDatabase = Rule("DPL4002", "EF Core in-memory database", Warning,
        "The in-memory database {0}loses its data whenever the process restarts, and every replica has another one; use a real provider with a connection string from configuration, and keep this one for tests and Development");

    public static readonly DiagnosticDescriptor InProcessSessionOrCache = Rule("DPL4003", "Session or cache store lives in the process", Info,
        "{0} keeps {1} in this process: a restart loses them and other replicas do not see them; register a shared store such as AddStackExchangeRedisCache, or pin users to one replica");

    public static readonly DiagnosticDescriptor UnpersistedDataProtectionKeys = Rule("DPL4004", "Data protection keys are not persisted", Warning,
        "{0} protects cookies or tokens with keys that live in the container only: every restart and every other replica rejects them and users are signed out; call PersistKeysTo… with a place that all replicas share");

    public static readonly DiagnosticDescriptor WritesBelowContentRoot = Rule("DPL4005", "Writes into the app's directory", Warning,
        "'{0}' is written in the app's own directory, which is read-only or lost with the container; read the directory from configuration and keep it on a volume, or use a store outside the container");

    public static readonly DiagnosticDescriptor MissingBackplane = Rule("DPL4006", "SignalR or Blazor Server without a backplane", Info,
        "{0} keeps its connections in one replica, so with several a message reaches only some clients and a reconnect may fail; {1}");

    public static readonly DiagnosticDescriptor FileDatabaseInAppDirectory = Rule("DPL4007", "File database in the app's directory", Warning,
        "The database file '{0}' lies in the app's own directory, which is read-only or lost with the container; read its path from configuration and keep it on a volume, or use a database server");

    public static readonly DiagnosticDescriptor TokenKeyOfOneInstance = Rule("DPL4008", "Token key of one instance", Warning,
        "{0} gives every instance a key of its own, so tokens of one are refused by the others and after a restart; {1}");

    // 5xxx Observability
    public static readonly DiagnosticDescriptor LogsOnlyToFile = Rule("DPL5001", "Logs go to a file only", Warning,
        "{0} writes to a file of the container only, which nobody collects and which is lost with it; write to the console as well");

    public static readonly DiagnosticDescriptor ConsoleLogging = Rule("DPL5002", "Console used for logging in a server", Info,
        "Console.{0} carries no level, category or trace id and cannot be filtered or turned off in a deployment; use ILogger");

    public static readonly DiagnosticDescriptor NoTelemetry = Rule("DPL5003", "No metrics or traces are exported", Info,
        "This web app exports neither metrics nor traces, so operators see only its logs; add OpenTelemetry or a metrics endpoint", enabled: false);

    // 6xxx Portability
    public static readonly DiagnosticDescriptor WindowsOnlyDependency = Rule("DPL6001", "Windows-only dependency", Warning,
        "This needs {0}, which does not exist in a Linux container, so it fails there at run time; use {1}");

    public static readonly DiagnosticDescriptor BackslashInPath = Rule("DPL6002", "Backslash in a path", Warning,
        "'{0}' has backslashes, which are part of a file's name on Linux, so this file is not found in a container; use '/' or Path.Combine");

    public static readonly DiagnosticDescriptor DesktopAssumption = Rule("DPL6003", "Desktop assumption", Warning,
        "{0} needs a desktop with somebody in front of it, and a container has neither; {1}");

    private static DiagnosticDescriptor Rule(string id, string title, DiagnosticSeverity severity, string message, bool enabled = true, params string[] tags) =>
        new(id, title, message, "Deployability." + Area(id), severity, enabled, helpLinkUri: HelpLink(id), customTags: tags);

    /// <summary>The address of a rule's page.</summary>
    internal static string HelpLink(string id) => "https://github.com/deployability/deployability-analyzers/blob/main/docs/rules/" + id + ".md";

    private static string Area(string id) => id[3] switch
    {
        '1' => "Configuration",
        '2' => "Security",
        '3' => "Health",
        '4' => "State",
        '5' => "Observability",
        '6' => "Portability",
        '7' => "Containers",
        '8' => "Kubernetes",
        _ => "Publish",
    };
}
