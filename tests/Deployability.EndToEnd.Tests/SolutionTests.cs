namespace Deployability.EndToEnd.Tests;

/// <summary>What <c>dotnet publish</c> of a solution does, whose projects are published in parallel.</summary>
public sealed class SolutionTests(PackageFixture package)
{
    private const string Program = """
        var builder = WebApplication.CreateBuilder(args);
        var app = builder.Build();
        app.MapGet("/", (IConfiguration configuration) => configuration.GetConnectionString("Default") ?? "none");
        app.Run();
        """;

    [Fact]
    public void Publish_WritesAnIndexOverAllApps_OnceAndLeavesItAlone()
    {
        var root = package.NewFolder("Together");
        foreach (var name in new[] { "Orders", "Billing" })
        {
            package.NewProject($"Together/{name}", ("Program.cs", Program));
        }

        PackageFixture.Write(
            root,
            "Together.slnx",
            """<Solution><Project Path="Orders/Orders.csproj" /><Project Path="Billing/Billing.csproj" /></Solution>"""
        );
        DotNet.Run(root, "publish Together.slnx -c Release --nologo -m:2").Succeeded();

        var index = Path.Combine(root, "deploy");
        var compose = File.ReadAllText(Path.Combine(index, "compose.yaml"));
        Assert.Contains("\n  orders:\n", compose, StringComparison.Ordinal);
        Assert.Contains("\n  billing:\n", compose, StringComparison.Ordinal);
        Assert.Contains(
            "../../../Orders/deploy/kubernetes/overlays/prod",
            File.ReadAllText(Path.Combine(index, "kubernetes/prod/kustomization.yaml")),
            StringComparison.Ordinal
        );

        Assert.Contains(
            "/Orders/deploy/report/deployability.md) |",
            File.ReadAllText(Path.Combine(index, "report/deployability.md")),
            StringComparison.Ordinal
        );

        var before = Times(index);
        var again = DotNet.Run(root, "publish Together.slnx -c Release --nologo -m:2 -v:n");

        again.Succeeded();
        Assert.Equal(before, Times(index));
        foreach (var target in new[] { "_DeployabilityEmit", "_DeployabilityIndex" })
        {
            Assert.Equal(2, again.Output.Split($"Skipping target \"{target}\"").Length - 1);
        }
    }

    [Fact]
    public void TheReportTarget_WritesTheReportsOfAllApps_AndTheirTotals()
    {
        var root = package.NewFolder("Totals");
        foreach (var name in new[] { "Orders", "Billing" })
        {
            package.NewProject($"Totals/{name}", ("Program.cs", Program));
        }

        PackageFixture.Write(
            root,
            "Totals.slnx",
            """<Solution><Project Path="Orders/Orders.csproj" /><Project Path="Billing/Billing.csproj" /></Solution>"""
        );
        DotNet.Run(root, "build Totals.slnx -t:DeployabilityReport --nologo -m:2").Succeeded();

        Assert.Equal(["report"], Directory.EnumerateDirectories(Path.Combine(root, "deploy")).Select(Path.GetFileName));
        Assert.Contains("2 apps", File.ReadAllText(Path.Combine(root, "deploy/report/deployability.html")), StringComparison.Ordinal);
    }

    private static List<(string Path, DateTime Time)> Times(string folder) =>
        [
            .. Directory
                .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
                .Select(static path => (path, File.GetLastWriteTimeUtc(path))),
        ];
}
