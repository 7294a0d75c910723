using Deployability.Model;
using Microsoft.CodeAnalysis;

namespace Deployability.Analyzers.Rules;

/// <summary>What Roslyn is told of each rule, under the name that the code uses; all of it comes from the <see cref="RuleCatalogue"/>.</summary>
internal static class Descriptors
{
    // 1xxx Configuration
    public static readonly DiagnosticDescriptor HardcodedServiceUrl = Of("DPL1001");
    public static readonly DiagnosticDescriptor LoopbackServiceUrl = Of("DPL1002");
    public static readonly DiagnosticDescriptor FixedListenAddress = Of("DPL1003");
    public static readonly DiagnosticDescriptor HardcodedConnectionString = Of("DPL1004");
    public static readonly DiagnosticDescriptor MachineSpecificPath = Of("DPL1005");
    public static readonly DiagnosticDescriptor HardcodedIpAddress = Of("DPL1006");
    public static readonly DiagnosticDescriptor FrontEndUrl = Of("DPL1007");
    public static readonly DiagnosticDescriptor MachineSpecificSetting = Of("DPL1008");

    // 2xxx Security
    public static readonly DiagnosticDescriptor SecretInCode = Of("DPL2001");
    public static readonly DiagnosticDescriptor SecretInConfiguration = Of("DPL2002");
    public static readonly DiagnosticDescriptor SecretInDeployment = Of("DPL2003");
    public static readonly DiagnosticDescriptor WildcardCors = Of("DPL2101");
    public static readonly DiagnosticDescriptor WildcardCorsWithCredentials = Of("DPL2102");
    public static readonly DiagnosticDescriptor AnyMethodOrHeader = Of("DPL2103");
    public static readonly DiagnosticDescriptor DeveloperErrorPage = Of("DPL2201");
    public static readonly DiagnosticDescriptor DetailedErrors = Of("DPL2202");
    public static readonly DiagnosticDescriptor DevelopmentEnvironment = Of("DPL2203");
    public static readonly DiagnosticDescriptor ExposedApiExplorer = Of("DPL2204");
    public static readonly DiagnosticDescriptor DebugServer = Of("DPL2205");
    public static readonly DiagnosticDescriptor VerboseLogLevel = Of("DPL2206");
    public static readonly DiagnosticDescriptor CertificateValidationDisabled = Of("DPL2301");
    public static readonly DiagnosticDescriptor MissingForwardedHeaders = Of("DPL2302");
    public static readonly DiagnosticDescriptor MissingSecurityHeaders = Of("DPL2303");
    public static readonly DiagnosticDescriptor NoRateLimiting = Of("DPL2304");
    public static readonly DiagnosticDescriptor UnauthenticatedEndpoint = Of("DPL2305");
    public static readonly DiagnosticDescriptor AnyHostAllowed = Of("DPL2306");

    // 3xxx Health and lifecycle
    public static readonly DiagnosticDescriptor NoHealthEndpoint = Of("DPL3001");
    public static readonly DiagnosticDescriptor HealthChecksNotMapped = Of("DPL3002");
    public static readonly DiagnosticDescriptor HealthEndpointUnreachable = Of("DPL3003");
    public static readonly DiagnosticDescriptor ReadinessAsLiveness = Of("DPL3004");
    public static readonly DiagnosticDescriptor StoppingTokenIgnored = Of("DPL3101");
    public static readonly DiagnosticDescriptor ProcessKillingCall = Of("DPL3102");
    public static readonly DiagnosticDescriptor MigrationAtStartup = Of("DPL3103");
    public static readonly DiagnosticDescriptor NoResilience = Of("DPL3104");

