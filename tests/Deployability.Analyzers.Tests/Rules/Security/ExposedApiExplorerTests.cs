using Deployability.Analyzers.Generation;
using Deployability.Analyzers.Rules.Security;
using Deployability.Model;
using Microsoft.CodeAnalysis.CSharp.Testing;

namespace Deployability.Analyzers.Tests.Rules.Security;

public sealed class ExposedApiExplorerTests
{
    private const string Packages = """

        namespace Microsoft.AspNetCore.Builder
        {
            public class SwaggerUIOptions { public string RoutePrefix { get; set; } = ""; }

            public static class Swashbuckle
            {
                public static IApplicationBuilder UseSwagger(this IApplicationBuilder app) => app;
                public static IApplicationBuilder UseSwaggerUI(this IApplicationBuilder app, Action<SwaggerUIOptions>? setup = null) => app;
                public static IApplicationBuilder UseReDoc(this IApplicationBuilder app) => app;
                public static IEndpointConventionBuilder MapSwagger(this IEndpointRouteBuilder endpoints, string pattern = "/swagger") => null!;
                public static IEndpointConventionBuilder MapOpenApi(this IEndpointRouteBuilder endpoints, string pattern = "/openapi.json") => null!;
                public static IApplicationBuilder UseOpenApi(this IApplicationBuilder app) => app;
                public static IApplicationBuilder UseSwaggerUi3(this IApplicationBuilder app) => app;
                public static IApplicationBuilder UseSwaggerUi(this IApplicationBuilder app) => app;
            }
        }

        namespace Scalar.AspNetCore
        {
            public static class ScalarEndpoints
            {
                public static IEndpointConventionBuilder MapScalarApiReference(this IEndpointRouteBuilder endpoints) => null!;
            }
        }

        namespace GraphQL.Server.Ui
        {
            public static class GraphQLPages
            {
                public static IApplicationBuilder UseGraphQLPlayground(this IApplicationBuilder app, string path = "/ui") => app;
                public static IApplicationBuilder UseGraphQLVoyager(this IApplicationBuilder app) => app;
                public static IEndpointConventionBuilder MapGraphQLAltair(this IEndpointRouteBuilder endpoints) => null!;
            }
        }

        namespace HotChocolate.AspNetCore
        {
            public class GraphQLToolOptions { public bool Enable { get; set; } = true; }

            public class GraphQLServerOptions { public GraphQLToolOptions Tool { get; } = new(); }

            public static class GraphQLEndpoints
            {
                public static IEndpointConventionBuilder MapGraphQL(this IEndpointRouteBuilder endpoints) => null!;
                public static IEndpointConventionBuilder WithOptions(this IEndpointConventionBuilder endpoint, GraphQLServerOptions options) => endpoint;
            }
        }
        """;

    private static Task VerifyAsync(string source) =>
        CSharpAnalyzerVerifier<ExposedApiExplorerAnalyzer>.VerifyAnalyzerAsync(
            "using GraphQL.Server.Ui;\nusing HotChocolate.AspNetCore;\nusing Scalar.AspNetCore;\nusing Microsoft.AspNetCore.Authorization;\n"
                + source
                + Packages
        );

    private static Task VerifyPipelineAsync(string statements, string setup = "") =>
        VerifyAsync(
            $"""
            var builder = WebApplication.CreateBuilder(args);
            {setup}
            var app = builder.Build();
            {statements}
            app.Run();
            """
        );

    [Fact]
    public Task DocumentAndPage_TriggerOnceOnThePage() =>
        VerifyPipelineAsync(
            """
            app.UseSwagger();
            app.[|UseSwaggerUI(options => options.RoutePrefix = "docs")|];
            """
        );

    [Fact]
    public Task SeveralPagesInAChain_TriggerOnceOnTheFirst() => VerifyPipelineAsync("app.UseSwagger().[|UseSwaggerUI()|].UseReDoc();");

