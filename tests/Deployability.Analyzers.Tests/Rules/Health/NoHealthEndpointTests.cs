using Deployability.Analyzers.Rules.Health;
using Deployability.Analyzers.Tests.Generation;
using Deployability.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpAnalyzerVerifier<Deployability.Analyzers.Rules.Health.NoHealthEndpointAnalyzer>;

namespace Deployability.Analyzers.Tests.Rules.Health;

public class NoHealthEndpointTests
{
    [Theory]
    [InlineData("""app.[|Run()|];""")]
    [InlineData("""await app.[|RunAsync()|];""")]
    [InlineData("""app.[|Run("http://*:5000")|];""")]
    [InlineData("""await app.StartAsync(); await app.[|WaitForShutdownAsync()|];""")]
    [InlineData("""try { app.MapGet("/orders", () => "[]"); app.[|Run()|]; } catch (Exception e) { Console.Error.WriteLine(e); throw; }""")]
    [InlineData("""app.MapFallbackToFile("index.html"); app.[|Run()|];""")]
    [InlineData("""app.MapGet("/patients/mental-health", () => "[]"); app.MapGet("/healthcare/{id}", (int id) => id); app.[|Run()|];""")]
    [InlineData("""app.MapGet("/api/live", (IAsyncEnumerable<int> ticks) => TypedResults.ServerSentEvents(ticks)); app.[|Run()|];""")]
    [InlineData("""app.MapGet("/live", Ticks); app.[|Run()|]; static IAsyncEnumerable<int> Ticks() => throw null!;""")]
    [InlineData("""var uri = new Uri("http://inventory/health"); app.[|Run()|];""")]
    [InlineData("""var folder = Path.Combine(app.Environment.WebRootPath, "up"); app.[|Run()|];""")]
    [InlineData("""var answer = await new HttpClient().GetAsync("/health"); app.[|Run()|];""")]
    [InlineData("""if (app.Environment.IsDevelopment()) { app.Run("http://localhost:5000"); } else { app.[|Run()|]; }""")]
    public Task WebApplicationWithoutEndpoint_Triggers(string code) =>
        Verify.VerifyAnalyzerAsync(
            $$"""
            var builder = WebApplication.CreateBuilder(args);
            var app = builder.Build();
            {{code}}
            """
        );

    [Theory]
    [InlineData("""app.MapHealthChecks("/healthz");""")]
    [InlineData("""app.UseHealthChecks("/hc");""")]
    [InlineData("""app.UseHealthChecks("/hc", 8081);""")]
    [InlineData("""app.MapGet("/health", () => "ok");""")]
    [InlineData("""app.MapGet("api/health/ready", () => Results.Ok());""")]
    [InlineData("""app.MapMethods("/livez", ["GET", "HEAD"], () => "ok");""")]
    [InlineData("""app.Map("/health", branch => branch.Run(context => context.Response.WriteAsync("ok")));""")]
    [InlineData(
        """app.MapWhen(context => context.Request.Path == "/health", branch => branch.Run(context => context.Response.WriteAsync("ok")));"""
    )]
    [InlineData("""app.MapWhen(context => context.Request.Path.StartsWithSegments("/healthz"), branch => { });""")]
    [InlineData(
        """app.Use(async (context, next) => { if (context.Request.Path.Value == "/ping") { await context.Response.WriteAsync("pong"); return; } await next(); });"""
    )]
    [InlineData("""app.MapGroup("/health").MapGet("/", () => "ok");""")]
    [InlineData("""var group = app.MapGroup("/_health"); group.MapGet("", () => "ok");""")]
    [InlineData("""app.MapGet("/status", () => "ok");""")]
    [InlineData("""app.MapGet(app.Configuration["HealthPath"] ?? "/health", () => "ok");""")]
    [InlineData("""app.MapHealthChecks(app.Configuration["HealthPath"]!);""")]
    [InlineData("""if (app.Configuration.GetValue<bool>("Health:Enabled")) { app.MapHealthChecks("/health"); }""")]
    [InlineData("""if (!app.Environment.IsDevelopment()) { app.MapHealthChecks("/health"); }""")]
    [InlineData("""app.MapHealthChecks("/health").RequireAuthorization();""")]
    public Task WebApplicationThatAnswersProbes_DoesNotTrigger(string code) =>
        Verify.VerifyAnalyzerAsync(
            $$"""
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddHealthChecks();
            var app = builder.Build();
            {{code}}
            app.Run();
            """
        );

    [Fact]
    public Task EndpointOnlyInDevelopment_TriggersAndSaysSo() =>
        Verify.VerifyAnalyzerAsync(
            """
            var app = WebApplication.CreateBuilder(args).Build();
            if (app.Environment.IsDevelopment())
            {
                app.MapHealthChecks("/health");
            }

            app.{|#0:Run()|};
            """,
            Verify
                .Diagnostic()
                .WithLocation(0)
                .WithArguments(" outside Development ('/health' exists only there)", "map '/healthz/live' and '/healthz/ready'")
        );

    [Fact]
    public Task EndpointOfHelperCalledOnlyInDevelopment_TriggersAndSaysSo() =>
        Verify.VerifyAnalyzerAsync(
            """
            var app = WebApplication.CreateBuilder(args).Build();
            if (app.Environment.IsDevelopment())
            {
                app.UseProbes();
            }

            app.{|#0:Run()|};

            static class Probes
            {
                public static void UseProbes(this WebApplication app) => app.MapHealthChecks("/health");
            }
            """,
            Verify
                .Diagnostic()
                .WithLocation(0)
                .WithArguments(" outside Development ('/health' exists only there)", "map '/healthz/live' and '/healthz/ready'")
        );

