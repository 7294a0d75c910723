using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpAnalyzerVerifier<Deployability.Analyzers.Rules.Security.NoRateLimitingAnalyzer>;

namespace Deployability.Analyzers.Tests.Rules.Security;

public sealed class NoRateLimitingTests
{
    [Theory]
    [InlineData("app.MapGet(\"/orders\", () => 1);")]
    [InlineData("builder.Services.AddRateLimiter(_ => { }); app.MapGet(\"/orders\", () => 1);")]
    [InlineData(
        "app.UseAuthorization(); app.MapGet(\"/a\", () => 1).RequireAuthorization(); app.MapGet(\"/orders\", () => 1).AllowAnonymous(); app.MapGet(\"/items\", () => 1);"
    )]
    [InlineData("app.MapControllers();")]
    public Task PublicApisWithoutALimit_Trigger(string code) => Verify.VerifyAnalyzerAsync(Program(code, "app.[|Run()|];"));

    [Theory]
    [InlineData("app.UseRateLimiter(); app.MapGet(\"/orders\", () => 1);")]
    [InlineData("app.MapGet(\"/orders\", () => 1).RequireRateLimiting(\"api\");")]
    [InlineData("app.MapGet(\"/orders\", () => 1).RequireAuthorization();")]
    [InlineData("app.MapControllers().RequireAuthorization();")]
    [InlineData("app.UseMiddleware<RateLimitMiddleware>(); app.MapGet(\"/orders\", () => 1);")]
    [InlineData("app.MapGet(\"/healthz\", () => 1); app.MapGet(\"/\", () => 1);")]
    [InlineData("")]
    public Task LimitedOrClosedApps_DoNotTrigger(string code) => Verify.VerifyAnalyzerAsync(Program(code, "app.Run();"));

    private static string Program(string code, string run) =>
        $$"""
            var builder = WebApplication.CreateBuilder(args);
            var app = builder.Build();
            {{code}}
            {{run}}

            public class OrdersController : Microsoft.AspNetCore.Mvc.ControllerBase { public int All() => 1; }
            public class RateLimitMiddleware(RequestDelegate next) { public Task InvokeAsync(HttpContext context) => next(context); }
            """;
}
