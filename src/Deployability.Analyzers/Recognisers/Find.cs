using Microsoft.CodeAnalysis;

namespace Deployability.Analyzers.Recognisers;

/// <summary>The one table of what code is searched for: a recogniser that stands here is found, <c>project.All(Find.HealthEndpoints, cancellation)</c>, and no other.</summary>
internal static class Find
{
    private static readonly Vocabulary.Builder Words = new();

    // The host.
    public static readonly Find<HostStart> Hosts = Words.Add(new HostStarts());
    public static readonly Find<HostRun> Runs = Words.Add(new HostRuns());
    public static readonly Find<HelperCall> HelperCalls = Words.Add(new HelperCalls());
    public static readonly Find<HostFeature> HostFeatures = Words.Add(new HostFeatures());
    public static readonly Find<ApiExplorer> ApiExplorers = Words.Add(new ExplorerCalls());
    public static readonly Find<HostedService> HostedServices = Words.Add(new HostedServices());
    public static readonly Find<ServiceEntry> ServiceEntries = Words.Add(new ServiceEntries());
    public static readonly Find<ShutdownTimeout> ShutdownTimeouts = Words.Add(new ShutdownTimeouts());
    public static readonly Find<MetricServer> MetricServers = Words.Add(new MetricServers());
    public static readonly Find<EnvironmentQuestion> EnvironmentQuestions = Words.Add(new EnvironmentQuestions());

    // Health.
    public static readonly Find<HealthEndpoint> HealthEndpoints = Words.Add(new MappedHealthEndpoints());
    public static readonly Find<HealthEndpoint> HealthActions = Words.Add(new AnsweringActions());
    public static readonly Find<RoutePrefix> ProbePrefixes = Words.Add(new RoutePrefixes());
    public static readonly Find<HealthRegistration> HealthRegistrations = Words.Add(new HealthRegistrations());
    public static readonly Find<HealthCheck> HealthChecks = Words.Add(new HealthChecks());
    public static readonly Find<HealthResultUse> HealthResults = Words.Add(new HealthResults());
    public static readonly Find<ProbeText> ProbeTexts = Words.Add(new ProbeTexts());
    public static readonly Find<ProbeType> ProbeTypes = Words.Add(new ProbeTypes());
    public static readonly Find<FallbackPolicy> FallbackPolicies = Words.Add(new FallbackPolicies());

    public static readonly Find<ProxyMap> ProxyMaps = Words.Add(new ProxyMaps());
    public static readonly Find<ProxyRoute> ProxyRoutes = Words.Add(new ProxyRoutes());
    public static readonly Find<SchemaChange> SchemaChanges = Words.Add(new SchemaChangeUses());

    // Settings and addresses.
    public static readonly Find<ConfigurationRead> ConfigurationReads = Words.Add(new FoundReads());
    public static readonly Find<ConnectionStringUse> ConnectionStrings = Words.Add(new ConnectionStringUses());
    public static readonly Find<ConnectionParts> ConnectionParts = Words.Add(new ConnectionPartUses());
    public static readonly Find<NamedConnection> NamedConnections = Words.Add(new NamedConnections());
    public static readonly Find<ListenAddressList> ListenAddresses = Words.Add(new ListenCalls());
    public static readonly Find<ListenKey> ListenKeys = Words.Add(new ListenKeys());
    public static readonly Find<HostFeature> ListenFeatures = Words.Add(new ListenFeatures());
    public static readonly Find<EnvironmentPrefix> EnvironmentPrefixes = Words.Add(new HostPrefixes());
    public static readonly Find<KeyFileFolder> KeyFiles = Words.Add(new KeyFiles());
    public static readonly Find<OutboundEndpoint> Clients = Words.Add(new ConfiguredClients());
    public static readonly Find<ClientRegistration> Registrations = Words.Add(new ClientRegistrations());
    public static readonly Find<CorsPolicyDescription> CorsPolicies = Words.Add(new DescribedPolicies());
    public static readonly Find<CorsUse> CorsUses = Words.Add(new PolicyUses());

