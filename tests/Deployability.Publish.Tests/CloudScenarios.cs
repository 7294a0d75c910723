using Deployability.Model;
using static Deployability.Publish.Tests.Scenario;

namespace Deployability.Publish.Tests;

/// <summary>The shapes of apps that clouds treat differently.</summary>
internal static class CloudScenarios
{
    public const string Clouds = "azure-container-apps;aws-ecs;cloud-run;fly;render";
    public const string Targets = "docker;" + Clouds;

    public static IReadOnlyDictionary<string, Func<Scenario>> All { get; } =
        new Dictionary<string, Func<Scenario>>
        {
            ["clouds-web"] = static () => Scenarios.Everything().Property("DeployabilityEmit", Targets),
            ["clouds-worker"] = static () =>
                Small()
                    .Worker()
                    .Facts(
                        Connection("ConnectionStrings:Queue", ConnectionProviders.RabbitMq),
                        new ShutdownTimeoutFact(Source, 90),
                        new HostedServiceFact(Source, "Poller")
                    ),
            ["clouds-front-end"] = static () => Scenarios.FrontEnd().Property("DeployabilityEmit", Targets),
            ["clouds-grpc"] = static () =>
                Small().Facts(new ListenFact(Source, "http", "*", 5400, IsHttp2Only: true), Health(HealthEndpointFact.GrpcPath)),
            ["clouds-aot"] = static () =>
                Small()
                    .Property("DeployabilityEmit", Targets + ";github-actions;azure-pipelines")
                    .Property("PublishAot", "true")
                    .Property("DeployabilityProbe", "")
                    .Facts(Health("/healthz/live", HealthEndpointKind.Live)),
            ["clouds-volumes"] = static () =>
                Small()
                    .Property("ContainerRegistry", "shop.azurecr.io")
                    .Item("DeployabilityVolume", "uploads", ("MountPath", "/var/uploads"), ("Size", "5Gi"))
                    .Item("DeployabilityVolume", "export-files", ("MountPath", "/var/export"), ("Size", "500Mi"))
                    .Item("DeployabilityShare", "office", ("Source", @"\\files\office"), ("MountPath", "/mnt/office"))
                    .Item("DeployabilityService", "ollama", ("Image", "ollama/ollama:0.11.4"), ("Port", "11434"))
                    .Facts(
                        Health("/healthz/live", HealthEndpointKind.Live),
                        new FileWriteFact(Source, "/var/log/shop/app.log", "", FileWriteKind.Log)
                    ),
            ["clouds-jobs"] = static () =>
                Small()
                    .Property("DeployabilityEnvironments", "prod")
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
                        ("Schedule", "*/15 1 * * 1-5"),
                        ("Command", "dotnet;Tools.dll"),
                        ("Args", "it's;--all files"),
                        ("TimeZone", "Europe/Berlin")
                    )
                    .Item("DeployabilityJob", "both-days", ("Schedule", "0 3 13 * 5"), ("Concurrency", "Allow"))
                    .Item("DeployabilitySecret", "Payment:Key")
                    .Facts(Health("/healthz/live", HealthEndpointKind.Live), new HostedServiceFact(Source, "Queue")),
            ["clouds-weird-names"] = static () =>
                Scenarios
                    .LongNames()
                    .Property("DeployabilityEmit", Targets)
                    .Property("AssemblyName", "3D.Contoso.Finance.Reporting.Monthly.Consolidation.Backend.Service.Api")
                    .Item("DeployabilityConfig", "Feature.Flags:Be-ta", ("Value", "a \"quoted\" \\ value\twith ${HOME} and 'more'"))
                    .Facts(
                        Key("Api_Key", secret: true),
                        Key("Api.Key", secret: true),
                        Key("Api-Key", secret: true),
                        Key("Region", required: true)
                    ),
        };

    /// <summary>Pipelines, with and without something that they can roll out.</summary>
    public static IReadOnlyDictionary<string, Func<Scenario>> Pipelines { get; } =
        new Dictionary<string, Func<Scenario>>
        {
            ["pipelines"] = static () =>
                Scenarios.Everything().Property("DeployabilityEmit", "docker;kubernetes;helm;report;github-actions;azure-pipelines"),
            ["pipelines-helm"] = static () =>
                new Scenario()
                    .Property("DeployabilityEmit", "docker;helm;github-actions;azure-pipelines")
                    .Property("DeployabilityEnvironments", "pre-prod;1st")
                    .Closure(
                        new("/src/shop/back end", ["src/Api/Api.csproj"], ["global.json"], [], [])
                        {
                            Repository = "/src/shop",
                            Solution = "/src/shop/back end/Shop Api.slnx",
                        }
                    ),
        };

    private static Scenario Small() => new Scenario().Property("DeployabilityEmit", Targets);
}
