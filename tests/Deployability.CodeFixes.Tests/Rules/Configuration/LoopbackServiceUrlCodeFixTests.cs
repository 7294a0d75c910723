using Deployability.Analyzers.Rules.Configuration;
using Deployability.CodeFixes.Rules.Configuration;
using Deployability.Model;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    Deployability.Analyzers.Rules.Configuration.LoopbackServiceUrlAnalyzer,
    Deployability.CodeFixes.Rules.Configuration.LoopbackServiceUrlCodeFix
>;

namespace Deployability.CodeFixes.Tests.Rules.Configuration;

public class LoopbackServiceUrlCodeFixTests
{
    private const string EmptySettings = "{\n}\n";

    [Fact]
    public Task LoopbackNeverStaysAsADefault() =>
        Verify.VerifyCodeFixAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddHttpClient("inventory", client => client.BaseAddress = new Uri({|DPL1002:"http://localhost:5001"|}));
            """,
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddHttpClient("inventory", client => client.BaseAddress = new Uri(builder.Configuration["Services:Inventory:BaseUrl"] ?? throw new InvalidOperationException("Configuration value 'Services:Inventory:BaseUrl' is missing.")));
            """
        );

    [Fact]
    public Task Redirect_KeepsItsPath() =>
        Verify.VerifyCodeFixAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            var app = builder.Build();
            app.MapGet("/done", (string token) =>
            {
                return Results.Redirect({|DPL1002:$"http://localhost:3000/callback?token={token}"|});
            });
            app.Run();
            """,
            """
            var builder = WebApplication.CreateBuilder(args);
            var app = builder.Build();
            app.MapGet("/done", (string token) =>
            {
                var baseUrl = app.Configuration["FrontEnd:BaseUrl"] ?? throw new InvalidOperationException("Configuration value 'FrontEnd:BaseUrl' is missing.");
                return Results.Redirect($"{baseUrl}/callback?token={token}");
            });
            app.Run();
            """
        );

    [Fact]
    public Task DefaultOfConfiguration_MovesUnderTheKeyThatIsThere() =>
        VerifyWithSettings(
            """
            var builder = WebApplication.CreateBuilder(args);
            var url = builder.Configuration["Inventory:Url"] ?? {|DPL1002:"http://localhost:5001"|};
            builder.Services.AddHttpClient("x", client => client.BaseAddress = new Uri(url));
            """,
            """
            var builder = WebApplication.CreateBuilder(args);
            var url = builder.Configuration["Inventory:Url"] ?? throw new InvalidOperationException("Configuration value 'Inventory:Url' is missing.");
            builder.Services.AddHttpClient("x", client => client.BaseAddress = new Uri(url));
            """,
            """
            {
              "Inventory": {
                "Url": "http://localhost:5001"
              }
            }

            """
        );

    [Fact]
    public Task DefaultOfGetValue_BecomesAThrow() =>
        Verify.VerifyCodeFixAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            var url = builder.Configuration.GetValue("Inventory:Url", {|DPL1002:"http://localhost:5001"|})!;
            builder.Services.AddHttpClient("x", client => client.BaseAddress = new Uri(url));
            """,
            """
            var builder = WebApplication.CreateBuilder(args);
            var url = builder.Configuration.GetValue<string>("Inventory:Url") ?? throw new InvalidOperationException("Configuration value 'Inventory:Url' is missing.");
            builder.Services.AddHttpClient("x", client => client.BaseAddress = new Uri(url));
            """
        );

    [Fact]
    public Task DefaultOfAVariable_OffersNothing()
    {
        const string Source = """
            var url = Environment.GetEnvironmentVariable("INVENTORY_URL") ?? {|DPL1002:"http://localhost:5001"|};
            await new HttpClient().GetAsync(url);
            """;
        return Verify.VerifyCodeFixAsync(Source, Source);
    }

    [Fact]
    public Task OriginsOfCors_BecomeAList() =>
        VerifyWithSettings(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddCors(options => options.AddDefaultPolicy(policy =>
                policy.WithOrigins({|DPL1002:"http://localhost:3000"|}, {|DPL1002:"http://localhost:5173"|}).AllowAnyHeader()));
            """,
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddCors(options => options.AddDefaultPolicy(policy =>
                policy.WithOrigins(builder.Configuration.GetSection("Cors:AllowedOrigins").Get<string[]>() ?? []).AllowAnyHeader()));
            """,
            """
            {
              "Cors": {
                "AllowedOrigins": ["http://localhost:3000", "http://localhost:5173"]
              }
            }

            """
        );

    [Fact]
    public Task OriginsOfCors_BeforeCollectionExpressions() =>
        new CSharpCodeFixTest<LoopbackServiceUrlAnalyzer, LoopbackServiceUrlCodeFix>
        {
            LanguageVersion = LanguageVersion.CSharp11,
            TestCode = """
                var builder = WebApplication.CreateBuilder(args);
                builder.Services.AddCors(cors => cors.AddDefaultPolicy(policy => policy.WithOrigins({|DPL1002:"http://localhost:3000"|})));
                """,
            FixedCode = """
                var builder = WebApplication.CreateBuilder(args);
                builder.Services.AddCors(cors => cors.AddDefaultPolicy(policy => policy.WithOrigins(builder.Configuration.GetSection("Cors:AllowedOrigins").Get<string[]>() ?? System.Array.Empty<string>())));
                """,
        }.RunAsync(TestContext.Current.CancellationToken);

    [Fact]
    public Task RequestInATopLevelProgram_KeepsItsPath() =>
        VerifyWithSettings(
            """
            var app = WebApplication.Create(args);
            var http = new HttpClient();

            await http.GetAsync({|DPL1002:"http://localhost:5001/api/products?all=1"|});
            """,
            """
            var app = WebApplication.Create(args);
            var http = new HttpClient();

            var productsBaseUrl = app.Configuration["Services:Products:BaseUrl"] ?? throw new InvalidOperationException("Configuration value 'Services:Products:BaseUrl' is missing.");
            await http.GetAsync($"{productsBaseUrl}/api/products?all=1");
            """,
            """
            {
              "Services": {
                "Products": {
                  "BaseUrl": "http://localhost:5001"
                }
              }
            }

            """
        );

    private static Task VerifyWithSettings(string source, string fixedSource, string settings)
    {
        var test = new CSharpCodeFixTest<LoopbackServiceUrlAnalyzer, LoopbackServiceUrlCodeFix>
        {
            TestCode = source,
            FixedCode = fixedSource,
        };
        test.TestState.AdditionalFiles.Add(("appsettings.Development.json", EmptySettings));
        test.FixedState.AdditionalFiles.Add(("appsettings.Development.json", settings));
        return test.RunAsync();
    }

    [Fact]
    public Task InitialiserOfABoundClass_MovesToTheSettingsThatAreBoundToIt() =>
        VerifyWithSettings(
            """
            var builder = WebApplication.CreateBuilder(args);
            var options = builder.Configuration.GetSection("Backends:Inventory").Get<InventoryOptions>()!;
            builder.Services.AddHttpClient("x", client => client.BaseAddress = new Uri(options.BaseUrl));

            class InventoryOptions
            {
                public string BaseUrl { get; set; } = {|DPL1002:"http://localhost:5001"|};
            }
            """,
            """
            var builder = WebApplication.CreateBuilder(args);
            var options = builder.Configuration.GetSection("Backends:Inventory").Get<InventoryOptions>()!;
            builder.Services.AddHttpClient("x", client => client.BaseAddress = new Uri(options.BaseUrl));

            class InventoryOptions
            {
                public string BaseUrl { get; set; } = "";
            }
            """,
            """
            {
              "Backends": {
                "Inventory": {
                  "BaseUrl": "http://localhost:5001"
                }
              }
            }

            """
        );

    [Fact]
    public Task InitialiserOfANullableProperty_GoesAltogether() =>
        VerifyWithSettings(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.Configure<InventoryOptions>(builder.Configuration.GetSection(InventoryOptions.SectionName));
            builder.Services.AddHttpClient<Inventory>();

            class InventoryOptions
            {
                public const string SectionName = "Inventory";

                // Where it is.
                public string? BaseUrl { get; set; } = {|DPL1002:"http://localhost:5001"|};
            }

            class Inventory(HttpClient http, Microsoft.Extensions.Options.IOptions<InventoryOptions> options)
            {
                public Task<string> All() => http.GetStringAsync(options.Value.BaseUrl + "/all");
            }
            """,
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.Configure<InventoryOptions>(builder.Configuration.GetSection(InventoryOptions.SectionName));
            builder.Services.AddHttpClient<Inventory>();

            class InventoryOptions
            {
                public const string SectionName = "Inventory";

                // Where it is.
                public string? BaseUrl { get; set; }
            }

            class Inventory(HttpClient http, Microsoft.Extensions.Options.IOptions<InventoryOptions> options)
            {
                public Task<string> All() => http.GetStringAsync(options.Value.BaseUrl + "/all");
            }
            """,
            """
            {
              "Inventory": {
                "BaseUrl": "http://localhost:5001"
              }
            }

            """
        );

    [Fact]
    public async Task InitialiserOfABoundClass_OffersNothingWithoutASettingsFile()
    {
        const string Code = """
            var builder = WebApplication.CreateBuilder(args);
            var options = builder.Configuration.GetSection("Inventory").Get<InventoryOptions>()!;
            builder.Services.AddHttpClient("x", client => client.BaseAddress = new Uri(options.BaseUrl));

            class InventoryOptions
            {
                public string BaseUrl { get; set; } = {|DPL1002:"http://localhost:5001"|};
            }
            """;
        await Verify.VerifyCodeFixAsync(Code, Code);
    }

    [Fact]
    public Task AddressGivenToAMethodOfTheProject_IsReadWhereItStands() =>
        Verify.VerifyCodeFixAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddBackend({|DPL1002:"http://localhost:5000"|});

            static class Backends
            {
                public static void AddBackend(this IServiceCollection services, string url) => services.AddHttpClient("orders", client => client.BaseAddress = new Uri(url));
            }
            """,
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddBackend(builder.Configuration["Services:Orders:BaseUrl"] ?? throw new InvalidOperationException("Configuration value 'Services:Orders:BaseUrl' is missing."));

            static class Backends
            {
                public static void AddBackend(this IServiceCollection services, string url) => services.AddHttpClient("orders", client => client.BaseAddress = new Uri(url));
            }
            """
        );

    [Fact]
    public Task MailServerByName_IsReadFromConfiguration() =>
        Verify.VerifyCodeFixAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            using var smtp = new System.Net.Mail.SmtpClient({|DPL1002:"localhost"|});
            """,
            """
            var builder = WebApplication.CreateBuilder(args);
            using var smtp = new System.Net.Mail.SmtpClient(builder.Configuration["Smtp:Host"] ?? throw new InvalidOperationException("Configuration value 'Smtp:Host' is missing."));
            """
        );

    [Fact]
    public async Task DefaultOfAParameter_OffersNothing()
    {
        const string Code = """
            class Orders(HttpClient http, IConfiguration configuration)
            {
                public Task<string> All(string url = {|DPL1002:"http://localhost:5001"|}) => http.GetStringAsync(url + configuration["Path"]);
            }
            """;
        await Verify.VerifyCodeFixAsync(Code, Code);
    }

    [Fact]
    public Task ArgumentOfABaseConstructor_IsReadFromAParameterMore() =>
        Verify.VerifyCodeFixAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddHttpClient<Orders>();

            class Client(HttpClient http, string at) { public Task<string> All() => http.GetStringAsync(at); }
            class Orders(HttpClient http) : Client(http, {|DPL1002:"http://localhost:5001"|});
            """,
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddHttpClient<Orders>();

            class Client(HttpClient http, string at) { public Task<string> All() => http.GetStringAsync(at); }
            class Orders(HttpClient http, IConfiguration configuration) : Client(http, configuration["Services:Orders:BaseUrl"] ?? throw new InvalidOperationException("Configuration value 'Services:Orders:BaseUrl' is missing."));
            """
        );
}
