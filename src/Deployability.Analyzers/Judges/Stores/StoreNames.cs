using Microsoft.CodeAnalysis;

namespace Deployability.Analyzers.Judges.Stores;

/// <summary>What names say about a collection: people name their caches, pools and registries.</summary>
internal static class StoreNames
{
    private static readonly HashSet<string> OtherUses = new(StringComparer.OrdinalIgnoreCase)
    {
        "cache",
        "caches",
        "cached",
        "caching",
        "memo",
        "memory",
        "memoized",
        "lookup",
        "lookups",
        "pool",
        "pools",
        "registry",
        "registries",
        "registrations",
        "connection",
        "connections",
        "connected",
        "session",
        "sessions",
        "socket",
        "sockets",
        "subscribers",
        "listeners",
        "handlers",
        "callbacks",
        "observers",
        "online",
        "presence",
        "locks",
        "semaphores",
        "throttle",
        "throttling",
        "rate",
        "limiter",
        "attempts",
        "pending",
        "inflight",
        "queue",
        "queues",
        "buffer",
        "buffers",
        "backlog",
        "counter",
        "counters",
        "hits",
        "statistics",
        "stats",
        "gauge",
        "telemetry",
        "tracker",
        "options",
        "settings",
        "feature",
        "features",
        "flags",
        "fake",
        "mock",
        "stub",
        "blacklist",
        "revoked",
        "nonce",
        "nonces",
        "migrations",
        "resolver",
        "resolvers",
        "factory",
        "mappings",
        "processed",
        "seen",
        "recent",
        "running",
        "busy",
        "warned",
        "logged",
        "initialized",
        "ensured",
        "dedupe",
        "dedup",
    };

    /// <summary>Whether the collection, or the class that holds it, is named for something other than a data store.</summary>
    public static bool SayOtherwise(ISymbol collection, ProjectContext project)
    {
        if (HasWord(collection.Name))
        {
            return true;
        }

        for (var type = collection is ILocalSymbol ? null : collection.ContainingType; type is not null; type = type.ContainingType)
        {
            // InMemoryOrderStore is a store; MemoryCache is caught by its other word.
            if (HasWord(type.Name.Replace("InMemory", "").Replace("Memory", "")))
            {
                return true;
            }
        }

        return project.Compilation.AssemblyName is { } assembly
            && (assembly.EndsWith("Tests", StringComparison.Ordinal) || assembly.EndsWith("Testing", StringComparison.Ordinal));
    }

    /// <summary>Whether a use keys the collection by connection or address: it maps what is live, which no database could hold.</summary>
    public static bool IsOfConnections(CollectionUse use)
    {
        if (use.Runner is { Name: "OnConnectedAsync" or "OnDisconnectedAsync" })
        {
            return true;
        }

        var text = use.Operation.Parent?.Parent?.Syntax.ToString() ?? "";
        return text.Contains("ConnectionId") || text.Contains("RemoteIpAddress") || text.Contains("connectionId");
    }

    private static bool HasWord(string name)
    {
        var start = 0;
        for (var i = 1; i <= name.Length; i++)
        {
            if (
                i == name.Length
                || char.IsUpper(name[i]) && !char.IsUpper(name[i - 1])
                || name[i] == '_'
                || char.IsUpper(name[i]) && i + 1 < name.Length && char.IsLower(name[i + 1])
            )
            {
                if (OtherUses.Contains(name.Substring(start, i - start).Trim('_')))
                {
                    return true;
                }

                start = i;
            }
        }

        return false;
    }
}
