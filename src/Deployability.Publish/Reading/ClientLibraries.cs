using System.Reflection.Metadata;
using Deployability.Model;

namespace Deployability.Publish.Reading;

/// <summary>A library by which code reaches something over the network.</summary>
/// <param name="Name">The assembly's.</param>
/// <param name="Ports">TCP ports on which what it reaches listens by default, the usual one first.</param>
/// <param name="IsForAnyAddress">Whether it calls whatever it is told to, and not one service.</param>
public sealed record ClientLibrary(string Name, IReadOnlyList<int> Ports, bool IsForAnyAddress = false)
{
    /// <summary>Whether the instances of an app reach one another by it, on ports of their own.</summary>
    public bool JoinsInstances { get; init; }

    /// <summary>Whether it talks to Dapr's side-car in the same pod.</summary>
    public bool IsOfDapr { get; init; }
}

/// <summary>
/// Knows libraries that call out, so that a policy lets out what the code uses even where no address is told. The compiler names in an
/// assembly what the code uses and nothing else.
/// </summary>
internal static class ClientLibraries
{
    private static readonly int[] Https = [443];

    /// <summary>What speaks HTTP to whomever it is told to.</summary>
    private static readonly string[] ForAnyAddress =
    [
        "System.Net.Http",
        "System.Net.Requests",
        "System.Net.WebSockets.Client",
        "Grpc.Net.Client",
        "Grpc.Net.ClientFactory",
        "Refit",
        "RestSharp",
        "Flurl.Http",
    ];

    /// <summary>What makes a cluster of an app's instances. Code of a client alone does not use these.</summary>
    private static readonly string[] Joining =
    [
        "Orleans.Runtime",
        "Akka.Cluster",
        "Akka.Remote",
        "Proto.Cluster",
        "Proto.Remote",
        "DotNext.Net.Cluster",
        "DotNext.AspNetCore.Cluster",
    ];

