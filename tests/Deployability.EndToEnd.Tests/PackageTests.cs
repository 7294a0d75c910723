using System.IO.Compression;

namespace Deployability.EndToEnd.Tests;

/// <summary>The package itself, and what a user sees who only adds it.</summary>
public sealed class PackageTests(PackageFixture package)
{
    [Fact]
    public void ThePackage_IsADevelopmentDependencyWithoutRuntimeAssets()
    {
        var entries = package.PackageEntries();
        using var archive = ZipFile.OpenRead(package.PackagePath);
        using var reader = new StreamReader(archive.GetEntry("Deployability.Analyzers.nuspec")!.Open());
        var nuspec = reader.ReadToEnd();

        Assert.DoesNotContain(
            entries,
            static entry => entry.StartsWith("lib/", StringComparison.Ordinal) || entry.StartsWith("ref/", StringComparison.Ordinal)
        );
        Assert.Contains("<developmentDependency>true</developmentDependency>", nuspec, StringComparison.Ordinal);
        Assert.DoesNotContain("<dependency ", nuspec, StringComparison.Ordinal);
        Assert.Contains("analyzers/dotnet/cs/Deployability.Analyzers.dll", entries);
        Assert.Contains("tasks/netstandard2.0/Deployability.Publish.dll", entries);
        // What the compiler and MSBuild bring themselves must not lie beside ours.
        Assert.DoesNotContain(
            entries,
            static entry =>
                Path.GetFileName(entry).StartsWith("System.", StringComparison.Ordinal)
                || Path.GetFileName(entry).StartsWith("Microsoft.", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void ANewWebApp_ReportsAtTheRightLineWithNothingConfigured()
    {
        var folder = package.NewFolder("new/Fresh");
        DotNet.Run(folder, "new web --no-restore").Succeeded();
        DotNet.Run(folder, $"add package Deployability.Analyzers --version {PackageFixture.Version}").Succeeded();

        var build = DotNet.Run(folder, "build --nologo").Succeeded();

        Assert.Contains("Program.cs(6,5): warning DPL3001", build.Diagnostics());
        Assert.DoesNotContain("AD0001", build.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("CS8032", build.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void TheFilesAroundTheCode_ReachTheAnalyzersOnce()
    {
        var folder = package.NewProject(
            "Files",
            ("Program.cs", "WebApplication.CreateBuilder(args).Build().Run();"),
            ("appsettings.json", "{}"),
            ("config/appsettings.json", "{}"),
            ("tempkey.jwk", "{}"),
            (".env", "A=1"),
            ("binary.env", "A\0\0"),
            ("k8s/deployment.yaml", "a: b"),
            ("wwwroot/app.js", "1"),
            ("wwwroot/app.min.js", "1"),
            ("obj/x.yaml", "a"),
            ("bin/appsettings.json", "{}"),
            ("deploy/compose.yaml", "a")
        );

        Assert.Equal(
            [".env", "appsettings.json", "config/appsettings.json", "k8s/deployment.yaml", "tempkey.jwk", "wwwroot/app.js"],
            FilesOf(folder)
        );
    }

    [Fact]
    public void FilesOfTheRepository_ReachTheProjectThatTheyDeploy()
    {
        var web = package.NewProject("Repository/src/Web", ("Program.cs", "WebApplication.CreateBuilder(args).Build().Run();"));
        var worker = package.NewProject("Repository/src/Worker", ("Program.cs", "WebApplication.CreateBuilder(args).Build().Run();"));
        var root = Path.GetFullPath(Path.Combine(web, "../.."));
        foreach (
            var (name, text) in new[]
            {
                (".git/HEAD", "ref"),
                ("compose.yaml", "build: src/Worker"),
                ("k8s/dev/web.yaml", "image: web"),
                ("kubernetes.yaml", "image: web"),
                ("docs/other.yaml", "image: web"),
                ("k8s/bin/web.yaml", "image: web"),
            }
        )
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(root, name))!);
            File.WriteAllText(Path.Combine(root, name), text);
        }

        Directory.CreateSymbolicLink(Path.Combine(root, "k8s", "loop"), Path.Combine(root, "k8s"));

        // YAML that names one of the two goes to that one; compose files and manifests are each deployed together.
        Assert.Equal(["compose.yaml"], FilesOf(worker).Select(Path.GetFileName));
        Assert.Contains("web.yaml", FilesOf(web).Select(Path.GetFileName));
        Assert.DoesNotContain("compose.yaml", FilesOf(web).Select(Path.GetFileName));
        Assert.Contains("kubernetes.yaml", FilesOf(web).Select(Path.GetFileName));
        Assert.DoesNotContain("other.yaml", FilesOf(web).Select(Path.GetFileName));
    }

    [Fact]
    public void BadFiles_NeverBreakABuild()
    {
        var folder = package.NewProject(
            "BadFiles",
            """
            <Target Name="Gone" BeforeTargets="_DeployabilityCollectFiles"><Delete Files="k8s/gone.yaml" /></Target>
            """,
            [
                ("Program.cs", "WebApplication.CreateBuilder(args).Build().Run();"),
                ("appsettings.large.json", "{ \"a\": \"" + new string('x', 5 << 20) + "\" }"),
                ("Dockerfile", "FROM a\0\0"),
                (".env", "A\0"),
                ("compose.yaml", ""),
                ("k8s/kustomization.yaml", "resources: [., .., gone.yaml, 0.yaml]"),
                ("k8s/gone.yaml", "kind: Pod"),
                ("helm/Chart.yaml", "name: {{"),
                ("helm/values.yaml", "\0"),
                ("helm/templates/a.yaml", "{{ if \"\nkind: Pod\n- }}"),
                ("web.config", "<a"),
                ("wwwroot/app.js", "`${`${"),
                .. Enumerable
                    .Range(0, 2000)
                    .Select(static i => ($"k8s/{i % 40}/{i}.yaml", $"kind: ConfigMap\napiVersion: v1\nmetadata: {{ name: c{i} }}\n")),
            ]
        );
        File.WriteAllText(Path.Combine(folder, "k8s", "0.yaml"), "kind: ConfigMap\napiVersion: v1\nmetadata: { name: c }\n");
        Directory.CreateSymbolicLink(Path.Combine(folder, "k8s", "loop"), Path.Combine(folder, "k8s"));
        File.CreateSymbolicLink(Path.Combine(folder, "k8s", "dangling.yaml"), Path.Combine(folder, "nowhere.yaml"));

        var build = DotNet.Run(folder, "build --nologo").Succeeded();

        Assert.Contains("DPL9009", build.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("CS2015", build.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("AD0001", build.Output, StringComparison.Ordinal);
        Assert.Contains("DPL3001", build.Output, StringComparison.Ordinal);
    }

    private static List<string> FilesOf(string folder)
    {
        DotNet.Run(folder, "restore").Succeeded();
        var output = DotNet.Run(folder, "msbuild -nologo -t:_DeployabilityCollectFiles -getItem:AdditionalFiles").Succeeded().Output;
        var names = System
            .Text.Json.JsonDocument.Parse(output[output.IndexOf('{', StringComparison.Ordinal)..])
            .RootElement.GetProperty("Items")
            .GetProperty("AdditionalFiles")
            .EnumerateArray()
            .Select(static item => item.GetProperty("Identity").GetString()!.Replace('\\', '/'))
            .ToList();
        Assert.Equal(names.Distinct(), names);
        return names;
    }

    [Fact]
    public void TestProjects_AreLeftAlone()
    {
        var folder = package.NewProject(
            "Tests",
            "<PropertyGroup><IsTestProject>true</IsTestProject></PropertyGroup>",
            [("Program.cs", "var app = WebApplication.CreateBuilder(args).Build(); app.UseDeveloperExceptionPage(); app.Run();")]
        );

        Assert.Empty(DotNet.Run(folder, "build --nologo").Succeeded().Diagnostics());
    }
}
