using Deployability.Analyzers.Rules.State;
using Deployability.Model;
using Microsoft.CodeAnalysis.CSharp.Testing;

namespace Deployability.Analyzers.Tests.Rules.State;

public sealed class InMemoryDatabaseTests
{
    private const string EntityFramework = """

        namespace Microsoft.EntityFrameworkCore
        {
            public class DbContext
            {
                protected virtual void OnConfiguring(DbContextOptionsBuilder options) { }
            }

            public class DbContextOptionsBuilder
            {
                public bool IsConfigured => false;
            }

            public class DbContextOptionsBuilder<T> : DbContextOptionsBuilder { }

            public static class InMemoryDbContextOptionsExtensions
            {
                public static DbContextOptionsBuilder UseInMemoryDatabase(this DbContextOptionsBuilder builder, string databaseName, Action<object>? inMemoryOptionsAction = null) => builder;
            }

            public static class NpgsqlExtensions
            {
                public static DbContextOptionsBuilder UseNpgsql(this DbContextOptionsBuilder builder, string? connectionString) => builder;
            }

            namespace Design
            {
                public interface IDesignTimeDbContextFactory<T>
                {
                    T CreateDbContext(string[] args);
                }
            }
        }

        namespace Microsoft.Extensions.DependencyInjection
        {
            using Microsoft.EntityFrameworkCore;

            public static class EntityFrameworkExtensions
            {
                public static IServiceCollection AddDbContext<T>(this IServiceCollection services, Action<DbContextOptionsBuilder> options) => services;
            }
        }

        public class Orders : Microsoft.EntityFrameworkCore.DbContext { }
        """;

    private static Task VerifyAsync(string source) =>
        CSharpAnalyzerVerifier<InMemoryDatabaseAnalyzer>.VerifyAnalyzerAsync(
            "using Microsoft.EntityFrameworkCore;\n" + source + EntityFramework
        );

