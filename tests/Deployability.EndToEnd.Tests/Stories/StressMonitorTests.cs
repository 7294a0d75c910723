using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Deployability.EndToEnd.Tests.Stories;

/// <summary>Model monitoring: a page that calls the author's laptop, a debug server, open CORS, data in memory, keys in the code.</summary>
public sealed class StressMonitorTests(StressMonitorTests.Sample sample) : StoryChecks(sample), IClassFixture<StressMonitorTests.Sample>
{
    private const string SigningKey = "a key that jobs sign with";

    public sealed class Sample(PackageFixture package) : Story(package, "StressMonitor");

    private protected override string[] AsFound =>
        [
            "Datasets/InMemoryDatasetStore.cs:7 DPL4001",
            "Metrics/InMemoryMetricStore.cs:7 DPL4001",
            "Models/InMemoryModelStore.cs:7 DPL4001",
            "Program.cs:10 DPL2205",
            "Program.cs:15 DPL2203",
            "Program.cs:18 DPL1003",
            "Program.cs:20 DPL2202",
            "Program.cs:23 DPL2101",
            "Program.cs:37 DPL2001",
            "Program.cs:42 DPL1002",
            "Program.cs:48 DPL1001",
            "Program.cs:61 DPL2201",
            "Program.cs:71 DPL3001",
            "Properties/PublishProfiles/DemoServer.pubxml:4 DPL2205",
            "appsettings.json:10 DPL2002",
            "appsettings.json:8 DPL2306",
            "wwwroot/app.js:1 DPL1007",
        ];

    private protected override string[] AfterFixes =>
        [
            "Datasets/InMemoryDatasetStore.cs:7 DPL4001",
            "Metrics/InMemoryMetricStore.cs:7 DPL4001",
            "Models/InMemoryModelStore.cs:7 DPL4001",
            "Properties/PublishProfiles/DemoServer.pubxml:4 DPL2205",
            "appsettings.json:10 DPL2002",
            "appsettings.json:8 DPL2306",
            "wwwroot/app.js:1 DPL1007",
        ];

    private protected override string[] Deployable => [];

    private protected override (int AsFound, int AfterFixes, int Deployable) Scores => (46, 66, 100);

    private protected override string[] Deferred =>
        [
            "ConnectionStrings__StressMonitor",
            "Cors__AllowedOrigins",
            "Ingest__SigningKey",
            "OpenAI__ApiKey",
            "Secret stress-monitor-secrets",
            "host of prod",
            "registry",
        ];

    private protected override (string Name, string? Value)[] Given => [("Ingest__SigningKey", SigningKey)];

    private protected override string RequiredKey => "Ingest__SigningKey";

    [Fact]
    public void AsFound_StopsInCi() =>
        Assert.Contains(
            "DPL9008",
            DotNet.Run(Story.AsFoundFolder, "build --nologo", ("CI", "true")).Failed().Output,
            StringComparison.Ordinal
        );

    [Fact]
    public void Publish_KeepsTheDatabaseFileOnAVolumeOfOneInstance()
    {
        Assert.Equal(["/tmp", "/data"], App.MountPaths);
        Assert.Equal("/data", App.Configuration["Storage__Path"]);
        Assert.Equal("1", App.Value("kubernetes/base/deployment.yaml", "spec/replicas"));
        Assert.Equal("Recreate", App.Value("kubernetes/base/deployment.yaml", "spec/strategy/type"));
        Assert.Equal("ReadWriteOnce", App.Value("kubernetes/base/persistentvolumeclaims.yaml", "spec/accessModes/0"));
    }

    [Fact]
    public async Task Run_ModelsAndMetricsSurviveARestart()
    {
        using var volumes = new TemporaryFolder();
        using (var first = await StartAsync(volumes))
        {
            await UseAsync(first);
            Assert.Equal(0, first.Stop());
        }

        using var second = await StartAsync(volumes);
        await HasWhatWasSavedAsync(second);
    }

