using Deployability.Analyzers.Rules.Security;
using Deployability.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpAnalyzerVerifier<Deployability.Analyzers.Rules.Security.WildcardCorsAnalyzer>;

namespace Deployability.Analyzers.Tests.Rules.Security;

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
    public Task PolicyThatAcceptsEveryOrigin_Triggers(string policy) =>
        Verify.VerifyAnalyzerAsync(
            $"""
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddCors(options => options.AddDefaultPolicy(policy => {policy}));
            builder.Build().Run();
            """
        );

    [Theory]
    [InlineData("policy.[|AllowAnyOrigin()|].SetIsOriginAllowed(_ => true)")]
    [InlineData("policy.WithOrigins([|\"*\"|]).AllowAnyHeader().SetIsOriginAllowed(_ => true)")]
    [InlineData("{ policy.[|SetIsOriginAllowed(_ => true)|]; policy.AllowAnyHeader(); policy.AllowAnyOrigin(); }")]
    [InlineData("{ if (builder.Environment.IsDevelopment()) { policy.AllowAnyOrigin(); } policy.[|SetIsOriginAllowed(_ => true)|]; }")]
    [InlineData("{ if (args.Length > 0) { policy.[|AllowAnyOrigin()|]; } else { policy.[|SetIsOriginAllowed(_ => true)|]; } }")]
    public Task PolicyThatIsOpenTwice_TriggersOnce(string policy) =>
        Verify.VerifyAnalyzerAsync(
            $"""
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddCors(options => options.AddDefaultPolicy(policy => {policy}));
            builder.Build().Run();
            """
        );

    // The answer to a request that failed tells nobody anything of the API.
    [Theory]
    [InlineData(
        "app.UseExceptionHandler(errors => errors.Run(async context => { context.Response.Headers.Append(Name, \"*\"); await Task.CompletedTask; }));"
    )]
    [InlineData(
        "app.Use(async (context, next) => { try { await next(); } catch (Exception) { context.Response.Headers[Name] = \"*\"; } });"
    )]
    [InlineData(
        "app.Use(async (context, next) => { if (context.Request.Headers.Count > 99) { context.Response.StatusCode = 429; context.Response.Headers.Append(Name, \"*\"); return; } await next(); });"
    )]
    [InlineData(
        "app.Use(async (context, next) => { if (context.Request.Headers.Count > 99) { context.Response.StatusCode = StatusCodes.Status401Unauthorized; } context.Response.Headers.Append(Name, [|\"*\"|]); await next(); });"
    )]
    [InlineData(
        "app.Use(async (context, next) => { if (context.Request.Method == \"OPTIONS\") { context.Response.StatusCode = 200; context.Response.Headers.Append(Name, [|\"*\"|]); return; } await next(); });"
    )]
    [InlineData("app.Use((context, next) => { Answers.AddApplicationError(context.Response); return next(context); });")]
    [InlineData("app.Use((context, next) => { Answers.Open(context.Response); return next(context); });")]
    [InlineData("app.Run(Answers.ReturnQuotaExceededResponse);")]
    [InlineData(
        "app.Run(context => { context.Response.Headers.ContentType = \"text/event-stream\"; context.Response.Headers.Append(Name, \"*\"); return Task.CompletedTask; });"
    )]
    [InlineData(
        "app.Run(context => { context.Response.Headers.ContentType = \"text/html\"; context.Response.Headers.Append(Name, [|\"*\"|]); return Task.CompletedTask; });"
    )]
    public Task HeaderOfAnErrorOnly_DoesNotTrigger(string code) =>
        Verify.VerifyAnalyzerAsync(
            $$"""
            var app = WebApplication.CreateBuilder(args).Build();
            {{code.Replace("Name", "\"Access-Control-Allow-Origin\"")}}
            app.Run();

            static class Answers
            {
                public static void AddApplicationError(this HttpResponse response) => response.Headers.Append("Access-Control-Allow-Origin", "*");
                public static void Open(this HttpResponse response) => response.Headers.Append("Access-Control-Allow-Origin", [|"*"|]);
                public static Task ReturnQuotaExceededResponse(HttpContext context)
                {
                    context.Response.Headers.Append("Access-Control-Allow-Origin", "*");
                    return Task.CompletedTask;
                }
            }
            """
        );

    [Theory]
    [InlineData("policy.[|SetIsOriginAllowed(origin => !string.IsNullOrWhiteSpace(origin))|]")]
    [InlineData("policy.[|SetIsOriginAllowed(origin => origin != null)|]")]
    [InlineData("policy.[|SetIsOriginAllowed(origin => origin is not null || origin == \"x\")|]")]
    [InlineData("policy.[|SetIsOriginAllowed(origin => _ = true)|]")]
    [InlineData("policy.[|SetIsOriginAllowed(origin => { if (origin == \"x\") { return true; } return true; })|]")]
    [InlineData("policy.[|SetIsOriginAllowed(Predicates.Field)|]")]
    [InlineData("policy.[|SetIsOriginAllowed(Predicates.Property)|]")]
    [InlineData("policy.[|SetIsOriginAllowed(Predicates.Method)|]")]
    [InlineData("policy.WithOrigins([|Microsoft.AspNetCore.Cors.Infrastructure.CorsConstants.AnyOrigin|])")]
    public Task PolicyThatRefusesNothing_Triggers(string policy) => VerifyPredicateAsync(policy);

    [Theory]
    [InlineData("policy.SetIsOriginAllowed(origin => new Uri(origin).Host == \"shop.example\")")]
    [InlineData("policy.SetIsOriginAllowed(origin => !string.IsNullOrEmpty(origin) && Predicates.Allowed.Contains(origin))")]
    [InlineData("policy.SetIsOriginAllowed(origin => Predicates.Allowed.Any(allowed => { return true; }))")]
    [InlineData("policy.SetIsOriginAllowed(origin => origin == \"https://shop.example\" || origin == \"https://www.shop.example\")")]
    [InlineData("policy.SetIsOriginAllowed(_ => false)")]
    public Task PolicyThatLooksAtTheOrigin_DoesNotTrigger(string policy) => VerifyPredicateAsync(policy);

    private static Task VerifyPredicateAsync(string policy) =>
        Verify.VerifyAnalyzerAsync(
            $$"""
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddCors(options => options.AddDefaultPolicy(policy => {{policy}}));
            builder.Build().Run();

            static class Predicates
            {
                public static readonly Func<string, bool> Field = _ => true;
                public static readonly string[] Allowed = ["https://shop.example"];
                public static Func<string, bool> Property => _ => true;
                public static bool Method(string origin) => true;
            }
            """
        );

    [Theory]
    [InlineData("options.AddPolicy(\"any\", new CorsPolicyBuilder([|\"*\"|]).Build());")]
    [InlineData("options.AddPolicy(\"any\", new CorsPolicy { Origins = { [|\"*\"|] } });")]
    [InlineData("var policy = new CorsPolicy(); policy.Origins.Add([|CorsConstants.AnyOrigin|]); options.AddPolicy(\"any\", policy);")]
    public Task PolicyObjectThatAcceptsEveryOrigin_Triggers(string code) =>
        Verify.VerifyAnalyzerAsync(
            $$"""
            using Microsoft.AspNetCore.Cors.Infrastructure;

            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddCors(options => { {{code}} });
            builder.Build().Run();
            """
        );

    [Theory]
    [InlineData("if (app.Environment.IsDevelopment()) { app.UseCors(\"open\"); }")]
    [InlineData("app.UseCors(app.Environment.IsDevelopment() ? \"open\" : \"shop\");")]
    [InlineData("var policy = app.Environment.IsDevelopment() ? Policies.Open : \"shop\"; app.UseCors(policy);")]
    [InlineData(
        "if (app.Environment.IsDevelopment()) { app.MapGet(\"/a\", () => \"a\").RequireCors(Policies.Open); } app.MapGet(\"/b\", () => \"b\").RequireCors(\"shop\");"
    )]
    [InlineData("if (app.Configuration.GetValue<bool>(\"Cors:Open\")) { app.UseCors(\"open\"); } else { app.UseCors(\"shop\"); }")]
    public Task PolicyUsedInDevelopmentOnly_DoesNotTrigger(string use) =>
        VerifyUseAsync("options.AddPolicy(Policies.Open, policy => policy.AllowAnyOrigin());", use);

    [Theory]
    [InlineData("app.UseCors(\"open\");")]
    [InlineData("if (!app.Environment.IsDevelopment()) { app.UseCors(\"open\"); }")]
    [InlineData(
        "if (app.Environment.IsDevelopment()) { app.UseCors(\"open\"); } app.MapGet(\"/a\", [Microsoft.AspNetCore.Cors.EnableCors(Policies.Open)] () => \"a\");"
    )]
    [InlineData("if (app.Environment.IsDevelopment()) { app.UseCors(\"open\"); } app.UseCors(app.Configuration[\"Cors:Policy\"]!);")]
    [InlineData("if (app.Environment.IsDevelopment()) { app.UseCors(); } else { app.UseCors(\"open\"); }")]
    [InlineData("app.MapGet(\"/\", () => \"used by somebody else\");")]
    public Task PolicyUsedInProduction_Triggers(string use) =>
        VerifyUseAsync("options.AddPolicy(Policies.Open, policy => policy.[|AllowAnyOrigin()|]);", use);

    [Theory]
    [InlineData("options.AddPolicy(\"left\", policy => policy.AllowAnyOrigin());", "app.UseCors(\"shop\");")]
    [InlineData("options.AddPolicy(\"left\", policy => policy.AllowAnyOrigin());", "app.UseCors();")]
    [InlineData("options.AddPolicy(\"left\", policy => policy.[|AllowAnyOrigin()|]);", "")]
    [InlineData("options.AddDefaultPolicy(policy => policy.AllowAnyOrigin());", "if (app.Environment.IsDevelopment()) { app.UseCors(); }")]
    [InlineData(
        "options.AddDefaultPolicy(policy => policy.[|AllowAnyOrigin()|]);",
        "if (app.Environment.IsDevelopment()) { app.UseCors(\"open\"); } app.UseCors();"
    )]
    [InlineData(
        "options.DefaultPolicyName = \"open\"; options.AddPolicy(\"open\", policy => policy.[|AllowAnyOrigin()|]);",
        "if (app.Environment.IsDevelopment()) { app.UseCors(\"open\"); } app.UseCors();"
    )]
    public Task DefaultPolicy_IsTheOneWithoutAName(string policy, string use) => VerifyUseAsync(policy, use);

    private static Task VerifyUseAsync(string policy, string use) =>
        Verify.VerifyAnalyzerAsync(
            $$"""
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddCors(options =>
            {
                {{policy}}
                options.AddPolicy("shop", policy => policy.WithOrigins("https://shop.example"));
            });
            var app = builder.Build();
            {{use}}
            app.Run();

            static class Policies { public const string Open = "open"; }
            """
        );

    [Fact]
    public Task MethodGroupThatAlwaysAccepts_Triggers() =>
        Verify.VerifyAnalyzerAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddCors(options => options.AddDefaultPolicy(policy => policy.[|SetIsOriginAllowed(Accept)|]));
            builder.Build().Run();

            static bool Accept(string origin) => true;
            """
        );

    [Fact]
    public Task WildcardInAConstant_TriggersAtTheConstant() =>
        Verify.VerifyAnalyzerAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddCors(options => options.AddDefaultPolicy(policy => policy.WithOrigins(Origins.Any)));
            builder.Build().Run();

            static class Origins { public const string Any = [|"*"|]; }
            """
        );

    [Fact]
    public Task WildcardAsFallbackForMissingConfiguration_Triggers() =>
        Verify.VerifyAnalyzerAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            var origins = builder.Configuration.GetSection("Cors:Origins").Get<string[]>() ?? [[|"*"|]];
            builder.Services.AddCors(options => options.AddDefaultPolicy(policy => policy.WithOrigins(origins)));
            builder.Build().Run();
            """
        );

    [Fact]
    public Task WildcardWhenConfigurationIsMissing_Triggers() =>
        Verify.VerifyAnalyzerAsync(
            """
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
            """
        );

    [Fact]
    public Task StepwiseBuilderAndPolicyObject_Trigger() =>
        Verify.VerifyAnalyzerAsync(
            """
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
            """
        );

    [Theory]
    [InlineData("context.Response.Headers[\"Access-Control-Allow-Origin\"] = [|\"*\"|];")]
    [InlineData("context.Response.Headers.AccessControlAllowOrigin = [|\"*\"|];")]
    [InlineData("context.Response.Headers.Append(\"access-control-allow-origin\", [|\"*\"|]);")]
    [InlineData(
        "if (context.Request.Path.StartsWithSegments(\"/api\")) context.Response.Headers[\"Access-Control-Allow-Origin\"] = [|\"*\"|];"
    )]
    [InlineData(
        "if (!context.Request.Path.StartsWithSegments(\"/swagger\")) context.Response.Headers[\"Access-Control-Allow-Origin\"] = [|\"*\"|];"
    )]
    [InlineData(
        "if (context.Request.Path.StartsWithSegments(\"/swagger/v1/swagger.json\")) { context.Response.Headers[\"Access-Control-Allow-Origin\"] = \"*\"; }"
    )]
    [InlineData(
        "if (context.Request.Path.StartsWithSegments(\"/api/swagger\")) { context.Response.Headers[\"Access-Control-Allow-Origin\"] = \"*\"; }"
    )]
    [InlineData("if (context.Request.Path == \"/.well-known/jwks\") context.Response.Headers[\"Access-Control-Allow-Origin\"] = \"*\";")]
    [InlineData("context.Response.Headers.Add(\"Access-Control-Allow-Origin\", [|\"*\"|]);")]
    [InlineData("context.Response.Headers.TryAdd(Microsoft.Net.Http.Headers.HeaderNames.AccessControlAllowOrigin, [|\"*\"|]);")]
    [InlineData("context.Response.Headers.Append(\"Access-Control-Allow-Origin\", new[] { [|\"*\"|] });")]
    [InlineData("context.Response.Headers[\"Access-Control-Allow-Origin\"] = new Microsoft.Extensions.Primitives.StringValues([|\"*\"|]);")]
    [InlineData(
        "context.Response.Headers[Microsoft.AspNetCore.Cors.Infrastructure.CorsConstants.AccessControlAllowOrigin] = [|Microsoft.AspNetCore.Cors.Infrastructure.CorsConstants.AnyOrigin|];"
    )]
    public Task Header_Triggers(string write) =>
        Verify.VerifyAnalyzerAsync(
            $$"""
            #pragma warning disable ASP0019
            var app = WebApplication.CreateBuilder(args).Build();
            app.Use(async (context, next) =>
            {
                {{write}}
                await next(context);
            });
            app.Run();
            """
        );

    [Theory]
    [InlineData(
        "app.UseWhen(context => context.Request.Path == new PathString(\"/.well-known/openid-configuration\"), documents => documents.UseCors(policy => policy.AllowAnyOrigin()));"
    )]
    [InlineData(
        "app.UseWhen(context => context.Request.Path == \"/.well-known/jwks\" && context.Request.Method == \"GET\", documents => documents.UseCors(policy => { policy.AllowAnyHeader(); policy.AllowAnyOrigin(); }));"
    )]
    [InlineData(
        "app.MapWhen(context => context.Request.Path.StartsWithSegments(\"/openapi\"), documents => documents.UseCors(policy => policy.WithOrigins(\"*\")));"
    )]
    [InlineData("app.Map(\"/swagger\", documents => documents.UseCors(policy => policy.AllowAnyOrigin()));")]
    [InlineData("app.MapGet(\"/.well-known/security\", () => \"\").WithName(\"security\").RequireCors(policy => policy.AllowAnyOrigin());")]
    [InlineData(
        "app.UseWhen(context => !context.Request.Path.StartsWithSegments(\"/swagger\"), rest => rest.UseCors(policy => policy.[|AllowAnyOrigin()|]));"
    )]
    [InlineData(
        "app.UseWhen(context => context.Request.Path.StartsWithSegments(\"/api\"), api => api.UseCors(policy => policy.[|AllowAnyOrigin()|]));"
    )]
    [InlineData(
        "app.UseWhen(context => context.Request.Headers.ContainsKey(\"a.json\"), api => api.UseCors(policy => policy.[|AllowAnyOrigin()|]));"
    )]
    [InlineData("app.Map(\"/api\", api => api.UseCors(policy => policy.[|AllowAnyOrigin()|]));")]
    [InlineData("app.MapGet(\"/orders\", () => \"\").RequireCors(policy => policy.[|AllowAnyOrigin()|]);")]
    public Task PolicyOfABranch_TriggersUnlessForOneDocument(string branch) =>
        Verify.VerifyAnalyzerAsync(
            $"""
            using Microsoft.AspNetCore.Http;

            var app = WebApplication.CreateBuilder(args).Build();
            {branch}
            app.Run();
            """
        );

    [Theory]
    [InlineData("policy.WithOrigins(\"https://shop.example\")")]
    [InlineData("policy.WithOrigins(\"https://*.shop.example\").SetIsOriginAllowedToAllowWildcardSubdomains()")]
    [InlineData("policy.SetIsOriginAllowed(origin => new Uri(origin).Host == \"shop.example\")")]
    [InlineData("policy.WithOrigins(builder.Configuration.GetSection(\"Cors:AllowedOrigins\").Get<string[]>() ?? [])")]
    [InlineData("policy.WithHeaders(\"*\").WithMethods(\"*\").WithOrigins(\"https://shop.example\")")]
    public Task PolicyThatNamesItsOrigins_DoesNotTrigger(string policy) =>
        Verify.VerifyAnalyzerAsync(
            $"""
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddCors(options => options.AddDefaultPolicy(policy => {policy}));
            builder.Build().Run();
            """
        );

    [Theory]
    [InlineData("origins.Contains(\"*\")")]
    [InlineData("origins is [var only] && only == \"*\"")]
    [InlineData("string.Equals(origins[0], \"*\", StringComparison.Ordinal)")]
    public Task WildcardThatAnOperatorChose_DoesNotTrigger(string condition) =>
        Verify.VerifyAnalyzerAsync(
            $$"""
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
            """
        );

    [Fact]
    public Task PolicyForDevelopment_DoesNotTrigger() =>
        Verify.VerifyAnalyzerAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            if (builder.Environment.IsDevelopment())
            {
                builder.Services.AddCors(options => options.AddDefaultPolicy(policy => policy.AllowAnyOrigin()));
            }

            builder.Services.AddCors(options => options.AddPolicy("x", policy => policy.WithOrigins(builder.Environment.IsDevelopment() ? "*" : "https://shop.example")));
            builder.Build().Run();
            """
        );

    [Fact]
    public Task EnableCorsWithAStar_NamesAPolicy() =>
        Verify.VerifyAnalyzerAsync(
            """
            using Microsoft.AspNetCore.Cors;
            using Microsoft.AspNetCore.Mvc;

            [EnableCors("*")]
            public class OrdersController : ControllerBase;
            """
        );

    [Fact]
    public Task OtherHeaders_DoNotTrigger() =>
        Verify.VerifyAnalyzerAsync(
            """
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
            """
        );

    [Fact]
    public Task CredentialsOnTheSamePolicy_AreTheOtherRule() =>
        Verify.VerifyAnalyzerAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddCors(options => options.AddDefaultPolicy(policy => policy.SetIsOriginAllowed(_ => true).AllowCredentials()));
            builder.Build().Run();
            """
        );

    // The key that the file has, and not one of another app.
    [Theory]
    [InlineData(
        "appsettings.json",
        """{ "Api": { "Origins": [{|#0:"*"|}] } }""",
        "'Api:Origins:0': \"*\"",
        "as the variable 'Api__Origins__0'"
    )]
    [InlineData("Dockerfile", "FROM aspnet:10.0\nENV Api__Origins__0={|#0:*|}\n", "Api__Origins__0=*", "'Api__Origins__0'")]
    [InlineData(
        "appsettings.json",
        """{ "Cors": { "AllowAnyOrigin": {|#0:true|} } }""",
        "'Cors:AllowAnyOrigin': true",
        "'Cors:AllowedOrigins'"
    )]
    public Task MessageOfAFile_NamesTheKeyThatIsThere(string file, string content, string display, string place)
    {
        var test = new CSharpAnalyzerTest<WildcardCorsAnalyzer>
        {
            TestCode = "_ = \"Cors:AllowAnyOrigin\"; WebApplication.CreateBuilder(args).Build().Run();",
        };
        test.TestState.AdditionalFiles.Add((file, content));
        test.TestState.ExpectedDiagnostics.Add(
            new DiagnosticResult("DPL2101", DiagnosticSeverity.Warning).WithLocation(0).WithArguments(display, place)
        );
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("appsettings.json", """{ "Cors": { "AllowedOrigins": ["https://a.example", [|"*"|]] } }""")]
    [InlineData("appsettings.Production.json", """{ "AllowedOrigins": [|"*"|] }""")]
    [InlineData("appsettings.json", """{ "Cors": { "Origins": [|"https://a.example, *"|] } }""")]
    [InlineData(
        "web.config",
        """<configuration><system.webServer><httpProtocol><customHeaders><add name="Access-Control-Allow-Origin" value=[|"*"|] /></customHeaders></httpProtocol></system.webServer></configuration>"""
    )]
    [InlineData("Dockerfile", "FROM aspnet:10.0\nENV Cors__AllowedOrigins__0=[|*|]\n")]
    [InlineData("compose.yaml", "services: { api: { environment: { Cors__AllowedOrigins: [|\"*\"|] } } }\n")]
    [InlineData(
        "k8s/api.yaml",
        "kind: Ingress\napiVersion: networking.k8s.io/v1\nmetadata: { annotations: { nginx.ingress.kubernetes.io/cors-allow-origin: [|\"*\"|] } }\n"
    )]
    [InlineData(
        "k8s/api.yaml",
        "kind: Ingress\napiVersion: networking.k8s.io/v1\nmetadata: { annotations: { nginx.ingress.kubernetes.io/enable-cors: [|\"true\"|] } }\n"
    )]
    public Task Settings_Trigger(string file, string content) => VerifyFile(file, content);

    [Theory]
    [InlineData("appsettings.Development.json", """{ "Cors": { "AllowedOrigins": ["*"] } }""")]
    [InlineData("appsettings.json", """{ "Cors": { "AllowAnyOrigin": true } }""")]
    [InlineData(
        "k8s/api.yaml",
        "kind: Ingress\napiVersion: networking.k8s.io/v1\nmetadata: { annotations: { nginx.ingress.kubernetes.io/enable-cors: \"true\", nginx.ingress.kubernetes.io/cors-allow-origin: https://a.example.net } }\n"
    )]
    [InlineData(
        "appsettings.json",
        """{ "AllowedHosts": "*", "Cors": { "AllowedOrigins": ["https://*.example"], "AllowedHeaders": ["*"] } }"""
    )]
    [InlineData("appsettings.json", "{ \"AllowedOrigins\": \"*\" } // deployability:ignore DPL2101 public, read-only data")]
    [InlineData("appsettings.json", "{ \"AllowedOrigins\": ")]
    [InlineData("web.config", "<configuration><add name=\"Access-Control-Allow-Origin\" value=")]
    [InlineData("web.config", """<configuration><add name="X-Frame-Options" value="*" /></configuration>""")]
    public Task OtherSettings_DoNotTrigger(string file, string content) => VerifyFile(file, content);

    [Theory]
    [InlineData("var open = builder.Configuration.GetValue<bool>(\"Cors:AllowAnyOrigin\");")]
    [InlineData("builder.Services.Configure<CorsSettings>(builder.Configuration.GetSection(\"Cors\"));")]
    public Task ASwitchThatCodeReads_Triggers(string code) =>
        new CSharpAnalyzerTest<WildcardCorsAnalyzer>
        {
            TestState =
            {
                Sources =
                {
                    "var builder = WebApplication.CreateBuilder(args); "
                        + code
                        + (
                            code.Contains("CorsSettings", StringComparison.Ordinal)
                                ? " public class CorsSettings { public bool AllowAnyOrigin { get; set; } }"
                                : ""
                        ),
                },
                AdditionalFiles = { ("appsettings.json", """{ "Cors": { "AllowAnyOrigin": [|true|] } }""") },
            },
        }.RunAsync();

    private static Task VerifyFile(string file, string content) =>
        new CSharpAnalyzerTest<WildcardCorsAnalyzer>
        {
            TestState = { Sources = { "WebApplication.CreateBuilder(args).Build().Run();" }, AdditionalFiles = { (file, content) } },
        }.RunAsync();

    [Theory]
    [InlineData("policy.AllowAnyMethod().AllowAnyHeader()")]
    [InlineData("policy.AllowAnyHeader().AllowCredentials()")]
    [InlineData("policy.WithOrigins(\"https://shop.wares.net\").AllowAnyMethod()")]
    public Task PolicyThatLetsNobodyElseIn_DoesNotTrigger(string policy) =>
        Verify.VerifyAnalyzerAsync(
            $"""
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddCors(options => options.AddDefaultPolicy(policy => {policy}));
            """
        );
}
