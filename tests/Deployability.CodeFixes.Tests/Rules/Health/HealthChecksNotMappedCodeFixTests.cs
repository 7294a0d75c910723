using Deployability.Analyzers.Rules.Health;
using Deployability.CodeFixes.Rules.Health;
using Deployability.Model;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    Deployability.Analyzers.Rules.Health.HealthChecksNotMappedAnalyzer,
    Deployability.CodeFixes.Rules.Health.HealthChecksNotMappedCodeFix
>;

namespace Deployability.CodeFixes.Tests.Rules.Health;

public class HealthChecksNotMappedCodeFixTests
{
    [Fact]
    public Task RegisteredChecks_AreMappedBesideRun() =>
        Verify.VerifyCodeFixAsync(
            """
            using Microsoft.AspNetCore.Diagnostics.HealthChecks;

            var builder = WebApplication.CreateBuilder(args);
            builder.Services.[|AddHealthChecks()|].AddCheck("self", () => default);

            var app = builder.Build();

            app.MapControllers();

            app.Run();
            """,
            """
            using Microsoft.AspNetCore.Diagnostics.HealthChecks;

            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddHealthChecks().AddCheck("self", () => default);

            var app = builder.Build();

            app.MapControllers();

            app.MapHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = _ => false });
            app.MapHealthChecks("/healthz/ready");

            app.Run();
            """
        );

    [Fact]
    public Task RegistrationInAnotherFile_ChangesTheEntryPoint()
    {
        var test = new CSharpCodeFixTest<HealthChecksNotMappedAnalyzer, HealthChecksNotMappedCodeFix>();
        test.TestState.Sources.Add(
            "var builder = WebApplication.CreateBuilder(args);\r\nbuilder.Services.AddOperations();\r\nvar app = builder.Build();\r\napp.Run();\r\n"
        );
        test.FixedState.Sources.Add(
            "using Microsoft.AspNetCore.Diagnostics.HealthChecks;\r\n\r\nvar builder = WebApplication.CreateBuilder(args);\r\nbuilder.Services.AddOperations();\r\nvar app = builder.Build();\r\n"
                + "app.MapHealthChecks(\"/healthz/live\", new HealthCheckOptions { Predicate = _ => false });\r\napp.MapHealthChecks(\"/healthz/ready\");\r\napp.Run();\r\n"
        );
        const string Operations =
            "static class Operations { public static void AddOperations(this IServiceCollection services) => services.{0}; }";
        test.TestState.Sources.Add(Operations.Replace("{0}", "[|AddHealthChecks()|]", StringComparison.Ordinal));
        test.FixedState.Sources.Add(Operations.Replace("{0}", "AddHealthChecks()", StringComparison.Ordinal));
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public Task RegistrationInStartup_MapsInItsEndpoints() =>
        Verify.VerifyCodeFixAsync(
            """
            using Microsoft.AspNetCore.Diagnostics.HealthChecks;

            await Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(web => web.UseStartup<Startup>()).RunConsoleAsync();

            public class Startup
            {
                public void ConfigureServices(IServiceCollection services) => services.[|AddHealthChecks()|];

                public void Configure(IApplicationBuilder app)
                {
                    app.UseRouting();
                    app.UseEndpoints(e => { });
                }
            }
            """,
            """
            using Microsoft.AspNetCore.Diagnostics.HealthChecks;

            await Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(web => web.UseStartup<Startup>()).RunConsoleAsync();

            public class Startup
            {
                public void ConfigureServices(IServiceCollection services) => services.AddHealthChecks();

                public void Configure(IApplicationBuilder app)
                {
                    app.UseRouting();
                    app.UseEndpoints(e =>
                    {
                        e.MapHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = _ => false });
                        e.MapHealthChecks("/healthz/ready");
                    });
                }
            }
            """
        );
}
