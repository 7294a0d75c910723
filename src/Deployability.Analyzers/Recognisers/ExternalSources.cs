using Deployability.Analyzers.Infrastructure;
using Microsoft.CodeAnalysis;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows APIs behind which data lives outside the process: databases, HTTP, files, shared caches.</summary>
internal static class ExternalSources
{
    private static readonly string[] Namespaces =
    [
        "System.Net.Http", "System.Net.Sockets", "System.Data", "Microsoft.EntityFrameworkCore", "Microsoft.Data", "Microsoft.Extensions.Caching",
        "Dapper", "Npgsql", "MySql", "MySqlConnector", "MongoDB", "StackExchange.Redis", "Azure", "Amazon", "Google.Cloud", "Grpc.Net", "LiteDB", "Marten", "Raven",
        "NHibernate", "RestSharp", "Refit", "Flurl", "Elastic", "Nest", "Confluent", "MassTransit", "RabbitMQ",
    ];

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
        return type.BaseType is { SpecialType: SpecialType.None } parent && type.Locations[0].IsInSource && IsExternal(parent);
    }
}
