using Deployability.Analyzers.Rules.Health;
using Deployability.CodeFixes.Rules.Health;
using Deployability.Model;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    Deployability.Analyzers.Rules.Health.NoHealthEndpointAnalyzer,
    Deployability.CodeFixes.Rules.Health.NoHealthEndpointCodeFix
>;

namespace Deployability.CodeFixes.Tests.Rules.Health;

public class NoHealthEndpointCodeFixTests
{
    [Fact]
    public Task MinimalHosting_GetsRegistrationAndEndpoints() =>
        Verify.VerifyCodeFixAsync(
            """
            // Orders.
            var builder = WebApplication.CreateBuilder(args);

            builder.Services.AddProblemDetails();

            // Everything is registered.
            var app = builder.Build();

            app.MapGet("/orders", () => "[]");

            // Serve.
            app.[|Run()|];
            """,
            """
            // Orders.
            using Microsoft.AspNetCore.Diagnostics.HealthChecks;

            var builder = WebApplication.CreateBuilder(args);

            builder.Services.AddProblemDetails();

            builder.Services.AddHealthChecks();

            // Everything is registered.
            var app = builder.Build();

            app.MapGet("/orders", () => "[]");

            app.MapHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = _ => false });
            app.MapHealthChecks("/healthz/ready");

            // Serve.
            app.Run();
            """
        );

    private const string Grpc = """

        public class Greeter;

        namespace Microsoft.AspNetCore.Builder
        {
            public static class GrpcEndpointRouteBuilderExtensions
            {
                public static IEndpointConventionBuilder MapGrpcService<T>(this IEndpointRouteBuilder endpoints) where T : class => null!;
            }
        }
        """;

    private const string GrpcHealth = """

        namespace Microsoft.AspNetCore.Builder
        {
            public static class GrpcHealthChecksEndpointRouteBuilderExtensions
            {
                public static IEndpointConventionBuilder MapGrpcHealthChecksService(this IEndpointRouteBuilder endpoints) => null!;
            }
        }

        namespace Microsoft.Extensions.DependencyInjection
        {
            public static class GrpcHealthChecksServiceExtensions
            {
                public static IHealthChecksBuilder AddGrpcHealthChecks(this IServiceCollection services) => null!;
            }
        }
        """;

    [Fact]
    public Task AppThatSpeaksGrpcAlone_GetsTheHealthServiceOfGrpc() =>
        Verify.VerifyCodeFixAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            var app = builder.Build();

            app.MapGrpcService<Greeter>();
            app.MapGet("/", () => "Use a gRPC client.");

