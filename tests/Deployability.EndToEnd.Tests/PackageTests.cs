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

        Assert.DoesNotContain(entries, static entry => entry.StartsWith("lib/", StringComparison.Ordinal) || entry.StartsWith("ref/", StringComparison.Ordinal));
        Assert.Contains("<developmentDependency>true</developmentDependency>", nuspec, StringComparison.Ordinal);
        Assert.DoesNotContain("<dependency ", nuspec, StringComparison.Ordinal);
        Assert.Contains("analyzers/dotnet/cs/Deployability.Analyzers.dll", entries);
        Assert.Contains("tasks/netstandard2.0/Deployability.Publish.dll", entries);
        // What the compiler and MSBuild bring themselves must not lie beside ours.
        Assert.DoesNotContain(entries, static entry => Path.GetFileName(entry).StartsWith("System.", StringComparison.Ordinal) || Path.GetFileName(entry).StartsWith("Microsoft.", StringComparison.Ordinal));
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
        var folder = package.NewProject("Files", ("Program.cs", "WebApplication.CreateBuilder(args).Build().Run();"), ("appsettings.json", "{}"), ("k8s/deployment.yaml", "a: b"), ("wwwroot/app.js", "1"), ("obj/x.yaml", "a"), ("deploy/compose.yaml", "a"));

        DotNet.Run(folder, "restore").Succeeded();
        var names = System.Text.Json.JsonDocument.Parse(DotNet.Run(folder, "msbuild -getItem:AdditionalFiles").Succeeded().Output.Split('\n', 2)[1])
            .RootElement.GetProperty("Items").GetProperty("AdditionalFiles").EnumerateArray()
            .Select(static item => item.GetProperty("Identity").GetString()!.Replace('\\', '/'))
            .ToList();

        Assert.Equal(names.Distinct(), names);
        Assert.Equal(["appsettings.json", "k8s/deployment.yaml", "wwwroot/app.js"], names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void TestProjects_AreLeftAlone()
    {
        var folder = package.NewProject("Tests", "<PropertyGroup><IsTestProject>true</IsTestProject></PropertyGroup>", [("Program.cs", "var app = WebApplication.CreateBuilder(args).Build(); app.UseDeveloperExceptionPage(); app.Run();")]);

        Assert.Empty(DotNet.Run(folder, "build --nologo").Succeeded().Diagnostics());
    }
}
