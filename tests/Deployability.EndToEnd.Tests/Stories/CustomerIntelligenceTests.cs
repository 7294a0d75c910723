using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Deployability.EndToEnd.Tests.Stories;

/// <summary>A platform of four images over PostgreSQL: CronJobs, origins from configuration, secrets of a store, metrics and alerts.</summary>
public sealed class CustomerIntelligenceTests(CustomerIntelligenceTests.Sample sample)
    : StoryChecks(sample),
        IClassFixture<CustomerIntelligenceTests.Sample>
{
    public sealed class Sample(PackageFixture package) : Story(package, "CustomerIntelligence", "Api", asFound: "")
    {
        private readonly Dictionary<string, Published> jobs = [];

        /// <summary>What publishing the project of a job leaves.</summary>
        public Published Job(string folder) => jobs.TryGetValue(folder, out var job) ? job : jobs[folder] = Publish(folder);
    }

    private protected override string[] AsFound =>
        [
            "Dockerfile:1 DPL7001",
            "Dockerfile:1 DPL7003",
            "Dockerfile:1 DPL7004",
            "Dockerfile:1 DPL7005",
            "Dockerfile:5 DPL2205",
            "Dockerfile:5 DPL7006",
            "Program.cs:12 DPL2001",
            "Program.cs:20 DPL2201",
            "Program.cs:25 DPL3001",
            "Program.cs:7 DPL1003",
            "Program.cs:9 DPL2101",
            "Scoring/BatchScoring.cs:19 DPL5002",
            "Scoring/ModelTraining.cs:17 DPL5002",
            "Scoring/ModelTraining.cs:9 DPL4005",
            "Scoring/NightlyJobs.cs:8 DPL3101",
            "appsettings.json:8 DPL2306",
            "appsettings.json:9 DPL2202",
            "compose.yaml:11 DPL2003",
            "compose.yaml:5 DPL2203",
        ];

    private protected override string[] AfterFixes =>
        [
            "Dockerfile:1 DPL7001",
            "Dockerfile:1 DPL7003",
            "Dockerfile:1 DPL7004",
            "Dockerfile:1 DPL7005",
            "Dockerfile:5 DPL2205",
            "Dockerfile:5 DPL7006",
            "Scoring/BatchScoring.cs:19 DPL5002",
            "Scoring/ModelTraining.cs:17 DPL5002",
            "Scoring/ModelTraining.cs:9 DPL4005",
            "appsettings.json:8 DPL2306",
            "appsettings.json:9 DPL2202",
            "compose.yaml:11 DPL2003",
            "compose.yaml:2 DPL8503",
            "compose.yaml:5 DPL2203",
        ];

    private protected override string[] Deployable => [];

    private protected override (int AsFound, int AfterFixes, int Deployable) Scores => (50, 62, 100);

    private protected override string[] Deferred =>
        ["ConnectionStrings__Customers", "certificate of intelligence.staging.example.com", "metrics", "registry"];

    // Nothing listens there: the app is alive, and ready once there is a database.
    private protected override (string Name, string? Value)[] Given => [Database("Host=127.0.0.1;Port=1;Username=nobody")];

    private protected override string RequiredKey => "ConnectionStrings__Customers";

    private protected override string ReadyPath => "/healthz/live";

    [Theory]
    [InlineData("Batch", "customer-intelligence-batch", "0 2 * * *", "2", "1Gi")]
    [InlineData("Monitoring", "customer-intelligence-monitoring", "0 3 * * *", "500m", "256Mi")]
    [InlineData("Training", "customer-intelligence-training", "0 1 * * 0", "4", "2Gi")]
    public void Publish_MakesAnImageOfEachJobThatRunsByTheClock(string folder, string name, string schedule, string cpu, string memory)
    {
        var job = Platform.Job(folder);
        var cron = Assert.Single(job.Yaml("kubernetes/base/cronjobs.yaml"));

        Assert.Equal(name, job.Name);
        Assert.Equal(100, job.Report.Score);
        Assert.Equal(schedule, cron.At("spec/schedule")!.ToString());
        Assert.Equal("Etc/UTC", cron.At("spec/timeZone")!.ToString());
        Assert.StartsWith(name + ":", job.Pod.At("containers/0/image")!.ToString(), StringComparison.Ordinal);
        Assert.Equal(cpu, job.Pod.At("containers/0/resources/limits/cpu")!.ToString());
        Assert.Equal(memory, job.Pod.At("containers/0/resources/limits/memory")!.ToString());
        Assert.DoesNotContain(job.Files, static file => file.EndsWith("/deployment.yaml", StringComparison.Ordinal));
        Assert.Contains("kube_job", job.Text("monitoring/prometheus-rules.yaml"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Batch")]
    [InlineData("Monitoring")]
    [InlineData("Training")]
    public void Run_AJobWithoutItsDatabase_SaysWhichSettingIsMissingAndEnds(string folder)
    {
        using var volumes = new TemporaryFolder();
        using var run = new RunningApp(Platform.Job(folder), volumes.Path, (RequiredKey, null));

        Assert.NotEqual(0, run.ExitCode());
        Assert.Contains("ConnectionStrings:Customers", run.Log, StringComparison.Ordinal);
    }

    [Fact]
    public void Publish_TakesOriginsFromEachEnvironment()
    {
        Assert.Contains(
            "Cors__AllowedOrigins__0=https://crm.example.com",
            App.Text("kubernetes/overlays/prod/kustomization.yaml"),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "https://crm.staging.example.com",
            App.Text("helm/customer-intelligence-api/values-staging.yaml"),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("crm.", App.Text("kubernetes/overlays/dev/kustomization.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public void Publish_FetchesSecretsFromTheStore()
    {
        const string Store = "kubernetes/components/external-secrets/secretstore.yaml";
        Assert.Equal("ExternalSecret", App.Value(Store, "kind"));
        Assert.Equal("company-vault", App.Value(Store, "spec/secretStoreRef/name"));
        Assert.Equal("ConnectionStrings__Customers", App.Value(Store, "spec/data/0/secretKey"));
        Assert.DoesNotContain("kubernetes/secret.template.yaml", App.Files);
    }

    [Fact]
    public void Publish_HasMonitoring()
    {
        Assert.Equal("ServiceMonitor", App.Value("monitoring/servicemonitor.yaml", "kind"));
        Assert.Contains("http_request_duration_seconds", App.Text("monitoring/prometheus-rules.yaml"), StringComparison.Ordinal);
        Assert.NotNull(JsonNode.Parse(App.Text("monitoring/grafana-dashboard.json"))!["panels"]);
    }

    [Fact]
    public void Publish_HasTheDatabaseInCompose() =>
        Assert.StartsWith("postgres:", App.Value("compose.yaml", "services/customers-db/image") ?? "", StringComparison.Ordinal);

    [Fact]
    public async Task Run_JobsTrainScoreAndWatchOverARealDatabase()
    {
        Assert.SkipUnless(PostgresServer.IsThere, "PostgreSQL is not installed.");
        using var volumes = new TemporaryFolder();
        using var postgres = new PostgresServer();
        var database = Database(postgres.ConnectionString);
        using (var app = await new RunningApp(App, volumes.Path, database).ReadyAsync())
        {
            await SaveAsync(app, "loyal", orders: 24, lastOrder: Day(-3), hasLeft: false);
            await SaveAsync(app, "gone", orders: 1, lastOrder: Day(-400), hasLeft: true);
            foreach (var job in new[] { "Training", "Batch", "Batch", "Monitoring" })
            {
                using var run = new RunningApp(Platform.Job(job), volumes.Path, database);
                Assert.True(run.ExitCode() == 0, run.Log);
            }

            var risks = await app.Client.GetFromJsonAsync<JsonArray>("/api/risks");
            Assert.Equal(["gone", "loyal"], risks!.Select(static risk => risk!["customerId"]!.GetValue<string>()));
            Assert.Contains(
                "http_request",
                await app.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative)),
                StringComparison.Ordinal
            );
            Assert.Equal(0, app.Stop());
        }

        using var again = await new RunningApp(App, volumes.Path, database).ReadyAsync();
        var kept = await again.Client.GetFromJsonAsync<JsonObject>("/api/customers/gone/risk");
        Assert.InRange(kept!["value"]!.GetValue<double>(), 0.5, 1);
    }

    private Sample Platform => (Sample)Story;

    private static (string Name, string? Value) Database(string connection) => ("ConnectionStrings__Customers", connection);

    private static string Day(int offset) =>
        DateTime.UtcNow.AddDays(offset).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static async Task SaveAsync(RunningApp app, string id, int orders, string lastOrder, bool hasLeft)
    {
        using var saved = await app.Client.PutAsJsonAsync(
            $"/api/customers/{id}",
            new
            {
                name = id,
                orders,
                lastOrder,
                hasLeft,
            }
        );
        Assert.Equal(HttpStatusCode.NoContent, saved.StatusCode);
    }
}
