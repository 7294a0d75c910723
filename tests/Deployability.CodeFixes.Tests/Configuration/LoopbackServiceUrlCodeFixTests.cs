using Deployability.Analyzers.Configuration;
using Deployability.CodeFixes.Configuration;
using Microsoft.CodeAnalysis.CSharp.Testing;

using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<Deployability.Analyzers.Configuration.LoopbackServiceUrlAnalyzer, Deployability.CodeFixes.Configuration.LoopbackServiceUrlCodeFix>;

namespace Deployability.CodeFixes.Tests.Configuration;

public class LoopbackServiceUrlCodeFixTests
{
    private const string EmptySettings = "{\n}\n";

    [Fact]
    public Task LoopbackNeverStaysAsADefault() => Verify.VerifyCodeFixAsync(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHttpClient("inventory", client => client.BaseAddress = new Uri({|DPL1002:"http://localhost:5001"|}));
        """,
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHttpClient("inventory", client => client.BaseAddress = new Uri(builder.Configuration["Services:Inventory:BaseUrl"] ?? throw new InvalidOperationException("Configuration value 'Services:Inventory:BaseUrl' is missing.")));
        """);

    [Fact]
    public Task DefaultOfConfiguration_MovesUnderTheKeyThatIsThere() => VerifyWithSettings(
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

        """);

    [Fact]
    public Task DefaultOfGetValue_BecomesAThrow() => Verify.VerifyCodeFixAsync(
        """
        var builder = WebApplication.CreateBuilder(args);
        var url = builder.Configuration.GetValue("Inventory:Url", {|DPL1002:"http://localhost:5001"|})!;
        builder.Services.AddHttpClient("x", client => client.BaseAddress = new Uri(url));
        """,
        """
        var builder = WebApplication.CreateBuilder(args);
        var url = builder.Configuration.GetValue<string>("Inventory:Url") ?? throw new InvalidOperationException("Configuration value 'Inventory:Url' is missing.");
        builder.Services.AddHttpClient("x", client => client.BaseAddress = new Uri(url));
        """);

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
    public Task OriginsOfCors_BecomeAList() => VerifyWithSettings(
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

        """);

    [Fact]
    public Task RequestInATopLevelProgram_KeepsItsPath() => VerifyWithSettings(
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

        """);

    private static Task VerifyWithSettings(string source, string fixedSource, string settings)
    {
        var test = new CSharpCodeFixTest<LoopbackServiceUrlAnalyzer, LoopbackServiceUrlCodeFix> { TestCode = source, FixedCode = fixedSource };
        test.TestState.AdditionalFiles.Add(("appsettings.Development.json", EmptySettings));
        test.FixedState.AdditionalFiles.Add(("appsettings.Development.json", settings));
        return test.RunAsync();
    }
}
