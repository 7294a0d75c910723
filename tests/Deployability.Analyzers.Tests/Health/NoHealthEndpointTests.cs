using Deployability.Analyzers.Health;
using Deployability.Analyzers.Tests.Generation;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpAnalyzerVerifier<Deployability.Analyzers.Health.NoHealthEndpointAnalyzer>;

namespace Deployability.Analyzers.Tests.Health;

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
    [InlineData("""var uri = new Uri("http://inventory/health"); app.[|Run()|];""")]
    [InlineData("""var answer = await new HttpClient().GetAsync("/health"); app.[|Run()|];""")]
    [InlineData("""if (app.Environment.IsDevelopment()) { app.Run("http://localhost:5000"); } else { app.[|Run()|]; }""")]
    public Task WebApplicationWithoutEndpoint_Triggers(string code) => Verify.VerifyAnalyzerAsync(
        $$"""
        var builder = WebApplication.CreateBuilder(args);
        var app = builder.Build();
        {{code}}
        """);

    [Theory]
    [InlineData("""app.MapHealthChecks("/healthz");""")]
    [InlineData("""app.UseHealthChecks("/hc");""")]
    [InlineData("""app.UseHealthChecks("/hc", 8081);""")]
    [InlineData("""app.MapGet("/health", () => "ok");""")]
    [InlineData("""app.MapGet("api/health/ready", () => Results.Ok());""")]
    [InlineData("""app.MapMethods("/livez", ["GET", "HEAD"], () => "ok");""")]
    [InlineData("""app.Map("/health", branch => branch.Run(context => context.Response.WriteAsync("ok")));""")]
    [InlineData("""app.MapWhen(context => context.Request.Path == "/health", branch => branch.Run(context => context.Response.WriteAsync("ok")));""")]
    [InlineData("""app.MapWhen(context => context.Request.Path.StartsWithSegments("/healthz"), branch => { });""")]
    [InlineData("""app.Use(async (context, next) => { if (context.Request.Path.Value == "/ping") { await context.Response.WriteAsync("pong"); return; } await next(); });""")]
    [InlineData("""app.MapGroup("/health").MapGet("/", () => "ok");""")]
    [InlineData("""var group = app.MapGroup("/_health"); group.MapGet("", () => "ok");""")]
    [InlineData("""app.MapGet("/status", () => "ok");""")]
    [InlineData("""app.MapGet(app.Configuration["HealthPath"] ?? "/health", () => "ok");""")]
    [InlineData("""app.MapHealthChecks(app.Configuration["HealthPath"]!);""")]
    [InlineData("""if (app.Configuration.GetValue<bool>("Health:Enabled")) { app.MapHealthChecks("/health"); }""")]
    [InlineData("""if (!app.Environment.IsDevelopment()) { app.MapHealthChecks("/health"); }""")]
    [InlineData("""app.MapHealthChecks("/health").RequireAuthorization();""")]
    public Task WebApplicationThatAnswersProbes_DoesNotTrigger(string code) => Verify.VerifyAnalyzerAsync(
        $$"""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHealthChecks();
        var app = builder.Build();
        {{code}}
        app.Run();
        """);

    [Fact]
    public Task EndpointOnlyInDevelopment_TriggersAndSaysSo() => Verify.VerifyAnalyzerAsync(
        """
        var app = WebApplication.CreateBuilder(args).Build();
        if (app.Environment.IsDevelopment())
        {
            app.MapHealthChecks("/health");
        }

        app.{|#0:Run()|};
        """,
        Verify.Diagnostic().WithLocation(0).WithArguments(" outside Development ('/health' exists only there)"));

    [Fact]
    public Task EndpointOfHelperCalledOnlyInDevelopment_TriggersAndSaysSo() => Verify.VerifyAnalyzerAsync(
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
        Verify.Diagnostic().WithLocation(0).WithArguments(" outside Development ('/health' exists only there)"));

    [Fact]
    public Task GenericHostWithStartup_Triggers() => Verify.VerifyAnalyzerAsync(
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
        """);

    [Fact]
    public Task GenericHostWithStartupThatMaps_DoesNotTrigger() => VerifyFilesAsync(
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
        """);

    [Fact]
    public Task WebHostOfOldApplications_Triggers() => Verify.VerifyAnalyzerAsync(
        """
        using Microsoft.AspNetCore;

        public class Program
        {
            public static void Main(string[] args) => BuildWebHost(args).[|Run()|];

        #pragma warning disable ASPDEPR004, ASPDEPR008
            public static IWebHost BuildWebHost(string[] args) => WebHost.CreateDefaultBuilder(args).Configure(app => { }).Build();
        }
        """);

    [Fact]
    public Task RunInAMethodThatMainCalls_Triggers() => VerifyFilesAsync(
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
        """);

    [Fact]
    public Task EndpointInAnotherFile_DoesNotTrigger() => VerifyFilesAsync(
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
        """);

    [Theory]
    [InlineData("""[Microsoft.AspNetCore.Mvc.Route("health")] public class ProbesController : Microsoft.AspNetCore.Mvc.ControllerBase { [Microsoft.AspNetCore.Mvc.HttpGet] public string Get() => "ok"; }""")]
    [InlineData("""public class HomeController : Microsoft.AspNetCore.Mvc.Controller { [Microsoft.AspNetCore.Mvc.HttpGet("/healthz")] public string Health() => "ok"; }""")]
    [InlineData("""[Microsoft.AspNetCore.Mvc.ApiController, Microsoft.AspNetCore.Mvc.Route("[controller]")] public class HealthController { [Microsoft.AspNetCore.Mvc.HttpGet] public string Get() => "ok"; }""")]
    [InlineData("""public class HealthCheckController : Microsoft.AspNetCore.Mvc.Controller { public string Index() => "ok"; }""")]
    [InlineData("""public class HealthModel : Microsoft.AspNetCore.Mvc.RazorPages.PageModel { public void OnGet() { } }""")]
    [InlineData("""public class Probe(Microsoft.Extensions.Diagnostics.HealthChecks.HealthCheckService checks) { public Task<Microsoft.Extensions.Diagnostics.HealthChecks.HealthReport> AskAsync() => checks.CheckHealthAsync(); }""")]
    [InlineData("""public class ProbeMiddleware(RequestDelegate next) { private const string Path = "/health/live"; public Task Invoke(HttpContext context) => context.Request.Path == Path ? Task.CompletedTask : next(context); }""")]
    [InlineData("""public abstract class Endpoint { protected void Get(params string[] routes) { } } public class Alive : Endpoint { public void Configure() => Get("health"); }""")]
    [InlineData("""public interface ICarterModule { void AddRoutes(IEndpointRouteBuilder app); } public class Ops : ICarterModule { public void AddRoutes(IEndpointRouteBuilder app) => app.MapGet("/health", () => "ok"); }""")]
    public Task TypeThatAnswersProbes_DoesNotTrigger(string type) => VerifyFilesAsync(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddControllers();
        var app = builder.Build();
        app.MapControllers();
        app.Run();
        """,
        type);

    [Theory]
    [InlineData("public record HealthModel(string Name);")]
    [InlineData("""[Microsoft.AspNetCore.Mvc.Route("api/healthcare")] public class PatientsController : Microsoft.AspNetCore.Mvc.ControllerBase { }""")]
    [InlineData("""public class Inventory(HttpClient client) { public Task<string> PingAsync() => client.GetStringAsync("/ping"); }""")]
    public Task TypeThatOnlySoundsLikeHealth_Triggers(string type) => VerifyFilesAsync(
        """
        var app = WebApplication.CreateBuilder(args).Build();
        app.MapControllers();
        app.[|Run()|];
        """,
        type);

    [Fact]
    public Task ReverseProxyOfAPackage_DoesNotTrigger()
    {
        var test = Files(
            """
            using Yarp;

            var app = WebApplication.CreateBuilder(args).Build();
            app.MapReverseProxy();
            app.Run();
            """);
        test.TestState.AdditionalReferences.Add(Package(
            "Yarp.ReverseProxy",
            "namespace Yarp { public static class Extensions { public static void MapReverseProxy(this IEndpointRouteBuilder endpoints) { } } }"));
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public Task HelperOfAPackageThatSaysNothingOfHealth_Triggers()
    {
        var test = Files(
            """
            using Serilog;

            var app = WebApplication.CreateBuilder(args).Build();
            app.UseSerilogRequestLogging();
            app.[|Run()|];
            """);
        test.TestState.AdditionalReferences.Add(Package(
            "Serilog.AspNetCore",
            "namespace Serilog { public static class Extensions { public static void UseSerilogRequestLogging(this IApplicationBuilder app) { } } }"));
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
            """);
        test.TestState.AdditionalProjects["Acme.Hosting"].Sources.Add(
            "namespace Acme.Hosting; public static class Extensions { public static void UseAcme(this WebApplication app) => app.MapHealthChecks(\"/health\"); }");
        test.TestState.AdditionalProjectReferences.Add("Acme.Hosting");
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
            """);
        test.TestState.AdditionalProjects["Acme.Hosting"].Sources.Add(
            "namespace Acme; public static class Probes { public static readonly Microsoft.AspNetCore.Diagnostics.HealthChecks.HealthCheckOptions Options = new() { Predicate = _ => false }; }");
        test.TestState.AdditionalProjectReferences.Add("Acme.Hosting");
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    private const string Defaults =
        """
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
    public Task EndpointOfAReferencedProjectThatIsCalled_DoesNotTrigger() => VerifyWithDefaultsAsync(
        """app.MapHealthChecks("/health");""",
        """
        using Acme.ServiceDefaults;

        var builder = WebApplication.CreateBuilder(args);
        builder.AddServiceDefaults();
        var app = builder.Build();
        app.MapDefaultEndpoints();
        app.Run();
        """);

    [Fact]
    public Task EndpointOfAReferencedProjectThatIsNotCalled_TriggersAndNamesIt() => VerifyWithDefaultsAsync(
        """app.MapHealthChecks("/health");""",
        """
        using Acme.ServiceDefaults;

        var builder = WebApplication.CreateBuilder(args);
        builder.AddServiceDefaults();
        var app = builder.Build();
        app.{|#0:Run()|};
        """,
        Verify.Diagnostic().WithLocation(0).WithArguments(" (MapDefaultEndpoints() of Library0 maps one but is not called)"));

    [Fact]
    public Task EndpointOfAReferencedProjectOnlyInDevelopment_TriggersAndSaysSo() => VerifyWithDefaultsAsync(
        """if (app.Environment.IsDevelopment()) { app.MapHealthChecks("/alive"); }""",
        """
        using Acme.ServiceDefaults;

        var builder = WebApplication.CreateBuilder(args);
        builder.AddServiceDefaults();
        var app = builder.Build();
        app.MapDefaultEndpoints();
        app.{|#0:Run()|};
        """,
        Verify.Diagnostic().WithLocation(0).WithArguments(" outside Development ('/alive' exists only there)"));

    [Fact]
    public Task Worker_DoesNotTrigger() => Verify.VerifyAnalyzerAsync(
        """
        var builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddHttpClient();
        var host = builder.Build();
        host.Run();
        """);

    [Fact]
    public Task WorkerOnTheDefaultBuilder_DoesNotTrigger() => Verify.VerifyAnalyzerAsync(
        """
        await Host.CreateDefaultBuilder(args).ConfigureServices(services => services.AddOptions()).RunConsoleAsync();
        """);

    [Fact]
    public Task RegisteredButNotMapped_IsTheBusinessOfAnotherRule() => Verify.VerifyAnalyzerAsync(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHealthChecks();
        var app = builder.Build();
        app.Run();
        """);

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
            """);
        test.TestState.AdditionalReferences.Add(Package("Microsoft.Azure.Functions.Worker", "public class Worker;"));
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public Task TwoRunCalls_TriggerOnce() => Verify.VerifyAnalyzerAsync(
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
        """);

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
