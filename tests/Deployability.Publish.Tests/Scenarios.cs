using System.Collections.Immutable;
using Deployability.Model;
using static Deployability.Publish.Tests.Scenario;

namespace Deployability.Publish.Tests;

/// <summary>The projects whose whole output is approved, and held against the tools that read it.</summary>
internal static class Scenarios
{
    private const string AllTargets = "docker;compose;kubernetes;helm;monitoring";

    public static IReadOnlyDictionary<string, Func<Scenario>> All { get; } =
        Own()
            .Concat(CloudScenarios.All)
            .Concat(CloudScenarios.Pipelines)
            .ToDictionary(static scenario => scenario.Key, static scenario => scenario.Value);

    private static Dictionary<string, Func<Scenario>> Own() =>
        new()
        {
            ["minimal"] = static () => New(),
            ["everything"] = Everything,
            ["secret-files"] = SecretFiles,
            ["worker"] = static () =>
                New()
                    .Worker()
                    .Facts(
                        Connection("ConnectionStrings:Queue", ConnectionProviders.RabbitMq),
                        new ShutdownTimeoutFact(Source, 90),
                        new HostedServiceFact(Source, "Poller")
                    ),
            ["database-file"] = static () =>
                New()
                    .Facts(
                        Connection("ConnectionStrings:Metrics", ConnectionProviders.Sqlite),
                        Health("/healthz/live", HealthEndpointKind.Live)
                    )
                    .Setting("ConnectionStrings:Metrics", "Data Source=metrics.db"),
            ["jobs-and-services"] = static () =>
                New()
                    .Item(
                        "DeployabilityJob",
                        "nightly-training",
                        ("Schedule", "0 2 * * *"),
                        ("Args", "train;--full"),
                        ("MemoryLimit", "2Gi")
                    )
                    .Item(
                        "DeployabilityJob",
                        "cleanup",
                        ("Schedule", "0 1 * * 0"),
                        ("Command", "dotnet;Tools.dll"),
                        ("TimeZone", "Europe/Berlin"),
                        ("Concurrency", "Replace")
                    )
                    .Item(
                        "DeployabilityService",
                        "ollama",
                        ("Image", "ollama/ollama:0.11.4"),
                        ("Port", "11434"),
                        ("VolumePath", "/models"),
                        ("Environment", "OLLAMA_MODELS=/models;OLLAMA_KEEP_ALIVE=1h")
                    ),
            ["jobs-only"] = static () =>
                New()
                    .Program()
                    .Property("DeployabilityEmit", AllTargets + ";" + CloudScenarios.Clouds + ";github-actions;azure-pipelines")
                    .Property("ContainerRegistry", "registry.example.com")
                    .Item("DeployabilityJob", "score", ("Schedule", "0 2 * * *"), ("Args", "score"), ("MemoryLimit", "1Gi"))
                    .Item(
                        "DeployabilityJob",
                        "train",
                        ("Schedule", "0 1 * * 0"),
                        ("Args", "train;--currency=$"),
                        ("DeadlineSeconds", "7200")
                    )
                    .Facts(
                        Connection("ConnectionStrings:Customers", ConnectionProviders.Npgsql),
                        Key("Batch:Size", "500"),
                        new FileWriteFact(Source, "/models/last.bin", "", FileWriteKind.Data)
                    ),
            ["environments"] = Environments,
            ["long-names"] = LongNames,
            ["companions"] = static () =>
                new Scenario()
                    .Property("DeployabilityEmit", "docker;compose")
                    .Facts(
                        Connection("ConnectionStrings:Sales", ConnectionProviders.SqlServer),
                        Connection("ConnectionStrings:Wiki", ConnectionProviders.MySql),
                        Connection("ConnectionStrings:Events", ConnectionProviders.MongoDb),
                        Connection("ConnectionStrings:Cache", ConnectionProviders.Redis),
                        Connection("ConnectionStrings:Queue", ConnectionProviders.RabbitMq),
                        Connection("ConnectionStrings:Files", ConnectionProviders.AzureStorage)
                    ),
            ["external-secrets"] = static () =>
                Stored("external-secrets")
                    .Property("DeployabilitySecretStoreName", "vault")
                    .Property("DeployabilitySecretStoreKind", "SecretStore")
                    .Item(
                        "DeployabilityShare",
                        "office",
                        ("Source", @"\\files\office"),
                        ("MountPath", "/mnt/office"),
                        ("EnvironmentVariable", "Office__Folder")
                    )
                    .Item(
                        "DeployabilityShare",
                        "archive",
                        ("Source", "//files/archive/2024"),
                        ("MountPath", "/mnt/archive"),
                        ("SecretName", "archive-login")
                    ),
            ["monitoring"] = static () =>
                New()
                    .Property("DeployabilityMonitoringLabel", "release=prometheus")
                    .Item("DeployabilityVolume", "uploads", ("MountPath", "/var/uploads"))
                    .Item("DeployabilityJob", "nightly", ("Schedule", "0 2 * * *"))
                    .Facts(
                        Health("/healthz/live", HealthEndpointKind.Live),
                        new FeatureFact(Source, Features.OpenTelemetry),
                        new FeatureFact(Source, Features.PrometheusMetrics)
                    ),
            ["image-front-end"] = static () =>
                Image()
                    .Item("DeployabilityFrontend", "client", ("Path", "ClientApp"), ("OutputPath", "../wwwroot"))
                    .Closure(
                        new("/src/shop", ["src/Api/Api.csproj"], [], [], [])
                        {
                            Frontends = [new("/src/shop/src/Api/ClientApp", "pnpm-lock.yaml", IsBuilt: false)],
                        }
                    ),
            ["front-end-nginx"] = FrontEnd,
            ["image-native-libraries"] = static () =>
                Image()
                    .Property("Packages", "SkiaSharp/3.119.0;SkiaSharp.NativeAssets.Linux/3.119.0;System.DirectoryServices.Protocols/9.0.0")
                    .Closure(
                        new("/src/shop", ["src/Api/Api.csproj"], [], [], [])
                        {
                            Packages = new Dictionary<string, string> { ["System.DirectoryServices.Protocols"] = "[9.0.0, )" },
                        }
                    ),
            ["image-self-extracting"] = static () =>
                Image()
                    .Property("SelfContained", "true")
                    .Property("PublishSingleFile", "true")
                    .Property("IncludeAllContentForSelfExtract", "true")
                    .Property("DeployabilityProbe", "")
                    .Facts(new FeatureFact(Source, Features.TimeZones)),
            ["migration"] = static () =>
                New()
                    .Property("DeployabilityMigrationJob", "migrate")
                    .Facts(
                        Health("/healthz/live", HealthEndpointKind.Live),
                        Connection("ConnectionStrings:Orders", ConnectionProviders.Npgsql),
                        new FeatureFact(Source, Features.SchemaChangeVerb)
                    ),
            ["monitoring-worker"] = static () =>
                New().Worker().Property("Packages", "OpenTelemetry.Exporter.Prometheus.HttpListener/1.20.1-beta.1"),
            ["sealed-secrets"] = static () => Stored("sealed-secrets"),
            ["secrets-store-csi"] = static () => Stored("secrets-store-csi").Property("DeployabilitySecretStoreName", "shop-vault"),
        };

