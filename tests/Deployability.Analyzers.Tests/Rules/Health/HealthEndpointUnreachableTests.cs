using Deployability.Analyzers.Rules.Health;
using Deployability.Analyzers.Tests.Generation;
using Deployability.Model;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpAnalyzerVerifier<Deployability.Analyzers.Rules.Health.HealthEndpointUnreachableAnalyzer>;

namespace Deployability.Analyzers.Tests.Rules.Health;

public class HealthEndpointUnreachableTests
{
    private const string Anonymous = "let it answer anonymously with AllowAnonymous()";

    [Theory]
    [InlineData("""app.[|MapHealthChecks("/health")|].RequireAuthorization();""")]
    [InlineData("""app.[|MapHealthChecks("/health")|].WithDisplayName("health").RequireAuthorization("Operators");""")]
    [InlineData("""var health = app.[|MapHealthChecks("/health")|]; health.RequireAuthorization();""")]
    [InlineData("""var group = app.MapGroup("/ops").RequireAuthorization(); group.[|MapHealthChecks("/health")|];""")]
    [InlineData("""var group = app.MapGroup("/ops"); group.RequireAuthorization(); group.[|MapHealthChecks("/health")|];""")]
    [InlineData(
        """app.[|MapHealthChecks("/health/live")|].RequireAuthorization(); app.[|MapHealthChecks("/health/ready")|].RequireAuthorization();"""
    )]
    [InlineData("""app.[|MapGet("/healthz", () => "ok")|].RequireAuthorization();""")]
    [InlineData("""app.[|MapGet("/healthz", [Microsoft.AspNetCore.Authorization.Authorize] () => "ok")|];""")]
    [InlineData("""app.[|MapHealthChecks("/health")|].RequireHost("www.contoso.com");""")]
    [InlineData("""app.[|MapHealthChecks("/health")|].RequireHost("www.contoso.com:5001", "api.contoso.com");""")]
    [InlineData("""app.[|MapHealthChecks("/health")|].RequireHost("*.contoso.com");""")]
    [InlineData(
        """app.[|MapHealthChecks("/health")|].RequireAuthorization(); if (app.Environment.IsDevelopment()) { app.MapHealthChecks("/open"); }"""
    )]
    [InlineData("""app.MapWhen(context => context.Request.IsHttps, secure => secure.[|UseHealthChecks("/health")|]);""")]
    public Task EndpointThatAProbeCannotCall_Triggers(string code) => VerifyAsync("", code);

    [Theory]
    [InlineData("""app.MapHealthChecks("/health");""")]
    [InlineData("""app.MapHealthChecks("/health").AllowAnonymous();""")]
    [InlineData("""app.MapHealthChecks("/health").RequireAuthorization().AllowAnonymous();""")]
    [InlineData("""app.MapHealthChecks("/health").RequireAuthorization(); app.MapHealthChecks("/alive");""")]
    [InlineData("""app.MapHealthChecks("/details").RequireAuthorization(); app.MapGet("/healthz", () => "ok");""")]
    [InlineData("""app.MapGroup("/ops").RequireAuthorization().MapHealthChecks("/health").AllowAnonymous();""")]
    [InlineData("""app.MapHealthChecks("/health").RequireHost("*:8081");""")]
    [InlineData("""app.MapHealthChecks("/health").RequireHost($"*:{app.Configuration["ManagementPort"]}");""")]
    [InlineData("""app.MapHealthChecks("/health").RequireHost(app.Configuration["Hosts"]!);""")]
    [InlineData("""app.MapHealthChecks("/health").RequireHost("localhost:5001", "*:8081");""")]
    [InlineData("""app.MapGet("/api/ping", () => "pong").RequireAuthorization();""")]
    [InlineData("""app.UseHealthChecks("/health"); app.MapControllers().RequireAuthorization();""")]
    [InlineData("""if (app.Environment.IsDevelopment()) { app.MapHealthChecks("/health").RequireAuthorization(); }""")]
    [InlineData(
        """var health = app.MapHealthChecks("/health"); if (app.Configuration.GetValue<bool>("Protect")) { health.RequireAuthorization(); }"""
    )]
    public Task EndpointThatAProbeCanCall_DoesNotTrigger(string code) => VerifyAsync("", code);

