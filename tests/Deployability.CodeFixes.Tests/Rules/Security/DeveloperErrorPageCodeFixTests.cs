using Deployability.Model;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    Deployability.Analyzers.Rules.Security.DeveloperErrorPageAnalyzer,
    Deployability.CodeFixes.Rules.Security.DeveloperErrorPageCodeFix
>;

namespace Deployability.CodeFixes.Tests.Rules.Security;

public sealed class DeveloperErrorPageCodeFixTests
{
    [Fact]
    public Task Statement_GetsAGuard() =>
        Verify.VerifyCodeFixAsync(
            """
            var app = WebApplication.CreateBuilder(args).Build();

            // Errors are for us.
            app.[|UseDeveloperExceptionPage()|];
            app.Run();
            """,
            """
            var app = WebApplication.CreateBuilder(args).Build();

            // Errors are for us.
            if (app.Environment.IsDevelopment())
            {
                app.UseDeveloperExceptionPage();
            }
            app.Run();
            """
        );

    [Fact]
    public Task StatementAfterAGuard_MovesIntoIt() =>
        Verify.VerifyCodeFixAsync(
            """
            var app = WebApplication.CreateBuilder(args).Build();
            if (app.Environment.IsDevelopment())
            {
                app.UseHttpLogging();
            }
            app.[|UseDeveloperExceptionPage()|];
            app.Run();
            """,
            """
            var app = WebApplication.CreateBuilder(args).Build();
            if (app.Environment.IsDevelopment())
            {
                app.UseHttpLogging();
                app.UseDeveloperExceptionPage();
            }
            app.Run();
            """
        );

    [Fact]
    public Task Chain_IsTakenApart() =>
        Verify.VerifyCodeFixAsync(
            """
            public class Startup
            {
                public void Configure(IApplicationBuilder app, IWebHostEnvironment env)
                {
                    app.[|UseDeveloperExceptionPage()|].UseRouting();
                }
            }
            """,
            """
            public class Startup
            {
                public void Configure(IApplicationBuilder app, IWebHostEnvironment env)
                {
                    if (env.IsDevelopment())
                    {
                        app.UseDeveloperExceptionPage();
                    }
                    app.UseRouting();
                }
            }
            """
        );

    [Fact]
    public async Task WithoutAnEnvironmentInScope_NothingIsOffered()
    {
        const string Source = """
            public static class Setup
            {
                private static IApplicationBuilder App => throw null!;

                public static void UsePages() { App.[|UseDeveloperExceptionPage()|]; }
            }
            """;
        await Verify.VerifyCodeFixAsync(Source, Source);
    }

    [Fact]
    public Task ExtensionMethod_AsksTheServicesForTheEnvironment() =>
        Verify.VerifyCodeFixAsync(
            """
            using Microsoft.AspNetCore.Builder;

            public static class Setup
            {
                public static void UsePages(this IApplicationBuilder app)
                {
                    app.[|UseDeveloperExceptionPage()|];
                }
            }
            """,
            """
            using Microsoft.AspNetCore.Builder;

            public static class Setup
            {
                public static void UsePages(this IApplicationBuilder app)
                {
                    if (app.ApplicationServices.GetRequiredService<IHostEnvironment>().IsDevelopment())
                    {
                        app.UseDeveloperExceptionPage();
                    }
                }
            }
            """
        );
}