    /// <summary>What takes a connection string, by assembly, with what it connects to: names of packages on nuget.org.</summary>
    private static readonly Dictionary<string, string> Providers = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Npgsql"] = ConnectionProviders.Npgsql,
        ["Npgsql.EntityFrameworkCore.PostgreSQL"] = ConnectionProviders.Npgsql,
        ["Microsoft.Data.SqlClient"] = ConnectionProviders.SqlServer,
        ["System.Data.SqlClient"] = ConnectionProviders.SqlServer,
        ["Microsoft.EntityFrameworkCore.SqlServer"] = ConnectionProviders.SqlServer,
        ["MySqlConnector"] = ConnectionProviders.MySql,
        ["MySql.Data"] = ConnectionProviders.MySql,
        ["MySql.EntityFrameworkCore"] = ConnectionProviders.MySql,
        ["Pomelo.EntityFrameworkCore.MySql"] = ConnectionProviders.MySql,
        ["Microsoft.Data.Sqlite"] = ConnectionProviders.Sqlite,
        ["Microsoft.EntityFrameworkCore.Sqlite"] = ConnectionProviders.Sqlite,
        ["Oracle.ManagedDataAccess"] = ConnectionProviders.Oracle,
        ["Oracle.EntityFrameworkCore"] = ConnectionProviders.Oracle,
        ["MongoDB.Driver"] = ConnectionProviders.MongoDb,
        ["StackExchange.Redis"] = ConnectionProviders.Redis,
        ["Microsoft.Extensions.Caching.StackExchangeRedis"] = ConnectionProviders.Redis,
        ["RabbitMQ.Client"] = ConnectionProviders.RabbitMq,
        ["Microsoft.Azure.Cosmos"] = ConnectionProviders.Cosmos,
        ["Azure.Storage.Blobs"] = ConnectionProviders.AzureStorage,
        ["Azure.Storage.Queues"] = ConnectionProviders.AzureStorage,
        ["Azure.Data.Tables"] = ConnectionProviders.AzureStorage,
        ["Azure.Messaging.ServiceBus"] = ConnectionProviders.ServiceBus,
    };

    /// <summary>Ports of what takes something else, by assembly: the defaults of each service, with and without TLS.</summary>
    private static readonly Dictionary<string, int[]> Ports = new(StringComparer.OrdinalIgnoreCase)
    {
        ["System.Net.Mail"] = [587, 465, 25],
        ["MailKit"] = [587, 465, 25],
        ["FluentEmail.Smtp"] = [587, 465, 25],
        ["FluentEmail.MailKit"] = [587, 465, 25],

        ["MassTransit.RabbitMqTransport"] = [.. ProviderPorts.WithEncrypted(ConnectionProviders.RabbitMq)],
        ["Orleans.Clustering.Redis"] = [.. ProviderPorts.WithEncrypted(ConnectionProviders.Redis)],
        ["Orleans.Persistence.Redis"] = [.. ProviderPorts.WithEncrypted(ConnectionProviders.Redis)],
        ["Orleans.Reminders.Redis"] = [.. ProviderPorts.WithEncrypted(ConnectionProviders.Redis)],
        ["Orleans.Clustering.AzureStorage"] = Https,
        ["Orleans.Clustering.Cosmos"] = Https,
        ["Orleans.Clustering.DynamoDB"] = Https,
        ["EasyNetQ"] = [.. ProviderPorts.WithEncrypted(ConnectionProviders.RabbitMq)],
        ["NServiceBus.Transport.RabbitMQ"] = [.. ProviderPorts.WithEncrypted(ConnectionProviders.RabbitMq)],
        ["Rebus.RabbitMq"] = [.. ProviderPorts.WithEncrypted(ConnectionProviders.RabbitMq)],
        ["Rebus.PostgreSql"] = [.. ProviderPorts.WithEncrypted(ConnectionProviders.Npgsql)],
        ["DotNetCore.CAP.RabbitMQ"] = [.. ProviderPorts.WithEncrypted(ConnectionProviders.RabbitMq)],
        ["DotNetCore.CAP.PostgreSql"] = [.. ProviderPorts.WithEncrypted(ConnectionProviders.Npgsql)],
        ["DotNetCore.CAP.RedisStreams"] = [.. ProviderPorts.WithEncrypted(ConnectionProviders.Redis)],
        ["DotNetCore.CAP.Kafka"] = [9092, 9093],
        ["Confluent.Kafka"] = [9092, 9093],
        ["NATS.Client"] = [4222],
        ["NATS.Client.Core"] = [4222],
        ["NATS.Net"] = [4222],
        ["MQTTnet"] = [8883, 1883],
        ["Apache.NMS.ActiveMQ"] = [61616, 61617],
        ["DotPulsar"] = [6650, 6651],

        ["FreeRedis"] = [.. ProviderPorts.WithEncrypted(ConnectionProviders.Redis)],
        ["Cassandra"] = [9042],
        ["Neo4j.Driver"] = [7687],
        ["InfluxDB.Client"] = [8086],
        ["ClickHouse.Client"] = [8123, 8443],
        ["ClickHouse.Driver"] = [8123, 8443],
        ["EnyimMemcachedCore"] = [11211],
        ["FirebirdSql.Data.FirebirdClient"] = [3050],
        ["Raven.Client"] = [8080, 443],
        ["EventStore.Client.Streams"] = [2113],
        ["EventStore.Client"] = [2113],

        ["Elastic.Clients.Elasticsearch"] = [9200, 443],
        ["Elastic.Transport"] = [9200, 443],
        ["Elasticsearch.Net"] = [9200, 443],
        ["Nest"] = [9200, 443],
        ["OpenSearch.Client"] = [9200, 443],
        ["OpenSearch.Net"] = [9200, 443],
        ["Meilisearch"] = [7700],
        ["Qdrant.Client"] = [6334],

        ["Minio"] = [443, 9000],
        ["Renci.SshNet"] = [22],
        ["Novell.Directory.Ldap.NETStandard"] = [636, 389],
        ["System.DirectoryServices"] = [636, 389],
        ["System.DirectoryServices.Protocols"] = [636, 389],
        ["OpenTelemetry.Exporter.Zipkin"] = [9411],
        ["Consul"] = [8500],
        ["VaultSharp"] = [8200],
        ["Temporalio"] = [7233],

        ["Stripe.net"] = Https,
        ["SendGrid"] = Https,
        ["Twilio"] = Https,
        ["Octokit"] = Https,
        ["OpenAI"] = Https,
        ["Telegram.Bot"] = Https,
        ["FirebaseAdmin"] = Https,
        ["Sentry"] = Https,
        ["Sentry.AspNetCore"] = Https,
        ["OllamaSharp"] = [11434],
    };

    /// <summary>What the assemblies of clouds' own clients begin with.</summary>
    private static readonly string[] Clouds = ["Azure.", "Microsoft.Azure.", "Microsoft.Graph", "AWSSDK.", "Google.Cloud.", "Google.Apis."];

    /// <returns>The libraries that an assembly's code uses, each once.</returns>
    public static IEnumerable<ClientLibrary> UsedBy(MetadataReader metadata)
    {
        foreach (var handle in metadata.AssemblyReferences)
        {
            var name = metadata.GetString(metadata.GetAssemblyReference(handle).Name);
            if (ForAnyAddress.Contains(name, StringComparer.Ordinal))
            {
                yield return new(name, Https, IsForAnyAddress: true);
            }
            else if (Joining.Contains(name, StringComparer.Ordinal))
            {
                yield return new(name, []) { JoinsInstances = true };
            }
            else if (name.StartsWith("Dapr.", StringComparison.Ordinal))
            {
                yield return new(name, []) { IsOfDapr = true };
            }
            else if (PortsOf(name) is { Count: > 0 } ports)
            {
                yield return new(name, ports);
            }
            else if (Array.Exists(Clouds, prefix => name.StartsWith(prefix, StringComparison.Ordinal)))
            {
                yield return new(name, Https);
            }
        }
    }

    /// <summary>What an assembly's library connects to, one of <see cref="ConnectionProviders"/>; empty where it takes no connection string.</summary>
    public static string ProviderOf(string assembly) => Providers.TryGetValue(assembly, out var provider) ? provider : "";

    private static IReadOnlyList<int> PortsOf(string assembly) =>
        Ports.TryGetValue(assembly, out var ports) ? ports : ProviderPorts.WithEncrypted(ProviderOf(assembly));
}
