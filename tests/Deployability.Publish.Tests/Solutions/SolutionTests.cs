using Deployability.Model;
using Deployability.Publish.Emission;
using Deployability.Publish.Planning;
using Deployability.Publish.Reading;
using Deployability.Publish.Report;
using Deployability.Publish.Solutions;
using Deployability.Publish.Targets;
using static Deployability.Publish.Tests.Scenario;

namespace Deployability.Publish.Tests.Solutions;

public sealed class SolutionTests
{
    private const string Solution = "/src/shop/Shop.sln";
    private const string Folder = "/src/shop/deploy";

    public static TheoryData<string> Names => [.. Scenarios.All.Keys];

    /// <summary>What an app notes down is all that the index needs of it.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void APlan_ComesBackAsItWas(string scenario)
    {
        var plan = Scenarios.All[scenario]().Plan();

        var read = SolutionApp.Read(App("a", plan).Write());

        Assert.NotNull(read);
        Assert.Equal(ComposeEmitter.Together(plan.Name, [plan]), ComposeEmitter.Together(plan.Name, [read.Plan]));
        Assert.Equal(plan.Environments, read.Plan.Environments);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{ "Project": 1, "Plan": {} }""")]
    public void ABrokenNote_IsNone(string text) => Assert.Null(SolutionApp.Read(text));

    [Fact]
    public void AppsWithTheUsualKey_HaveADatabaseEachOnOneServer()
    {
        var compose = Compose(Web("api", "ConnectionStrings:DefaultConnection"), Web("admin", "ConnectionStrings:DefaultConnection"));

        Assert.Equal(1, compose.Split("image: postgres:17\n").Length - 1);
        Assert.Contains("Host=postgres-db;Port=5432;Database=api_defaultconnection;Username=postgres;", compose, StringComparison.Ordinal);
        Assert.Contains(
            "Host=postgres-db;Port=5432;Database=admin_defaultconnection;Username=postgres;",
            compose,
            StringComparison.Ordinal
        );
        Assert.Contains("CREATE DATABASE \"admin_defaultconnection\";", compose, StringComparison.Ordinal);
        Assert.Contains("CREATE DATABASE \"api_defaultconnection\";", compose, StringComparison.Ordinal);
        Assert.Contains("/docker-entrypoint-initdb.d/databases.sql", compose, StringComparison.Ordinal);
    }

    [Fact]
    public void AppsThatReadOneKey_HaveOneDatabase()
    {
        var compose = Compose(Web("api", "ConnectionStrings:Orders"), Web("billing", "ConnectionStrings:Orders"));

        Assert.Equal(2, compose.Split("Host=orders-db;Port=5432;Database=orders;").Length - 1);
        Assert.Equal(1, compose.Split("image: postgres:17\n").Length - 1);
        Assert.DoesNotContain("CREATE DATABASE", compose, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ConnectionStrings:Orders", true)]
    [InlineData("ConnectionStrings:DefaultConnection", false)]
    public void AnAppThatReadsAKeyWithoutUsingIt_HasTheDatabaseOfWhoDoes(string key, bool expected)
    {
        var compose = Compose(Web("api", key), Web("batch", key, ""));

        // A variable that is asked of .env would keep the others from starting too.
        Assert.Equal(expected ? 0 : 1, compose.Split($"{Text.VariableName(key)}: \"${{").Length - 1);
        Assert.Equal(expected ? 2 : 1, compose.Split("condition: service_healthy").Length - 1);
    }

    [Fact]
    public void BrokersThatAppsAreToldInParts_AreOneServer()
    {
        var compose = Compose(Parts("api", "Orders"), Parts("batch", "Messaging"));

        Assert.Contains("      Orders__Host: rabbitmq\n", compose, StringComparison.Ordinal);
        Assert.Contains("      Messaging__Host: rabbitmq\n", compose, StringComparison.Ordinal);
        Assert.Contains("      Messaging__Password: \"${RABBITMQ_PASSWORD:?", compose, StringComparison.Ordinal);
        Assert.Equal(1, compose.Split("image: rabbitmq:").Length - 1);

        static SolutionApp Parts(string name, string section) =>
            App(
                name,
                New(name)
                    .Facts(
                        new ConnectionPartsFact(
                            Source,
                            ConnectionProviders.RabbitMq,
                            $"{section}:Host",
                            $"{section}:User",
                            $"{section}:Password"
                        ),
                        Key($"{section}:Host"),
                        Key($"{section}:User"),
                        Key($"{section}:Password", secret: true)
                    )
                    .Plan()
            );
    }

    [Fact]
    public void AppsWithKeysOfTheirOwn_HaveDatabasesOfTheirOwnOnOneServer()
    {
        var compose = Compose(Web("api", "ConnectionStrings:Orders"), Web("billing", "ConnectionStrings:Invoices"));

        Assert.Contains("Database=orders;Username=postgres", compose, StringComparison.Ordinal);
        Assert.Contains("Database=invoices;Username=postgres", compose, StringComparison.Ordinal);
        Assert.DoesNotContain("orders-db", compose, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ConnectionProviders.SqlServer, "Server=sqlserver-db,1433;Database=a_default;", "CREATE DATABASE [b_default];")]
    [InlineData(
        ConnectionProviders.MySql,
        "Server=mysql-db;Port=3306;Database=a_default;",
        "GRANT ALL PRIVILEGES ON `b_default`.* TO 'app_mysql'@'%';"
    )]
    [InlineData(ConnectionProviders.MongoDb, "@mongo:27017/a_default?authSource=admin", "@mongo:27017/b_default?authSource=admin")]
    [InlineData(ConnectionProviders.Redis, "defaultDatabase=0", "defaultDatabase=1")]
    [InlineData(ConnectionProviders.RabbitMq, "@rabbitmq:5672/", "rabbitmq-data")]
    public void EveryKindOfServer_HoldsSeveral(string provider, string one, string two)
    {
        var compose = Compose(Web("a", "ConnectionStrings:Default", provider), Web("b", "ConnectionStrings:Default", provider));

        Assert.Contains(one, compose, StringComparison.Ordinal);
        Assert.Contains(two, compose, StringComparison.Ordinal);
    }

    [Fact]
    public void PortsOfThisMachine_AreCountedByThoseThatArePublished()
    {
        var compose = Compose(
            App(
                "a",
                New("a")
                    .Facts(new ListenFact(Source, "http", "*", 8080), new ListenFact(Source, "http", "*", 5001, IsHttp2Only: true))
                    .Plan()
            ),
            App("b", New("b").Worker().Plan()),
            Web("c", "ConnectionStrings:Orders")
        );

        Assert.Contains("127.0.0.1:${A_PORT:-8080}:8080", compose, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1:${A_PORT_5001:-8081}:5001", compose, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1:${C_PORT:-8082}:8080", compose, StringComparison.Ordinal);
    }

    [Fact]
    public void PortsAndVolumes_AreEachAppsOwn()
    {
        var compose = Compose(
            App("a", New("a").Item("DeployabilityVolume", "data", ("MountPath", "/data")).Plan()),
            App("b", New("b").Item("DeployabilityVolume", "data", ("MountPath", "/data")).Plan())
        );

        Assert.Contains("127.0.0.1:${A_PORT:-8080}:8080", compose, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1:${B_PORT:-8081}:8080", compose, StringComparison.Ordinal);
        Assert.Contains("- a-data:/data\n", compose, StringComparison.Ordinal);
        Assert.Contains("- b-data:/data\n", compose, StringComparison.Ordinal);
    }

    [Fact]
    public void TheBuildOfAnApp_IsSeenFromTheIndex()
    {
        var compose = Compose(Web("api", "ConnectionStrings:A"), Web("billing", "ConnectionStrings:A"));

        Assert.Contains("context: \"..\"", compose, StringComparison.Ordinal);
        Assert.Contains("dockerfile: src/Api/deploy/Dockerfile", compose, StringComparison.Ordinal);
    }

    [Fact]
    public void AKustomization_IsOverTheOverlaysOfAll()
    {
        var files = Files(Web("api", "ConnectionStrings:A"), Web("billing", "ConnectionStrings:A"));

        Assert.Contains(
            "  - \"../../../api/deploy/kubernetes/overlays/prod\"\n",
            files.Single(static file => file.Path == "kubernetes/prod/kustomization.yaml").Content,
            StringComparison.Ordinal
        );
        Assert.Equal(3, files.Count(static file => file.Path.StartsWith("kubernetes/", StringComparison.Ordinal)));
    }

    [Fact]
    public void TheOrderOfTheApps_ChangesNothing()
    {
        SolutionApp[] apps =
        [
            Web("api", "ConnectionStrings:A"),
            Web("billing", "ConnectionStrings:B"),
            Web("admin", "ConnectionStrings:Default"),
        ];

        Assert.Equal(Files(apps), Files([.. apps.Reverse()]));
    }

    [Fact]
    public void AnIndex_IsWrittenByWhoeverComesLast_FromAllThatTheSolutionHas()
    {
        using var folder = new OutputFolder([]);
        var solution = folder.Write("Shop.sln", "");
        var projects = new[] { "api", "billing", "admin" };
        foreach (var name in projects)
        {
            Note(folder, name);
        }

        var index = folder["deploy"];
        Parallel.ForEach(projects, name => Assert.Empty(Publish(name, "")));
        var all = Snapshot(index);

        Assert.Contains("compose.yaml", all.Keys);
        Assert.All(projects, name => Assert.Contains($"\n  {name}:\n", all["compose.yaml"], StringComparison.Ordinal));
        Assert.Empty(Publish("api", ""));
        Assert.Equal(all, Snapshot(index));

        // One is no longer part of the solution, then there is one alone.
        Assert.Empty(Publish("api", Contents("api", "billing")));
        Assert.DoesNotContain("\n  admin:\n", Snapshot(index)["compose.yaml"], StringComparison.Ordinal);
        Assert.Empty(Publish("api", Contents("api")));
        Assert.DoesNotContain("compose.yaml", Snapshot(index).Keys);

        IReadOnlyList<Problem> Publish(string name, string contents) =>
            SolutionIndex.Write(solution, contents, index, folder["obj/deployability/Shop"], folder[$"{name}/obj/{SolutionApp.FileName}"]);

        string Contents(params string[] names) =>
            $"<SolutionConfiguration>{string.Concat(names.Select(name => $"<ProjectConfiguration Project=\"{{0}}\" AbsolutePath=\"{folder[$"{name}/{name}.csproj"]}\">Release|AnyCPU</ProjectConfiguration>"))}</SolutionConfiguration>";
    }

    [Fact]
    public void AReportAlone_LeavesTheRestOfTheIndexAsItIs()
    {
        using var folder = new OutputFolder([]);
        var solution = folder.Write("Shop.sln", "");
        Note(folder, "api");
        Note(folder, "billing");
        Publish(reportOnly: false);
        var before = Snapshot(folder["deploy"]);
        NoteReport("api", 40);
        NoteReport("billing", 70);

        Publish(reportOnly: true);

        var after = Snapshot(folder["deploy"]);
        Assert.Equal(
            ["report/deployability.html", "report/deployability.json", "report/deployability.md"],
            after.Keys.Except(before.Keys).Order(StringComparer.Ordinal)
        );
        Assert.Contains(
            "[api](../../api/deploy/report/deployability.md) | 40 |",
            after["report/deployability.md"],
            StringComparison.Ordinal
        );
        Assert.Equal(before["compose.yaml"], after["compose.yaml"]);

        void Publish(bool reportOnly) =>
            Assert.All(
                ["api", "billing"],
                name =>
                    Assert.Empty(
                        SolutionIndex.Write(
                            solution,
                            "",
                            folder["deploy"],
                            folder["obj/deployability/Shop"],
                            folder[$"{name}/obj/{SolutionApp.FileName}"],
                            reportOnly
                        )
                    )
            );

        void NoteReport(string name, int score) =>
            SolutionIndex.NoteReport(
                folder[$"{name}/obj/{SolutionApp.FileName}"],
                new AppReadiness(folder[$"{name}/{name}.csproj"], folder[$"{name}/deploy"], name, score, null, [], [], 0, 0)
            );
    }

    [Fact]
    public void TwoAppsOfOneName_HaveNoIndex_AndItIsSaid()
    {
        using var folder = new OutputFolder([]);
        var solution = folder.Write("Shop.sln", "");
        Note(folder, "one", "shop");
        Note(folder, "two", "shop");
        _ = SolutionIndex.Write(solution, "", folder["deploy"], folder["obj"], folder[$"one/obj/{SolutionApp.FileName}"]);

        var problem = Assert.Single(
            SolutionIndex.Write(solution, "", folder["deploy"], folder["obj"], folder[$"two/obj/{SolutionApp.FileName}"])
        );

        Assert.Contains("both called 'shop'", problem.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["deploy"]));
    }

    /// <summary>A job of one app may be called as another app is.</summary>
    [Fact]
    public void TwoServicesOfOneName_HaveNoIndex_AndItIsSaid()
    {
        using var folder = new OutputFolder([]);
        var solution = folder.Write("Shop.sln", "");
        Note(folder, "shop-nightly");
        Note(folder, "shop", change: static scenario => scenario.Item("DeployabilityJob", "nightly", ("Schedule", "0 2 * * *")));
        _ = SolutionIndex.Write(solution, "", folder["deploy"], folder["obj"], folder[$"shop/obj/{SolutionApp.FileName}"]);

        var problem = Assert.Single(
            SolutionIndex.Write(solution, "", folder["deploy"], folder["obj"], folder[$"shop-nightly/obj/{SolutionApp.FileName}"])
        );

        Assert.Contains("both have a service 'shop-nightly'", problem.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["deploy"]));
    }

    [Fact]
    public void AVariableWithDifferentValues_IsEachAppsOwnChoice()
    {
        var files = Files(
            Setting("orders", "SERVICE_NAME", "order-service"),
            Setting("mail", "SERVICE_NAME", "mail-service"),
            Setting("web", "TOPIC", "orders")
        );

        var compose = files.Single(static file => file.Path == "compose.yaml").Content;
        Assert.Contains("      SERVICE_NAME: \"${ORDERS_SERVICE_NAME:-order-service}\"\n", compose, StringComparison.Ordinal);
        Assert.Contains("      SERVICE_NAME: \"${MAIL_SERVICE_NAME:-mail-service}\"\n", compose, StringComparison.Ordinal);
        Assert.Contains("      TOPIC: \"${TOPIC:-orders}\"\n", compose, StringComparison.Ordinal);
        var example = files.Single(static file => file.Path == ".env.example").Content;
        Assert.Contains("\n# ORDERS_SERVICE_NAME=order-service\n", example, StringComparison.Ordinal);
        Assert.DoesNotContain("\n# SERVICE_NAME=", example, StringComparison.Ordinal);
        Assert.Contains(
            "begins with the name of its app",
            files.Single(static file => file.Path == "README.md").Content,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void AVariableWithOneValue_IsOneChoiceForAll()
    {
        var compose = Compose(Setting("orders", "TOPIC", "orders"), Setting("mail", "TOPIC", "orders"));

        Assert.Equal(2, compose.Split("TOPIC: \"${TOPIC:-orders}\"").Length - 1);
    }

    /// <summary>Somebody's own compose file calls it with a hyphen or a dot, and by the port that it has there.</summary>
    [Theory]
    [InlineData("http://order-service:8080/", "http://orderservice:8080/")]
    [InlineData("http://order.service", "http://orderservice:8080")]
    [InlineData("https://OrderService:8081/v1?x=y", "http://orderservice:8080/v1?x=y")]
    public void AnAddressOfAnotherApp_LeadsToItsService(string address, string expected)
    {
        var files = Files(Setting("worker", "ORDER_SERVICE_URL", address), App("order", New("OrderService").Plan()));

        Assert.Contains(
            $"      ORDER_SERVICE_URL: {expected}\n",
            files.Single(static file => file.Path == "compose.yaml").Content.Replace("\"", "", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(files, static file => file.Path == ".env.example");
        var readme = files.Single(static file => file.Path == "README.md").Content;
        Assert.Contains(
            $"<DeployabilityConfig Include=\"ORDER_SERVICE_URL\" Value=\"{expected.Replace(":8080", "", StringComparison.Ordinal)}\" />",
            readme,
            StringComparison.Ordinal
        );
        Assert.Contains("<!-- orderservice -->\n<DeployabilityClient Include=\"worker\" />", readme, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://orders.example.com/")]
    [InlineData("http://invoices:8080/")]
    [InlineData("amqp://orderservice/")]
    [InlineData("orderservice")]
    public void AnAddressOfSomethingElse_StaysAsItIs(string address)
    {
        var files = Files(Setting("worker", "ADDRESS", address), App("order", New("OrderService").Plan()));

        Assert.Contains(
            $"${{ADDRESS:-{address}}}",
            files.Single(static file => file.Path == "compose.yaml").Content,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(
            "DeployabilityClient",
            files.Single(static file => file.Path == "README.md").Content,
            StringComparison.Ordinal
        );
    }

    /// <summary>On a developer's machine apps call one another by the ports of their launch settings.</summary>
    [Theory]
    [InlineData("https://localhost:7001/v1", "http://orders:8080/v1")]
    [InlineData("http://127.0.0.1:5001", "http://orders:8080")]
    [InlineData("http://localhost:5999", "${ADDRESS:-http://localhost:5999}")]
    [InlineData("http://localhost:5002", "${ADDRESS:-http://localhost:5002}")]
    public void AnAddressOfADevelopersMachine_LeadsToTheAppThatListensThere(string address, string expected)
    {
        var compose = Compose(
            Setting("web", "ADDRESS", address) with
            {
                LaunchPorts = [5002],
            },
            App("orders", New("orders").Plan()) with
            {
                LaunchPorts = [5001, 7001],
            }
        );

        Assert.Contains($"      ADDRESS: {expected}\n", compose.Replace("\"", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void LaunchSettings_SayWhereAnAppListens()
    {
        using var folder = new OutputFolder([]);
        folder.Write(
            "Properties/launchSettings.json",
            """
            {
              // Of a template.
              "iisSettings": { "iisExpress": { "applicationUrl": "http://localhost:9" } },
              "profiles": {
                "https": { "applicationUrl": "https://localhost:7001;http://localhost:5001" },
                "Container": { "launchUrl": "{Scheme}://{ServiceHost}:{ServicePort}", "applicationUrl": "{Scheme}://x" }
              }
            }
            """
        );

        Assert.Equal([5001, 7001], LaunchSettings.Ports(folder["."]));
        Assert.Empty(LaunchSettings.Ports(folder["Properties"]));
    }

    private static SolutionApp Setting(string name, string key, string value) => App(name, New(name).Facts(Key(key, value)).Plan());

    [Fact]
    public void Readme_SaysHowAJobIsRun()
    {
        var orders = New("orders").Item("DeployabilityJob", "nightly", ("Schedule", "0 2 * * *")).Plan();

        var readme = Files(App("orders", orders), App("web", New("web").Plan())).Single(static file => file.Path == "README.md").Content;

        Assert.Contains("\ndocker compose run --build --rm orders-nightly\n", readme, StringComparison.Ordinal);
    }

    private static void Note(OutputFolder folder, string name, string? called = null, Func<Scenario, Scenario>? change = null)
    {
        folder.Write($"{name}/{name}.csproj", "");
        var app = new SolutionApp(
            folder[$"{name}/{name}.csproj"],
            folder[$"{name}/deploy"],
            folder[name],
            ["compose", "kubernetes"],
            (change ?? (static scenario => scenario))(
                New(called ?? name).Facts(Connection("ConnectionStrings:Default", ConnectionProviders.Npgsql))
            )
                .Plan()
        );
        folder.Write($"{name}/obj/{SolutionApp.FileName}", app.Write());
    }

    private static Dictionary<string, string> Snapshot(string folder) =>
        Directory
            .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .ToDictionary(path => Path.GetRelativePath(folder, path).Replace('\\', '/'), File.ReadAllText);

    private static Scenario New(string name) =>
        new Scenario().Property("AssemblyName", name).Property("DeployabilityEmit", "docker;compose;kubernetes");

    private static SolutionApp Web(string name, string key, string provider = ConnectionProviders.Npgsql) =>
        App(name, New(name).Facts(Connection(key, provider)).Plan());

    private static SolutionApp App(string name, DeploymentPlan plan) =>
        new($"/src/shop/{name}/{name}.csproj", $"/src/shop/{name}/deploy", "/src/shop", ["docker", "compose", "kubernetes"], plan);

    private static IReadOnlyList<GeneratedFile> Files(params SolutionApp[] apps) =>
        SolutionEmitter.Emit(SolutionPlanner.Plan(Solution, Folder, apps), Folder);

    private static string Compose(params SolutionApp[] apps) => Files(apps).Single(static file => file.Path == "compose.yaml").Content;
}