    // State and scheme.
    public static readonly Find<StateUse> StateFeatures = Words.Add(new StateUses());
    public static readonly Find<SchemeUse> SchemeFeatures = Words.Add(new SchemeUses());
    public static readonly Find<FileWrite> FileWrites = Words.Add(new WrittenFiles());
    public static readonly Find<FileDatabase> FileDatabases = Words.Add(new OpenedFileDatabases());
    public static readonly Find<KeptCollection> KeptCollections = Words.Add(new KeptCollections());
    public static readonly Find<PipelineBody> PipelineBodies = Words.Add(new PipelineBodies());
    public static readonly Find<SingletonRegistration> Singletons = Words.Add(new RegisteredSingletons());
    public static readonly Find<FormHandler> FormHandlers = Words.Add(new FormHandlers());
    public static readonly Find<SecurityHeader> SecurityHeaders = Words.Add(new SentHeaders());

    // Logging.
    public static readonly Find<ClearedProviders> ClearedProviders = Words.Add(new ClearingCalls());
    public static readonly Find<GivenLogger> GivenLoggers = Words.Add(new GivenLoggers());

    // Names that say something by standing in the code at all.
    public static readonly Find<string> KeyStores = Words.Names("XmlRepository", "IXmlRepository", "KeyManagementOptions");
    public static readonly Find<string> ForwardedHeadersOptions = Words.Names("ForwardedHeadersOptions");
    public static readonly Find<string> BearerTokens = Words.Names("AddJwtBearer");
    public static readonly Find<string> IdentityCookies = Words.Names(
        "SignInAsync",
        "PasswordSignInAsync",
        "SignInWithClaimsAsync",
        "ExternalLoginSignInAsync",
        "TwoFactorSignInAsync",
        "TwoFactorAuthenticatorSignInAsync",
        "RefreshSignInAsync",
        "AddCookie",
        "AddDefaultUI",
        "ConfigureApplicationCookie",
        "MapIdentityApi"
    );

    // What the default providers protect with the key ring; codes for two factors are no such tokens.
    public static readonly Find<IOperation> IdentityTokens = Words.Operations(
        "GeneratePasswordResetTokenAsync",
        "GenerateEmailConfirmationTokenAsync",
        "GenerateChangeEmailTokenAsync",
        "GenerateUserTokenAsync"
    );
    public static readonly Find<string> DistributedCaches = Words.Names("IDistributedCache");
    public static readonly Find<string> DistributedCacheUses = Words.Names("IDistributedCache", "AddDistributedTokenCaches");
    public static readonly Find<string> OutputCacheUses = Words.Names(
        "UseOutputCache",
        "CacheOutput",
        "OutputCache",
        "OutputCacheAttribute"
    );
    public static readonly Find<string> OutputCacheStores = Words.Names("IOutputCacheStore");
    public static readonly Find<string> HubLifetimeManagers = Words.Names("HubLifetimeManager");
    public static readonly Find<string> AntiforgeryAttributes = Words.Names(
        "ValidateAntiForgeryToken",
        "AutoValidateAntiforgeryToken",
        "AutoValidateAntiforgeryTokenAttribute",
        "ValidateAntiForgeryTokenAttribute"
    );
    public static readonly Find<string> ProxyProviders = Words.Names("IProxyConfigProvider");
    public static readonly Find<string> SerilogReadFrom = Words.Names("ReadFrom");
    public static readonly Find<string> SerilogWriteTo = Words.Names("WriteTo");
    public static readonly Find<string> NLogProviders = Words.Names("UseNLog", "AddNLog", "AddNLogWeb");
    public static readonly Find<string> Log4NetProviders = Words.Names("AddLog4Net");
    public static readonly Find<string> Telemetry = Words.Names(
        "AddOpenTelemetry",
        "CreateTracerProviderBuilder",
        "CreateMeterProviderBuilder",
        "MapMetrics",
        "MapPrometheusScrapingEndpoint",
        "KestrelMetricServer",
        "MetricServer",
        "TelemetryClient"
    );
    public static readonly Find<string> RateLimits = Words.Names(
        "UseRateLimiter",
        "RequireRateLimiting",
        "EnableRateLimiting",
        "EnableRateLimitingAttribute",
        "UseIpRateLimiting",
        "UseClientRateLimiting",
        "PartitionedRateLimiter",
        "UseOcelot"
    );
    public static readonly Find<string> WebAssemblyHosts = Words.Names("WebAssemblyHostBuilder");
    public static readonly Find<string> AuthorizeFilters = Words.Names("AuthorizeFilter");
    public static readonly Find<string> ControllerMaps = Words.Names(
        "MapControllers",
        "MapControllerRoute",
        "MapDefaultControllerRoute",
        "MapAreaControllerRoute"
    );
    public static readonly Find<string> MvcMiddleware = Words.Names("UseMvc", "UseMvcWithDefaultRoute");
    public static readonly Find<string> AccessAttributes = Words.Names(
        "Authorize",
        "AuthorizeAttribute",
        "AllowAnonymous",
        "AllowAnonymousAttribute"
    );
    public static readonly Find<string> UserDemands = Words.Names("RequireAuthorization");
    public static readonly Find<string> EndpointFilters = Words.Names("AddEndpointFilter", "AddEndpointFilterFactory");
    public static readonly Find<string> WindowsWords = Words.Names(WindowsDependencies.Words);
    public static readonly Find<string> WindowsNamespaces = Words.Add(new WindowsNamespaces());
    public static readonly Find<string> NativeImports = Words.Names(
        "DllImport",
        "DllImportAttribute",
        "LibraryImport",
        "LibraryImportAttribute"
    );
    public static readonly Find<string> ComImports = Words.Names("ComImport", "ComImportAttribute");
    public static readonly Find<string> NativeResolvers = Words.Names("SetDllImportResolver", "ResolvingUnmanagedDll");

