namespace Deployability.Model;

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
/// Knows libraries that call out: a network policy lets out what the code uses even where no address is told, and what a store has from them
/// does not die with the process.
/// </summary>
public static class ClientLibraries
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

    /// <summary>Libraries whose namespace tells of no data from outside: they only send, or it holds the server's own types too.</summary>
    private static readonly string[] BringNothing =
    [
        "System.Net.Requests",
        "System.Net.WebSockets.Client",
        "System.Net.Mail",
        "MailKit",
        "FluentEmail.Smtp",
        "FluentEmail.MailKit",
        "SendGrid",
        "Twilio",
        "Telegram.Bot",
        "FirebaseAdmin",
        "Sentry",
        "Sentry.AspNetCore",
    ];

    /// <summary>Namespaces of libraries whose assembly is called otherwise.</summary>
    private static readonly Dictionary<string, string> OwnNamespaces = new(StringComparer.Ordinal)
    {
        ["MySql.Data"] = "MySql",
        ["MongoDB.Driver"] = "MongoDB",
        ["Confluent.Kafka"] = "Confluent",
        ["MassTransit.RabbitMqTransport"] = "MassTransit",
        ["RabbitMQ.Client"] = "RabbitMQ",
        ["Raven.Client"] = "Raven",
        ["Flurl.Http"] = "Flurl",
        ["EnyimMemcachedCore"] = "Enyim.Caching",
        ["Novell.Directory.Ldap.NETStandard"] = "Novell.Directory.Ldap",
        ["Stripe.net"] = "Stripe",
        ["AWSSDK"] = "Amazon",
    };

    /// <summary>The namespaces, with all below them, of libraries by which code gets data from outside its process.</summary>
    public static IReadOnlyList<string> Namespaces { get; } =
    [
        .. ForAnyAddress
            .Concat(Providers.Keys)
            .Concat(Ports.Keys)
            .Except(BringNothing, StringComparer.Ordinal)
            .Concat(Clouds.Select(static prefix => prefix.TrimEnd('.')))
            .Select(static name => OwnNamespaces.TryGetValue(name, out var own) ? own : name)
            .Distinct(StringComparer.Ordinal),
    ];

    /// <summary>What is known of a library.</summary>
    /// <param name="assembly">Its name, as code that uses it refers to it.</param>
    /// <returns>Null when it calls nobody, or is not known.</returns>
    public static ClientLibrary? Find(string assembly) =>
        ForAnyAddress.Contains(assembly, StringComparer.Ordinal) ? new(assembly, Https, IsForAnyAddress: true)
        : Joining.Contains(assembly, StringComparer.Ordinal) ? new(assembly, []) { JoinsInstances = true }
        : assembly.StartsWith("Dapr.", StringComparison.Ordinal) ? new(assembly, []) { IsOfDapr = true }
        : PortsOf(assembly) is { Count: > 0 } ports ? new(assembly, ports)
        : Array.Exists(Clouds, prefix => assembly.StartsWith(prefix, StringComparison.Ordinal)) ? new(assembly, Https)
        : null;

    /// <summary>What an assembly's library connects to, one of <see cref="ConnectionProviders"/>; empty where it takes no connection string.</summary>
    public static string ProviderOf(string assembly) => Providers.TryGetValue(assembly, out var provider) ? provider : "";

    private static IReadOnlyList<int> PortsOf(string assembly) =>
        Ports.TryGetValue(assembly, out var ports) ? ports : ProviderPorts.WithEncrypted(ProviderOf(assembly));
}
