using Deployability.Model;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    Deployability.Analyzers.Rules.Health.HealthEndpointUnreachableAnalyzer,
    Deployability.CodeFixes.Rules.Health.HealthEndpointUnreachableCodeFix
>;

namespace Deployability.CodeFixes.Tests.Rules.Health;

public class HealthEndpointUnreachableCodeFixTests
{
    [Theory]
    [InlineData("""app.[|MapHealthChecks("/health")|].RequireAuthorization();""", """app.MapHealthChecks("/health").AllowAnonymous();""")]
    [InlineData(
        """app.[|MapHealthChecks("/health")|].WithDisplayName("x").RequireAuthorization("Operators").ShortCircuit();""",
        """app.MapHealthChecks("/health").WithDisplayName("x").AllowAnonymous().ShortCircuit();"""
    )]
    [InlineData(
        """app.MapGroup("/ops").RequireAuthorization().[|MapHealthChecks("/health")|]; // probes""",
        """app.MapGroup("/ops").RequireAuthorization().MapHealthChecks("/health").AllowAnonymous(); // probes"""
    )]
    [InlineData(
        """var health = app.[|MapHealthChecks("/health")|]; health.RequireAuthorization();""",
        """var health = app.MapHealthChecks("/health").AllowAnonymous(); health.RequireAuthorization();"""
    )]
    public Task Authorization_GivesWayToAnonymousAccess(string code, string fixedCode) => VerifyAsync("", code, fixedCode);

    [Fact]
    public Task FallbackPolicy_EndpointIsExempted() =>
        VerifyAsync(
            "builder.Services.AddAuthorization(options => options.FallbackPolicy = options.DefaultPolicy);",
            """app.[|MapHealthChecks("/health")|];""",
            """app.MapHealthChecks("/health").AllowAnonymous();"""
        );

    [Fact]
    public Task LineBreaksInTheChain_AreKept() =>
        VerifyAsync(
            "",
            """
            app.[|MapHealthChecks("/health")|]
                // Operators only.
                .RequireAuthorization("Operators");
            """,
            """
            app.MapHealthChecks("/health")
                // Operators only.
                .AllowAnonymous();
            """
        );

    [Theory]
    [InlineData(
        """
                // Asked by monitoring.
                [HttpGet]
                public string [|Get|]() => "ok";
            """,
        """
                // Asked by monitoring.
                [HttpGet]
                [AllowAnonymous]
                public string Get() => "ok";
            """
    )]
    [InlineData(
        """
                [HttpGet, Authorize(Roles = "Operators")]
                public string [|Get|]() => "ok";
            """,
        """
                [HttpGet, AllowAnonymous]
                public string Get() => "ok";
            """
    )]
    [InlineData(
        """
                public string [|Get|]() => "ok";
            """,
        """
                [AllowAnonymous]
                public string Get() => "ok";
            """
    )]
    public Task Action_IsExempted(string action, string fixedAction) =>
        Verify.VerifyCodeFixAsync(Controller(action), Controller(fixedAction));

    private static string Controller(string action) =>
        $$"""
            using Microsoft.AspNetCore.Authorization;
            using Microsoft.AspNetCore.Mvc;

            var app = WebApplication.Create(args);
            app.MapControllers();
            app.Run();

            [ApiController, Authorize, Route("health")]
            public class SystemController : ControllerBase
            {
            {{action}}
            }
            """;

    [Fact]
    public Task NamedHost_IsNotFixed()
    {
        const string Program =
            """var app = WebApplication.Create(args); app.[|MapHealthChecks("/health")|].RequireHost("ops.contoso.com"); app.Run();""";
        return Verify.VerifyCodeFixAsync(Program, Program);
    }

    private static Task VerifyAsync(string services, string code, string fixedCode) =>
        Verify.VerifyCodeFixAsync(Program(services, code), Program(services, fixedCode));

    private static string Program(string services, string map) =>
        $"""
            var builder = WebApplication.CreateBuilder(args);
            {services}
            var app = builder.Build();
            {map}
            app.Run();
            """;
}
