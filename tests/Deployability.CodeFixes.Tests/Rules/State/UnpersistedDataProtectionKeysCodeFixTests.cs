using Deployability.Analyzers.Rules.State;
using Deployability.CodeFixes.Rules.State;
using Deployability.Model;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;

namespace Deployability.CodeFixes.Tests.Rules.State;

public sealed class UnpersistedDataProtectionKeysCodeFixTests
{
    private static Task VerifyAsync(string source, string fixedSource) =>
        CSharpCodeFixVerifier<UnpersistedDataProtectionKeysAnalyzer, UnpersistedDataProtectionKeysCodeFix>.VerifyCodeFixAsync(
            source,
            fixedSource
        );

    [Fact]
    public Task TopLevelStatementsGetAGuardedRegistration() =>
        VerifyAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddAuthentication("Cookies")
                .[|AddCookie("Cookies")|]; // the login
            builder.Services.AddControllers();
            builder.Build().Run();
            """,
            """
            using Microsoft.AspNetCore.DataProtection;

            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddAuthentication("Cookies")
                .AddCookie("Cookies"); // the login

            if (builder.Configuration["DataProtection:KeysPath"] is { Length: > 0 } keysPath)
            {
                builder.Services.AddDataProtection().PersistKeysToFileSystem(new DirectoryInfo(keysPath));
            }

            builder.Services.AddControllers();
            builder.Build().Run();
            """
        );

    [Fact]
    public Task StartupUsesItsConfiguration() =>
        VerifyAsync(
            """
            using Microsoft.AspNetCore.Authentication;

            Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(web => web.UseStartup<Startup>()).Build().Run();

            public class Startup
            {
                private readonly IConfiguration _configuration;

                public Startup(IConfiguration configuration) => _configuration = configuration;

                public void ConfigureServices(IServiceCollection services)
                {
                    services.[|AddSession()|];
                }
            }
            """,
            """
            using Microsoft.AspNetCore.Authentication;
            using Microsoft.AspNetCore.DataProtection;

            Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(web => web.UseStartup<Startup>()).Build().Run();

            public class Startup
            {
                private readonly IConfiguration _configuration;

                public Startup(IConfiguration configuration) => _configuration = configuration;

                public void ConfigureServices(IServiceCollection services)
                {
                    services.AddSession();

                    if (_configuration["DataProtection:KeysPath"] is { Length: > 0 } keysPath)
                    {
                        services.AddDataProtection().PersistKeysToFileSystem(new DirectoryInfo(keysPath));
                    }
                }
            }
            """
        );

    [Fact]
    public Task StartupWithoutConfigurationIsGivenOne() =>
        VerifyAsync(
            """
            Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(web => web.UseStartup<Startup>()).Build().Run();

            public class Startup
            {
                public Startup()
                {
                }

                public void ConfigureServices(IServiceCollection services)
                {
                    services.[|AddSession()|];
                }
            }
            """,
            """
            using Microsoft.AspNetCore.DataProtection;

            Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(web => web.UseStartup<Startup>()).Build().Run();

            public class Startup
            {
                private readonly IConfiguration _configuration;

                public Startup(IConfiguration configuration)
                {
                    _configuration = configuration;
                }

