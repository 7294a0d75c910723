using Deployability.Analyzers.Rules.Configuration;
using Deployability.CodeFixes.Rules.Configuration;
using Deployability.Model;
using Microsoft.CodeAnalysis.CSharp.Testing;

namespace Deployability.CodeFixes.Tests.Rules.Configuration;

public class HardcodedConnectionStringCodeFixTests
{
    private const string Stubs = """

        class Options { public Options UseSqlServer(string connectionString) => this; }
        class OrdersContext;
        static class Ef { public static void AddDbContext<T>(this IServiceCollection services, Action<Options> configure) { } }
        namespace RabbitMQ.Client { class ConnectionFactory { public string? HostName { get; set; } } }
        """;

    [Fact]
    public async Task ConnectionStrings_MoveToTheSettingsForDevelopment()
    {
        var test = new CSharpCodeFixTest<HardcodedConnectionStringAnalyzer, HardcodedConnectionStringCodeFix>
        {
            TestCode =
                """
                    var builder = WebApplication.CreateBuilder(args);
                    builder.Services.AddDbContext<OrdersContext>(o => o.UseSqlServer({|DPL1004:@"Server=.\SQLEXPRESS;Database=Orders;Integrated Security=true"|}));
                    var factory = new RabbitMQ.Client.ConnectionFactory { HostName = {|DPL1004:"localhost"|} };
                    """ + Stubs,
            FixedCode =
                """
                    var builder = WebApplication.CreateBuilder(args);
                    builder.Services.AddDbContext<OrdersContext>(o => o.UseSqlServer(builder.Configuration.GetConnectionString("Orders") ?? throw new InvalidOperationException("Configuration value 'ConnectionStrings:Orders' is missing.")));
                    var factory = new RabbitMQ.Client.ConnectionFactory { HostName = builder.Configuration["RabbitMq:HostName"] ?? throw new InvalidOperationException("Configuration value 'RabbitMq:HostName' is missing.") };
                    """ + Stubs,
        };
        test.TestState.AdditionalFiles.Add(("appsettings.Development.json", "{\n}\n"));
        test.FixedState.AdditionalFiles.Add(
            (
                "appsettings.Development.json",
                """
                {
                  "ConnectionStrings": {
                    "Orders": "Server=.\\SQLEXPRESS;Database=Orders;Integrated Security=true"
                  },
                  "RabbitMq": {
                    "HostName": "localhost"
                  }
                }

                """
            )
        );
        await test.RunAsync();
    }
}
