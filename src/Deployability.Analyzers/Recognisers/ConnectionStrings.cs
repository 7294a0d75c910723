using Deployability.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>A place that takes a connection string.</summary>
/// <param name="Provider">One of <see cref="ConnectionProviders"/>.</param>
/// <param name="Value">The connection string's operation.</param>
internal sealed record ConnectionStringUse(string Provider, IOperation Value);

/// <summary>Knows the calls and constructors that take a connection string, and what each connects to.</summary>
internal static class ConnectionStrings
{
    /// <summary>Methods by name, with the root of their namespace so that namesakes stay out.</summary>
    private static readonly Dictionary<string, string> Methods = new(StringComparer.Ordinal)
    {
        ["UseNpgsql"] = ConnectionProviders.Npgsql,
        ["AddNpgsql"] = ConnectionProviders.Npgsql,
        ["AddNpgsqlDataSource"] = ConnectionProviders.Npgsql,
        ["AddNpgSql"] = ConnectionProviders.Npgsql,
        ["UseSqlServer"] = ConnectionProviders.SqlServer,
        ["AddSqlServer"] = ConnectionProviders.SqlServer,
        ["UseAzureSql"] = ConnectionProviders.SqlServer,
        ["UseMySql"] = ConnectionProviders.MySql,
        ["UseMySQL"] = ConnectionProviders.MySql,
        ["AddMySql"] = ConnectionProviders.MySql,
        ["UseSqlite"] = ConnectionProviders.Sqlite,
        ["AddSqlite"] = ConnectionProviders.Sqlite,
        ["UseOracle"] = ConnectionProviders.Oracle,
        ["AddStackExchangeRedisCache"] = ConnectionProviders.Redis,
        ["AddStackExchangeRedis"] = ConnectionProviders.Redis,
        ["AddRedis"] = ConnectionProviders.Redis,
        ["AddAzureServiceBusTopic"] = ConnectionProviders.ServiceBus,
        ["UseCosmos"] = ConnectionProviders.Cosmos,
    };

    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        ["NpgsqlConnection"] = ConnectionProviders.Npgsql,
        ["NpgsqlDataSourceBuilder"] = ConnectionProviders.Npgsql,
        ["NpgsqlConnectionStringBuilder"] = ConnectionProviders.Npgsql,
        ["SqlConnection"] = ConnectionProviders.SqlServer,
        ["SqlConnectionStringBuilder"] = ConnectionProviders.SqlServer,
        ["MySqlConnection"] = ConnectionProviders.MySql,
        ["MySqlConnectionStringBuilder"] = ConnectionProviders.MySql,
        ["SqliteConnection"] = ConnectionProviders.Sqlite,
        ["SqliteConnectionStringBuilder"] = ConnectionProviders.Sqlite,
        ["OracleConnection"] = ConnectionProviders.Oracle,
        ["MongoClient"] = ConnectionProviders.MongoDb,
        ["MongoUrl"] = ConnectionProviders.MongoDb,
        ["CosmosClient"] = ConnectionProviders.Cosmos,
        ["BlobServiceClient"] = ConnectionProviders.AzureStorage,
        ["QueueServiceClient"] = ConnectionProviders.AzureStorage,
        ["TableServiceClient"] = ConnectionProviders.AzureStorage,
        ["BlobContainerClient"] = ConnectionProviders.AzureStorage,
        ["ServiceBusClient"] = ConnectionProviders.ServiceBus,
    };

    /// <summary>Names of methods and types that take one and of nothing else.</summary>
    public static IEnumerable<string> Names => Methods.Keys.Concat(Types.Keys);

    /// <returns>The use, or null when the operation takes no connection string.</returns>
    public static ConnectionStringUse? TryRecognise(IOperation operation)
    {
        switch (operation)
        {
            case IInvocationOperation call when Methods.TryGetValue(call.TargetMethod.Name, out var provider):
                return StringArgument(call) is { } value ? new ConnectionStringUse(provider, value) : null;
            case IInvocationOperation
            {
                TargetMethod: { Name: "Connect" or "ConnectAsync", ContainingType.Name: "ConnectionMultiplexer" }
            } redis:
                return StringArgument(redis) is { } configuration
                    ? new ConnectionStringUse(ConnectionProviders.Redis, configuration)
                    : null;
            case IInvocationOperation { TargetMethod: { Name: "Create", ContainingType.Name: "NpgsqlDataSource" } } dataSource:
                return StringArgument(dataSource) is { } text ? new ConnectionStringUse(ConnectionProviders.Npgsql, text) : null;
            case IObjectCreationOperation { Type: { } type } creation when Types.TryGetValue(type.Name, out var provider):
                return creation.Argument(0) is { Type.SpecialType: SpecialType.System_String } first
                    ? new ConnectionStringUse(provider, first)
                    : null;
            default:
                return null;
        }
    }

    // The first string that is a connection string by its parameter's name, in whichever overload.
    private static IOperation? StringArgument(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (
                argument
                    is {
                        ArgumentKind: not ArgumentKind.DefaultValue,
                        Parameter: { Type.SpecialType: SpecialType.System_String, Name: var name }
                    }
                && name
                    is "connectionString"
                        or "redisConnectionString"
                        or "configuration"
                        or "nameOrConnectionString"
                        or "redisConfiguration"
            )
            {
                return argument.Value;
            }
        }

        return null;
    }
}

internal sealed class ConnectionStringUses : Recogniser<ConnectionStringUse>
{
    public override IEnumerable<string> Words => [.. ConnectionStrings.Names, "Connect", "ConnectAsync", "Create"];

    // ConnectionMultiplexer.Connect(…), NpgsqlDataSource.Create(…); every other Create makes something else.
    public override IEnumerable<SyntaxNode> NodesOf(SyntaxToken token) =>
        token.ValueText switch
        {
            "Create" or "Connect" or "ConnectAsync" => token.CallOf()
                is { Expression: MemberAccessExpressionSyntax { Expression: var type } } call
            && type.NameOfMember() is "NpgsqlDataSource" or "ConnectionMultiplexer"
                ? [call]
                : [],
            _ => token.CallOf() is { } call ? [call] : token.CreationsOf(),
        };

    public override ConnectionStringUse? Recognise(Candidate candidate) =>
        candidate.Operation is { } operation ? ConnectionStrings.TryRecognise(operation) : null;
}
