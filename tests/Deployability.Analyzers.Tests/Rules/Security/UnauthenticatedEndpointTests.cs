using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpAnalyzerVerifier<Deployability.Analyzers.Rules.Security.UnauthenticatedEndpointAnalyzer>;

namespace Deployability.Analyzers.Tests.Rules.Security;

public sealed class UnauthenticatedEndpointTests
{
    [Theory]
    [InlineData("app.[|MapGet(\"/orders\", () => \"x\")|];")]
    [InlineData("app.[|MapDelete(\"/orders/{id}\", (int id) => id)|].WithName(\"x\");")]
    [InlineData("app.MapGroup(\"/api\").[|MapPost(\"/orders\", () => 1)|];")]
    [InlineData("var group = app.MapGroup(\"/api\"); group.[|MapPut(\"/orders\", () => 1)|];")]
    [InlineData("app.[|MapGet(\"/shipping/authors\", () => 1)|]; app.[|MapGet(\"/delivery\", () => 1)|];")]
    [InlineData("app.[|MapHub<ChatHub>(\"/chat\")|];")]
    [InlineData(
        "app.UseAuthentication(); app.UseAuthorization(); app.[|MapGet(\"/orders\", () => 1)|]; app.MapGet(\"/items\", () => 1).RequireAuthorization();"
    )]
    [InlineData("Routes.Map(app);")]
    public Task EndpointsThatSayNothing_Trigger(string code) =>
        Verify.VerifyAnalyzerAsync(
            Program(
                code,
                code.StartsWith("Routes") ? "public static void Map(WebApplication app) { app.[|MapGet(\"/x\", () => 1)|]; }" : ""
            )
        );

    [Theory]
    [InlineData("app.MapGet(\"/orders\", () => 1).RequireAuthorization();")]
    [InlineData("app.MapGet(\"/orders\", () => 1).AllowAnonymous();")]
    [InlineData("app.MapGroup(\"/api\").RequireAuthorization().MapGet(\"/orders\", () => 1);")]
    [InlineData("var group = app.MapGroup(\"/api\"); group.RequireAuthorization(); group.MapGet(\"/orders\", () => 1);")]
    [InlineData("app.MapGet(\"/orders\", [Microsoft.AspNetCore.Authorization.Authorize] () => 1);")]
    [InlineData("app.MapGet(\"/orders\", () => 1).AddEndpointFilter((context, next) => next(context));")]
    [InlineData(
        "app.MapGet(\"/\", () => 1); app.MapPost(\"/login\", () => 1); app.MapGet(\"/healthz\", () => 1); app.MapPost(\"/api/forgot-password\", () => 1); app.MapGet(\"/.well-known/x\", () => 1);"
    )]
    [InlineData("app.MapHub<SafeHub>(\"/safe\");")]
    [InlineData("app.UseMiddleware<ApiKeyMiddleware>(); app.MapGet(\"/orders\", () => 1);")]
    [InlineData("if (app.Environment.IsDevelopment()) { app.MapGet(\"/orders\", () => 1); }")]
    [InlineData(
        "builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(new Microsoft.AspNetCore.Authorization.AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build()); app.MapGet(\"/orders\", () => 1);"
    )]
    [InlineData("Routes.MapOrders(app.MapGroup(\"/api\").RequireAuthorization());")]
    public Task EndpointsThatSayWhoMayCall_DoNotTrigger(string code) =>
        Verify.VerifyAnalyzerAsync(
            Program(
                code,
                "public static void MapOrders(IEndpointRouteBuilder routes) { "
                    + (code.StartsWith("Routes") ? "routes.MapGet(\"/x\", () => 1);" : "")
                    + " }"
            )
        );

    [Theory]
    [InlineData("public class [|OrdersController|] : ControllerBase { public int All() => 1; [HttpPost] public int Add() => 1; }")]
    [InlineData("public class OrdersController : ControllerBase { [Authorize] public int All() => 1; public int [|Add|]() => 1; }")]
    [InlineData(
        "public abstract class Base : ControllerBase { } public class [|OrdersController|] : Base { public int All() => 1; private int Help() => 1; [NonAction] public int Hidden() => 1; }"
    )]
    public Task ControllersThatSayNothing_Trigger(string code) => Verify.VerifyAnalyzerAsync(Program("app.MapControllers();", "", code));

    [Theory]
    [InlineData("[Authorize] public class OrdersController : ControllerBase { public int All() => 1; }")]
    [InlineData("[AllowAnonymous] public class OrdersController : ControllerBase { public int All() => 1; }")]
    [InlineData(
        "[Authorize] public abstract class Base : ControllerBase { } public class OrdersController : Base { public int All() => 1; }"
    )]
    [InlineData("public class AccountController : ControllerBase { public int Login() => 1; }")]
    [InlineData("public class ErrorController : ControllerBase { public int Show() => 1; }")]
    [InlineData(
        "public class Own : AuthorizeAttribute { } [Own] public class OrdersController : ControllerBase { public int All() => 1; }"
    )]
    [InlineData(
        "public class Key : Attribute, Microsoft.AspNetCore.Mvc.Filters.IAuthorizationFilter { public void OnAuthorization(Microsoft.AspNetCore.Mvc.Filters.AuthorizationFilterContext c) { } } [Key] public class OrdersController : ControllerBase { public int All() => 1; }"
    )]
    [InlineData("public class OrdersController : ControllerBase { }")]
    [InlineData("public class Orders { public int All() => 1; }")]
    public Task ControllersThatSayWhoMayCall_DoNotTrigger(string code) =>
        Verify.VerifyAnalyzerAsync(Program("app.MapControllers();", "", code));