    // What only tests have.
    public static readonly Find<string> TestAttributes = Words.Add(new TestAttributes());
    public static readonly Find<string> TestNamespaces = Words.Add(new TestNamespaces());

    // Calls and creations that one rule alone asks about.
    public static readonly Find<IOperation> ProcessEnds = Words.Operations("ReadLine", "ReadKey", "Read", "Exit", "FailFast", "Kill");
    public static readonly Find<IOperation> ConsoleWrites = Words.Operations("Write", "WriteLine", "WriteAsync", "WriteLineAsync");
    public static readonly Find<IOperation> ErrorPages = Words.Operations(
        "UseDeveloperExceptionPage",
        "UseDatabaseErrorPage",
        "UseMigrationsEndPoint"
    );
    public static readonly Find<IOperation> InMemoryDatabases = Words.Operations("UseInMemoryDatabase");
    public static readonly Find<IOperation> Terminals = Words.Operations("Run");
    public static readonly Find<IOperation> Maps = Words.Operations(PublicEndpoints.Calls);
    public static readonly Find<IOperation> DebuggerCalls = Words.Operations("Launch", "Break");

    // Members in whose code a rule looks for more than words say.
    public static readonly Find<CodeBody> DetailSwitches = Words.Bodies(DebugFeatures.DetailNames);
    public static readonly Find<CodeBody> LogLevelChoices = Words.Bodies(["MinLevel"], LogLevels.Calls);
    public static readonly Find<CodeBody> EnvironmentChoices = Words.Bodies(Recognisers.EnvironmentChoices.Names);
    public static readonly Find<string> EnvironmentVariables = Words.Names(HostVariables.Environment);
    public static readonly Find<CodeBody> CertificateChecks = Words.Bodies(Recognisers.CertificateChecks.Names);
    public static readonly Find<string> TransportWords = Words.Add(new TransportWords());
    public static readonly Find<CodeBody> OpenPolicies = Words.Bodies(Recognisers.CorsPolicies.PolicyNames);
    public static readonly Find<CodeBody> CorsChoices = Words.Bodies(Recognisers.CorsPolicies.ChoiceNames);
    public static readonly Find<string> OriginHeaders = Words.Add(new OriginHeaders());
    public static readonly Find<CodeBody> FileDatabaseUses = Words.Bodies(Recognisers.FileDatabases.AllNames);
    public static readonly Find<CodeBody> InstanceKeys = Words.Bodies(Recognisers.InstanceKeys.Names);
    public static readonly Find<CodeBody> LogSinks = Words.Bodies(Recognisers.LogSinks.Names, Recognisers.LogSinks.Calls);
    public static readonly Find<CodeBody> DesktopActions = Words.Bodies(Recognisers.DesktopActions.Names, Recognisers.DesktopActions.Calls);

    /// <summary>All of it, by which files are read. The last of the table: what stands below would not be looked for.</summary>
    public static readonly Vocabulary Vocabulary = Words.Build();
}