            app.[|Run()|];
            """
                + Grpc
                + GrpcHealth,
            """
            using Microsoft.Extensions.Diagnostics.HealthChecks;

            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddGrpcHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy());
            var app = builder.Build();

            app.MapGrpcService<Greeter>();
            app.MapGet("/", () => "Use a gRPC client.");

            app.MapGrpcHealthChecksService();

            app.Run();
            """
                + Grpc
                + GrpcHealth
        );

    [Fact]
    public Task AppThatSpeaksHttp2Alone_GetsTheHealthServiceOfGrpc() =>
        Verify.VerifyCodeFixAsync(
            """
            using Microsoft.AspNetCore.Server.Kestrel.Core;

            var builder = WebApplication.CreateBuilder(args);
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenAnyIP(5000, o => o.Protocols = HttpProtocols.Http2));
            var app = builder.Build();

            app.MapGrpcService<Greeter>();
            app.MapGet("/orders", () => "[]");

            app.[|Run()|];
            """
                + Grpc
                + GrpcHealth,
            """
            using Microsoft.AspNetCore.Server.Kestrel.Core;
            using Microsoft.Extensions.Diagnostics.HealthChecks;

            var builder = WebApplication.CreateBuilder(args);
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenAnyIP(5000, o => o.Protocols = HttpProtocols.Http2));
            builder.Services.AddGrpcHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy());
            var app = builder.Build();

            app.MapGrpcService<Greeter>();
            app.MapGet("/orders", () => "[]");

            app.MapGrpcHealthChecksService();

            app.Run();
            """
                + Grpc
                + GrpcHealth
        );

    [Fact]
    public Task AppThatSpeaksGrpcAloneWithoutThePackage_IsLeftAlone()
    {
        const string Source =
            """
                var builder = WebApplication.CreateBuilder(args);
                var app = builder.Build();
                app.MapGrpcService<Greeter>();
                app.[|Run()|];
                """ + Grpc;
        return Verify.VerifyCodeFixAsync(Source, Source);
    }

    [Fact]
    public Task BuilderAtTheStartOfAChain_IsUsed() =>
        Verify.VerifyCodeFixAsync(
            """
            using System.Text;

            var builder = WebApplication.CreateBuilder(args);
            var app = builder.ConfigureServices().Build();
            app.[|Run()|];

            static class Setup { public static WebApplicationBuilder ConfigureServices(this WebApplicationBuilder builder) => builder; }
            """,
            """
            using System.Text;
            using Microsoft.AspNetCore.Diagnostics.HealthChecks;

            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddHealthChecks();
            var app = builder.ConfigureServices().Build();
            app.MapHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = _ => false });
            app.MapHealthChecks("/healthz/ready");
            app.Run();

            static class Setup { public static WebApplicationBuilder ConfigureServices(this WebApplicationBuilder builder) => builder; }
            """
        );

    [Fact]
    public Task MiddlewareThatAnswersEverything_ComesAfterTheProbes() =>
        Verify.VerifyCodeFixAsync(
            """
            using System.Text;

            var app = WebApplication.Create(args);

            app.UseStaticFiles();
            app.Run(context => context.Response.WriteAsync("hello"));

            app.[|Run()|];
            """,
            """
            using System.Text;
            using Microsoft.AspNetCore.Diagnostics.HealthChecks;

            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddHealthChecks();
            var app = builder.Build();

            app.UseStaticFiles();
            app.UseHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = _ => false });
            app.UseHealthChecks("/healthz/ready");
            app.Run(context => context.Response.WriteAsync("hello"));

            app.Run();
            """
        );

    [Fact]
    public Task PipelineOfMiddlewareOnly_AnswersProbesFirst() =>
        Verify.VerifyCodeFixAsync(
            """
            using System.Text;

            Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(web => web.UseStartup<Startup>()).Build().[|Run()|];

            public class Startup
            {
                public void ConfigureServices(IServiceCollection services)
                {
                    services.AddDirectoryBrowser();
                }

                public void Configure(IApplicationBuilder app)
                {
                    app.UseFileServer(enableDirectoryBrowsing: true);
                }
            }
            """,
            """
            using System.Text;
            using Microsoft.AspNetCore.Diagnostics.HealthChecks;

            Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(web => web.UseStartup<Startup>()).Build().Run();

            public class Startup
            {
                public void ConfigureServices(IServiceCollection services)
                {
                    services.AddDirectoryBrowser();
                    services.AddHealthChecks();
                }

                public void Configure(IApplicationBuilder app)
                {
                    app.UseHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = _ => false });
                    app.UseHealthChecks("/healthz/ready");
                    app.UseFileServer(enableDirectoryBrowsing: true);
                }
            }
            """
        );

    [Theory]
    [InlineData("app.UseMvc();")]
    [InlineData("app.Run(async context => await context.Response.WriteAsync(\"hello\"));")]
    public Task StartupWithoutEndpoints_GetsMiddleware(string answer) =>
        Verify.VerifyCodeFixAsync(
            $$"""
            using Microsoft.AspNetCore;

            public class Program
            {
                public static void Main(string[] args) => WebHost.CreateDefaultBuilder(args).UseStartup<Startup>().Build().[|Run()|];
            }

            public class Startup
            {
                public void ConfigureServices(IServiceCollection services)
                {
                    services.AddMvc(options => options.EnableEndpointRouting = false);
                }

                public void Configure(IApplicationBuilder app)
                {
                    app.UseStaticFiles();

                    {{answer}}
                }
            }
            """,
            $$"""
            using Microsoft.AspNetCore;
            using Microsoft.AspNetCore.Diagnostics.HealthChecks;

            public class Program
            {
                public static void Main(string[] args) => WebHost.CreateDefaultBuilder(args).UseStartup<Startup>().Build().Run();
            }

            public class Startup
            {
                public void ConfigureServices(IServiceCollection services)
                {
                    services.AddMvc(options => options.EnableEndpointRouting = false);
                    services.AddHealthChecks();
                }

                public void Configure(IApplicationBuilder app)
                {
                    app.UseStaticFiles();

                    app.UseHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = _ => false });
                    app.UseHealthChecks("/healthz/ready");

                    {{answer}}
                }
            }
            """
        );

    [Fact]
    public Task NamesOfTheFile_AreUsed() =>
        Verify.VerifyCodeFixAsync(
            """
            using System.Text;

            var host = WebApplication.CreateSlimBuilder(args);
            var web = host.Build();
            await web.[|RunAsync()|];
            """,
            """
            using System.Text;
            using Microsoft.AspNetCore.Diagnostics.HealthChecks;

            var host = WebApplication.CreateSlimBuilder(args);
            host.Services.AddHealthChecks();
            var web = host.Build();
            web.MapHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = _ => false });
            web.MapHealthChecks("/healthz/ready");
            await web.RunAsync();
            """
        );

    [Theory]
    [InlineData("WebApplication.CreateBuilder(args).Build()", "WebApplication.CreateBuilder(args)")]
    [InlineData("WebApplication.Create(args)", "WebApplication.CreateBuilder(args)")]
    public Task Chain_IsSplit(string chain, string create) =>
        Verify.VerifyCodeFixAsync(
            $$"""
            using System.Text;

            var app = {{chain}};

            app.[|Run()|];
            """,
            $$"""
            using System.Text;
            using Microsoft.AspNetCore.Diagnostics.HealthChecks;

            var builder = {{create}};
            builder.Services.AddHealthChecks();
            var app = builder.Build();

            app.MapHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = _ => false });
            app.MapHealthChecks("/healthz/ready");

            app.Run();
            """
        );

    [Fact]
    public Task MainMethod_KeepsItsIndentation() =>
        Verify.VerifyCodeFixAsync(
            """
            namespace Shop
            {
                public static class Program
                {
                    public static async Task<int> Main(string[] args)
                    {
                        var builder = WebApplication.CreateBuilder(args);
                        var app = builder.Build();
                        try
                        {
                            await app.[|RunAsync()|];
                            return 0;
                        }
                        catch (Exception)
                        {
                            return 1;
                        }
                    }
                }
            }
            """,
            """
            using Microsoft.AspNetCore.Diagnostics.HealthChecks;

            namespace Shop
            {
                public static class Program
                {
                    public static async Task<int> Main(string[] args)
                    {
                        var builder = WebApplication.CreateBuilder(args);
                        builder.Services.AddHealthChecks();
                        var app = builder.Build();
                        try
                        {
                            app.MapHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = _ => false });
                            app.MapHealthChecks("/healthz/ready");
                            await app.RunAsync();
                            return 0;
                        }
                        catch (Exception)
                        {
                            return 1;
                        }
                    }
                }
            }
            """
        );

    [Fact]
    public Task FallbackPolicy_EndpointsAreAnonymous() =>
        Verify.VerifyCodeFixAsync(
            """
            using Microsoft.AspNetCore.Diagnostics.HealthChecks;

            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddAuthorization(options => options.FallbackPolicy = options.DefaultPolicy);
            var app = builder.Build();
            app.[|Run()|];
            """,
            """
            using Microsoft.AspNetCore.Diagnostics.HealthChecks;

            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddAuthorization(options => options.FallbackPolicy = options.DefaultPolicy);
            builder.Services.AddHealthChecks();
            var app = builder.Build();
            app.MapHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
            app.MapHealthChecks("/healthz/ready").AllowAnonymous();
            app.Run();
            """
        );

    [Fact]
    public Task StartupClassInAnotherFile_IsChanged()
    {
        var test = new CSharpCodeFixTest<NoHealthEndpointAnalyzer, NoHealthEndpointCodeFix>();
        const string Program = """
            public class Program
            {
                public static void Main(string[] args) => CreateHostBuilder(args).Build().{0};

                public static IHostBuilder CreateHostBuilder(string[] args) =>
                    Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(web => web.UseStartup<Startup>());
            }
            """;
        test.TestState.Sources.Add(Program.Replace("{0}", "[|Run()|]", StringComparison.Ordinal));
        test.TestState.Sources.Add(
            """
            using Microsoft.AspNetCore.Routing;

            public class Startup
            {
                public void ConfigureServices(IServiceCollection services)
                {
                    services.AddControllers();
                }

                public void Configure(IApplicationBuilder app)
                {
                    app.UseRouting();
                    app.UseEndpoints(endpoints =>
                    {
                        endpoints.MapControllers(); // API
                    });
                }
            }
            """
        );
        test.FixedState.Sources.Add(Program.Replace("{0}", "Run()", StringComparison.Ordinal));
        test.FixedState.Sources.Add(
            """
            using Microsoft.AspNetCore.Diagnostics.HealthChecks;
            using Microsoft.AspNetCore.Routing;

            public class Startup
            {
                public void ConfigureServices(IServiceCollection services)
                {
                    services.AddControllers();
                    services.AddHealthChecks();
                }

                public void Configure(IApplicationBuilder app)
                {
                    app.UseRouting();
                    app.UseEndpoints(endpoints =>
                    {
                        endpoints.MapControllers(); // API
                        endpoints.MapHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = _ => false });
                        endpoints.MapHealthChecks("/healthz/ready");
                    });
                }
            }
            """
        );
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public Task LambdaWithoutBlock_GetsOne() =>
        Verify.VerifyCodeFixAsync(
            """
            using Microsoft.AspNetCore.Diagnostics.HealthChecks;

            Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(web => web.UseStartup<Startup>()).Build().[|Run()|];

            public class Startup
            {
                public void ConfigureServices(IServiceCollection services)
                {
                    services.AddControllers();
                }

                public void Configure(IApplicationBuilder app)
                {
                    app.UseRouting();
                    app.UseEndpoints(endpoints => endpoints.MapControllers());
                }
            }
            """,
            """
            using Microsoft.AspNetCore.Diagnostics.HealthChecks;

            Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(web => web.UseStartup<Startup>()).Build().Run();

            public class Startup
            {
                public void ConfigureServices(IServiceCollection services)
                {
                    services.AddControllers();
                    services.AddHealthChecks();
                }

                public void Configure(IApplicationBuilder app)
                {
                    app.UseRouting();
                    app.UseEndpoints(endpoints =>
                    {
                        endpoints.MapControllers();
                        endpoints.MapHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = _ => false });
                        endpoints.MapHealthChecks("/healthz/ready");
                    });
                }
            }
            """
        );

    [Theory]
    [InlineData("""WebApplication.Create(args).[|Run()|];""")]
    [InlineData(
        """var app = Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(web => web.Configure(app => { })).Build(); app.[|Run()|];"""
    )]
    [InlineData("""var app = WebApplication.Create(args); if (args.Length > 0) app.[|Run()|];""")]
    [InlineData(
        """var app = WebApplication.Create(args); if (args.Length > 0) { app.Run(context => context.Response.WriteAsync("hi")); } app.[|Run()|];"""
    )]
    public Task NoPlaceThatIsSurelyRight_NothingIsOffered(string program) => Verify.VerifyCodeFixAsync(program, program);
}
