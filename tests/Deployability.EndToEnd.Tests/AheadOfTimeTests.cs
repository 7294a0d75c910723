using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Deployability.EndToEnd.Tests;

/// <summary>Analyzers and tasks that are compiled ahead of time: where they lie, who gets them, and that they do what the portable ones do.</summary>
public sealed class AheadOfTimeTests(PackageFixture package)
{
    private const string TaskAssembly = "Deployability.Publish.dll";
    private const string AnalyzerAssembly = "Deployability.Analyzers.dll";
    private const string Portable = "tasks/netstandard2.0/";
    private const string PortableAnalyzers = "analyzers/dotnet/cs/";
    private const string Ahead = "ahead/net10.0/";
    private static readonly string[] Platforms = ["linux-x64"];

    [Fact]
    public void EachPlatform_HasEveryAssemblyOfThePortableAnalyzersAndTasks()
    {
        var entries = package.PackageEntries();
        var portable = Below(entries, Portable).Union(Below(entries, PortableAnalyzers)).Order(StringComparer.Ordinal).ToList();

        Assert.Contains(TaskAssembly, portable);
        Assert.Contains(AnalyzerAssembly, portable);
        Assert.Equal(Platforms, Below(entries, Ahead).Select(static path => path.Split('/')[0]).Distinct());
        Assert.All(Platforms, platform => Assert.Equal(portable, Below(entries, $"{Ahead}{platform}/")));
    }

    [Fact]
    public void ThisPlatform_GetsAnalyzersWithNativeCodeThatFindTheSame()
    {
        var folder = NewApp("AheadAnalyzers");
        File.AppendAllText(
            Path.Combine(folder, "Program.cs"),
            "class Clients { HttpClient c = new() { BaseAddress = new(\"http://localhost:5001\") }; }\n"
        );

        var chosen = Built(folder, "");
        var portable = Built(folder, "-p:_DeployabilityAheadFolder=");

        Assert.Equal(Platforms.Contains(PlatformOfThisProcess), HasNativeCode(File.ReadAllBytes(chosen.Analyzer)));
        Assert.EndsWith(PortableAnalyzers + AnalyzerAssembly, portable.Analyzer, StringComparison.Ordinal);
        Assert.Contains(portable.Findings, static finding => finding.Contains("DPL1002", StringComparison.Ordinal));
        Assert.Equal(portable.Findings, chosen.Findings);
        Assert.Equal(portable.Facts, chosen.Facts);
    }

    [Fact]
    public void ThisPlatform_GetsNativeCodeThatWritesTheSameBytes()
    {
        var folder = NewApp("Ahead");
        DotNet.Run(folder, "restore").Succeeded();
        var chosen = DotNet
            .Run(folder, "msbuild -nologo -getProperty:_DeployabilityTaskAssembly")
            .Succeeded()
            .Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]
            .Trim();
        var portable = Path.Combine(package.Folder, "cache", "deployability.analyzers", PackageFixture.Version, Portable, TaskAssembly);
        var isCompiled = Platforms.Contains(PlatformOfThisProcess);