                public void ConfigureServices(IServiceCollection services)
                {
                    services.AddSession();

                    if (_configuration["DataProtection:KeysPath"] is { Length: > 0 } keysPath)
                    {
                        services.AddDataProtection().PersistKeysToFileSystem(new DirectoryInfo(keysPath));
                    }
                }
            }
            """
        );

    [Fact]
    public Task LocalFunctionThatRunsBeforeTheAppIsThereUsesTheBuilder() =>
        VerifyAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            AddServices();
            var app = builder.Build();
            app.Run();

            void AddServices()
            {
                builder.Services.[|AddSession()|];
            }
            """,
            """
            using Microsoft.AspNetCore.DataProtection;

            var builder = WebApplication.CreateBuilder(args);
            AddServices();
            var app = builder.Build();
            app.Run();

            void AddServices()
            {
                builder.Services.AddSession();

                if (builder.Configuration["DataProtection:KeysPath"] is { Length: > 0 } keysPath)
                {
                    builder.Services.AddDataProtection().PersistKeysToFileSystem(new DirectoryInfo(keysPath));
                }
            }
            """
        );

    [Fact]
    public async Task VariablesOfAnotherFileAreOutOfReach()
    {
        const string Program = """
            // The variables below stand where the class of the other file stands in its own.
            var builder = WebApplication.CreateBuilder(args);
            builder.AddLogin();
            builder.Build().Run();
            """;
        var test = new CSharpCodeFixTest<UnpersistedDataProtectionKeysAnalyzer, UnpersistedDataProtectionKeysCodeFix>();
        test.TestState.Sources.Add(Program);
        test.TestState.Sources.Add(Login("builder.Services.[|AddSession()|];"));
        test.FixedState.Sources.Add(Program);
        test.FixedState.Sources.Add(
            "using Microsoft.AspNetCore.DataProtection;\n\n"
                + Login(
                    """
                    builder.Services.AddSession();

                            if (builder.Configuration["DataProtection:KeysPath"] is { Length: > 0 } keysPath)
                            {
                                builder.Services.AddDataProtection().PersistKeysToFileSystem(new DirectoryInfo(keysPath));
                            }

                    """
                )
        );
        await test.RunAsync(TestContext.Current.CancellationToken);

        static string Login(string statement) =>
            $$"""
                static class LoginOfThisApplicationThatHasALongNameSoThatItsMethodsComeAfterTheVariables
                {
                    // An extension method has what it is given, and whatever the top-level statements of another file declare it has not.
                    public static void AddLogin(this WebApplicationBuilder builder)
                    {
                        {{statement}}
                        builder.Services.AddControllers();
                    }
                }
                """;
    }

    [Fact]
    public async Task OlderLanguageGetsAPatternThatItKnows()
    {
        const string Start = """
            public static class Program
            {
                public static void Main(string[] args) => Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(web => web.UseStartup<Startup>()).Build().Run();
            }

            public class Startup
            {
                public IConfiguration Configuration { get; }

                public Startup(IConfiguration configuration) => Configuration = configuration;

                public void ConfigureServices(IServiceCollection services)
                {

            """;
        const string Usings =
            "using System.IO;\n\nusing Microsoft.AspNetCore.DataProtection;\nusing Microsoft.AspNetCore.Hosting;\nusing Microsoft.Extensions.Configuration;\nusing Microsoft.Extensions.DependencyInjection;\nusing Microsoft.Extensions.Hosting;\n\n";
        await new CSharpCodeFixTest<UnpersistedDataProtectionKeysAnalyzer, UnpersistedDataProtectionKeysCodeFix>
        {
            LanguageVersion = LanguageVersion.CSharp8,
            TestCode = Usings + Start + "        services.[|AddSession()|];\n    }\n}\n",
            FixedCode =
                Usings
                + Start
                + """
                            services.AddSession();

                            if (Configuration["DataProtection:KeysPath"] is string keysPath && keysPath.Length > 0)
                            {
                                services.AddDataProtection().PersistKeysToFileSystem(new DirectoryInfo(keysPath));
                            }
                        }
                    }

                    """,
        }.RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public Task FileThatIsIndentedByTabsStaysSo() =>
        VerifyAsync(
            Tabbed(
                """
                static class Setup
                {
                >public static void AddLogin(this WebApplicationBuilder builder)
                >{
                >>builder.Services.[|AddSession()|];
                >>builder.Services.AddControllers();
                >}
                }
                """
            ),
            "using Microsoft.AspNetCore.DataProtection;\n\n"
                + Tabbed(
                    """
                    static class Setup
                    {
                    >public static void AddLogin(this WebApplicationBuilder builder)
                    >{
                    >>builder.Services.AddSession();

                    >>if (builder.Configuration["DataProtection:KeysPath"] is { Length: > 0 } keysPath)
                    >>{
                    >>>builder.Services.AddDataProtection().PersistKeysToFileSystem(new DirectoryInfo(keysPath));
                    >>}

                    >>builder.Services.AddControllers();
                    >}
                    }
                    """
                )
        );

    private static string Tabbed(string text) =>
        "var app = WebApplication.CreateBuilder(args).Build();\napp.Run();\n\n" + text.Replace('>', '\t').Replace("\t 0", "> 0");

    [Fact]
    public Task ClassThatOthersCreateIsLeftAlone()
    {
        const string Source = """
            new Setup().ConfigureServices(WebApplication.CreateBuilder(args).Services);

            public class Setup
            {
                public void ConfigureServices(IServiceCollection services)
                {
                    services.[|AddSession()|];
                }
            }
            """;
        return VerifyAsync(Source, Source);
    }
}