    [Theory]
    [InlineData("app.[|UseSwagger()|];")]
    [InlineData("app.[|MapSwagger()|];")]
    [InlineData("app.[|MapOpenApi(\"/docs/api.json\")|].CacheOutput();")]
    [InlineData("app.UseOpenApi(); app.[|UseSwaggerUi3()|];")]
    [InlineData("app.UseOpenApi(); app.[|UseSwaggerUi()|];")]
    [InlineData("app.MapOpenApi(); app.[|MapScalarApiReference()|];")]
    [InlineData("app.[|UseGraphQLPlayground(\"/ui/playground\")|];")]
    [InlineData("app.[|UseGraphQLVoyager()|];")]
    [InlineData("app.[|MapGraphQLAltair()|];")]
    [InlineData("app.MapGroup(\"/docs\").[|MapOpenApi()|];")]
    public Task EachKind_Triggers(string statements) => VerifyPipelineAsync(statements);

    [Fact]
    public Task TheToolOfAGraphQLEndpointSwitchedOn_Triggers() =>
        VerifyPipelineAsync("app.MapGraphQL().WithOptions(new GraphQLServerOptions { Tool = { [|Enable = true|] } });");

    [Fact]
    public Task TheToolSwitchedOnStepwise_Triggers() =>
        VerifyPipelineAsync(
            """
            var options = new GraphQLServerOptions();
            [|options.Tool.Enable = true|];
            app.MapGraphQL().WithOptions(options);
            """
        );

    [Fact]
    public Task PagesOfTwoPipelines_TriggerEach() =>
        VerifyAsync(
            """
            public class Startup { public void Configure(IApplicationBuilder app) => app.UseSwagger().[|UseSwaggerUI()|]; }
            public class StartupInternal { public void Configure(IApplicationBuilder app) => app.[|UseReDoc()|]; }
            """
        );

    [Fact]
    public Task PageOutsideTheGuardOfItsDocument_Triggers() =>
        VerifyPipelineAsync(
            """
            if (app.Environment.IsDevelopment())
                app.UseSwagger();
            app.[|UseSwaggerUI()|];
            """
        );

    [Fact]
    public Task NegatedGuard_Triggers() =>
        VerifyPipelineAsync(
            """
            if (!app.Environment.IsDevelopment())
            {
                app.UseSwagger();
                app.[|UseSwaggerUI()|];
            }
            """
        );

    [Fact]
    public Task Startup_Triggers() =>
        VerifyAsync(
            """
            public class Startup
            {
                public void Configure(IApplicationBuilder app, IWebHostEnvironment env)
                {
                    if (env.IsDevelopment()) app.UseDeveloperExceptionPage();
                    app.UseSwagger();
                    app.[|UseSwaggerUI()|];
                    app.UseEndpoints(endpoints => endpoints.MapScalarApiReference());
                }
            }
            """
        );

    [Fact]
    public Task HelperOfTheProject_TriggersInsideOnly() =>
        VerifyAsync(
            """
            var app = WebApplication.CreateBuilder(args).Build();
            app.UseSwaggerUI("docs");
            app.Run();

            namespace Microsoft.AspNetCore.Builder
            {
                public static class Company
                {
                    public static void UseSwaggerUI(this WebApplication app, string title)
                    {
                        app.UseSwagger();
                        app.[|UseSwaggerUI()|];
                    }
                }
            }
            """
        );

    [Fact]
    public Task AnonymousEndpointUnderAFallbackPolicy_Triggers() =>
        VerifyPipelineAsync(
            "app.UseAuthorization(); app.[|MapOpenApi()|].AllowAnonymous();",
            "builder.Services.AddAuthorization(options => options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());"
        );

    [Fact]
    public Task MiddlewareThatIsNotAboutTheExplorer_Triggers() =>
        VerifyPipelineAsync(
            """
            app.UseAuthentication();
            app.UseAuthorization();
            app.Use(async (context, next) => { if (context.User.Identity is null) context.Response.StatusCode = 401; else await next(); });
            app.UseSwagger();
            app.[|UseSwaggerUI()|];
            """
        );