    [Theory]
    [InlineData("app.MapControllers().RequireAuthorization();")]
    [InlineData(
        "builder.Services.AddControllers(o => o.Filters.Add(new Microsoft.AspNetCore.Mvc.Authorization.AuthorizeFilter())); app.MapControllers();"
    )]
    [InlineData("")]
    public Task ControllersBehindAGlobalRule_DoNotTrigger(string code) =>
        Verify.VerifyAnalyzerAsync(Program(code, "", "public class OrdersController : ControllerBase { public int All() => 1; }"));

    [Theory]
    [InlineData("app.MapGroup(\"/shop\").{|#0:MapPost(\"/orders/{id}\", () => 1)|};", "", "POST /shop/orders/{id}", "")]
    [InlineData("app.{|#0:MapHub<ChatHub>(\"/chat\")|};", "", "/chat", "")]
    [InlineData(
        "app.MapControllers();",
        "[Route(\"api/[controller]\")] public class {|#0:OrdersController|} : ControllerBase { [HttpDelete(\"{id}\")] public int Remove() => 1; [HttpGet] public int All() => 1; }",
        "DELETE /api/Orders/{id}",
        " (and so do 1 more of OrdersController)"
    )]
    public Task Message_NamesVerbAndFullPath(string code, string types, string endpoint, string rest) =>
        Verify.VerifyAnalyzerAsync(
            Program(code, "", types),
            new DiagnosticResult("DPL2305", DiagnosticSeverity.Info).WithLocation(0).WithArguments(endpoint, rest)
        );

    [Fact]
    public Task AppWithoutUsers_HearsItOnce() =>
        Verify.VerifyAnalyzerAsync(
            Program(
                    "app.UseAuthorization(); app.{|#0:MapGet(\"/orders\", () => 1)|}; app.MapGet(\"/items\", () => 1); app.MapControllers();",
                    "",
                    "public class BasketsController : ControllerBase { public int All() => 1; }",
                    knowsUsers: false
                )
                .Replace("[Authorize] public class SafeHub", "public class SafeHub", StringComparison.Ordinal),
            new DiagnosticResult("DPL2305", DiagnosticSeverity.Info)
                .WithLocation(0)
                .WithArguments("GET /orders", " (and so does everything else here, because this app knows no users at all)")
        );

    [Theory]
    [InlineData("[Route(\"shop\")] public class DoorController : ControllerBase { [HttpPost(\"sign-in\")] public int Enter() => 1; }")]
    [InlineData(
        "[Route(\"shop\")] public class [|PublicController|] : ControllerBase { [HttpPost(\"transfers\")] public int Login() => 1; }"
    )]
    [InlineData(
        "[Route(\"account\")] public class [|MoneyController|] : ControllerBase { [HttpPost(\"transfers\")] public int Send() => 1; }"
    )]
    [InlineData(
        "public abstract class Base : ControllerBase { [HttpGet(\"/stock\")] public int Stock() => 1; } public class [|StockController|] : Base { } [Authorize] public class SafeController : Base { }"
    )]
    public Task Segments_TellWhatIsOpenByNature(string code) => Verify.VerifyAnalyzerAsync(Program("app.MapControllers();", "", code));

    [Fact]
    public Task GrpcHealth_DoesNotTrigger() =>
        Verify.VerifyAnalyzerAsync(
            Program(
                "app.MapGrpcService<HealthServiceImpl>(); app.[|MapGrpcService<Orders>()|];",
                "",
                """
                public class HealthServiceImpl { }
                public class Orders { }
                namespace Microsoft.AspNetCore.Builder { public static class Grpc { public static object MapGrpcService<T>(this IEndpointRouteBuilder routes) => routes; } }
                """
            )
        );

    private static string Program(string code, string routes, string types = "", bool knowsUsers = true) =>
        $$"""
            using Microsoft.AspNetCore.Authorization;
            using Microsoft.AspNetCore.Mvc;

            var builder = WebApplication.CreateBuilder(args);
            {{(knowsUsers ? "builder.Services.AddAuthentication();" : "")}}
            var app = builder.Build();
            {{code}}
            app.Run();

            public static class Routes { {{routes}} }
            public class ChatHub : Microsoft.AspNetCore.SignalR.Hub { }
            [Authorize] public class SafeHub : Microsoft.AspNetCore.SignalR.Hub { }
            public class ApiKeyMiddleware(RequestDelegate next) { public Task InvokeAsync(HttpContext context) => next(context); }
            {{types}}
            """;
}