    [Theory]
    [InlineData("builder.Services.AddAuthorization(options => options.FallbackPolicy = options.DefaultPolicy);")]
    [InlineData(
        "builder.Services.AddAuthorization(options => { options.FallbackPolicy = new Microsoft.AspNetCore.Authorization.AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build(); });"
    )]
    [InlineData(
        "builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(new Microsoft.AspNetCore.Authorization.AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());"
    )]
    [InlineData(
        "builder.Services.Configure<Microsoft.AspNetCore.Authorization.AuthorizationOptions>(o => o.FallbackPolicy = o.DefaultPolicy);"
    )]
    public async Task FallbackPolicy_AppliesToWhatSaysNothing(string services)
    {
        await VerifyAsync(services, """app.[|MapHealthChecks("/health")|];""");
        await VerifyAsync(services, """app.[|MapGet("/health", () => "ok")|];""");
        await VerifyAsync(services, """app.MapHealthChecks("/health").AllowAnonymous();""");
        await VerifyAsync(services, """app.MapGet("/health", [Microsoft.AspNetCore.Authorization.AllowAnonymous] () => "ok");""");
        await VerifyAsync(
            services,
            """app.MapHealthChecks("/health").WithMetadata(new Microsoft.AspNetCore.Authorization.AllowAnonymousAttribute());"""
        );
        await VerifyAsync(services, """app.UseHealthChecks("/health");""");
    }

    [Theory]
    [InlineData("builder.Services.AddAuthorization();")]
    [InlineData("builder.Services.AddAuthorization(options => options.FallbackPolicy = null);")]
    [InlineData(
        "builder.Services.AddAuthorization(options => options.DefaultPolicy = new Microsoft.AspNetCore.Authorization.AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());"
    )]
    [InlineData(
        """builder.Services.AddAuthorization(options => options.FallbackPolicy = new Microsoft.AspNetCore.Authorization.AuthorizationPolicyBuilder().RequireAssertion(context => true).Build());"""
    )]
    [InlineData(
        """if (builder.Configuration.GetValue<bool>("Auth:Enabled")) builder.Services.AddAuthorization(options => options.FallbackPolicy = options.DefaultPolicy);"""
    )]
    public Task NoFallbackPolicy_DoesNotTrigger(string services) => VerifyAsync(services, """app.MapHealthChecks("/health");""");