    private static Scenario Image() => new Scenario().Property("DeployabilityEmit", "docker");

    private static Scenario New() => new Scenario().Property("DeployabilityEmit", AllTargets);

    /// <summary>Environments that differ in everything they can, with what a cluster and its network may be told.</summary>
    private static Scenario Environments() =>
        New()
            .Property("DeployabilityEnvironments", "dev;staging;prod")
            .Property("DeployabilityReplicas", "1")
            .Property("DeployabilityIngressClass", "nginx")
            .Property("DeployabilityCertificateIssuer", "letsencrypt")
            .Property("DeployabilityImagePullSecrets", "registry;mirror")
            .Item("DeployabilityEnvironment", "staging", ("Host", "staging.example.com"), ("Replicas", "2"), ("MaxReplicas", "2"))
            .Item(
                "DeployabilityEnvironment",
                "prod",
                ("Host", "www.example.com"),
                ("Replicas", "3"),
                ("MaxReplicas", "9"),
                ("Namespace", "web")
            )
            .Item("DeployabilityConfig", "Api:Url", ("Value", "https://api.example.com/{{version}}"))
            .Item("DeployabilityConfig", "Api:Url", ("Value", "https://dev.example.com"), ("Environment", "dev"))
            .Item("DeployabilityConfig", "Only:Prod", ("Value", "yes"), ("Environment", "prod"))
            .Item("DeployabilityIngressFrom", "team-a")
            .Item("DeployabilityIngressFrom", "10.0.0.0/8")
            .Item("DeployabilityClient", "orders", ("Namespace", "shop"))
            .Item("DeployabilityClient", "billing")
            .Item("DeployabilityEgress", "smtp", ("Port", "587"), ("Cidr", "192.0.2.0/24"))
            .Item("DeployabilityEgress", "legacy", ("Cidr", "198.51.100.7/32"))
            .Facts(Health("/healthz/live", HealthEndpointKind.Live), Health("/healthz/ready", HealthEndpointKind.Ready));

