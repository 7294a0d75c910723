using Deployability.Model;

namespace Deployability.Publish.Planning;

/// <summary>Decides which ports the app may reach; everything else is denied.</summary>
internal static class NetworkPlanner
{
    private const int Https = 443;

    private static readonly Dictionary<string, int> SchemePorts = new(StringComparer.OrdinalIgnoreCase)
    {
        ["http"] = 80,
        ["ws"] = 80,
        ["https"] = Https,
        ["wss"] = Https,
        ["grpc"] = Https,
        ["amqp"] = 5672,
        ["amqps"] = 5671,
        ["redis"] = 6379,
        ["rediss"] = 6380,
        ["mongodb"] = 27017,
        ["nats"] = 4222,
        ["postgres"] = 5432,
        ["postgresql"] = 5432,
        ["mysql"] = 3306,
    };

    public static NetworkPlan Plan(PlanContext context, IReadOnlyList<SideServicePlan> services, bool isComplete)
    {
        var ports = new SortedDictionary<int, SortedSet<string>>();
        foreach (var connection in context.Connections)
        {
            foreach (var port in CompanionCatalog.PortsOf(connection.Provider))
            {
                Add(port, connection.Key.Length > 0 ? connection.Key : connection.Provider);
            }
        }

        foreach (var outbound in context.InProduction<OutboundEndpointFact>())
        {
            Add(PortOf(context, outbound), outbound.Key.Length > 0 ? outbound.Key : outbound.Host);
        }

        foreach (var service in services.Where(static service => service.Port > 0))
        {
            Add(service.Port, service.Name);
        }

        if (context.Has(Features.OpenTelemetry))
        {
            Add(4317, "OpenTelemetry");
            Add(4318, "OpenTelemetry");
        }

        return new([.. ports.Select(static port => new EgressPort(port.Key, string.Join(", ", port.Value)))], DeniesOthers: isComplete);

        void Add(int port, string reason)
        {
            if (!ports.TryGetValue(port, out var reasons))
            {
                ports[port] = reasons = new(StringComparer.Ordinal);
            }

            reasons.Add(reason);
        }
    }

    /// <summary>The configured address counts more than the code's default, and a loopback default says nothing.</summary>
    private static int PortOf(PlanContext context, OutboundEndpointFact outbound)
    {
        if (
            outbound.Key.Length > 0
            && Uri.TryCreate(context.Settings[outbound.Key], UriKind.Absolute, out var uri)
            && !uri.IsLoopback
            && uri.Port > 0
        )
        {
            return uri.Port;
        }

        var isLoopback = outbound.Host is "localhost" or "127.0.0.1" or "::1" or "[::1]" or "host.docker.internal";
        if (outbound.Port > 0 && !isLoopback)
        {
            return outbound.Port;
        }

        return !isLoopback && SchemePorts.TryGetValue(outbound.Scheme, out var port) ? port : Https;
    }
}
