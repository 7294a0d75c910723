using System.Collections.Immutable;
using Deployability.Model;
using Deployability.Publish.Targets.Kubernetes;
using static Deployability.Publish.Tests.Scenario;

namespace Deployability.Publish.Tests.Emitters;

public sealed class ApprovalTests
{
    [Fact]
    public void MinimalWebApp() => Approval.Verify(new Scenario().Emit(), "minimal");

    [Fact]
    public void WebAppWithEverything() => Approval.Verify(Everything().Emit(), "everything");

    [Fact]
    public void Worker() => Approval.Verify(
        new Scenario().Worker()
            .Facts(Connection("ConnectionStrings:Queue", ConnectionProviders.RabbitMq), new ShutdownTimeoutFact(Source, 90), new HostedServiceFact(Source, "Poller"))
            .Emit(),
        "worker");

    [Fact]
    public void DatabaseFile() => Approval.Verify(
        new Scenario()
            .Facts(Connection("ConnectionStrings:Metrics", ConnectionProviders.Sqlite), Health("/healthz/live", HealthEndpointKind.Live))
            .Setting("ConnectionStrings:Metrics", "Data Source=metrics.db")
            .Emit(),
        "database-file");

    [Fact]
    public void JobsAndServices() => Approval.Verify(
        new Scenario()
            .Item("DeployabilityJob", "nightly-training", ("Schedule", "0 2 * * *"), ("Args", "train;--full"), ("MemoryLimit", "2Gi"))
            .Item("DeployabilityJob", "cleanup", ("Schedule", "0 1 * * 0"), ("Command", "dotnet;Tools.dll"))
            .Item("DeployabilityService", "ollama", ("Image", "ollama/ollama:0.11.4"), ("Port", "11434"), ("VolumePath", "/models"), ("Environment", "OLLAMA_MODELS=/models;OLLAMA_KEEP_ALIVE=1h"))
            .Emit(),
        "jobs-and-services");

    /// <summary>What order hashing gives is another one in every process; here it is turned round.</summary>
    [Fact]
    public void InputsInAnotherOrder_SameBytes() => Assert.Equal(Everything().Emit(), Everything().Reversed().Emit());

    [Fact]
    public void NothingIsChosen_NothingIsEmitted() => Assert.Empty(new Scenario().Property("DeployabilityEmit", "none").Emit());

    [Fact]
    public void OneTarget_IsEmittedAlone() =>
        Assert.Equal(["Dockerfile", "Dockerfile.dockerignore", "README.md"], new Scenario().Property("DeployabilityEmit", "docker").Emit().Select(static file => file.Path));

    [Fact]
    public void NoFile_HasCarriageReturnsTrailingBlanksOrAMissingLastLineEnd() => Assert.All(Everything().Emit(), static file =>
    {
        Assert.DoesNotContain('\r', file.Content);
        Assert.EndsWith("\n", file.Content, StringComparison.Ordinal);
        Assert.All(file.Content.Split('\n'), static line => Assert.Equal(line.TrimEnd(), line));
    });

    private static Scenario Everything() => new Scenario()
        .Property("ContainerRegistry", "registry.example.com:5000")
        .Property("ContainerRepository", "team/shop-api")
        .Property("Description", "Sells \"things\" for $5")
        .Property("RepositoryUrl", "https://git.example.com/shop")
        .Property("DeployabilityHost", "shop.example.com")
        .Item("DeployabilityEnvironment", "prod", ("Replicas", "3"), ("MaxReplicas", "10"), ("Host", "shop.example.org"), ("Namespace", "shop"))
        .Item("DeployabilityVolume", "uploads", ("MountPath", "/var/uploads"), ("Size", "5Gi"), ("EnvironmentVariable", "Storage__Uploads"), ("StorageClass", "fast"))
        .Item("DeployabilityConfig", "Shop:Mode", ("Value", "live"))
        .Item("DeployabilityConfig", "Shop:Mode", ("Value", "test"), ("Environment", "dev"))
        .Item("DeployabilitySecret", "Payment:Certificate")
        .Item("ContainerLabel", "com.example.team", ("Value", "shop"))
        .Closure(new(
            "/src/shop",
            ["src/Api/Api.csproj", "src/Core Lib/Core.csproj"],
            ["Directory.Build.props", "Directory.Packages.props", "NuGet.config", "global.json", "src/Api/packages.lock.json"],
            ["packages"],
            []))
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
            new FileWriteFact(Source, "/var/log/shop/app.log", "", FileWriteKind.Log));
}
