using Deployability.Analyzers.Generation;
using Deployability.Analyzers.Rules.Security;
using Deployability.Model;
using Microsoft.CodeAnalysis.CSharp.Testing;

namespace Deployability.Analyzers.Tests.Rules.Security;

public sealed class MissingForwardedHeadersTests
{
    private const string Providers = """

        namespace Microsoft.Extensions.DependencyInjection
        {
            public static class Providers
            {
                public static AuthenticationBuilder AddOpenIdConnect(this AuthenticationBuilder builder) => builder;
                public static AuthenticationBuilder AddGoogle(this AuthenticationBuilder builder) => builder;
                public static AuthenticationBuilder AddGitHub(this AuthenticationBuilder builder) => builder;
                public static AuthenticationBuilder AddWsFederation(this AuthenticationBuilder builder) => builder;
                public static AuthenticationBuilder AddJwtBearer(this AuthenticationBuilder builder) => builder;
                public static object AddIdentityServer(this IServiceCollection services) => services;
                public static IHealthChecksBuilder AddIdentityServer(this IHealthChecksBuilder checks, string name) => checks;
                public static OpenIddictBuilder AddOpenIddict(this IServiceCollection services) => new();
                public static IServiceCollection AddLettuceEncrypt(this IServiceCollection services) => services;
                public static IServiceCollection AddReverseProxy(this IServiceCollection services) => services;
            }

            public class OpenIddictBuilder
            {
                public OpenIddictBuilder AddServer() => this;
                public OpenIddictBuilder AddValidation() => this;
            }
        }
        """;

    private const string Usings = """
        using Microsoft.AspNetCore.Authentication;
        using Microsoft.AspNetCore.HttpOverrides;
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.AspNetCore.Rewrite;

        """;

    private static CSharpAnalyzerTest<MissingForwardedHeadersAnalyzer> Test(string source) => new() { TestCode = Usings + source };

    private static Task VerifyAsync(string source) => Test(source).RunAsync(TestContext.Current.CancellationToken);

    private static Task VerifyAsync(string services, string pipeline, string types = "") =>
        VerifyAsync(
            $$"""
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddHttpsRedirection(options => options.HttpsPort = 443);
            {{services}}
            var app = builder.Build();
            {{pipeline}}
            app.Run();
            {{types}}
            {{Providers}}
            """
        );

