using System.Reflection.Metadata;
using Deployability.Model;

namespace Deployability.Publish.Reading;

/// <summary>What an assembly tells by the names that it refers to, where no generator wrote facts into it.</summary>
internal static class UnreadCode
{
    /// <summary>Parts of the framework without which code of its assemblies says nothing about its deployment.</summary>
    private static readonly string[] TellingNamespaces =
    [
        "System.Net",
        "System.Data",
        "System.IO.Compression",
        "System.Diagnostics.Process",
        "Microsoft",
    ];

    private static readonly string[] TellingTypes =
    [
        "System.Environment",
        "System.IO.File",
        "System.IO.Directory",
        "System.IO.FileInfo",
        "System.IO.FileStream",
        "System.IO.StreamWriter",
        "System.TimeZoneInfo",
        "System.Globalization.CultureInfo",
    ];

    /// <summary>Annotations that the compiler itself puts into every assembly.</summary>
    private static readonly string[] CompilerNamespaces = ["Microsoft.CodeAnalysis"];

    /// <summary>What code refers to that is started by a browser.</summary>
    private const string BrowserHost = "Microsoft.AspNetCore.Components.WebAssembly";

    /// <summary>
    /// Whether the code may say anything about its deployment: a library of pure logic may not, nor may what browsers run; nobody misses their facts.
    /// </summary>
    public static bool MayTell(MetadataReader metadata)
    {
        var references = metadata
            .AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))
            .ToList();
        return !references.Contains(BrowserHost)
            && (
                references.Exists(static name => !IsOfTheRuntime(name))
                || metadata
                    .TypeReferences.Select(metadata.GetTypeReference)
                    .Any(type => IsTelling(metadata.GetString(type.Namespace), metadata.GetString(type.Name)))
            );
    }

    /// <summary>What the code connects to, as far as the client libraries that it refers to say it; keys are not known.</summary>
    public static IEnumerable<Fact> FactsOf(MetadataReader metadata) =>
        metadata
            .AssemblyReferences.Select(handle => ClientLibraries.ProviderOf(metadata.GetString(metadata.GetAssemblyReference(handle).Name)))
            .Where(static provider => provider.Length > 0)
            .Distinct()
            .Select(static provider => new ConnectionStringFact(FactSource.Unknown, "", provider, Required: false));

    /// <summary>Whether a class is a migration of Entity Framework.</summary>
    public static bool HasMigrations(MetadataReader metadata)
    {
        foreach (var handle in metadata.TypeDefinitions)
        {
            var type = metadata.GetTypeDefinition(handle).BaseType;
            if (type.Kind != HandleKind.TypeReference || type.IsNil)
            {
                continue;
            }

            var reference = metadata.GetTypeReference((TypeReferenceHandle)type);
            if (
                metadata.StringComparer.Equals(reference.Name, "Migration")
                && metadata.StringComparer.Equals(reference.Namespace, "Microsoft.EntityFrameworkCore.Migrations")
            )
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOfTheRuntime(string name) =>
        name.StartsWith("System.", StringComparison.Ordinal)
        || name is "System" or "netstandard" or "mscorlib" or "FSharp.Core" or "Microsoft.CSharp" or "Microsoft.VisualBasic.Core";

    private static bool IsTelling(string ns, string name) =>
        TellingTypes.Contains($"{ns}.{name}")
        || !CompilerNamespaces.Contains(ns)
            && Array.Exists(TellingNamespaces, telling => ns == telling || ns.StartsWith(telling + ".", StringComparison.Ordinal));
}