    [Fact]
    public Task RegisteredContext_Triggers() =>
        VerifyAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddDbContext<Orders>(options => options.[|UseInMemoryDatabase("Orders")|]);
            builder.Build().Run();
            """
        );

    [Fact]
    public Task NameFromAVariable_Triggers() =>
        VerifyAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            var name = "Orders" + Guid.NewGuid();
            builder.Services.AddDbContext<Orders>(options => { options.[|UseInMemoryDatabase(name)|]; });
            """
        );

    [Fact]
    public async Task MessageNamesTheDatabase()
    {
        var test = new CSharpAnalyzerTest<InMemoryDatabaseAnalyzer>
        {
            TestCode =
                "using Microsoft.EntityFrameworkCore;\n"
                + """
                    WebApplication.CreateBuilder(args).Services.AddDbContext<Orders>(o => o.{|#0:UseInMemoryDatabase("Orders")|});
                    """
                + EntityFramework,
        };
        test.ExpectedDiagnostics.Add(
            CSharpAnalyzerVerifier<InMemoryDatabaseAnalyzer>.Diagnostic().WithLocation(0).WithArguments("'Orders' ")
        );
        await test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public Task StartupClass_Triggers() =>
        VerifyAsync(
            """
            public class Startup
            {
                public void ConfigureServices(IServiceCollection services) =>
                    services.AddDbContext<Orders>(options => options.[|UseInMemoryDatabase("Orders")|]);
            }
            """
        );

    [Fact]
    public Task ContextThatConfiguresItself_Triggers() =>
        VerifyAsync(
            """
            public class Shop : DbContext
            {
                protected override void OnConfiguring(DbContextOptionsBuilder options) => options.[|UseInMemoryDatabase("Shop")|];
            }
            """
        );

    [Fact]
    public Task InProductionOnly_Triggers() =>
        VerifyAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            if (!builder.Environment.IsDevelopment())
                builder.Services.AddDbContext<Orders>(options => options.[|UseInMemoryDatabase("Orders")|]);
            """
        );

    [Fact]
    public Task InDevelopmentOnly_DoesNotTrigger() =>
        VerifyAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddDbContext<Orders>(options =>
            {
                if (builder.Environment.IsDevelopment())
                    options.UseInMemoryDatabase("Orders");
                else
                    options.UseNpgsql(builder.Configuration.GetConnectionString("Orders"));
            });
            """
        );

    [Fact]
    public Task ChosenByConfiguration_DoesNotTrigger() =>
        VerifyAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            if (builder.Configuration.GetValue<bool>("UseInMemoryDatabase"))
                builder.Services.AddDbContext<Orders>(options => options.UseInMemoryDatabase("Orders"));
            else
                builder.Services.AddDbContext<Orders>(options => options.UseNpgsql(builder.Configuration.GetConnectionString("Orders")));
            """
        );

    [Fact]
    public Task ChosenByAFlagThatIsAssignedTwice_DoesNotTrigger() =>
        VerifyAsync(
            """
            public static class Dependencies
            {
                public static void ConfigureServices(IConfiguration configuration, IServiceCollection services)
                {
                    bool onlyInMemory = false;
                    if (configuration["UseOnlyInMemoryDatabase"] != null)
                        onlyInMemory = bool.Parse(configuration["UseOnlyInMemoryDatabase"]!);

                    if (onlyInMemory)
                        services.AddDbContext<Orders>(c => c.UseInMemoryDatabase("Orders"));
                    else
                        services.AddDbContext<Orders>(c => c.UseNpgsql(configuration.GetConnectionString("Orders")));
                }
            }
            """
        );

    [Fact]
    public Task ProviderSwitch_DoesNotTrigger() =>
        VerifyAsync(
            """
            public static class Providers
            {
                public static void Use(DbContextOptionsBuilder options, string provider, string connection)
                {
                    switch (provider)
                    {
                        case "memory": options.UseInMemoryDatabase("db"); break;
                        case "npgsql": options.UseNpgsql(connection); break;
                    }
                }

                public static DbContextOptionsBuilder Pick(DbContextOptionsBuilder options, string provider, string connection) => provider switch
                {
                    "memory" => options.UseInMemoryDatabase("db"),
                    _ => options.UseNpgsql(connection),
                };

                public static void Early(DbContextOptionsBuilder options, string? connection)
                {
                    if (connection is null)
                    {
                        options.UseInMemoryDatabase("db");
                        return;
                    }

                    options.UseNpgsql(connection);
                }
            }
            """
        );

    [Fact]
    public Task FallbackOfAnUnconfiguredContext_DoesNotTrigger() =>
        VerifyAsync(
            """
            public class Shop : DbContext
            {
                protected override void OnConfiguring(DbContextOptionsBuilder options)
                {
                    if (!options.IsConfigured)
                        options.UseInMemoryDatabase("Shop");
                }
            }
            """
        );

    [Fact]
    public Task TestHelpersAndDesignTimeCode_DoNotTrigger() =>
        VerifyAsync(
            """
            public class OrdersTestFixture
            {
                public DbContextOptionsBuilder Options { get; } = new DbContextOptionsBuilder().UseInMemoryDatabase("Orders");
            }

            public class Factory : Microsoft.EntityFrameworkCore.Design.IDesignTimeDbContextFactory<Orders>
            {
                public Orders CreateDbContext(string[] args)
                {
                    new DbContextOptionsBuilder<Orders>().UseInMemoryDatabase("Orders");
                    return new Orders();
                }
            }
            """
        );

    [Fact]
    public Task NamesakeOfAnotherLibrary_DoesNotTrigger() =>
        VerifyAsync(
            """
            public class Jobs
            {
                public Jobs UseInMemoryDatabase(string name) => this;
                public static Jobs Default() => new Jobs().UseInMemoryDatabase("jobs");
            }
            """
        );

    [Fact]
    public Task PackageThatIsNotRestored_TriggersByName() =>
        VerifyUnresolvedAsync(
            """
            using Microsoft.EntityFrameworkCore;
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddDbContext<Orders>(options => options.[|UseInMemoryDatabase("Orders")|]);
            builder.Build().Run();
            """
        );

    [Fact]
    public Task PackageThatIsNotRestoredUnderAChoiceOrGuard_DoesNotTrigger() =>
        VerifyUnresolvedAsync(
            """
            using Microsoft.EntityFrameworkCore;
            var builder = WebApplication.CreateBuilder(args);
            if (builder.Environment.IsDevelopment())
            {
                builder.Services.AddDbContext<Orders>(options => options.UseInMemoryDatabase("Orders"));
            }

            builder.Services.AddDbContext<Orders>(options =>
            {
                if (args.Length == 0)
                {
                    options.UseInMemoryDatabase("Orders");
                }
                else
                {
                    options.UseNpgsql(args[0]);
                }
            });
            builder.Build().Run();
            """
        );

    private static Task VerifyUnresolvedAsync(string source) =>
        new CSharpAnalyzerTest<InMemoryDatabaseAnalyzer>
        {
            TestCode = source,
            CompilerDiagnostics = Microsoft.CodeAnalysis.Testing.CompilerDiagnostics.None,
        }.RunAsync(TestContext.Current.CancellationToken);
}
