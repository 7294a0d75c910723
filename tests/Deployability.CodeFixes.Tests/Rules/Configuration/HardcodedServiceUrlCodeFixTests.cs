using Deployability.Analyzers.Rules.Configuration;
using Deployability.CodeFixes.Rules.Configuration;
using Deployability.Model;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    Deployability.Analyzers.Rules.Configuration.HardcodedServiceUrlAnalyzer,
    Deployability.CodeFixes.Rules.Configuration.HardcodedServiceUrlCodeFix
>;

namespace Deployability.CodeFixes.Tests.Rules.Configuration;

public class HardcodedServiceUrlCodeFixTests
{
    [Fact]
    public Task WithoutSettingsForDevelopment_TheUrlStaysAsTheDefault() =>
        Verify.VerifyCodeFixAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddHttpClient("inventory", client => client.BaseAddress = new Uri({|DPL1001:"https://inv.corp.internal/"|}));
            builder.Build().Run();
            """,
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddHttpClient("inventory", client => client.BaseAddress = new Uri(builder.Configuration["Services:Inventory:BaseUrl"] ?? "https://inv.corp.internal/"));
            builder.Build().Run();
            """
        );

    [Theory]
    [InlineData("InventoryClient made = new(); return made;")]
    [InlineData("return new();")]
    public Task ClassThatSomebodyCreatesByItsTargetType_IsLeftAlone(string create)
    {
        var source = $$"""
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddSingleton<InventoryClient>();
            builder.Build().Run();

            public class InventoryClient
            {
                private readonly HttpClient client = new() { BaseAddress = new Uri({|DPL1001:"https://inv.corp.internal/"|}) };

                public HttpClient Client => client;
            }

            public static class Manual
            {
                public static InventoryClient Make() { {{create}} }
            }
            """;
        return Verify.VerifyCodeFixAsync(source, source);
    }

    [Fact]
    public async Task WithSettingsForDevelopment_TheUrlMovesThereAndTheCodeFailsFast()
    {
        var test = new CSharpCodeFixTest<HardcodedServiceUrlAnalyzer, HardcodedServiceUrlCodeFix>
        {
            TestCode = """
                var builder = WebApplication.CreateBuilder(args);
                var services = builder.Services;
                services.AddHttpClient("inventory", client => client.BaseAddress = new Uri({|DPL1001:"https://inv.corp.internal/"|}));
                services.AddHttpClient("inventory", client => client.BaseAddress = new Uri({|DPL1001:"https://old.corp.internal/"|}));
                builder.Build().Run();
                """,
            FixedCode = """
                var builder = WebApplication.CreateBuilder(args);
                var services = builder.Services;
                services.AddHttpClient("inventory", client => client.BaseAddress = new Uri(builder.Configuration["Services:Inventory:BaseUrl"] ?? throw new InvalidOperationException("Configuration value 'Services:Inventory:BaseUrl' is missing.")));
                services.AddHttpClient("inventory", client => client.BaseAddress = new Uri(builder.Configuration["Services:Inventory2:BaseUrl"] ?? throw new InvalidOperationException("Configuration value 'Services:Inventory2:BaseUrl' is missing.")));
                builder.Build().Run();
                """,
        };
        test.TestState.AdditionalFiles.Add(
            (
                "appsettings.Development.json",
                """
                {
                  "Logging": {}
                }
                """
            )
        );
        test.FixedState.AdditionalFiles.Add(
            (
                "appsettings.Development.json",
                """
                {
                  "Logging": {},
                  "Services": {
                    "Inventory": {
                      "BaseUrl": "https://inv.corp.internal/"
                    },
                    "Inventory2": {
                      "BaseUrl": "https://old.corp.internal/"
                    }
                  }
                }
                """
            )
        );
        await test.RunAsync();
    }

    [Fact]
    public Task RequestsToOneService_ShareALocal() =>
        Verify.VerifyCodeFixAsync(
            """
            public class OrdersClient(HttpClient http, IConfiguration configuration)
            {
                public async Task<string> Load(int id)
                {
                    // All of them first.
                    var all = await http.GetStringAsync({|DPL1001:"https://orders.corp.internal/api/orders"|});
                    var one = await http.GetStringAsync({|DPL1001:$"https://orders.corp.internal/api/orders/{id}"|});
                    var last = await http.GetStringAsync({|DPL1001:"https://orders.corp.internal/api/" + id|});
                    return all + one + last;
                }
            }
            """,
            """
            public class OrdersClient(HttpClient http, IConfiguration configuration)
            {
                public async Task<string> Load(int id)
                {
                    // All of them first.
                    var ordersBaseUrl = configuration["Services:Orders:BaseUrl"] ?? "https://orders.corp.internal";
                    var all = await http.GetStringAsync($"{ordersBaseUrl}/api/orders");
                    var one = await http.GetStringAsync($"{ordersBaseUrl}/api/orders/{id}");
                    var last = await http.GetStringAsync($"{ordersBaseUrl}/api/" + id);
                    return all + one + last;
                }
            }
            """
        );

    [Fact]
    public Task ExpressionBody_IsReadInPlace() =>
        Verify.VerifyCodeFixAsync(
            """
            public class OrdersClient(HttpClient http, IConfiguration configuration)
            {
                public Task<string> Load(int id) => http.GetStringAsync({|DPL1001:$"https://orders.corp.internal/api/{id}"|});
            }
            """,
            """
            public class OrdersClient(HttpClient http, IConfiguration configuration)
            {
                public Task<string> Load(int id) => http.GetStringAsync((configuration["Services:Orders:BaseUrl"] ?? "https://orders.corp.internal") + $"/api/{id}");
            }
            """
        );

    [Fact]
    public Task FieldOfAClassWithPrimaryConstructor_ReadsTheValueItself() =>
        Verify.VerifyCodeFixAsync(
            """
            public class OrdersClient(HttpClient http, IConfiguration configuration)
            {
                private const string BaseUrl = {|DPL1001:"https://orders.corp.internal"|};

                public Task<string> All() => http.GetStringAsync(BaseUrl + "/all");
                public Task<string> One(int id) => http.GetStringAsync($"{BaseUrl}/{id}");
            }
            """,
            """
            public class OrdersClient(HttpClient http, IConfiguration configuration)
            {
                private readonly string BaseUrl = configuration["Services:Orders:BaseUrl"] ?? "https://orders.corp.internal";

                public Task<string> All() => http.GetStringAsync(BaseUrl + "/all");
                public Task<string> One(int id) => http.GetStringAsync($"{BaseUrl}/{id}");
            }
            """
        );

    [Fact]
    public Task FieldOfAClassWithAConstructor_IsSetThere() =>
        Verify.VerifyCodeFixAsync(
            """
            public class OrdersClient
            {
                private static readonly Uri Root = new({|DPL1001:"https://orders.corp.internal"|});
                private readonly HttpClient _http;

                public OrdersClient(HttpClient http, IConfiguration config)
                {
                    _http = http;
                }

                public Task<string> All() => _http.GetStringAsync(new Uri(Root, "all"));
            }
            """,
            """
            public class OrdersClient
            {
                private readonly Uri Root;
                private readonly HttpClient _http;

                public OrdersClient(HttpClient http, IConfiguration config)
                {
                    _http = http;
                    Root = new(config["Services:Orders:BaseUrl"] ?? "https://orders.corp.internal");
                }

                public Task<string> All() => _http.GetStringAsync(new Uri(Root, "all"));
            }
            """
        );

    [Fact]
    public Task ClassThatTheContainerCreates_GetsTheConfiguration() =>
        Verify.VerifyCodeFixAsync(
            """
            using Microsoft.AspNetCore.Mvc;

            public class OrdersController(HttpClient http) : ControllerBase
            {
                private const string Url = {|DPL1001:"https://orders.corp.internal"|};

                public Task<string> All() => http.GetStringAsync(Url);
            }
            """,
            """
            using Microsoft.AspNetCore.Mvc;

            public class OrdersController(HttpClient http, IConfiguration configuration) : ControllerBase
            {
                private readonly string Url = configuration["Services:Orders:BaseUrl"] ?? "https://orders.corp.internal";

                public Task<string> All() => http.GetStringAsync(Url);
            }
            """
        );

    [Fact]
    public Task ClassThatSomebodyCreates_IsLeftAlone()
    {
        const string Source = """
            var client = new OrdersClient(new HttpClient());

            public class OrdersClient(HttpClient http)
            {
                private const string Url = {|DPL1001:"https://orders.corp.internal"|};

                public Task<string> All() => http.GetStringAsync(Url);
            }
            """;
        return Verify.VerifyCodeFixAsync(Source, Source);
    }

    [Theory]
    [InlineData("StockClient own = new(new HttpClient());")]
    [InlineData("Show(new(new HttpClient())); void Show(StockClient client) { }")]
    public Task ClassThatSomebodyCreatesByItsTargetsType_IsLeftAlone(string creation)
    {
        var source = $$"""
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddSingleton<StockClient>();
            {{creation}}

            public class StockClient(HttpClient http)
            {
                private const string Url = {|DPL1001:"https://stock.wares.internal"|};

                public Task<string> All() => http.GetStringAsync(Url);
            }
            """;
        return Verify.VerifyCodeFixAsync(source, source);
    }

    [Fact]
    public async Task ConstantThatOneBodyUses_BecomesALocalThere()
    {
        var test = new CSharpCodeFixTest<HardcodedServiceUrlAnalyzer, HardcodedServiceUrlCodeFix>();
        test.TestState.Sources.Add(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddHttpClient("orders", c => c.BaseAddress = new Uri(Urls.Orders));
            builder.Build().Run();
            """
        );
        test.TestState.Sources.Add(
            """
            static class Urls
            {
                public const string Orders = {|DPL1001:"https://orders.corp.internal"|};
                public const string Help = "https://help.corp.internal";
            }
            """
        );
        test.FixedState.Sources.Add(
            """
            var builder = WebApplication.CreateBuilder(args);
            var orders = builder.Configuration["Services:Orders:BaseUrl"] ?? "https://orders.corp.internal";
            builder.Services.AddHttpClient("orders", c => c.BaseAddress = new Uri(orders));
            builder.Build().Run();
            """
        );
        test.FixedState.Sources.Add(
            """
            static class Urls
            {
                public const string Help = "https://help.corp.internal";
            }
            """
        );
        await test.RunAsync();
    }

    [Fact]
    public Task LocalConstant_ReadsTheValue() =>
        Verify.VerifyCodeFixAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            const string ordersUrl = {|DPL1001:"https://orders.corp.internal"|};
            builder.Services.AddHttpClient("x1", c => c.BaseAddress = new Uri(ordersUrl));
            """,
            """
            var builder = WebApplication.CreateBuilder(args);
            var ordersUrl = builder.Configuration["Services:X1:BaseUrl"] ?? "https://orders.corp.internal";
            builder.Services.AddHttpClient("x1", c => c.BaseAddress = new Uri(ordersUrl));
            """
        );

    [Fact]
    public Task DatabaseUrl_BecomesAConnectionString() =>
        Verify.VerifyCodeFixAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            var mongo = new MongoDB.Driver.MongoClient({|DPL1001:"mongodb://mongo-01.corp.internal:27017"|});

            namespace MongoDB.Driver { class MongoClient(string connectionString) { public string B => connectionString; } }
            """,
            """
            var builder = WebApplication.CreateBuilder(args);
            var mongo = new MongoDB.Driver.MongoClient(builder.Configuration.GetConnectionString("MongoDb") ?? "mongodb://mongo-01.corp.internal:27017");

            namespace MongoDB.Driver { class MongoClient(string connectionString) { public string B => connectionString; } }
            """
        );

    [Fact]
    public Task NoConfigurationInReach_OffersNothing()
    {
        const string Source = """
            static class Loader
            {
                public static Task<string> Load(HttpClient http) => http.GetStringAsync({|DPL1001:"https://orders.corp.internal"|});
            }
            """;
        return Verify.VerifyCodeFixAsync(Source, Source);
    }

    [Fact]
    public Task PortKnownAtRunTime_OffersNothing()
    {
        const string Source = """
            var app = WebApplication.Create(args);
            await new HttpClient().GetAsync({|DPL1001:$"https://orders.corp.internal:{args.Length}/x"|});
            """;
        return Verify.VerifyCodeFixAsync(Source, Source);
    }
}
