using Deployability.Model;
using Deployability.Secrets;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>A place that says which database, cache or broker to connect to.</summary>
/// <param name="Use">The call, creation or assignment.</param>
/// <param name="Value">The connection string, or the host alone.</param>
/// <param name="Key">The configuration key for it.</param>
/// <param name="IsHost">Whether the value is a host alone.</param>
internal sealed record DatabaseHost(IOperation Use, IOperation Value, string Key, bool IsHost);

/// <summary>Knows connection strings beyond the calls of <see cref="ConnectionStrings"/>: properties of connections, builders and factories.</summary>
internal static class DatabaseHosts
{
    /// <returns>The place, or null. SQLite is none: its data source is a file.</returns>
    public static DatabaseHost? TryRecognise(IOperation operation) =>
        operation switch
        {
            _ when KafkaServers(operation) is { } servers => new DatabaseHost(operation, servers, "Kafka:BootstrapServers", IsHost: true),
            ISimpleAssignmentOperation
            {
                Target: IPropertyReferenceOperation { Property: { Type.SpecialType: SpecialType.System_String } property },
                Syntax: AssignmentExpressionSyntax
            } assignment => OfProperty(assignment, property),
            _ when ConnectionStrings.TryRecognise(operation) is { } use => use.Provider == ConnectionProviders.Sqlite
                ? null
                : new DatabaseHost(operation, use.Value, "ConnectionStrings:" + NameOf(operation, use.Provider), IsHost: false),
            IInvocationOperation call => OfArguments(call, call.TargetMethod, call.Arguments),
            IObjectCreationOperation { Constructor: { } constructor } creation when creation.Parent is not IAttributeOperation =>
                OfArguments(creation, constructor, creation.Arguments),
            _ => null,
        };

    /// <summary>Whether a method, constructor or property may be told where to connect; a no is certain.</summary>
    /// <param name="member">As it is declared.</param>
    public static bool MayTake(ISymbol member) =>
        member switch
        {
            IPropertySymbol { IsIndexer: true, Parameters: [{ Type: var key }] } => IsText(key),
            IPropertySymbol property => property.Name
                is "ConnectionString"
                    or "Configuration"
                    or "DataSource"
                    or "Server"
                    or "Host"
                    or "HostName"
                    or "BootstrapServers",
            IMethodSymbol { Name: "Add" or "Set", Parameters: [{ Type: var key }, _] } when IsText(key) => true,
            IMethodSymbol method => ConnectionStrings.IsUse(method)
                || method.Parameters.Any(static parameter => parameter.Name is "connectionString" or "nameOrConnectionString"),
            _ => false,
        };

    private static bool IsText(ITypeSymbol type) => type is { SpecialType: SpecialType.System_String } or ITypeParameterSymbol;

    // new Dictionary<string, string> { ["bootstrap.servers"] = "kafka:9092" }, config.Set("bootstrap.servers", …): Kafka's own name for it.
    private static IOperation? KafkaServers(IOperation operation)
    {
        var (key, value) = operation switch
        {
            ISimpleAssignmentOperation
            {
                Target: IPropertyReferenceOperation { Property.IsIndexer: true, Arguments: [var index] },
                Value: var assigned
            } => (index.Value, assigned),
            IInvocationOperation { TargetMethod.Name: "Add" or "Set", Arguments: [var first, var second] } => (first.Value, second.Value),
            _ => default,
        };
        return key is not null && IsKey(key) ? value : null;
    }

    /// <summary>Whether a key of a dictionary is the name that a client looks its hosts up by.</summary>
    public static bool IsKey(IOperation key) => key.ConstantValue is { HasValue: true, Value: "bootstrap.servers" };

    /// <summary>The host in a connection string, in a <c>host:port,option=…</c> one of Redis, or alone; empty when there is none that is spelled out.</summary>
    public static string HostIn(string text, bool isHost, bool isRedis)
    {
        if (
            text.Equals("UseDevelopmentStorage=true", StringComparison.OrdinalIgnoreCase)
            || text.Equals("UseDevelopmentStorage=true;", StringComparison.OrdinalIgnoreCase)
        )
        {
            return "localhost";
        }

        var host =
            isHost ? text
            : ConnectionString.TryParse(text.AsSpan(), out var connection) ? connection.Host.ToString()
            : isRedis && text.IndexOf('=') < 0 ? text
            : "";
        host = host.Trim();
        // Server=. is this machine, and no placeholder.
        var isPlaceholder = host != "." && SecretDetector.IsPlaceholder(host.AsSpan());
        return host.Length == 0 || host.IndexOfAny(NotHost) >= 0 || IsFile(host) || isPlaceholder ? "" : host;
    }

    /// <summary>Whether a data source means the machine itself: by name, by address, LocalDB, an instance at <c>.</c>, what Windows called somebody's PC.</summary>
    public static bool IsThisMachine(string host)
    {
        var name = host.StartsWith("tcp:", StringComparison.OrdinalIgnoreCase) ? host.Substring(4) : host;
        name = name.Split(',', '\\', ':')[0];
        return name is "." or "(local)"
            || name.StartsWith("(localdb)", StringComparison.OrdinalIgnoreCase)
            || EndpointUrl.IsLoopbackHost(name)
            || IsPersonalComputer(name);
    }

