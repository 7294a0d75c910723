using Deployability.Analyzers.Tests.Generation;
using Deployability.Model;

namespace Deployability.Analyzers.Tests.Recognisers;

public class HealthEndpointsTests
{
    [Theory]
    [InlineData("""app.MapHealthChecks("/health/live");""", "/health/live", HealthEndpointKind.Live)]
    [InlineData("""app.MapHealthChecks("/health-ready");""", "/health-ready", HealthEndpointKind.Ready)]
    [InlineData("""app.MapHealthChecks("/startupz");""", "/startupz", HealthEndpointKind.Startup)]
    [InlineData(
        """app.MapHealthChecks("/hc", new() { Predicate = check => check.Tags.Contains("ready") });""",
        "/hc",
        HealthEndpointKind.Ready
    )]
    [InlineData("""app.MapHealthChecks("/hc", new() { Predicate = _ => false });""", "/hc", HealthEndpointKind.Live)]
    [InlineData("""app.Map("/ops", ops => ops.UseHealthChecks("/health"));""", "/ops/health", HealthEndpointKind.Combined)]
    [InlineData("""app.Map("/a", a => a.Map("/b", b => b.UseHealthChecks("/health")));""", "/a/b/health", HealthEndpointKind.Combined)]
    [InlineData(
        """app.Map("/health", branch => branch.Run(context => context.Response.WriteAsync("ok")));""",
        "/health",
        HealthEndpointKind.Live
    )]
    [InlineData("""app.UseHealthChecks(new PathString("/health"));""", "/health", HealthEndpointKind.Combined)]
    [InlineData("""var ops = app.MapGroup("/ops").WithTags("ops"); ops.MapGet("/ping", () => "pong");""", "", null)]
    [InlineData("""var health = app.MapGroup("/health"); health.MapGet("/", () => "ok");""", "/health", HealthEndpointKind.Live)]
    [InlineData("""var health = app.MapGroup("/health"); health.MapGet("/articles", () => "[]");""", "", null)]
    [InlineData("""app.MapGroup($"/{app.Environment.ApplicationName}").MapHealthChecks("/health");""", "", HealthEndpointKind.Combined)]
    [InlineData("""app.Map("/sports", () => "[]"); app.MapPost("/health", () => "ok");""", "", null)]
    public void Path_HasItsPrefixes(string code, string path, HealthEndpointKind? kind)
    {
        var facts = Facts(code);
        if (kind is null)
        {
            Assert.Empty(facts);
            return;
        }

        var fact = Assert.Single(facts);
        Assert.Equal((path, kind.Value), (fact.Path, fact.Kind));
    }

    [Theory]
    [InlineData("check => check.Tags.Contains(\"ready\")", "ready", HealthChecksRun.Selected)]
    [InlineData("check => check.Tags.Contains(\"ready\") || check.Tags.Contains(\"db\")", "db,ready", HealthChecksRun.Selected)]
    [InlineData("check => check.Tags.Contains(Names.Ready)", "ready", HealthChecksRun.Selected)]
    [InlineData("check => !check.Tags.Contains(\"slow\")", "", HealthChecksRun.Selected)]
    [InlineData("check => check.Name == \"self\"", "", HealthChecksRun.Selected)]
    [InlineData("check => check.Name.Equals(\"self\")", "", HealthChecksRun.Selected)]
    [InlineData("_ => true", "", HealthChecksRun.All)]
    [InlineData("_ => false", "", HealthChecksRun.None)]
    [InlineData("check => { return false; }", "", HealthChecksRun.None)]
    [InlineData("null", "", HealthChecksRun.All)]
    public void Predicate_SaysTagsAndChecks(string predicate, string tags, HealthChecksRun checks)
    {
        var fact = Assert.Single(
            Facts(
                $$"""app.MapHealthChecks("/health", new Microsoft.AspNetCore.Diagnostics.HealthChecks.HealthCheckOptions { Predicate = {{predicate}} });""",
                """static class Names { public const string Ready = "ready"; }"""
            )
        );

        Assert.Equal((tags, checks), (string.Join(',', fact.Tags.Order()), fact.Checks));
    }

