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
    public Task Pages_without_any_header_Trigger() => VerifyAsync(Pages("", "app.[|Run()|];"));

    [Fact]
    public Task Hsts_without_other_headers_Triggers() =>
        VerifyAsync(Pages("if (!app.Environment.IsDevelopment()) app.UseHsts();", "app.[|Run()|];"));

    [Fact]
    public Task Other_headers_without_hsts_Trigger() =>
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
    public Task Hsts_and_a_header_DoNotTrigger(string statement) =>
        VerifyAsync(Pages("app.UseHsts(); app.Use((context, next) => { " + statement + " return next(context); });"));

    [Fact]
    public Task Hsts_as_a_raw_header_DoesNotTrigger() =>
        VerifyAsync(
            Pages(
                "app.Use((context, next) => { context.Response.Headers[\"Strict-Transport-Security\"] = \"max-age=31536000\"; context.Response.Headers.XFrameOptions = \"DENY\"; return next(context); });"
            )
        );

    [Fact]
    public Task Forwarded_headers_are_none_of_them_Triggers() => VerifyAsync(Pages("app.UseForwardedHeaders();", "app.[|Run()|];"));

    [Fact]
    public Task Own_middleware_class_DoesNotTrigger() =>
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
    public Task Api_without_pages_DoesNotTrigger() =>
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
    public Task Message_lists_only_what_is_missing(string middleware, string missing, string remedy) =>
        CSharpAnalyzerVerifier<MissingSecurityHeadersAnalyzer>.VerifyAnalyzerAsync(
            Pages(middleware, "app.{|#0:Run()|};"),
            new DiagnosticResult("DPL2303", DiagnosticSeverity.Info).WithLocation(0).WithArguments(missing, remedy)
        );

    [Fact]
    public void It_is_off_unless_it_is_asked_for() =>
        Assert.False(new MissingSecurityHeadersAnalyzer().SupportedDiagnostics[0].IsEnabledByDefault);
}