    private static Task VerifyWithFileAsync(string name, string content, string pipeline)
    {
        var test = Test($"var app = WebApplication.CreateBuilder(args).Build();\n{pipeline}\napp.Run(\"https://*:8443\");");
        test.TestState.AdditionalFiles.Add((name, content));
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    private const string Silent = "app.UseHttpsRedirection();";
    private const string Found = "app.[|UseHttpsRedirection()|];";

    [Theory]
    [InlineData("", Found)]
    [InlineData("", "if (!app.Environment.IsDevelopment()) { app.UseHsts(); app.[|UseHttpsRedirection()|]; }")]
    [InlineData("", "app.UseRewriter(new RewriteOptions().[|AddRedirectToHttps()|]);")]
    [InlineData("builder.Services.AddControllers(options => options.Filters.[|Add(new RequireHttpsAttribute())|]);", "")]
    [InlineData("builder.Services.AddControllers(options => options.Filters.[|Add<RequireHttpsAttribute>()|]);", "")]
    [InlineData("builder.Services.AddControllers(options => { options.Filters.[|Add(typeof(RequireHttpsAttribute))|]; });", "")]
    public Task Redirection_Triggers(string services, string pipeline) => VerifyAsync(services, pipeline);

    [Fact]
    public Task RequireHttpsOnAnAction_Triggers() =>
        VerifyAsync(
            "",
            "app.MapControllers();",
            "public class HomeController : Controller { [[|RequireHttps(Permanent = true)|]] public string Index() => \"\"; }"
        );

    [Fact]
    public Task RequireHttpsOnAController_Triggers() =>
        VerifyAsync("", "app.MapControllers();", "[[|RequireHttps|]] public class HomeController : Controller;");

    [Theory]
    [InlineData("builder.Services.AddAuthentication().AddCookie().[|AddOpenIdConnect()|];")]
    [InlineData("builder.Services.AddAuthentication().[|AddGoogle()|].AddGitHub();")]
    [InlineData("if (builder.Configuration[\"GitHub:Id\"] is { Length: > 0 }) builder.Services.AddAuthentication().[|AddGitHub()|];")]
    [InlineData("builder.Services.AddAuthentication().[|AddOAuth(\"own\", options => { })|];")]
    [InlineData("builder.Services.AddAuthentication().[|AddWsFederation()|];")]
    [InlineData("builder.Services.[|AddIdentityServer()|];")]
    [InlineData("builder.Services.AddOpenIddict().[|AddServer()|].AddValidation();")]
    public Task Login_Triggers(string services) => VerifyAsync(services, "");

    [Fact]
    public Task RedirectionAndLogin_TriggerOnceOnTheRedirection() =>
        VerifyAsync("builder.Services.AddAuthentication().AddOpenIdConnect();", Found);

    [Fact]
    public Task Startup_Triggers() =>
        VerifyAsync(
            """
            Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(web => web.UseUrls("https://*:8443").UseStartup<Startup>()).Build().Run();

            public class Startup
            {
                public void Configure(IApplicationBuilder app) => app.UseRouting().[|UseHttpsRedirection()|];
            }
            """
        );

    [Theory]
    [InlineData("", "if (app.Environment.IsDevelopment()) app.UseForwardedHeaders(new() { ForwardedHeaders = ForwardedHeaders.All });")]
    [InlineData("", "app.UseForwardedHeaders();")]
    [InlineData("", "ForwardedHeadersExtensions.UseForwardedHeaders(app);")]
    [InlineData("builder.Services.Configure<ForwardedHeadersOptions>(options => options.ForwardedHeaders = ForwardedHeaders.All);", "")]
    [InlineData("builder.Services.AddCertificateForwarding(options => { });", "app.UseCertificateForwarding();")]
    [InlineData("builder.Services.AddReverseProxy();", "")]
    [InlineData("", "app.MapGet(\"/\", (HttpRequest request) => request.Scheme == \"https\");")]
    public Task WhatDoesNotHandleThem_Triggers(string services, string pipeline) => VerifyAsync(services, pipeline + Found);

    [Theory]
    [InlineData("", "app.UseForwardedHeaders(new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedProto });")]
    [InlineData("", "ForwardedHeadersExtensions.UseForwardedHeaders(app, new() { ForwardedHeaders = ForwardedHeaders.All });")]
    [InlineData(
        "builder.Services.Configure<ForwardedHeadersOptions>(options => options.ForwardedHeaders = ForwardedHeaders.All);",
        "app.UseForwardedHeaders();"
    )]
    [InlineData(
        "builder.Services.Configure<ForwardedHeadersOptions>(builder.Configuration.GetSection(\"Proxy\"));",
        "app.UseForwardedHeaders();"
    )]
    [InlineData("", "if (!app.Environment.IsDevelopment()) app.UseForwardedHeaders(new() { ForwardedHeaders = ForwardedHeaders.All });")]
    [InlineData(
        "",
        "if (app.Configuration.GetValue<bool>(\"BehindProxy\")) app.UseForwardedHeaders(new() { ForwardedHeaders = ForwardedHeaders.All });"
    )]
    [InlineData("", "app.UseMiddleware<ForwardedHeadersMiddleware>();")]
    [InlineData(
        "",
        "app.Use((context, next) => { if (context.Request.Headers[\"X-Forwarded-Proto\"] == \"https\") context.Request.Scheme = \"https\"; return next(); });"
    )]
    [InlineData("builder.WebHost.UseSetting(\"ForwardedHeaders_Enabled\", \"true\");", "")]
    [InlineData("Environment.SetEnvironmentVariable(\"ASPNETCORE_FORWARDEDHEADERS_ENABLED\", \"true\");", "")]
    [InlineData("builder.Configuration[\"ForwardedHeaders_Enabled\"] = \"true\";", "")]
    public Task HandledHeaders_DoNotTrigger(string services, string pipeline) => VerifyAsync(services, pipeline + Silent);

    [Fact]
    public Task HandledInAnotherFile_DoesNotTrigger()
    {
        var test = Test(
            "var app = WebApplication.CreateBuilder(args).Build(); app.UsePipeline(); app.UseHttpsRedirection(); app.Run(\"https://*:8443\");"
        );
        test.TestState.Sources.Add(
            "public static class Setup { public static void UsePipeline(this WebApplication app) => app.UseForwardedHeaders(new() { ForwardedHeaders = Microsoft.AspNetCore.HttpOverrides.ForwardedHeaders.All }); }"
        );
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("builder.WebHost.ConfigureKestrel(options => options.ListenAnyIP(8443, listen => listen.UseHttps(\"server.pfx\")));")]
    [InlineData("builder.WebHost.ConfigureKestrel(options => options.ConfigureHttpsDefaults(https => https.ServerCertificate = null));")]
    [InlineData("builder.Services.AddLettuceEncrypt();")]
    [InlineData("builder.WebHost.UseIISIntegration();")]
    [InlineData("builder.WebHost.UseIIS();")]
    public Task TlsThatEndsHere_DoesNotTrigger(string services) => VerifyAsync(services, Silent);

    [Theory]
    [InlineData("", "if (app.Environment.IsDevelopment()) app.UseHttpsRedirection();")]
    [InlineData("", "if (app.Configuration.GetValue<bool>(\"RedirectToHttps\")) app.UseHttpsRedirection();")]
    [InlineData("builder.Services.AddAuthentication().AddCookie().AddJwtBearer();", "")]
    [InlineData("builder.Services.AddHealthChecks().AddIdentityServer(\"identity\");", "")]
    [InlineData("builder.Services.AddOpenIddict().AddValidation();", "")]
    [InlineData("if (builder.Environment.IsDevelopment()) builder.Services.AddAuthentication().AddOpenIdConnect();", "")]
    [InlineData("", "app.UseHsts();")]
    public Task AppThatNeedsNoScheme_DoesNotTrigger(string services, string pipeline) => VerifyAsync(services, pipeline);

    [Fact]
    public Task Library_DoesNotTrigger() =>
        VerifyAsync("public static class Setup { public static void Use(IApplicationBuilder app) => app.UseHttpsRedirection(); }");

    [Theory]
    [InlineData("Dockerfile", "FROM aspnet\nENV ASPNETCORE_FORWARDEDHEADERS_ENABLED=true\n")]
    [InlineData(
        "Dockerfile",
        "FROM aspnet AS base\nENV ASPNETCORE_HTTP_PORTS=8080 \\\n    ASPNETCORE_FORWARDEDHEADERS_ENABLED=\"true\"\nFROM sdk AS build\nRUN dotnet publish\nFROM base\nCOPY --from=build /app .\n"
    )]
    [InlineData("compose.yaml", "services:\n  web:\n    environment:\n      - ASPNETCORE_FORWARDEDHEADERS_ENABLED=true\n")]
    [InlineData(
        "docker-compose.yml",
        "services:\n  web:\n    environment:\n      ASPNETCORE_FORWARDEDHEADERS_ENABLED: ${FORWARDED:-true}\n"
    )]
    [InlineData("k8s/deployment.yaml", "env:\n  - name: ASPNETCORE_FORWARDEDHEADERS_ENABLED\n    value: \"true\"\n")]
    [InlineData("k8s/deployment.yaml", "env:\n  - { name: ASPNETCORE_FORWARDEDHEADERS_ENABLED, value: 'true' }\n")]
    [InlineData(".env", "ASPNETCORE_FORWARDEDHEADERS_ENABLED=True\n")]
    [InlineData("appsettings.json", "{ \"ForwardedHeaders_Enabled\": true }")]
    [InlineData(
        "web.config",
        "<configuration><environmentVariable name=\"ASPNETCORE_FORWARDEDHEADERS_ENABLED\" value=\"true\" /></configuration>"
    )]
    [InlineData(
        "Directory.Build.props",
        "<Project><ItemGroup><ContainerEnvironmentVariable Include=\"ASPNETCORE_FORWARDEDHEADERS_ENABLED\" Value=\"true\" /></ItemGroup></Project>"
    )]
    [InlineData("appsettings.Production.json", "{ \"Kestrel\": { \"Certificates\": { \"Default\": { \"Path\": \"/tls/server.pfx\" } } } }")]
    [InlineData(
        "appsettings.json",
        "{ \"Kestrel\": { \"Endpoints\": { \"Https\": { \"Url\": \"https://*:8443\", \"Certificate\": { \"Path\": \"/tls/server.pem\" } } } } }"
    )]
    [InlineData(
        "compose.yaml",
        "services:\n  web:\n    environment:\n      ASPNETCORE_Kestrel__Certificates__Default__Path: /https/server.pfx\n"
    )]
    [InlineData(
        "web.config",
        "<configuration><system.webServer><handlers><add name=\"aspNetCore\" modules=\"AspNetCoreModuleV2\" /></handlers><aspNetCore processPath=\"dotnet\" /></system.webServer></configuration>"
    )]
    public Task DeploymentThatKnowsTheScheme_DoesNotTrigger(string name, string content) => VerifyWithFileAsync(name, content, Silent);

    [Theory]
    [InlineData("Dockerfile", "FROM aspnet\nENV ASPNETCORE_FORWARDEDHEADERS_ENABLED=false\n")]
    [InlineData("Dockerfile", "FROM aspnet\n# ENV ASPNETCORE_FORWARDEDHEADERS_ENABLED=true\n")]
    [InlineData("Dockerfile", "FROM sdk AS build\nENV ASPNETCORE_FORWARDEDHEADERS_ENABLED=true\nFROM aspnet\n")]
    [InlineData("compose.override.yaml", "services:\n  web:\n    environment:\n      - ASPNETCORE_FORWARDEDHEADERS_ENABLED=true\n")]
    [InlineData(
        "compose.yaml",
        "services:\n  web:\n    environment:\n      # - ASPNETCORE_FORWARDEDHEADERS_ENABLED=true\n      - ASPNETCORE_HTTP_PORTS=8080\n"
    )]
    [InlineData("appsettings.Development.json", "{ \"ForwardedHeaders_Enabled\": true }")]
    [InlineData(
        "appsettings.json",
        "{ \"ForwardedHeaders_Enabled\": false, \"Kestrel\": { \"Endpoints\": { \"Http\": { \"Url\": \"http://*:8080\" } } } }"
    )]
    [InlineData(
        "launchSettings.json",
        "{ \"profiles\": { \"web\": { \"environmentVariables\": { \"ASPNETCORE_FORWARDEDHEADERS_ENABLED\": \"true\" } } } }"
    )]
    [InlineData(
        "web.config",
        "<configuration><system.webServer><security><requestFiltering /></security></system.webServer></configuration>"
    )]
    public Task DeploymentThatDoesNotKnowIt_Triggers(string name, string content) => VerifyWithFileAsync(name, content, Found);

    [Fact]
    public Task WebConfigBesideADockerfile_Triggers()
    {
        var test = Test($"var app = WebApplication.CreateBuilder(args).Build();\n{Found}\napp.Run(\"https://*:8443\");");
        test.TestState.AdditionalFiles.Add(
            ("web.config", "<configuration><system.webServer><aspNetCore processPath=\"dotnet\" /></system.webServer></configuration>")
        );
        test.TestState.AdditionalFiles.Add(("Dockerfile", "FROM aspnet\n"));
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("app.UseForwardedHeaders();", "app.UseDefaults(); app.UseHttpsRedirection();")]
    [InlineData(
        "app.Use((context, next) => { context.Request.Scheme = \"https\"; return next(context); });",
        "app.UseDefaults(); app.UseHttpsRedirection();"
    )]
    [InlineData("app.UseForwardedHeaders(); app.UseHttpsRedirection();", "app.UseDefaults();")]
    [InlineData("app.UseHttpsRedirection();", "app.UseForwardedHeaders(); app.UseDefaults();")]
    [InlineData("app.UseHttpsRedirection();", "app.[|UseDefaults()|];")]
    [InlineData("app.UseRouting();", "app.UseDefaults(); app.[|UseHttpsRedirection()|];")]
    [InlineData("app.UseForwardedHeaders();", "app.[|UseHttpsRedirection()|];")]
    [InlineData("app.UseForwardedHeaders();", "if (app.Environment.IsDevelopment()) app.UseDefaults(); app.[|UseHttpsRedirection()|];")]
    public Task ReferencedProject_IsSeenThroughItsFacts(string helper, string pipeline) =>
        Referencing(helper, pipeline, withFacts: true).RunAsync(TestContext.Current.CancellationToken);

    [Fact]
    public Task LoginOfAReferencedProject_TriggersAtTheCall() =>
        Referencing(
                "app.ApplicationServices.GetRequiredService<IServiceCollection>().AddAuthentication().AddOAuth(\"own\", options => { });",
                "app.[|UseDefaults()|];",
                withFacts: true
            )
            .RunAsync(TestContext.Current.CancellationToken);

    [Fact]
    public Task StartupOfAReferencedProject_DoesNotTrigger()
    {
        var test = Referencing("app.UseRouting();", "app.UseDefaults(); app.UseHttpsRedirection();", withFacts: true);
        test.TestState.AdditionalProjects["Defaults"]
            .Sources.Add(
                "namespace Defaults; public class Startup { public void Configure(IApplicationBuilder app) => app.UseForwardedHeaders(); }"
            );
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public Task AppBuiltForAspire_DoesNotTrigger() =>
        VerifyAsync(
            "builder.AddServiceDefaults();",
            Silent,
            """
            static class Extensions { public static void AddServiceDefaults(this WebApplicationBuilder builder) { } }
            """
        );

    [Fact]
    public Task AppThatDiscoversServices_Triggers() =>
        VerifyAsync(
            "builder.Services.AddServiceDiscovery();",
            Found,
            """
            static class Discovery { public static void AddServiceDiscovery(this IServiceCollection services) { } }
            """
        );

    [Theory]
    [InlineData("", "")]
    [InlineData("appsettings.json", """{ "Kestrel": { "Endpoints": { "Web": { "Url": "http://*:8080" } } } }""")]
    [InlineData("Dockerfile", "FROM aspnet\nENV ASPNETCORE_HTTP_PORTS=8080\n")]
    [InlineData("compose.override.yaml", "services:\n  web:\n    environment:\n      - ASPNETCORE_HTTPS_PORTS=8081\n")]
    [InlineData("launchSettings.json", """{ "profiles": { "web": { "applicationUrl": "https://localhost:7001" } } }""")]
    [InlineData("compose.yaml", "services:\n  web:\n    environment:\n      # - ASPNETCORE_HTTPS_PORTS=8081\n")]
    public Task RedirectionWithoutAPortOfHttps_DoesNothingAndDoesNotTrigger(string name, string content) =>
        VerifyPortAsync(name, content, Silent);

    [Theory]
    [InlineData("appsettings.json", """{ "https_port": 443 }""")]
    [InlineData("appsettings.Production.json", """{ "Kestrel": { "Endpoints": { "Web": { "Url": "https://*:8443" } } } }""")]
    [InlineData("appsettings.json", """{ "Urls": "http://*:8080;https://*:8443" }""")]
    [InlineData("Dockerfile", "FROM aspnet\nENV ASPNETCORE_HTTPS_PORTS=8081\n")]
    [InlineData("Dockerfile", "FROM aspnet\nENV ASPNETCORE_URLS=\"http://+:8080;https://+:8443\"\n")]
    [InlineData("compose.yaml", "services:\n  web:\n    environment:\n      ASPNETCORE_HTTPS_PORT: 443\n")]
    [InlineData("k8s/deployment.yaml", "env:\n  - name: ASPNETCORE_URLS\n    value: https://+:8443\n")]
    public Task RedirectionWithAPortOfHttps_Triggers(string name, string content) => VerifyPortAsync(name, content, Found);

    [Theory]
    [InlineData("builder.WebHost.UseSetting(\"https_port\", \"443\");", "")]
    [InlineData("builder.WebHost.UseUrls(\"https://*:8443\");", "")]
    [InlineData("Environment.SetEnvironmentVariable(\"ASPNETCORE_HTTPS_PORT\", \"443\");", "")]
    [InlineData("builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenAnyIP(8443, listen => listen.UseHttps()));", "")]
    [InlineData("", "app.Urls.Add(\"https://*:8443\");")]
    public Task PortOfHttpsInCode_Triggers(string services, string pipeline) =>
        VerifyAsync(
            $"var builder = WebApplication.CreateBuilder(args);\n{services}\nvar app = builder.Build();\n{pipeline}\n{Found}\napp.Run();"
        );

    private static Task VerifyPortAsync(string name, string content, string pipeline)
    {
        var test = Test($"var app = WebApplication.CreateBuilder(args).Build();\n{pipeline}\napp.Run();");
        if (name.Length > 0)
        {
            test.TestState.AdditionalFiles.Add((name, content));
        }

        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public Task HelperWithoutFacts_DoesNotTrigger() =>
        Referencing("app.UseRouting();", "app.UseDefaults(); app.UseHttpsRedirection();", withFacts: false)
            .RunAsync(TestContext.Current.CancellationToken);

    [Theory]
    [InlineData("UseForwarding", false)]
    [InlineData("UsePlatform", false)]
    [InlineData("MapShop", false)]
    [InlineData("UseRequestContext", true)]
    [InlineData("UseTenantMiddleware", true)]
    public Task HelperWithoutFacts_MayDoWhatItsNameSays(string helper, bool triggers)
    {
        var test = Referencing("app.UseRouting();", $"app.{helper}(); {(triggers ? Found : Silent)}", withFacts: false);
        test.TestState.AdditionalProjects["Defaults"]
            .Sources.Add(
                $$"""namespace Defaults; public static class Own { public static IApplicationBuilder {{helper}}(this IApplicationBuilder app) => app; }"""
            );
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    private static CSharpAnalyzerTest<MissingForwardedHeadersAnalyzer> Referencing(string helper, string pipeline, bool withFacts)
    {
        var test = Test(
            $"using Defaults;\nvar app = WebApplication.CreateBuilder(args).Build();\n{pipeline}\napp.Run(\"https://*:8443\");"
        );
        if (withFacts)
        {
            test.SourceGenerators.Add(new FactGenerator());
        }

        test.TestState.AdditionalProjectReferences.Add("Defaults");
        test.TestState.AdditionalProjects["Defaults"]
            .Sources.Add(
                $$"""
                namespace Defaults;
                public static class Extensions
                {
                    public static IApplicationBuilder UseDefaults(this IApplicationBuilder app)
                    {
                        {{helper}}
                        return app;
                    }
                }
                """
            );
        return test;
    }
}
