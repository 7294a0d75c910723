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
        Assert.Contains(
            "Program.cs(3,5): error DPL3001",
            DotNet.Run(folder, "build --nologo --no-incremental", ("CI", "true")).Failed().Diagnostics()
        );
        Assert.Contains(
            "Program.cs(3,5): error DPL3001",
            DotNet.Run(folder, "build --nologo --no-incremental -p:DeployabilityGate=always").Failed().Diagnostics()
        );
        DotNet.Run(folder, "build --nologo --no-incremental -p:DeployabilityGate=off", ("CI", "true")).Succeeded();
        DotNet.Run(folder, "build --nologo --no-incremental -p:DeployabilityGateCategories=Security", ("CI", "true")).Succeeded();
    }

    [Fact]
    public void EditorConfigAndPragma_WinOverTheGate()
    {
        var configured = package.NewProject(
            "GateEditorConfig",
            ("Program.cs", Program),
            (".editorconfig", "root = true\n[*.cs]\ndotnet_diagnostic.DPL3001.severity = warning\n")
        );
        var suppressed = package.NewProject(
            "GatePragma",
            ("Program.cs", "#pragma warning disable DPL3001 // probes ask the sidecar\n" + Program)
        );

        Assert.Contains(
            "Program.cs(3,5): warning DPL3001",
            DotNet.Run(configured, "build --nologo", ("CI", "true")).Succeeded().Diagnostics()
        );
        Assert.Empty(DotNet.Run(suppressed, "build --nologo", ("CI", "true")).Succeeded().Diagnostics());
    }

    [Fact]
    public void ACategoryLine_WinsOverGateAndProfile_AndSwitchingThemCompilesAgain()
    {
        const string Api = """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddHealthChecks();
            builder.Services.AddCors(options => options.AddDefaultPolicy(policy => policy.AllowAnyOrigin()));
            builder.Services.AddHttpClient("rates", client => client.BaseAddress = new Uri("http://rates.ledger.internal:7000/"));
            var app = builder.Build();
            app.UseCors();
            app.MapHealthChecks("/healthz");
            app.Run();
            """;
        const string Categories = """
            root = true
            [*]
            dotnet_analyzer_diagnostic.category-Deployability.Security.severity = none
            dotnet_analyzer_diagnostic.category-Deployability.Configuration.severity = warning
            """;
        const string Settings = """{ "AllowedHosts": "api.example", "Rates": { "ApiKey": "zk83-Wq02-nMx7-pLd4-vRt9" } }""";
        var set = package.NewProject("GateCategories", ("Program.cs", Api), (".editorconfig", Categories), ("appsettings.json", Settings));
        var plain = package.NewProject("GateSwitched", ("Program.cs", Api), ("appsettings.json", Settings));

        foreach (
            var mode in new[]
            {
                "-p:DeployabilityGate=off",
                "-p:DeployabilityGate=always",
                "-p:DeployabilityGate=off -p:DeployabilityProfile=strict",
            }
        )
        {
            var findings = DotNet.Run(set, "build --nologo " + mode).Succeeded().Diagnostics();

            Assert.Contains("Program.cs(4,80): warning DPL1001", findings);
            Assert.DoesNotContain(findings, static finding => finding.Contains("DPL2", StringComparison.Ordinal));
        }

        // No --no-incremental: each switch over the built tree is seen.
        Assert.Contains("Program.cs(3,79): warning DPL2101", DotNet.Run(plain, "build --nologo").Succeeded().Diagnostics());
        Assert.Contains(
            "Program.cs(3,79): error DPL2101",
            DotNet.Run(plain, "build --nologo -p:DeployabilityGate=always").Failed().Diagnostics()
        );
        DotNet.Run(plain, "build --nologo -p:DeployabilityGate=always -p:DeployabilityGateCategories=Health").Succeeded();
        Assert.Contains("DPL3104", DotNet.Run(plain, "build --nologo -p:DeployabilityProfile=strict").Succeeded().Ids());
        Assert.DoesNotContain("DPL3104", DotNet.Run(plain, "build --nologo").Succeeded().Ids());
        Assert.Equal(
            ["DPL2101"],
            DotNet
                .Run(plain, "build --nologo -p:DeployabilityGate=always -p:WarningsNotAsErrors=DPL2101 \"-p:NoWarn=DPL1001%3BDPL2002\"")
                .Succeeded()
                .Ids()
        );
    }

    [Fact]
    public void ABaseline_LetsAnOldCodeBaseStart_AndWhatIsNewFails()
    {
        var folder = package.NewProject("GateBaseline", ("Program.cs", Program));
        DotNet.Run(folder, "build --nologo -t:DeployabilityBaseline", ("CI", "true")).Succeeded();
        Assert.Empty(DotNet.Run(folder, "build --nologo", ("CI", "true")).Succeeded().Diagnostics());

        PackageFixture.Write(
            folder,
            "Program.cs",
            "// moved\n" + Program.Replace("app.MapGet", "app.Urls.Add(\"http://localhost:5000\");\napp.MapGet", StringComparison.Ordinal)
        );
        var build = DotNet.Run(folder, "build --nologo", ("CI", "true")).Failed();

        Assert.Equal(["DPL1003"], build.Ids());
        Assert.Contains("error DPL9008: 1 finding fails the build (Configuration 1)", build.Output, StringComparison.Ordinal);
        DotNet.Run(folder, "build --nologo -t:DeployabilityReport", ("CI", "true")).Succeeded();
        Assert.Contains("DPL1003", Report(), StringComparison.Ordinal);

        // Compiled twice in one build: as every build, and looking past the baseline.
        PackageFixture.Write(folder, "Program.cs", Program);
        DotNet.Run(folder, "build --nologo --no-incremental -t:DeployabilityReport").Succeeded();
        Assert.Contains("DPL3001", Report(), StringComparison.Ordinal);
        Assert.DoesNotContain("DPL1003", Report(), StringComparison.Ordinal);

        string Report() => File.ReadAllText(Path.Combine(folder, "deploy", "report", "deployability.json"));
    }

    [Fact]
    public void AProjectOfSeveralFrameworks_HasOneBaselineAndOneReport()
    {
        var folder = package.NewProject(
            "GateFrameworks",
            ("Program.cs", "#if NET9_0\nSystem.Diagnostics.Debugger.Launch();\n#endif\n" + Program)
        );
        var project = Path.Combine(folder, "GateFrameworks.csproj");
        var frameworks = "<TargetFrameworks>net10.0;net9.0</TargetFrameworks>";
        File.WriteAllText(
            project,
            File.ReadAllText(project).Replace("<TargetFramework>net10.0</TargetFramework>", frameworks, StringComparison.Ordinal)
        );

        DotNet.Run(folder, "build --nologo -t:DeployabilityBaseline").Succeeded();
        var baseline = File.ReadAllText(Path.Combine(folder, "deployability.baseline.json"));

        Assert.Contains("DPL2205", baseline, StringComparison.Ordinal);
        Assert.Equal(2, baseline.Split("\"rule\"").Length - 1);
        Assert.Empty(DotNet.Run(folder, "build --nologo", ("CI", "true")).Succeeded().Diagnostics());
        DotNet.Run(folder, "build --nologo -t:DeployabilityReport").Succeeded();
        Assert.True(File.Exists(Path.Combine(folder, "deploy", "report", "deployability.html")));
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
