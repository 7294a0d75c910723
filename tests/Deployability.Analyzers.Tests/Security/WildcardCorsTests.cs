using Deployability.Analyzers.Security;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpAnalyzerVerifier<Deployability.Analyzers.Security.WildcardCorsAnalyzer>;

namespace Deployability.Analyzers.Tests.Security;

public sealed class WildcardCorsTests
{
    [Theory]
    [InlineData("policy.[|AllowAnyOrigin()|]")]
    [InlineData("policy.WithMethods(\"GET\").[|AllowAnyOrigin()|].AllowAnyHeader()")]
    [InlineData("policy.WithOrigins([|\"*\"|])")]
    [InlineData("policy.WithOrigins(\"https://a.example\", [|\"*\"|])")]
    [InlineData("policy.WithOrigins(new[] { [|\"*\"|] })")]
    [InlineData("policy.WithOrigins([[|\"*\"|]])")]
    [InlineData("policy.WithOrigins([|\"null\"|])")]
    [InlineData("policy.[|SetIsOriginAllowed(_ => true)|]")]
    [InlineData("policy.[|SetIsOriginAllowed(origin => { return true; })|]")]
    [InlineData("policy.[|SetIsOriginAllowed(delegate { return true; })|]")]
    public Task PolicyThatAcceptsEveryOrigin_Triggers(string policy) => Verify.VerifyAnalyzerAsync($"""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddCors(options => options.AddDefaultPolicy(policy => {policy}));
        builder.Build().Run();
        """);

    [Fact]
    public Task MethodGroupThatAlwaysAccepts_Triggers() => Verify.VerifyAnalyzerAsync("""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddCors(options => options.AddDefaultPolicy(policy => policy.[|SetIsOriginAllowed(Accept)|]));
        builder.Build().Run();

        static bool Accept(string origin) => true;
        """);

    [Fact]
    public Task WildcardInAConstant_TriggersAtTheConstant() => Verify.VerifyAnalyzerAsync("""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddCors(options => options.AddDefaultPolicy(policy => policy.WithOrigins(Origins.Any)));
        builder.Build().Run();

        static class Origins { public const string Any = [|"*"|]; }
        """);

    [Fact]
    public Task WildcardAsFallbackForMissingConfiguration_Triggers() => Verify.VerifyAnalyzerAsync("""
        var builder = WebApplication.CreateBuilder(args);
        var origins = builder.Configuration.GetSection("Cors:Origins").Get<string[]>() ?? [[|"*"|]];
        builder.Services.AddCors(options => options.AddDefaultPolicy(policy => policy.WithOrigins(origins)));
        builder.Build().Run();
        """);

    [Fact]
    public Task WildcardWhenConfigurationIsMissing_Triggers() => Verify.VerifyAnalyzerAsync("""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddCors(options => options.AddDefaultPolicy(policy =>
        {
            if (string.IsNullOrEmpty(builder.Configuration["Cors:Origin"]))
            {
                policy.[|AllowAnyOrigin()|];
            }
            else
            {
                policy.WithOrigins(builder.Configuration["Cors:Origin"]!);
            }
        }));
        builder.Build().Run();
        """);

    [Fact]
    public Task StepwiseBuilderAndPolicyObject_Trigger() => Verify.VerifyAnalyzerAsync("""
        using Microsoft.AspNetCore.Cors.Infrastructure;

        public class Startup
        {
            public void ConfigureServices(IServiceCollection services)
            {
                var builder = new CorsPolicyBuilder();
                builder.[|AllowAnyOrigin()|];
                services.AddCors(options => options.AddPolicy("open", builder.Build()));

                var policy = new CorsPolicy();
                policy.Origins.Add([|"*"|]);
                [|policy.IsOriginAllowed = _ => true|];
            }

            public void Configure(IApplicationBuilder app) => app.UseCors(policy => policy.[|AllowAnyOrigin()|]);
        }
        """);

    [Theory]
    [InlineData("context.Response.Headers[\"Access-Control-Allow-Origin\"] = [|\"*\"|];")]
    [InlineData("context.Response.Headers.AccessControlAllowOrigin = [|\"*\"|];")]
    [InlineData("context.Response.Headers.Append(\"access-control-allow-origin\", [|\"*\"|]);")]
    [InlineData("context.Response.Headers.Add(\"Access-Control-Allow-Origin\", [|\"*\"|]);")]
    [InlineData("context.Response.Headers.TryAdd(Microsoft.Net.Http.Headers.HeaderNames.AccessControlAllowOrigin, [|\"*\"|]);")]
    public Task Header_Triggers(string write) => Verify.VerifyAnalyzerAsync($$"""
        #pragma warning disable ASP0019
        var app = WebApplication.CreateBuilder(args).Build();
        app.Use(async (context, next) =>
        {
            {{write}}
            await next(context);
        });
        app.Run();
        """);