    [Theory]
    [InlineData(
        """var options = new Microsoft.AspNetCore.Diagnostics.HealthChecks.HealthCheckOptions { Predicate = _ => false }; app.MapHealthChecks("/health", options);"""
    )]
    [InlineData("""app.MapHealthChecks("/health", Probes.Options);""")]
    public void OptionsFromElsewhere_AreFollowed(string code) =>
        Assert.Equal(
            HealthChecksRun.None,
            Assert
                .Single(
                    Facts(
                        code,
                        """static class Probes { public static readonly Microsoft.AspNetCore.Diagnostics.HealthChecks.HealthCheckOptions Options = new() { Predicate = _ => false }; }"""
                    )
                )
                .Checks
        );

    [Theory]
    [InlineData("""app.MapHealthChecks("/health").RequireHost("*:8081", "ops.contoso.com");""", "*:8081")]
    [InlineData("""app.MapHealthChecks("/health").RequireHost($"*:{app.Configuration["Port"]}");""", "*")]
    [InlineData("""app.MapHealthChecks("/health").RequireHost(app.Configuration["Host"]!);""", "*")]
    [InlineData("""app.UseHealthChecks("/health", 8081);""", "*:8081")]
    [InlineData("""app.UseHealthChecks("/health", "8081");""", "*:8081")]
    public void Host_IsTheOneThatAProbeCanCall(string code, string host) => Assert.Equal(host, Assert.Single(Facts(code)).Host);

    [Theory]
    [InlineData(
        """[ApiController, Route("api/[controller]")] public class HealthController : ControllerBase { [HttpGet] public string Get() => "ok"; }""",
        "/api/Health",
        HealthEndpointKind.Live,
        HealthChecksRun.None
    )]
    [InlineData(
        """[Route("ops")] public class OpsController : ControllerBase { [HttpGet("ready")] public string Get() => "ok"; [HttpGet("/readyz")] public string Readyz() => "ok"; }""",
        "/readyz",
        HealthEndpointKind.Ready,
        HealthChecksRun.None
    )]
    [InlineData(
        """[Route("health")] public class OpsController(Microsoft.Extensions.Diagnostics.HealthChecks.HealthCheckService checks) : ControllerBase { [HttpGet] public object Get() => checks; }""",
        "/health",
        HealthEndpointKind.Live,
        HealthChecksRun.All
    )]
    [InlineData(
        """[Route("v{version:apiVersion}/health")] public class OpsController : ControllerBase { [HttpGet] public string Get() => "ok"; }""",
        "",
        HealthEndpointKind.Live,
        HealthChecksRun.None
    )]
    [InlineData(
        """public class HomeController : Controller { public string Health() => "ok"; }""",
        "",
        HealthEndpointKind.Live,
        HealthChecksRun.None
    )]
    public void Action_IsAFact(string type, string path, HealthEndpointKind kind, HealthChecksRun checks)
    {
        var fact = Assert.Single(Facts("app.MapControllers();", type));
        Assert.Equal((path, kind, checks), (fact.Path, fact.Kind, fact.Checks));
    }

    [Theory]
    [InlineData(
        """[Authorize] public class HealthController : ControllerBase { [HttpGet("/health")] public string Get() => "ok"; }""",
        true
    )]
    [InlineData(
        """[Authorize] public class HealthController : ControllerBase { [HttpGet("/health"), AllowAnonymous] public string Get() => "ok"; }""",
        false
    )]
    public void Action_SaysWhetherItDemandsAuthorization(string type, bool demands) =>
        Assert.Equal(demands, Assert.Single(Facts("app.MapControllers();", type)).RequiresAuthorization);

    [Theory]
    [InlineData(
        """app.MapGet("/health", (Microsoft.Extensions.Diagnostics.HealthChecks.HealthCheckService checks) => checks.CheckHealthAsync());""",
        HealthChecksRun.All
    )]
    [InlineData("""app.MapGet("/health", (HttpContext context) => "ok");""", HealthChecksRun.None)]
    public void HandlerThatAsksTheChecks_RunsThem(string code, HealthChecksRun checks) =>
        Assert.Equal(checks, Assert.Single(Facts(code)).Checks);

    private static List<HealthEndpointFact> Facts(string code, string types = "") =>
        GeneratorHarness
            .Facts(
                $"""
                using Microsoft.AspNetCore.Authorization;
                using Microsoft.AspNetCore.Mvc;

                var app = WebApplication.CreateBuilder(args).Build();
                {code}
                app.Run();
                {types}
                """
            )
            .OfKind<HealthEndpointFact>()
            .ToList();
}
