using Deployability.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
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
    /// <summary>Methods by which Entity Framework's contexts are told their database.</summary>
    private static readonly Dictionary<string, string> OfContexts = new(StringComparer.Ordinal)
    {
        ["UseNpgsql"] = ConnectionProviders.Npgsql,
        ["UseSqlServer"] = ConnectionProviders.SqlServer,
        ["UseAzureSql"] = ConnectionProviders.SqlServer,
        ["UseMySql"] = ConnectionProviders.MySql,
        ["UseMySQL"] = ConnectionProviders.MySql,
        ["UseSqlite"] = ConnectionProviders.Sqlite,
        ["UseOracle"] = ConnectionProviders.Oracle,
        ["UseCosmos"] = ConnectionProviders.Cosmos,
        ["UseMongoDB"] = ConnectionProviders.MongoDb,
    };

    /// <summary>Methods by name, those of contexts among them.</summary>
    private static readonly Dictionary<string, string> Methods = new(OfContexts, StringComparer.Ordinal)
    {
        ["AddNpgsql"] = ConnectionProviders.Npgsql,
        ["AddNpgsqlDataSource"] = ConnectionProviders.Npgsql,
        ["AddNpgSql"] = ConnectionProviders.Npgsql,
        ["AddSqlServer"] = ConnectionProviders.SqlServer,
        ["AddMySql"] = ConnectionProviders.MySql,
        ["AddSqlite"] = ConnectionProviders.Sqlite,
        ["AddStackExchangeRedisCache"] = ConnectionProviders.Redis,
        ["AddStackExchangeRedis"] = ConnectionProviders.Redis,
        ["AddRedis"] = ConnectionProviders.Redis,
        ["AddAzureServiceBusTopic"] = ConnectionProviders.ServiceBus,
        // Marten.
        ["AddMarten"] = ConnectionProviders.Npgsql,
        // Hangfire.
        ["UseNpgsqlConnection"] = ConnectionProviders.Npgsql,
        ["UsePostgreSqlStorage"] = ConnectionProviders.Npgsql,
        ["UseSqlServerStorage"] = ConnectionProviders.SqlServer,
        ["UseRedisStorage"] = ConnectionProviders.Redis,
        // Orleans.
        ["UseRedisClustering"] = ConnectionProviders.Redis,
        // Quartz.
        ["UsePostgres"] = ConnectionProviders.Npgsql,
    };

    /// <summary>Methods whose delegate says where to: by a property of <see cref="Properties"/>, or by MassTransit's <c>Host</c>.</summary>
    private static readonly HashSet<string> Configuring = new(StringComparer.Ordinal)
    {
        "AddStackExchangeRedisCache",
        "AddStackExchangeRedisOutputCache",
        "AddDistributedSqlServerCache",
        "UsingRabbitMq",
    };

    /// <summary>Properties that take one, by type and name.</summary>
    private static readonly Dictionary<(string Type, string Property), string> Properties = new()
    {
        [("RedisCacheOptions", "Configuration")] = ConnectionProviders.Redis,
        [("RedisOutputCacheOptions", "Configuration")] = ConnectionProviders.Redis,
        [("SqlServerCacheOptions", "ConnectionString")] = ConnectionProviders.SqlServer,
        [("ConnectionFactory", "Uri")] = ConnectionProviders.RabbitMq,
    };

    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        ["NpgsqlConnection"] = ConnectionProviders.Npgsql,
        ["NpgsqlDataSourceBuilder"] = ConnectionProviders.Npgsql,
        ["NpgsqlSlimDataSourceBuilder"] = ConnectionProviders.Npgsql,
        ["NpgsqlConnectionStringBuilder"] = ConnectionProviders.Npgsql,
        ["SqlConnection"] = ConnectionProviders.SqlServer,
        ["SqlConnectionStringBuilder"] = ConnectionProviders.SqlServer,
        ["MySqlConnection"] = ConnectionProviders.MySql,
        ["MySqlConnectionStringBuilder"] = ConnectionProviders.MySql,
        ["MySqlDataSourceBuilder"] = ConnectionProviders.MySql,
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
    public static IEnumerable<string> Names => Methods.Keys.Concat(Types.Keys).Concat(Configuring).Append("ConnectionFactory").Distinct();

    /// <returns>What a call connects a context of Entity Framework to (one of <see cref="ConnectionProviders"/>), by its name alone; null when it connects none.</returns>
    public static string? ProviderOfContext(string method) =>
        OfContexts.TryGetValue(method, out var provider) ? provider : NamedConnections.ProviderOfContext(method);

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
            case IInvocationOperation { TargetMethod: { Name: "Parse", ContainingType.Name: "ConfigurationOptions" } } options:
                return StringArgument(options) is { } parsed ? new ConnectionStringUse(ConnectionProviders.Redis, parsed) : null;
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

    /// <summary>What the delegate or the initializer of a call or creation connects to: <c>AddStackExchangeRedisCache(o => o.Configuration = …)</c>.</summary>
    /// <returns>Null when it says nothing of the kind.</returns>
    public static ConnectionStringUse? TryRecogniseInside(IOperation operation) =>
        operation switch
        {
            IInvocationOperation call when Configuring.Contains(call.TargetMethod.Name) => call
                .Arguments.SelectMany(static argument => argument.Value.Descendants())
                .Select(TryRecognisePart)
                .FirstOrDefault(static use => use is not null),
            IObjectCreationOperation { Initializer: { } initializer, Type.Name: "ConnectionFactory" } => initializer
                .Initializers.Select(TryRecognisePart)
                .FirstOrDefault(static use => use is not null),
            _ => null,
        };

    /// <returns>What an assignment or MassTransit's <c>Host</c> connects to, or null.</returns>
    public static ConnectionStringUse? TryRecognisePart(IOperation operation) =>
        operation switch
        {
            ISimpleAssignmentOperation
            {
                Target: IPropertyReferenceOperation { Property: { ContainingType: { } type } property }
            } assignment
                when Properties.TryGetValue((type.Name, property.Name), out var provider)
                    && (provider != ConnectionProviders.RabbitMq || type.IsInNamespace("RabbitMQ")) => new(
                provider,
                TextOf(assignment.Value)
            ),
            IInvocationOperation { TargetMethod: { Name: "Host" } method } call
                when method.IsInNamespace("MassTransit") && AddressOf(call) is { } address => new(ConnectionProviders.RabbitMq, address),
            _ => null,
        };

    // Host(new Uri("amqp://…")), Host(config.GetConnectionString("Broker")); a host alone is no connection string.
    private static IOperation? AddressOf(IInvocationOperation call) =>
        call.Argument("hostAddress") is { } uri ? TextOf(uri)
        : call.Argument("host")?.Unwrap() is IInvocationOperation { TargetMethod.Name: "GetConnectionString" } read ? read
        : null;

    // new Uri("…") is the text in it.
    private static IOperation TextOf(IOperation value) =>
        value.Unwrap() is IObjectCreationOperation { Type: { } type, Arguments: [var text, ..] } && type.Is("System", "Uri")
            ? text.Value.Unwrap()
            : value.Unwrap();

    /// <summary>Whether a node, as written, opens a file of a path that is put together there: a place, and no setting.</summary>
    public static bool IsFileByText(SyntaxNode node) =>
        node is ObjectCreationExpressionSyntax { Type: var type, ArgumentList.Arguments: [{ NameColon: null, Expression: var text }, ..] }
        && Types.TryGetValue(type.NameOfMember() ?? "", out var provider)
        && provider == ConnectionProviders.Sqlite
        && (
            text is InterpolatedStringExpressionSyntax
            || text.IsKind(SyntaxKind.StringLiteralExpression)
            || text.IsKind(SyntaxKind.AddExpression)
        );

    /// <summary>Whether calls of a method, or of the constructor of a type, may be uses; a no is certain.</summary>
    public static bool IsUse(IMethodSymbol method) =>
        method.MethodKind == MethodKind.Constructor
            ? Types.ContainsKey(method.ContainingType.Name)
            : Methods.ContainsKey(method.Name)
                || (method.Name, method.ContainingType?.Name)
                    is
                        ("Connect" or "ConnectAsync", "ConnectionMultiplexer")
                        or
                        ("Parse", "ConfigurationOptions")
                        or
                        ("Create", "NpgsqlDataSource");

    /// <summary>Whether a method takes a connection string, or a delegate that says where to connect.</summary>
    public static bool MayTake(IMethodSymbol method) => Configuring.Contains(method.Name) || method.Parameters.Any(IsConnectionString);

    // The first string that is a connection string by its parameter's name, in whichever overload.
    private static IOperation? StringArgument(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument is { ArgumentKind: not ArgumentKind.DefaultValue, Parameter: { } parameter } && IsConnectionString(parameter))
            {
                return argument.Value;
            }
        }

        return null;
    }

    private static bool IsConnectionString(IParameterSymbol parameter) =>
        parameter
            is {
                Type.SpecialType: SpecialType.System_String,
                Name: "connectionString"
                    or "redisConnectionString"
                    or "configuration"
                    or "nameOrConnectionString"
                    or "redisConfiguration"
                    or "rabbitConnectionString"
            };
}

