using Deployability.Analyzers.Configuration;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;

using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpAnalyzerVerifier<Deployability.Analyzers.Configuration.LoopbackServiceUrlAnalyzer>;

namespace Deployability.Analyzers.Tests.Configuration;

public class LoopbackServiceUrlTests
{
    [Theory]
    [InlineData("http://localhost:5001/api")]
    [InlineData("https://LOCALHOST")]
    [InlineData("http://127.0.0.1:8080")]
    [InlineData("http://127.1.2.3")]
    [InlineData("http://[::1]:5000/x")]
    [InlineData("http://[::ffff:127.0.0.1]:5000/x")]
    [InlineData("http://api.localhost:5000")]
    [InlineData("http://host.docker.internal:5000")]
    [InlineData("http://0.0.0.0:5000")]
    public Task RequestToThisMachine_Triggers(string url) => Verify.VerifyAnalyzerAsync(
        $$"""
        var http = new HttpClient();
        await http.GetAsync({|DPL1002:"{{url}}"|});
        """);

    [Theory]
    [InlineData("http://localhost.corp.internal")]
    [InlineData("http://128.0.0.1")]
    [InlineData("http://inventory/localhost")]
    [InlineData("/localhost")]
    [InlineData("http://mylocalhost:80")]
    public Task OtherHost_DoesNotTrigger(string url) => Verify.VerifyAnalyzerAsync(
        $"""
        var http = new HttpClient();
        await http.GetAsync("{url}");
        """);

