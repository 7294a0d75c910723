using Deployability.Analyzers.Generation;
using Deployability.Analyzers.Rules.State;
using Deployability.Model;
using Microsoft.CodeAnalysis.CSharp.Testing;

namespace Deployability.Analyzers.Tests.Rules.State;

public sealed class UnpersistedDataProtectionKeysTests
{
    private static Task VerifyAsync(string source) =>
        CSharpAnalyzerVerifier<UnpersistedDataProtectionKeysAnalyzer>.VerifyAnalyzerAsync(
            "using Microsoft.AspNetCore.DataProtection;\nusing Microsoft.AspNetCore.Mvc;\n" + source
        );

    [Fact]
    public Task Cookie_authentication_Triggers() =>
        VerifyAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddAuthentication("Cookies").[|AddCookie("Cookies")|];
            builder.Build().Run();
            """
        );

    [Fact]
    public Task Explicit_set_up_without_a_place_Triggers_there_and_only_there() =>
        VerifyAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddAntiforgery();
            builder.Services.AddSession();
            builder.Services.[|AddDataProtection()|].SetApplicationName("Shop");
            builder.Build().Run();
            """
        );

    [Fact]
    public Task Session_Triggers() =>
        VerifyAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddDistributedMemoryCache();
            builder.Services.[|AddSession(options => options.IdleTimeout = TimeSpan.FromMinutes(20))|];
            builder.Build().Run();
            """
        );

    [Fact]
    public Task Blazor_Server_Triggers() =>
        VerifyAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddRazorComponents().[|AddInteractiveServerComponents()|];
            builder.Build().Run();
            """
        );

    [Fact]
    public Task Pages_that_handle_forms_Trigger() =>
        VerifyAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.[|AddRazorPages()|];
            builder.Build().Run();

            public class EditModel : Microsoft.AspNetCore.Mvc.RazorPages.PageModel
            {
                public IActionResult OnPost() => Page();
            }
            """
        );

    [Fact]
    public Task Keys_persisted_in_development_only_Trigger() =>
        VerifyAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddAuthentication().[|AddCookie()|];
            if (builder.Environment.IsDevelopment())
                builder.Services.AddDataProtection().PersistKeysToFileSystem(new DirectoryInfo("/tmp/keys"));
            builder.Build().Run();
            """
        );

    [Fact]
    public Task Startup_class_Triggers() =>
        VerifyAsync(
            """
            Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(web => web.UseStartup<Startup>()).Build().Run();

            public class Startup
            {
                public void ConfigureServices(IServiceCollection services) => services.AddAuthentication().[|AddCookie()|];
            }
            """
        );

    [Fact]
    public Task Pages_without_forms_DoNotTrigger() =>
        VerifyAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddRazorPages();
            builder.Services.AddControllersWithViews();
            builder.Build().Run();
            """
        );

    [Fact]
    public Task Api_with_bearer_tokens_of_others_DoesNotTrigger() =>
        VerifyAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddAuthentication("Bearer");
            builder.Services.AddControllers();
            builder.Build().Run();
            """
        );

    [Fact]
    public Task Persisted_keys_DoNotTrigger() =>
        VerifyAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddAuthentication().AddCookie();
            builder.Services.AddDataProtection().SetApplicationName("Shop").PersistKeysToFileSystem(new DirectoryInfo("/keys"));
            builder.Build().Run();
            """
        );

    [Fact]
    public Task Persisted_keys_in_another_file_or_by_configuration_DoNotTrigger() =>
        VerifyAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddAuthentication().AddCookie();
            Setup.AddKeys(builder.Services, builder.Configuration);
            builder.Build().Run();

            public static class Setup
            {
                public static void AddKeys(IServiceCollection services, IConfiguration configuration)
                {
                    if (configuration["Keys"] is { Length: > 0 } path)
                        services.AddDataProtection().PersistKeysToFileSystem(new DirectoryInfo(path));
                }
            }
            """
        );

    [Fact]
    public Task Repository_of_its_own_DoesNotTrigger() =>
        VerifyAsync(
            """
            using Microsoft.AspNetCore.DataProtection.KeyManagement;
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddAuthentication().AddCookie();
            builder.Services.Configure<KeyManagementOptions>(options => options.XmlRepository = null);
            builder.Build().Run();
            """
        );

    [Fact]
    public Task Cookies_in_development_only_DoNotTrigger() =>
        VerifyAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            if (builder.Environment.IsDevelopment())
                builder.Services.AddAuthentication().AddCookie();
            builder.Build().Run();
            """
        );

    [Fact]
    public Task Library_DoesNotTrigger() =>
        VerifyAsync(
            """
            public static class Setup
            {
                public static void Add(IServiceCollection services) => services.AddAuthentication().AddCookie();
            }
            """
        );

    [Fact]
    public async Task Keys_persisted_by_a_referenced_project_DoNotTrigger()
    {
        var test = Referencing(
            "services.AddDataProtection().PersistKeysToFileSystem(new DirectoryInfo(\"/keys\"));",
            """
            using Defaults;
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddDefaults();
            builder.Services.AddAuthentication().AddCookie();
            builder.Build().Run();
            """
        );
        await test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public Task Container_of_a_seeding_tool_DoesNotTrigger() =>
        VerifyAsync(
            """
            using Microsoft.AspNetCore.Identity;

            Seed.Run();
            var app = WebApplication.CreateBuilder(args).Build();
            app.Run();

            static class Seed
            {
                public static void Run()
                {
                    var services = new ServiceCollection();
                    services.AddLogging();
                    services.AddAuthentication().AddCookie();
                    using var provider = services.BuildServiceProvider();
                }
            }
            """
        );

    [Fact]
    public async Task Helper_of_a_project_without_facts_may_persist_the_keys()
    {
        var test = new CSharpAnalyzerTest<UnpersistedDataProtectionKeysAnalyzer>
        {
            TestCode = """
                using Defaults;
                var builder = WebApplication.CreateBuilder(args);
                builder.Services.AddAuthentication().AddCookie();
                builder.Services.AddDataProtection(builder.Configuration);
                builder.Build().Run();
                """,
        };
        test.TestState.AdditionalProjectReferences.Add("Defaults");
        test.TestState.AdditionalProjects["Defaults"]
            .Sources.Add(
                """
                namespace Defaults;
                public static class Extensions
                {
                    public static void AddDataProtection(this IServiceCollection services, IConfiguration configuration) => services.AddOptions();
                }
                """
            );
        await test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Cookies_of_a_referenced_project_Trigger_at_the_call()
    {
        var test = Referencing(
            "services.AddAuthentication().AddCookie();",
            """
            using Defaults;
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.[|AddDefaults()|];
            builder.Build().Run();
            """
        );
        await test.RunAsync(TestContext.Current.CancellationToken);
    }

    private static CSharpAnalyzerTest<UnpersistedDataProtectionKeysAnalyzer> Referencing(string registration, string source)
    {
        var test = new CSharpAnalyzerTest<UnpersistedDataProtectionKeysAnalyzer> { TestCode = source };
        test.SourceGenerators.Add(new FactGenerator());
        test.TestState.AdditionalProjectReferences.Add("Defaults");
        test.TestState.AdditionalProjects["Defaults"]
            .Sources.Add(
                $$"""
                using Microsoft.AspNetCore.DataProtection;
                namespace Defaults;
                public static class Extensions
                {
                    public static IServiceCollection AddDefaults(this IServiceCollection services)
                    {
                        {{registration}}
                        return services;
                    }
                }
                """
            );
        return test;
    }

    [Theory]
    [InlineData(
        "builder.Services.[|AddDefaultIdentity<User>(o => o.SignIn.RequireConfirmedAccount = true)|].AddEntityFrameworkStores<Db>();"
    )]
    [InlineData("builder.Services.AddAuthentication().[|AddOpenIdConnect(o => o.Authority = \"x\")|];")]
    [InlineData(
        "builder.Services.[|AddMicrosoftIdentityWebAppAuthentication(builder.Configuration)|].EnableTokenAcquisitionToCallDownstreamApi();"
    )]
    [InlineData("builder.Services.AddDefaultIdentity<User>(); builder.Services.AddDataProtection().PersistKeysToDbContext<Db>();")]
    [InlineData("builder.Services.AddDefaultThings<User>();")]
    public Task Sign_in_of_a_package_that_is_not_restored_Triggers_by_name(string registrations) =>
        new CSharpAnalyzerTest<UnpersistedDataProtectionKeysAnalyzer>
        {
            TestCode = $"""
                using Microsoft.AspNetCore.DataProtection;
                var builder = WebApplication.CreateBuilder(args);
                {registrations}
                builder.Build().Run();
                """,
            CompilerDiagnostics = Microsoft.CodeAnalysis.Testing.CompilerDiagnostics.None,
        }.RunAsync(TestContext.Current.CancellationToken);
}
