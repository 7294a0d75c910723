namespace Deployability.EndToEnd.Tests;

/// <summary>What fails a build, and who decides.</summary>
public sealed class GateTests(PackageFixture package)
{
    private const string Program = """
        var app = WebApplication.CreateBuilder(args).Build();
        app.MapGet("/", () => "hello");
        app.Run();
        """;

    [Fact]
    public void InCi_AWarningFailsTheBuild()
    {
        var folder = package.NewProject("GateCi", ("Program.cs", Program));

        Assert.Contains("Program.cs(3,5): warning DPL3001", DotNet.Run(folder, "build --nologo").Succeeded().Diagnostics());
        Assert.Contains("Program.cs(3,5): error DPL3001", DotNet.Run(folder, "build --nologo --no-incremental", ("CI", "true")).Failed().Diagnostics());
        Assert.Contains("Program.cs(3,5): error DPL3001", DotNet.Run(folder, "build --nologo --no-incremental -p:DeployabilityGate=always").Failed().Diagnostics());
        DotNet.Run(folder, "build --nologo --no-incremental -p:DeployabilityGate=off", ("CI", "true")).Succeeded();
        DotNet.Run(folder, "build --nologo --no-incremental -p:DeployabilityGateCategories=Security", ("CI", "true")).Succeeded();
    }

    [Fact]
    public void EditorConfigAndPragma_WinOverTheGate()
    {
        var configured = package.NewProject("GateEditorConfig", ("Program.cs", Program), (".editorconfig", "root = true\n[*.cs]\ndotnet_diagnostic.DPL3001.severity = warning\n"));
        var suppressed = package.NewProject("GatePragma", ("Program.cs", "#pragma warning disable DPL3001 // probes ask the sidecar\n" + Program));

        Assert.Contains("Program.cs(3,5): warning DPL3001", DotNet.Run(configured, "build --nologo", ("CI", "true")).Succeeded().Diagnostics());
        Assert.Empty(DotNet.Run(suppressed, "build --nologo", ("CI", "true")).Succeeded().Diagnostics());
    }

    [Theory]
    [InlineData("DeployabilityGate=sometimes")]
    [InlineData("DeployabilityProfile=lax")]
    [InlineData("DeployabilityGateCategories=Security%3BSafety")]
    public void AMisspeltSwitch_IsAnErrorThatSaysWhatIsAllowed(string property)
    {
        var folder = package.NewProject("GateMisspelt", ("Program.cs", Program));

        var build = DotNet.Run(folder, $"build --nologo -p:{property}").Failed();

        Assert.Contains("error DPL9001", build.Output, StringComparison.Ordinal);
        Assert.Contains("allowed are", build.Output, StringComparison.Ordinal);
    }
}
