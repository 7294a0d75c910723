using Deployability.Model;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpAnalyzerVerifier<Deployability.Analyzers.Rules.Security.AnyMethodOrHeaderAnalyzer>;

namespace Deployability.Analyzers.Tests.Rules.Security;

public sealed class AnyMethodOrHeaderTests
{
    [Theory]
    [InlineData("policy.[|AllowAnyMethod()|].[|AllowAnyHeader()|]")]
    [InlineData("policy.[|WithMethods(\"*\")|]")]
    [InlineData("policy.[|WithHeaders(\"X-Request-Id\", \"*\")|]")]
    public Task AnyMethodOrHeader_Triggers(string policy) =>
        Verify.VerifyAnalyzerAsync(
            $"""
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddCors(options => options.AddDefaultPolicy(policy => {policy}));
            builder.Build().Run();
            """
        );

    [Fact]
    public Task PolicyObject_Triggers() =>
        Verify.VerifyAnalyzerAsync(
            """
            using Microsoft.AspNetCore.Cors.Infrastructure;

            class Policies
            {
                public CorsPolicy Create()
                {
                    var policy = new CorsPolicy { Headers = { [|"*"|] } };
                    policy.Methods.[|Add("*")|];
                    return policy;
                }
            }
            """
        );

    [Theory]
    [InlineData("policy.WithMethods(\"GET\", \"POST\").WithHeaders(\"Content-Type\")")]
    [InlineData("policy.WithOrigins(\"https://shop.example\")")]
    public Task NamedMethodsAndHeaders_DoNotTrigger(string policy) =>
        Verify.VerifyAnalyzerAsync(
            $"""
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddCors(options => options.AddDefaultPolicy(policy => {policy}));
            builder.Build().Run();
            """
        );
}
