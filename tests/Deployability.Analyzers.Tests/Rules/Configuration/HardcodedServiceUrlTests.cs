using Deployability.Analyzers.Rules.Configuration;
using Deployability.Model;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpAnalyzerVerifier<Deployability.Analyzers.Rules.Configuration.HardcodedServiceUrlAnalyzer>;

namespace Deployability.Analyzers.Tests.Rules.Configuration;

public class HardcodedServiceUrlTests
{
    [Fact]
    public Task BaseAddressOfANamedClient_Triggers() =>
        Verify.VerifyAnalyzerAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddHttpClient("inventory", client => client.BaseAddress = new Uri({|DPL1001:"https://inventory.corp.internal/"|}));
            builder.Build().Run();
            """
        );

    [Fact]
    public Task ProviderThatIsChosenByItsName_TriggersUnlessTheChoiceIsTheAddress() =>
        Verify.VerifyAnalyzerAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            if (builder.Configuration["Ai:Provider"] == "tenant")
            {
                builder.Services.AddHttpClient("ai", client => client.BaseAddress = new Uri({|DPL1001:"https://ai.corp.internal"|}));
            }
            var address = builder.Configuration["Region"] == "eu" ? "https://eu.shop.io" : "https://us.shop.io";
            builder.Services.AddHttpClient("shop", client => client.BaseAddress = new Uri(address));
            """
        );

    [Fact]
    public async Task Message_NamesTheHostAndAKeyByTheClientsName()
    {
        var test = new CSharpAnalyzerTest<HardcodedServiceUrlAnalyzer>
        {
            TestCode = """
                var builder = WebApplication.CreateBuilder(args);
                builder.Services.AddHttpClient<InventoryClient>(client => client.BaseAddress = new({|#0:"https://inv.corp.internal:8443/v1/"|}));
                builder.Build().Run();

                class InventoryClient(HttpClient http) { public Task<string> Get() => http.GetStringAsync("items"); }
                """,
        };
        test.ExpectedDiagnostics.Add(
            Verify
                .Diagnostic()
                .WithLocation(0)
                .WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)
                .WithArguments("https://inv.corp.internal:8443", "Services:Inventory:BaseUrl")
        );
        await test.RunAsync();
    }

    [Theory]
    [InlineData("http.GetAsync({|DPL1001:\"http://orders.corp.internal/api/orders\"|})")]
    [InlineData("http.GetStringAsync(new Uri({|DPL1001:\"http://orders.corp.internal/api/orders\"|}))")]
    [InlineData("http.GetFromJsonAsync<int>({|DPL1001:$\"http://orders.corp.internal/api/orders/{args.Length}\"|})")]
    [InlineData("http.PostAsJsonAsync({|DPL1001:\"http://orders.corp.internal\" + \"/api/orders\"|}, 1)")]
    [InlineData("http.DeleteAsync(string.Format({|DPL1001:\"http://orders.corp.internal/{0}\"|}, 1))")]
    [InlineData("http.SendAsync(new HttpRequestMessage(HttpMethod.Get, {|DPL1001:\"http://orders.corp.internal/x\"|}))")]
    [InlineData("http.SendAsync(new HttpRequestMessage { RequestUri = new Uri({|DPL1001:\"http://orders.corp.internal/x\"|}) })")]
    [InlineData("http.GetAsync({|DPL1001:\"\"\"http://orders.corp.internal/x\"\"\"|})")]
    [InlineData("http.GetAsync({|DPL1001:\"http://10.20.30.40:8080/x\"|})")]
    [InlineData("http.GetAsync({|DPL1001:\"http://orders:8080/x\"|})")]
    public Task RequestToAFixedHost_Triggers(string call) =>
        Verify.VerifyAnalyzerAsync(
            $"""
            var http = new HttpClient();
            await {call};
            """
        );

    [Theory]
    [InlineData("private const string Url = {|DPL1001:\"https://orders.corp.internal\"|};")]
    [InlineData("private static readonly string Url = {|DPL1001:\"https://orders.corp.internal\"|};")]
    [InlineData("private static readonly Uri Url = new({|DPL1001:\"https://orders.corp.internal\"|});")]
    [InlineData("private string Url => {|DPL1001:\"https://orders.corp.internal\"|};")]
    [InlineData("private string Url { get; } = {|DPL1001:\"https://orders.corp.internal\"|};")]
    [InlineData("private const string Host = {|DPL1001:\"https://orders.corp.internal\"|}; private const string Url = Host + \"/api\";")]
    public Task AddressInAMember_IsReportedWhereItIsDeclared(string member) =>
        Verify.VerifyAnalyzerAsync(
            $$"""
            class OrdersClient(HttpClient http)
            {
                {{member}}
                public Task<string> All() => http.GetStringAsync(Url);
                public Task<string> One(int id) => http.GetStringAsync(Url + "/" + id);
                public Task<string> Two(int id) => http.GetStringAsync($"{Url}/{id}");
            }
            """
        );

    [Fact]
    public async Task ConstantInAnotherFile_IsReportedThereOnce()
    {
        var test = new CSharpAnalyzerTest<HardcodedServiceUrlAnalyzer>
        {
            TestState =
            {
                Sources =
                {
                    """
                        static class Urls
                        {
                            public const string Root = {|DPL1001:"https://orders.corp.internal"|};
                            public const string Orders = Root + "/orders";
                            public const string Docs = "https://docs.corp.internal";
                        }
                        """,
                    """
                        class A(HttpClient http) { public Task Get() => http.GetAsync(Urls.Orders); }
                        class B(HttpClient http) { public Task Get() => http.GetAsync(Urls.Root); }
                        """,
                },
            },
        };
        await test.RunAsync();
    }

    [Fact]
    public Task LocalThatIsAssignedOnce_Triggers() =>
        Verify.VerifyAnalyzerAsync(
            """
            var url = {|DPL1001:"https://orders.corp.internal/api"|};
            var uri = new Uri(url);
            using var http = new HttpClient { BaseAddress = uri };
            """
        );

    [Fact]
    public Task PrivateHelperThatTakesTheUrl_IsFollowedToItsCalls() =>
        Verify.VerifyAnalyzerAsync(
            """
            class Report(HttpClient http)
            {
                public Task Run() => Load({|DPL1001:"https://orders.corp.internal/api"|});
                private async Task Load(string path) => await http.GetAsync(path);
            }
            """
        );

    [Theory]
    [InlineData("ws://push.corp.internal/feed")]
    [InlineData("wss://push.corp.internal/feed")]
    public Task WebSocket_Triggers(string url) =>
        Verify.VerifyAnalyzerAsync(
            $$"""
            using System.Net.WebSockets;
            var socket = new ClientWebSocket();
            await socket.ConnectAsync(new Uri({|DPL1001:"{{url}}"|}), default);
            """
        );

    [Fact]
    public Task LibrariesOfOthers_Trigger() =>
        Verify.VerifyAnalyzerAsync(
            """
            var channel = Grpc.Net.Client.GrpcChannel.ForAddress({|DPL1001:"https://greeter.corp.internal"|});
            var api = Refit.RestService.For<IApi>({|DPL1001:"https://api.corp.internal"|});
            var rest = new RestSharp.RestClient({|DPL1001:"https://rest.corp.internal"|});
            var mongo = new MongoDB.Driver.MongoClient({|DPL1001:"mongodb://mongo-01.corp.internal:27017"|});
            var bus = new RabbitMQ.Client.ConnectionFactory { Uri = new Uri({|DPL1001:"amqp://bus.corp.internal"|}) };
            var vault = new Azure.Security.SecretClient(new Uri({|DPL1001:"https://team-vault.vault.azure.net/"|}));
            var search = new Elastic.Clients.Settings(new Uri({|DPL1001:"https://search.corp.internal:9200"|}));
            var aws = new Amazon.Config { ServiceURL = {|DPL1001:"https://s3.corp.internal"|} };
            var proxy = new Yarp.ReverseProxy.Configuration.DestinationConfig { Address = {|DPL1001:"https://shop.corp.internal/"|} };
            var log = new Serilog.Sinks().Seq({|DPL1001:"https://seq.corp.internal"|});

            interface IApi;
            namespace Grpc.Net.Client { class GrpcChannel { public static GrpcChannel ForAddress(string address) => new(); } }
            namespace Refit { static class RestService { public static T For<T>(string hostUrl) => default!; } }
            namespace RestSharp { class RestClient(string baseUrl) { public string B => baseUrl; } }
            namespace MongoDB.Driver { class MongoClient(string connectionString) { public string B => connectionString; } }
            namespace RabbitMQ.Client { class ConnectionFactory { public Uri? Uri { get; set; } } }
            namespace Azure.Security { class SecretClient(Uri vaultUri) { public Uri B => vaultUri; } }
            namespace Elastic.Clients { class Settings(Uri node) { public Uri B => node; } }
            namespace Amazon { class Config { public string? ServiceURL { get; set; } } }
            namespace Yarp.ReverseProxy.Configuration { class DestinationConfig { public string? Address { get; set; } } }
            namespace Serilog { class Sinks { public Sinks Seq(string serverUrl) => this; } }
            """
        );

    [Fact]
    public Task AuthorityOfTokens_Triggers() =>
        Verify.VerifyAnalyzerAsync(
            """
            Configure(options => options.Authority = {|DPL1001:"https://identity.corp.internal"|});

            static void Configure(Action<Microsoft.AspNetCore.Authentication.JwtBearer.JwtBearerOptions> configure) { }

            namespace Microsoft.AspNetCore.Authentication.JwtBearer { class JwtBearerOptions { public string? Authority { get; set; } } }
            """
        );

    [Fact]
    public Task OwnWrapperWithAnEndpointsName_Triggers() =>
        Verify.VerifyAnalyzerAsync(
            """
            var a = new InventoryClient({|DPL1001:"https://inventory.corp.internal"|});
            var b = new BillingSettings { ApiUrl = {|DPL1001:"https://billing.corp.internal"|} };

            class InventoryClient(string baseUrl) { public string B => baseUrl; }
            class BillingSettings { public string? ApiUrl { get; set; } }
            """
        );

    [Fact]
    public Task BothArmsOfAChoice_Trigger() =>
        Verify.VerifyAnalyzerAsync(
            """
            var http = new HttpClient();
            http.BaseAddress = new Uri(args.Length > 0 ? {|DPL1001:"https://a.corp.internal"|} : {|DPL1001:"https://b.corp.internal"|});
            """
        );

    [Fact]
    public Task ArmForDevelopment_DoesNotTrigger() =>
        Verify.VerifyAnalyzerAsync(
            """
            var app = WebApplication.Create(args);
            var http = new HttpClient();
            http.BaseAddress = new Uri(app.Environment.IsDevelopment() ? "https://dev.corp.internal" : {|DPL1001:"https://b.corp.internal"|});
            if (app.Environment.IsDevelopment())
            {
                await http.GetAsync("https://dev.corp.internal/x");
            }
            """
        );

    [Theory]
    [InlineData("builder.Configuration[\"Inventory:Url\"] ?? \"https://inventory.corp.internal\"")]
    [InlineData("builder.Configuration.GetValue(\"Inventory:Url\", \"https://inventory.corp.internal\")!")]
    [InlineData("Environment.GetEnvironmentVariable(\"INVENTORY_URL\") ?? \"https://inventory.corp.internal\"")]
    public Task RemoteDefaultOfConfiguration_DoesNotTrigger(string value) =>
        Verify.VerifyAnalyzerAsync(
            $"""
            var builder = WebApplication.CreateBuilder(args);
            var url = {value};
            var http = new HttpClient();
            http.BaseAddress = new Uri({value});
            await http.GetAsync(url + "/items");
            """
        );

    [Fact]
    public Task RemoteDefaultOfOptions_DoesNotTrigger() =>
        Verify.VerifyAnalyzerAsync(
            """
            using Microsoft.Extensions.Options;
            class InventoryOptions { public string BaseUrl { get; set; } = "https://inventory.corp.internal"; }
            class Client(HttpClient http, IOptions<InventoryOptions> options)
            {
                public Task Get() => http.GetAsync(options.Value.BaseUrl + "/items");
            }
            """
        );

    [Theory]
    [InlineData("https://api.github.com/repos")]
    [InlineData("https://api.openai.com/v1")]
    [InlineData("https://login.microsoftonline.com/common")]
    [InlineData("https://api.example.com/v1")]
    [InlineData("https://example.org")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("https://your-service.azurewebsites.net")]
    [InlineData("https://<host>/api")]
    [InlineData("https://{tenant}/api")]
    [InlineData("https+http://basket-api")]
    [InlineData("/api/orders")]
    [InlineData("api/orders")]
    [InlineData("~/orders")]
    [InlineData("http://localhost:5000")]
    [InlineData("https://user:hunter2Pass@orders.corp.internal")]
    public Task AddressThatIsRightEverywhereOrNotOurs_DoesNotTrigger(string url) =>
        Verify.VerifyAnalyzerAsync(
            $"""
            var http = new HttpClient();
            await http.GetAsync("{url}");
            """
        );

    [Theory]
    [InlineData("var a = System.Xml.Linq.XNamespace.Get(\"http://schemas.corp.com/order\");")]
    [InlineData("System.Xml.Linq.XNamespace a = \"http://schemas.corp.com/order\";")]
    [InlineData("var a = new System.Xml.XmlQualifiedName(\"x\", \"http://schemas.corp.com/order\");")]
    [InlineData(
        "var a = new System.Xml.XmlNamespaceManager(new System.Xml.NameTable()); a.AddNamespace(\"o\", \"http://schemas.corp.com/order\");"
    )]
    [InlineData("var a = new System.Xml.Serialization.XmlRootAttribute { Namespace = \"http://schemas.corp.com/order\" };")]
    [InlineData("var a = new System.Security.Claims.Claim(\"http://schemas.corp.com/claims/role\", \"x\");")]
    [InlineData("var a = new Uri(\"https://docs.corp.com/\");")]
    [InlineData("var a = Results.Redirect(\"https://www.corp.com/\");")]
    [InlineData("Console.WriteLine(\"see https://www.corp.com/help\");")]
    [InlineData("var a = new { Contact = new Uri(\"https://www.corp.com/contact\") };")]
    [InlineData("var a = \"https://www.corp.com\".StartsWith(\"https://\");")]
    [InlineData("var a = new System.Text.RegularExpressions.Regex(\"^https://www.corp.com/.*$\");")]
    [InlineData("var (name, link) = (\"corp\", \"https://www.corp.com\");")]
    [InlineData("var baseUrl = \"https://www.corp.com\"; Console.WriteLine(baseUrl);")]
    public Task UrlThatNothingCalls_DoesNotTrigger(string statement) => Verify.VerifyAnalyzerAsync(statement);

    [Fact]
    public Task AttributeArguments_DoNotTrigger() =>
        Verify.VerifyAnalyzerAsync(
            """
            using System.Xml.Serialization;
            [XmlRoot(Namespace = "http://schemas.corp.com/order")]
            [Soap("http://www.corp.com/action", BaseUrl = "http://www.corp.com")]
            public class Order;

            class SoapAttribute(string baseUrl) : Attribute { public string BaseUrl { get; set; } = baseUrl; }
            """
        );

    [Fact]
    public Task RoutesOfEndpoints_DoNotTrigger() =>
        Verify.VerifyAnalyzerAsync(
            """
            var app = WebApplication.Create(args);
            app.UseHealthChecks("/health");
            app.MapGet("/api/orders", () => "x");
            app.Run();
            """
        );

    [Fact]
    public Task HostOrPortKnownAtRunTime_DoesNotTrigger() =>
        Verify.VerifyAnalyzerAsync(
            """
            var http = new HttpClient();
            var host = args[0];
            await http.GetAsync($"https://{host}/api");
            await http.GetAsync("https://" + host + "/api");
            await http.GetAsync($"https://{host}.crm.dynamics.com/api");
            """
        );

    [Fact]
    public async Task LogicalNameWithServiceDiscovery_DoesNotTrigger()
    {
        var test = new CSharpAnalyzerTest<HardcodedServiceUrlAnalyzer>
        {
            TestCode = """
                var http = new HttpClient { BaseAddress = new Uri("http://basket-api") };
                """,
        };
        test.TestState.AdditionalProjects["Shop.ServiceDefaults"].Sources.Add("public class Extensions;");
        test.TestState.AdditionalProjectReferences.Add("Shop.ServiceDefaults");
        await test.RunAsync();
    }

    [Fact]
    public async Task AllowedHosts_AreAddedToThoseThatAreKnown()
    {
        var test = new CSharpAnalyzerTest<HardcodedServiceUrlAnalyzer>
        {
            TestCode = """
                var http = new HttpClient();
                await http.GetAsync("https://api.partner.com/v1");
                await http.GetAsync("https://eu.vendor.net/v1");
                await http.GetAsync("https://api.github.com/v1");
                await http.GetAsync({|DPL1001:"https://api.other.com/v1"|});
                """,
        };
        test.TestState.AnalyzerConfigFiles.Add(
            (
                ".globalconfig",
                """
                is_global = true
                deployability.DPL1001.allowed_hosts = api.partner.com, *.vendor.net
                """
            )
        );
        await test.RunAsync();
    }

    [Fact]
    public async Task TestProject_DoesNotTrigger()
    {
        var test = new CSharpAnalyzerTest<HardcodedServiceUrlAnalyzer>
        {
            TestCode = """
                var http = new HttpClient();
                await http.GetAsync("https://api.partner.com/v1");
                """,
        };
        test.TestState.BuildProperties["IsTestProject"] = "true";
        await test.RunAsync();
    }

    [Theory]
    [InlineData("BitflyerRates", "https://api.bitflyer.jp/v1")]
    [InlineData("TheFastlyPlugin", "https://api.fastly.com")]
    [InlineData("Kraken", "https://public.kraken.co.uk")]
    public Task VendorInTheAdapterNamedAfterIt_DoesNotTrigger(string type, string url) =>
        Verify.VerifyAnalyzerAsync(
            $$"""
            class {{type}}(HttpClient http)
            {
                private const string Url = "{{url}}";
                public Task<string> Get() => http.GetStringAsync(Url);
            }
            """
        );

    [Fact]
    public Task VendorInTheNamespaceNamedAfterIt_DoesNotTrigger() =>
        Verify.VerifyAnalyzerAsync(
            """
            namespace Media.Plugins.AudioDb
            {
                class ArtistProvider(HttpClient http) { public Task<string> Get() => http.GetStringAsync("https://www.theaudiodb.com/api"); }
            }
            """
        );

    [Theory]
    [InlineData("""Task<string> GetFromKrakenAsync() => http.GetStringAsync("https://api.kraken.com/0");""")]
    [InlineData(
        """private const string KRAKEN_URL = "https://api.kraken.com"; Task<string> GetAsync() => http.GetStringAsync(KRAKEN_URL);"""
    )]
    [InlineData("""Task<string> GetAsync(string krakenToken) => http.GetStringAsync("https://api.kraken.com/" + krakenToken);""")]
    [InlineData("""Task<string> GetAsync(string twoCaptchaKey) => http.GetStringAsync("https://api.2captcha.com/" + twoCaptchaKey);""")]
    [InlineData(
        """void Add(IServiceCollection services) => services.AddHttpClient("kraken", client => client.BaseAddress = new Uri("https://api.kraken.com"));"""
    )]
    [InlineData(
        """void Add(IServiceCollection services) => services.AddHttpClient<KrakenClient>(client => client.BaseAddress = new Uri("https://api.kraken.com")); class KrakenClient;"""
    )]
    public Task VendorThatTheCodeCallsByName_DoesNotTrigger(string member) =>
        Verify.VerifyAnalyzerAsync("class Rates(HttpClient http) { readonly HttpClient http = http; " + member + " }");

    [Theory]
    [InlineData("""Task<string> GetOrdersAsync() => http.GetStringAsync({|DPL1001:"https://orders.com"|});""")]
    [InlineData("""Task<string> GetFromTestProjectAsync() => http.GetStringAsync({|DPL1001:"https://api.testproject.com"|});""")]
    [InlineData("""Task<string> GetFromKrakenAsync() => http.GetStringAsync({|DPL1001:"https://kraken.herokuapp.com"|});""")]
    [InlineData("""Task<string> GetFromKrakenAsync() => http.GetStringAsync({|DPL1001:"https://staging.kraken.com"|});""")]
    [InlineData(
        """async Task GetAsync() { await http.GetStringAsync({|DPL1001:"https://a.kraken.com"|}); await http.GetStringAsync({|DPL1001:"https://b.kraken.com"|}); }"""
    )]
    public Task OwnServiceOrOneThatTheCodeDoesNotName_Triggers(string member) =>
        Verify.VerifyAnalyzerAsync("class Rates(HttpClient http) { readonly HttpClient http = http; " + member + " }");

    [Theory]
    [InlineData("OrdersClient", "https://orders.com")]
    [InlineData("OrdersClient", "https://orders.corp.internal")]
    [InlineData("AcmeClient", "https://api.acme.com")]
    [InlineData("TestProjectClient", "https://testproject.com")]
    [InlineData("KrakenClient", "https://sandbox.kraken.com")]
    [InlineData("KrakenClient", "https://kraken.internal")]
    [InlineData("KrakenClient", "https://kraken.azurewebsites.net")]
    [InlineData("RateClient", "https://api.kraken.com")]
    // A digit of another script.
    [InlineData("Rates", "https://\u0663captcha.io/v1")]
    public Task OwnServiceOrAnotherVendor_Triggers(string type, string url) =>
        Verify.VerifyAnalyzerAsync(
            $$"""
            class {{type}}(HttpClient http) { public Task<string> Get() => http.GetStringAsync({|DPL1001:"{{url}}"|}); }
            """
        );

    [Fact]
    public Task SandboxSwitchBetweenTwoHosts_DoesNotTrigger() =>
        Verify.VerifyAnalyzerAsync(
            """
            class Payments(HttpClient http, IConfiguration configuration)
            {
                private const string Live = "https://pay.nlx.vn";
                private bool IsSandbox => configuration.GetValue<bool>("Sandbox");
                public Task<string> A() { var url = IsSandbox ? "https://sandbox.nlx.vn" : Live; return http.GetStringAsync(url + "/a"); }
                public Task<string> B() => http.GetStringAsync(new Uri(!IsSandbox ? Live : "https://sandbox.nlx.vn"));
            }

            class PayPalOptions { public bool Production { get; set; } }

            class Notifications
            {
                private readonly HttpClient http;
                private readonly Uri endpoint;

                public Notifications(HttpClient http, PayPalOptions options)
                {
                    this.http = http;
                    endpoint = new Uri(options.Production ? "https://ipn.ppl.io/verify" : "https://ipn.sandbox.ppl.io/verify");
                }

                public Task<HttpResponseMessage> Verify() => http.SendAsync(new HttpRequestMessage { RequestUri = endpoint });
            }
            """
        );

    [Fact]
    public Task EnvironmentThatChoosesBetweenTwoHosts_TriggersForProduction() =>
        Verify.VerifyAnalyzerAsync(
            """
            class Payments(HttpClient http, IHostEnvironment environment)
            {
                public Task<string> A() => http.GetStringAsync(environment.IsProduction() ? {|DPL1001:"https://pay.corp.internal"|} : "https://pay.staging.corp.internal");
            }
            """
        );

    [Fact]
    public Task DefaultSetByTheConstructorOfSettings_DoesNotTrigger() =>
        Verify.VerifyAnalyzerAsync(
            """
            class IndexerSettings
            {
                public IndexerSettings() { BaseUrl = "https://index.corp.io"; }
                public string BaseUrl { get; set; }
            }

            class Indexer
            {
                public Indexer() { BaseUrl = {|DPL1001:"https://index.corp.io"|}; }
                public string BaseUrl { get; set; }
            }
            """
        );

    [Fact]
    public Task UrlThatShowsPeopleWhatToFillIn_DoesNotTrigger() =>
        Verify.VerifyAnalyzerAsync(
            """
            var http = new HttpClient { BaseAddress = new Uri("https://index.corp.io/api/YOURINDEXER/results/") };
            """
        );

    [Fact]
    public Task RowsOfATableThatTheCodeChoosesFrom_DoNotTrigger() =>
        Verify.VerifyAnalyzerAsync(
            """
            class Region(string name, string apiUrl)
            {
                public static readonly Region[] All = [new("US", "https://api.shop.io"), new("EU", "https://api.shop.eu")];
                public static readonly Region Only = new("US", {|DPL1001:"https://api.shop.io"|});
                public string Name => name + apiUrl;
            }
            """
        );

    [Theory]
    [InlineData(
        "var request = new HttpRequestMessage(HttpMethod.Get, {|#0:\"https://stock.corp.internal/x\"|});",
        "Services:Stock:BaseUrl"
    )]
    [InlineData(
        "const string PUSH_URL = {|#0:\"https://alerts.corp.internal/x\"|}; new HttpRequestMessage(HttpMethod.Post, PUSH_URL).Dispose();",
        "Services:Alerts:BaseUrl"
    )]
    [InlineData(
        "var request = new HttpRequestMessage(HttpMethod.Get, {|#0:\"https://json.schedules.org/x\"|});",
        "Services:Schedules:BaseUrl"
    )]
    public async Task Key_IsNotNamedAfterTheRequest(string statement, string key)
    {
        var test = new CSharpAnalyzerTest<HardcodedServiceUrlAnalyzer> { TestCode = statement };
        test.ExpectedDiagnostics.Add(
            Verify
                .Diagnostic()
                .WithLocation(0)
                .WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)
                .WithArguments(EndpointOf(statement), key)
        );
        await test.RunAsync();
    }

    private static string EndpointOf(string statement)
    {
        var start = statement.IndexOf("https", StringComparison.Ordinal);
        return statement[start..statement.IndexOf("/x", StringComparison.Ordinal)];
    }

    [Fact]
    public Task PresetsThatUsersPickFrom_DoNotTrigger() =>
        Verify.VerifyAnalyzerAsync(
            """
            class Indexers
            {
                public IEnumerable<IndexerSettings> Presets()
                {
                    yield return Preset("https://api.one-index.io");
                    yield return Preset("https://api.two-index.io");
                }

                private static IndexerSettings Preset(string url) => new() { BaseUrl = url };
            }

            class IndexerSettings { public string? BaseUrl { get; set; } }
            """
        );

    [Fact]
    public Task RemoteDefaultOfARecordsParameter_IsDeployable() =>
        Verify.VerifyAnalyzerAsync(
            """
            var link = new StockLink();
            var http = new HttpClient { BaseAddress = new Uri(link.At) };

            record StockLink(string At = "https://stock.wares.internal");
            """
        );

    private const string Bearer = """

        class Bearer { public string? Authority { get; set; } public string? Audience { get; set; } public object? Configuration { get; set; } }
        """;

    [Theory]
    [InlineData("new Bearer { Authority = \"https://wares.shop.internal\", Audience = \"https://wares.shop.internal/\" };")]
    [InlineData("const string Name = \"https://wares.shop.internal\"; var b = new Bearer(); b.Authority = Name; b.Audience = Name;")]
    [InlineData("new Bearer { Authority = \"https://wares\" };")]
    [InlineData("new Bearer { Authority = \"https://id.wares.internal\", Configuration = new Bearer() };")]
    public Task AuthorityThatIsAName_DoesNotTrigger(string code) =>
        Verify.VerifyAnalyzerAsync((code.StartsWith("new", StringComparison.Ordinal) ? "var bearer = " : "") + code + Bearer);

    [Theory]
    [InlineData("new Bearer { Authority = {|DPL1001:\"https://id.wares.internal\"|}, Audience = \"shop\" };")]
    [InlineData("new Bearer { Authority = {|DPL1001:\"https://id.wares.internal\"|}, Configuration = null };")]
    [InlineData("new Bearer { Authority = {|DPL1001:\"http://id:8080\"|} };")]
    public Task AuthorityWhoseKeysAreFetched_Triggers(string code) => Verify.VerifyAnalyzerAsync("var bearer = " + code + Bearer);
}
