using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Deployability.EndToEnd.Tests.Stories;

/// <summary>A dashboard of a company: shared volume, SMB share, Office automation, sessions in the process, live events.</summary>
public sealed class PortfolioTests(PortfolioTests.Sample sample) : StoryChecks(sample), IClassFixture<PortfolioTests.Sample>
{
    public sealed class Sample(PackageFixture package) : Story(package, "Portfolio");

    private protected override string[] AsFound =>
        [
            "Assessment/AssessmentFramework.cs:20 DPL6002",
            "Assessment/AssessmentFramework.cs:9 DPL1005",
            "Export/ExcelExport.cs:11 DPL6001",
            "Live/PortfolioMonitor.cs:25 DPL3101",
            "Program.cs:10 DPL1003",
            "Program.cs:13 DPL4003",
            "Program.cs:14 DPL4004",
            "Program.cs:18 DPL1005",
            "Program.cs:25 DPL2201",
            "Program.cs:36 DPL6003",
            "Program.cs:38 DPL3001",
            "appsettings.json:4 DPL2206",
            "web.config:9 DPL2203",
            "wwwroot/app.js:1 DPL1007",
            "wwwroot/app.js:86 DPL1007",
        ];

    private protected override string[] AfterFixes =>
        [
            "Export/ExcelExport.cs:11 DPL6001",
            "Program.cs:13 DPL4003",
            "Program.cs:46 DPL6003",
            "appsettings.json:4 DPL2206",
            "web.config:9 DPL2203",
            "wwwroot/app.js:1 DPL1007",
            "wwwroot/app.js:86 DPL1007",
        ];

    private protected override string[] Deployable => ["Program.cs:20 DPL4003"];

    private protected override (int AsFound, int AfterFixes, int Deployable) Scores => (44, 75, 98);

    private protected override string[] Deferred =>
        ["certificate of portfolio.dev.example.com", "event streams", "portfolio-framework-credentials", "registry", "session affinity"];

    private protected override string RequiredKey => "Portfolio__FrameworkDirectory";

    [Fact]
    public void Publish_SharesTheDataVolumeBetweenInstances()
    {
        const string Claim = "kubernetes/base/persistentvolumeclaims.yaml";
        Assert.Equal("ReadWriteMany", App.Value(Claim, "spec/accessModes/0"));
        Assert.Equal("shared-files", App.Value(Claim, "spec/storageClassName"));
        Assert.Equal("5Gi", App.Value(Claim, "spec/resources/requests/storage"));
        Assert.Equal(["/tmp", "/data", "/mnt/pmo"], App.MountPaths);
    }

    [Fact]
    public void Publish_MountsTheSmbShareInEachEnvironment()
    {
        foreach (var environment in new[] { "dev", "staging", "prod" })
        {
            var file = $"kubernetes/overlays/{environment}/shares.yaml";
            Assert.Equal("PersistentVolume", App.Value(file, "kind"));
            Assert.Equal("smb.csi.k8s.io", App.Value(file, "spec/csi/driver"));
            Assert.Equal("//fileserver01/pmo", App.Value(file, "spec/csi/volumeAttributes/source"));
            Assert.Equal("portfolio-framework-credentials", App.Value(file, "spec/csi/nodeStageSecretRef/name"));
            Assert.Equal($"portfolio-{environment}", App.Value(file, "spec/csi/nodeStageSecretRef/namespace"));
        }

        Assert.Equal("//fileserver01/pmo", App.Value("compose.yaml", "volumes/framework/driver_opts/device"));
        Assert.Equal("/mnt/pmo", App.Configuration["Portfolio__FrameworkDirectory"]);
    }

    [Fact]
    public void Publish_KeepsAVisitorAtOneInstance() =>
        Assert.Equal("ClientIP", App.Value("kubernetes/base/service.yaml", "spec/sessionAffinity"));