    [Theory]
    [InlineData("if (app.Environment.IsDevelopment()) { app.UseSwagger(); app.UseSwaggerUI(); }")]
    [InlineData("if (app.Environment.IsDevelopment() || app.Environment.IsStaging()) { app.UseSwagger(); app.UseSwaggerUI(); }")]
    [InlineData("if (!app.Environment.IsProduction()) { app.MapOpenApi(); app.MapScalarApiReference(); }")]
    [InlineData("if (app.Configuration.GetValue<bool>(\"Swagger:Enabled\")) { app.UseSwagger(); app.UseSwaggerUI(); }")]
    [InlineData("if (app.Environment.IsDevelopment() || app.Configuration[\"Docs\"] == \"on\") { app.UseSwagger().UseSwaggerUI(); }")]
    public Task GuardOrSwitch_DoesNotTrigger(string statements) => VerifyPipelineAsync(statements);

    [Theory]
    [InlineData("app.Configuration.GetSection(\"Docs\").Get<DocsSettings>()?.Enabled == true")]
    [InlineData("app.Configuration.GetSection(\"Docs\").Get<DocsSettings>() is { Enabled: true }")]
    [InlineData("app.Configuration.GetSection(\"Docs\").Get<DocsSettings>()?.Enabled ?? false")]
    [InlineData("await app.Services.GetRequiredService<Microsoft.FeatureManagement.IFeatureManager>().IsEnabledAsync(\"docs\")")]
    public Task SwitchOfTheOperator_DoesNotTrigger(string condition) =>
        VerifyAsync(
            $$"""
            var app = WebApplication.CreateBuilder(args).Build();
            if ({{condition}})
                app.UseSwagger().UseSwaggerUI();
            app.Run();

            class DocsSettings { public bool Enabled { get; set; } }

            namespace Microsoft.FeatureManagement
            {
                public interface IFeatureManager { Task<bool> IsEnabledAsync(string feature); }
            }
            """
        );

    [Theory]
    [InlineData("app.MapOpenApi().RequireAuthorization();")]
    [InlineData("app.MapOpenApi().RequireAuthorization(\"docs\"); app.MapScalarApiReference().RequireAuthorization();")]
    [InlineData("app.MapGroup(\"/docs\").RequireAuthorization().MapOpenApi();")]
    [InlineData("var docs = app.MapGroup(\"/docs\").RequireAuthorization(); docs.MapOpenApi(); docs.MapScalarApiReference();")]
    [InlineData("var docs = app.MapGroup(\"/docs\"); docs.RequireAuthorization(); docs.MapOpenApi();")]
    [InlineData("app.MapOpenApi().RequireHost(\"*:8081\");")]
    [InlineData("app.MapSwagger().RequireAuthorization(); app.UseSwaggerUI();")]
    public Task Authorization_DoesNotTrigger(string statements) => VerifyPipelineAsync(statements);

    [Fact]
    public Task FallbackPolicy_DoesNotTrigger() =>
        VerifyPipelineAsync(
            "app.UseAuthorization(); app.MapOpenApi(); app.UseSwaggerUI();",
            "builder.Services.AddAuthorization(options => options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());"
        );

    [Theory]
    [InlineData("app.MapWhen(context => context.User.IsInRole(\"admin\"), docs => { docs.UseSwagger(); docs.UseSwaggerUI(); });")]
    [InlineData("app.UseWhen(context => context.User.Identity!.IsAuthenticated, docs => docs.UseSwagger().UseSwaggerUI());")]
    [InlineData(
        "app.Use(async (context, next) => { if (context.Request.Path.StartsWithSegments(\"/swagger\") && context.User.Identity is null) context.Response.StatusCode = 401; else await next(); }); app.UseSwagger(); app.UseSwaggerUI();"
    )]
    [InlineData("app.UseMiddleware<SwaggerBasicAuthMiddleware>(); app.UseSwagger(); app.UseSwaggerUI();")]
    [InlineData(
        "app.UseWhen(context => context.Request.Path.StartsWithSegments(\"/swagger\"), branch => branch.UseMiddleware<BasicAuth>()); app.UseSwagger(); app.UseSwaggerUI();"
    )]
    public Task GateBeforeTheMiddleware_DoesNotTrigger(string statements) =>
        VerifyAsync(
            $$"""
            var app = WebApplication.CreateBuilder(args).Build();
            {{statements}}
            app.Run();
            class SwaggerBasicAuthMiddleware;
            class BasicAuth;
            """
        );

