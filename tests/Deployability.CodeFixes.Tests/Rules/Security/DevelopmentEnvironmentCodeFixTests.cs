using Deployability.Model;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    Deployability.Analyzers.Rules.Security.DevelopmentEnvironmentAnalyzer,
    Deployability.CodeFixes.Rules.Security.DevelopmentEnvironmentCodeFix
>;

namespace Deployability.CodeFixes.Tests.Rules.Security;

public sealed class DevelopmentEnvironmentCodeFixTests
{
    [Fact]
    public Task EveryForm_InOneFixAll() =>
        Verify.VerifyCodeFixAsync(
            """
            var builder = WebApplication.CreateBuilder(new WebApplicationOptions
            {
                Args = args,
                EnvironmentName = [|Environments.Development|],
            });
            builder.Host.UseEnvironment([|"Development"|]);
            builder.Host.UseEnvironment([|"Development"|]).UseContentRoot(".");
            var name = Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT") ?? [|"Development"|];
            builder.Build().Run();
            """,
            """
            var builder = WebApplication.CreateBuilder(new WebApplicationOptions
            {
                Args = args,
            });
            builder.Host.UseContentRoot(".");
            var name = Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT") ?? "Production";
            builder.Build().Run();
            """
        );

    [Fact]
    public Task BlankLineAboveWhatGoes_Stays() =>
        Verify.VerifyCodeFixAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddProblemDetails();

            // For the demo.
            builder.Host.UseEnvironment([|"Development"|]);
            builder.Services.AddHealthChecks();
            builder.Build().Run();
            """,
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddProblemDetails();

            builder.Services.AddHealthChecks();
            builder.Build().Run();
            """
        );

    [Fact]
    public Task FallbackOfAConditional_IsProduction() =>
        Verify.VerifyCodeFixAsync(
            """
            var name = Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT");
            var chosen = string.IsNullOrEmpty(name) ? [|Environments.Development|] : name;
            """,
            """
            var name = Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT");
            var chosen = string.IsNullOrEmpty(name) ? Environments.Production : name;
            """
        );
}
