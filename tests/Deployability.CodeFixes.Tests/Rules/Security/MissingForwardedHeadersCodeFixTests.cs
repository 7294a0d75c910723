using Deployability.Model;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    Deployability.Analyzers.Rules.Security.MissingForwardedHeadersAnalyzer,
    Deployability.CodeFixes.Rules.Security.MissingForwardedHeadersCodeFix
>;

namespace Deployability.CodeFixes.Tests.Rules.Security;

public sealed class MissingForwardedHeadersCodeFixTests
{
    [Fact]
    public Task MinimalHosting_GetsOptionsAndMiddleware() =>
        Verify.VerifyCodeFixAsync(
            """
            // The shop.
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddRazorPages();

            var app = builder.Build();

            // Errors first.
            app.UseExceptionHandler("/error");
            app.[|UseHttpsRedirection()|];
            app.Run("https://*:8443");
            """,
            """
            // The shop.
            using Microsoft.AspNetCore.HttpOverrides;

            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddRazorPages();

            builder.Services.Configure<ForwardedHeadersOptions>(options =>
            {
                options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
                // The ingress has no fixed address; let the network allow nobody else to connect.
                options.KnownIPNetworks.Clear();
                options.KnownProxies.Clear();
            });

            var app = builder.Build();

            app.UseForwardedHeaders();

            // Errors first.
            app.UseExceptionHandler("/error");
            app.UseHttpsRedirection();
            app.Run("https://*:8443");
            """
        );

    [Fact]
    public Task CallWithoutOptions_GetsThem() =>
        Verify.VerifyCodeFixAsync(
            """
            using Microsoft.AspNetCore.HttpOverrides;

            var builder = WebApplication.CreateBuilder(args);

            var app = builder.Build();
            app.UseForwardedHeaders();
            app.[|UseHttpsRedirection()|];
            app.Run("https://*:8443");
            """,
            """
            using Microsoft.AspNetCore.HttpOverrides;

            var builder = WebApplication.CreateBuilder(args);

            builder.Services.Configure<ForwardedHeadersOptions>(options =>
            {
                options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
                // The ingress has no fixed address; let the network allow nobody else to connect.
                options.KnownIPNetworks.Clear();
                options.KnownProxies.Clear();
            });

            var app = builder.Build();
            app.UseForwardedHeaders();
            app.UseHttpsRedirection();
            app.Run("https://*:8443");
            """
        );

    [Fact]
    public Task BuilderWithoutAName_GetsOne() =>
        Verify.VerifyCodeFixAsync(
            """
            var app = WebApplication.CreateBuilder(args).Build();
            app.[|UseHttpsRedirection()|];
            app.Run("https://*:8443");
            """,
            """
            using Microsoft.AspNetCore.HttpOverrides;

            var builder = WebApplication.CreateBuilder(args);
            builder.Services.Configure<ForwardedHeadersOptions>(options =>
            {
                options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
                // The ingress has no fixed address; let the network allow nobody else to connect.
                options.KnownIPNetworks.Clear();
                options.KnownProxies.Clear();
            });
            var app = builder.Build();
            app.UseForwardedHeaders();
            app.UseHttpsRedirection();
            app.Run("https://*:8443");
            """
        );

    [Fact]
    public Task Main_GetsThemInItsIndentation() =>
        Verify.VerifyCodeFixAsync(
            """
            public static class Program
            {
                public static void Main(string[] args)
                {
                    var builder = WebApplication.CreateBuilder(args);
                    var app = builder.Build();
                    app.[|UseHttpsRedirection()|];
                    app.Run("https://*:8443");
                }
            }
            """,
            """
            using Microsoft.AspNetCore.HttpOverrides;

            public static class Program
            {
                public static void Main(string[] args)
                {
                    var builder = WebApplication.CreateBuilder(args);
                    builder.Services.Configure<ForwardedHeadersOptions>(options =>
                    {
                        options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
                        // The ingress has no fixed address; let the network allow nobody else to connect.
                        options.KnownIPNetworks.Clear();
                        options.KnownProxies.Clear();
                    });
                    var app = builder.Build();
                    app.UseForwardedHeaders();
                    app.UseHttpsRedirection();
                    app.Run("https://*:8443");
                }
            }
            """
        );

    [Fact]
    public Task Startup_GetsThemInBothMethods() =>
        Verify.VerifyCodeFixAsync(
            """
            using Microsoft.AspNetCore.Mvc;

            Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(web => web.UseUrls("https://*:8443").UseStartup<Startup>()).Build().Run();

            public class Startup
            {
                public void ConfigureServices(IServiceCollection services)
                {
                    // Pages.
                    services.AddRazorPages();
                }

                public void Configure(IApplicationBuilder app)
                {
                    app.[|UseHttpsRedirection()|];
                    app.UseRouting();
                }
            }
            """,
            """
            using Microsoft.AspNetCore.HttpOverrides;
            using Microsoft.AspNetCore.Mvc;

            Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(web => web.UseUrls("https://*:8443").UseStartup<Startup>()).Build().Run();

            public class Startup
            {
                public void ConfigureServices(IServiceCollection services)
                {
                    services.Configure<ForwardedHeadersOptions>(options =>
                    {
                        options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
                        // The ingress has no fixed address; let the network allow nobody else to connect.
                        options.KnownIPNetworks.Clear();
                        options.KnownProxies.Clear();
                    });
                    // Pages.
                    services.AddRazorPages();
                }

                public void Configure(IApplicationBuilder app)
                {
                    app.UseForwardedHeaders();
                    app.UseHttpsRedirection();
                    app.UseRouting();
                }
            }
            """
        );