    [Fact]
    public Task GenericHostWithStartup_Triggers() =>
        Verify.VerifyAnalyzerAsync(
            """
            public class Program
            {
                public static void Main(string[] args) => CreateHostBuilder(args).Build().[|Run()|];

                public static IHostBuilder CreateHostBuilder(string[] args) =>
                    Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(web => web.UseStartup<Startup>());
            }

            public class Startup
            {
                public void ConfigureServices(IServiceCollection services) => services.AddControllers();

                public void Configure(IApplicationBuilder app)
                {
                    app.UseRouting();
                    app.UseEndpoints(endpoints => endpoints.MapControllers());
                }
            }
            """
        );

    [Fact]
    public Task GenericHostWithStartupThatMaps_DoesNotTrigger() =>
        VerifyFilesAsync(
            """
            public class Program
            {
                public static async Task Main(string[] args)
                {
                    using var host = Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(web => web.UseStartup<Startup>()).Build();
                    await host.RunAsync();
                }
            }
            """,
            """
            public class Startup
            {
                public void Configure(IApplicationBuilder app)
                {
                    app.UseRouting();
                    app.UseEndpoints(endpoints =>
                    {
                        endpoints.MapControllers();
                        endpoints.MapHealthChecks("/health");
                    });
                }
            }
            """
        );

    [Fact]
    public Task WebHostOfOldApplications_Triggers() =>
        Verify.VerifyAnalyzerAsync(
            """
            using Microsoft.AspNetCore;

            public class Program
            {
                public static void Main(string[] args) => BuildWebHost(args).[|Run()|];

            #pragma warning disable ASPDEPR004, ASPDEPR008
                public static IWebHost BuildWebHost(string[] args) => WebHost.CreateDefaultBuilder(args).Configure(app => { }).Build();
            }
            """
        );

    [Fact]
    public Task RunInAMethodThatMainCalls_Triggers() =>
        VerifyFilesAsync(
            """
            return await Server.StartAsync(args);
            """,
            """
            static class Server
            {
                public static async Task<int> StartAsync(string[] args)
                {
                    var app = WebApplication.CreateBuilder(args).Build();
                    app.MapControllers();
                    await app.[|RunAsync()|];
                    return 0;
                }
            }
            """
        );

    [Fact]
    public Task EndpointInAnotherFile_DoesNotTrigger() =>
        VerifyFilesAsync(
            """
            var app = WebApplication.CreateBuilder(args).Build();
            app.MapOperations();
            app.Run();
            """,
            """
            static class Operations
            {
                private const string Path = "/healthz";

                public static IEndpointRouteBuilder MapOperations(this IEndpointRouteBuilder endpoints)
                {
                    endpoints.MapHealthChecks(Path);
                    return endpoints;
                }
            }
            """
        );

    [Theory]
    [InlineData(
        """[Microsoft.AspNetCore.Mvc.Route("health")] public class ProbesController : Microsoft.AspNetCore.Mvc.ControllerBase { [Microsoft.AspNetCore.Mvc.HttpGet] public string Get() => "ok"; }"""
    )]
    [InlineData(
        """public class HomeController : Microsoft.AspNetCore.Mvc.Controller { [Microsoft.AspNetCore.Mvc.HttpGet("/healthz")] public string Health() => "ok"; }"""
    )]
    [InlineData(
        """[Microsoft.AspNetCore.Mvc.ApiController, Microsoft.AspNetCore.Mvc.Route("[controller]")] public class HealthController { [Microsoft.AspNetCore.Mvc.HttpGet] public string Get() => "ok"; }"""
    )]
    [InlineData("""public class HealthCheckController : Microsoft.AspNetCore.Mvc.Controller { public string Index() => "ok"; }""")]
    [InlineData("""public class HealthModel : Microsoft.AspNetCore.Mvc.RazorPages.PageModel { public void OnGet() { } }""")]
    [InlineData(
        """public class Probe(Microsoft.Extensions.Diagnostics.HealthChecks.HealthCheckService checks) { public Task<Microsoft.Extensions.Diagnostics.HealthChecks.HealthReport> AskAsync() => checks.CheckHealthAsync(); }"""
    )]
    [InlineData(
        """public class ProbeMiddleware(RequestDelegate next) { private const string Path = "/health/live"; public Task Invoke(HttpContext context) => context.Request.Path == Path ? Task.CompletedTask : next(context); }"""
    )]
    [InlineData(
        """public abstract class Endpoint { protected void Get(params string[] routes) { } } public class Alive : Endpoint { public void Configure() => Get("health"); }"""
    )]
    [InlineData(
        """public interface ICarterModule { void AddRoutes(IEndpointRouteBuilder app); } public class Ops : ICarterModule { public void AddRoutes(IEndpointRouteBuilder app) => app.MapGet("/health", () => "ok"); }"""
    )]
    public Task TypeThatAnswersProbes_DoesNotTrigger(string type) =>
        VerifyFilesAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddControllers();
            var app = builder.Build();
            app.MapControllers();
            app.Run();
            """,
            type
        );

    [Theory]
    [InlineData("public record HealthModel(string Name);")]
    [InlineData(
        """[Microsoft.AspNetCore.Mvc.Route("api/healthcare")] public class PatientsController : Microsoft.AspNetCore.Mvc.ControllerBase { }"""
    )]
    [InlineData(
        """[Microsoft.AspNetCore.Mvc.Route("[controller]")] public class OrdersController : Microsoft.AspNetCore.Mvc.ControllerBase { [Microsoft.AspNetCore.Mvc.HttpGet("Status")] public string Get(System.DayOfWeek day) => ""; }"""
    )]
    [InlineData("""public class Inventory(HttpClient client) { public Task<string> PingAsync() => client.GetStringAsync("/ping"); }""")]
    public Task TypeThatOnlySoundsLikeHealth_Triggers(string type) =>
        VerifyFilesAsync(
            """
            var app = WebApplication.CreateBuilder(args).Build();
            app.MapControllers();
            app.[|Run()|];
            """,
            type
        );

    [Fact]
    public Task HostBehindAPackageThatIsNotRestored_Triggers()
    {
        var test = Files(
            """
            public class Program
            {
                public static void Main(string[] args) => CreateHostBuilder(args).Build().[|Run()|];