        Assert.Equal(isCompiled, HasNativeCode(File.ReadAllBytes(chosen)));
        Assert.False(HasNativeCode(File.ReadAllBytes(portable)));
        Assert.Equal(Published(folder, portable), Published(folder, chosen));
    }

    [Fact]
    public void NativeCodeOfAnotherRuntime_IsLeftOutInSilence()
    {
        Assert.SkipUnless(Platforms.Contains(PlatformOfThisProcess), "There is no native code for this platform.");
        var folder = NewApp("Rejected");
        var unpacked = Path.Combine(package.Folder, "cache", "deployability.analyzers", PackageFixture.Version);
        var other = package.NewFolder("Rejected-assemblies");
        DotNet.Run(folder, "restore").Succeeded();
        foreach (var file in Directory.GetFiles(Path.Combine(unpacked, Ahead, PlatformOfThisProcess)))
        {
            var image = File.ReadAllBytes(file);
            if (NativeHeader(image) is { } header)
            {
                // The major version of the format, which a runtime takes or leaves.
                BitConverter.TryWriteBytes(image.AsSpan(header + 4), ushort.MaxValue);
            }

            File.WriteAllBytes(Path.Combine(other, Path.GetFileName(file)), image);
        }

        var rejected = Built(folder, $"\"-p:_DeployabilityAheadFolder={other}/\"");
        Assert.Equal(Path.Combine(other, AnalyzerAssembly), rejected.Analyzer);
        Assert.Equal(Built(folder, "-p:_DeployabilityAheadFolder=").Findings, rejected.Findings);
        Assert.Equal(
            Published(folder, Path.Combine(unpacked, Portable, TaskAssembly)),
            Published(folder, Path.Combine(other, TaskAssembly))
        );
    }

    [Fact]
    public void CompilingAgain_GivesTheSameBytes()
    {
        var again = package.NewFolder("again");
        var unpacked = package.NewFolder("unpacked");
        System.IO.Compression.ZipFile.ExtractToDirectory(package.PackagePath, unpacked);

        DotNet
            .Run(
                PackageFixture.RepositoryRoot,
                $"msbuild src/Deployability.Package -nologo -t:_CompileAheadOfTime -p:Configuration=Release \"-p:AheadOfTimeFolder={again}/\""
            )
            .Succeeded();

        var compiled = Directory.GetFiles(again, "*.dll", SearchOption.AllDirectories);
        Assert.Contains(Path.Combine(again, "linux-x64", TaskAssembly), compiled);
        Assert.All(
            compiled,
            file =>
                Assert.True(
                    File.ReadAllBytes(Path.Combine(unpacked, Ahead, Path.GetRelativePath(again, file)))
                        .AsSpan()
                        .SequenceEqual(File.ReadAllBytes(file)),
                    file
                )
        );
    }

    [Fact]
    public void WithoutTheCompiler_ThePackageHoldsPortableAssembliesAndThePackSaysSo()
    {
        var feed = package.NewFolder("portable-feed");

        var pack = DotNet
            .Run(
                PackageFixture.RepositoryRoot,
                $"pack src/Deployability.Package -c Release --no-restore -o \"{feed}\" -p:CrossgenVersion=0.0.0 --nologo",
                ("RestoreSources", package.NewFolder("empty-feed"))
            )
            .Succeeded();

        Assert.Contains("the package holds portable assemblies alone", pack.Output, StringComparison.Ordinal);
        using var archive = System.IO.Compression.ZipFile.OpenRead(Assert.Single(Directory.GetFiles(feed)));
        var entries = archive.Entries.Select(static entry => entry.FullName).ToList();
        Assert.Contains(Portable + TaskAssembly, entries);
        Assert.DoesNotContain(entries, static entry => entry.StartsWith(Ahead, StringComparison.Ordinal));
    }

    private static string PlatformOfThisProcess =>
        (
            OperatingSystem.IsWindows() ? "win"
            : OperatingSystem.IsMacOS() ? "osx"
            : "linux"
        )
        + "-"
        + RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

    private string NewApp(string name) =>
        package.NewProject(
            name,
            "<PropertyGroup><DeployabilityEmit>all</DeployabilityEmit></PropertyGroup>",
            [
                (
                    "Program.cs",
                    """
                    var builder = WebApplication.CreateBuilder(args);
                    builder.Services.AddHealthChecks();
                    var app = builder.Build();
                    app.MapHealthChecks("/healthz");
                    app.MapGet("/", (IConfiguration configuration) => configuration["Payments:ApiKey"] + configuration.GetConnectionString("Shop"));
                    app.Run();
                    """
                ),
                ("appsettings.json", "{ \"ConnectionStrings\": { \"Shop\": \"\" }, \"Title\": \"Shop\" }"),
            ]
        );

    /// <summary>Every file that a first publish with these tasks writes, with its text.</summary>
    private static SortedDictionary<string, string> Published(string folder, string taskAssembly)
    {
        var deploy = Path.Combine(folder, "deploy");
        if (Directory.Exists(deploy))
        {
            Directory.Delete(deploy, recursive: true);
        }

        DotNet.Run(folder, $"publish -c Release --nologo \"-p:_DeployabilityTaskAssembly={taskAssembly}\"").Succeeded();
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Directory.GetFiles(deploy, "*", SearchOption.AllDirectories))
        {
            files.Add(Path.GetRelativePath(deploy, file), File.ReadAllText(file));
        }

        Assert.Contains("Dockerfile", files.Keys);
        return files;
    }

    /// <summary>What a build says and generates, and the assembly with the rules that the compiler was given.</summary>
    private static (string Analyzer, List<string> Findings, string Facts) Built(string folder, string arguments)
    {
        var generated = Path.Combine(folder, "obj", "generated");
        var output = DotNet
            .Run(
                folder,
                $"build --no-incremental --nologo -v:d -p:EmitCompilerGeneratedFiles=true \"-p:CompilerGeneratedFilesOutputPath={generated}\" {arguments}"
            )
            .Succeeded()
            .Output;
        var analyzer = Regex.Match(output, "/analyzer:\"?([^ \"]*" + AnalyzerAssembly + ")").Groups[1].Value;
        return (
            analyzer,
            [
                .. output
                    .Split('\n')
                    .Where(static line => line.Contains("warning DPL", StringComparison.Ordinal))
                    .Select(static line => line.Trim())
                    .Distinct()
                    .Order(StringComparer.Ordinal),
            ],
            File.ReadAllText(Assert.Single(Directory.GetFiles(generated, "Deployability.Facts.g.cs", SearchOption.AllDirectories)))
        );
    }

    private static List<string> Below(IReadOnlyList<string> entries, string folder) =>
        [
            .. entries
                .Where(entry => entry.StartsWith(folder, StringComparison.Ordinal))
                .Select(entry => entry[folder.Length..])
                .Order(StringComparer.Ordinal),
        ];

    private static bool HasNativeCode(byte[] image) => NativeHeader(image) is not null;

    /// <summary>Where the header of code that was compiled ahead of time begins; null where there is none.</summary>
    private static int? NativeHeader(byte[] image)
    {
        using var reader = new PEReader(new MemoryStream(image));
        var directory = reader.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory;
        if (directory.Size == 0)
        {
            return null;
        }

        Assert.True(reader.PEHeaders.TryGetDirectoryOffset(directory, out var offset));
        Assert.Equal("RTR\0"u8, image.AsSpan(offset, 4));
        return offset;
    }
}
