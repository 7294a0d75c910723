using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpAnalyzerVerifier<Deployability.Analyzers.Security.WildcardCorsWithCredentialsAnalyzer>;

namespace Deployability.Analyzers.Tests.Security;

public sealed class WildcardCorsWithCredentialsTests
{
    [Theory]
    [InlineData("policy.[|SetIsOriginAllowed(_ => true)|].AllowCredentials()")]
    [InlineData("policy.AllowCredentials().AllowAnyHeader().[|SetIsOriginAllowed(_ => true)|]")]
    [InlineData("policy.[|AllowAnyOrigin()|].AllowCredentials()")]
    [InlineData("{ policy.AllowCredentials(); policy.[|AllowAnyOrigin()|]; }")]
    public Task WildcardAndCredentialsOfOnePolicy_Trigger(string policy) => Verify.VerifyAnalyzerAsync($"""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddCors(options => options.AddDefaultPolicy(policy => {policy}));
        builder.Build().Run();
        """);

    [Fact]
    public Task EchoedOriginWithCredentials_Triggers() => Verify.VerifyAnalyzerAsync("""
        var app = WebApplication.CreateBuilder(args).Build();
        app.Use(async (context, next) =>
        {
            var origin = context.Request.Headers["Origin"].ToString();
            [|context.Response.Headers["Access-Control-Allow-Origin"] = origin|];
            context.Response.Headers["Access-Control-Allow-Credentials"] = "true";
            await next(context);
        });
        app.Run();
        """);

    [Fact]
    public Task CredentialsOfAnotherPolicy_DoNotTrigger() => Verify.VerifyAnalyzerAsync("""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddCors(options =>
        {
            options.AddPolicy("public", policy => policy.AllowAnyOrigin());
            options.AddPolicy("shop", policy => policy.WithOrigins("https://shop.example").AllowCredentials());
        });
        builder.Build().Run();
        """);

    [Fact]
    public Task CredentialsOfTheOtherBranch_DoNotTrigger() => Verify.VerifyAnalyzerAsync("""
        using Microsoft.AspNetCore.Cors.Infrastructure;

        class Policies
        {
            public CorsPolicy Create(string[] hosts)
            {
                var builder = new CorsPolicyBuilder().AllowAnyHeader();
                if (hosts.Length == 0)
                {
                    builder.AllowAnyOrigin();
                }
                else
                {
                    builder.WithOrigins(hosts).AllowCredentials();
                }

                return builder.Build();
            }
        }
        """);

    [Fact]
    public Task EchoedOriginWithoutCredentials_DoesNotTrigger() => Verify.VerifyAnalyzerAsync("""
        var app = WebApplication.CreateBuilder(args).Build();
        app.Use(async (context, next) =>
        {
            context.Response.Headers["Access-Control-Allow-Origin"] = context.Request.Headers.Origin;
            await next(context);
        });
        app.Run();
        """);
}