                public static IHostBuilder CreateHostBuilder(string[] args) =>
                    Host.CreateDefaultBuilder(args).UseSerilog().ConfigureWebHostDefaults(web => web.UseStartup<Startup>());
            }

            public class Startup { public void Configure(IApplicationBuilder app) => app.UseRouting(); }
            """
        );
        test.CompilerDiagnostics = CompilerDiagnostics.None;
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    // What answers is declared in packages that are not there, so nothing of it binds.
    [Theory]
    [InlineData("app.MapGrpcHealthChecksService();", "")]
    [InlineData("app.MapGrpcService<HealthServiceImpl>();", "")]
    [InlineData("app.MapGrpcService<Probes.HealthService>();", "")]
    [InlineData("app.MapReverseProxy();", "")]
    [InlineData("app.MapDefaultEndpoints();", "")]
    [InlineData("app.MapAllActuators();", "")]
    [InlineData("app.UseOcelot().Wait();", "")]
    [InlineData(
        "app.MapCarter();",
        """class Ops() : CarterModule("/health") { public override void AddRoutes(IEndpointRouteBuilder app) => app.MapGet("/", () => "ok"); }"""
    )]
    [InlineData(
        "app.UseFastEndpoints();",
        """class Alive : EndpointWithoutRequest { public override void Configure() { Get("/alive", "/healthz"); AllowAnonymous(); } }"""
    )]
    [InlineData(
        "app.UseFastEndpoints();",
        """class Alive : EndpointWithoutRequest { public override void Configure() { Verbs(Http.GET); Routes("health"); } }"""
    )]
    [InlineData("app.UseFastEndpoints();", """[HttpGet("healthz"), AllowAnonymous] class Alive : EndpointWithoutRequest { }""")]
    public Task PackageThatIsNotRestored_DoesNotTrigger(string code, string type) => VerifyUnboundAsync(code + " app.Run();", type);

    [Theory]
    [InlineData(
        "app.MapCarter();",
        """class Orders : CarterModule { public override void AddRoutes(IEndpointRouteBuilder app) => app.MapGet("/orders", () => "[]"); }"""
    )]
    [InlineData("app.MapGrpcService<OrderService>();", "")]
    [InlineData("app.MapHealthChecksUI();", "")]
    [InlineData(
        "app.UseFastEndpoints();",
        """class List : EndpointWithoutRequest { public override void Configure() => Get("orders"); }"""
    )]
    public Task PackageThatIsNotRestoredAndSaysNothingOfHealth_Triggers(string code, string type) =>
        VerifyUnboundAsync(code + " app.[|Run()|];", type);

    [Theory]
    [InlineData("""var prefix = app.Configuration["Prefix"]; app.MapGet($"{prefix}/health", () => "ok");""")]
    [InlineData("""app.MapGet($"{app.Configuration["Prefix"]}/ping", () => "ok");""")]
    [InlineData("""app.MapGet(app.Configuration["HealthPath"]!, () => "ok");""")]
    [InlineData("""app.MapGet("/api/v{version:apiVersion}/health", () => "ok");""")]
    [InlineData("""app.UseMiddleware<HealthMiddleware>();""")]
    [InlineData("""app.MapShortCircuit(200, "/health");""")]
    [InlineData("""app.Use(async (context, next) => { if (context.Request.Path.Value!.EndsWith("health")) { return; } await next(); });""")]
    [InlineData(
        """app.Run(async context => { switch (context.Request.Path.Value) { case "/healthz": await context.Response.WriteAsync("ok"); break; } });"""
    )]
    public Task RouteThatRunTimeCompletes_DoesNotTrigger(string code) =>
        Verify.VerifyAnalyzerAsync(
            $$"""
            var app = WebApplication.CreateBuilder(args).Build();
            {{code}}
            app.Run();

