using Deployability.Analyzers.Rules.State;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;

namespace Deployability.Analyzers.Tests.Rules.State;

public sealed class TokenKeyOfOneInstanceTests
{
    private const string Usings = """
        using System.Security.Cryptography;
        using System.Text;
        using Microsoft.IdentityModel.Tokens;

        """;

    private const string Packages = """

        namespace Microsoft.Extensions.DependencyInjection
        {
            public interface IIdentityServerBuilder { }

            public class OpenIddictServerBuilder { }

            public static class TokenServers
            {
                public static IIdentityServerBuilder AddIdentityServer(this IServiceCollection services) => null!;
                public static IIdentityServerBuilder AddDeveloperSigningCredential(this IIdentityServerBuilder builder, bool persistKey = true, string? filename = null) => builder;
                public static IIdentityServerBuilder AddSigningCredential(this IIdentityServerBuilder builder, Microsoft.IdentityModel.Tokens.SecurityKey key, string algorithm) => builder;
                public static IServiceCollection AddServer(this IServiceCollection services, Action<OpenIddictServerBuilder> configure) => services;
                public static OpenIddictServerBuilder AddDevelopmentSigningCertificate(this OpenIddictServerBuilder builder) => builder;
                public static OpenIddictServerBuilder AddDevelopmentEncryptionCertificate(this OpenIddictServerBuilder builder) => builder;
                public static OpenIddictServerBuilder AddEphemeralSigningKey(this OpenIddictServerBuilder builder) => builder;
                public static OpenIddictServerBuilder AddEphemeralEncryptionKey(this OpenIddictServerBuilder builder) => builder;
                public static OpenIddictServerBuilder AddSigningCertificate(this OpenIddictServerBuilder builder, System.Security.Cryptography.X509Certificates.X509Certificate2 certificate) => builder;
            }
        }

        namespace Microsoft.IdentityModel.Tokens
        {
            public abstract class SecurityKey { }

            public class SymmetricSecurityKey : SecurityKey { public SymmetricSecurityKey(byte[] key) { } }

            public class RsaSecurityKey : SecurityKey { public RsaSecurityKey(RSA rsa) { } public string? KeyId { get; set; } }

            public class ECDsaSecurityKey : SecurityKey { public ECDsaSecurityKey(ECDsa ecdsa) { } }

            public class SigningCredentials { public SigningCredentials(SecurityKey key, string algorithm) { } }

            public class TokenValidationParameters { public SecurityKey? IssuerSigningKey { get; set; } }
        }
        """;

    private static Task VerifyAsync(string source) =>
        CSharpAnalyzerVerifier<TokenKeyOfOneInstanceAnalyzer>.VerifyAnalyzerAsync(Usings + source + Packages);

    // Duende's server makes its keys itself, and keeps them in a folder of the app.
    [Theory]
    [InlineData("Duende.IdentityServer", "builder.Services.[|AddIdentityServer()|];")]
    [InlineData("Duende.IdentityServer", "builder.Services.[|AddIdentityServer(options => options.IssuerUri = \"x\")|];")]
    [InlineData("Duende.IdentityServer", "builder.Services.AddIdentityServer(options => options.KeyManagement.KeyPath = \"/keys\");")]
    [InlineData("Duende.IdentityServer", "var server = builder.Services.AddIdentityServer(); server.AddOperationalStore();")]
    [InlineData("Duende.IdentityServer", "if (builder.Environment.IsDevelopment()) { builder.Services.AddIdentityServer(); }")]
    [InlineData("IdentityServer4", "builder.Services.AddIdentityServer();")]
    public async Task KeysInAFolderOfTheApp_Trigger(string assembly, string code)
    {
        var test = new CSharpAnalyzerTest<TokenKeyOfOneInstanceAnalyzer>
        {
            TestCode = $$"""
                var builder = WebApplication.CreateBuilder(args);
                {{code}}
                builder.Build().Run();
                """,
        };
        test.TestState.AdditionalProjectReferences.Add(assembly);
        test.TestState.AdditionalProjects[assembly]
            .Sources.Add(
                """
                namespace Microsoft.Extensions.DependencyInjection;

                public interface IIdentityServerBuilder { }

                public class KeyManagementOptions { public string? KeyPath { get; set; } }

                public class IdentityServerOptions { public string? IssuerUri { get; set; } public KeyManagementOptions KeyManagement { get; } = new(); }

                public static class TokenServers
                {
                    public static IIdentityServerBuilder AddIdentityServer(this IServiceCollection services) => null!;
                    public static IIdentityServerBuilder AddIdentityServer(this IServiceCollection services, Action<IdentityServerOptions> setup) => null!;
                    public static IIdentityServerBuilder AddOperationalStore(this IIdentityServerBuilder builder) => builder;
                }
                """
            );
        await test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public Task DeveloperCredentialOf_IdentityServer_Triggers() =>
        VerifyAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddIdentityServer().[|AddDeveloperSigningCredential()|];
            builder.Build().Run();
            """
        );

    [Fact]
    public Task DeveloperCredentialBehindALocalInALibrary_Triggers() =>
        VerifyAsync(
            """
            public static class Identity
            {
                public static void Install(IServiceCollection services)
                {
                    var server = services.AddIdentityServer();
                    server.[|AddDeveloperSigningCredential(persistKey: false)|];
                }
            }
            """
        );

    [Fact]
    public Task KeysOfOneRegistration_TriggersOnce() =>
        VerifyAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddServer(options => options
                .[|AddDevelopmentEncryptionCertificate()|]
                .AddDevelopmentSigningCertificate());
            builder.Services.AddServer(options =>
            {
                options.[|AddEphemeralEncryptionKey()|];
                options.AddEphemeralSigningKey();
            });
            """
        );

