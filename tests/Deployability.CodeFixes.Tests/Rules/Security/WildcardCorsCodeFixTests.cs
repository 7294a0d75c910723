using Deployability.Analyzers.Rules.Security;
using Deployability.CodeFixes.Rules.Security;
using Deployability.Model;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    Deployability.Analyzers.Rules.Security.WildcardCorsAnalyzer,
    Deployability.CodeFixes.Rules.Security.WildcardCorsCodeFix
>;

namespace Deployability.CodeFixes.Tests.Rules.Security;

public sealed class WildcardCorsCodeFixTests
{
    [Fact]
    public Task Chain_KeepsItsOtherCallsAndLayout() =>
        Verify.VerifyCodeFixAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddCors(options => options.AddDefaultPolicy(policy => policy
                .[|AllowAnyOrigin()|] // everybody
                .AllowAnyMethod()));
            builder.Build().Run();
            """,
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddCors(options => options.AddDefaultPolicy(policy => policy
                .WithOrigins(builder.Configuration.GetSection("Cors:AllowedOrigins").Get<string[]>() ?? []) // everybody
                .AllowAnyMethod()));
            builder.Build().Run();
            """
        );

    [Fact]
    public Task EveryForm_InOneFixAll() =>
        Verify.VerifyCodeFixAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddCors(options =>
            {
                options.AddPolicy("a", policy => policy.[|AllowAnyOrigin()|]);
                options.AddPolicy("b", policy => policy.[|SetIsOriginAllowed(_ => true)|]);
                options.AddPolicy("c", policy => policy.WithOrigins([|"*"|]));
                options.AddPolicy("d", policy => policy.WithOrigins("https://shop.example", [|"*"|]));
            });
            builder.Build().Run();
            """,
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddCors(options =>
            {
                options.AddPolicy("a", policy => policy.WithOrigins(builder.Configuration.GetSection("Cors:AllowedOrigins").Get<string[]>() ?? []));
                options.AddPolicy("b", policy => policy.WithOrigins(builder.Configuration.GetSection("Cors:AllowedOrigins").Get<string[]>() ?? []));
                options.AddPolicy("c", policy => policy.WithOrigins(builder.Configuration.GetSection("Cors:AllowedOrigins").Get<string[]>() ?? []));
                options.AddPolicy("d", policy => policy.WithOrigins("https://shop.example"));
            });
            builder.Build().Run();
            """
        );

    [Fact]
    public Task Startup_UsesItsConfiguration() =>
        Verify.VerifyCodeFixAsync(
            """
            public class Startup(IConfiguration configuration)
            {
                public void ConfigureServices(IServiceCollection services) =>
                    services.AddCors(options => options.AddDefaultPolicy(policy => policy.[|AllowAnyOrigin()|]));
            }
            """,
            """
            public class Startup(IConfiguration configuration)
            {
                public void ConfigureServices(IServiceCollection services) =>
                    services.AddCors(options => options.AddDefaultPolicy(policy => policy.WithOrigins(configuration.GetSection("Cors:AllowedOrigins").Get<string[]>() ?? [])));
            }
            """
        );

    [Fact]
    public Task StartupWithoutConfiguration_IsGivenOne() =>
        new CSharpCodeFixTest<WildcardCorsAnalyzer, WildcardCorsCodeFix>
        {
            LanguageVersion = LanguageVersion.CSharp11,
            TestCode = """
                Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(web => web.UseStartup<Startup>()).Build().Run();

                public class Startup
                {
                    public void ConfigureServices(IServiceCollection services) =>
                        services.AddCors(options => options.AddDefaultPolicy(policy => policy.[|AllowAnyOrigin()|]));
                }
                """,
            FixedCode = """
                Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(web => web.UseStartup<Startup>()).Build().Run();

                public class Startup
                {
                    private readonly IConfiguration _configuration;

                    public Startup(IConfiguration configuration)
                    {
                        _configuration = configuration;
                    }

                    public void ConfigureServices(IServiceCollection services) =>
                        services.AddCors(options => options.AddDefaultPolicy(policy => policy.WithOrigins(_configuration.GetSection("Cors:AllowedOrigins").Get<string[]>() ?? System.Array.Empty<string>())));
                }
                """,
        }.RunAsync(TestContext.Current.CancellationToken);

    [Fact]
    public async Task WithoutConfigurationInScope_NothingIsOffered()
    {
        const string Source = """
            public static class Setup
            {
                public static void AddPolicies(this IServiceCollection services) =>
                    services.AddCors(options => options.AddDefaultPolicy(policy => policy.[|AllowAnyOrigin()|]));
            }
            """;
        await Verify.VerifyCodeFixAsync(Source, Source);
    }
}
