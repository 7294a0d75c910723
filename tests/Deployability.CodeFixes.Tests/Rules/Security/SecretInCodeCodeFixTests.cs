using Deployability.Analyzers.Rules.Security;
using Deployability.CodeFixes.Rules.Security;
using Deployability.Model;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    Deployability.Analyzers.Rules.Security.SecretInCodeAnalyzer,
    Deployability.CodeFixes.Rules.Security.SecretInCodeCodeFix
>;

namespace Deployability.CodeFixes.Tests.Rules.Security;

public sealed class SecretInCodeCodeFixTests
{
    private const string Stubs = """

        namespace Microsoft.IdentityModel.Tokens
        {
            public class SymmetricSecurityKey(byte[] key)
            {
                public byte[] Key => key;
            }
        }

        namespace Vendor
        {
            public class ApiClient(string apiKey)
            {
                public string Key => apiKey;
            }

            public static class Database
            {
                public static void UseSqlServer(string? connectionString) { }
            }
        }
        """;

    private static Task VerifyAsync(string source, string fixedSource)
    {
        const string Usings = "using Microsoft.IdentityModel.Tokens;\nusing System.Text;\nusing Vendor;\n";
        return Verify.VerifyCodeFixAsync(Usings + source + Stubs, Usings + fixedSource + Stubs);
    }

    [Fact]
    public Task ArgumentReadsConfiguration() =>
        VerifyAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            var client = new ApiClient([|"a8Kd03hfLs92mVnq7"|]);
            """,
            """
            var builder = WebApplication.CreateBuilder(args);
            var client = new ApiClient(builder.Configuration["Api:ApiKey"] ?? throw new InvalidOperationException("Configuration value 'Api:ApiKey' is missing."));
            """
        );

    [Fact]
    public Task ConnectionStringIsReadAsOne() =>
        VerifyAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            Database.UseSqlServer([|"Server=sql.corp.net;" + "User Id=app;Password=hunter2"|]);
            """,
            """
            var builder = WebApplication.CreateBuilder(args);
            Database.UseSqlServer(builder.Configuration.GetConnectionString("Default") ?? throw new InvalidOperationException("Configuration value 'ConnectionStrings:Default' is missing."));
            """
        );

    [Fact]
    public Task SigningKeyIsReadInsideItsConversion() =>
        VerifyAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            const string text = [|"super-secret-signing-key-that-is-long-enough"|];
            var key = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(text));
            """,
            """
            var builder = WebApplication.CreateBuilder(args);
            var text = builder.Configuration["Jwt:SigningKey"] ?? throw new InvalidOperationException("Configuration value 'Jwt:SigningKey' is missing.");
            var key = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(text));
            """
        );

    [Fact]
    public Task DefaultBecomesAFailure() =>
        VerifyAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            var a = builder.Configuration["Jwt:Key"] ?? [|"super-secret-signing-key-that-is-long-enough"|];
            var b = builder.Configuration.GetValue("Smtp:Password", [|"P@ssw0rd!"|]);
            var c = Environment.GetEnvironmentVariable("OPENAI_API_KEY") ?? [|"a8Kd03hfLs92mVnq7"|];
            """,
            """
            var builder = WebApplication.CreateBuilder(args);
            var a = builder.Configuration["Jwt:Key"] ?? throw new InvalidOperationException("Configuration value 'Jwt:Key' is missing.");
            var b = builder.Configuration.GetValue<string>("Smtp:Password") ?? throw new InvalidOperationException("Configuration value 'Smtp:Password' is missing.");
            var c = Environment.GetEnvironmentVariable("OPENAI_API_KEY") ?? throw new InvalidOperationException("Configuration value 'OPENAI_API_KEY' is missing.");
            """
        );

    [Fact]
    public Task ConstantOfAServiceBecomesAFieldThatReads() =>
        VerifyAsync(
            """
            public class PaymentService(IConfiguration configuration)
            {
                private const string ApiKey = [|"a8Kd03hfLs92mVnq7"|];
                public string Region => configuration["Region"] ?? "";
                public ApiClient Create() => new(ApiKey);
            }
            """,
            """
            public class PaymentService(IConfiguration configuration)
            {
                private readonly string ApiKey = configuration["Payment:ApiKey"] ?? throw new InvalidOperationException("Configuration value 'Payment:ApiKey' is missing.");
                public string Region => configuration["Region"] ?? "";
                public ApiClient Create() => new(ApiKey);
            }
            """
        );

    [Fact]
    public Task ClassWithAnOrdinaryConstructorKeepsTheConfiguration() =>
        VerifyAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddSingleton<Seeder>();

            public class Seeder
            {
                private readonly ILogger<Seeder> logger;

                public Seeder(ILogger<Seeder> logger)
                {
                    this.logger = logger;
                }

                public ApiClient Create()
                {
                    logger.LogInformation("creating");
                    return new ApiClient([|"a8Kd03hfLs92mVnq7"|]);
                }
            }
            """,
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddSingleton<Seeder>();

            public class Seeder
            {
                private readonly ILogger<Seeder> logger;
                private readonly IConfiguration configuration;

                public Seeder(ILogger<Seeder> logger, IConfiguration configuration)
                {
                    this.logger = logger;
                    this.configuration = configuration;
                }

                public ApiClient Create()
                {
                    logger.LogInformation("creating");
                    return new ApiClient(configuration["Api:ApiKey"] ?? throw new InvalidOperationException("Configuration value 'Api:ApiKey' is missing."));
                }
            }
            """
        );

    [Fact]
    public async Task NothingIsWrittenToSettingsFiles()
    {
        var test = new CSharpCodeFixTest<SecretInCodeAnalyzer, SecretInCodeCodeFix>
        {
            TestCode = "var builder = WebApplication.CreateBuilder(args);\nvar smtpPassword = [|\"P@ssw0rd!\"|];\n",
            FixedCode =
                "var builder = WebApplication.CreateBuilder(args);\nvar smtpPassword = builder.Configuration[\"Smtp:Password\"] ?? throw new InvalidOperationException(\"Configuration value 'Smtp:Password' is missing.\");\n",
        };
        test.TestState.AdditionalFiles.Add(("/0/appsettings.Development.json", "{\n}\n"));
        test.FixedState.AdditionalFiles.Add(("/0/appsettings.Development.json", "{\n}\n"));
        await test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("var client = new ApiClient([|\"a8Kd03hfLs92mVnq7\"|]);")]
    [InlineData(
        "var builder = WebApplication.CreateBuilder(args); builder.Configuration[\"Jwt:Key\"] = [|\"super-secret-signing-key-that-is-long-enough\"|];"
    )]
    [InlineData(
        "var builder = WebApplication.CreateBuilder(args); Database.UseSqlServer([|$\"Server={args[0]};User Id=app;Password=hunter2\"|]);"
    )]
    [InlineData(
        "var builder = WebApplication.CreateBuilder(args); var k = new SymmetricSecurityKey([|\"super-secret-signing-key-that-is-long-enough\"u8|].ToArray());"
    )]
    [InlineData("class A { void Run(string password = [|\"hunter2x\"|]) { } }")]
    [InlineData("static class A { public const string Password = [|\"hunter2x\"|]; }")]
    public Task WhereNoConfigurationCanBeHadNothingIsOffered(string source) => VerifyAsync(source, source);
}
