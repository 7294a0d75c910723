using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Deployability.Model;
using Deployability.Publish.Emission;
using Tomlyn;
using Tomlyn.Model;

namespace Deployability.Publish.Tests.Emitters;

/// <summary>What every file of a cloud has to keep, in all scenarios: it parses, its references resolve, its numbers are ones that the platform takes.</summary>
public sealed partial class CloudTests
{
    private static readonly JsonSerializerOptions Camel = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static TheoryData<string> Names => [.. CloudScenarios.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void EcsTasks_AreWhatTheApiTakes(string scenario)
    {
        var tasks = Files(scenario, "aws-ecs", "task-definition.json")
            .Select(static file => JsonSerializer.Deserialize<EcsTask>(file.Content, Camel)!);

        Assert.All(
            tasks,
            static task =>
            {
                var container = Assert.Single(task.ContainerDefinitions);
                Assert.Equal(
                    task.Volumes.Select(static volume => volume.Name).Order(),
                    container.MountPoints.Select(static mount => mount.SourceVolume).Order()
                );
                Assert.InRange(container.StopTimeout, 1, 120);
                Assert.True(container.ReadonlyRootFilesystem);
                Assert.Equal("10001:10001", container.User);
                Assert.Contains((int.Parse(task.Cpu), int.Parse(task.Memory)), FargateSizes());
                Assert.All(container.Secrets, static secret => Assert.Matches("^/[A-Za-z0-9._/-]+$", secret.ValueFrom));
            }
        );
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void EcsServices_PointAtTheirTask(string scenario) =>
        Assert.All(
            Files(scenario, "aws-ecs", "service.json"),
            file =>
            {
                var service = JsonSerializer.Deserialize<EcsService>(file.Content, Camel)!;
                var name = file.Path[(file.Path.LastIndexOf('/') + 1)..]
                    .Replace("service.json", "task-definition.json", StringComparison.Ordinal);
                var task = JsonSerializer.Deserialize<EcsTask>(Beside(scenario, file, name), Camel)!;
                Assert.All(
                    service.ServiceConnectConfiguration?.Services ?? [],
                    connected =>
                        Assert.Contains(connected.PortName, task.ContainerDefinitions[0].PortMappings!.Select(static port => port.Name))
                );
                Assert.Equal(task.Family, service.TaskDefinition);
                Assert.All(
                    service.LoadBalancers ?? [],
                    balancer =>
                    {
                        Assert.Equal(task.ContainerDefinitions[0].Name, balancer.ContainerName);
                        Assert.Contains(
                            balancer.ContainerPort,
                            task.ContainerDefinitions[0].PortMappings!.Select(static port => port.ContainerPort)
                        );
                    }
                );
            }
        );

    [Theory]
    [MemberData(nameof(Names))]
    public void ContainerApps_FindTheirSecretsVolumesAndLimits(string scenario) =>
        Assert.All(
            Files(scenario, "azure-container-apps", ".yaml"),
            static file =>
            {
                var app = Assert.Single(Rendered.Objects(file.Content));
                var (configuration, template) = (app["properties"]!["configuration"]!, app["properties"]!["template"]!);
                var container = template["containers"]![0]!;
                Assert.Equal(Values(configuration["secrets"], "name"), Values(container["env"], "secretRef"));
                Assert.Equal(Values(template["volumes"], "name"), Values(container["volumeMounts"], "volumeName"));
                Assert.Matches("^[a-z][a-z0-9-]{0,30}[a-z0-9]$", (string)app["name"]!);
                Assert.DoesNotContain("--", (string)app["name"]!, StringComparison.Ordinal);
                Assert.All(
                    Values(configuration["secrets"], "name"),
                    static name => Assert.Matches("^[a-z0-9]([a-z0-9-]*[a-z0-9])?$", name)
                );
                Assert.All(
                    Values(configuration["secrets"], "keyVaultUrl"),
                    static url => Assert.Matches("^https://[a-z][a-z0-9-]{2,23}\\.vault\\.azure\\.net/secrets/", url)
                );
                foreach (var probe in container["probes"]?.AsArray() ?? [])
                {
                    Assert.InRange(Number(probe!["failureThreshold"]!), 1, 10);
                    Assert.Null(probe["grpc"]);
                }

                var (cpu, memory) = (
                    decimal.Parse(container["resources"]!["cpu"]!.ToString(), CultureInfo.InvariantCulture),
                    (string)container["resources"]!["memory"]!
                );
                Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"{cpu * 2:0.###}Gi"), memory);
            }
        );

