using Deployability.Model;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    Deployability.Analyzers.Rules.Security.ExposedApiExplorerAnalyzer,
    Deployability.CodeFixes.Rules.Security.ExposedApiExplorerCodeFix
>;

namespace Deployability.CodeFixes.Tests.Rules.Security;

public sealed class ExposedApiExplorerCodeFixTests
{
    private const string Packages = """


        namespace Microsoft.AspNetCore.Builder
        {
            public class SwaggerUIOptions { public string RoutePrefix { get; set; } = ""; }

            public static class Swashbuckle
            {
                public static IApplicationBuilder UseSwagger(this IApplicationBuilder app) => app;
                public static IApplicationBuilder UseSwaggerUI(this IApplicationBuilder app, Action<SwaggerUIOptions>? setup = null) => app;
                public static IEndpointConventionBuilder MapOpenApi(this IEndpointRouteBuilder endpoints) => null!;
                public static IEndpointConventionBuilder MapScalarApiReference(this IEndpointRouteBuilder endpoints) => null!;
            }
        }

        namespace HotChocolate.AspNetCore
        {
            public class GraphQLToolOptions { public bool Enable { get; set; } = true; }
        }
        """;

    private static Task VerifyAsync(string source, string fixedSource) =>
        Verify.VerifyCodeFixAsync(source + Packages, fixedSource + Packages);

    [Fact]
    public Task DocumentAndPage_ShareAGuard() =>
        VerifyAsync(
            """
            var app = WebApplication.CreateBuilder(args).Build();

            // Docs for us.
            app.UseSwagger();
            // Under /docs.
            app.[|UseSwaggerUI(options =>
            {
                options.RoutePrefix = "docs";
            })|];

            app.Run();
            """,
            """
            var app = WebApplication.CreateBuilder(args).Build();

            // Docs for us.
            if (app.Environment.IsDevelopment())
            {
                app.UseSwagger();
                // Under /docs.
                app.UseSwaggerUI(options =>
                {
                    options.RoutePrefix = "docs";
                });
            }

            app.Run();
            """
        );

    [Theory]
    [InlineData("    ")]
    [InlineData("\t")]
    public Task WhatMovesIntoAGuard_MovesOneLevelWhole(string indentation) =>
        VerifyAsync(
            Indented(
                indentation,
                """
                WebApplication.Create().UseDocs([]);

                static class Docs
                {
                >public static void UseDocs(this WebApplication app, string[] prefixes)
                >{
                >>app.UseSwagger(); // the document
                >>// The page.
                >>app.[|UseSwaggerUI(options =>
                >>{
                >>>foreach (var prefix in prefixes)
                >>>{
                >>>>options.RoutePrefix = prefix + @"
                as it is";
                >>>}

                >>>// The last one wins.
                >>})|];
                >}
                }
                """
            ),
            Indented(
                indentation,
                """
                WebApplication.Create().UseDocs([]);

                static class Docs
                {
                >public static void UseDocs(this WebApplication app, string[] prefixes)
                >{
                >>if (app.Environment.IsDevelopment())
                >>{
                >>>app.UseSwagger(); // the document
                >>>// The page.
                >>>app.UseSwaggerUI(options =>
                >>>{
                >>>>foreach (var prefix in prefixes)
                >>>>{
                >>>>>options.RoutePrefix = prefix + @"
                as it is";
                >>>>}

                >>>>// The last one wins.
                >>>});
                >>}
                >}
                }
                """
            )
        );

    private static string Indented(string indentation, string text) =>
        string.Join(
            '\n',
            text.Split('\n')
                .Select(line => string.Concat(Enumerable.Repeat(indentation, line.TakeWhile(c => c == '>').Count())) + line.TrimStart('>'))
        );