    [Theory]
    [InlineData("policy.WithOrigins(\"https://shop.example\")")]
    [InlineData("policy.WithOrigins(\"https://*.shop.example\").SetIsOriginAllowedToAllowWildcardSubdomains()")]
    [InlineData("policy.SetIsOriginAllowed(origin => new Uri(origin).Host == \"shop.example\")")]
    [InlineData("policy.WithOrigins(builder.Configuration.GetSection(\"Cors:AllowedOrigins\").Get<string[]>() ?? [])")]
    [InlineData("policy.WithHeaders(\"*\").WithMethods(\"*\").WithOrigins(\"https://shop.example\")")]
    public Task PolicyThatNamesItsOrigins_DoesNotTrigger(string policy) => Verify.VerifyAnalyzerAsync($"""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddCors(options => options.AddDefaultPolicy(policy => {policy}));
        builder.Build().Run();
        """);

    [Theory]
    [InlineData("origins.Contains(\"*\")")]
    [InlineData("origins is [var only] && only == \"*\"")]
    [InlineData("string.Equals(origins[0], \"*\", StringComparison.Ordinal)")]
    public Task WildcardThatAnOperatorChose_DoesNotTrigger(string condition) => Verify.VerifyAnalyzerAsync($$"""
        var builder = WebApplication.CreateBuilder(args);
        var origins = builder.Configuration.GetSection("Cors:AllowedOrigins").Get<string[]>() ?? [];
        builder.Services.AddCors(options => options.AddDefaultPolicy(policy =>
        {
            if ({{condition}})
            {
                policy.AllowAnyOrigin();
            }
            else
            {
                policy.WithOrigins(origins);
            }
        }));
        builder.Build().Run();
        """);

    [Fact]
    public Task PolicyForDevelopment_DoesNotTrigger() => Verify.VerifyAnalyzerAsync("""
        var builder = WebApplication.CreateBuilder(args);
        if (builder.Environment.IsDevelopment())
        {
            builder.Services.AddCors(options => options.AddDefaultPolicy(policy => policy.AllowAnyOrigin()));
        }

        builder.Services.AddCors(options => options.AddPolicy("x", policy => policy.WithOrigins(builder.Environment.IsDevelopment() ? "*" : "https://shop.example")));
        builder.Build().Run();
        """);

    [Fact]
    public Task EnableCorsWithAStar_NamesAPolicy() => Verify.VerifyAnalyzerAsync("""
        using Microsoft.AspNetCore.Cors;
        using Microsoft.AspNetCore.Mvc;

        [EnableCors("*")]
        public class OrdersController : ControllerBase;
        """);

    [Fact]
    public Task OtherHeaders_DoNotTrigger() => Verify.VerifyAnalyzerAsync("""
        #pragma warning disable ASP0019
        var app = WebApplication.CreateBuilder(args).Build();
        app.Use(async (context, next) =>
        {
            context.Response.Headers["Access-Control-Allow-Methods"] = "*";
            context.Response.Headers.AccessControlAllowOrigin = "https://shop.example";
            context.Response.Headers.Append("Vary", "*");
            await next(context);
        });
        app.Run();
        """);

    [Fact]
    public Task CredentialsOnTheSamePolicy_AreTheOtherRule() => Verify.VerifyAnalyzerAsync("""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddCors(options => options.AddDefaultPolicy(policy => policy.SetIsOriginAllowed(_ => true).AllowCredentials()));
        builder.Build().Run();
        """);

    [Theory]
    [InlineData("appsettings.json", """{ "Cors": { "AllowedOrigins": ["https://a.example", [|"*"|]] } }""")]
    [InlineData("appsettings.Production.json", """{ "AllowedOrigins": [|"*"|] }""")]
    [InlineData("appsettings.json", """{ "Cors": { "Origins": [|"https://a.example, *"|] } }""")]
    [InlineData("web.config", """<configuration><system.webServer><httpProtocol><customHeaders><add name="Access-Control-Allow-Origin" value=[|"*"|] /></customHeaders></httpProtocol></system.webServer></configuration>""")]
    public Task Settings_Trigger(string file, string content) => VerifyFile(file, content);

    [Theory]
    [InlineData("appsettings.Development.json", """{ "Cors": { "AllowedOrigins": ["*"] } }""")]
    [InlineData("appsettings.json", """{ "AllowedHosts": "*", "Cors": { "AllowedOrigins": ["https://*.example"], "AllowedHeaders": ["*"] } }""")]
    [InlineData("appsettings.json", "{ \"AllowedOrigins\": \"*\" } // deployability:ignore DPL2101 public, read-only data")]
    [InlineData("appsettings.json", "{ \"AllowedOrigins\": ")]
    [InlineData("web.config", "<configuration><add name=\"Access-Control-Allow-Origin\" value=")]
    [InlineData("web.config", """<configuration><add name="X-Frame-Options" value="*" /></configuration>""")]
    public Task OtherSettings_DoNotTrigger(string file, string content) => VerifyFile(file, content);

    private static Task VerifyFile(string file, string content) => new CSharpAnalyzerTest<WildcardCorsAnalyzer>
    {
        TestState = { Sources = { "WebApplication.CreateBuilder(args).Build().Run();" }, AdditionalFiles = { (file, content) } },
    }.RunAsync();
}