    [Fact]
    public async Task Run_TakesPostgreSqlInstead()
    {
        Assert.SkipUnless(PostgresServer.IsThere, "PostgreSQL is not installed.");
        using var volumes = new TemporaryFolder();
        using var postgres = new PostgresServer();
        (string, string?)[] given = [.. Given, ("ConnectionStrings__StressMonitor", postgres.ConnectionString)];
        using (var first = await new RunningApp(App, volumes.Path, given).ReadyAsync())
        {
            await UseAsync(first);
            Assert.Equal(0, first.Stop());
        }

        using var second = await new RunningApp(App, volumes.Path, given).ReadyAsync();
        await HasWhatWasSavedAsync(second);
        Assert.Empty(Directory.EnumerateFiles(volumes.Path + "/data"));
    }

    [Fact]
    public async Task Run_TakesOnlyWhatIsSigned()
    {
        using var volumes = new TemporaryFolder();
        using var app = await StartAsync(volumes);
        using var registered = await app.Client.PostAsJsonAsync("/api/models", Model);

        using var signed = await IngestAsync(app, SigningKey);
        using var forged = await IngestAsync(app, "another key");

        Assert.Equal(HttpStatusCode.Accepted, signed.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, forged.StatusCode);
    }

    [Fact]
    public async Task FrontEnd_DrawsExplainsAndStaysAtItsOrigin()
    {
        Assert.SkipUnless(Browser.IsThere, "Chromium is not installed.");
        using var volumes = new TemporaryFolder();
        using var app = await StartAsync(volumes);
        using var browser = await Browser.OpenAsync(app.Client.BaseAddress!);

        await browser.UntilAsync("document.getElementById('models')?.innerText.includes('None yet.')");
        await browser.EvaluateAsync("document.getElementById('demo').click()");
        await browser.UntilAsync("document.querySelectorAll('#chart polyline').length === 3");
        await browser.EvaluateAsync("document.getElementById('explain').requestSubmit()");
        await browser.UntilAsync("document.getElementById('explanation').innerText.includes('Derived by rules')");

        StaysAtItsOrigin(browser, app);
    }

    private static object Model =>
        new
        {
            name = "Churn Risk",
            framework = "xgboost",
            baselineAccuracy = 0.9,
            robustness = 0.5,
        };

    private static async Task UseAsync(RunningApp app)
    {
        using var model = await app.Client.PostAsJsonAsync("/api/models", Model);
        Assert.Equal(HttpStatusCode.Created, model.StatusCode);
        using var dataset = await app.Client.PostAsJsonAsync(
            "/api/datasets",
            new
            {
                name = "New Market",
                drift = "concept",
                driftSeverity = 0.5,
                rows = 100,
            }
        );
        Assert.Equal(HttpStatusCode.Created, dataset.StatusCode);
        using var evaluation = await app.Client.PostAsJsonAsync("/api/models/churn-risk/evaluate", new { datasetId = "new-market" });
        Assert.Equal(HttpStatusCode.OK, evaluation.StatusCode);
    }

    private static async Task HasWhatWasSavedAsync(RunningApp app)
    {
        var model = await app.Client.GetFromJsonAsync<JsonObject>("/api/models/churn-risk");
        Assert.Equal("Churn Risk", model!["name"]!.GetValue<string>());
        var metrics = await app.Client.GetFromJsonAsync<JsonArray>("/api/metrics?modelId=churn-risk&name=accuracy");
        Assert.Equal(0.765, Assert.Single(metrics!)!["value"]!.GetValue<double>());
    }

    private static async Task<HttpResponseMessage> IngestAsync(RunningApp app, string key)
    {
        var body = """[{ "modelId": "churn-risk", "name": "accuracy", "value": 0.8 }]"""u8.ToArray();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/metrics") { Content = new ByteArrayContent(body) };
        request.Headers.Add("X-Stress-Signature", Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), body)));
        return await app.Client.SendAsync(request);
    }
}