    [Fact]
    public Task GuardRightBefore_TakesThemIn() =>
        VerifyAsync(
            """
            var app = WebApplication.CreateBuilder(args).Build();
            if (app.Environment.IsDevelopment())
            {
                app.UseDeveloperExceptionPage();
            }
            app.UseSwagger();
            app.[|UseSwaggerUI()|];
            app.Run();
            """,
            """
            var app = WebApplication.CreateBuilder(args).Build();
            if (app.Environment.IsDevelopment())
            {
                app.UseDeveloperExceptionPage();
                app.UseSwagger();
                app.UseSwaggerUI();
            }
            app.Run();
            """
        );

    [Fact]
    public Task CallsApart_GetAGuardEach() =>
        VerifyAsync(
            """
            public class Startup
            {
                public void Configure(IApplicationBuilder app, IWebHostEnvironment env)
                {
                    app.UseSwagger();
                    app.UseRouting();
                    app.[|UseSwaggerUI()|];
                    app.UseEndpoints(endpoints =>
                    {
                        endpoints.MapOpenApi().CacheOutput();
                        endpoints.MapScalarApiReference();
                        endpoints.MapControllers();
                    });
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
                        app.UseSwagger();
                    }
                    app.UseRouting();
                    if (env.IsDevelopment())
                    {
                        app.UseSwaggerUI();
                    }
                    app.UseEndpoints(endpoints =>
                    {
                        if (env.IsDevelopment())
                        {
                            endpoints.MapOpenApi().CacheOutput();
                            endpoints.MapScalarApiReference();
                        }
                        endpoints.MapControllers();
                    });
                }
            }
            """
        );

    [Fact]
    public Task ChainOfExplorers_IsKept() =>
        VerifyAsync(
            """
            var app = WebApplication.CreateBuilder(args).Build();
            app.UseSwagger().[|UseSwaggerUI()|];
            app.Run();
            """,
            """
            var app = WebApplication.CreateBuilder(args).Build();
            if (app.Environment.IsDevelopment())
            {
                app.UseSwagger().UseSwaggerUI();
            }
            app.Run();
            """
        );

    [Fact]
    public Task ChainWithOthers_IsTakenApart() =>
        VerifyAsync(
            """
            public class Startup
            {
                public void Configure(IApplicationBuilder app, IWebHostEnvironment env)
                {
                    app.UseSwagger()
                        .[|UseSwaggerUI()|]
                        .UseRouting()
                        .UseAuthorization();
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
                        app.UseSwagger()
                            .UseSwaggerUI();
                    }
                    app
                        .UseRouting()
                        .UseAuthorization();
                }
            }
            """
        );

    [Fact]
    public Task ToolOfAGraphQLEndpoint_IsOnInDevelopment() =>
        VerifyAsync(
            """
            using HotChocolate.AspNetCore;
            var app = WebApplication.CreateBuilder(args).Build();
            app.MapGet("/tool", () => new GraphQLToolOptions { [|Enable = true|] });
            app.Run();
            """,
            """
            using HotChocolate.AspNetCore;
            var app = WebApplication.CreateBuilder(args).Build();
            app.MapGet("/tool", () => new GraphQLToolOptions { Enable = app.Environment.IsDevelopment() });
            app.Run();
            """
        );

    [Fact]
    public Task EnvironmentOutOfSight_NothingIsOffered()
    {
        const string Source = """
            Setup.UseDocs();

            public static class Setup
            {
                private static IApplicationBuilder App => throw null!;

                public static void UseDocs() { App.UseSwagger(); App.[|UseSwaggerUI()|]; }
            }
            """;
        return VerifyAsync(Source, Source);
    }

    [Fact]
    public Task CallWhoseValueIsReturned_NothingIsOffered()
    {
        const string Source = """
            WebApplication.Create().UseDocs();

            public static class Setup
            {
                public static IApplicationBuilder UseDocs(this WebApplication app) => app.UseSwagger().[|UseSwaggerUI()|];
            }
            """;
        return VerifyAsync(Source, Source);
    }
}