    [Theory]
    [InlineData("builder.Configuration[\"Inventory:Url\"] ?? {|#0:\"http://localhost:5001\"|}", "Inventory:Url")]
    [InlineData("builder.Configuration.GetValue<string>(\"Inventory:Url\", {|#0:\"http://localhost:5001\"|})!", "Inventory:Url")]
    [InlineData("builder.Configuration.GetSection(\"Inventory\")[\"Url\"] ?? {|#0:\"http://localhost:5001\"|}", "Inventory:Url")]
    [InlineData("Environment.GetEnvironmentVariable(\"INVENTORY_URL\") ?? {|#0:\"http://localhost:5001\"|}", "INVENTORY_URL")]
    public Task LoopbackDefaultOfConfiguration_TriggersAndNamesTheKeyThatIsThere(string value, string key) => Verify.VerifyAnalyzerAsync(
        $"""
        var builder = WebApplication.CreateBuilder(args);
        var url = {value};
        builder.Services.AddHttpClient("x", client => client.BaseAddress = new Uri(url));
        """,
        Verify.Diagnostic().WithLocation(0).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations).WithArguments("http://localhost:5001", key));

    [Fact]
    public Task LoopbackDefaultBeforeAPath_Triggers() => Verify.VerifyAnalyzerAsync(
        """
        var builder = WebApplication.CreateBuilder(args);
        var root = builder.Configuration["Inventory:Url"] ?? {|DPL1002:"http://localhost:5001"|};
        var http = new HttpClient();
        await http.GetAsync($"{root}/items");
        await http.GetAsync(root + "/items");
        await http.GetAsync($"{root}{args[0]}");
        """);

    [Fact]
    public async Task LoopbackDefaultOfOptionsInAnotherFile_Triggers()
    {
        var test = new CSharpAnalyzerTest<LoopbackServiceUrlAnalyzer>
        {
            TestState =
            {
                Sources =
                {
                    """
                    class InventoryOptions { public string BaseUrl { get; set; } = {|DPL1002:"http://localhost:5001"|}; }
                    """,
                    """
                    using Microsoft.Extensions.Options;
                    class Client
                    {
                        public Client(HttpClient http, IOptions<InventoryOptions> options) => http.BaseAddress = new Uri(options.Value.BaseUrl);
                    }
                    """,
                },
            },
        };
        await test.RunAsync();
    }

    [Theory]
    [InlineData("if (app.Environment.IsDevelopment()) { await http.GetAsync(\"http://localhost:1/\"); }")]
    [InlineData("if (!app.Environment.IsProduction()) { await http.GetAsync(\"http://localhost:1/\"); }")]
    [InlineData("if (!app.Environment.IsDevelopment()) { return; } await http.GetAsync(\"http://localhost:1/\");")]
    [InlineData("var url = app.Environment.IsDevelopment() ? \"http://localhost:1/\" : app.Configuration[\"Url\"]; await http.GetAsync(url);")]
    [InlineData("var isDev = app.Environment.IsDevelopment(); if (isDev) { await http.GetAsync(\"http://localhost:1/\"); }")]
    public Task ForDevelopment_DoesNotTrigger(string statement) => Verify.VerifyAnalyzerAsync(
        $"""
        var app = WebApplication.Create(args);
        var http = new HttpClient();
        {statement}
        """);

    [Fact]
    public Task NegatedGuard_Triggers() => Verify.VerifyAnalyzerAsync(
        """
        var app = WebApplication.Create(args);
        var http = new HttpClient();
        if (!app.Environment.IsDevelopment()) { await http.GetAsync({|DPL1002:"http://localhost:1/"|}); }
        """);

    [Fact]
    public Task DebugBuild_DoesNotTrigger() => Verify.VerifyAnalyzerAsync(
        """
        #define DEBUG
        var http = new HttpClient();
        #if DEBUG
        await http.GetAsync("http://localhost:1/");
        #endif
        """);

    [Fact]
    public Task BaseThatOnlyHelpsToParse_DoesNotTrigger() => Verify.VerifyAnalyzerAsync(
        """
        var uri = new Uri(new Uri("http://localhost"), args[0]);
        Console.WriteLine(uri.AbsolutePath);
        """);

    [Fact]
    public Task OnlyOriginsOfAPolicy_Trigger() => Verify.VerifyAnalyzerAsync(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddCors(options => options.AddDefaultPolicy(policy =>
            policy.WithOrigins({|DPL1002:"http://localhost:3000"|}, {|DPL1002:"http://127.0.0.1:3000"|}).AllowAnyHeader()));
        """);

    [Theory]
    [InlineData("policy.WithOrigins(\"http://localhost:3000\", \"https://shop.corp.com\")")]
    [InlineData("policy.WithOrigins(\"https://shop.corp.com\")")]
    [InlineData("policy.WithOrigins(\"http://localhost:3000\", builder.Configuration[\"Front\"]!)")]
    [InlineData("policy.WithOrigins(builder.Configuration.GetSection(\"Cors:AllowedOrigins\").Get<string[]>() ?? [\"http://localhost:3000\"])")]
    [InlineData("policy.WithOrigins(\"http://localhost:3000\").WithOrigins(\"https://shop.corp.com\")")]
    [InlineData("_ = builder.Environment.IsDevelopment() ? policy.WithOrigins(\"http://localhost:3000\") : policy")]
    public Task PolicyThatProductionCanUse_DoesNotTrigger(string policy) => Verify.VerifyAnalyzerAsync(
        $$"""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddCors(options => options.AddDefaultPolicy(policy => { {{policy}}; }));
        """);

    [Fact]
    public Task LaunchOfTheDeveloperFrontEnd_GuardedOrNot() => Verify.VerifyAnalyzerAsync(
        """
        using Microsoft.AspNetCore.SpaServices;
        var app = WebApplication.Create(args);
        var spa = new Spa();
        if (app.Environment.IsDevelopment()) { spa.UseProxyToSpaDevelopmentServer("http://localhost:4200"); }
        else { spa.UseProxyToSpaDevelopmentServer({|DPL1002:"http://localhost:4200"|}); }

        namespace Microsoft.AspNetCore.SpaServices { class Spa { public void UseProxyToSpaDevelopmentServer(string baseUri) { } } }
        """);

    [Fact]
    public async Task AspireHost_DoesNotTrigger()
    {
        var test = new CSharpAnalyzerTest<LoopbackServiceUrlAnalyzer>
        {
            TestCode = """
                var http = new HttpClient { BaseAddress = new Uri("http://localhost:5000") };
                namespace Aspire.Hosting { public class DistributedApplication; }
                """,
        };
        await test.RunAsync();
    }
}