    /// <summary>Whether a data source is on a PC that still has the name which Windows made up for it: <c>DESKTOP-7K2M9QX\SQLEXPRESS</c>.</summary>
    public static bool IsPersonalComputer(string host)
    {
        var end = host.IndexOfAny([',', '\\', ':']);
        var name = end < 0 ? host : host.Substring(0, end);
        return IsMadeUp(name, "DESKTOP-", 7) || IsMadeUp(name, "LAPTOP-", 8);
    }

    private static bool IsMadeUp(string name, string start, int length) =>
        name.Length == start.Length + length
        && name.StartsWith(start, StringComparison.OrdinalIgnoreCase)
        && name.Skip(start.Length).All(static c => c is >= '0' and <= '9' or >= 'A' and <= 'Z' or >= 'a' and <= 'z');

    // Data Source=:memory:, Data Source=app.db: SQLite and its kin, whoever opens them.
    private static bool IsFile(string source) =>
        source[0] == ':' || Array.Exists(FileEndings, ending => source.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    private static readonly string[] FileEndings = [.. FileDatabases.Extensions, ".sdf", ".mdb", ".accdb", ".mdf"];

    private static readonly char[] NotHost = [TracedValue.Hole, '{', '}', '<', '>', '$', '%', '|', '/', ' '];

    private static DatabaseHost? OfProperty(ISimpleAssignmentOperation assignment, IPropertySymbol property)
    {
        var type = property.ContainingType.Name;
        switch (property.Name)
        {
            case "ConnectionString"
                when !type.StartsWith("Sqlite", StringComparison.OrdinalIgnoreCase) && !type.StartsWith("SQLite", StringComparison.Ordinal):
                return new DatabaseHost(assignment, assignment.Value, "ConnectionStrings:Default", IsHost: false);
            case "Configuration" when type == "RedisCacheOptions":
                return new DatabaseHost(assignment, assignment.Value, "ConnectionStrings:Redis", IsHost: false);
            case "DataSource"
            or "Server"
            or "Host"
                when type.EndsWith("ConnectionStringBuilder", StringComparison.Ordinal)
                    && !type.StartsWith("Sqlite", StringComparison.OrdinalIgnoreCase):
                return new DatabaseHost(assignment, assignment.Value, "Database:Host", IsHost: true);
            case "HostName" when property.IsInNamespace("RabbitMQ"):
                return new DatabaseHost(assignment, assignment.Value, "RabbitMq:HostName", IsHost: true);
            case "BootstrapServers" when property.IsInNamespace("Confluent"):
                return new DatabaseHost(assignment, assignment.Value, "Kafka:BootstrapServers", IsHost: true);
            default:
                return null;
        }
    }

    // Repositories and connections of an application's own.
    private static DatabaseHost? OfArguments(
        IOperation use,
        IMethodSymbol method,
        System.Collections.Immutable.ImmutableArray<IArgumentOperation> arguments
    )
    {
        foreach (var argument in arguments)
        {
            if (
                argument
                    is {
                        ArgumentKind: not ArgumentKind.DefaultValue,
                        Parameter: { Type.SpecialType: SpecialType.System_String, Name: "connectionString" or "nameOrConnectionString" }
                    }
                && method.ContainingType.Name is var type
                && type.IndexOf("sqlite", StringComparison.OrdinalIgnoreCase) < 0
                && method.Name.IndexOf("sqlite", StringComparison.OrdinalIgnoreCase) < 0
            )
            {
                return new DatabaseHost(use, argument.Value, "ConnectionStrings:" + NameOf(use, ""), IsHost: false);
            }
        }

        return null;
    }

    private static string NameOf(IOperation use, string provider)
    {
        switch (provider)
        {
            case ConnectionProviders.Redis:
                return "Redis";
            case ConnectionProviders.MongoDb:
                return "MongoDb";
            case ConnectionProviders.AzureStorage:
                return "Storage";
            case ConnectionProviders.ServiceBus:
                return "ServiceBus";
            case ConnectionProviders.Cosmos:
                return "Cosmos";
        }

        for (IOperation? current = use; current is not null; current = current.Parent)
        {
            if (
                current is IInvocationOperation { TargetMethod: { Name: var name, TypeArguments: [.., var context] } }
                && name.StartsWith("AddDbContext", StringComparison.Ordinal)
            )
            {
                return Stem(context.Name);
            }
        }

        // OnConfiguring of the context itself.
        for (
            var type = use.SemanticModel?.GetEnclosingSymbol(use.Syntax.SpanStart, Cancellation.Token)?.ContainingType;
            type is not null;
            type = type.BaseType
        )
        {
            if (type.BaseType?.Name is "DbContext" or "IdentityDbContext")
            {
                return Stem(type.Name);
            }
        }

        return "Default";
    }

    private static string Stem(string context)
    {
        foreach (var suffix in (string[])["DbContext", "DataContext", "Context"])
        {
            if (context.Length > suffix.Length && context.EndsWith(suffix, StringComparison.Ordinal))
            {
                return context.Substring(0, context.Length - suffix.Length);
            }
        }

        return context;
    }
}
