using Deployability.Model;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>A client that an Aspire integration registers, which reads its connection string by name and fails without it.</summary>
/// <param name="Key">The configuration key, as <c>ConnectionStrings:orders</c>.</param>
/// <param name="Provider">One of <see cref="ConnectionProviders"/>.</param>
internal sealed record NamedConnection(string Key, string Provider);

/// <summary>Knows Aspire's client integrations: <c>builder.AddNpgsqlDbContext&lt;Orders&gt;("orders")</c>.</summary>
/// <remarks>https://aspire.dev/integrations/overview/ lists them; each takes the name as <c>connectionName</c>, or as <c>name</c> where the client is keyed.</remarks>
internal sealed class NamedConnections : Recogniser<NamedConnection>
{
    private static readonly Dictionary<string, string> Methods = new(StringComparer.Ordinal)
    {
        ["AddNpgsqlDataSource"] = ConnectionProviders.Npgsql,
        ["AddKeyedNpgsqlDataSource"] = ConnectionProviders.Npgsql,
        ["AddNpgsqlDbContext"] = ConnectionProviders.Npgsql,
        ["AddAzureNpgsqlDataSource"] = ConnectionProviders.Npgsql,
        ["AddAzureNpgsqlDbContext"] = ConnectionProviders.Npgsql,
        ["AddSqlServerClient"] = ConnectionProviders.SqlServer,
        ["AddKeyedSqlServerClient"] = ConnectionProviders.SqlServer,
        ["AddSqlServerDbContext"] = ConnectionProviders.SqlServer,
        ["AddMySqlDataSource"] = ConnectionProviders.MySql,
        ["AddKeyedMySqlDataSource"] = ConnectionProviders.MySql,
        ["AddMySqlDbContext"] = ConnectionProviders.MySql,
        ["AddOracleDatabaseDbContext"] = ConnectionProviders.Oracle,
        ["AddMongoDBClient"] = ConnectionProviders.MongoDb,
        ["AddKeyedMongoDBClient"] = ConnectionProviders.MongoDb,
        ["AddRedisClient"] = ConnectionProviders.Redis,
        ["AddKeyedRedisClient"] = ConnectionProviders.Redis,
        ["AddRedisClientBuilder"] = ConnectionProviders.Redis,
        ["AddRedisDistributedCache"] = ConnectionProviders.Redis,
        ["AddRedisOutputCache"] = ConnectionProviders.Redis,
        ["AddRabbitMQClient"] = ConnectionProviders.RabbitMq,
        ["AddKeyedRabbitMQClient"] = ConnectionProviders.RabbitMq,
        ["AddAzureBlobClient"] = ConnectionProviders.AzureStorage,
        ["AddAzureBlobServiceClient"] = ConnectionProviders.AzureStorage,
        ["AddAzureBlobContainerClient"] = ConnectionProviders.AzureStorage,
        ["AddAzureQueueClient"] = ConnectionProviders.AzureStorage,
        ["AddAzureQueueServiceClient"] = ConnectionProviders.AzureStorage,
        ["AddAzureTableClient"] = ConnectionProviders.AzureStorage,
        ["AddAzureTableServiceClient"] = ConnectionProviders.AzureStorage,
        ["AddAzureCosmosClient"] = ConnectionProviders.Cosmos,
        ["AddCosmosDbContext"] = ConnectionProviders.Cosmos,
        ["AddAzureServiceBusClient"] = ConnectionProviders.ServiceBus,
    };

    public override IEnumerable<string> Words => Methods.Keys;

    public override NamedConnection? Recognise(Candidate candidate) =>
        candidate.Operation is IInvocationOperation { TargetMethod: { } method } call
        && Methods.TryGetValue(method.Name, out var provider)
        && (method.ReducedFrom ?? method).Parameters is [{ Type.Name: "IHostApplicationBuilder" }, ..]
        && NameOf(call) is { Length: > 0 } name
            ? new NamedConnection("ConnectionStrings:" + name, provider)
            : null;

    /// <inheritdoc cref="ConnectionStrings.ProviderOfContext"/>
    public static string? ProviderOfContext(string method) =>
        method.EndsWith("DbContext", StringComparison.Ordinal) && Methods.TryGetValue(method, out var provider) ? provider : null;

    private static string? NameOf(IInvocationOperation call) =>
        (call.Argument("connectionName") ?? call.Argument("name"))?.ConstantValue.Value as string;
}