internal sealed class ConnectionStringUses : Recogniser<ConnectionStringUse>
{
    public override IEnumerable<string> Words => [.. ConnectionStrings.Names, "Connect", "ConnectAsync", "Create", "ConfigurationOptions"];

    // ConnectionMultiplexer.Connect(…), NpgsqlDataSource.Create(…), ConfigurationOptions.Parse(…); every other Create and Parse makes something else.
    public override IEnumerable<SyntaxNode> NodesOf(SyntaxToken token) =>
        token.ValueText switch
        {
            "Create" or "Connect" or "ConnectAsync" => token.CallOf()
                is { Expression: MemberAccessExpressionSyntax { Expression: var type } } call
            && type.NameOfMember() is "NpgsqlDataSource" or "ConnectionMultiplexer"
                ? [call]
                : [],
            "ConfigurationOptions" => ParseOf(token) is { } call ? [call] : [],
            _ => token.CallOf() is { } call ? [call] : token.CreationsOf(),
        };

    // ConfigurationOptions.Parse(…), whatever stands before it.
    private static InvocationExpressionSyntax? ParseOf(SyntaxToken type)
    {
        var name =
            type.Parent is { Parent: MemberAccessExpressionSyntax qualified } only && qualified.Name == only ? qualified : type.Parent;
        return name?.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Parse", Parent: InvocationExpressionSyntax call }
            ? call
            : null;
    }

    public override bool MayTellFact(SyntaxNode node) => !ConnectionStrings.IsFileByText(node);

    public override bool TellsBySymbol => true;

    public override bool MayMean(ISymbol named) =>
        named is not IMethodSymbol { MethodKind: not MethodKind.Constructor } method || ConnectionStrings.MayTake(method);

    public override ConnectionStringUse? Recognise(Candidate candidate) =>
        candidate.Operation is { } operation
            ? ConnectionStrings.TryRecognise(operation) ?? ConnectionStrings.TryRecogniseInside(operation)
            : null;
}
