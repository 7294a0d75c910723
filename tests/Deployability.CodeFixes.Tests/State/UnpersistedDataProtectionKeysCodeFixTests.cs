using Deployability.Analyzers.State;
using Deployability.CodeFixes.State;
using Microsoft.CodeAnalysis.CSharp.Testing;

namespace Deployability.CodeFixes.Tests.State;

public sealed class UnpersistedDataProtectionKeysCodeFixTests
{
    private static Task VerifyAsync(string source, string fixedSource) =>
        CSharpCodeFixVerifier<UnpersistedDataProtectionKeysAnalyzer, UnpersistedDataProtectionKeysCodeFix>.VerifyCodeFixAsync(source, fixedSource);

    [Fact]
    public Task Top_level_statements_get_a_guarded_registration() => VerifyAsync(
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
        """);

    [Fact]
    public Task Startup_uses_its_configuration() => VerifyAsync(
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
        """);

    [Fact]
    public Task Without_configuration_in_scope_nothing_is_offered()
    {
        const string Source = """
            Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(web => web.UseStartup<Startup>()).Build().Run();

            public class Startup
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