    [Fact]
    public Task KeysOfOneRegistration_SaysBoth()
    {
        var test = new CSharpAnalyzerTest<TokenKeyOfOneInstanceAnalyzer>
        {
            TestCode =
                Usings
                + """
                    var builder = WebApplication.CreateBuilder(args);
                    builder.Services.AddServer(options => options
                        .{|#0:AddEphemeralEncryptionKey()|}
                        .AddDevelopmentSigningCertificate());
                    """
                + Packages,
        };
        test.ExpectedDiagnostics.Add(
            CSharpAnalyzerVerifier<TokenKeyOfOneInstanceAnalyzer>
                .Diagnostic()
                .WithLocation(0)
                .WithArguments(
                    "AddEphemeralEncryptionKey(), like AddDevelopmentSigningCertificate(),",
                    "load keys that all instances share and give them to AddEncryptionKey() and AddSigningCertificate()"
                )
        );
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public Task KeysOfTwoServersInOneBlock_TriggerForEach() =>
        VerifyAsync(
            """
            public static class Identity
            {
                public static void Install(OpenIddictServerBuilder inner, OpenIddictServerBuilder outer)
                {
                    inner.[|AddEphemeralSigningKey()|];
                    outer.[|AddEphemeralSigningKey()|];
                }
            }
            """
        );

    [Fact]
    public Task CallThatDoesNotBind_Triggers()
    {
        var test = new CSharpAnalyzerTest<TokenKeyOfOneInstanceAnalyzer>
        {
            TestCode = """
                var builder = WebApplication.CreateBuilder(args);
                builder.Services.AddOpenIddict().AddServer(options => options.[|AddEphemeralSigningKey()|]);
                """,
            CompilerDiagnostics = CompilerDiagnostics.None,
        };
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public Task KeyFor_Development_DoesNotTrigger() =>
        VerifyAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            var server = builder.Services.AddIdentityServer();
            if (builder.Environment.IsDevelopment())
            {
                server.AddDeveloperSigningCredential();
            }
            """
        );

    [Fact]
    public Task FallbackBesideAConfiguredCertificate_DoesNotTrigger() =>
        VerifyAsync(
            """
            using System.Security.Cryptography.X509Certificates;

            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddServer(options =>
            {
                if (builder.Configuration["Signing:Path"] is { } path)
                {
                    options.AddSigningCertificate(X509CertificateLoader.LoadPkcs12FromFile(path, null));
                }
                else
                {
                    options.AddDevelopmentSigningCertificate();
                }
            });
            """
        );

    [Fact]
    public Task RandomBytesAsKeyOfIssuedTokens_Triggers() =>
        VerifyAsync(
            """
            public class TokenService
            {
                private static readonly SymmetricSecurityKey Key = new([|RandomNumberGenerator.GetBytes(32)|]);

                public SigningCredentials Credentials() => new(Key, "HS256");

                public TokenValidationParameters Parameters() => new() { IssuerSigningKey = Key };
            }
            """
        );

    [Fact]
    public Task RsaKeyThroughLocals_Triggers() =>
        VerifyAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            var rsa = [|RSA.Create(2048)|];
            var key = new RsaSecurityKey(rsa) { KeyId = "main" };
            builder.Services.AddIdentityServer().AddSigningCredential(key, "RS256");
            """
        );

    [Theory]
    [InlineData("new ECDsaSecurityKey([|ECDsa.Create()|])")]
    [InlineData("new RsaSecurityKey([|new RSACryptoServiceProvider(2048)|])")]
    [InlineData("new SymmetricSecurityKey([|new HMACSHA256()|].Key)")]
    [InlineData("new SymmetricSecurityKey(Encoding.UTF8.GetBytes([|Guid.NewGuid()|].ToString()))")]
    public Task KeyMadeAtRunTime_Triggers(string key) =>
        VerifyAsync(
            $$"""
            var parameters = new TokenValidationParameters { IssuerSigningKey = {{key}} };
            """
        );

    [Fact]
    public Task FilledBytes_Triggers() =>
        VerifyAsync(
            """
            var bytes = new byte[64];
            [|RandomNumberGenerator.Fill(bytes)|];
            var credentials = new SigningCredentials(new SymmetricSecurityKey(bytes), "HS512");
            """
        );

    [Fact]
    public Task ImportedKey_DoesNotTrigger() =>
        VerifyAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            var rsa = RSA.Create();
            rsa.ImportFromPem(builder.Configuration["Signing:Key"]);
            var parameters = new TokenValidationParameters { IssuerSigningKey = new RsaSecurityKey(rsa) };
            """
        );

    [Fact]
    public Task KeyFromParametersOrConfiguration_DoesNotTrigger() =>
        VerifyAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            var given = new TokenValidationParameters { IssuerSigningKey = new RsaSecurityKey(RSA.Create(new RSAParameters())) };
            var read = new TokenValidationParameters { IssuerSigningKey = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(builder.Configuration["Jwt:Key"]!)) };
            """
        );