    private static Scenario Stored(string store) =>
        New()
            .Property("DeployabilitySecretStore", store)
            .Property("ContainerRegistry", "registry.example.com")
            .Item("DeployabilityJob", "nightly", ("Schedule", "0 2 * * *"), ("Args", "run"))
            .Item("DeployabilitySecret", "Payment:Certificate", ("RemoteKey", "shop/payment-certificate"))
            .Facts(
                Connection("ConnectionStrings:Orders", ConnectionProviders.Npgsql),
                Key("OPENAI_API_KEY", secret: true, required: true, origin: ConfigurationOrigin.EnvironmentVariable)
            );

    /// <summary>A front end that nginx serves, before the app.</summary>
    public static Scenario FrontEnd() =>
        New()
            .Property("DeployabilityEmit", AllTargets + ";fly;github-actions;azure-pipelines")
            .Property("ContainerRegistry", "registry.example.com")
            .Property("DeployabilityHost", "www.example.com")
            .Item("DeployabilityFrontend", "web", ("Path", "ClientApp"), ("Server", "nginx"))
            .Item("DeployabilityEnvironment", "dev", ("Replicas", "1"))
            .Facts(Health("/healthz/live", HealthEndpointKind.Live))
            .Closure(
                new("/src/shop", ["src/Api/Api.csproj"], [], [], [])
                {
                    Frontends = [new("/src/shop/src/Api/ClientApp", "package-lock.json", IsBuilt: false)],
                }
            );

    /// <summary>Secrets of every kind, and code that reads files: with a value of compose's own, with a person's, optional, and read as a variable.</summary>
    public static Scenario SecretFiles() =>
        New()
            .Property("DeployabilityEmit", AllTargets)
            .Facts(
                new KeyFilesFact(Source, "/run/secrets", IsOptional: true),
                new EnvironmentPrefixFact(Source, "SHOP_"),
                Connection("ConnectionStrings:Orders", ConnectionProviders.Npgsql),
                Connection("ConnectionStrings:Cache", ConnectionProviders.Redis, required: false),
                Key("Jwt:SigningKey", required: true, secret: true),
                Key("Shop:ApiKey", secret: true),
                Key("OPENAI_API_KEY", secret: true, required: true, origin: ConfigurationOrigin.EnvironmentVariable)
            )
            .Item("DeployabilityJob", "nightly", ("Schedule", "0 2 * * *"), ("Args", "run"));

