using Deployability.Model;

namespace Deployability.Publish.Planning;

/// <summary>Decides which ports the app may reach; everything else is denied.</summary>
internal static class NetworkPlanner
{
    private const int Https = 443;

    /// <summary>docs.dapr.io, "Deploy Dapr on a Kubernetes cluster": where its control plane is installed.</summary>
    private const string DaprNamespace = "dapr-system";

    /// <summary>The port that a scheme has by itself; nothing for one that nobody knows.</summary>
    private static int? PortOf(string scheme) =>
        scheme.ToLowerInvariant() switch
        {
            "http" or "ws" => 80,
            "https" or "wss" or "grpc" => Https,
            "amqp" => 5672,
            "amqps" => 5671,
            "redis" => 6379,
            "rediss" => 6380,
            "mongodb" => 27017,
            "nats" => 4222,
            "postgres" or "postgresql" => 5432,
            "mysql" => 3306,
            _ => null,
        };

    /// <summary>What sends by OpenTelemetry's own protocol; distributions of vendors bring it along.</summary>
    private const string OtlpExporter = "OpenTelemetry.Exporter.OpenTelemetryProtocol";

    /// <param name="context">The project.</param>
    /// <param name="services">What runs beside the app.</param>
    /// <param name="settings">What the app is told.</param>
    public static NetworkPlan Plan(PlanContext context, IReadOnlyList<SideServicePlan> services, IReadOnlyList<SettingPlan> settings)
    {
        var ports = new List<ReachedPort>();
        var peers = new SortedList<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach (var connection in context.Connections)
        {
            foreach (var port in ProviderPorts.Of(connection.Provider))
            {
                Add(port, connection.Key.Length > 0 ? connection.Key : connection.Provider);
            }
        }

        foreach (var parts in context.InProduction<ConnectionPartsFact>())
        {
            foreach (var port in ProviderPorts.WithEncrypted(parts.Provider))
            {
                Add(port, parts.HostKey);
            }
        }

        foreach (var outbound in context.InProduction<OutboundEndpointFact>())
        {
            foreach (var target in TargetsOf(context, outbound))
            {
                AddTarget(target, outbound.Key.Length > 0 ? outbound.Key : outbound.Host);
            }
        }

        foreach (var (key, target) in Forwarded(context))
        {
            AddTarget(target, key);
        }

        // An address in the cluster is one that the app calls, by whatever way it comes from the setting to the call. Where a person says what is let out, that is it.
        foreach (var setting in context.Input.ItemsOf("DeployabilityEgress").Any() ? [] : settings)
        {
            foreach (var value in setting.Environments.Values.Prepend(setting.Value).Distinct())
            {
                if (AddressOf(value) is { } target && NamespaceOf(target.Host) is not null)
                {
                    AddTarget(target, setting.Key);
                }
            }
        }

        foreach (var service in services.Where(static service => service.Port > 0))
        {
            Add(service.Port, service.Name);
        }

        // Another exporter goes elsewhere.
        if (context.Has(Features.OpenTelemetry) && (context.Packages.Count == 0 || context.Packages.ContainsKey(OtlpExporter)))
        {
            Add(4317, "OpenTelemetry");
            Add(4318, "OpenTelemetry");
        }

        // What the code uses and no fact tells the address of: its usual ports, or the policy would cut it off.
        var told = new List<int>();
        foreach (var port in ports)
        {
            told.Add(port.Number);
        }

        var hasDapr = context.Clients.Any(static client => client.IsOfDapr) || context.Has(Features.DaprSidecar);
        if (hasDapr)
        {
            context.Leave(
                new(
                    OperatorActionKind.Network,
                    "Dapr",
                    "Install Dapr there, with the components that the code names; DeployabilityEgress lets it out to those outside the namespace. Compose and clouds without Dapr need the side-car beside the app.",
                    "The app talks to Dapr's side-car, for which annotations of its pods ask in a cluster."
                )
            );
            if (context.Input.ItemsOf("DeployabilityJob").Any() || context.Input.IsTrue("DeployabilityMigrationJob"))
            {
                context.Leave(
                    new(
                        OperatorActionKind.Network,
                        "Dapr in jobs",
                        "Let a job that needs Dapr call the app, or annotate its pod yourself and have it end the side-car (`POST /v1.0/shutdown`).",
                        "Pods of jobs get no side-car of Dapr: it would run on when the job is done, and the Job would never end."
                    )
                );
            }

            Note(peers, DaprNamespace, "Dapr's control plane");
            Note(peers, "", "Dapr's components and the side-cars of other apps");
        }

        var hasAddresses = context.InProduction<OutboundEndpointFact>().Any();
        foreach (var client in context.Clients.Where(static client => client.Ports.Count > 0).Where(IsUntold))
        {
            foreach (var port in client.Ports)
            {
                Add(port, client.Name);
            }

            // It may be a Service, whose pods listen elsewhere.
            if (client.IsForAnyAddress)
            {
                Note(peers, PeerPlan.Anywhere, client.Name);
            }
        }

        return new(
            [
                .. ports
                    .ByRank(static port => port.Number)
                    .Select(static port => new EgressPort(port.Number, string.Join(", ", port.Reasons))),
            ],
            DeniesOthers: context.IsCodeKnown
        )
        {
            Joining = string.Join(", ", context.Clients.Where(static client => client.JoinsInstances).Select(static client => client.Name)),
            HasDapr = hasDapr,
            Peers = [.. peers.Keys.Select(peer => new PeerPlan(peer, string.Join(", ", peers[peer])))],
        };

        bool IsUntold(ClientLibrary client) => client.IsForAnyAddress ? !hasAddresses : !told.Contains(client.Ports[0]);

        void Add(int number, string reason)
        {
            var port = ports.Find(port => port.Number == number);
            if (port is null)
            {
                ports.Add(port = new(number, new(StringComparer.Ordinal)));
            }

            port.Reasons.Add(reason);
        }

        void AddTarget((string Host, int Port) target, string reason)
        {
            Add(target.Port, reason);
            if (NamespaceOf(target.Host) is { } place)
            {
                Note(peers, place, reason);
            }
        }
    }