    [Theory]
    [MemberData(nameof(Names))]
    public void CloudRun_FindsItsVolumesAndKeepsItsLimits(string scenario) =>
        Assert.All(
            Files(scenario, "cloud-run", ".yaml"),
            static file =>
            {
                var item = Assert.Single(Rendered.Objects(file.Content));
                var spec = item["spec"]!["template"]!["spec"]!;
                spec = spec["template"]?["spec"] ?? spec;
                var container = spec["containers"]![0]!;
                Assert.Equal(Values(spec["volumes"], "name"), Values(container["volumeMounts"], "name"));
                Assert.True(((string)item["metadata"]!["name"]!).Length <= 49);
                Assert.DoesNotContain("PORT", Values(container["env"], "name"));
                foreach (var probe in new[] { container["startupProbe"], container["livenessProbe"] }.OfType<JsonObject>())
                {
                    Assert.True(Number(probe["timeoutSeconds"]!) <= Number(probe["periodSeconds"]!));
                    Assert.InRange(Number(probe["failureThreshold"]!) * Number(probe["periodSeconds"]!), 1, 240);
                }

                Assert.Null(container["livenessProbe"]?["tcpSocket"]);
            }
        );

    [Theory]
    [MemberData(nameof(Names))]
    public void Fly_IsTomlWithOneMountAndTheDockerfile(string scenario) =>
        Assert.All(
            Files(scenario, "fly", ".toml"),
            file =>
            {
                var document = TomlSerializer.Deserialize<TomlTable>(file.Content)!;
                var build = (TomlTable)document["build"];
                var dockerfile = file.Path.EndsWith("frontend.toml", StringComparison.Ordinal) ? "frontend/web/Dockerfile" : "Dockerfile";
                Assert.Equal(dockerfile, Resolved(file.Path, (string)build["dockerfile"]));
                Assert.Equal($"{dockerfile}.dockerignore", Resolved(file.Path, (string)build["ignorefile"]));
                Assert.Equal("SIGTERM", document["kill_signal"]);
                Assert.Matches("^[a-z][a-z0-9-]*$", (string)document["app"]);
                if (document.TryGetValue("mounts", out var mounts))
                {
                    Assert.Matches("^[a-z0-9_]{1,30}$", (string)Assert.Single((TomlTableArray)mounts)["source"]);
                }
            }
        );

