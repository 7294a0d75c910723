using Deployability.Analyzers.Rules.Security;
using Deployability.Model;
using Microsoft.CodeAnalysis.CSharp.Testing;

namespace Deployability.Analyzers.Tests.Rules.Security;

public sealed class SecretInCodeTests
{
    // Built from parts, so that no scanner takes this file for a leak.
    private const string GitLab = "glpat" + "-x7Kq2mZp9RtLw4Vb8NcY";
    private const string Stripe = "sk_" + "live_4eC39HqLyjWDarjtT1zdp7dc";

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
            public class MailOptions
            {
                public string Host { get; set; } = "";
                public string Password { get; set; } = "";
                public string PasswordQuestion { get; set; } = "";
                public string? ApiKey { get; set; }
            }

            public class ApiClient(string apiKey, string region = "")
            {
                public void Login(string user, string password) { }
                public ApiClient WithPassword(string value) => this;
                public void SetPasswordPolicy(string value) { }
                public string Key => apiKey + region;
            }

            public static class Database
            {
                public static void UseSqlServer(string connectionString) { }
                public static void UpdateApiKey(string name) { }
            }
        }
        """;

    private static Task VerifyAsync(string source) =>
        CSharpAnalyzerVerifier<SecretInCodeAnalyzer>.VerifyAnalyzerAsync(
            "using Microsoft.IdentityModel.Tokens;\nusing System.Net;\nusing System.Text;\nusing Vendor;\n" + source + Stubs
        );

    [Theory]
    [InlineData("var client = new HttpClient { BaseAddress = new Uri([|\"https://h/?private_token=TOKEN\"|]) };")]
    [InlineData("Console.WriteLine([|\"TOKEN\"|]);")]
    [InlineData("const string Anything = [|\"TOKEN\"|];")]
    [InlineData("var text = [|$\"curl -H 'PRIVATE-TOKEN: TOKEN' {args[0]}\"|];")]
    [InlineData("var text = [|\"PRIVATE-TOKEN: \" + \"TOKEN\"|];")]
    [InlineData("var text = [|@\"TOKEN\"|];")]
    [InlineData("var bytes = [|\"TOKEN\"u8|].ToArray();")]
    [InlineData("foreach (var token in new[] { \"x\", [|\"TOKEN\"|] }) Console.WriteLine(token);")]
    public Task ProviderTokenAnywhere_Triggers(string code) => VerifyAsync(code.Replace("TOKEN", GitLab, StringComparison.Ordinal));

    [Fact]
    public Task ProviderTokenInAnAttribute_Triggers() =>
        VerifyAsync(
            $$"""
            [System.ComponentModel.Description([|"{{Stripe}}"|])]
            class A;
            """
        );

    [Theory]
    [InlineData("var password = [|\"P@ssw0rd!\"|];")]
    [InlineData("const string SmtpPassword = [|\"Sup3rS3cret!\"|];")]
    [InlineData("string[] apiKeys = { [|\"a8Kd03hfLs92\"|], [|\"b9Le14igMt03\"|] };")]
    [InlineData("string[] apiKeys = [[|\"a8Kd03hfLs92\"|]];")]
    [InlineData("var client = new ApiClient([|\"a8Kd03hfLs92mVnq7\"|]);")]
    [InlineData("var client = new ApiClient(region: \"westeurope1\", apiKey: [|\"a8Kd03hfLs92mVnq7\"|]);")]
    [InlineData("new ApiClient(args[0]).Login(\"svc\", [|\"hunter2x\"|]);")]
    [InlineData("var options = new MailOptions { Host = \"mail1\", Password = [|\"hunter2x\"|] };")]
    [InlineData("new MailOptions().ApiKey = [|\"a8Kd03hfLs92mVnq7\"|];")]
    [InlineData("MailOptions o = new(); o.ApiKey ??= [|\"a8Kd03hfLs92mVnq7\"|];")]
    [InlineData("var c = new NetworkCredential(\"svc\", [|\"hunter2x\"|]);")]
    [InlineData("var d = new Dictionary<string, string> { [\"Jwt:Key\"] = [|\"MySecretKey12345678901234567890\"|] };")]
    [InlineData("var d = new Dictionary<string, string> { { \"ApiKey\", [|\"a8Kd03hfLs92mVnq7\"|] } };")]
    [InlineData("var d = new KeyValuePair<string, string?>(\"Jwt:Key\", [|\"MySecretKey12345678901234567890\"|]);")]
    [InlineData("new HttpClient().DefaultRequestHeaders.Add(\"X-Api-Key\", [|\"a8Kd03hfLs92mVnq7\"|]);")]
    [InlineData("Environment.SetEnvironmentVariable(\"OPENAI_API_KEY\", [|\"a8Kd03hfLs92mVnq7\"|]);")]
    [InlineData("new ApiClient(args[0]).WithPassword([|\"hunter2x\"|]);")]
    [InlineData("Action<MailOptions> configure = o => o.Password = [|\"hunter2x\"|];")]
    [InlineData("(string Password, int Port) login = ([|\"hunter2x\"|], 25);")]
    [InlineData("var pairs = new[] { (\"Jwt:Key\", [|\"MySecretKey12345678901234567890\"|]) };")]
    [InlineData("var o = new { Password = [|\"hunter2x\"|] };")]
    [InlineData("if (args[0] is var password && password == [|\"hunter2x\"|]) return;")]
    [InlineData("const string Valid = [|\"64508a8bf370cee550dde4806469922f\"|]; var client = new ApiClient(Valid);")]
    [InlineData("var password = args[0]; if (password.Equals([|\"hunter2x\"|])) return;")]
    [InlineData("var password = args[0]; if ([|\"hunter2x\"|].Equals(password, StringComparison.Ordinal)) return;")]
    [InlineData("var password = args[0]; if (string.Equals([|\"hunter2x\"|], password, StringComparison.Ordinal)) return;")]
    [InlineData("var password = args[0]; if (password is not ([|\"hunter2x\"|] or [|\"hunter3x\"|])) return;")]
    [InlineData(
        "var password = args[0]; if (System.Security.Cryptography.CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(password), Encoding.UTF8.GetBytes([|\"hunter2x\"|]))) return;"
    )]
    [InlineData("(string User, string Password) login = (\"svc\", [|\"hunter2x\"|]);")]
    [InlineData("(string, string Password) Login() => (\"svc\", [|\"hunter2x\"|]);")]
    [InlineData("new HttpClient().DefaultRequestHeaders.Authorization = new(\"Bearer\", [|\"9f8a7b6c5d4e3f2a1b0c9f8a7b6c5d4e\"|]);")]
    [InlineData("string Secret(bool a) => a ? [|\"s3cr3t-value-1\"|] : \"\";")]
    public Task SecretNamedTarget_Triggers(string code) => VerifyAsync(code);

    // Whether somebody left a default in place: nobody gets in by it.
    [Theory]
    [InlineData("if (password == \"hunter2x\") throw new InvalidOperationException();")]
    [InlineData("if (password is null or \"hunter2x\") { throw new InvalidOperationException(); }")]
    [InlineData(
        "if (string.Equals(password, \"hunter2x\", StringComparison.Ordinal) || password.Length < 8) logger.LogWarning(\"default\");"
    )]
    [InlineData("if (password == [|\"hunter2x\"|]) Login();")]
    [InlineData("if (password != [|\"hunter2x\"|]) throw new InvalidOperationException();")]
    [InlineData("if (!password.Equals([|\"hunter2x\"|])) throw new InvalidOperationException();")]
    [InlineData("if (password == [|\"hunter2x\"|]) logger.LogInformation(\"welcome\");")]
    public Task WhatIsRefused_TriggersOnlyWhereItLetsIn(string statement) =>
        VerifyAsync(
            $$"""
            class Keys(ILogger<Keys> logger)
            {
                public void Check(string password)
                {
                    {{statement}}
                }

                private void Login() => logger.LogDebug("in");
            }

            class Program { static void Main(string[] args) => WebApplication.CreateBuilder(args).Build().Run(); }
            """
        );

    [Fact]
    public Task DefaultThatIsOnlyLookedFor_DoesNotTrigger() =>
        VerifyAsync(
            """
            class DefaultCredentialsCheck(string[] users)
            {
                internal const string DEFAULT_PASSWORD = "hunter2x";
                internal const string DefaultPassword3 = [|"hunter3x"|];
                internal const string DefaultPassword2 = [|"hunter4x"|];

                public bool IsUsingDefaults() =>
                    users.Any(user => user == DEFAULT_PASSWORD || VerifyHashedPassword(user, DEFAULT_PASSWORD)) || users[0] == DefaultPassword3;

                public string Seed() => DefaultPassword3;

                private static bool VerifyHashedPassword(string hash, string text) => hash == text;
            }

            class Login(ILogger<Login> logger)
            {
                private const string ShippedPassword = "hunter5x";

                public bool Enter(string password) => password == DefaultCredentialsCheck.DefaultPassword2;

                public void Check(string password)
                {
                    if (password == ShippedPassword) logger.LogCritical("default");
                    if (ShippedPassword.Equals(password)) throw new InvalidOperationException();
                }
            }

            class Program { static void Main(string[] args) => WebApplication.CreateBuilder(args).Build().Run(); }
            """
        );

    [Fact]
    public Task Members_Trigger() =>
        VerifyAsync(
            """
            class Mail
            {
                private const string ApiKey = [|"a8Kd03hfLs92mVnq7"|];
                private static readonly string Secret = [|"s3cr3t-value-1"|];
                public string Password { get; set; } = [|"hunter2x"|];
                public string SigningKey => [|"super-secret-signing-key-that-is-long-enough"|];
                public void Send(string password = [|"hunter2x"|]) => Send();
                public string GetPassword() => [|"hunter2x"|];
                public string ApiToken { get { return [|"a8Kd03hfLs92mVnq7"|]; } }
            }
            """
        );

    [Theory]
    [InlineData("var key = builder.Configuration[\"Jwt:Key\"] ?? [|\"super-secret-signing-key-that-is-long-enough\"|];")]
    [InlineData("var key = builder.Configuration.GetValue(\"Jwt:Key\", [|\"super-secret-signing-key-that-is-long-enough\"|]);")]
    [InlineData("var x = Environment.GetEnvironmentVariable(\"OPENAI_API_KEY\") ?? [|\"a8Kd03hfLs92mVnq7\"|];")]
    [InlineData("builder.Configuration[\"Jwt:Key\"] = [|\"super-secret-signing-key-that-is-long-enough\"|];")]
    [InlineData(
        "builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { [\"Jwt:Key\"] = [|\"super-secret-signing-key-that-is-long-enough\"|] });"
    )]
    public Task ConfigurationDefault_Triggers(string code) => VerifyAsync("var builder = WebApplication.CreateBuilder(args);\n" + code);

    [Theory]
    [InlineData("var k = new SymmetricSecurityKey(Encoding.UTF8.GetBytes([|\"super-secret-signing-key-that-is-long-enough\"|]));")]
    [InlineData("var k = new SymmetricSecurityKey([|\"super-secret-signing-key-that-is-long-enough\"u8|].ToArray());")]
    [InlineData(
        "var text = [|\"super-secret-signing-key-that-is-long-enough\"|]; var k = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(text));"
    )]
    [InlineData(
        "const string Text = [|\"super-secret-signing-key-that-is-long-enough\"|]; var bytes = Encoding.ASCII.GetBytes(Text); var k = new SymmetricSecurityKey(bytes);"
    )]
    [InlineData("var k = new System.Security.Cryptography.HMACSHA256(Encoding.UTF8.GetBytes([|\"MySecretKey12345678901234567890\"|]));")]
    [InlineData(
        "using var aes = System.Security.Cryptography.Aes.Create(); aes.Key = Encoding.UTF8.GetBytes([|\"a8Kd03hfLs92mVnq7a8Kd03hfLs92mV1\"|]);"
    )]
    [InlineData("var k = new SymmetricSecurityKey(Encoding.UTF8.GetBytes([|\"The orchard behind our office blooms in May\"|]));")]
    [InlineData("var k = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(args.Length > 0 ? args[0] : [|\"orchardbehindouroffice\"|]));")]
    [InlineData(
        "var builder = WebApplication.CreateBuilder(args); var k = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(builder.Configuration[\"Jwt:Key\"] ?? [|\"orchardbehindouroffice\"|]));"
    )]
    [InlineData(
        "using var aes = System.Security.Cryptography.Aes.Create(); var text = [|\"T3JjaGFyZEJlaGluZE91ck9mZmljZQ==\"|]; byte[] bytes = Convert.FromBase64String(text); aes.CreateEncryptor(bytes, null);"
    )]
    [InlineData("using var aes = System.Security.Cryptography.Aes.Create(); aes.Key = Encoding.ASCII.GetBytes([|\"12345678\"|]);")]
    [InlineData("using var aes = new System.Security.Cryptography.AesCcm(Encoding.ASCII.GetBytes([|\"orchard of plums\"|]));")]
    [InlineData("var c = new System.Security.Cryptography.X509Certificates.X509Certificate2(args[0], [|\"orchard\"|]);")]
    [InlineData("var d = new System.Security.Cryptography.PasswordDeriveBytes([|\"orchard\"|], args[0].Select(c => (byte)c).ToArray());")]
    [InlineData("var client = new HttpClient(); client.DefaultRequestHeaders.Add(\"Authorization\", [|\"Bearer 7d1f0c93be5a4628\"|]);")]
    [InlineData("var client = new HttpClient(); client.DefaultRequestHeaders.Add(\"Authorization\", [|\"ApiKey q8Wm2Zr5Tn\"|]);")]
    public Task KeyMadeFromALiteral_Triggers(string code) => VerifyAsync(code);

    [Theory]
    [InlineData("var k = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(args[0]));")]
    [InlineData("var k = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(\"<set by the operator>\"));")]
    [InlineData(
        "var k = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(Read(\"signing.key.of.orders\"))); string Read(string name) => args[name.Length];"
    )]
    [InlineData("var c = new System.Security.Cryptography.X509Certificates.X509Certificate2(\"orchard.pfx\", args[0]);")]
    [InlineData("var c = new System.Security.Cryptography.X509Certificates.X509Certificate2(\"orchard.pfx\", \"\");")]
    [InlineData("var h = new System.Security.Cryptography.HMACSHA256(Encoding.UTF8.GetBytes(\"orders-cache\"));")]
    [InlineData("var client = new HttpClient(); client.DefaultRequestHeaders.Add(\"Authorization\", \"Bearer \" + args[0]);")]
    [InlineData("var client = new HttpClient(); client.DefaultRequestHeaders.Add(\"Authorization\", \"Bearer token\");")]
    [InlineData("const string Authorization = \"Authorization\"; const string Scheme = \"Bearer 7d1f0c93be5a4628\";")]
    public Task KeyFromElsewhere_DoesNotTrigger(string code) => VerifyAsync(code);

    [Fact]
    public Task KeyMadeFromAConstantElsewhere_TriggersThere() =>
        VerifyAsync(
            """
            var key = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(Settings.Value));
            var again = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(Settings.Value));

            static class Settings
            {
                public const string Value = [|"super-secret-signing-key-that-is-long-enough"|];
            }
            """
        );

    [Theory]
    [InlineData("Database.UseSqlServer([|\"Server=sql.corp.net;User Id=app;Password=hunter2\"|]);")]
    [InlineData("Database.UseSqlServer([|$\"Server={args[0]};User Id=app;Password=hunter2\"|]);")]
    [InlineData("Database.UseSqlServer([|\"Server=\" + args[0] + \";User Id=app;Password=hunter2\"|]);")]
    [InlineData("Database.UseSqlServer([|\"Server=sql.corp.net;\" + \"User Id=app;\" + \"Password=hunter2\"|]);")]
    [InlineData("const string Pw = \"hunter2\"; Database.UseSqlServer($\"Server=sql.corp.net;User Id=app;Password={Pw}\");", true)]
    [InlineData(
        "const string password = [|\"hunter2\"|]; Database.UseSqlServer($\"Server=sql.corp.net;User Id=app;Password={password}\");"
    )]
    [InlineData("var url = [|\"amqp://orders:s3cr3tpw@rabbit.corp.net:5672/\"|];")]
    [InlineData("var url = [|\"https://hooks.slack.com/services/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\"|];")]
    public Task CredentialInsideAText_Triggers(string code, bool atTheConstant = false) =>
        VerifyAsync(atTheConstant ? code.Replace("\"hunter2\"", "[|\"hunter2\"|]", StringComparison.Ordinal) : code);

    [Fact]
    public Task PemKeyInARawString_Triggers() =>
        VerifyAsync(
            "var pem = [|\"\"\"\n-----BEGIN PRIVATE KEY-----\n"
                + new string('A', 10)
                + "b8Kd03hfLs92mVnq7XyZ41Qwa8Kd03hfLs92mVnq7XyZ41QwXX9\nqqqa8Kd03hfLs92mVnq7XyZ41Qwa8Kd03hfLs92mVnq7XyZ41Qw\n-----END PRIVATE KEY-----\n\"\"\"|];"
        );

    [Theory]
    [InlineData("var password = builder.Configuration[\"Smtp:Password\"];")]
    [InlineData(
        "var password = builder.Configuration[\"Smtp:Password\"] ?? throw new InvalidOperationException(\"Set 'Smtp:Password1' first.\");"
    )]
    [InlineData("var password = Environment.GetEnvironmentVariable(\"DB_PASSWORD_1\");")]
    [InlineData("var password = \"\";")]
    [InlineData("var password = \"changeme\";")]
    [InlineData("var password = \"<password>\";")]
    [InlineData("const string ApiKey = \"X-Api-Key\";")]
    [InlineData("const string Password = nameof(Password);")]
    [InlineData("var passwordLabel = \"Password 123 (required)\";")]
    [InlineData("var passwordError = \"P@ssw0rd!\";")]
    [InlineData("var o = new MailOptions { PasswordQuestion = \"What1sYourName?\" };")]
    [InlineData("Database.UpdateApiKey(\"new_secret\");")]
    [InlineData("Database.UseSqlServer(\"Server=sql.corp.net;Database=x;Integrated Security=true\");")]
    [InlineData("Database.UseSqlServer($\"Server=sql.corp.net;User Id=app;Password={args[0]}\");")]
    [InlineData("Database.UseSqlServer(\"Server=sql.corp.net;User Id=app;Password=\" + args[0]);")]
    [InlineData("var url = $\"amqp://app:{args[0]}@rabbit.corp.net\";")]
    [InlineData("var texts = new Dictionary<string, string> { [\"Password\"] = \"Passwort\", [\"ClientSecret\"] = \"Client Secret\" };")]
    [InlineData("var token = \"Bearer\"; if (token == \"identifier\") return;")]
    [InlineData("var password = args[0]; if (password.Equals(\"password\") || password is \"undefined\" or \"\") return;")]
    [InlineData("var path = args[0]; if (path.Equals(\"hunter2x\") || path.EndsWith(\"hunter2x\")) return;")]
    [InlineData("var password = args[0]; if (password.StartsWith(\"hunter2x\") || password.Contains(\"1234abcd\")) return;")]
    [InlineData(
        "string PickWebhookSecret(string version, string found) => version switch { \"2026-06-24.dahlia\" => found, _ => args[0] };"
    )]
    [InlineData("(string Password, string Label) texts = (args[0], \"hunter2x\");")]
    [InlineData("var c = new NetworkCredential(\"username\", \"password\");")]
    [InlineData("new ApiClient(args[0]).SetPasswordPolicy(\"hunter2x\");")]
    [InlineData("const string AccessTokenKey = \"auth_token\"; const string SecretKeySetting = \"Orders:SecretKey2\";")]
    [InlineData("Func<string, string> password = _ => \"hunter2x\";")]
    [InlineData("var keyVaultName = \"kv-prod-7f3a9c\";")]
    [InlineData("var cacheKey = \"orders:v2:a8Kd03hfLs92mVnq7\";")]
    [InlineData("var id = \"6f9619ff-8b86-d011-b42d-00cf4fc964ff\"; var apiKey = \"6f9619ff-8b86-d011-b42d-00cf4fc964ff\";")]
    [InlineData("var hash = \"d41d8cd98f00b204e9800998ecf8427e\";")]
    [InlineData("var isPassword = args[0] == \"password1\";")]
    [InlineData("const string PasswordOption = \"s3-pxssword-9x\"; new ApiClient(\"\").Login(\"u\", password: PasswordOption);")]
    [InlineData("const string ClientId = \"64508a8bf370cee550dde4806469922f\"; var client = new ApiClient(ClientId);")]
    [InlineData("new ApiClient(\"\").Login(\"u\", \"send-xmpp-password\");")]
    [InlineData("new ApiClient(\"\").Login(\"u\", \"office365-client-secret\");")]
    [InlineData("const string PASSWORD_REPLACEMENT = \"|||%%PREV7PASSWD%%|||\"; new ApiClient(\"\").Login(\"u\", PASSWORD_REPLACEMENT);")]
    [InlineData("throw new InvalidOperationException($\"Password of {args[0]} is wrong: use Password=secret1 instead\");")]
    public Task WhatIsNoSecret_DoesNotTrigger(string code) => VerifyAsync("var builder = WebApplication.CreateBuilder(args);\n" + code);

    [Fact]
    public Task AttributeMessages_DoNotTrigger() =>
        VerifyAsync(
            """
            using System.ComponentModel.DataAnnotations;
            class Login
            {
                [Display(Name = "Password 1"), DataType(DataType.Password), RegularExpression("^(?=.*[A-Z]).{8,}$", ErrorMessage = "P@ssw0rd1 is too weak")]
                public string? Password { get; set; }
            }
            """
        );

    [Fact]
    public Task DevelopmentOnlyPasswordOfThisMachine_DoesNotTrigger() =>
        VerifyAsync(
            $$"""
            var builder = WebApplication.CreateBuilder(args);
            if (builder.Environment.IsDevelopment())
            {
                Database.UseSqlServer("Server=localhost;User Id=sa;Password=hunter2");
                Database.UseSqlServer([|"Server=sql.corp.net;User Id=sa;Password=hunter2"|]);
                Console.WriteLine([|"{{GitLab}}"|]);
            }
            """
        );

    [Fact]
    public Task TestProject_DoesNotTrigger()
    {
        var test = new CSharpAnalyzerTest<SecretInCodeAnalyzer> { TestCode = "class A { const string Password = \"P@ssw0rd!\"; }" };
        test.TestState.BuildProperties["IsTestProject"] = "true";
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public Task ExtraNames_Trigger()
    {
        var test = new CSharpAnalyzerTest<SecretInCodeAnalyzer> { TestCode = "class A { const string TenantPin = [|\"xk93-11a!\"|]; }" };
        test.TestState.AnalyzerConfigFiles.Add(
            ("/0/.globalconfig", "is_global = true\ndeployability.DPL2001.extra_secret_names = TenantPin, wibble")
        );
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("var smtpPassword = {|#0:\"P@ssw0rd!\"|};", "Password", "Smtp:Password")]
    [InlineData(
        "var ordersConnectionString = {|#0:\"Server=sql.corp.net;User Id=app;Password=hunter2x\"|};",
        "Password in a connection string",
        "ConnectionStrings:Orders"
    )]
    [InlineData("Console.WriteLine({|#0:\"" + Stripe + "\"|});", "Stripe secret key 'sk_l…'", "Stripe:ApiKey")]
    [InlineData("class MailService { const string ApiKey = {|#0:\"a8Kd03hfLs92mVnq7\"|}; }", "Key", "Mail:ApiKey")]
    public async Task MessageNamesTheSecretWithoutItsValueAndProposesAKey(string code, string title, string key)
    {
        var test = new CSharpAnalyzerTest<SecretInCodeAnalyzer> { TestCode = code };
        test.ExpectedDiagnostics.Add(
            CSharpAnalyzerVerifier<SecretInCodeAnalyzer>
                .Diagnostic()
                .WithLocation(0)
                .WithArguments(title, key, "stands in the code and so in the repository and the image; revoke it and read")
        );
        await test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("aes.Key = [|new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 }|];")]
    [InlineData("aes.Key = [|[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]|];")]
    [InlineData("byte[] bytes = [|{ 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 }|]; aes.Key = bytes;")]
    [InlineData("byte[] bytes = [|[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]|]; aes.CreateEncryptor(bytes, null);")]
    [InlineData("aes.Key = Keys.Bytes;")]
    [InlineData("var key = new SymmetricSecurityKey([|new byte[] { 1, 2, 3, 4, 5, 6, 7, 8 }|]);")]
    [InlineData("aes.CreateEncryptor([|new byte[] { 9, 8, 7, 6, 5 }|], null);")]
    [InlineData(
        "var view = new ReadOnlySpan<byte>([|new byte[] { 9, 8, 7, 6, 5 }|]); var gcm = new System.Security.Cryptography.AesGcm(view, 16);"
    )]
    [InlineData("var gcm = new System.Security.Cryptography.AesGcm(new ReadOnlySpan<byte>([|new byte[] { 9, 8, 7, 6, 5 }|]), 16);")]
    [InlineData("var encryptionKey = [|new byte[] { 1, 2, 3, 4, 5, 6, 7, 8 }|];")]
    public Task KeyMadeOfBytes_Triggers(string code) =>
        VerifyAsync(
            "using var aes = System.Security.Cryptography.Aes.Create(); "
                + code
                + "\nstatic class Keys { public static readonly byte[] Bytes = "
                + (code.Contains("Keys.", StringComparison.Ordinal) ? "[|new byte[] { 1, 2, 3, 4, 5, 6, 7, 8 }|]" : "new byte[8]")
                + "; }\n"
        );

    [Theory]
    [InlineData("aes.IV = new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 };")]
    [InlineData("aes.Key = new byte[32];")]
    [InlineData("aes.Key = File.ReadAllBytes(args[0]);")]
    [InlineData("byte[] publicKey = [1, 2, 3, 4, 5, 6, 7, 8];")]
    [InlineData("byte[] encryptionKeyVersion = [1, 2, 3, 4]; byte[] encryptionKey = [1, 2, 3];")]
    [InlineData("byte[] magic = [1, 2, 3, 4, 5, 6, 7, 8];")]
    [InlineData("byte b = 1; aes.Key = new byte[] { b, b, b, b, b, b, b, b };")]
    public Task OtherBytes_DoNotTrigger(string code) => VerifyAsync("using var aes = System.Security.Cryptography.Aes.Create(); " + code);

    private const string TokenServer = """

        namespace Duende.IdentityServer.Models
        {
            public class Secret(string value) { public string Value => value; }
            public static class Hashes { public static string Sha256(this string text) => text; }
        }
        """;

    [Theory]
    [InlineData("var s = new Secret([|\"secret\"|].Sha256());")]
    [InlineData("var s = new Secret([|\"reports\"|]);")]
    [InlineData("const string Word = [|\"mobile-app\"|]; var s = new Secret(Word.Sha256());")]
    public Task SecretThatATokenServerTakes_IsLiveWhateverItsWords(string code) =>
        VerifyAsync("using Duende.IdentityServer.Models;\n" + code + TokenServer);

    [Theory]
    [InlineData("var s = new Secret(args[0].Sha256());")]
    [InlineData("var s = new Secret(\"changeme\");")]
    public Task SecretThatIsNotInTheCode_DoesNotTrigger(string code) =>
        VerifyAsync("using Duende.IdentityServer.Models;\n" + code + TokenServer);

    [Theory]
    [InlineData("o.ClientSecret = [|\"secret\"|];")]
    [InlineData("_ = new OAuthOptions { ClientSecret = [|\"mvc-client\"|] };")]
    [InlineData("o.ClientSecret = \"your-client-secret\"; o.ClientSecret = args[0]; o.ClientId = \"secret\";")]
    public Task SecretThatAClientGivesToATokenServer_IsLiveWhateverItsWords(string code) =>
        VerifyAsync("using Microsoft.AspNetCore.Authentication.OAuth;\nvar o = new OAuthOptions();\n" + code);

    [Theory]
    [InlineData("System.Security.Cryptography.HMACSHA512.HashData(Encoding.UTF8.GetBytes([|\"webhooks of the shop\"|]), new byte[1]);")]
    [InlineData("var h = new System.Security.Cryptography.HMACSHA256(Encoding.UTF8.GetBytes([|\"signing-of-invoices\"|]));")]
    [InlineData(
        "System.Security.Cryptography.IncrementalHash.CreateHMAC(System.Security.Cryptography.HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes([|\"signing-of-invoices\"|]));"
    )]
    [InlineData(
        "System.Security.Cryptography.HKDF.DeriveKey(System.Security.Cryptography.HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes([|\"shop master\"|]), 32);"
    )]
    public Task KeyOfAKeyedAlgorithm_Triggers(string code) => VerifyAsync("using System.Text;\n" + code);

    [Theory]
    [InlineData(
        "var smtpPassword = {|#0:\"guest\"|};",
        "Password",
        "Smtp:Password",
        "is the vendor's default, which everybody knows; set one of your own and read"
    )]
    [InlineData(
        "var c = {|#0:\"Host=localhost;Username=shop;Password=hunter2x;Include Error Detail=true\"|};",
        "Password in a connection string (with 'Include Error Detail=true', which puts values of rows into errors and logs)",
        "ConnectionStrings:Default",
        "is of a server on this machine, which no deployment has; read"
    )]
    [InlineData(
        "var ok = args[0] is var password && password.Equals({|#0:\"admin\"|});",
        "Password",
        "Credentials:Password",
        "stands in the code and so in the repository and the image; revoke it and read"
    )]
    [InlineData(
        "var x = Environment.GetEnvironmentVariable(\"OPENAI_API_KEY\") ?? {|#0:\"a8Kd03hfLs92mVnq7\"|};",
        "Key",
        "OPENAI_API_KEY",
        "stands in the code as what holds where nothing is configured; revoke it, drop the fallback, and only read"
    )]
    [InlineData(
        "var password = Environment.GetEnvironmentVariable(\"BROKER_PASSWORD\") ?? {|#0:\"guest\"|};",
        "Password",
        "BROKER_PASSWORD",
        "is the vendor's default, which everybody knows; drop the fallback, and only read"
    )]
    public async Task MessageSaysWhatIsTrueOfTheSecret(string code, string title, string key, string consequence)
    {
        var test = new CSharpAnalyzerTest<SecretInCodeAnalyzer> { TestCode = code };
        test.ExpectedDiagnostics.Add(
            CSharpAnalyzerVerifier<SecretInCodeAnalyzer>.Diagnostic().WithLocation(0).WithArguments(title, key, consequence)
        );
        await test.RunAsync(TestContext.Current.CancellationToken);
    }
}