    // 4xxx State
    public static readonly DiagnosticDescriptor InMemoryDataStore = Of("DPL4001");
    public static readonly DiagnosticDescriptor InMemoryDatabase = Of("DPL4002");
    public static readonly DiagnosticDescriptor InProcessSessionOrCache = Of("DPL4003");
    public static readonly DiagnosticDescriptor UnpersistedDataProtectionKeys = Of("DPL4004");
    public static readonly DiagnosticDescriptor WritesBelowContentRoot = Of("DPL4005");
    public static readonly DiagnosticDescriptor MissingBackplane = Of("DPL4006");
    public static readonly DiagnosticDescriptor FileDatabaseInAppDirectory = Of("DPL4007");
    public static readonly DiagnosticDescriptor TokenKeyOfOneInstance = Of("DPL4008");

    // 5xxx Observability
    public static readonly DiagnosticDescriptor LogsOnlyToFile = Of("DPL5001");
    public static readonly DiagnosticDescriptor ConsoleLogging = Of("DPL5002");
    public static readonly DiagnosticDescriptor NoTelemetry = Of("DPL5003");

    // 6xxx Portability
    public static readonly DiagnosticDescriptor WindowsOnlyDependency = Of("DPL6001");
    public static readonly DiagnosticDescriptor BackslashInPath = Of("DPL6002");
    public static readonly DiagnosticDescriptor DesktopAssumption = Of("DPL6003");

    // 7xxx Container files
    public static readonly DiagnosticDescriptor RunsAsRoot = Of("DPL7001");
    public static readonly DiagnosticDescriptor BaseImageTag = Of("DPL7002");
    public static readonly DiagnosticDescriptor ContainerHealthcheck = Of("DPL7003");
    public static readonly DiagnosticDescriptor SdkImage = Of("DPL7004");
    public static readonly DiagnosticDescriptor BuildContext = Of("DPL7005");
    public static readonly DiagnosticDescriptor ShellForm = Of("DPL7006");

    // 8xxx Kubernetes
    public static readonly DiagnosticDescriptor MissingProbe = Of("DPL8001");
    public static readonly DiagnosticDescriptor MissingResources = Of("DPL8002");
    public static readonly DiagnosticDescriptor UnrestrictedPod = Of("DPL8003");
    public static readonly DiagnosticDescriptor MutableImageTag = Of("DPL8004");
    public static readonly DiagnosticDescriptor SharedVolumeOfOnePod = Of("DPL8005");
    public static readonly DiagnosticDescriptor DanglingReference = Of("DPL8006");
    public static readonly DiagnosticDescriptor RemovedApiVersion = Of("DPL8007");
    public static readonly DiagnosticDescriptor MissingRolloutProtection = Of("DPL8008");

    // 85xx The contract between the files and the code
    public static readonly DiagnosticDescriptor UnmappedProbePath = Of("DPL8501");
    public static readonly DiagnosticDescriptor PortMismatch = Of("DPL8502");
    public static readonly DiagnosticDescriptor MissingConfigurationKey = Of("DPL8503");
    public static readonly DiagnosticDescriptor UnknownVariable = Of("DPL8504");
    public static readonly DiagnosticDescriptor UnmountedWrite = Of("DPL8505");
    public static readonly DiagnosticDescriptor SecretInConfigMap = Of("DPL8506");

    private static DiagnosticDescriptor Of(string id)
    {
        var rule = RuleCatalogue.Of(id);
        return Create(rule, DefaultSeverity(rule.Severity), rule.IsOnByDefault);
    }

    /// <summary>A rule as Roslyn sees it, with a default severity that may be another than the catalogue's.</summary>
    internal static DiagnosticDescriptor Create(Rule rule, DiagnosticSeverity severity, bool enabled) =>
        new(
            rule.Id,
            rule.Title,
            rule.Message,
            rule.Area.Category,
            severity,
            enabled,
            description: rule.Effect + " " + rule.Remedy,
            helpLinkUri: rule.HelpLink
        );

    internal static DiagnosticSeverity DefaultSeverity(RuleSeverity severity) =>
        severity switch
        {
            RuleSeverity.Error => DiagnosticSeverity.Error,
            RuleSeverity.Warning => DiagnosticSeverity.Warning,
            _ => DiagnosticSeverity.Info,
        };
}
