using Deployability.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpAnalyzerVerifier<Deployability.Analyzers.Rules.Health.ReadinessAsLivenessAnalyzer>;

namespace Deployability.Analyzers.Tests.Rules.Health;

public class ReadinessAsLivenessTests
{
    private const string Database = """builder.Services.AddHealthChecks().AddCheck<DatabaseCheck>("database", tags: ["ready"]);""";

    [Theory]
    [InlineData("""app.[|MapHealthChecks("/health")|];""")]
    [InlineData("""app.[|UseHealthChecks("/hc")|];""")]
    [InlineData("""app.[|MapHealthChecks("/health/live")|]; app.MapHealthChecks("/health/ready");""")]
    [InlineData("""app.[|MapHealthChecks("/live", new() { Predicate = check => check.Tags.Contains("ready") })|];""")]
    [InlineData(
        """app.[|MapHealthChecks("/health")|]; if (app.Environment.IsDevelopment()) { app.MapHealthChecks("/live", new() { Predicate = _ => false }); }"""
    )]
    public Task LivenessThatAsksADependency_Triggers(string map) => VerifyAsync(Database, map);

    [Theory]
    [InlineData("""app.MapHealthChecks("/live", new() { Predicate = _ => false }); app.MapHealthChecks("/ready");""")]
    [InlineData("""app.MapHealthChecks("/health"); app.MapGet("/ping", () => "pong");""")]
    [InlineData(
        """app.MapHealthChecks("/live", new() { Predicate = check => check.Tags.Contains("live") }); app.MapHealthChecks("/health");"""
    )]
    [InlineData("""app.MapHealthChecks("/health", new() { Predicate = check => check.Name == "self" });""")]
    [InlineData("""app.MapHealthChecks("/ready");""")]
    [InlineData("""app.MapHealthChecks("/health"); var other = WebApplication.Create(); other.MapHealthChecks("/health");""")]
    public Task LivenessOfItsOwn_DoesNotTrigger(string map) => VerifyAsync(Database, map);

    [Theory]
    [InlineData("""builder.Services.AddHealthChecks();""")]
    [InlineData("""builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy());""")]
    [InlineData("""builder.Services.AddHealthChecks().AddCheck("application", () => HealthCheckResult.Healthy("fine"));""")]
    [InlineData("""builder.Services.AddHealthChecks().AddCheck<DatabaseCheck>("loop", tags: ["live"]);""")]
    [InlineData("""builder.Services.AddHealthChecks().AddCheck<DatabaseCheck>("StartupCheck");""")]
    [InlineData("""builder.Services.AddHealthChecks().AddCheck<DatabaseCheck>("memory");""")]
    public Task ChecksOfTheProcess_DoNotTrigger(string register) => VerifyAsync(register, """app.MapHealthChecks("/health");""");

    [Fact]
    public Task Message_NamesTheEndpointAndTheCheck() =>
        Verify.VerifyAnalyzerAsync(
            Program(
                """var checks = builder.Services.AddHealthChecks(); checks.AddCheck<DatabaseCheck>("orders-db");""",
                """app.{|#0:MapHealthChecks("/health")|};"""
            ),
            new DiagnosticResult("DPL3004", DiagnosticSeverity.Info).WithLocation(0).WithArguments("/health", "orders-db")
        );

    private static Task VerifyAsync(string register, string map) => Verify.VerifyAnalyzerAsync(Program(register, map));

    private static string Program(string register, string map) =>
        $$"""
            using Microsoft.Extensions.Diagnostics.HealthChecks;

            var builder = WebApplication.CreateBuilder(args);
            {{register}}
            var app = builder.Build();
            {{map}}
            app.Run();

            public class DatabaseCheck : IHealthCheck
            {
                public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken token = default) => null!;
            }
            """;
}
