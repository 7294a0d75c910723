using Deployability.Model;

namespace Deployability.Analyzers.Tests.Generation;

/// <summary>What the code connects to, by which setting, and whether it runs without it.</summary>
public sealed class ConnectionFactTests
{
    private const string Libraries = """
        namespace Microsoft.EntityFrameworkCore
        {
            public class DbContextOptionsBuilder;

            public static class Providers
            {
                public static DbContextOptionsBuilder UseNpgsql(this DbContextOptionsBuilder builder, string? connectionString) => builder;
            }
        }

        namespace Microsoft.Extensions.DependencyInjection
        {
            public class RedisCacheOptions
            {
                public string? Configuration { get; set; }

                public StackExchange.Redis.ConfigurationOptions? ConfigurationOptions { get; set; }
            }

            public class SqlServerCacheOptions
            {
                public string? ConnectionString { get; set; }
            }

            public static class Caches
            {
                public static IServiceCollection AddStackExchangeRedisCache(this IServiceCollection s, Action<RedisCacheOptions> setup) => s;
                public static IServiceCollection AddDistributedSqlServerCache(this IServiceCollection s, Action<SqlServerCacheOptions> setup) => s;
            }
        }

        namespace StackExchange.Redis
        {
            public class ConfigurationOptions
            {
                public static ConfigurationOptions Parse(string configuration) => new();
            }
        }

        namespace RabbitMQ.Client
        {
            public class ConnectionFactory
            {
                public Uri? Uri { get; set; }
                public string HostName { get; set; } = "";
                public string UserName { get; set; } = "";
                public string Password { get; set; } = "";
            }
        }

        namespace MassTransit
        {
            public interface IRabbitMqBusFactoryConfigurator;

            public static class Transport
            {
                public static IServiceCollection UsingRabbitMq(this IServiceCollection s, Action<object, IRabbitMqBusFactoryConfigurator> setup) => s;
                public static void Host(this IRabbitMqBusFactoryConfigurator c, Uri hostAddress) { }
                public static void Host(this IRabbitMqBusFactoryConfigurator c, string? host) { }
                public static void Host(this IRabbitMqBusFactoryConfigurator c, string? host, string virtualHost, Action<IRabbitMqHostConfigurator> configure) { }
            }

            public interface IRabbitMqHostConfigurator
            {
                void Username(string username);
                void Password(string password);
            }
        }

        namespace Microsoft.Extensions.Hosting
        {
            public static class Integrations
            {
                public static void AddNpgsqlDbContext<T>(this IHostApplicationBuilder builder, string connectionName) { }
                public static void AddKeyedRedisClient(this IHostApplicationBuilder builder, string name) { }
                public static void AddRabbitMQClient(this IHostApplicationBuilder builder, string connectionName) { }
            }
        }
        """;