    [Fact]
    public void Toml_GivesBackEveryCharacterOfAValue()
    {
        var file = CloudScenarios.All["clouds-weird-names"]().File("cloud/fly/fly.toml");

        var variables = (TomlTable)TomlSerializer.Deserialize<TomlTable>(file)!["env"];

        Assert.Equal("a \"quoted\" \\ value\twith ${HOME} and 'more'", variables["Feature.Flags__Be-ta"]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Render_HasOneDiskAndCronJobsThatTakeTheAppsSecrets(string scenario) =>
        Assert.All(
            Files(scenario, "render", ".yaml"),
            static file =>
            {
                var services = Assert.Single(Rendered.Objects(file.Content))["services"]!.AsArray();
                var app = services[0]!;
                var asked = app["envVars"]!
                    .AsArray()
                    .Where(static variable => variable!["sync"] is not null)
                    .Select(static variable => (string)variable!["key"]!);
                Assert.InRange(Number(app["maxShutdownDelaySeconds"]!), 1, 300);
                Assert.True(app["disk"] is null || (app["numInstances"] is null && app["scaling"] is null), "a disk means one instance");
                foreach (var cron in services.Skip(1).Where(static service => (string)service!["type"]! != "web"))
                {
                    Assert.Equal("cron", (string)cron!["type"]!);
                    Assert.Equal(
                        asked,
                        cron["envVars"]!
                            .AsArray()
                            .Select(static variable => variable!["fromService"])
                            .OfType<JsonObject>()
                            .Select(static source => (string)source["envVarKey"]!)
                    );
                }
            }
        );

    /// <summary>The front end is what visitors come in by; it is told where the app is, and by which host a router knows it.</summary>
    [Theory]
    [InlineData("azure-container-apps/containerapp.yaml", "external: false")]
    [InlineData("azure-container-apps/frontend.yaml", "https://shop-api.internal.${AZURE_DOMAIN}", "external: true", "$proxy_host")]
    [InlineData("aws-ecs/service.json", "\"dnsName\": \"shop-api\"")]
    [InlineData("aws-ecs/frontend.task-definition.json", "http://shop-api:8080", "registry.example.com/shop-api-web:1.2.3")]
    [InlineData("aws-ecs/frontend.service.json", "${TARGET_GROUP_ARN}")]
    [InlineData("cloud-run/frontend.yaml", "${API_URL}", "$proxy_host")]
    [InlineData("fly/frontend.toml", "https://shop-api.fly.dev", "$proxy_host")]
    [InlineData("render/render.yaml", "type: pserv", "property: hostport", "frontend/web/Dockerfile")]
    public void AFrontEnd_IsAnAppOfItsOwnThatFindsTheApp(string file, params string[] parts) =>
        Assert.All(
            parts,
            part => Assert.Contains(part, CloudScenarios.All["clouds-front-end"]().File($"cloud/{file}"), StringComparison.Ordinal)
        );

    [Theory]
    [InlineData("azure-container-apps", true)]
    [InlineData("cloud-run", true)]
    [InlineData("fly", true)]
    [InlineData("aws-ecs", false)]
    public void AnAppThatRefusesHosts_HasToTakeItsOwnAddressThere(string target, bool expected)
    {
        var plan = Scenarios.FrontEnd().Property("DeployabilityEmit", $"docker;{target}").Setting("AllowedHosts", "www.example.com").Plan();

        Assert.Equal(
            expected,
            plan.Actions.Any(action => action.Target == target && action.Task.Contains("own address there", StringComparison.Ordinal))
        );
    }

    /// <summary>Cloud Run cuts a WebSocket when a request would be given up: circuits of Blazor every five minutes.</summary>
    [Theory]
    [InlineData(Features.BlazorServer, "timeoutSeconds: 3600")]
    [InlineData(Features.SignalR, "timeoutSeconds: 3600")]
    [InlineData(Features.InProcessSession, "timeoutSeconds: 300\n")]
    public void AConnectionThatStaysOpen_IsNotCutAsARequestIs(string feature, string expected) =>
        Assert.Contains(
            expected,
            new Scenario()
                .Property("DeployabilityEmit", "docker;cloud-run")
                .Facts(new FeatureFact(Scenario.Source, feature))
                .File("cloud/cloud-run/service.yaml"),
            StringComparison.Ordinal
        );

    /// <summary>Nothing else with a dollar sign is touched, and what is not in the list stays a hole.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void EveryHole_IsOneThatTheReadmeFills(string scenario)
    {
        var files = CloudScenarios.All[scenario]().Emit();
        var filled = files
            .Single(static file => file.Path == "README.md")
            .Content.Split('\'')
            .SelectMany(static part => Filled().Matches(part))
            .Select(static match => match.Groups[1].Value)
            .ToHashSet();

        Assert.All(
            files.Where(static file => file.Path.StartsWith("cloud/", StringComparison.Ordinal)),
            file =>
                Assert.All(
                    Hole().Matches(file.Content).Select(static match => match.Groups[1].Value).Where(static hole => hole != "HOME"),
                    hole => Assert.Contains(hole, filled)
                )
        );
    }

    [Fact]
    public void AllEmits_EveryTarget()
    {
        var scenario = Scenarios.Everything().Property("DeployabilityEmit", "all");
        var paths = scenario.Emit().Select(static file => file.Path).ToList();

        Assert.All(
            CloudScenarios.Targets.Split(';').Skip(1),
            target => Assert.Contains(paths, path => path.StartsWith($"cloud/{target}/", StringComparison.Ordinal))
        );
    }

    private static IEnumerable<GeneratedFile> Files(string scenario, string target, string suffix)
    {
        var files = CloudScenarios
            .All[scenario]()
            .Emit()
            .Where(file =>
                file.Path.StartsWith($"cloud/{target}/", StringComparison.Ordinal) && file.Path.EndsWith(suffix, StringComparison.Ordinal)
            )
            .ToList();
        Assert.NotEmpty(files);
        return files;
    }

    private static string Beside(string scenario, GeneratedFile file, string name) =>
        CloudScenarios.All[scenario]().File($"{file.Path[..(file.Path.LastIndexOf('/') + 1)]}{name}");

    private static long Number(JsonNode node) => node.GetValue<long>();

    private static string Resolved(string file, string relative) => new Uri(new Uri($"file:///{file}"), relative).AbsolutePath[1..];

    private static IEnumerable<string> Values(JsonNode? list, string name) =>
        list is JsonArray items ? items.Select(item => (string?)item![name]).OfType<string>().Order(StringComparer.Ordinal) : [];

    /// <summary>As docs.aws.amazon.com tells them: task CPU and memory.</summary>
    private static IEnumerable<(int Cpu, int Memory)> FargateSizes() =>
        new[] { (256, 512), (256, 1024), (256, 2048), (512, 1024), (512, 2048), (512, 3072), (512, 4096), (1024, 2048), (1024, 3072) };

    [GeneratedRegex("\\$\\{([A-Z][A-Z0-9_]*)\\}")]
    private static partial Regex Hole();

    [GeneratedRegex("\\$([A-Z][A-Z0-9_]*)")]
    private static partial Regex Filled();
}