    [Theory]
    [InlineData("app.MapGraphQL();")]
    [InlineData("app.MapGraphQL().WithOptions(new GraphQLServerOptions { Tool = { Enable = false } });")]
    [InlineData("app.MapGraphQL().WithOptions(new GraphQLServerOptions { Tool = { Enable = app.Environment.IsDevelopment() } });")]
    public Task GraphQLEndpoint_DoesNotTrigger(string statements) => VerifyPipelineAsync(statements);

    [Fact]
    public Task HelperCalledInDevelopmentOnly_DoesNotTrigger() =>
        VerifyAsync(
            """
            var app = WebApplication.CreateBuilder(args).Build();
            if (app.Environment.IsDevelopment())
                Documentation.Use(app);
            app.Run();

            static class Documentation
            {
                public static void Use(WebApplication app) { app.UseSwagger(); app.UseSwaggerUI(); }
            }
            """
        );

    [Fact]
    public Task SwitchInTheSettingsOfAReferencedProject_DoesNotTrigger()
    {
        var test = new CSharpAnalyzerTest<ExposedApiExplorerAnalyzer>
        {
            TestCode =
                """
                    public class Startup
                    {
                        public void Configure(IApplicationBuilder app, IWebHostEnvironment env, Core.IGlobalSettings settings)
                        {
                            if (env.IsDevelopment() || settings.SelfHosted)
                                app.UseSwagger().UseSwaggerUI();
                        }
                    }
                    """ + Packages,
        };
        test.TestState.AdditionalProjectReferences.Add("Core");
        test.TestState.AdditionalProjects["Core"]
            .Sources.Add("namespace Core; public interface IGlobalSettings { bool SelfHosted { get; } }");
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public Task NamesakeOfTheProject_DoesNotTrigger() =>
        VerifyAsync(
            """
            var app = WebApplication.CreateBuilder(args).Build();
            app.UseOpenApi("v1");
            app.Run();

            static class Mine
            {
                public static void UseOpenApi(this WebApplication app, string version) { }
            }
            """
        );

    [Theory]
    [InlineData("app.MapOpenApi();", "app.[|UseApiDocs()|];")]
    [InlineData("app.MapOpenApi();", "if (app.Environment.IsDevelopment()) { app.UseApiDocs(); }")]
    [InlineData("if (app.Environment.IsDevelopment()) { app.MapOpenApi(); }", "app.UseApiDocs();")]
    [InlineData("app.MapOpenApi().RequireAuthorization();", "app.UseApiDocs();")]
    public Task HelperOfALibrary_IsJudgedWhereAnAppCallsIt(string helper, string call)
    {
        var test = new CSharpAnalyzerTest<ExposedApiExplorerAnalyzer>
        {
            TestCode = $"using Docs;\nvar app = WebApplication.CreateBuilder(args).Build();\n{call}\napp.Run();",
        };
        test.SourceGenerators.Add(new FactGenerator());
        test.TestState.AdditionalProjectReferences.Add("Docs");
        test.TestState.AdditionalProjects["Docs"]
            .Sources.Add(
                $$"""
                namespace Docs;
                public static class Extensions
                {
                    public static void UseApiDocs(this WebApplication app) { {{helper}} }
                }
                """
            );
        test.TestState.AdditionalProjects["Docs"]
            .Sources.Add(
                """
                namespace Microsoft.AspNetCore.Builder;
                public static class OpenApi { public static IEndpointConventionBuilder MapOpenApi(this IEndpointRouteBuilder endpoints) => null!; }
                """
            );
        return test.RunAsync(TestContext.Current.CancellationToken);
    }
}
