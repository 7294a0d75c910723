using Deployability.Analyzers.Rules.Security;
using Deployability.Model;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpAnalyzerVerifier<Deployability.Analyzers.Rules.Security.WildcardCorsWithCredentialsAnalyzer>;

namespace Deployability.Analyzers.Tests.Rules.Security;

public sealed class WildcardCorsWithCredentialsTests
{
    [Theory]
    [InlineData("policy.[|SetIsOriginAllowed(_ => true)|].AllowCredentials()")]
    [InlineData("policy.AllowCredentials().AllowAnyHeader().[|SetIsOriginAllowed(_ => true)|]")]
    [InlineData("policy.[|AllowAnyOrigin()|].AllowCredentials()")]
    [InlineData("{ policy.AllowCredentials(); policy.[|AllowAnyOrigin()|]; }")]
    public Task WildcardAndCredentialsOfOnePolicy_Trigger(string policy) =>
        Verify.VerifyAnalyzerAsync(
            $"""
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddCors(options => options.AddDefaultPolicy(policy => {policy}));
            builder.Build().Run();
            """
        );

    [Theory]
    [InlineData("var builder = new CorsPolicyBuilder([|\"*\"|]); builder.AllowCredentials(); return builder.Build();")]
    [InlineData("var builder = new CorsPolicyBuilder().[|AllowAnyOrigin()|]; builder.AllowCredentials(); return builder.Build();")]
    [InlineData("var policy = new CorsPolicy(); policy.Origins.Add([|\"*\"|]); policy.SupportsCredentials = true; return policy;")]
    [InlineData("return new CorsPolicy { [|IsOriginAllowed = _ => true|], SupportsCredentials = true };")]
    [InlineData("var policy = new CorsPolicy { Origins = { [|\"*\"|] } }; policy.SupportsCredentials = true; return policy;")]
    public Task PolicyObject_Triggers(string code) => VerifyPolicyAsync(code);

    [Theory]
    [InlineData(
        "var shop = new CorsPolicy { SupportsCredentials = true }; var policy = new CorsPolicy(); policy.Origins.Add(\"*\"); return policy;"
    )]
    [InlineData("var policy = new CorsPolicy { IsOriginAllowed = _ => true, SupportsCredentials = false }; return policy;")]
    [InlineData(
        "var shop = new CorsPolicyBuilder(\"https://shop.example\"); shop.AllowCredentials(); return new CorsPolicyBuilder(\"*\").Build();"
    )]
    public Task CredentialsOfAnotherObject_DoNotTrigger(string code) => VerifyPolicyAsync(code);

    private static Task VerifyPolicyAsync(string code) =>
        Verify.VerifyAnalyzerAsync(
            $$"""
            using Microsoft.AspNetCore.Cors.Infrastructure;

            class Policies
            {
                public CorsPolicy Create()
                {
                    {{code}}
                }
            }
            """
        );

    [Theory]
    [InlineData("if (allowed.Contains(origin)) { ECHO }")]
    [InlineData("if (!allowed.Contains(origin)) { return; } ECHO")]
    [InlineData("if (origin == \"https://shop.example\") { ECHO }")]
    [InlineData("if (!string.IsNullOrEmpty(origin) && origin.EndsWith(\".shop.example\")) { ECHO }")]
    public Task OriginThatIsLookedAt_DoesNotTrigger(string code) =>
        VerifyEchoAsync(code.Replace("ECHO", "context.Response.Headers[\"Access-Control-Allow-Origin\"] = origin;"));

    [Theory]
    [InlineData("if (!string.IsNullOrEmpty(origin)) { ECHO }")]
    [InlineData("if (context.Request.Headers.ContainsKey(\"Origin\")) { ECHO }")]
    [InlineData("if (context.Request.Method == \"OPTIONS\") { ECHO }")]
    public Task OriginThatIsOnlyThere_Triggers(string code) =>
        VerifyEchoAsync(code.Replace("ECHO", "[|context.Response.Headers[\"Access-Control-Allow-Origin\"] = origin|];"));

    private static Task VerifyEchoAsync(string code) =>
        Verify.VerifyAnalyzerAsync(
            $$"""
            var allowed = new HashSet<string> { "https://shop.example" };
            var app = WebApplication.CreateBuilder(args).Build();
            app.Use(async (context, next) =>
            {
                var origin = context.Request.Headers.Origin.ToString();
                context.Response.Headers["Access-Control-Allow-Credentials"] = "true";
                {{code}}
                await next(context);
            });
            app.Run();
            """
        );