    [Fact]
    public Task KeyThatIsExportedToBeKept_DoesNotTrigger() =>
        VerifyAsync(
            """
            var path = Environment.GetEnvironmentVariable("KEY_PATH")!;
            var rsa = RSA.Create();
            if (System.IO.File.Exists(path)) rsa.ImportFromPem(System.IO.File.ReadAllText(path));
            else System.IO.File.WriteAllText(path, rsa.ExportRSAPrivateKeyPem());
            var credentials = new SigningCredentials(new RsaSecurityKey(rsa), "RS256");
            """
        );

    [Fact]
    public Task RandomBytesForSomethingElse_DoesNotTrigger() =>
        VerifyAsync(
            """
            var salt = RandomNumberGenerator.GetBytes(16);
            var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
            Console.WriteLine(nonce + salt.Length);
            """
        );

    [Fact]
    public async Task MessageNamesTheCallAndWhatTakesItsPlace()
    {
        var test = new CSharpAnalyzerTest<TokenKeyOfOneInstanceAnalyzer>
        {
            TestCode =
                Usings
                + "WebApplication.CreateBuilder(args).Services.AddIdentityServer().{|#0:AddDeveloperSigningCredential()|};"
                + Packages,
        };
        test.ExpectedDiagnostics.Add(
            CSharpAnalyzerVerifier<TokenKeyOfOneInstanceAnalyzer>
                .Diagnostic()
                .WithLocation(0)
                .WithArguments(
                    "AddDeveloperSigningCredential()",
                    "load a key that all instances share and give it to AddSigningCredential()"
                )
        );
        await test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task DevelopmentKeyInShippedSettings_Triggers()
    {
        var test = new CSharpAnalyzerTest<TokenKeyOfOneInstanceAnalyzer> { TestCode = "WebApplication.CreateBuilder(args).Build().Run();" };
        test.TestState.AdditionalFiles.Add(("appsettings.json", """{ "IdentityServer": { "Key": { "Type": [|"Development"|] } } }"""));
        test.TestState.AdditionalFiles.Add(
            ("appsettings.Development.json", """{ "IdentityServer": { "Key": { "Type": "Development" } } }""")
        );
        await test.RunAsync(TestContext.Current.CancellationToken);
    }
}