    [Fact]
    public Task OptionsThatAreConfigured_Stay() =>
        Verify.VerifyCodeFixAsync(
            """
            using Microsoft.AspNetCore.HttpOverrides;

            var builder = WebApplication.CreateBuilder(args);
            builder.Services.Configure<ForwardedHeadersOptions>(options => options.ForwardedHeaders = ForwardedHeaders.All);
            var app = builder.Build();

            app.[|UseHttpsRedirection()|];
            app.Run("https://*:8443");
            """,
            """
            using Microsoft.AspNetCore.HttpOverrides;

            var builder = WebApplication.CreateBuilder(args);
            builder.Services.Configure<ForwardedHeadersOptions>(options => options.ForwardedHeaders = ForwardedHeaders.All);
            var app = builder.Build();

            app.UseForwardedHeaders();

            app.UseHttpsRedirection();
            app.Run("https://*:8443");
            """
        );

    [Fact]
    public async Task PipelineInAnotherFile_IsFixedWhereTheAppIsBuilt()
    {
        const string Helper =
            "public static class Pipeline { public static void UsePipeline(this WebApplication app) => app.[|UseHttpsRedirection()|]; }";
        var test = new Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixTest<
            Deployability.Analyzers.Rules.Security.MissingForwardedHeadersAnalyzer,
            Deployability.CodeFixes.Rules.Security.MissingForwardedHeadersCodeFix
        >();
        test.TestState.Sources.Add(Helper);
        test.TestState.Sources.Add(
            """
            using Microsoft.AspNetCore.HttpOverrides;

            var builder = WebApplication.CreateBuilder(args);
            var app = builder.Build();
            app.UsePipeline();
            app.Run("https://*:8443");
            """
        );
        test.FixedState.Sources.Add(Helper.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal));
        test.FixedState.Sources.Add(
            """
            using Microsoft.AspNetCore.HttpOverrides;

            var builder = WebApplication.CreateBuilder(args);
            builder.Services.Configure<ForwardedHeadersOptions>(options =>
            {
                options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
                // The ingress has no fixed address; let the network allow nobody else to connect.
                options.KnownIPNetworks.Clear();
                options.KnownProxies.Clear();
            });
            var app = builder.Build();
            app.UseForwardedHeaders();
            app.UsePipeline();
            app.Run("https://*:8443");
            """
        );
        await test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public Task FrameworkBeforeKnownIPNetworks_GetsItsOwnProperty()
    {
        const string Framework = """


            namespace Microsoft.AspNetCore.HttpOverrides
            {
                [System.Flags]
                public enum ForwardedHeaders { None, XForwardedFor, XForwardedHost, XForwardedProto = 4 }
            }

            namespace Microsoft.AspNetCore.Routing
            {
                public interface IEndpointRouteBuilder;
            }

            namespace Microsoft.AspNetCore.Builder
            {
                public interface IApplicationBuilder;

                public class ForwardedHeadersOptions
                {
                    public Microsoft.AspNetCore.HttpOverrides.ForwardedHeaders ForwardedHeaders { get; set; }
                    public System.Collections.Generic.List<object> KnownNetworks { get; } = [];
                    public System.Collections.Generic.List<object> KnownProxies { get; } = [];
                }

                public class WebApplicationBuilder
                {
                    public Microsoft.Extensions.DependencyInjection.IServiceCollection Services => null!;
                    public WebApplication Build() => new();
                }

                public class WebApplication : IApplicationBuilder
                {
                    public static WebApplicationBuilder CreateBuilder(string[] args) => new();
                    public void Run(string url) { }
                }

                public static class Middleware
                {
                    public static IApplicationBuilder UseForwardedHeaders(this IApplicationBuilder app) => app;
                    public static IApplicationBuilder UseHttpsRedirection(this IApplicationBuilder app) => app;
                }
            }

            namespace Microsoft.Extensions.DependencyInjection
            {
                public interface IServiceCollection;

                public static class Options
                {
                    public static IServiceCollection Configure<T>(this IServiceCollection services, System.Action<T> configure) => services;
                }
            }
            """;
        var test = new Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixTest<
            Deployability.Analyzers.Rules.Security.MissingForwardedHeadersAnalyzer,
            Deployability.CodeFixes.Rules.Security.MissingForwardedHeadersCodeFix
        >
        {
            References = Deployability.Testing.SdkReferences.NetCore,
            TestCode =
                """
                    using Microsoft.AspNetCore.Builder;

                    var builder = WebApplication.CreateBuilder(args);
                    var app = builder.Build();
                    app.[|UseHttpsRedirection()|];
                    app.Run("https://*:8443");
                    """ + Framework,
            FixedCode =
                """
                    using Microsoft.AspNetCore.Builder;
                    using Microsoft.AspNetCore.HttpOverrides;
                    using Microsoft.Extensions.DependencyInjection;

                    var builder = WebApplication.CreateBuilder(args);
                    builder.Services.Configure<ForwardedHeadersOptions>(options =>
                    {
                        options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
                        // The ingress has no fixed address; let the network allow nobody else to connect.
                        options.KnownNetworks.Clear();
                        options.KnownProxies.Clear();
                    });
                    var app = builder.Build();
                    app.UseForwardedHeaders();
                    app.UseHttpsRedirection();
                    app.Run("https://*:8443");
                    """ + Framework,
        };
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task NoPlaceThatIsSurelyRight_NothingIsOffered()
    {
        const string Source = """
            new WebHostBuilder().UseKestrel().UseUrls("https://*:8443").Configure(app => app.[|UseHttpsRedirection()|]).Build().Run();
            """;
        await Verify.VerifyCodeFixAsync(Source, Source);
    }
}