            class HealthMiddleware(RequestDelegate next) { public Task Invoke(HttpContext context) => next(context); }
            """
        );

    [Theory]
    [InlineData(
        """[ApiController, Route("api/[action]")] public class SystemController : ControllerBase { [HttpGet] public string Health() => "ok"; }"""
    )]
    [InlineData(
        """[ApiController, Route("api/[controller]/[action]")] public class SystemController : ControllerBase { [HttpGet] public string Ping() => "ok"; }"""
    )]
    [InlineData(
        """public class HomeController : Controller { public IActionResult Health() => Ok(); public IActionResult Index() => Ok(); }"""
    )]
    [InlineData("""public class HomeController : Controller { public Task<string> HealthzAsync() => Task.FromResult("ok"); }""")]
    [InlineData("""public class HomeController : Controller { [ActionName("healthz")] public string Answer() => "ok"; }""")]
    [InlineData(
        """static class Paths { public const string Health = "health"; } [ApiController, Route(Paths.Health)] public class SystemController : ControllerBase { [HttpGet] public string Get() => "ok"; }"""
    )]
    [InlineData(
        """[ApiController, Route("api/v{version:apiVersion}/health")] public class SystemController : ControllerBase { [HttpGet] public string Get() => "ok"; }"""
    )]
    [InlineData(
        """[ApiController] public class SystemController : ControllerBase { [AcceptVerbs("GET", Route = "health")] public string Get() => "ok"; }"""
    )]
    [InlineData(
        """[ApiController, Route("api")] public class SystemController : ControllerBase { [HttpGet("~/healthz")] public string Get(CancellationToken token, string? format = null) => "ok"; }"""
    )]
    [InlineData(
        """[Route("api/[controller]")] public abstract class ApiController : ControllerBase { } public class HealthController : ApiController { [HttpGet] public string Get() => "ok"; }"""
    )]
    public Task ActionThatAnswersProbes_DoesNotTrigger(string type) => VerifyActionAsync("app.Run();", type);

    [Theory]
    [InlineData(
        """public class HomeController : Controller { [NonAction] public IActionResult Health() => Ok(); public IActionResult Index() => Ok(); }"""
    )]
    [InlineData(
        """[ApiController, Route("api/patients")] public class PatientsController : ControllerBase { [HttpGet("{id}/history")] public string Health(int id) => "ok"; }"""
    )]
    [InlineData(
        """[ApiController, Route("api/patients/{id}/[action]")] public class PatientsController : ControllerBase { [HttpGet] public string Health(int id) => "ok"; }"""
    )]
    [InlineData(
        """[ApiController, Route("[controller]/[action]")] public class VideosController : ControllerBase { [HttpGet] public string Live() => "[]"; [HttpPost] public string Health() => ""; }"""
    )]
    [InlineData(
        """public class HomeController : Controller { private IActionResult Health() => Ok(); public IActionResult Index() => Health(); }"""
    )]
    public Task ActionThatOnlySoundsLikeHealth_Triggers(string type) => VerifyActionAsync("app.[|Run()|];", type);

    private static Task VerifyActionAsync(string run, string type)
    {
        var test = Files($"var app = WebApplication.CreateBuilder(args).Build(); app.MapDefaultControllerRoute(); {run}");
        test.TestState.Sources.Add("using Microsoft.AspNetCore.Mvc;\n" + type);
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    private static Task VerifyUnboundAsync(string code, string type)
    {
        var test = Files("var app = WebApplication.CreateBuilder(args).Build(); " + code);
        test.TestState.Sources.Add(type);
        test.CompilerDiagnostics = CompilerDiagnostics.None;
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public Task ReverseProxyOfAPackage_DoesNotTrigger()
    {
        var test = Files(
            """
            using Yarp;

            var app = WebApplication.CreateBuilder(args).Build();
            app.MapReverseProxy();
            app.Run();
            """
        );
        test.TestState.AdditionalReferences.Add(
            Package(
                "Yarp.ReverseProxy",
                "namespace Yarp { public static class Extensions { public static void MapReverseProxy(this IEndpointRouteBuilder endpoints) { } } }"
            )
        );
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    // Yarp as far as the names go.
    private static async Task VerifyProxyAsync(string code, string settings = "")
    {
        var test = Files("using Yarp;\n" + code);
        test.TestState.AdditionalReferences.Add(
            Package(
                "Yarp.ReverseProxy",
                """
                namespace Yarp
                {
                    public class RouteMatch { public string? Path { get; set; } public string[]? Hosts { get; set; } }
                    public class RouteConfig { public RouteMatch? Match { get; set; } }
                    public static class Extensions
                    {
                        public static void MapReverseProxy(this IEndpointRouteBuilder endpoints) { }
                        public static void MapForwarder(this IEndpointRouteBuilder endpoints, string pattern, string destination) { }
                    }
                }
                """
            )
        );
        if (settings.Length > 0)
        {
            test.TestState.AdditionalFiles.Add(("appsettings.json", settings));
        }

        await test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("/orders/{**rest}", "")]
    [InlineData("/api/{*any}", "")]
    [InlineData("{**catch-all}", """, "Hosts": [ "shop.example.com" ]""")]
    public Task ProxyWhoseRoutesLeaveProbesOut_Triggers(string path, string hosts) =>
        VerifyProxyAsync(
            """
            var app = WebApplication.CreateBuilder(args).Build();
            app.MapReverseProxy();
            app.[|Run()|];
            """,
            $$"""{ "ReverseProxy": { "Routes": { "orders": { "ClusterId": "orders", "Match": { "Path": "{{path}}" {{hosts}} } } } } }"""
        );

    [Theory]
    [InlineData("{**catch-all}")]
    [InlineData("/{*rest}")]
    [InlineData("/health/{**rest}")]
    public Task ProxyThatTakesEveryPathOrTheProbes_DoesNotTrigger(string path) =>
        VerifyProxyAsync(
            """
            var app = WebApplication.CreateBuilder(args).Build();
            app.MapReverseProxy();
            app.Run();
            """,
            $$"""{ "Gateway": { "Routes": { "orders": { "Match": { "Path": "/orders/{id}" } }, "web": { "Match": { "Path": "{{path}}" } } } } }"""
        );

    [Theory]
    [InlineData(
        """app.MapReverseProxy(); var routes = new[] { new RouteConfig { Match = new RouteMatch { Path = "/orders/{**rest}" } } };"""
    )]
    [InlineData("""app.MapReverseProxy(); var routes = new[] { new RouteConfig { Match = new() { Path = "/orders/{**rest}" } } };""")]
    [InlineData("""app.MapForwarder("/orders/{**rest}", "http://orders");""")]
    public Task RoutesOfCodeThatLeaveProbesOut_Trigger(string code) =>
        VerifyProxyAsync($"var app = WebApplication.CreateBuilder(args).Build(); {code} app.[|Run()|];");

    [Theory]
    [InlineData("""app.MapReverseProxy(); var routes = new[] { new RouteConfig { Match = new RouteMatch { Path = "{**all}" } } };""")]
    [InlineData("""app.MapReverseProxy(); var path = args[0]; var route = new RouteMatch { Path = path };""")]
    [InlineData("""app.MapForwarder("/{**rest}", "http://orders");""")]
    public Task RoutesOfCodeThatMayTakeProbes_DoNotTrigger(string code) =>
        VerifyProxyAsync($"var app = WebApplication.CreateBuilder(args).Build(); {code} app.Run();");

    [Fact]
    public Task AppThatSpeaksGrpcAlone_IsToldOfItsOwnHealthService() =>
        VerifyGrpcAsync(
            """app.MapGrpcService<Greeter>(); app.MapGet("/", () => "Use a gRPC client."); app.{|#0:Run()|};""",
            Verify
                .Diagnostic()
                .WithLocation(0)
                .WithArguments("", "call AddGrpcHealthChecks() and MapGrpcHealthChecksService() of Grpc.AspNetCore.HealthChecks")
        );