    [Fact]
    public async Task Run_ProjectsAndSessionKeysSurviveARestart()
    {
        using var volumes = new TemporaryFolder();
        using (var first = await StartAsync(volumes))
        {
            using var added = await first.Client.PostAsJsonAsync("/api/projects", NewProject);
            Assert.Equal(HttpStatusCode.Created, added.StatusCode);
            using var again = await first.Client.PostAsJsonAsync("/api/projects", NewProject);
            Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
            using var watched = await first.Client.PutAsync(new Uri("/api/watchlist/new-billing", UriKind.Relative), null);
            Assert.Equal("""["new-billing"]""", await watched.Content.ReadAsStringAsync());
            Assert.Equal(0, first.Stop());
        }

        using var second = await StartAsync(volumes);
        var project = await second.Client.GetFromJsonAsync<JsonObject>("/api/projects/new-billing");
        Assert.Equal("Ada", project!["owner"]!.GetValue<string>());
        Assert.Single(Directory.GetFiles(volumes.Path + "/data/keys"));
    }

    [Fact]
    public async Task Run_RatingsAreHeldAgainstTheFrameworkOfTheShare()
    {
        using var volumes = new TemporaryFolder();
        Directory.CreateDirectory(volumes.Path + "/mnt/pmo/framework");
        await File.WriteAllTextAsync(
            volumes.Path + "/mnt/pmo/framework/criteria.json",
            """[{ "id": "fit", "title": "Fit", "weight": 3 }, { "id": "risk", "title": "Risk", "weight": 1 }]"""
        );
        using var app = await StartAsync(volumes);
        using var added = await app.Client.PostAsJsonAsync("/api/projects", NewProject);

        using var rated = await app.Client.PutAsJsonAsync("/api/projects/new-billing/ratings", new { fit = 5, risk = 1 });
        using var unknown = await app.Client.PutAsJsonAsync("/api/projects/new-billing/ratings", new { beauty = 5 });

        Assert.Equal(75, (await rated.Content.ReadFromJsonAsync<JsonObject>())!["score"]!.GetValue<double>());
        Assert.Equal(HttpStatusCode.BadRequest, unknown.StatusCode);
    }

    [Fact]
    public async Task Run_TheWorkbookNeedsNoOffice()
    {
        using var volumes = new TemporaryFolder();
        using var app = await StartAsync(volumes);
        using var added = await app.Client.PostAsJsonAsync("/api/projects", NewProject);

        using var workbook = new System.IO.Compression.ZipArchive(
            await app.Client.GetStreamAsync(new Uri("/api/export", UriKind.Relative))
        );

        Assert.NotNull(workbook.GetEntry("xl/workbook.xml"));
    }

    [Fact]
    public async Task Run_AnOpenEventStreamDoesNotHoldUpTheEnd()
    {
        using var volumes = new TemporaryFolder();
        using var app = await StartAsync(volumes);
        await using var stream = await app.Client.GetStreamAsync(new Uri("/api/live", UriKind.Relative));
        using var reader = new StreamReader(stream);
        Assert.Equal("event: summary", await reader.ReadLineAsync());

        Assert.Equal(0, app.Stop());

        // The app ends its streams itself: one that the server must cut off when its time to stop is over lacks its end, and reading it throws.
        await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task FrontEnd_IsLiveAndStaysAtItsOrigin()
    {
        Assert.SkipUnless(Browser.IsThere, "Chromium is not installed.");
        using var volumes = new TemporaryFolder();
        using var app = await StartAsync(volumes);
        using var browser = await Browser.OpenAsync(app.Client.BaseAddress!);

        await browser.UntilAsync("document.getElementById('live')?.textContent === 'live'");
        await browser.EvaluateAsync(
            """
            const form = document.getElementById('add');
            form.elements.name.value = 'New Billing';
            form.elements.owner.value = 'Ada';
            form.elements.budget.value = 100;
            form.elements.spent.value = 120;
            form.requestSubmit();
            """
        );
        await browser.UntilAsync("document.querySelector('#projects tr')?.innerText.includes('New Billing')");
        // The event that another program's change would cause as well.
        await browser.UntilAsync("document.getElementById('over-budget').textContent === '1'");
        await browser.EvaluateAsync("document.querySelector('#projects button').click()");
        await browser.UntilAsync("document.querySelector('#projects button').textContent === '★'");

        StaysAtItsOrigin(browser, app);
    }

    private static object NewProject =>
        new
        {
            name = "New Billing",
            owner = "Ada",
            budget = 100,
            spent = 20,
        };
}
