using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Deployability.Benchmarks.Corpora;

/// <summary>The reference assemblies of .NET and ASP.NET Core, from this SDK.</summary>
internal static class TargetingPacks
{
    public static ImmutableArray<MetadataReference> References { get; } =
    [.. new[] { "Microsoft.NETCore.App.Ref", "Microsoft.AspNetCore.App.Ref" }.SelectMany(static pack => Assemblies(pack))];

    /// <summary>The newest version of a targeting pack.</summary>
    public static string Folder(string pack) =>
        Directory
            .GetDirectories(Path.Combine(BuildFacts.Folder("TargetingPackRoot"), pack), "10.0.*")
            .MaxBy(static folder => Version.Parse(Path.GetFileName(folder).Split('-')[0]))
        ?? throw new DirectoryNotFoundException($"This SDK has no {pack} 10.0.");

    private static IEnumerable<MetadataReference> Assemblies(string pack) =>
        Directory
            .GetFiles(Path.Combine(Folder(pack), "ref", "net10.0"), "*.dll")
            .Select(static file => MetadataReference.CreateFromFile(file));
}
