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
    public Task CookieAuthentication_Triggers() =>
        VerifyAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddAuthentication("Cookies").[|AddCookie("Cookies")|];
            builder.Build().Run();
            """
        );

    [Theory]
    [InlineData("builder.Services.AddAuthentication().AddJwtBearer(); builder.Services.AddIdentity<User, Role>();", "")]
    [InlineData("builder.Services.[|AddIdentity<User, Role>()|];", "")]
    [InlineData("builder.Services.AddAuthentication().AddJwtBearer(); builder.Services.[|AddIdentity<User, Role>()|];", "SignInAsync")]
    [InlineData(
        "builder.Services.AddAuthentication().AddJwtBearer(); builder.Services.AddIdentity<User, Role>().AddDefaultTokenProviders();",
        ""
    )]
    [InlineData(
        "builder.Services.AddAuthentication().AddJwtBearer(); builder.Services.[|AddIdentity<User, Role>()|].AddDefaultTokenProviders();",
        "GeneratePasswordResetTokenAsync"
    )]
    [InlineData(
        "builder.Services.AddAuthentication().AddJwtBearer(); builder.Services.AddIdentity<User, Role>().AddDefaultTokenProviders();",
        "ResetPasswordAsync(null!); _ = context.GeneratePasswordResetTokenAsync"
    )]
    [InlineData("builder.Services.AddAuthentication().AddJwtBearer().[|AddCookie()|]; builder.Services.AddIdentity<User, Role>();", "")]
    [InlineData(
        "builder.Services.AddAuthentication().AddJwtBearer(); builder.Services.AddIdentity<User, Role>(); builder.Services.[|AddSession()|];",
        ""
    )]
    public Task IdentityWhoseUsersComeWithTokens_HasNoCookies(string code, string used) =>
        VerifyAsync(
            $$"""
            using Microsoft.AspNetCore.Authentication;
            using Microsoft.AspNetCore.Identity;
            var builder = WebApplication.CreateBuilder(args);
            {{code}}
            builder.Build().Run();

            class User : IdentityUser;
            class Role;
            static class Managers
            {
                public static Task<string> GeneratePasswordResetTokenAsync(this HttpContext context, object user) => Task.FromResult("");
                public static Task<string> ResetPasswordAsync(this HttpContext context, object user) => Task.FromResult("");
            }
            class IdentityUser { public void Use(HttpContext context) { {{(used.Length == 0 ? "" : $"_ = context.{used}(null!);")}} } }
            """
                + (
                    code.Contains("AddJwtBearer", StringComparison.Ordinal)
                        ? "\nstatic class Tokens { public static AuthenticationBuilder AddJwtBearer(this AuthenticationBuilder builder) => builder; }"
                        : ""
                )
        );

    [Fact]
    public Task ExplicitSetUpWithoutAPlace_TriggersThereAndOnlyThere() =>
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
    public Task PagesThatHandleForms_Trigger() =>
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
    public Task ActionOfAControllerThatIsCalledLikeAPages_IsNoForm() =>
        VerifyAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddMvc();
            builder.Build().Run();

            [Microsoft.AspNetCore.Mvc.ApiController]
            public class Logout : Microsoft.AspNetCore.Mvc.ControllerBase
            {
                public Microsoft.AspNetCore.Mvc.IActionResult OnPost() => Ok();
            }

            public class Login : Microsoft.AspNetCore.Mvc.ControllerBase
            {
                [Microsoft.AspNetCore.Mvc.HttpPost("login")]
                public Microsoft.AspNetCore.Mvc.IActionResult OnPost() => Ok();
            }
            """
        );

    // What a team registers for all of its apps may hold the keys; a helper for one thing does that alone.
    [Theory]
    [InlineData("AddShopServices", "AddCookie()")]
    [InlineData("AddCommon", "AddCookie()")]
    [InlineData("ConfigureSharedHosting", "AddCookie()")]
    [InlineData("AddShopServices", "[|AddCookie()|]", "AddAntiforgery")]
    [InlineData("AddOrderRepository", "[|AddCookie()|]")]
    [InlineData("UseSharedMiddleware", "[|AddCookie()|]")]
    public Task HelperOfAProjectWithoutFacts_MayPersistKeys(string name, string call, string registered = "AddDataProtection")
    {
        var test = new CSharpAnalyzerTest<UnpersistedDataProtectionKeysAnalyzer>
        {
            TestCode = $"""
                using Acme.Hosting;
                var builder = WebApplication.CreateBuilder(args);
                builder.Services.{name}();
                builder.Services.AddAuthentication().{call};
                builder.Build().Run();
                """,
        };
        test.TestState.AdditionalProjects["Acme.Hosting"]
            .Sources.Add(
                $"namespace Acme.Hosting; public static class Extensions {{ public static void {name}(this IServiceCollection services) => services.{registered}(); }}"
            );
        test.TestState.AdditionalProjectReferences.Add("Acme.Hosting");
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public Task KeysPersistedInDevelopmentOnly_Trigger() =>
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
    public Task StartupClass_Triggers() =>
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
    public Task PagesWithoutForms_DoNotTrigger() =>
        VerifyAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddRazorPages();
            builder.Services.AddControllersWithViews();
            builder.Build().Run();
            """
        );

    [Fact]
    public Task ApiWithBearerTokensOfOthers_DoesNotTrigger() =>
        VerifyAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddAuthentication("Bearer");
            builder.Services.AddControllers();
            builder.Build().Run();
            """
        );

    [Fact]
    public Task PersistedKeys_DoNotTrigger() =>
        VerifyAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddAuthentication().AddCookie();
            builder.Services.AddDataProtection().SetApplicationName("Shop").PersistKeysToFileSystem(new DirectoryInfo("/keys"));
            builder.Build().Run();
            """
        );

    [Fact]
    public Task PersistedKeysInAnotherFileOrByConfiguration_DoNotTrigger() =>
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
    public Task RepositoryOfItsOwn_DoesNotTrigger() =>
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
    public Task CookiesInDevelopmentOnly_DoNotTrigger() =>
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
    public async Task KeysPersistedByAReferencedProject_DoNotTrigger()
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
    public Task ContainerOfASeedingTool_DoesNotTrigger() =>
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

    [Theory]
    [InlineData("AddServiceDefaults", "[|AddCookie()|]")]
    [InlineData("AddShopDefaults", "AddCookie()")]
    [InlineData("AddPlatform", "AddCookie()")]
    public async Task ServiceDefaultsOfAspire_PersistNoKeys(string helper, string cookie)
    {
        var test = new CSharpAnalyzerTest<UnpersistedDataProtectionKeysAnalyzer>
        {
            TestCode = $$"""
                using Defaults;
                var builder = WebApplication.CreateBuilder(args);
                builder.{{helper}}();
                builder.Services.AddAuthentication().{{cookie}};
                builder.Build().Run();
                """,
        };
        test.TestState.AdditionalProjectReferences.Add("Defaults");
        test.TestState.AdditionalProjects["Defaults"]
            .Sources.Add(
                $$"""
                namespace Defaults;
                public static class Extensions
                {
                    public static void {{helper}}(this IHostApplicationBuilder builder) => builder.Services.AddOptions();
                }
                """
            );
        await test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task HelperOfAProjectWithoutFactsMayPersistTheKeys()
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
    public async Task HelperOfAProjectWithoutFactsThatMaps_PersistsNoKeys()
    {
        var test = new CSharpAnalyzerTest<UnpersistedDataProtectionKeysAnalyzer>
        {
            TestCode = """
                using Shop.Themes;
                var builder = WebApplication.CreateBuilder(args);
                builder.Services.AddAuthentication().[|AddCookie()|];
                var app = builder.Build();
                app.MapStyleSheets();
                app.Run();
                """,
        };
        test.TestState.AdditionalProjectReferences.Add("Shop.Themes");
        test.TestState.AdditionalProjects["Shop.Themes"]
            .Sources.Add(
                "namespace Shop.Themes; public static class Extensions { public static void MapStyleSheets(this WebApplication app) { } }"
            );
        await test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task CookiesOfAReferencedProject_TriggerAtTheCall()
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
    public Task SignInOfAPackageThatIsNotRestored_TriggersByName(string registrations) =>
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

    [Theory]
    [InlineData("'keys:/root/.aspnet/DataProtection-Keys'", "AddSession()")]
    [InlineData("'keys:/home/app/.aspnet'", "AddSession()")]
    [InlineData("'keys:/keys'", "[|AddSession()|]")]
    public Task KeysOnAVolumeOfTheDeployment_DoNotTrigger(string volume, string call)
    {
        var test = new CSharpAnalyzerTest<UnpersistedDataProtectionKeysAnalyzer>
        {
            TestCode =
                $"var builder = WebApplication.CreateBuilder(args); builder.Services.{call}; var app = builder.Build(); app.UseSession(); app.Run();",
        };
        test.TestState.AdditionalFiles.Add(("compose.yaml", "services:\n  api:\n    build: .\n    volumes: [ " + volume + " ]\n"));
        return test.RunAsync(TestContext.Current.CancellationToken);
    }
}