    [Fact]
    public Task AppThatSpeaksGrpcToo_IsToldOfPaths() =>
        VerifyGrpcAsync(
            """app.MapGrpcService<Greeter>(); app.MapGet("/orders", () => "[]"); app.{|#0:Run()|};""",
            Verify.Diagnostic().WithLocation(0).WithArguments("", "map '/healthz/live' and '/healthz/ready'")
        );

    private const string GrpcAdvice = "call AddGrpcHealthChecks() and MapGrpcHealthChecksService() of Grpc.AspNetCore.HealthChecks";
    private const string PathAdvice = "map '/healthz/live' and '/healthz/ready'";

    // Nothing answers a probe over HTTP/1.1 there, whatever is mapped.
    [Theory]
    [InlineData("kestrel.ListenAnyIP(5000, o => o.Protocols = HttpProtocols.Http2)", GrpcAdvice)]
    [InlineData("kestrel.ConfigureEndpointDefaults(o => o.Protocols = HttpProtocols.Http2)", GrpcAdvice)]
    [InlineData("kestrel.ListenAnyIP(5000, o => o.Protocols = HttpProtocols.Http1AndHttp2)", PathAdvice)]
    [InlineData("{ kestrel.ListenAnyIP(5000, o => o.Protocols = HttpProtocols.Http2); kestrel.ListenAnyIP(5001); }", PathAdvice)]
    public Task EndpointsOfHttp2Alone_TakeProbesOfGrpcAlone(string setUp, string advice) =>
        VerifyGrpcAsync(
            $$"""builder.WebHost.ConfigureKestrel(kestrel => {{setUp}}); app.MapGrpcService<Greeter>(); app.MapGet("/orders", () => "[]"); app.{|#0:Run()|};""",
            Verify.Diagnostic().WithLocation(0).WithArguments("", advice)
        );

    [Fact]
    public Task EndpointsOfHttp2AloneWithoutGrpc_NeedAnotherForProbes() =>
        VerifyGrpcAsync(
            """builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenAnyIP(5000, o => o.Protocols = HttpProtocols.Http2)); app.MapGet("/orders", () => "[]"); app.{|#0:Run()|};""",
            Verify
                .Diagnostic()
                .WithLocation(0)
                .WithArguments(
                    "",
                    "let an endpoint speak HTTP/1.1 too, which probes do (HttpProtocols.Http1AndHttp2 instead of Http2), and map '/healthz/live' and '/healthz/ready'"
                )
        );