    [Fact]
    public Task FallbackPolicyInAnotherFile_TriggersAndSaysSo()
    {
        var test = new CSharpAnalyzerTest<HealthEndpointUnreachableAnalyzer>();
        test.TestState.Sources.Add(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddSecurity();
            var app = builder.Build();
            app.{|#0:MapHealthChecks("/health")|};
            app.Run();
            """
        );
        test.TestState.Sources.Add(
            """
            using Microsoft.AspNetCore.Authorization;

            static class Security
            {
                public static void AddSecurity(this IServiceCollection services) => services.AddAuthorization(options =>
                    options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
            }
            """
        );
        test.ExpectedDiagnostics.Add(
            Verify.Diagnostic().WithLocation(0).WithArguments("/health", "falls under the fallback authorization policy", Anonymous)
        );
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData(
        "",
        """[ApiController, Authorize, Route("health")] public class SystemController : ControllerBase { [HttpGet] public string [|Get|]() => "ok"; }"""
    )]
    [InlineData(
        "",
        """[ApiController, Route("api")] public class SystemController : ControllerBase { [HttpGet("health"), Authorize(Roles = "Admin")] public string [|Get|]() => "ok"; }"""
    )]
    [InlineData(
        "",
        """[Authorize] public abstract class Secured : ControllerBase { } [ApiController, Route("[controller]")] public class HealthController : Secured { [HttpGet] public string [|Get|]() => "ok"; }"""
    )]
    [InlineData(
        ".RequireAuthorization()",
        """[ApiController, Route("health")] public class SystemController : ControllerBase { [HttpGet] public string [|Get|]() => "ok"; }"""
    )]
    public Task ActionThatAProbeCannotCall_Triggers(string demand, string type) => VerifyActionAsync(demand, type);

    [Theory]
    [InlineData(
        "",
        """[ApiController, Route("health")] public class SystemController : ControllerBase { [HttpGet] public string Get() => "ok"; }"""
    )]
    [InlineData(
        "",
        """[ApiController, Authorize, Route("health")] public class SystemController : ControllerBase { [HttpGet, AllowAnonymous] public string Get() => "ok"; }"""
    )]
    [InlineData(
        ".RequireAuthorization()",
        """[ApiController, AllowAnonymous, Route("health")] public class SystemController : ControllerBase { [HttpGet] public string Get() => "ok"; }"""
    )]
    [InlineData(
        "",
        """[ApiController, Authorize, Route("api/health")] public class SystemController : ControllerBase { [HttpGet] public string Get() => "ok"; [HttpGet("live"), AllowAnonymous] public string Live() => "ok"; }"""
    )]
    [InlineData(
        "",
        """[ApiController, Authorize, Route("patients/{id}/health")] public class PatientsController : ControllerBase { [HttpGet] public string Get(int id) => "ok"; }"""
    )]
    [InlineData(
        "",
        """[ApiController, Authorize, Route("api/[action]")] public class GameController : ControllerBase { [HttpGet] public string Ping() => "pong"; }"""
    )]
    [InlineData(
        "; app.Use(async (context, next) => { if (context.Request.Path == \"/healthz\") { return; } await next(); })",
        """[ApiController, Authorize, Route("health")] public class SystemController : ControllerBase { [HttpGet] public string Get() => "ok"; }"""
    )]
    public Task ActionThatAProbeCanCallOrNeedNot_DoesNotTrigger(string demand, string type) => VerifyActionAsync(demand, type);

    private static Task VerifyActionAsync(string demand, string type)
    {
        var test = new CSharpAnalyzerTest<HealthEndpointUnreachableAnalyzer>();
        test.TestState.Sources.Add($"var app = WebApplication.Create(args); app.MapControllers(){demand}; app.Run();");
        test.TestState.Sources.Add("using Microsoft.AspNetCore.Authorization;\nusing Microsoft.AspNetCore.Mvc;\n" + type);
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public Task Message_NamesThePathAndTheHost() =>
        Verify.VerifyAnalyzerAsync(
            """
            var app = WebApplication.Create(args);
            app.MapGroup("/ops").{|#0:MapHealthChecks("/health")|}.RequireHost("ops.contoso.com");
            app.Run();
            """,
            Verify
                .Diagnostic()
                .WithLocation(0)
                .WithArguments(
                    "/ops/health",
                    "answers only requests for host 'ops.contoso.com'",
                    "drop the host or demand a port only, as in \"*:8081\""
                )
        );

    [Fact]
    public Task StartupClass_Triggers() =>
        Verify.VerifyAnalyzerAsync(
            """
            public class Program
            {
                public static void Main(string[] args) =>
                    Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(web => web.UseStartup<Startup>()).Build().Run();
            }

            public class Startup
            {
                public void Configure(IApplicationBuilder app)
                {
                    app.UseRouting();
                    app.UseEndpoints(endpoints =>
                    {
                        endpoints.[|MapHealthChecks("/health")|].RequireAuthorization();
                    });
                }
            }
            """
        );

    [Fact]
    public Task OpenEndpointOfAReferencedProject_DoesNotTrigger()
    {
        var test = new CSharpAnalyzerTest<HealthEndpointUnreachableAnalyzer>();
        test.TestState.Sources.Add(
            """
            var app = WebApplication.Create(args);
            app.MapProbes();
            app.MapHealthChecks("/health/details").RequireAuthorization();
            app.Run();
            """
        );
        test.TestState.AdditionalReferences.Add(
            GeneratorHarness.Library(
                """public static class Probes { public static void MapProbes(this WebApplication app) => app.MapHealthChecks("/healthz"); }"""
            )
        );
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    private static Task VerifyAsync(string services, string map) =>
        Verify.VerifyAnalyzerAsync(
            $"""
            var builder = WebApplication.CreateBuilder(args);
            {services}
            var app = builder.Build();
            {map}
            app.Run();
            """
        );
}