    /// <summary>A port, and what it is reached for.</summary>
    private sealed record ReachedPort(int Number, SortedSet<string> Reasons);

    private static void Note(SortedList<string, SortedSet<string>> noted, string what, string reason)
    {
        if (!noted.TryGetValue(what, out var reasons))
        {
            noted[what] = reasons = new(StringComparer.Ordinal);
        }

        reasons.Add(reason);
    }

    /// <summary>
    /// The namespace of a Service; empty for the app's own, null for a host outside the cluster. An endpoint without an address yet may become
    /// a Service, and the policy must not be what keeps the app from it.
    /// </summary>
    private static string? NamespaceOf(string host)
    {
        if (host.Length == 0)
        {
            return PeerPlan.Anywhere;
        }

        var parts = host.Split('.');
        return parts.Length > 2 && parts[2] == "svc" && Rules.IsDnsLabel(parts[1]) ? parts[1]
            : parts.Length == 1 && Rules.IsDnsLabel(host) ? ""
            : null;
    }

    /// <summary>What YARP forwards to by its settings, in any environment.</summary>
    private static IEnumerable<(string Key, (string Host, int Port) Target)> Forwarded(PlanContext context)
    {
        foreach (var key in ForwardedAddresses.KeysOf(context.Settings))
        {
            var own = context.Settings.Environments.Values.Select(values => values.TryGetValue(key, out var value) ? value : null);
            foreach (var address in own.Prepend(context.Settings[key]).Distinct())
            {
                if (AddressOf(address) is { } target)
                {
                    yield return (key, target);
                }
            }
        }
    }

    // What the project declares counts more than what the settings say: for all environments, or for one each.
    private static IEnumerable<(string Host, int Port)> TargetsOf(PlanContext context, OutboundEndpointFact outbound)
    {
        var isDeclaredForAll = false;
        foreach (var item in context.Input.ItemsOf("DeployabilityConfig"))
        {
            if (
                outbound.Key.Length > 0
                && context.Variable(item.Name) == context.Variable(outbound.Key)
                && AddressOf(item["Value"]) is { } target
            )
            {
                isDeclaredForAll |= item["Environment"].Length == 0;
                yield return target;
            }
        }

        // What code calls in its own container, and nothing can lead elsewhere, leaves the pod never.
        if (!isDeclaredForAll && !(outbound.Key.Length == 0 && IsOfThisMachine(outbound.Host)))
        {
            yield return TargetOf(context, outbound);
        }
    }

    /// <returns>Null where the text is no address, or one of the machine itself.</returns>
    private static (string Host, int Port)? AddressOf(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && !uri.IsLoopback && uri.Port > 0 ? (uri.Host, uri.Port) : null;

    private static bool IsOfThisMachine(string host) => host is "localhost" or "127.0.0.1" or "::1" or "[::1]" or "host.docker.internal";

    /// <summary>The configured address counts more than the code's default, and a loopback default says nothing.</summary>
    private static (string Host, int Port) TargetOf(PlanContext context, OutboundEndpointFact outbound)
    {
        if (outbound.Key.Length > 0 && AddressOf(context.Settings[outbound.Key]) is { } configured)
        {
            return configured;
        }

        if (IsOfThisMachine(outbound.Host))
        {
            return ("", Https);
        }

        return (
            outbound.Host,
            outbound.Port > 0 ? outbound.Port
            : PortOf(outbound.Scheme) is { } port ? port
            : Https
        );
    }
}