    [Theory]
    [InlineData("""{ "Kestrel": { "EndpointDefaults": { "Protocols": "Http2" } } }""", GrpcAdvice)]
    [InlineData("""{ "Kestrel": { "Endpoints": { "a": { "Url": "http://*:5000", "Protocols": "Http2" } } } }""", GrpcAdvice)]
    [InlineData(
        """{ "Kestrel": { "Endpoints": { "a": { "Url": "http://*:5000", "Protocols": "Http2" }, "b": { "Url": "http://*:5001" } } } }""",
        PathAdvice
    )]
    public Task SettingsOfHttp2Alone_TakeProbesOfGrpcAlone(string settings, string advice)
    {
        var test = Files(GrpcProgram("""app.MapGrpcService<Greeter>(); app.MapGet("/orders", () => "[]"); app.{|#0:Run()|};"""));
        test.TestState.AdditionalFiles.Add(("appsettings.json", settings));
        test.ExpectedDiagnostics.Add(Verify.Diagnostic().WithLocation(0).WithArguments("", advice));
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public Task GrpcAppWithItsHealthService_DoesNotTrigger() =>
        VerifyGrpcAsync("""app.MapGrpcService<Greeter>(); app.MapGrpcHealthChecksService(); app.Run();""");

    private static Task VerifyGrpcAsync(string code, params DiagnosticResult[] expected) =>
        Verify.VerifyAnalyzerAsync(GrpcProgram(code), expected);

    private static string GrpcProgram(string code) =>
        $$"""
            using Grpc;
            using Microsoft.AspNetCore.Server.Kestrel.Core;

            var builder = WebApplication.CreateBuilder(args);
            var app = builder.Build();
            {{code}}

            public class Greeter { }

            namespace Microsoft.AspNetCore.Builder
            {
                public static class GrpcEndpoints
                {
                    public static IEndpointConventionBuilder MapGrpcService<T>(this IEndpointRouteBuilder endpoints) where T : class => null!;
                    public static IEndpointConventionBuilder MapGrpcHealthChecksService(this IEndpointRouteBuilder endpoints) => null!;
                }
            }

            namespace Grpc { }
            """;

    // What a package calls after itself is about itself.
    [Theory]
    [InlineData("Serilog.AspNetCore", "UseSerilogRequestLogging")]
    [InlineData("Serilog.Extensions.Hosting", "UseSerilog")]
    [InlineData("Microsoft.EntityFrameworkCore.Sqlite", "UseSqlite")]
    [InlineData("MediatR", "AddMediatR")]
    public Task HelperOfAPackageThatSaysNothingOfHealth_Triggers(string package, string name)
    {
        var test = Files($"using Vendor;\n\nvar app = WebApplication.CreateBuilder(args).Build();\napp.{name}();\napp.[|Run()|];");
        test.TestState.AdditionalReferences.Add(
            Package(
                package,
                $"namespace Vendor {{ public static class Extensions {{ public static void {name}(this IApplicationBuilder app) {{ }} }} }}"
            )
        );
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public Task HelperOfAProjectWithoutFacts_DoesNotTrigger()
    {
        var test = Files(
            """
            using Acme.Hosting;

            var app = WebApplication.CreateBuilder(args).Build();
            app.UseAcme();
            app.Run();
            """
        );
        test.TestState.AdditionalProjects["Acme.Hosting"]
            .Sources.Add(
                "namespace Acme.Hosting; public static class Extensions { public static void UseAcme(this WebApplication app) => app.MapHealthChecks(\"/health\"); }"
            );
        test.TestState.AdditionalProjectReferences.Add("Acme.Hosting");
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    // The product's name says nothing of what a helper does, that of one of its parts does.
    [Theory]
    [InlineData("Acme", "UseAcme", "app.Run();")]
    [InlineData("Acme.Shop.Hosting", "AddShop", "app.Run();")]
    [InlineData("Acme.Syndication", "AddSyndication", "app.[|Run()|];")]
    [InlineData("Acme.Shop.Persistence", "UsePersistence", "app.[|Run()|];")]
    public Task HelperNamedForAProjectWithoutFacts_MayDoWhatTheProductDoes(string project, string name, string run)
    {
        var test = Files($"using {project};\n\nvar app = WebApplication.CreateBuilder(args).Build();\napp.{name}();\n{run}");
        test.TestState.AdditionalProjects[project]
            .Sources.Add(
                $"namespace {project}; public static class Extensions {{ public static void {name}(this WebApplication app) {{ }} }}"
            );
        test.TestState.AdditionalProjectReferences.Add(project);
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("Acme.Startup", "")]
    [InlineData("Startup", "public class Startup : Acme.Startup;")]
    public Task StartupOfAProjectWithoutFacts_MayMap(string startup, string own)
    {
        var test = Files(
            $$"""
            Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(web => web.UseStartup<{{startup}}>()).Build().Run();

            {{own}}
            """
        );
        test.TestState.AdditionalProjects["Acme.Hosting"]
            .Sources.Add(
                """
                namespace Acme;

                public class Startup
                {
                    public void Configure(IApplicationBuilder app) => app.UseRouting().UseEndpoints(endpoints => endpoints.MapHealthChecks("/health"));
                }
                """
            );
        test.TestState.AdditionalProjectReferences.Add("Acme.Hosting");
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData(
        """[ApiController, Route("/api/status")] public class StatusController : ControllerBase { [HttpPost("/api/status")] public void Update(string text) { } }""",
        "app.[|Run()|];"
    )]
    [InlineData(
        """[ApiController, Route("/api/status")] public class StatusController : ControllerBase { [HttpPost] public void Update(string text) { } public string Current() => ""; }""",
        "app.Run();"
    )]
    [InlineData(
        """[ApiController, Route("/api/status")] public class StatusController : ControllerBase { [HttpGet] public string Current(string text) => text; }""",
        "app.Run();"
    )]
    public Task ControllerThatTakesChangesAlone_AnswersNoProbe(string type, string run) =>
        VerifyFilesAsync(
            $"var builder = WebApplication.CreateBuilder(args);\nvar app = builder.Build();\napp.MapControllers();\n{run}",
            "using Microsoft.AspNetCore.Mvc;\n" + type
        );

    [Theory]
    [InlineData("""app.MapGet("/orders/status", (string order) => order);""", "app.[|Run()|];")]
    [InlineData("""app.MapGet("/status", (string text) => text);""", "app.Run();")]
    [InlineData("""app.MapGet("/api/v1/status", (string text) => text);""", "app.Run();")]
    public Task StatusOfSomethingElse_AnswersNoProbe(string map, string run) =>
        VerifyFilesAsync($"var app = WebApplication.CreateBuilder(args).Build();\n{map}\n{run}");

    [Fact]
    public Task RouteForChanges_AnswersNoProbe() =>
        VerifyFilesAsync(
            "var app = WebApplication.CreateBuilder(args).Build();\napp.MapPost(\"/status\", (string text) => text);\napp.[|Run()|];"
        );

    // A helper that cannot be seen does what its name says; names for the whole of a host may map anything.
    [Theory]
    [InlineData("MapShop", "app.Run();")]
    [InlineData("UseShopEndpoints", "app.Run();")]
    [InlineData("UsePlatform", "app.Run();")]
    [InlineData("UseObservability", "app.Run();")]
    [InlineData("AddInfrastructure", "app.Run();")]
    [InlineData("UseProbes", "app.Run();")]
    [InlineData("UseSharedMiddleware", "app.Run();")]
    [InlineData("ConfigureShopPipeline", "app.Run();")]
    [InlineData("AddShopServices", "app.[|Run()|];")]
    [InlineData("RegisterCommonServices", "app.[|Run()|];")]
    [InlineData("UseApiCoreConfiguration", "app.Run();")]
    [InlineData("UseSwaggerConfiguration", "app.[|Run()|];")]
    [InlineData("UseTenantMiddleware", "app.[|Run()|];")]
    [InlineData("MapToOrders", "app.[|Run()|];")]
    [InlineData("MapTokens", "app.Run();")]
    [InlineData("AddOrderRepository", "app.[|Run()|];")]
    [InlineData("UseOrders", "app.[|Run()|];")]
    [InlineData("ConfigureCulture", "app.[|Run()|];")]
    public Task HelperThatCannotBeSeen_DoesWhatItsNameSays(string name, string run)
    {
        var test = Files($"using Acme.Hosting;\n\nvar app = WebApplication.CreateBuilder(args).Build();\napp.{name}();\n{run}");
        test.TestState.AdditionalProjects["Acme.Hosting"]
            .Sources.Add(
                $"namespace Acme.Hosting; public static class Extensions {{ public static void {name}(this WebApplication app) => app.MapHealthChecks(\"/health\"); }}"
            );
        test.TestState.AdditionalProjectReferences.Add("Acme.Hosting");
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("RunJasperFxCommands")]
    [InlineData("RunWithGraphQLCommandsAsync")]
    public Task CommandLineThatRunsTheHost_Triggers(string name) =>
        Files(
                $$"""
                var app = WebApplication.CreateBuilder(args).Build();
                return await app.[|{{name}}(args)|];

                static class CommandLine { public static Task<int> {{name}}(this IHost host, string[] args) => Task.FromResult(0); }
                """
            )
            .RunAsync(TestContext.Current.CancellationToken);

    // What is given no host can map nothing on it.
    [Theory]
    [InlineData("this IEndpointConventionBuilder endpoint", "app.MapGet(\"/orders\", () => 1).MapVersion();", "app.[|Run()|];")]
    [InlineData("this string row", "\"\".MapVersion();", "app.[|Run()|];")]
    [InlineData("this IServiceCollection services", "builder.Services.MapVersion();", "app.Run();")]
    [InlineData("this IEndpointRouteBuilder routes", "app.MapGroup(\"/orders\").MapVersion();", "app.Run();")]
    [InlineData("this IHostBuilder host", "builder.Host.MapVersion();", "app.Run();")]
    public Task HelperThatCannotBeSeen_MustBeGivenAHost(string parameter, string call, string run)
    {
        var test = Files(
            $"using Acme.Hosting;\n\nvar builder = WebApplication.CreateBuilder(args);\nvar app = builder.Build();\n{call}\n{run}"
        );
        test.TestState.AdditionalProjects["Acme.Hosting"]
            .Sources.Add($"namespace Acme.Hosting; public static class Extensions {{ public static void MapVersion({parameter}) {{ }} }}");
        test.TestState.AdditionalProjectReferences.Add("Acme.Hosting");
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("""[Microsoft.AspNetCore.Mvc.HttpGet("/ping")]""", "app.Run();")]
    [InlineData("""[Microsoft.AspNetCore.Mvc.HttpGet("/orders")]""", "app.[|Run()|];")]
    public Task ControllerOfAProjectWithoutFacts_MayAnswer(string route, string run)
    {
        var test = Files($"var app = WebApplication.CreateBuilder(args).Build(); app.MapControllers(); {run}");
        test.TestState.AdditionalProjects["Acme.Api"]
            .Sources.Add(
                $$"""namespace Acme.Api; public class PingController : Microsoft.AspNetCore.Mvc.ControllerBase { {{route}} public string Get() => "pong"; }"""
            );
        test.TestState.AdditionalProjectReferences.Add("Acme.Api");
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public Task OptionsOfAnotherProject_AreNotLookedInto()
    {
        var test = Files(
            """
            var app = WebApplication.CreateBuilder(args).Build();
            app.MapHealthChecks("/health", Acme.Probes.Options);
            app.Run();
            """
        );
        test.TestState.AdditionalProjects["Acme.Hosting"]
            .Sources.Add(
                "namespace Acme; public static class Probes { public static readonly Microsoft.AspNetCore.Diagnostics.HealthChecks.HealthCheckOptions Options = new() { Predicate = _ => false }; }"
            );
        test.TestState.AdditionalProjectReferences.Add("Acme.Hosting");
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    private const string Defaults = """
        namespace Acme.ServiceDefaults
        {
            public static class Extensions
            {
                public static void AddServiceDefaults(this IHostApplicationBuilder builder) => builder.Services.AddHealthChecks();

                public static WebApplication MapDefaultEndpoints(this WebApplication app)
                {
                    BODY
                    return app;
                }
            }
        }
        """;

    [Fact]
    public Task EndpointOfAReferencedProjectThatIsCalled_DoesNotTrigger() =>
        VerifyWithDefaultsAsync(
            """app.MapHealthChecks("/health");""",
            """
            using Acme.ServiceDefaults;

            var builder = WebApplication.CreateBuilder(args);
            builder.AddServiceDefaults();
            var app = builder.Build();
            app.MapDefaultEndpoints();
            app.Run();
            """
        );

    [Fact]
    public Task EndpointOfAReferencedProjectThatIsNotCalled_TriggersAndNamesIt() =>
        VerifyWithDefaultsAsync(
            """app.MapHealthChecks("/health");""",
            """
            using Acme.ServiceDefaults;

            var builder = WebApplication.CreateBuilder(args);
            builder.AddServiceDefaults();
            var app = builder.Build();
            app.{|#0:Run()|};
            """,
            Verify
                .Diagnostic()
                .WithLocation(0)
                .WithArguments(
                    " (MapDefaultEndpoints() of Library0 maps one but is not called)",
                    "map '/healthz/live' and '/healthz/ready'"
                )
        );

    [Fact]
    public Task EndpointOfAReferencedProjectOnlyInDevelopment_TriggersAndSaysSo() =>
        VerifyWithDefaultsAsync(
            """if (app.Environment.IsDevelopment()) { app.MapHealthChecks("/alive"); }""",
            """
            using Acme.ServiceDefaults;

            var builder = WebApplication.CreateBuilder(args);
            builder.AddServiceDefaults();
            var app = builder.Build();
            app.MapDefaultEndpoints();
            app.{|#0:Run()|};
            """,
            Verify
                .Diagnostic()
                .WithLocation(0)
                .WithArguments(" outside Development ('/alive' exists only there)", "map '/healthz/live' and '/healthz/ready'")
        );

    [Fact]
    public Task Worker_DoesNotTrigger() =>
        Verify.VerifyAnalyzerAsync(
            """
            var builder = Host.CreateApplicationBuilder(args);
            builder.Services.AddHttpClient();
            var host = builder.Build();
            host.Run();
            """
        );

    [Fact]
    public Task WorkerOnTheDefaultBuilder_DoesNotTrigger() =>
        Verify.VerifyAnalyzerAsync(
            """
            await Host.CreateDefaultBuilder(args).ConfigureServices(services => services.AddOptions()).RunConsoleAsync();
            """
        );

    [Fact]
    public Task RegisteredButNotMapped_IsTheBusinessOfAnotherRule() =>
        Verify.VerifyAnalyzerAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddHealthChecks();
            var app = builder.Build();
            app.Run();
            """
        );

    [Fact]
    public async Task Library_DoesNotTrigger()
    {
        var test = Files("public static class Server { public static void Start() => WebApplication.Create().Run(); }");
        await test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task TestProject_DoesNotTrigger()
    {
        var test = Files("WebApplication.Create(args).Run();");
        test.TestState.BuildProperties["IsTestProject"] = "true";
        await test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public Task FunctionsApp_DoesNotTrigger()
    {
        var test = Files(
            """
            WebApplication.Create(args).Run();
            """
        );
        test.TestState.AdditionalReferences.Add(Package("Microsoft.Azure.Functions.Worker", "public class Worker;"));
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public Task TwoRunCalls_TriggerOnce() =>
        Verify.VerifyAnalyzerAsync(
            """
            var app = WebApplication.Create(args);
            if (args.Length > 0)
            {
                app.[|Run(args[0])|];
            }
            else
            {
                app.Run();
            }
            """
        );

    private static Task VerifyFilesAsync(params string[] files) => Files(files).RunAsync(TestContext.Current.CancellationToken);

    private static Task VerifyWithDefaultsAsync(string body, string program, params DiagnosticResult[] expected)
    {
        var test = Files(program);
        test.TestState.AdditionalReferences.Add(GeneratorHarness.Library(Defaults.Replace("BODY", body, StringComparison.Ordinal)));
        test.ExpectedDiagnostics.AddRange(expected);
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    private static CSharpAnalyzerTest<NoHealthEndpointAnalyzer> Files(params string[] files)
    {
        var test = new CSharpAnalyzerTest<NoHealthEndpointAnalyzer>();
        foreach (var file in files)
        {
            test.TestState.Sources.Add(file);
        }

        return test;
    }

    // A compiled package carries no facts.
    private static PortableExecutableReference Package(string name, string source)
    {
        using var stream = new MemoryStream();
        var result = GeneratorHarness.Compile(source, OutputKind.DynamicallyLinkedLibrary).WithAssemblyName(name).Emit(stream);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        return MetadataReference.CreateFromImage(stream.ToArray());
    }
}
