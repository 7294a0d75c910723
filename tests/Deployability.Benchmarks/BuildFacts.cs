using System.Reflection;

namespace Deployability.Benchmarks;

/// <summary>Folders that the build knows and wrote into the assembly: packages, SDK, targeting packs, the repository.</summary>
internal static class BuildFacts
{
    /// <exception cref="InvalidOperationException">The build did not say it.</exception>
    public static string Folder(string key) =>
        typeof(BuildFacts)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(attribute => attribute.Key == key)
            ?.Value
            is { Length: > 0 } folder
            ? folder
            : throw new InvalidOperationException($"The build wrote no folder for '{key}'; restore the project.");
}
