namespace Deployability.Model;

/// <summary>Something that the code of one project says about its deployment.</summary>
/// <remarks>
/// Facts are values: no Roslyn types, no line numbers (an edit that moves code changes no fact), no machine paths,
/// and never the value of a secret. A new kind is a record here and a row in <see cref="FactSerializer"/>.
/// </remarks>
/// <param name="Source">Where the code says it.</param>
public abstract record Fact(FactSource Source);

/// <summary>Where a fact was read and under which condition the code runs.</summary>
/// <param name="File">Path relative to the project's folder, with '/' (or the bare file name when it lies outside).</param>
/// <param name="Member">
/// Documentation-comment id of the method that holds the code (<c>M:Ns.Extensions.MapDefaultEndpoints(…)</c>),
/// or empty when the code runs at start-up by itself: top-level statements, <c>Main</c>, a <c>Startup</c> class.
/// </param>
/// <param name="Guard">Whether the code runs outside the Development environment.</param>
public sealed record FactSource(string File, string Member = "", GuardKind Guard = GuardKind.None)
{
    /// <summary>For facts that do not come from a file.</summary>
    public static FactSource Unknown { get; } = new("");
}

/// <summary>Under which environments a piece of code runs.</summary>
public enum GuardKind
{
    /// <summary>Runs in every environment, Production too.</summary>
    None,

    /// <summary>Runs only in Development or another environment that is not deployed to users.</summary>
    DevelopmentOnly,
}

/// <summary>The kind of host that the entry point builds.</summary>
public sealed record HostFact(FactSource Source, HostKind Kind) : Fact(Source);

/// <summary>What a program runs as.</summary>
public enum HostKind
{
    /// <summary>An ASP.NET Core host that answers HTTP.</summary>
    Web,

    /// <summary>A generic host without a server.</summary>
    Worker,
}

/// <summary>An endpoint that answers health probes.</summary>
/// <param name="Source">Where it is mapped.</param>
/// <param name="Path">Absolute path, with the prefixes of <c>MapGroup</c> and <c>UsePathBase</c>; empty when computed at run time.</param>
/// <param name="Kind">Which probe it may serve.</param>
/// <param name="Tags">Tags that its predicate selects; empty when the predicate is none, or is no tag test.</param>
/// <param name="Checks">Which registered checks it runs.</param>
/// <param name="RequiresAuthorization">Whether an anonymous probe is refused.</param>
/// <param name="Host">The argument of <c>RequireHost</c> (<c>*:8081</c> is a management port); empty when any host may call.</param>
public sealed record HealthEndpointFact(
    FactSource Source,
    string Path,
    HealthEndpointKind Kind,
    EquatableArray<string> Tags,
    HealthChecksRun Checks,
    bool RequiresAuthorization,
    string Host
) : Fact(Source)
{
    /// <summary>The path of gRPC's own health service, which answers no plain GET.</summary>
    public const string GrpcPath = "/grpc.health.v1.Health/Check";

    /// <summary>Whether only a gRPC client can ask it.</summary>
    public bool IsGrpc => Path == GrpcPath;
}

/// <summary>Which probe an endpoint may serve, by its path, tags and predicate.</summary>
public enum HealthEndpointKind
{
    /// <summary>One endpoint for everything, or no way to tell.</summary>
    Combined,
    Live,
    Ready,
    Startup,
}

/// <summary>Which registered checks an endpoint runs when it is asked.</summary>
public enum HealthChecksRun
{
    /// <summary>None: it says only that the process answers (a false predicate, a hand-written endpoint).</summary>
    None,

    /// <summary>Those that the predicate selects.</summary>
    Selected,

    /// <summary>Every registered check.</summary>
    All,
}

/// <summary>A registered health check, or with an empty name <c>AddHealthChecks()</c> itself.</summary>
public sealed record HealthCheckFact(FactSource Source, string Name, EquatableArray<string> Tags) : Fact(Source);