    [Theory]
    // Handed straight to a client.
    [InlineData("""db.UseNpgsql(config.GetConnectionString("Shop"));""", "ConnectionStrings:Shop npgsql required")]
    [InlineData("""db.UseNpgsql(config.GetConnectionString("Shop")!);""", "ConnectionStrings:Shop npgsql required")]
    [InlineData("""db.UseNpgsql(config["Db:Main"]);""", "Db:Main npgsql required")]
    [InlineData("""var text = config["Db:Main"]; db.UseNpgsql(text);""", "Db:Main npgsql required")]
    // What stands in for it is a server elsewhere, or the container itself.
    [InlineData(
        """db.UseNpgsql(config.GetConnectionString("Shop") ?? "Host=db.internal;Database=shop");""",
        "ConnectionStrings:Shop npgsql optional"
    )]
    [InlineData(
        """db.UseNpgsql(config.GetConnectionString("Shop") ?? "Host=localhost;Database=shop");""",
        "ConnectionStrings:Shop npgsql required"
    )]
    // In a delegate.
    [InlineData(
        """services.AddStackExchangeRedisCache(o => o.Configuration = config.GetConnectionString("Cache"));""",
        "ConnectionStrings:Cache redis required"
    )]
    [InlineData(
        """services.AddStackExchangeRedisCache(o => { o.Configuration = config["Redis:Endpoint"]; });""",
        "Redis:Endpoint redis required"
    )]
    [InlineData(
        """services.AddStackExchangeRedisCache(o => o.Configuration = config["Redis:Endpoint"] ?? "localhost:6379");""",
        "Redis:Endpoint redis required"
    )]
    [InlineData(
        """services.AddStackExchangeRedisCache(o => o.Configuration = config["Redis:Endpoint"] ?? "cache.internal:6379");""",
        "Redis:Endpoint redis optional"
    )]
    [InlineData(
        """services.AddStackExchangeRedisCache(o => o.ConfigurationOptions = StackExchange.Redis.ConfigurationOptions.Parse(config["Redis:Endpoint"]!));""",
        "Redis:Endpoint redis required"
    )]
    [InlineData(
        """services.AddDistributedSqlServerCache(o => o.ConnectionString = config.GetConnectionString("Cache"));""",
        "ConnectionStrings:Cache sqlserver required"
    )]
    // Brokers.
    [InlineData(
        """var f = new RabbitMQ.Client.ConnectionFactory { Uri = new Uri(config.GetConnectionString("Broker")!) };""",
        "ConnectionStrings:Broker rabbitmq required"
    )]
    [InlineData("""services.UsingRabbitMq((_, c) => c.Host(new Uri(config["Broker:Url"]!)));""", "Broker:Url rabbitmq required")]
    [InlineData(
        """services.UsingRabbitMq((_, c) => c.Host(config.GetConnectionString("Broker")));""",
        "ConnectionStrings:Broker rabbitmq required"
    )]
    // A host alone is no connection string.
    [InlineData("""services.UsingRabbitMq((_, c) => c.Host(config["Broker:Host"]));""", "")]
    // By name.
    [InlineData("""builder.AddNpgsqlDbContext<string>("catalog");""", "ConnectionStrings:catalog npgsql required")]
    [InlineData("""builder.AddKeyedRedisClient("basket");""", "ConnectionStrings:basket redis required")]
    [InlineData("""builder.AddRabbitMQClient(connectionName: "bus");""", "ConnectionStrings:bus rabbitmq required")]
    // Not in every run.
    [InlineData(
        """if (config["Redis:Endpoint"] is { } e) services.AddStackExchangeRedisCache(o => o.Configuration = e);""",
        "Redis:Endpoint redis optional"
    )]
    [InlineData(
        """if (config["Redis:Endpoint"] is { Length: > 0 } e) services.AddStackExchangeRedisCache(o => o.Configuration = e);""",
        "Redis:Endpoint redis optional"
    )]
    [InlineData(
        """if (config.GetValue<bool>("UseCache")) services.AddStackExchangeRedisCache(o => o.Configuration = config["Redis:Endpoint"]);""",
        "Redis:Endpoint redis optional"
    )]
    [InlineData(
        """var e = config["Redis:Endpoint"]; if (!string.IsNullOrEmpty(e)) services.AddStackExchangeRedisCache(o => o.Configuration = e);""",
        "Redis:Endpoint redis optional"
    )]
    [InlineData(
        """var e = config.GetConnectionString("Shop"); if (e is not null) db.UseNpgsql(e);""",
        "ConnectionStrings:Shop npgsql optional"
    )]
    [InlineData("""if (config.GetValue<bool>("UseBus")) builder.AddRabbitMQClient("bus");""", "ConnectionStrings:bus rabbitmq optional")]
    public void AConnection_IsNamedWithWhatItConnectsTo(string code, string expected)
    {
        var facts = GeneratorHarness
            .Facts(
                $$"""
                using MassTransit;
                using Microsoft.EntityFrameworkCore;

                var builder = WebApplication.CreateBuilder(args);
                var (config, services, db) = (builder.Configuration, builder.Services, new DbContextOptionsBuilder());
                {{code}}
                builder.Build().Run();

                {{Libraries}}
                """
            )
            .OfKind<ConnectionStringFact>()
            .Where(static fact => fact is { Provider.Length: > 0, Key.Length: > 0 })
            .GroupBy(static fact => (fact.Key, fact.Provider))
            .Select(static use => $"{use.Key.Key} {use.Key.Provider} {(use.Any(static fact => fact.Required) ? "required" : "optional")}");

        Assert.Equal(expected, string.Join(", ", facts));
    }

    [Theory]
    [InlineData(
        """
            var s = config.GetSection("RabbitMq");
            services.UsingRabbitMq((context, cfg) => cfg.Host(s["Host"], "/", h => { h.Username(s["User"]!); h.Password(s["Password"]!); }));
            """,
        "RabbitMq:Host RabbitMq:User RabbitMq:Password"
    )]
    [InlineData(
        """
            var f = new RabbitMQ.Client.ConnectionFactory { HostName = config["Bus:Host"] ?? "localhost", UserName = config["Bus:User"]!, Password = config["Bus:Key"]! };
            """,
        "Bus:Host Bus:User Bus:Key"
    )]
    [InlineData(
        """
            services.Configure<BusOptions>(config.GetSection("Bus"));
            RabbitMQ.Client.ConnectionFactory Of(BusOptions o) => new RabbitMQ.Client.ConnectionFactory { HostName = o.Host, UserName = o.User, Password = o.Password };
            """,
        "Bus:Host Bus:User Bus:Password"
    )]
    [InlineData("""var f = new RabbitMQ.Client.ConnectionFactory { HostName = config["Bus:Host"]! };""", "")]
    [InlineData(
        """var f = new RabbitMQ.Client.ConnectionFactory { HostName = "bus", UserName = config["Bus:User"]!, Password = config["Bus:Key"]! };""",
        ""
    )]
    public void ABrokerThatIsToldInParts_IsNamedWithTheKeysOfEach(string code, string expected)
    {
        var facts = GeneratorHarness
            .Facts(
                $$"""
                using MassTransit;

                var builder = WebApplication.CreateBuilder(args);
                var (config, services) = (builder.Configuration, builder.Services);
                {{code}}
                builder.Build().Run();

                public sealed class BusOptions
                {
                    public string Host { get; set; } = "localhost";
                    public string User { get; set; } = "guest";
                    public string Password { get; set; } = "";
                }

                {{Libraries}}
                """
            )
            .OfKind<ConnectionPartsFact>();

        Assert.Equal(expected, string.Join(", ", facts.Select(static fact => $"{fact.HostKey} {fact.UserKey} {fact.PasswordKey}")));
    }
}
