using Deployability.Model;
using Microsoft.CodeAnalysis;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows APIs behind which data lives outside the process: databases, HTTP, files, shared caches.</summary>
internal static class ExternalSources
{
    // What the framework reaches outside with, and libraries that stand in front of another one's client or of a file.
    private static readonly string[] Namespaces =
    [
        .. ClientLibraries.Namespaces,
        "System.Net.Sockets",
        "System.Data",
        "Microsoft.EntityFrameworkCore",
        "Microsoft.Data",
        "Microsoft.Extensions.Caching",
        "Dapper",
        "LiteDB",
        "Marten",
        "NHibernate",
        "Elastic",
        "Grpc.Net",
    ];

    /// <summary>Whether a type of the project's own is named for what reaches outside: what it wraps is not in view here.</summary>
    public static bool IsNamedForOne(INamedTypeSymbol type) =>
        type.Name.EndsWith("Repository", StringComparison.Ordinal)
        || type.Name.EndsWith("UnitOfWork", StringComparison.Ordinal)
        || type.Name.EndsWith("Context", StringComparison.Ordinal)
        || type.Name.EndsWith("Client", StringComparison.Ordinal)
        || type.Name.EndsWith("Gateway", StringComparison.Ordinal)
        || type.Name.EndsWith("Dao", StringComparison.Ordinal);

    /// <summary>Whether a call of a member of this type, or its construction, reaches outside the process.</summary>
    public static bool IsExternal(INamedTypeSymbol? type)
    {
        if (type is null)
        {
            return false;
        }

        if (type.IsInNamespace("System.IO"))
        {
            return type.Name is "File" or "FileInfo" or "FileStream" or "StreamReader" or "StreamWriter" or "Directory" or "DirectoryInfo";
        }

        foreach (var ns in Namespaces)
        {
            if (type.IsInNamespace(ns))
            {
                return true;
            }
        }

        // A context, collection or client of the project's own that derives from one of those.
        return type.BaseType is { SpecialType: SpecialType.None } parent
            && type.Locations is [{ IsInSource: true }, ..]
            && IsExternal(parent);
    }
}
