using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Deployability.EndToEnd.Tests.Stories;

/// <summary>An API, and a page of Vite and React behind nginx: nested settings under a prefix, kept prices on a volume, five clouds.</summary>
public sealed class GrowthDashboardTests(GrowthDashboardTests.Sample sample)
    : StoryChecks(sample),
        IClassFixture<GrowthDashboardTests.Sample>
{
    private const string Web = "growth-dashboard-web";
    private const string CacheVariable = "TS_STORAGE__PRICE_CACHE_DIR";

    public sealed class Sample(PackageFixture package) : Story(package, "GrowthDashboard");

    private protected override string[] AsFound =>
        [
            "Dockerfile:1 DPL7005",
            "Dockerfile:4 DPL2205",
            "Dockerfile:6 DPL7001",
            "Dockerfile:6 DPL7003",
            "Prices/PriceCache.cs:23 DPL4005",
            "Prices/PriceCache.cs:28 DPL4005",
            "Program.cs:17 DPL1002",
            "Program.cs:23 DPL2301",
            "Program.cs:29 DPL2101",
            "Program.cs:33 DPL3001",
            "Program.cs:5 DPL1003",
            "compose.yaml:5 DPL2203",
            "compose.yaml:6 DPL8504",
            "compose.yaml:7 DPL2003",
            "compose.yaml:7 DPL8504",
            "dashboard.json:4 DPL2002",
            "web/Dockerfile:1 DPL7001",
            "web/Dockerfile:1 DPL7002",
            "web/Dockerfile:1 DPL7003",
            "web/Dockerfile:6 DPL7006",
            "web/src/api.js:1 DPL1007",
        ];

    private protected override string[] AfterFixes =>
        [
            "Dockerfile:1 DPL7005",
            "Dockerfile:4 DPL2205",
            "Dockerfile:6 DPL7001",
            "Dockerfile:6 DPL7003",
            "Dockerfile:9 DPL8502",
            "Prices/PriceCache.cs:23 DPL4005",
            "Prices/PriceCache.cs:28 DPL4005",
            "compose.yaml:2 DPL8503",
            "compose.yaml:5 DPL2203",
            "compose.yaml:6 DPL8504",
            "compose.yaml:7 DPL2003",
            "compose.yaml:7 DPL8504",
            "compose.yaml:9 DPL8502",
            "dashboard.json:4 DPL2002",
            "web/Dockerfile:1 DPL7001",
            "web/Dockerfile:1 DPL7002",
            "web/Dockerfile:1 DPL7003",
            "web/Dockerfile:6 DPL7006",
            "web/src/api.js:1 DPL1007",
        ];

    private protected override string[] Deployable => [];

    private protected override (int AsFound, int AfterFixes, int Deployable) Scores => (41, 50, 100);

    private protected override string[] Deferred =>
        ["Secret growth-dashboard-secrets", "TS_Market__ApiKey", "TS_Market__BaseUrl", "certificate of growth.example.com", "registry"];

    private protected override (string Name, string? Value)[] Given => [("TS_Market__BaseUrl", "http://127.0.0.1:1")];

    private protected override string RequiredKey => "TS_Market__BaseUrl";

    [Fact]
    public void Publish_KeepsThePrefixAndTheVolumeEverywhere()
    {
        Assert.Equal("/data/prices", App.Configuration[CacheVariable]);
        Assert.Contains("/data/prices", App.MountPaths);
        Assert.Equal("/data/prices", App.Value("compose.yaml", $"services/growth-dashboard/environment/{CacheVariable}"));
        Assert.Contains("TS_Market__BaseUrl=", App.Text(".env.example"), StringComparison.Ordinal);
        Assert.Contains("TS_Market__ApiKey", App.Text("kubernetes/secret.template.yaml"), StringComparison.Ordinal);
        Assert.Contains(CacheVariable, App.Text("helm/growth-dashboard/values.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public void Publish_GivesThePageAnImageOfItsOwn()
    {
        var dockerfile = App.Text("frontend/web/Dockerfile");
        Assert.Contains("npm ci", dockerfile, StringComparison.Ordinal);
        Assert.Contains("npm run build", dockerfile, StringComparison.Ordinal);
        Assert.Contains("nginx", dockerfile, StringComparison.Ordinal);
        Assert.DoesNotContain("npm", App.Text("Dockerfile"), StringComparison.Ordinal);
        Assert.Contains("${API_BASE}", App.Text("frontend/web/config.js.template"), StringComparison.Ordinal);
        Assert.NotNull(App.Yaml("compose.yaml")[0].At($"services/{Web}"));
        Assert.Equal(Web, App.Value("kubernetes/base/ingress.yaml", "spec/rules/0/http/paths/0/backend/service/name"));
    }

    [Theory]
    [InlineData("cloud/azure-container-apps/containerapp.yaml", "/healthz/")]
    [InlineData("cloud/aws-ecs/task-definition.json", "/healthz/")]
    [InlineData("cloud/cloud-run/service.yaml", "/healthz/")]
    [InlineData("cloud/fly/fly.toml", "/healthz/")]
    // Behind its front end the API is a private service, of which Render asks nothing.
    [InlineData("cloud/render/render.yaml", "type: pserv")]
    public void Publish_EachCloudHasProbeVolumeAndSettings(string file, string probe)
    {
        var text = App.Text(file);
        Assert.Contains(probe, text, StringComparison.Ordinal);
        Assert.Contains("/data/prices", text, StringComparison.Ordinal);
        Assert.Contains(CacheVariable, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_PricesAreKeptWhenTheMarketIsClosed()
    {
        using var volumes = new TemporaryFolder();
        using (var market = Market())
        using (var first = await StartAsync(volumes, market))
        {
            var series = await first.Client.GetFromJsonAsync<JsonArray>("/api/growth");
            Assert.Equal(["ACME", "GLOBEX", "INITECH"], series!.Select(static one => one!["symbol"]!.GetValue<string>()));
            Assert.Equal(25, series![0]!["points"]![1]!["percent"]!.GetValue<double>());
            Assert.Equal(0, first.Stop());
        }

        using var second = await StartAsync(volumes);
        var kept = await second.Client.GetFromJsonAsync<JsonArray>("/api/growth");
        Assert.Equal(25, kept![0]!["points"]![1]!["percent"]!.GetValue<double>());
    }

    [Fact]
    public async Task FrontEnd_DrawsAndStaysAtItsOrigin()
    {
        Assert.SkipUnless(Browser.IsThere, "Chromium is not installed.");
        Assert.SkipUnless(RunningApp.InContainer, "nginx runs from its image alone, which .ci/stories builds.");
        using var volumes = new TemporaryFolder();
        using var market = Market();
        using var api = await StartAsync(volumes, market);
        using var app = await RunningApp
            .FrontEnd(App, Web, volumes.Path, ("API_UPSTREAM", api.Client.BaseAddress!.AbsoluteUri.TrimEnd('/')))
            .ReadyAsync("/healthz");
        using var browser = await Browser.OpenAsync(app.Client.BaseAddress!);

        await browser.UntilAsync("document.querySelectorAll('polyline').length === 3");
        await browser.UntilAsync("document.querySelector('h2').innerText.includes('ACME 25.0 %')");

        StaysAtItsOrigin(browser, app);
        Assert.Equal(0, app.Stop());
    }

    [Fact]
    public async Task FrontEnd_HearsWhereItsApiIs()
    {
        Assert.SkipUnless(RunningApp.InContainer, "nginx runs from its image alone, which .ci/stories builds.");
        using var volumes = new TemporaryFolder();
        using var app = await RunningApp
            .FrontEnd(App, Web, volumes.Path, ("API_UPSTREAM", "http://127.0.0.1:1"), ("API_BASE", "https://api.example.com"))
            .ReadyAsync("/healthz");

        Assert.Contains(
            """window.appConfig = { apiBase: "https://api.example.com" };""",
            await app.Client.GetStringAsync(new Uri("/config.js", UriKind.Relative)),
            StringComparison.Ordinal
        );
    }

    private Task<RunningApp> StartAsync(TemporaryFolder volumes, OtherService market) =>
        new RunningApp(App, volumes.Path, ("TS_Market__BaseUrl", market.Address)).ReadyAsync();

    private static OtherService Market() => new("text/csv", static _ => "day,price\n2026-01-01,10\n2026-01-02,12.5\n");
}
