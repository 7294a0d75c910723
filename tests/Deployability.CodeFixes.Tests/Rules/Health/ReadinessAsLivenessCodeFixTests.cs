using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    Deployability.Analyzers.Rules.Health.ReadinessAsLivenessAnalyzer,
    Deployability.CodeFixes.Rules.Health.ReadinessAsLivenessCodeFix
>;

namespace Deployability.CodeFixes.Tests.Rules.Health;

public class ReadinessAsLivenessCodeFixTests
{
    [Theory]
    [InlineData(
        """app.[|MapHealthChecks("/health")|].AllowAnonymous();""",
        """
            app.MapHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
            app.MapHealthChecks("/health").AllowAnonymous();
            """
    )]
    [InlineData(
        """app.[|MapHealthChecks("/live")|]; app.MapHealthChecks("/ready");""",
        """app.MapHealthChecks("/live", new HealthCheckOptions { Predicate = _ => false }); app.MapHealthChecks("/ready");"""
    )]
    [InlineData(
        """app.[|UseHealthChecks("/health")|];""",
        """
            app.UseHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = _ => false });
            app.UseHealthChecks("/health");
            """
    )]
    public Task Liveness_RunsNoChecks(string code, string fixedCode) => Verify.VerifyCodeFixAsync(Program(code), Program(fixedCode));

    private static string Program(string map) =>
        $$"""
            using Microsoft.AspNetCore.Diagnostics.HealthChecks;
            using Microsoft.Extensions.Diagnostics.HealthChecks;

            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddHealthChecks().AddCheck<DatabaseCheck>("database");
            var app = builder.Build();
            {{map}}
            app.Run();

            public class DatabaseCheck : IHealthCheck
            {
                public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken token = default) => null!;
            }
            """;
}
