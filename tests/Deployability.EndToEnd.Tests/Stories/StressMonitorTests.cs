using System.Diagnostics;

namespace Deployability.EndToEnd.Tests.Stories;

/// <summary>The story of StressMonitor: as found it reports its faults, our fixes remove them, the deployable twin is clean.</summary>
[Trait("Category", "Story")]
public sealed class StressMonitorTests(PackageFixture package)
{
    private static readonly string[] AsFoundFindings =
    [
        "DemoServer.pubxml(4,20): error DPL2205",
        "InMemoryDatasetStore.cs(7,60): error DPL4001",
        "InMemoryMetricStore.cs(7,59): error DPL4001",
        "InMemoryModelStore.cs(7,67): error DPL4001",
        "Program.cs(10,5): error DPL2205",
        "Program.cs(15,23): error DPL2203",
        "Program.cs(18,25): error DPL1003",
        "Program.cs(20,17): error DPL2202",
        "Program.cs(23,6): error DPL2101",
        "Program.cs(37,24): error DPL2001",
        "Program.cs(42,34): error DPL1002",
        "Program.cs(48,34): error DPL1001",
        "Program.cs(61,5): error DPL2201",
        "Program.cs(71,5): error DPL3001",
        "app.js(1,18): error DPL1007",
        "appsettings.json(10,15): error DPL2002",
    ];

    [Fact]
    public void AsFound_FailsInCiForItsFaultsAndNoOthers()
    {
        var folder = package.CopySample("StressMonitor/AsFound", "AsFoundCi/StressMonitor");

        var build = DotNet.Run(folder, "build --nologo", ("CI", "true")).Failed();

        // These and no others; the last one sums them up.
        Assert.Equal(AsFoundFindings, build.Diagnostics().Where(static text => !text.EndsWith("DPL9008", StringComparison.Ordinal)));
        Assert.Contains("DPL9008", build.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Deployable_PassesInCi() =>
        Assert.DoesNotContain(
            "DPL",
            string.Join(
                ' ',
                DotNet
                    .Run(package.CopySample("StressMonitor/Deployable", "DeployableCi/StressMonitor"), "build --nologo", ("CI", "true"))
                    .Succeeded()
                    .Ids()
            ),
            StringComparison.Ordinal
        );

    [Fact]
    public void AsFound_AfterOurFixes_CompilesRunsAndHasNoFixableFinding()
    {
        var folder = package.CopySample("StressMonitor/AsFound", "AsFoundFixed/StressMonitor");
        DotNet.Run(folder, "restore").Succeeded();

        DotNet.Run(folder, $"format analyzers --no-restore --severity info --diagnostics {Story.Fixable}").Succeeded();

        var build = DotNet.Run(folder, "build --nologo").Succeeded();
        // Fixes change code; a finding in a publish profile or a settings file is its owner's.
        Assert.DoesNotContain(
            build.Diagnostics(),
            static text => text.Contains(".cs(", StringComparison.Ordinal) && Story.Fixable.Contains(text[^7..], StringComparison.Ordinal)
        );
        AnswersOn(folder, "/healthz/live", "/healthz/ready", "/", "/api/models");
    }

    // Development, because that is where its users ran it: the values that the fixes moved stand in appsettings.Development.json.
    private static void AnswersOn(string folder, params string[] paths)
    {
        var port = RunningApp.FreePort();
        using var app = DotNet.Start(
            folder,
            $"bin/Debug/net10.0/StressMonitor.dll --urls http://127.0.0.1:{port}",
            ("ASPNETCORE_ENVIRONMENT", "Development"),
            ("Ingest__SigningKey", "given by the environment now")
        );
        try
        {
            using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
            foreach (var path in paths)
            {
                using var response = Get(client, path, app);
                Assert.True(response.IsSuccessStatusCode, $"{path}: {response.StatusCode}");
            }
        }
        finally
        {
            app.Kill(entireProcessTree: true);
            app.WaitForExit();
        }
    }

    // The server opens its port some time after its process starts; a refused connection is asked again until it ends.
    private static HttpResponseMessage Get(HttpClient client, string path, Process app)
    {
        var limit = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return client.GetAsync(new Uri(path, UriKind.Relative)).GetAwaiter().GetResult();
            }
            catch (HttpRequestException) when (!app.HasExited && limit.Elapsed < TimeSpan.FromSeconds(60))
            {
                Thread.Yield();
            }
            catch (HttpRequestException) when (app.HasExited)
            {
                throw new InvalidOperationException("The app ended: " + app.StandardOutput.ReadToEnd() + app.StandardError.ReadToEnd());
            }
        }
    }
}