/// <summary>An address on which the server listens because the code says so.</summary>
/// <param name="Source">Where.</param>
/// <param name="Scheme"><c>http</c> or <c>https</c>.</param>
/// <param name="Host"><c>*</c> for every address, else the host as written (<c>localhost</c>, <c>127.0.0.1</c>).</param>
/// <param name="Port">1 to 65535, for a port that is read from somewhere its default; 0 when the code says none.</param>
/// <param name="Key">The environment variable or configuration key from which the port is read; empty when it is fixed, or computed otherwise.</param>
/// <param name="Origin">What <paramref name="Key"/> names.</param>
/// <param name="IsHttp2Only">Whether it answers HTTP/2 alone, so that no HTTP/1.1 client gets through.</param>
public sealed record ListenFact(
    FactSource Source,
    string Scheme,
    string Host,
    int Port,
    string Key = "",
    ConfigurationOrigin Origin = ConfigurationOrigin.Configuration,
    bool IsHttp2Only = false
) : Fact(Source);

/// <summary>A configuration key that holds whole addresses on which the server listens.</summary>
/// <param name="Source">Where.</param>
/// <param name="Key">The configuration key or environment variable.</param>
/// <param name="IsList">Whether each address is an element of a list; else one text has them all, with <c>;</c> between.</param>
/// <param name="Origin">What <paramref name="Key"/> names.</param>
public sealed record ListenKeyFact(
    FactSource Source,
    string Key,
    bool IsList = false,
    ConfigurationOrigin Origin = ConfigurationOrigin.Configuration
) : Fact(Source);

/// <summary>A configuration key that the code reads.</summary>
/// <param name="Source">Where it is read.</param>
/// <param name="Key">
/// With <c>:</c> between sections (<c>Orders:Timeout</c>) for configuration;
/// the variable's name as written (<c>OPENAI_API_KEY</c>) for an environment variable.
/// </param>
/// <param name="Type">What the code makes of the value.</param>
/// <param name="Default">The value used when it is missing, when that is a constant and no secret; else null.</param>
/// <param name="Required">Whether the code fails without it (throws, <c>GetRequiredSection</c>, <c>[Required]</c> …).</param>
/// <param name="IsSecret">Whether its name says that it holds a credential.</param>
/// <param name="Origin">Configuration or environment variable.</param>
/// <param name="Prefix">What every variable of the configuration that is read begins with; empty when they carry the key's name alone.</param>
public sealed record ConfigurationKeyFact(
    FactSource Source,
    string Key,
    ConfigurationValueType Type,
    string? Default,
    bool Required,
    bool IsSecret,
    ConfigurationOrigin Origin = ConfigurationOrigin.Configuration,
    string Prefix = ""
) : Fact(Source);

/// <summary>The prefix without which the host's own configuration sees no environment variable.</summary>
/// <param name="Source">Where the variables are added.</param>
/// <param name="Prefix">As written (<c>TS_</c>).</param>
public sealed record EnvironmentPrefixFact(FactSource Source, string Prefix) : Fact(Source);

/// <summary>A folder whose files are configuration: the name of each is a key, its content the value (<c>AddKeyPerFile</c>).</summary>
/// <param name="Source">Where it is added.</param>
/// <param name="Folder">Absolute path in the container, without '/' at its end.</param>
/// <param name="IsOptional">Whether the app starts without the folder.</param>
/// <param name="Delimiter">What stands for the <c>:</c> between sections in a file's name.</param>
public sealed record KeyFilesFact(FactSource Source, string Folder, bool IsOptional, string Delimiter = KeyFilesFact.Default) : Fact(Source)
{
    /// <summary>What stands between sections when the code says nothing.</summary>
    public const string Default = "__";
}

/// <summary>Where code looks for a value.</summary>
public enum ConfigurationOrigin
{
    /// <summary>In its configuration: any provider may give it.</summary>
    Configuration,

    /// <summary>In the environment itself, past configuration: the name is a variable's.</summary>
    EnvironmentVariable,
}

/// <summary>What code makes of a value that it reads.</summary>
public enum ConfigurationValueType
{
    String,
    Integer,
    Number,
    Boolean,
    TimeSpan,
    Uri,

    /// <summary>A list: the environment writes it as <c>Key__0</c>, <c>Key__1</c>.</summary>
    Array,

    /// <summary>A section whose keys could not be told.</summary>
    Section,
}

