using Deployability.Analyzers.Rules.Configuration;
using Deployability.Model;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpAnalyzerVerifier<Deployability.Analyzers.Rules.Configuration.HardcodedConnectionStringAnalyzer>;

namespace Deployability.Analyzers.Tests.Rules.Configuration;

public class HardcodedConnectionStringTests
{
    private const string Stubs = """

        class Options
        {
            public Options UseSqlServer(string connectionString) => this;
            public Options UseNpgsql(string connectionString) => this;
            public Options UseSqlite(string connectionString) => this;
        }
        class DbContext { protected virtual void OnConfiguring(Options options) { } }
        class OrdersContext : DbContext;
        static class Ef { public static void AddDbContext<T>(this IServiceCollection services, Action<Options> configure) { } }
        class SqlConnection(string connectionString) { public string ConnectionString { get; set; } = connectionString; }
        class StoreSettings { public string? ConnectionString { get; set; } }
        class SqlConnectionStringBuilder { public string? DataSource { get; set; } public string? InitialCatalog { get; set; } }
        static class ConnectionMultiplexer { public static object Connect(string configuration) => configuration; }
        class RedisCacheOptions { public string? Configuration { get; set; } }
        class Repository(string connectionString) { public string C => connectionString; }
        class DbContextOptions;
        namespace Confluent.Kafka { class ClientConfig { public string? BootstrapServers { get; set; } public void Set(string key, string value) { } } class ProducerConfig : ClientConfig; }
        namespace RabbitMQ.Client { class ConnectionFactory { public string? HostName { get; set; } } }
        """;

    [Theory]
    [InlineData("new Options().UseSqlServer({|DPL1004:\"Server=sql-01;Database=Orders;Integrated Security=true\"|});")]
    [InlineData("new Options().UseSqlServer({|DPL1004:\"Server=(localdb)\\\\mssqllocaldb;Database=Orders;Trusted_Connection=True\"|});")]
    [InlineData("new Options().UseSqlServer({|DPL1004:@\"Data Source=.\\SQLEXPRESS;Initial Catalog=Orders;Integrated Security=SSPI\"|});")]
    [InlineData("new Options().UseNpgsql({|DPL1004:\"Host=db.corp.internal;Database=orders;Username=app\"|});")]
    [InlineData("new Options().UseNpgsql({|DPL1004:$\"Host=db.corp.internal;Database={args[0]}\"|});")]
    [InlineData("var c = new SqlConnection({|DPL1004:\"Server=sql-01;Database=Orders;Integrated Security=true\"|});")]
    [InlineData("var c = new SqlConnection({|DPL1004:\"Server=.;Database=Orders;Integrated Security=true\"|});")]
    [InlineData("var c = new Confluent.Kafka.ProducerConfig { BootstrapServers = {|DPL1004:\"localhost:9092\"|} };")]
    [InlineData(
        "var c = new Dictionary<string, string> { [\"bootstrap.servers\"] = {|DPL1004:\"localhost:9092\"|}, [\"acks\"] = \"all\" };"
    )]
    [InlineData("var c = new Dictionary<string, object> { { \"bootstrap.servers\", {|DPL1004:\"kafka-01:9092\"|} } };")]
    [InlineData("var c = new Confluent.Kafka.ClientConfig(); c.Set(\"bootstrap.servers\", {|DPL1004:\"kafka-01:9092\"|});")]
    [InlineData("var c = new Confluent.Kafka.ProducerConfig(); c.BootstrapServers = {|DPL1004:\"kafka-01:9092,kafka-02:9092\"|};")]
    [InlineData("const string s = {|DPL1004:\"Server=sql-01;Database=Orders;Integrated Security=true\"|}; var c = new SqlConnection(s);")]
    [InlineData("var c = new SqlConnectionStringBuilder { DataSource = {|DPL1004:\"sql-01\"|}, InitialCatalog = \"Orders\" };")]
    [InlineData("var c = ConnectionMultiplexer.Connect({|DPL1004:\"localhost:6379\"|});")]
    [InlineData("var c = ConnectionMultiplexer.Connect({|DPL1004:\"redis.corp.internal:6380,ssl=true\"|});")]
    [InlineData("var c = new RedisCacheOptions { Configuration = {|DPL1004:\"localhost\"|} };")]
    [InlineData("var c = new RabbitMQ.Client.ConnectionFactory { HostName = {|DPL1004:\"rabbit-01\"|} };")]
    [InlineData("var c = new Repository({|DPL1004:\"Server=sql-01;Database=Orders;Integrated Security=true\"|});")]
    [InlineData("new Options().UseNpgsql(Environment.GetEnvironmentVariable(\"DB\") ?? {|DPL1004:\"Host=localhost;Database=orders\"|});")]
    [InlineData(
        "if (Environment.GetEnvironmentVariable(\"DB_KIND\") == \"postgres\") { new Options().UseNpgsql({|DPL1004:\"Host=db.corp.internal;Database=orders\"|}); }"
    )]
    [InlineData(
        "switch (Environment.GetEnvironmentVariable(\"DB_KIND\")) { case \"postgres\": new Options().UseNpgsql({|DPL1004:\"Host=localhost;Database=orders\"|}); break; }"
    )]
    public Task ConnectionInCode_Triggers(string statement) => Verify.VerifyAnalyzerAsync(statement + Stubs);

