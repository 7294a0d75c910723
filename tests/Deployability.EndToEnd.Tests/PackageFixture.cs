using System.IO.Compression;
using System.Reflection;

[assembly: AssemblyFixture(typeof(Deployability.EndToEnd.Tests.PackageFixture))]

// Two classes at a time on any machine: the tests start builds of their own, of which each has more than one core to do.
[assembly: CollectionBehavior(MaxParallelThreads = 2)]

namespace Deployability.EndToEnd.Tests;

/// <summary>The package as users get it: packed once, in a folder feed, restored into a cache that nobody else uses.</summary>
public sealed class PackageFixture : IDisposable
{
    public PackageFixture()
    {
        Folder = Directory.CreateTempSubdirectory("deployability-e2e-").FullName;
        var feed = Path.Combine(Folder, "feed");
        DotNet.Run(RepositoryRoot, $"pack src/Deployability.Package -c Release -o \"{feed}\" -v:q --nologo").Succeeded();
        PackagePath = Assert.Single(Directory.GetFiles(feed));
        // Found by every project below the folder; the machine's own sources stay.
        File.WriteAllText(
            Path.Combine(Folder, "nuget.config"),
            """
            <?xml version="1.0" encoding="utf-8"?>
            <configuration>
              <config><add key="globalPackagesFolder" value="cache" /></config>
              <packageSources><add key="feed" value="feed" /></packageSources>
            </configuration>
            """
        );
        File.WriteAllText(Path.Combine(Folder, "Directory.Build.props"), "<Project />");
    }

    public string Folder { get; }

    public string PackagePath { get; }

    public static string RepositoryRoot => Testing.RepositoryRoot.Path;

    public static string Version { get; } =
        typeof(PackageFixture)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(static attribute => attribute.Key == "PackageVersion")
            .Value!;

    /// <summary>A new folder below the fixture's.</summary>
    public string NewFolder(string name)
    {
        var folder = Path.Combine(Folder, name);
        Directory.CreateDirectory(folder);
        return folder;
    }

    /// <summary>A web project with the package and the given files.</summary>
    public string NewProject(string name, params (string Path, string Content)[] files) => NewProject(name, "", files);

    /// <summary>A web project with the package, more project content, and the given files.</summary>
    public string NewProject(string name, string projectContent, (string Path, string Content)[] files)
    {
        var folder = NewFolder(name);
        Write(
            folder,
            Path.GetFileName(name).Replace(' ', '_') + ".csproj",
            $"""
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup><PackageReference Include="Deployability.Analyzers" Version="{Version}" PrivateAssets="all" /></ItemGroup>
              {projectContent}
            </Project>
            """
        );
        foreach (var (path, content) in files)
        {
            Write(folder, path, content);
        }

        return folder;
    }

    /// <summary>A copy of a sample, so that the one in the repository stays as it is.</summary>
    public string CopySample(string sample, string name)
    {
        var target = NewFolder(name);
        var source = Path.Combine(RepositoryRoot, "samples", sample);
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(source, file);
            if (
                !relative
                    .Split(Path.DirectorySeparatorChar)
                    .Any(static part => part is "bin" or "obj" or "deploy" or "node_modules" or "dist")
            )
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(target, relative))!);
                File.Copy(file, Path.Combine(target, relative), overwrite: true);
            }
        }

        return target;
    }

    public static void Write(string folder, string path, string content)
    {
        var file = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
    }

    public IReadOnlyList<string> PackageEntries()
    {
        using var archive = ZipFile.OpenRead(PackagePath);
        return archive.Entries.Select(static entry => entry.FullName).ToList();
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(Folder, recursive: true);
        }
        catch (IOException)
        {
            // A compiler server may still hold an analyzer; the system clears its temporary folder.
        }
    }
}