    public static Scenario LongNames() =>
        New()
            .Property("AssemblyName", "Contoso.Finance.Reporting.Monthly.Consolidation.Backend.Service.Api")
            .Item("DeployabilityJob", "recalculate-every-consolidated-balance-sheet-a", ("Schedule", "0 2 * * *"))
            .Item("DeployabilityJob", "recalculate-every-consolidated-balance-sheet-b", ("Schedule", "0 3 * * *"))
            .Item("DeployabilityVolume", "archive-of-all-the-consolidated-statements-of-every-year-so-far", ("MountPath", "/archive"))
            .Item(
                "DeployabilityService",
                "document-renderer-with-a-rather-long-name-of-its-own-to-carry-x",
                ("Image", "renderer:1.0"),
                ("Port", "3000"),
                ("VolumePath", "/data")
            )
            .Facts(
                new FileWriteFact(
                    Source,
                    "/var/lib/contoso/finance/reporting/monthly/consolidation/backend/service/spool/x.json",
                    "",
                    FileWriteKind.Data
                )
            );

    public static Scenario Everything() =>
        New()
            .Property("ContainerRegistry", "registry.example.com:5000")
            .Property("ContainerRepository", "team/shop-api")
            .Property("Description", "Sells \"things\" for $5")
            .Property("RepositoryUrl", "https://git.example.com/shop")
            .Property("DeployabilityHost", "shop.example.com")
            .Item(
                "DeployabilityEnvironment",
                "prod",
                ("Replicas", "3"),
                ("MaxReplicas", "10"),
                ("Host", "shop.example.org"),
                ("Namespace", "shop")
            )
            .Item(
                "DeployabilityVolume",
                "uploads",
                ("MountPath", "/var/uploads"),
                ("Size", "5Gi"),
                ("EnvironmentVariable", "Storage__Uploads"),
                ("StorageClass", "fast")
            )
            .Item("DeployabilityConfig", "Shop:Mode", ("Value", "live"))
            .Item("DeployabilityConfig", "Shop:Mode", ("Value", "test"), ("Environment", "dev"))
            .Item("DeployabilitySecret", "Payment:Certificate")
            .Item("ContainerLabel", "com.example.team", ("Value", "shop"))
            .Closure(
                new(
                    "/src/shop",
                    ["src/Api/Api.csproj", "src/Core Lib/Core.csproj"],
                    ["Directory.Build.props", "Directory.Packages.props", "NuGet.config", "global.json", "src/Api/packages.lock.json"],
                    ["packages"],
                    []
                )
            )
            .Setting("AllowedHosts", "shop.example.com;*.shop.example.com")
            .Setting("Shop:Title", "Café: \"the\" shop")
            .Setting("Shop:Limits:0", "10")
            .Setting("Shop:Limits:1", "20")
            .Setting("Logging:LogLevel:Default", "Information")
            .Facts(
                Health("/healthz/live", HealthEndpointKind.Live),
                Health("/healthz/ready", HealthEndpointKind.Ready, HealthChecksRun.All),
                Check("database"),
                Connection("ConnectionStrings:Orders", ConnectionProviders.Npgsql),
                Connection("ConnectionStrings:Cache", ConnectionProviders.Redis, required: false),
                Key("Shop:Title"),
                Key("Shop:Limits"),
                Key("Shop:Currency", "EUR"),
                Key("Shop:Region", required: true),
                Key("Shop:ApiKey", secret: true),
                Key("OPENAI_API_KEY", secret: true, required: true, origin: ConfigurationOrigin.EnvironmentVariable),
                Key("Logging:LogLevel:Default"),
                new OutboundEndpointFact(Source, "Services:Inventory:BaseUrl", "http", "inventory", 8081),
                new CorsPolicyFact(Source, "", false, false, ImmutableArray<string>.Empty, "Cors:AllowedOrigins"),
                new FeatureFact(Source, Features.SignalR),
                new FeatureFact(Source, Features.Cultures),
                new FeatureFact(Source, Features.PrometheusMetrics),
                new FileWriteFact(Source, "/var/log/shop/app.log", "", FileWriteKind.Log)
            );
}
