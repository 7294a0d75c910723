namespace Deployability.EndToEnd.Tests;

/// <summary>What <c>dotnet publish</c> does with the package, from a path with blanks and letters beyond ASCII.</summary>
public sealed class PublishTests(PackageFixture package)
{
    private const string Rehearsed = "Done building target \"_DeployabilityRehearse\"";

    private const string Program = """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHealthChecks();
        var app = builder.Build();
        app.MapGet("/", (IConfiguration configuration) => configuration["Shop:Title"]);
        app.MapHealthChecks("/healthz/live", new() { Predicate = _ => false });
        app.MapHealthChecks("/healthz/ready");
        app.Run();
        """;

    [Fact]
    public void Publish_WritesFilesOnceAndLeavesThemAlone()
    {
        var folder = package.NewProject(
            "Läden/My Shop",
            ("Program.cs", Program),
            ("appsettings.json", """{ "Shop": { "Title": "Café" } }""")
        );
        // The name of the new project holds the blank as well.
        var first = DotNet.Run(folder, "publish -c Release --nologo -o out -v:d").Succeeded();
        Assert.Contains(Rehearsed, first.Output, StringComparison.Ordinal);

        var deploy = Path.Combine(folder, "deploy");
        Assert.Contains("/healthz/live", File.ReadAllText(Path.Combine(deploy, "Dockerfile")), StringComparison.Ordinal);
        Assert.Contains(
            "/healthz/ready",
            File.ReadAllText(Path.Combine(deploy, "kubernetes/base/deployment.yaml")),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Shop__Title=Café",
            File.ReadAllText(Path.Combine(deploy, "kubernetes/base/kustomization.yaml")),
            StringComparison.Ordinal
        );
        Assert.True(File.Exists(Path.Combine(folder, "out", "deployability-probe.dll")));

        var before = Snapshot(deploy);
        var again = DotNet.Run(folder, "publish -c Release --nologo -o out -v:d").Succeeded();
        Assert.Contains("Skipping target \"_DeployabilityEmit\"", again.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Rehearsed, again.Output, StringComparison.Ordinal);
        Assert.Equal(before, Snapshot(deploy));
        // The Web SDK takes every .json of a project for content.
        Assert.False(Directory.Exists(Path.Combine(folder, "out", "deploy")));

        File.AppendAllText(Path.Combine(deploy, "compose.yaml"), "# mine\n");
        DotNet.Run(folder, "clean -c Release --nologo").Succeeded();
        var edited = DotNet.Run(folder, "publish -c Release --nologo -o out").Succeeded();
        Assert.Contains("warning DPL9002", edited.Output, StringComparison.Ordinal);
        Assert.EndsWith("# mine\n", File.ReadAllText(Path.Combine(deploy, "compose.yaml")), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(deploy, "compose.yaml.new")));
    }

    [Fact]
    public void InvalidSettings_FailThePublishAndLeaveTheOldFiles()
    {
        var folder = package.NewProject(
            "Invalid",
            """<PropertyGroup><DeployabilityReplicas>0</DeployabilityReplicas></PropertyGroup><ItemGroup><DeployabilityVolume Include="data" MountPath="data" /></ItemGroup>""",
            [("Program.cs", Program), ("deploy/Dockerfile", "mine\n")]
        );

        var publish = DotNet.Run(folder, "publish -c Release --nologo").Failed();

        Assert.Equal(
            2,
            publish
                .Output.Split('\n')
                .Where(static line =>
                    line.Contains("Invalid.csproj", StringComparison.Ordinal) && line.Contains("error DPL9001", StringComparison.Ordinal)
                )
                .Distinct()
                .Count()
        );
        Assert.DoesNotContain("MSB4018", publish.Output, StringComparison.Ordinal);
        Assert.Equal(["Dockerfile"], Directory.EnumerateFileSystemEntries(Path.Combine(folder, "deploy")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task TwoPublishesAtOnce_BothSucceed()
    {
        var folder = package.NewProject("Parallel", ("Program.cs", Program));
        // The SDK writes files of its own into obj at the first publish, without a lock; what is up to date it leaves alone.
        DotNet.Run(folder, "publish -c Release --nologo -o zero").Succeeded();
        var deploy = Path.Combine(folder, "deploy");
        var first = Texts(deploy);
        Directory.Delete(deploy, recursive: true);

        // Different outputs, because the SDK itself cannot copy into one folder twice at a time.
        var runs = await PublishTwice();
        for (var attempt = 0; attempt < 2 && runs.Any(LostTheSdksOwnRace); attempt++)
        {
            runs = await PublishTwice();
        }

        Assert.All(runs, static run => run.Succeeded());
        // Other processes, other hash seeds: the same files to the byte, and nothing beside them.
        Assert.Equal(first, Texts(deploy));

        static Dictionary<string, string> Texts(string folder) =>
            Directory
                .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .ToDictionary(path => Path.GetRelativePath(folder, path), File.ReadAllText);

        Task<CommandResult[]> PublishTwice() =>
            Task.WhenAll(
                new[] { "one", "two" }.Select(output =>
                    Task.Run(() => DotNet.Run(folder, $"publish -c Release --no-build --nologo -o {output}"))
                )
            );

        static bool LostTheSdksOwnRace(CommandResult run) =>
            run.ExitCode != 0
            && run.Output.Contains("Microsoft.NET.", StringComparison.Ordinal)
            && !run.Output.Contains("DPL", StringComparison.Ordinal)
            && !run.Output.Contains("Deployability.Publish", StringComparison.Ordinal);
    }

    [Fact]
    public void ASolution_GetsFilesForItsAppAloneWithFactsOfItsLibraries()
    {
        var root = package.NewFolder("Solution");
        var reference =
            $"""<ItemGroup><PackageReference Include="Deployability.Analyzers" Version="{PackageFixture.Version}" PrivateAssets="all" /></ItemGroup>""";
        PackageFixture.Write(
            root,
            "Directory.Build.props",
            $"<Project><PropertyGroup><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>{reference}</Project>"
        );
        PackageFixture.Write(
            root,
            "Defaults/Defaults.csproj",
            """<Project Sdk="Microsoft.NET.Sdk"><ItemGroup><FrameworkReference Include="Microsoft.AspNetCore.App" /></ItemGroup></Project>"""
        );
        PackageFixture.Write(
            root,
            "Defaults/Extensions.cs",
            """
            using Microsoft.AspNetCore.Builder;
            namespace Defaults;
            public static class Extensions
            {
                public static void MapDefaultEndpoints(this WebApplication app) => app.MapHealthChecks("/alive", new() { Predicate = check => check.Tags.Contains("live") });
            }
            """
        );
        PackageFixture.Write(
            root,
            "Api/Api.csproj",
            """<Project Sdk="Microsoft.NET.Sdk.Web"><ItemGroup><ProjectReference Include="../Defaults/Defaults.csproj" /></ItemGroup></Project>"""
        );
        PackageFixture.Write(
            root,
            "Api/Program.cs",
            """
            using Defaults;
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddHealthChecks();
            var app = builder.Build();
            app.MapDefaultEndpoints();
            app.Run();
            """
        );
        DotNet.Run(root, "new sln --name All").Succeeded();
        DotNet.Run(root, "sln add Api Defaults").Succeeded();

        DotNet.Run(root, "publish -c Release --nologo").Succeeded();

        var dockerfile = File.ReadAllText(Path.Combine(root, "Api", "deploy", "Dockerfile"));
        Assert.Contains("/alive", dockerfile, StringComparison.Ordinal);
        Assert.Contains("COPY Defaults/Defaults.csproj Defaults/", dockerfile, StringComparison.Ordinal);
        Assert.Contains("Directory.Build.props", dockerfile, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(root, "Defaults", "deploy")));
    }

    [Fact]
    public void ALibraryWithoutThePackage_IsNamedByBuildAndPublishAndNothingIsLockedIn()
    {
        var folder = package.NewProject(
            "Half/App",
            """<ItemGroup><ProjectReference Include="../Data/Data.csproj" /></ItemGroup>""",
            [("Program.cs", Program + "\n_ = Data.Client.Http;")]
        );
        PackageFixture.Write(
            Path.GetDirectoryName(folder)!,
            "Data/Data.csproj",
            """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>"""
        );
        PackageFixture.Write(
            Path.GetDirectoryName(folder)!,
            "Data/Client.cs",
            "namespace Data; public static class Client { public static System.Net.Http.HttpClient Http { get; } = new(); }"
        );

        var build = DotNet.Run(folder, "build -c Release --nologo").Succeeded();
        var publish = DotNet.Run(folder, "publish -c Release --nologo").Succeeded();

        Assert.All(
            new[] { build, publish },
            static run =>
                Assert.Matches(
                    "warning DPL9004: Data.csproj was built without.*Directory.Build.props.*<PackageReference Include=\"Deployability.Analyzers\"",
                    run.Output
                )
        );
        Assert.DoesNotContain(
            "Egress",
            File.ReadAllText(Path.Combine(folder, "deploy", "kubernetes", "base", "networkpolicy.yaml")),
            StringComparison.Ordinal
        );
        Assert.Matches(@"Deployability: \d+ files in deploy/, \d+ of them new or changed", publish.Output);
    }

    [Fact]
    public void WhatMSBuildCannotSeeByTime_IsSeenAllTheSame()
    {
        var folder = package.NewProject(
            "Inputs/App",
            ("Program.cs", Program),
            ("appsettings.Production.json", """{ "Shop": { "Title": "Production" } }""")
        );
        var settings = Path.Combine(folder, "deploy", "kubernetes", "base", "kustomization.yaml");
        DotNet.Run(folder, "publish -c Release --nologo").Succeeded();
        Assert.Contains("Shop__Title=Production", File.ReadAllText(settings), StringComparison.Ordinal);

        File.Delete(Path.Combine(folder, "appsettings.Production.json"));
        DotNet.Run(folder, "publish -c Release --nologo").Succeeded();
        Assert.DoesNotContain(
            "Production\"",
            File.ReadAllText(settings).Replace("ENVIRONMENT=Production", "", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("Shop__Title=Production", File.ReadAllText(settings), StringComparison.Ordinal);

        PackageFixture.Write(
            Path.GetDirectoryName(folder)!,
            "global.json",
            """{ "sdk": { "rollForward": "latestMajor", "version": "9.0.100" } }"""
        );
        DotNet.Run(folder, "publish -c Release --nologo").Succeeded();
        Assert.Contains("global.json", Dockerfile(), StringComparison.Ordinal);

        // Nothing but restore reads it.
        Assert.DoesNotContain("App/nuget.config", Dockerfile(), StringComparison.Ordinal);
        PackageFixture.Write(folder, "nuget.config", "<configuration />");
        DotNet.Run(folder, "publish -c Release --nologo").Succeeded();
        Assert.Contains("App/nuget.config", Dockerfile(), StringComparison.Ordinal);

        PackageFixture.Write(folder, "client/package.json", """{ "scripts": { "build": "vite build" } }""");
        PackageFixture.Write(folder, "client/package-lock.json", "{}");
        DotNet.Run(folder, "publish -c Release --nologo").Succeeded();
        Assert.Contains("npm ci", Dockerfile(), StringComparison.Ordinal);
        Assert.Contains("/client/dist/", Dockerfile(), StringComparison.Ordinal);

        PackageFixture.Write(folder, "client/vite.config.ts", "export default { build: { outDir: 'pages' } }");
        DotNet.Run(folder, "publish -c Release --nologo").Succeeded();
        Assert.Contains("/client/pages/", Dockerfile(), StringComparison.Ordinal);

        // By its ports there other apps of a solution know it.
        PackageFixture.Write(
            folder,
            "Properties/launchSettings.json",
            """{ "profiles": { "http": { "applicationUrl": "http://localhost:5111" } } }"""
        );
        var launched = DotNet.Run(folder, "publish -c Release --nologo -v:n").Succeeded();
        Assert.DoesNotContain("Skipping target \"_DeployabilityEmit\"", launched.Output, StringComparison.Ordinal);

        var again = DotNet.Run(folder, "publish -c Release --nologo -v:n").Succeeded();
        Assert.Contains("Skipping target \"_DeployabilityEmit\"", again.Output, StringComparison.Ordinal);
        Assert.Contains("Deployability: ", again.Output, StringComparison.Ordinal);

        string Dockerfile() => File.ReadAllText(Path.Combine(folder, "deploy", "Dockerfile"));
    }

    [Fact]
    public void GeneratedSourcesOfAnEarlierBuild_SayNothing()
    {
        var folder = package.NewProject(
            "Stale",
            "<PropertyGroup><EmitCompilerGeneratedFiles>true</EmitCompilerGeneratedFiles><CompilerGeneratedFilesOutputPath>Generated</CompilerGeneratedFilesOutputPath></PropertyGroup>",
            [("Program.cs", Program)]
        );
        DotNet.Run(folder, "build -c Release --nologo").Succeeded();
        PackageFixture.Write(folder, "Program.cs", Program.Replace("/healthz/live", "/livez", StringComparison.Ordinal));

        var publish = DotNet.Run(folder, "publish -c Release --nologo").Succeeded();

        Assert.Contains("/livez", File.ReadAllText(Path.Combine(folder, "deploy", "Dockerfile")), StringComparison.Ordinal);
        Assert.Contains("Deployability.Facts.g.cs was generated by an earlier build", publish.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void TwoProjectsWithOneOutput_AreBothNamedAndNoFileChanges()
    {
        const string Output = "<PropertyGroup><DeployabilityOutputPath>../deploy/</DeployabilityOutputPath></PropertyGroup>";
        var shop = package.NewProject("Shared/Shop", Output, [("Program.cs", Program)]);
        var admin = package.NewProject("Shared/Admin", Output, [("Program.cs", Program)]);
        var deploy = Path.Combine(Path.GetDirectoryName(shop)!, "deploy");
        DotNet.Run(shop, "publish -c Release --nologo").Succeeded();
        var before = Snapshot(deploy);

        var refused = DotNet.Run(admin, "publish -c Release --nologo").Failed();

        Assert.Matches("error DPL9001: .*Admin.csproj.*Shop.csproj", refused.Output);
        Assert.Equal(before, Snapshot(deploy));
        DotNet.Run(shop, "publish -c Release --nologo").Succeeded();
        Assert.Equal(before, Snapshot(deploy));
    }

    [Theory]
    [InlineData("{root}/Outside/Über there/", "absolute, outside the repository, with blanks")]
    [InlineData("../../Beside/deploy files", "relative, above the project, without a slash at its end")]
    [InlineData("build/../ops/./deploy", "inside the project, with dots")]
    public void TheOutputPath_MayBeAnywhere(string path, string what)
    {
        var root = package.NewFolder("Anywhere/" + what.Split(',')[0]);
        PackageFixture.Write(root, "src/.git/HEAD", "ref: refs/heads/main");
        path = path.Replace("{root}", root, StringComparison.Ordinal);
        var folder = package.NewProject(
            Path.GetRelativePath(package.Folder, Path.Combine(root, "src", "My Shop")),
            $"<PropertyGroup><DeployabilityOutputPath>{path}</DeployabilityOutputPath></PropertyGroup>",
            [("Program.cs", Program)]
        );
        var deploy = Path.GetFullPath(Path.Combine(folder, path));

        DotNet.Run(folder, "publish -c Release --nologo -o out").Succeeded();
        var before = Snapshot(deploy);
        var again = DotNet.Run(folder, "publish -c Release --nologo -o out -v:n").Succeeded();

        Assert.Contains("/healthz/live", File.ReadAllText(Path.Combine(deploy, "Dockerfile")), StringComparison.Ordinal);
        Assert.Contains("Skipping target \"_DeployabilityEmit\"", again.Output, StringComparison.Ordinal);
        Assert.Equal(before, Snapshot(deploy));
        Assert.False(Directory.Exists(Path.Combine(folder, "deploy")));
        Assert.Empty(Directory.GetFiles(Path.Combine(folder, "out"), "values*.json", SearchOption.AllDirectories));
        // What compose builds from is found from where its file lies.
        var context = System.Text.RegularExpressions.Regex.Match(
            File.ReadAllText(Path.Combine(deploy, "compose.yaml")),
            "context: [\"']?(.+?)[\"']?\n"
        );
        Assert.True(context.Success);
        Assert.Contains(Path.GetFullPath(Path.Combine(deploy, context.Groups[1].Value)), new[] { folder, Path.GetDirectoryName(folder)! });
    }

    [Fact]
    public void TargetsThatAreNoLongerAskedFor_LoseTheirFilesButNoEdits()
    {
        var folder = package.NewProject("Subset/Shop", ("Program.cs", Program));
        var deploy = Path.Combine(folder, "deploy");
        DotNet.Run(folder, "publish -c Release --nologo").Succeeded();
        var compose = Path.Combine(deploy, "compose.yaml");
        var edited = File.ReadAllText(compose) + "# mine\n";
        File.WriteAllText(compose, edited);

        var fewer = DotNet.Run(folder, "publish -c Release --nologo -p:DeployabilityEmit=docker").Succeeded();

        Assert.Contains("compose.yaml is no longer generated, but was edited by hand", fewer.Output, StringComparison.Ordinal);
        Assert.Equal(edited, File.ReadAllText(compose));
        Assert.True(File.Exists(Path.Combine(deploy, "Dockerfile")));
        Assert.Empty(
            Directory.GetDirectories(deploy).Select(Path.GetFileName).Intersect(["kubernetes", "helm", "report"], StringComparer.Ordinal)
        );

        DotNet.Run(folder, "publish -c Release --nologo").Succeeded();
        Assert.Equal(edited, File.ReadAllText(compose));
        Assert.True(File.Exists(Path.Combine(deploy, "kubernetes", "base", "deployment.yaml")));

        DotNet.Run(folder, "publish -c Release --nologo -p:DeployabilityEmit=none").Succeeded();
        Assert.True(File.Exists(Path.Combine(deploy, "Dockerfile")));
        DotNet.Run(folder, "clean -c Release --nologo").Succeeded();
        Assert.Equal(edited, File.ReadAllText(compose));
        Assert.True(File.Exists(Path.Combine(deploy, "Dockerfile")));
    }

    [Fact]
    public void CodeInAFolderNamedDeploy_IsStillCompiled()
    {
        var folder = package.NewProject(
            "Named",
            ("Program.cs", Program + "\n_ = Steps.Count;"),
            ("deploy/Steps.cs", "internal static class Steps { public const int Count = 1; }")
        );

        DotNet.Run(folder, "publish -c Release --nologo").Succeeded();
        var again = DotNet.Run(folder, "publish -c Release --nologo -p:DeployabilityReplicas=3").Succeeded();

        Assert.Contains(
            "warning DPL9004: C# files stand in the folder of generated files (deploy/Steps.cs)",
            again.Output,
            StringComparison.Ordinal
        );
    }

    private static Dictionary<string, DateTime> Snapshot(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(static file => file, File.GetLastWriteTimeUtc);
}