    [Theory]
    [InlineData("new Options().UseSqlServer(\"Server=sql-01;Database=Orders;User Id=app;Password=hG7kq2LzPw91\");")]
    [InlineData("new Options().UseSqlServer(\"Name=Orders\");")]
    [InlineData("new Options().UseSqlServer(\"name=ConnectionStrings:Orders\");")]
    [InlineData("new Options().UseSqlServer($\"Server={args[0]};Database=Orders;Integrated Security=true\");")]
    [InlineData("new Options().UseSqlServer(\"Server=<your server>;Database=Orders;Integrated Security=true\");")]
    [InlineData("new Options().UseSqlite(\"Data Source=:memory:\");")]
    [InlineData("new Options().UseSqlite(\"Data Source=/data/orders.db\");")]
    [InlineData("new Options().UseNpgsql(Environment.GetEnvironmentVariable(\"DB\") ?? \"Host=db.corp.internal;Database=orders\");")]
    [InlineData("new Options().UseNpgsql(Environment.GetEnvironmentVariable(\"DB\")!);")]
    [InlineData("var c = new RabbitMQ.Client.ConnectionFactory { HostName = args[0] };")]
    [InlineData("var c = new Confluent.Kafka.ProducerConfig { BootstrapServers = args[0] };")]
    [InlineData("var c = new Dictionary<string, string> { [\"bootstrap.servers\"] = args[0], [\"group.id\"] = \"localhost:9092\" };")]
    [InlineData("var c = new Confluent.Kafka.ProducerConfig { BootstrapServers = args[0] ?? \"kafka-01:9092\" };")]
    [InlineData(
        "var app = WebApplication.Create(args); if (app.Environment.IsDevelopment()) { new Options().UseNpgsql(\"Host=localhost;Database=orders\"); }"
    )]
    [InlineData("var settings = new StoreSettings { ConnectionString = \"Data Source=:memory:\" };")]
    [InlineData("var settings = new StoreSettings { ConnectionString = \"Data Source=shop.db;Cache=Shared\" };")]
    [InlineData("var text = \"Server=sql-01;Database=Orders;Integrated Security=true\"; Console.WriteLine(text);")]
    [InlineData(
        "if (Environment.GetEnvironmentVariable(\"SEED\") == \"true\") { new Options().UseNpgsql(\"Host=localhost;Database=orders\"); }"
    )]
    public Task OtherText_DoesNotTrigger(string statement) => Verify.VerifyAnalyzerAsync(statement + Stubs);

    [Theory]
    [InlineData("", "{|DPL1004:\"Server=.;Database=Orders;Integrated Security=true\"|}")]
    [InlineData("public Orders(DbContextOptions options) { }", "\"Server=.;Database=Orders;Integrated Security=true\"")]
    [InlineData("public Orders() { } public Orders(DbContextOptions options) { }", "\"Server=.;Database=Orders;Integrated Security=true\"")]
    public Task FallbackOfAContext_TriggersWhereNobodyCanGiveItOptions(string constructor, string text) =>
        Verify.VerifyAnalyzerAsync(
            $$"""
            class DbContextOptionsBuilder
            {
                public bool IsConfigured => false;
                public DbContextOptionsBuilder UseSqlServer(string connectionString) => this;
            }

            class Orders
            {
                {{constructor}}
                protected void OnConfiguring(DbContextOptionsBuilder o) { if (!o.IsConfigured) { o.UseSqlServer({{text}}); } }
            }
            """ + Stubs
        );

    [Fact]
    public Task Message_NamesTheHostAndTheContext() =>
        Verify.VerifyAnalyzerAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddDbContext<OrdersContext>(o => o.UseSqlServer({|#0:"Server=sql-01;Database=Orders;Integrated Security=true"|}));
            """ + Stubs,
            Verify
                .Diagnostic()
                .WithLocation(0)
                .WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)
                .WithArguments("sql-01", "ConnectionStrings:Orders", "", HardcodedConnectionStringAnalyzer.Fixed)
        );

    [Fact]
    public Task MessageOfADefault_SaysThatItStandsIn() =>
        Verify.VerifyAnalyzerAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            var text = builder.Configuration.GetConnectionString("Orders") ?? {|#0:"Server=localhost;Database=Orders;Integrated Security=true"|};
            builder.Services.AddDbContext<OrdersContext>(o => o.UseSqlServer(text));
            """ + Stubs,
            Verify
                .Diagnostic()
                .WithLocation(0)
                .WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)
                .WithArguments("localhost", "ConnectionStrings:Orders", "", HardcodedConnectionStringAnalyzer.Default)
        );

    [Fact]
    public async Task DesignTimeFactory_DoesNotTrigger()
    {
        var test = new CSharpAnalyzerTest<HardcodedConnectionStringAnalyzer>
        {
            TestCode =
                """
                    using Microsoft.EntityFrameworkCore.Design;
                    class Factory : IDesignTimeDbContextFactory<object>
                    {
                        public object Create() => new Options().UseSqlServer("Server=.;Database=Orders;Integrated Security=true");
                    }
                    """
                + Stubs
                + """

                    namespace Microsoft.EntityFrameworkCore.Design { public interface IDesignTimeDbContextFactory<T>; }
                    """,
        };
        await test.RunAsync();
    }

    [Fact]
    public Task ConnectionGivenToAMethodOfTheProject_Triggers() =>
        Verify.VerifyAnalyzerAsync(
            """
            Stores.Open({|DPL1004:"Server=sql-01;Database=Orders;Integrated Security=true"|});
            Stores.Open($"Server={args[0]};Database=Orders;Integrated Security=true");
            Stores.Show("Server=sql-02;Database=Orders;Integrated Security=true");

            static class Stores
            {
                public static object Open(string database) => new SqlConnection(database);
                public static void Show(string database) => Console.WriteLine(database);
            }
            """ + Stubs
        );
}
