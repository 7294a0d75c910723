using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace Deployability.Testing;

/// <summary>What a test compiles against, and the usings that the SDK of such a project writes. Nothing is downloaded.</summary>
public sealed class SdkReferences
{
    private static readonly string[] NetCoreUsings =
    [
        "System",
        "System.Collections.Generic",
        "System.IO",
        "System.Linq",
        "System.Net.Http",
        "System.Threading",
        "System.Threading.Tasks",
    ];

    private static readonly string[] WebUsings =
    [
        .. NetCoreUsings,
        "System.Net.Http.Json",
        "Microsoft.AspNetCore.Builder",
        "Microsoft.AspNetCore.Hosting",
        "Microsoft.AspNetCore.Http",
        "Microsoft.AspNetCore.Routing",
        "Microsoft.Extensions.Configuration",
        "Microsoft.Extensions.DependencyInjection",
        "Microsoft.Extensions.Hosting",
        "Microsoft.Extensions.Logging",
    ];

    private readonly Lazy<ImmutableArray<MetadataReference>> _references;

    private SdkReferences(string[] packs, string[] usings)
    {
        _references = new(() => [.. packs.SelectMany(Load)]);
        GlobalUsings = string.Concat(usings.Select(name => $"global using global::{name};\n"));
    }

    /// <summary>.NET 10 with ASP.NET Core: a project of the Web SDK.</summary>
    public static SdkReferences Web { get; } = new(["Microsoft.NETCore.App.Ref", "Microsoft.AspNetCore.App.Ref"], WebUsings);

    /// <summary>.NET 10 without ASP.NET Core: a console program or library.</summary>
    public static SdkReferences NetCore { get; } = new(["Microsoft.NETCore.App.Ref"], NetCoreUsings);

    /// <summary>Loaded once for all tests, so that compilations share what the compiler caches by reference.</summary>
    public ImmutableArray<MetadataReference> References => _references.Value;

    /// <summary>A file of code with the usings that such a project need not say.</summary>
    public string GlobalUsings { get; }

    private static IEnumerable<MetadataReference> Load(string pack)
    {
        var root = typeof(SdkReferences)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "TargetingPackRoot")
            .Value!;
        var newest =
            Directory
                .GetDirectories(Path.Combine(root, pack), "10.0.*")
                .MaxBy(folder => Version.Parse(Path.GetFileName(folder).Split('-')[0]))
            ?? throw new DirectoryNotFoundException($"{root} has no {pack} 10.0.");

        return Directory.GetFiles(Path.Combine(newest, "ref", "net10.0"), "*.dll").Select(file => MetadataReference.CreateFromFile(file));
    }
}
