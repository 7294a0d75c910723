using System.Text.Json;

namespace Deployability.EndToEnd.Tests.Stories;

/// <summary>
/// One sample in both versions: what it reports as found and after our fixes, and what publishing the deployable one leaves.
/// Each is made once, when the first check asks for it, in a copy of the sample.
/// </summary>
/// <param name="project">The folder of the app's project below a version's folder; empty where it is that folder.</param>
/// <param name="asFound">The same of the version as found, where it was another.</param>
public abstract class Story(PackageFixture package, string name, string project = "", string? asFound = null)
{
    /// <summary>Every rule with a code fix.</summary>
    private const string Fixable =
        "DPL1001 DPL1002 DPL1003 DPL1004 DPL1005 DPL2001 DPL2101 DPL2102 DPL2201 DPL2202 DPL2203 DPL2204 DPL2205 DPL2206 DPL2301 DPL2302 "
        + "DPL3001 DPL3002 DPL3003 DPL3004 DPL3101 DPL4004 DPL6002";

    private readonly string asFoundProject = asFound ?? project;
    private string? asFoundFolder;
    private Report? asFoundReport;
    private Report? afterFixes;
    private string? deployableFolder;
    private Published? deployable;

    public Report AsFound => asFoundReport ??= ReportOf(AsFoundFolder);

    /// <summary>What is left of <see cref="AsFound"/> after <c>dotnet format analyzers</c>; the code still compiles.</summary>
    public Report AfterFixes => afterFixes ??= Fixed();

    public Published Deployable => deployable ??= Publish(project);

    /// <summary>A copy of the version as found. The fixes change it.</summary>
    public string AsFoundFolder => asFoundFolder ??= package.CopySample($"{name}/AsFound", $"{name}{project}/AsFound");

    private Report Fixed()
    {
        _ = AsFound;
        var folder = Path.Combine(AsFoundFolder, asFoundProject);
        DotNet.Run(folder, $"format analyzers --no-restore --severity info --diagnostics {Fixable}").Succeeded();
        return ReportOf(AsFoundFolder);
    }

    private Report ReportOf(string version)
    {
        var folder = Path.Combine(version, asFoundProject);
        DotNet.Run(folder, "build -t:DeployabilityReport --nologo").Succeeded();
        return Report.Read(Path.Combine(folder, "deploy"));
    }

    /// <summary>Publishes a project of the deployable version.</summary>
    /// <param name="app">Its folder.</param>
    private protected Published Publish(string app)
    {
        deployableFolder ??= package.CopySample($"{name}/Deployable", $"{name}{project}/Deployable");
        var folder = Path.Combine(deployableFolder, app);
        var output = DotNet.Run(folder, "publish -c Release --nologo").Succeeded().Output;
        return new Published(folder, output);
    }
}

/// <summary>What <c>deployability.json</c> says.</summary>
/// <param name="Findings">Rule and place, as <c>Program.cs:12 DPL1003</c>, in order.</param>
/// <param name="Deferred">What only the operator can do.</param>
public sealed record Report(int Score, IReadOnlyList<string> Findings, IReadOnlyList<string> Deferred)
{
    public static Report Read(string deploy)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(deploy, "report", "deployability.json")));
        return new Report(
            json.RootElement.GetProperty("score").GetInt32(),
            Texts("gaps", static gap => $"{gap.GetProperty("file")}:{gap.GetProperty("line")} {gap.GetProperty("ruleId")}"),
            Texts("deferred", static action => action.GetProperty("subject").GetString()!)
        );

        List<string> Texts(string list, Func<JsonElement, string> text) =>
            json.RootElement.GetProperty(list).EnumerateArray().Select(text).Order(StringComparer.Ordinal).ToList();
    }
}
