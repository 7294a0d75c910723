using Deployability.Analyzers.Rules.Security;
using Deployability.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;

namespace Deployability.Analyzers.Tests.Rules.Security;

public sealed class MissingSecurityHeadersTests
{
    private static Task VerifyAsync(string source) => CSharpAnalyzerVerifier<MissingSecurityHeadersAnalyzer>.VerifyAnalyzerAsync(source);

    private static string Pages(string middleware, string run = "app.Run();") =>
        $$"""
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddRazorPages();
            var app = builder.Build();
            {{middleware}}
            app.MapRazorPages();
            {{run}}
            """;

    [Fact]
    public Task PagesWithoutAnyHeader_Trigger() => VerifyAsync(Pages("", "app.[|Run()|];"));

    [Fact]
    public Task HstsWithoutOtherHeaders_Triggers() =>
        VerifyAsync(Pages("if (!app.Environment.IsDevelopment()) app.UseHsts();", "app.[|Run()|];"));

    [Fact]
    public Task OtherHeadersWithoutHsts_Trigger() =>
        VerifyAsync(
            Pages(
                "app.Use((context, next) => { context.Response.Headers[\"X-Frame-Options\"] = \"DENY\"; return next(context); });",
                "app.[|Run()|];"
            )
        );

    [Theory]
    [InlineData("context.Response.Headers[\"X-Content-Type-Options\"] = \"nosniff\";")]
    [InlineData("context.Response.Headers.Append(\"content-security-policy\", \"frame-ancestors 'none'\");")]
    [InlineData("context.Response.Headers.XFrameOptions = \"DENY\";")]
    [InlineData("context.Response.Headers.TryAdd(\"Referrer-Policy\", \"no-referrer\");")]
    public Task HstsAndAHeader_DoNotTrigger(string statement) =>
        VerifyAsync(Pages("app.UseHsts(); app.Use((context, next) => { " + statement + " return next(context); });"));

    [Fact]
    public Task HstsAsARawHeader_DoesNotTrigger() =>
        VerifyAsync(
            Pages(
                "app.Use((context, next) => { context.Response.Headers[\"Strict-Transport-Security\"] = \"max-age=31536000\"; context.Response.Headers.XFrameOptions = \"DENY\"; return next(context); });"
            )
        );

    [Fact]
    public Task ForwardedHeadersAreNoneOfThem_Triggers() => VerifyAsync(Pages("app.UseForwardedHeaders();", "app.[|Run()|];"));

    [Fact]
    public Task OwnMiddlewareClass_DoesNotTrigger() =>
        VerifyAsync(
            Pages("app.UseHsts(); app.UseMiddleware<Strict>();")
                + """


                public sealed class Strict(RequestDelegate next)
                {
                    public Task InvokeAsync(HttpContext context)
                    {
                        context.Response.Headers.ContentSecurityPolicy = "default-src 'self'";
                        return next(context);
                    }
                }
                """
        );

    [Fact]
    public Task ApiWithoutPages_DoesNotTrigger() =>
        VerifyAsync(
            """
            var app = WebApplication.CreateBuilder(args).Build();
            app.MapGet("/orders", () => "data");
            app.Run();
            """
        );

    [Theory]
    [InlineData(
        "app.UseHsts();",
        "none of X-Content-Type-Options, Content-Security-Policy, X-Frame-Options and Referrer-Policy",
        "set the headers in a middleware in front of the endpoints"
    )]
    [InlineData(
        "app.Use((context, next) => { context.Response.Headers.XFrameOptions = \"DENY\"; return next(context); });",
        "no Strict-Transport-Security",
        "call UseHsts()"
    )]
    public Task MessageListsOnlyWhatIsMissing(string middleware, string missing, string remedy) =>
        CSharpAnalyzerVerifier<MissingSecurityHeadersAnalyzer>.VerifyAnalyzerAsync(
            Pages(middleware, "app.{|#0:Run()|};"),
            new DiagnosticResult("DPL2303", DiagnosticSeverity.Info).WithLocation(0).WithArguments(missing, remedy)
        );

    [Fact]
    public void ItIsOffUnlessItIsAskedFor() =>
        Assert.False(new MissingSecurityHeadersAnalyzer().SupportedDiagnostics[0].IsEnabledByDefault);
}
