using Deployability.Analyzers.Rules.Health;
using Deployability.Model;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpAnalyzerVerifier<Deployability.Analyzers.Rules.Health.HealthChecksNotMappedAnalyzer>;

namespace Deployability.Analyzers.Tests.Rules.Health;

public class HealthChecksNotMappedTests
{
    [Theory]
    [InlineData("""builder.Services.[|AddHealthChecks()|];""", "")]
    [InlineData("""builder.Services.[|AddHealthChecks()|].AddCheck("self", () => default);""", "")]
    [InlineData("""var checks = builder.Services.[|AddHealthChecks()|]; checks.AddCheck("self", () => default);""", "")]
    [InlineData("""builder.Services.[|AddHealthChecks()|]; builder.Services.AddHealthChecks().AddCheck("self", () => default);""", "")]
    [InlineData("""builder.Services.[|AddHealthChecks()|];""", """app.MapGet("/orders", () => "[]");""")]
    [InlineData("""builder.Services.[|AddHealthChecks()|];""", """app.MapGet("/health", () => "ok");""")]
    [InlineData("""if (!builder.Environment.IsDevelopment()) builder.Services.[|AddHealthChecks()|];""", "")]
    public Task RegisteredAndNotMapped_Triggers(string register, string map) => VerifyAsync(register, map);

    [Theory]
    [InlineData("""builder.Services.AddHealthChecks();""", """app.MapHealthChecks("/health");""")]
    [InlineData("""builder.Services.AddHealthChecks();""", """app.UseHealthChecks("/health");""")]
    [InlineData("""builder.Services.AddHealthChecks();""", """app.MapGroup("/ops").MapHealthChecks("/health");""")]
    [InlineData("""builder.Services.AddHealthChecks();""", """if (app.Environment.IsDevelopment()) { app.MapHealthChecks("/health"); }""")]
    [InlineData(
        """builder.Services.AddHealthChecks();""",
        """app.MapGet("/health", (Microsoft.Extensions.Diagnostics.HealthChecks.HealthCheckService checks) => checks.CheckHealthAsync());"""
    )]
    [InlineData("""if (builder.Environment.IsDevelopment()) builder.Services.AddHealthChecks();""", "")]
    [InlineData(
        """builder.Services.AddHealthChecks(); builder.Services.AddSingleton<Microsoft.Extensions.Diagnostics.HealthChecks.IHealthCheckPublisher>(_ => null!);""",
        ""
    )]
    public Task MappedOrUsedOtherwise_DoesNotTrigger(string register, string map) => VerifyAsync(register, map);

    [Fact]
    public async Task RegisteredByAHelperInAnotherFile_TriggersThere()
    {
        var test = new CSharpAnalyzerTest<HealthChecksNotMappedAnalyzer>();
        test.TestState.Sources.Add(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddOperations();
            var app = builder.Build();
            app.Run();
            """
        );
        test.TestState.Sources.Add(
            """
            static class Operations
            {
                public static IServiceCollection AddOperations(this IServiceCollection services)
                {
                    services.[|AddHealthChecks()|].AddCheck("self", () => default);
                    return services;
                }
            }
            """
        );
        await test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public Task RegisteredInStartup_Triggers() =>
        Verify.VerifyAnalyzerAsync(
            """
            public class Program
            {
                public static void Main(string[] args) =>
                    Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(web => web.UseStartup<Startup>()).Build().Run();
            }

            public class Startup
            {
                public void ConfigureServices(IServiceCollection services)
                {
                    services.AddControllers();
                    services.[|AddHealthChecks()|];
                }

                public void Configure(IApplicationBuilder app) => app.UseRouting().UseEndpoints(endpoints => endpoints.MapControllers());
            }
            """
        );

    [Fact]
    public Task Worker_DoesNotTrigger() =>
        Verify.VerifyAnalyzerAsync(
            """
            var builder = Host.CreateApplicationBuilder(args);
            builder.Services.AddHealthChecks();
            builder.Build().Run();
            """
        );

    [Fact]
    public Task Library_DoesNotTrigger() =>
        Verify.VerifyAnalyzerAsync(
            """
            public static class Defaults
            {
                public static IHealthChecksBuilder AddDefaults(this IServiceCollection services) => services.AddHealthChecks();
            }
            """
        );

    private static Task VerifyAsync(string register, string map) =>
        Verify.VerifyAnalyzerAsync(
            $"""
            var builder = WebApplication.CreateBuilder(args);
            {register}
            var app = builder.Build();
            {map}
            app.Run();
            """
        );
}