    [Fact]
    public Task EchoedOriginWithCredentials_Triggers() =>
        Verify.VerifyAnalyzerAsync(
            """
            var app = WebApplication.CreateBuilder(args).Build();
            app.Use(async (context, next) =>
            {
                var origin = context.Request.Headers["Origin"].ToString();
                [|context.Response.Headers["Access-Control-Allow-Origin"] = origin|];
                context.Response.Headers["Access-Control-Allow-Credentials"] = "true";
                await next(context);
            });
            app.Run();
            """
        );

    [Fact]
    public Task CredentialsOfAnotherPolicy_DoNotTrigger() =>
        Verify.VerifyAnalyzerAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddCors(options =>
            {
                options.AddPolicy("public", policy => policy.AllowAnyOrigin());
                options.AddPolicy("shop", policy => policy.WithOrigins("https://shop.example").AllowCredentials());
            });
            builder.Build().Run();
            """
        );

    [Fact]
    public Task CredentialsOfTheOtherBranch_DoNotTrigger() =>
        Verify.VerifyAnalyzerAsync(
            """
            using Microsoft.AspNetCore.Cors.Infrastructure;

            class Policies
            {
                public CorsPolicy Create(string[] hosts)
                {
                    var builder = new CorsPolicyBuilder().AllowAnyHeader();
                    if (hosts.Length == 0)
                    {
                        builder.AllowAnyOrigin();
                    }
                    else
                    {
                        builder.WithOrigins(hosts).AllowCredentials();
                    }

                    return builder.Build();
                }
            }
            """
        );

    [Theory]
    [InlineData("appsettings.json", """{ "Cors": { "AllowedOrigins": [[|"*"|]], "AllowCredentials": true } }""")]
    [InlineData("appsettings.json", """{ "Cors": { "AllowedOrigins": ["*"], "AllowCredentials": false } }""")]
    [InlineData("appsettings.json", """{ "Cors": { "AllowedOrigins": ["*"] }, "Other": { "AllowCredentials": true } }""")]
    [InlineData("appsettings.Development.json", """{ "Cors": { "AllowedOrigins": ["*"], "AllowCredentials": true } }""")]
    [InlineData("ocelot.json", """{ "Cors": { "AllowedOrigins": [[|"*"|]], "AllowCredentials": true } }""")]
    [InlineData("data.json", """{ "Cors": { "AllowedOrigins": ["*"], "AllowCredentials": true } }""")]
    [InlineData(
        "web.config",
        """<c><customHeaders><add name="Access-Control-Allow-Origin" value=[|"*"|] /><add name="Access-Control-Allow-Credentials" value="true" /></customHeaders></c>"""
    )]
    [InlineData("web.config", """<c><cors><add origin=[|"*"|] allowCredentials="true" /></cors></c>""")]
    [InlineData("web.config", """<c><cors><add origin="*" /></cors></c>""")]
    [InlineData(
        "k8s/ingress.yaml",
        "kind: Ingress\napiVersion: networking.k8s.io/v1\nmetadata:\n  name: a\n  annotations:\n    nginx.ingress.kubernetes.io/enable-cors: \"true\"\n    nginx.ingress.kubernetes.io/cors-allow-origin: [|\"*\"|]\n    nginx.ingress.kubernetes.io/cors-allow-credentials: \"true\"\n"
    )]
    [InlineData(
        "k8s/ingress.yaml",
        "kind: Ingress\napiVersion: networking.k8s.io/v1\nmetadata:\n  name: a\n  annotations:\n    nginx.ingress.kubernetes.io/cors-allow-origin: \"*\"\n"
    )]
    [InlineData(
        "compose.yaml",
        "services:\n  api:\n    environment:\n      Cors__AllowedOrigins__0: [|\"*\"|]\n      Cors__AllowCredentials: \"true\"\n"
    )]
    public Task Files_TriggerWhereCredentialsStandBeside(string file, string content) =>
        new CSharpAnalyzerTest<WildcardCorsWithCredentialsAnalyzer>
        {
            TestState =
            {
                Sources = { "var b = WebApplication.CreateBuilder(args); b.Configuration.AddJsonFile(\"ocelot.json\"); b.Build().Run();" },
                AdditionalFiles = { (file, content) },
            },
        }.RunAsync();

    [Fact]
    public Task EchoedOriginWithoutCredentials_DoesNotTrigger() =>
        Verify.VerifyAnalyzerAsync(
            """
            var app = WebApplication.CreateBuilder(args).Build();
            app.Use(async (context, next) =>
            {
                context.Response.Headers["Access-Control-Allow-Origin"] = context.Request.Headers.Origin;
                await next(context);
            });
            app.Run();
            """
        );
}
