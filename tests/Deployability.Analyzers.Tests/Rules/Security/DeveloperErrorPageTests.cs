using Deployability.Model;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpAnalyzerVerifier<Deployability.Analyzers.Rules.Security.DeveloperErrorPageAnalyzer>;

namespace Deployability.Analyzers.Tests.Rules.Security;

public sealed class DeveloperErrorPageTests
{
    [Fact]
    public Task UnguardedPage_Triggers() =>
        Verify.VerifyAnalyzerAsync(
            """
            var app = WebApplication.CreateBuilder(args).Build();
            app.[|UseDeveloperExceptionPage()|];
            app.Run();
            """
        );

    // A local that is given the environment's name in one way or another is asked as the name itself.
    [Theory]
    [InlineData("name = app.Environment.EnvironmentName; else name = settings.EnvironmentName", "app.UseDeveloperExceptionPage()")]
    [InlineData("name = settings.EnvironmentName; else name = args[0]", "app.[|UseDeveloperExceptionPage()|]")]
    [InlineData("name = app.Environment.EnvironmentName; else name = \"Development\"", "app.[|UseDeveloperExceptionPage()|]")]
    public Task NameThatIsGivenInBranches_IsTheEnvironments(string given, string page) =>
        Verify.VerifyAnalyzerAsync(
            $$"""
            var app = WebApplication.CreateBuilder(args).Build();
            var settings = app.Configuration.GetSection("Deployment").Get<Settings>();
            string name = string.Empty;
            if (settings is null) {{given.Replace("settings.", "settings!.", StringComparison.Ordinal)}};
            switch (name)
            {
                case "DockerDevelopment":
                case "Development":
                    {{page}};
                    break;
                default:
                    app.UseHsts();
                    break;
            }
            app.Run();

            class Settings { public string EnvironmentName { get; set; } = ""; }
            """
        );

    [Fact]
    public Task PageInAChainOfAStartup_Triggers() =>
        Verify.VerifyAnalyzerAsync(
            """
            public class Startup
            {
                public void Configure(IApplicationBuilder app) => app.[|UseDeveloperExceptionPage()|].UseRouting();
            }
            """
        );

    [Fact]
    public Task PagesOfEntityFramework_Trigger() =>
        Verify.VerifyAnalyzerAsync(
            """
            var app = WebApplication.CreateBuilder(args).Build();
            app.[|UseMigrationsEndPoint()|];
            app.[|UseDatabaseErrorPage()|];
            app.Run();

            namespace Microsoft.AspNetCore.Builder
            {
                public static class Pages
                {
                    public static IApplicationBuilder UseMigrationsEndPoint(this IApplicationBuilder app) => app;
                    public static IApplicationBuilder UseDatabaseErrorPage(this IApplicationBuilder app) => app;
                }
            }
            """
        );

    [Fact]
    public Task ANamesakeOfTheProject_DoesNotTrigger() =>
        Verify.VerifyAnalyzerAsync(
            """
            var app = WebApplication.CreateBuilder(args).Build();
            app.UseDeveloperExceptionPage(1);
            app.Run();

            static class Mine
            {
                public static void UseDeveloperExceptionPage(this WebApplication app, int level) { }
            }
            """
        );

    [Fact]
    public Task TheExceptionHandler_DoesNotTrigger() =>
        Verify.VerifyAnalyzerAsync(
            """
            var app = WebApplication.CreateBuilder(args).Build();
            app.UseExceptionHandler("/error").UseStatusCodePages();
            app.Run();
            """
        );

    [Theory]
    [InlineData("if (app.Environment.IsDevelopment() || app.Environment.IsStaging()) { app.UseDeveloperExceptionPage(); }")]
    [InlineData("if (app.Environment.IsStaging() || app.Environment.IsEnvironment(\"Lab\")) app.UseDeveloperExceptionPage();")]
    [InlineData("if (app.Configuration.GetValue<bool>(\"Errors:ShowPage\")) { app.UseDeveloperExceptionPage(); }")]
    [InlineData("if (app.Configuration[\"Errors:ShowPage\"] == \"yes\") { app.UseDeveloperExceptionPage(); }")]
    public Task PageOfOtherEnvironmentsOrOfAnOperatorsSwitch_DoesNotTrigger(string code) =>
        Verify.VerifyAnalyzerAsync("var app = WebApplication.CreateBuilder(args).Build();\n" + code + "\napp.Run();");

    [Theory]
    [InlineData("if (app.Environment.IsDevelopment() || app.Environment.IsProduction()) { app.[|UseDeveloperExceptionPage()|]; }")]
    [InlineData("if (app.Environment.IsDevelopment() || args.Length == 0) { app.[|UseDeveloperExceptionPage()|]; }")]
    public Task PageThatProductionMaySeeToo_Triggers(string code) =>
        Verify.VerifyAnalyzerAsync("var app = WebApplication.CreateBuilder(args).Build();\n" + code + "\napp.Run();");
}