/// <summary>A connection string that the code reads by name, with what it connects to.</summary>
/// <param name="Source">Where.</param>
/// <param name="Key">Configuration key (<c>ConnectionStrings:Orders</c>); empty when it is not configurable.</param>
/// <param name="Provider">One of <see cref="ConnectionProviders"/>; empty when unknown.</param>
/// <param name="Required">Whether the code fails without it.</param>
/// <param name="Prefix">What every variable of the configuration that is read begins with; empty when they carry the key's name alone.</param>
public sealed record ConnectionStringFact(FactSource Source, string Key, string Provider, bool Required, string Prefix = "") : Fact(Source);

/// <summary>A connection that the code puts together from parts, each of which configuration gives.</summary>
/// <param name="Source">Where.</param>
/// <param name="Provider">One of <see cref="ConnectionProviders"/>.</param>
/// <param name="HostKey">Key of the host.</param>
/// <param name="UserKey">Key of the user.</param>
/// <param name="PasswordKey">Key of the password.</param>
public sealed record ConnectionPartsFact(FactSource Source, string Provider, string HostKey, string UserKey, string PasswordKey)
    : Fact(Source);

/// <summary>Names of what a connection string connects to.</summary>
public static class ConnectionProviders
{
    public const string Npgsql = "npgsql";
    public const string SqlServer = "sqlserver";
    public const string MySql = "mysql";
    public const string Sqlite = "sqlite";
    public const string Oracle = "oracle";
    public const string MongoDb = "mongodb";
    public const string Redis = "redis";
    public const string RabbitMq = "rabbitmq";
    public const string Cosmos = "cosmos";
    public const string AzureStorage = "azurestorage";
    public const string ServiceBus = "servicebus";
}

/// <summary>Another service that the code calls over the network.</summary>
/// <param name="Source">Where.</param>
/// <param name="Key">The configuration key that holds its address; empty when it is fixed in code.</param>
/// <param name="Scheme">Scheme of the address or of its default; empty when unknown.</param>
/// <param name="Host">Host of the address or of its default; empty when unknown.</param>
/// <param name="Port">Port of the address or of its default; 0 when unknown.</param>
public sealed record OutboundEndpointFact(FactSource Source, string Key, string Scheme, string Host, int Port) : Fact(Source);

/// <summary>A CORS policy.</summary>
/// <param name="Source">Where.</param>
/// <param name="Name">Its name; empty for the default policy.</param>
/// <param name="AnyOrigin">Whether every origin is accepted.</param>
/// <param name="AllowCredentials">Whether cookies and authorization are accepted cross-origin.</param>
/// <param name="Origins">Origins fixed in code.</param>
/// <param name="OriginsKey">Configuration key from which origins come; empty when none.</param>
public sealed record CorsPolicyFact(
    FactSource Source,
    string Name,
    bool AnyOrigin,
    bool AllowCredentials,
    EquatableArray<string> Origins,
    string OriginsKey
) : Fact(Source);

/// <summary>An environment name that the code asks for (<c>IsDevelopment()</c>, <c>IsEnvironment("Local")</c>).</summary>
public sealed record EnvironmentFact(FactSource Source, string Name) : Fact(Source);

/// <summary>A background service of the application's own.</summary>
/// <param name="Source">Where it is registered.</param>
/// <param name="Type">Name of its class, without namespace.</param>
public sealed record HostedServiceFact(FactSource Source, string Type) : Fact(Source);

/// <summary><c>HostOptions.ShutdownTimeout</c>, in seconds (30 by default since .NET 6).</summary>
public sealed record ShutdownTimeoutFact(FactSource Source, int Seconds) : Fact(Source);

/// <summary>Where metrics are scraped, as far as code says it.</summary>
/// <param name="Source">Where it is said.</param>
/// <param name="Port">A port on which nothing else is answered; 0 for those of the app.</param>
/// <param name="Path">The path, with a slash in front; empty for the usual <c>/metrics</c>.</param>
public sealed record MetricsEndpointFact(FactSource Source, int Port, string Path = "") : Fact(Source);

/// <summary>A feature of the host or of the pipeline that is on, one of <see cref="Features"/>.</summary>
public sealed record FeatureFact(FactSource Source, string Name) : Fact(Source);

/// <summary>Names for <see cref="FeatureFact"/>.</summary>
public static class Features
{
    public const string HttpsRedirection = "https-redirection";
    public const string ForwardedHeaders = "forwarded-headers";

