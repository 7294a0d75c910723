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
            foreach (var port in PortsOf(context, outbound))
            {
                Add(port, outbound.Key.Length > 0 ? outbound.Key : outbound.Host);
            }
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

    // What the project declares counts more than what the settings say: for all environments, or for one each.
    private static IEnumerable<int> PortsOf(PlanContext context, OutboundEndpointFact outbound)
    {
        var isDeclaredForAll = false;
        foreach (var item in context.Input.ItemsOf("DeployabilityConfig"))
        {
            if (
                outbound.Key.Length > 0
                && context.Variable(item.Name) == context.Variable(outbound.Key)
                && PortOf(item["Value"]) is { } port
            )
            {
                isDeclaredForAll |= item["Environment"].Length == 0;
                yield return port;
            }
        }

        if (!isDeclaredForAll)
        {
            yield return PortOf(context, outbound);
        }
    }

    /// <returns>Null where the text is no address, or one of the machine itself.</returns>
    private static int? PortOf(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && !uri.IsLoopback && uri.Port > 0 ? uri.Port : null;

    /// <summary>The configured address counts more than the code's default, and a loopback default says nothing.</summary>
    private static int PortOf(PlanContext context, OutboundEndpointFact outbound)
    {
        if (outbound.Key.Length > 0 && PortOf(context.Settings[outbound.Key]) is { } configured)
        {
            return configured;
        }

        var isLoopback = outbound.Host is "localhost" or "127.0.0.1" or "::1" or "[::1]" or "host.docker.internal";
        if (outbound.Port > 0 && !isLoopback)
        {
            return outbound.Port;
        }

        return !isLoopback && SchemePorts.TryGetValue(outbound.Scheme, out var port) ? port : Https;
    }
}