    /// <summary>The code says which proxies may forward headers.</summary>
    public const string KnownProxies = "known-proxies";

    /// <summary>The code empties the list of networks whose headers are believed; with <see cref="NoKnownProxies"/>, everybody's are.</summary>
    public const string NoKnownNetworks = "no-known-networks";

    /// <summary>The code empties the list of proxies whose headers are believed.</summary>
    public const string NoKnownProxies = "no-known-proxies";

    /// <summary>Users sign in at another site, or other apps at this one, with addresses that carry the scheme of the request.</summary>
    public const string ExternalLogin = "external-login";

    /// <summary>A page or document that shows the API to whoever asks, behind no guard of its own.</summary>
    public const string ApiExplorer = "api-explorer";
    public const string InProcessSession = "in-process-session";
    public const string SignalR = "signalr";
    public const string SignalRBackplane = "signalr-backplane";
    public const string BlazorServer = "blazor-server";

    /// <summary>Answers stay open, and events are written as they happen.</summary>
    public const string EventStreams = "event-streams";
    public const string DataProtectionInUse = "data-protection-in-use";
    public const string DataProtectionPersisted = "data-protection-persisted";

    /// <summary>Tokens are signed or encrypted with a key that each instance makes for itself.</summary>
    public const string InstanceTokenKey = "instance-token-key";
    public const string PrometheusMetrics = "prometheus-metrics";
    public const string OpenTelemetry = "opentelemetry";

    /// <summary>Cultures are created or formatted: an image without ICU throws.</summary>
    public const string Cultures = "cultures";

    /// <summary>Time zones are looked up by id: an image without tzdata throws.</summary>
    public const string TimeZones = "time-zones";

    /// <summary>Every endpoint answers HTTP/2 alone unless it says otherwise.</summary>
    public const string Http2Only = "http2-only";

    /// <summary>The server demands a certificate of every client.</summary>
    public const string ClientCertificates = "client-certificates";

    /// <summary>Each instance is a cluster of its own (<c>UseLocalhostClustering</c>).</summary>
    public const string LocalCluster = "local-cluster";

    /// <summary>Dapr's side-car is called at its own address, with or without its library.</summary>
    public const string DaprSidecar = "dapr-sidecar";

    /// <summary>Runs on Windows only.</summary>
    public const string WindowsOnly = "windows-only";

    /// <summary>A generic host is run until somebody stops it; a program without it ends when its work is done.</summary>
    public const string RunsUntilStopped = "runs-until-stopped";

    /// <summary>The host stops itself when its work is done.</summary>
    public const string StopsItself = "stops-itself";

    /// <summary>A database is created or its schema changed, by no verb of the command line.</summary>
    public const string SchemaChange = "schema-change";

    /// <summary>A verb of the command line creates a database or changes its schema.</summary>
    public const string SchemaChangeVerb = "schema-change-verb";

    /// <summary>There are migrations of Entity Framework; publish reads it from the assembly's types, whether or not anything applies them.</summary>
    public const string Migrations = "migrations";
}

/// <summary>A path that the code writes to.</summary>
/// <param name="Source">Where.</param>
/// <param name="Path">Absolute path inside the container, or relative to the content root; with a key the folder below which a relative value lies, empty when the code says none.</param>
/// <param name="Key">Configuration key that may replace it; empty when none.</param>
/// <param name="Kind">What is written.</param>
/// <param name="IsFile">Whether <paramref name="Key"/> names a file; else it names a folder in which files are made.</param>
public sealed record FileWriteFact(FactSource Source, string Path, string Key, FileWriteKind Kind, bool IsFile = false) : Fact(Source);

/// <summary>How long what is written has to live.</summary>
public enum FileWriteKind
{
    /// <summary>Data that must outlive the process.</summary>
    Data,

    /// <summary>Temporary files.</summary>
    Temporary,

    /// <summary>Log files.</summary>
    Log,

    /// <summary>A file that is a database: it has one writer, and without a place to write the app does not start.</summary>
    Database,
}

/// <summary>A call into a method of a referenced project that has facts of its own, so those facts apply here.</summary>
/// <param name="Source">Where the call stands.</param>
/// <param name="Member">Documentation-comment id of the called method's original definition.</param>
public sealed record CallFact(FactSource Source, string Member) : Fact(Source);
