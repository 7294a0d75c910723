using Deployability.Analyzers.Rules.Security;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpAnalyzerVerifier<Deployability.Analyzers.Rules.Security.CertificateValidationDisabledAnalyzer>;

namespace Deployability.Analyzers.Tests.Rules.Security;

public sealed class CertificateValidationDisabledTests
{
    [Theory]
    [InlineData("var handler = new HttpClientHandler { [|ServerCertificateCustomValidationCallback = (_, _, _, _) => true|] };")]
    [InlineData(
        "var handler = new HttpClientHandler(); [|handler.ServerCertificateCustomValidationCallback = delegate { return true; }|];"
    )]
    [InlineData(
        "var handler = new HttpClientHandler { [|ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator|] };"
    )]
    [InlineData(
        "var handler = new HttpClientHandler { [|ServerCertificateCustomValidationCallback = (message, certificate, chain, errors) => { return true; }|] };"
    )]
    [InlineData(
        "var handler = new SocketsHttpHandler(); [|handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true|];"
    )]
    [InlineData(
        "var handler = new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions { [|RemoteCertificateValidationCallback = (_, _, _, _) => true|] } };"
    )]
    [InlineData("[|ServicePointManager.ServerCertificateValidationCallback += (_, _, _, _) => true|];")]
    [InlineData("var stream = [|new SslStream(Stream.Null, false, (_, _, _, _) => true)|];")]
    [InlineData(
        "var socket = new System.Net.WebSockets.ClientWebSocket(); [|socket.Options.RemoteCertificateValidationCallback = (_, _, _, _) => true|];"
    )]
    [InlineData(
        "var handler = new HttpClientHandler { [|ServerCertificateCustomValidationCallback = Any|] }; static bool Any(HttpRequestMessage m, X509Certificate2? c, X509Chain? h, SslPolicyErrors e) => true;"
    )]
    [InlineData(
        "Func<HttpRequestMessage, X509Certificate2?, X509Chain?, SslPolicyErrors, bool> any = (_, _, _, _) => true; var handler = new HttpClientHandler { [|ServerCertificateCustomValidationCallback = any|] };"
    )]
    [InlineData(
        "builder.Services.AddHttpClient(\"x\").ConfigurePrimaryHttpMessageHandler(() => new HttpClientHandler { [|ServerCertificateCustomValidationCallback = (_, _, _, _) => true|] });"
    )]
    [InlineData("_ = new Microsoft.AspNetCore.Authentication.JwtBearer.JwtBearerOptions { [|RequireHttpsMetadata = false|] };")]
    [InlineData("var handler = new HttpClientHandler { [|ServerCertificateCustomValidationCallback = Callbacks.Any|] };")]
    [InlineData("var handler = new HttpClientHandler { [|ServerCertificateCustomValidationCallback = Callbacks.Field|] };")]
    [InlineData(
        "var handler = new HttpClientHandler { [|ServerCertificateCustomValidationCallback = (_, certificate, _, _) => certificate != null|] };"
    )]
    [InlineData(
        "var handler = new HttpClientHandler { [|ServerCertificateCustomValidationCallback = (_, _, _, errors) => errors == SslPolicyErrors.None || true|] };"
    )]
    [InlineData(
        "_ = new Microsoft.AspNetCore.Authentication.JwtBearer.JwtBearerOptions { [|RequireHttpsMetadata = false|], Authority = builder.Configuration[\"Authority\"] };"
    )]
    [InlineData(
        "Action<Microsoft.AspNetCore.Authentication.JwtBearer.JwtBearerOptions> configure = options => { [|options.RequireHttpsMetadata = false|]; options.Authority = \"x\"; options.TokenValidationParameters = new() { IssuerSigningKey = \"k\" }; };"
    )]
    [InlineData(
        "var http = new HttpClient(new HttpClientHandler { [|ServerCertificateCustomValidationCallback = (_, _, _, _) => true|] }) { BaseAddress = new Uri(\"https://stock.shop.eu\") };"
    )]
    public Task ValidationThatIsOff_Triggers(string code) => Verify.VerifyAnalyzerAsync(Program(code));

    // Without an authority nothing is fetched: the keys are in what is made elsewhere.
    [Theory]
    [InlineData("options.RequireHttpsMetadata = false; options.TokenValidationParameters = Keys.Make(args[0]);")]
    [InlineData(
        "[|options.RequireHttpsMetadata = false|]; options.TokenValidationParameters = Keys.Make(args[0]); options.Authority = args[1];"
    )]
    [InlineData(
        "[|options.RequireHttpsMetadata = false|]; options.TokenValidationParameters = Keys.Make(args[0]); builder.Configuration.Bind(\"Jwt\", options);"
    )]
    [InlineData("[|options.RequireHttpsMetadata = false|]; options.TokenValidationParameters = new();")]
    public Task ParametersMadeElsewhere_AreTheKeys(string code) =>
        Verify.VerifyAnalyzerAsync(
            Program($"Action<Microsoft.AspNetCore.Authentication.JwtBearer.JwtBearerOptions> configure = options => {{ {code} }};")
                .Replace(
                    "static class Callbacks",
                    "static class Keys { public static Microsoft.AspNetCore.Authentication.JwtBearer.TokenValidationParameters Make(string key) => new(); } static class Callbacks"
                )
        );

    // The app calls itself, with a certificate of its own making.
    [Theory]
    [InlineData("ServerCertificateCustomValidationCallback = (_, _, _, _) => true", "$\"https://localhost:{port}/hub\"")]
    [InlineData("ServerCertificateCustomValidationCallback = (_, _, _, _) => true", "\"https://127.0.0.1:\" + port")]
    [InlineData("[|ServerCertificateCustomValidationCallback = (_, _, _, _) => true|]", "$\"https://stock.shop.eu:{port}/\"")]
    [InlineData("[|ServerCertificateCustomValidationCallback = (_, _, _, _) => true|]", "\"https://localhost:5001/\"")]
    [InlineData(
        "[|ServerCertificateCustomValidationCallback = (_, _, _, _) => true|]",
        "\"https://localhost:1\" + \"https://stock.shop.eu\""
    )]
    public Task CallToThisMachine_DoesNotTrigger(string handler, string address) =>
        Verify.VerifyAnalyzerAsync(
            $$"""
            WebApplication.CreateBuilder(args).Build().Run();

            class Hub
            {
                public HttpClient Connect(int port)
                {
                    var handler = new HttpClientHandler { {{handler}} };
                    return new HttpClient(handler) { BaseAddress = new Uri({{address}}) };
                }
            }
            """
        );

    [Theory]
    [InlineData(
        "\"https://id.shop.eu\"",
        "does nothing for an authority over https, and takes the keys that tokens are checked with over plain HTTP as soon as somebody configures another one; remove it"
    )]
    [InlineData(
        "\"https://\" + args[0] + \".shop.eu\"",
        "does nothing for an authority over https, and takes the keys that tokens are checked with over plain HTTP as soon as somebody configures another one; remove it"
    )]
    [InlineData(
        "\"http://identity\"",
        "lets the keys that tokens are checked with come over plain HTTP, where whoever stands in between puts in their own and signs in as anybody; leave it on outside Development, with an authority that has an https address"
    )]
    [InlineData(
        "args[0]",
        "lets the keys that tokens are checked with come over plain HTTP, where whoever stands in between puts in their own and signs in as anybody; leave it on outside Development, with an authority that has an https address"
    )]
    public Task MetadataWithoutHttps_IsToldByItsAuthority(string authority, string effect) =>
        Verify.VerifyAnalyzerAsync(
            Program(
                "_ = new Microsoft.AspNetCore.Authentication.JwtBearer.JwtBearerOptions { {|#0:RequireHttpsMetadata = false|}, Authority = "
                    + authority
                    + " };"
            ),
            Verify.Diagnostic().WithLocation(0).WithArguments("JwtBearerOptions.RequireHttpsMetadata = false", effect)
        );

    [Theory]
    [InlineData("loopback", "ServerCertificateCustomValidationCallback = (_, _, _, _) => true")]
    [InlineData("webhooks.localhost", "ServerCertificateCustomValidationCallback = (_, _, _, _) => true")]
    [InlineData("webhooks", "[|ServerCertificateCustomValidationCallback = (_, _, _, _) => true|]")]
    public Task ClientOfThisMachine_DoesNotTrigger(string client, string callback) =>
        Verify.VerifyAnalyzerAsync(
            Program(
                "builder.Services.AddHttpClient(\""
                    + client
                    + "\").ConfigurePrimaryHttpMessageHandler(() => new HttpClientHandler { "
                    + callback
                    + " });"
            )
        );

    [Theory]
    [InlineData("if (TrustsAllCertificates(args)) ServicePointManager.ServerCertificateValidationCallback += (_, _, _, _) => true;")]
    [InlineData("if (HasArguments(args)) [|ServicePointManager.ServerCertificateValidationCallback += (_, _, _, _) => true|];")]
    public Task SwitchThatIsAskedByACall_IsOne(string code) =>
        Verify.VerifyAnalyzerAsync(
            Program(
                code
                    + " static bool TrustsAllCertificates(string[] args) => args.Length > 7; static bool HasArguments(string[] args) => args.Length > 7;"
            )
        );

    [Theory]
    [InlineData(
        "var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, certificate, _, errors) => errors == SslPolicyErrors.None };"
    )]
    [InlineData(
        "var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, certificate, _, _) => certificate?.Thumbprint == builder.Configuration[\"Pin\"] };"
    )]
    [InlineData(
        "var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, certificate, _, errors) => { if (errors == SslPolicyErrors.None) return true; return certificate is null; } };"
    )]
    [InlineData(
        "var handler = new HttpClientHandler(); if (builder.Environment.IsDevelopment()) handler.ServerCertificateCustomValidationCallback = (_, _, _, _) => true;"
    )]
    [InlineData("var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = null };")]
    [InlineData(
        "_ = new Microsoft.AspNetCore.Authentication.JwtBearer.JwtBearerOptions { RequireHttpsMetadata = !builder.Environment.IsDevelopment() };"
    )]
    [InlineData("_ = new Microsoft.AspNetCore.Authentication.JwtBearer.JwtBearerOptions { RequireHttpsMetadata = true };")]
    [InlineData("var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = Callbacks.Pinned };")]
    [InlineData(
        "Action<Microsoft.AspNetCore.Authentication.JwtBearer.JwtBearerOptions> configure = options => { options.RequireHttpsMetadata = false; options.TokenValidationParameters = new() { IssuerSigningKey = \"k\" }; };"
    )]
    public Task ValidationOfOnesOwnOrForDevelopment_DoesNotTrigger(string code) => Verify.VerifyAnalyzerAsync(Program(code));

    [Theory]
    [InlineData(
        "if (route.DangerousAcceptAnyServerCertificateValidator) { handler.ServerCertificateCustomValidationCallback = (_, _, _, _) => true; }"
    )]
    [InlineData("if (!route.VerifySsl) handler.ServerCertificateCustomValidationCallback = (_, _, _, _) => true;")]
    [InlineData(
        "void Prepare(bool allowSelfSigned) { if (!allowSelfSigned) { return; } handler.ServerCertificateCustomValidationCallback = (_, _, _, _) => true; } Prepare(args.Length > 9);"
    )]
    [InlineData("if (route.UseSsl) { [|handler.ServerCertificateCustomValidationCallback = (_, _, _, _) => true|]; }")]
    [InlineData(
        "const bool ignoreCertificates = true; if (ignoreCertificates) { [|handler.ServerCertificateCustomValidationCallback = (_, _, _, _) => true|]; }"
    )]
    [InlineData(
        "var skipTlsCheck = true; if (skipTlsCheck) { [|handler.ServerCertificateCustomValidationCallback = (_, _, _, _) => true|]; }"
    )]
    public Task SwitchThatAsksForIt_IsAGuard(string code) =>
        Verify.VerifyAnalyzerAsync(
            Program(
                $$"""
                var handler = new HttpClientHandler();
                var route = new Route();
                {{code}}
                """
            )
                + "\nclass Route { public bool DangerousAcceptAnyServerCertificateValidator { get; init; } public bool VerifySsl { get; init; } public bool UseSsl { get; init; } }"
        );

    // MailKit and the JWT handler are packages; where they are not restored, the names still say it.
    [Theory]
    [InlineData("[|client.ServerCertificateValidationCallback = (sender, certificate, chain, errors) => true|];")]
    [InlineData("[|client.ServerCertificateValidationCallback += (sender, certificate, chain, errors) => true|];")]
    [InlineData("client.ServerCertificateValidationCallback = (sender, certificate, chain, errors) => errors == SslPolicyErrors.None;")]
    [InlineData(
        "builder.Services.AddAuthentication().AddJwtBearer(options => { options.Authority = \"x\"; [|options.RequireHttpsMetadata = false|]; });"
    )]
    [InlineData(
        "builder.Services.AddAuthentication().AddJwtBearer(options => { options.TokenValidationParameters = new() { IssuerSigningKey = key }; options.RequireHttpsMetadata = false; });"
    )]
    public Task PackageThatIsNotRestored_IsJudgedByName(string code)
    {
        var test = new CSharpAnalyzerTest<CertificateValidationDisabledAnalyzer> { CompilerDiagnostics = CompilerDiagnostics.None };
        test.TestState.Sources.Add(
            "var builder = WebApplication.CreateBuilder(args); var client = new MailKit.Net.Smtp.SmtpClient(); " + code
        );
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("_ = new Clients.Kube { [|SkipTlsVerify = true|] };")]
    [InlineData("_ = new Clients.Kube { SkipTlsVerify = args.Length > 0 };")]
    [InlineData("_ = new Clients.Kube { SkipTlsVerify = false };")]
    [InlineData("_ = new Clients.Ftp { [|ValidateAnyCertificate = true|] };")]
    [InlineData("_ = new Clients.Mqtt { [|AllowUntrustedCertificates = true|] };")]
    [InlineData("_ = new Clients.Kafka { [|EnableSslCertificateVerification = false|] };")]
    [InlineData("_ = new Clients.Kafka { EnableSslCertificateVerification = true };")]
    [InlineData("_ = new Clients.Wcf { [|CertificateValidationMode = System.ServiceModel.Security.X509CertificateValidationMode.None|] };")]
    [InlineData(
        "_ = new Clients.Wcf { CertificateValidationMode = System.ServiceModel.Security.X509CertificateValidationMode.ChainTrust };"
    )]
    [InlineData("_ = new Clients.Ldap { [|VerifyServerCertificate = (_, _) => true|] };")]
    [InlineData("_ = new Clients.Ldap { VerifyServerCertificate = (_, certificate) => certificate.Length > 3 };")]
    [InlineData("var redis = new StackExchange.Redis.ConfigurationOptions(); [|redis.CertificateValidation += (_, _, _, _) => true|];")]
    [InlineData(
        "var redis = new StackExchange.Redis.ConfigurationOptions(); redis.CertificateValidation += (_, _, _, errors) => errors == System.Net.Security.SslPolicyErrors.None;"
    )]
    [InlineData("var redis = new StackExchange.Redis.ConfigurationOptions(); redis.CertificateValidation -= (_, _, _, _) => true;")]
    public Task SwitchOfAClient_IsJudgedByItsValue(string code) =>
        Verify.VerifyAnalyzerAsync(
            $$"""
            {{code}}

            namespace Clients
            {
                public class Kube { public bool SkipTlsVerify { get; set; } }
                public class Ftp { public bool ValidateAnyCertificate { get; set; } }
                public class Mqtt { public bool AllowUntrustedCertificates { get; set; } }
                public class Kafka { public bool? EnableSslCertificateVerification { get; set; } }
                public class Wcf { public System.ServiceModel.Security.X509CertificateValidationMode CertificateValidationMode { get; set; } }
                public class Ldap { public Func<object, string, bool>? VerifyServerCertificate { get; set; } }
            }

            namespace System.ServiceModel.Security
            {
                public enum X509CertificateValidationMode { None, ChainTrust }
            }

            namespace StackExchange.Redis
            {
                public class ConfigurationOptions
                {
                    public event System.Net.Security.RemoteCertificateValidationCallback? CertificateValidation { add { } remove { } }
                }
            }
            """
        );

    private static string Program(string code) =>
        $$"""
            #pragma warning disable SYSLIB0014
            using System.Net;
            using System.Net.Security;
            using System.Security.Cryptography.X509Certificates;

            var builder = WebApplication.CreateBuilder(args);
            {{code}}
            builder.Build().Run();

            namespace Microsoft.AspNetCore.Authentication.JwtBearer
            {
                public class JwtBearerOptions
                {
                    public bool RequireHttpsMetadata { get; set; } = true;
                    public string? Authority { get; set; }
                    public TokenValidationParameters? TokenValidationParameters { get; set; }
                }

                public class TokenValidationParameters { public string? IssuerSigningKey { get; set; } }
            }

            static class Callbacks
            {
                public static readonly Func<HttpRequestMessage, X509Certificate2?, X509Chain?, SslPolicyErrors, bool> Field = (_, _, _, _) => true;

                public static bool Any(HttpRequestMessage m, X509Certificate2? c, X509Chain? h, SslPolicyErrors e)
                {
                    Console.WriteLine(e);
                    return true;
                }

                public static bool Pinned(HttpRequestMessage m, X509Certificate2? c, X509Chain? h, SslPolicyErrors e) => c?.Thumbprint == "1234";
            }
            """;

    [Theory]
    [InlineData("var a = [|\"Server=sql.corp.net;Database=shop;Integrated Security=true;TrustServerCertificate=True\"|];")]
    [InlineData("var a = [|\"Data Source=tcp:sql.corp.net,1433;Initial Catalog=shop;Trust Server Certificate=yes;\"|];")]
    [InlineData("var a = [|\"Host=pg.corp.net;Database=shop;Username=app;SSL Mode=Disable\"|];")]
    [InlineData("var a = [|\"Server=mysql.corp.net;Database=shop;Uid=app;SslMode=None\"|];")]
    [InlineData("var a = [|\"Server=db;Database=shop;Encrypt=False;Integrated Security=SSPI\"|];")]
    [InlineData("var a = \"Server=DESKTOP-7K2M9QX\\\\SQLEXPRESS;Database=shop;Encrypt=False;Integrated Security=SSPI\";")]
    [InlineData("var a = args[0] + [|\";TrustServerCertificate=true\"|];")]
    [InlineData("var a = $\"Server={args[0]}[|;Database=shop;TrustServerCertificate=true|]\";")]
    [InlineData("var a = new Demo.SqlConnectionStringBuilder { [|TrustServerCertificate = true|] };")]
    [InlineData("var a = new Demo.SqlConnectionStringBuilder(); [|a.SslMode = Demo.SslMode.Disable|];")]
    public Task ConnectionsThatVerifyNothing_Trigger(string code) => Verify.VerifyAnalyzerAsync(code + StandIns);

    [Theory]
    [InlineData("var a = \"Server=sql.corp.net;Database=shop;TrustServerCertificate=False;Encrypt=True\";")]
    [InlineData("var a = \"Host=pg.corp.net;Database=shop;SSL Mode=VerifyFull\";")]
    [InlineData("var a = \"Host=pg.corp.net;Database=shop;SSL Mode=Prefer\";")]
    [InlineData("var a = \"Server=(localdb)\\\\mssqllocaldb;Database=shop;Trusted_Connection=True;TrustServerCertificate=True\";")]
    [InlineData("var a = \"Server=localhost;Database=shop;Trusted_Connection=True;TrustServerCertificate=True\";")]
    [InlineData("var a = \"Server=sql.corp.net;Database=shop;User Id=app;Password=x7Fq2kLm;TrustServerCertificate=True\";")]
    [InlineData("var a = \"Add TrustServerCertificate=True; this is what the manual says\";")]
    [InlineData("var a = \"Encrypt=False\";")]
    [InlineData("var a = \"mode=edit;encrypt=no\";")]
    [InlineData(
        "var a = new Demo.SqlConnectionStringBuilder { TrustServerCertificate = args.Length > 0, SslMode = Demo.SslMode.VerifyFull };"
    )]
    [InlineData(
        "if (WebApplication.Create().Environment.IsDevelopment()) { var a = \"Server=sql.corp.net;Database=shop;TrustServerCertificate=True\"; }"
    )]
    public Task ConnectionsThatVerifyOrStayHere_DoNotTrigger(string code) => Verify.VerifyAnalyzerAsync(code + StandIns);

    [Theory]
    [InlineData(
        "appsettings.json",
        """{ "ConnectionStrings": { "Shop": [|"Server=sql.corp.net;Database=shop;Integrated Security=true;TrustServerCertificate=True"|] } }"""
    )]
    [InlineData("appsettings.Production.json", """{ "Db": [|"Host=pg;Database=shop;Username=app;Ssl Mode=Disable"|] }""")]
    [InlineData(
        "web.config",
        """<configuration><connectionStrings><add name="Shop" connectionString=[|"Server=sql;Database=shop;Encrypt=false"|] /></connectionStrings></configuration>"""
    )]
    [InlineData(
        "appsettings.Development.json",
        """{ "ConnectionStrings": { "Shop": "Server=sql.corp.net;Database=shop;TrustServerCertificate=True" } }"""
    )]
    [InlineData("appsettings.json", """{ "ConnectionStrings": { "Shop": "Server=sql.corp.net;Database=shop;Encrypt=Strict" } }""")]
    [InlineData("appsettings.json", """{ "Jwt": { "RequireHttpsMetadata": [|false|] } }""")]
    [InlineData("appsettings.json", """{ "Jwt": { "RequireHttpsMetadata": true }, "NotRequireHttpsMetadata": false }""")]
    [InlineData("appsettings.json", """{ "A": { "RequireHttpsMetadata": [|false|] }, "B": { "RequireHttpsMetadata": false } }""")]
    [InlineData("appsettings.Development.json", """{ "Jwt": { "RequireHttpsMetadata": false } }""")]
    [InlineData("compose.yaml", "services:\n  api:\n    environment:\n      Jwt__RequireHttpsMetadata: [|\"false\"|]\n")]
    [InlineData(
        "compose.yaml",
        "services:\n  api:\n    environment:\n      - [|ConnectionStrings__Shop=Server=sql.corp.net;Database=shop;Integrated Security=true;TrustServerCertificate=True|]\n"
    )]
    [InlineData(
        "compose.yaml",
        "services:\n  api:\n    environment:\n      ConnectionStrings__Shop: Server=db;Database=shop;Integrated Security=true;TrustServerCertificate=True\n  db: { image: mssql }\n"
    )]
    [InlineData(
        "k8s/api.yaml",
        "kind: Pod\napiVersion: v1\nspec: { containers: [{ env: [{ name: Db, value: [|\"Host=pg.corp.net;Database=shop;Username=app;Ssl Mode=Disable\"|] }] }] }\n"
    )]
    public Task SettingsThatShip_Trigger(string file, string content) =>
        new CSharpAnalyzerTest<CertificateValidationDisabledAnalyzer>
        {
            TestState = { Sources = { "WebApplication.CreateBuilder(args).Build().Run();" }, AdditionalFiles = { (file, content) } },
        }.RunAsync();

    private const string StandIns = """

        namespace Demo
        {
            public enum SslMode { Disable, Prefer, VerifyFull }

            public class SqlConnectionStringBuilder
            {
                public bool TrustServerCertificate { get; set; }
                public SslMode SslMode { get; set; }
            }
        }
        """;

    // No certificate can be had for a host of the network that compose or the cluster makes.
    [Theory]
    [InlineData("Jwt__Authority: http://identity", false)]
    [InlineData("Jwt__Authority: http://identity:8080/realms/shop", false)]
    [InlineData("Jwt__MetadataAddress: http://identity.shop.svc.cluster.local/.well-known/openid-configuration", false)]
    [InlineData("Jwt__Authority: http://identity.shop.example", true)]
    [InlineData("Jwt__Authority: https://identity", true)]
    [InlineData("Jwt__Authority: http://localhost:8080", true)]
    [InlineData("Other__Authority: http://identity", true)]
    public Task MetadataInsideTheNetwork_DoesNotTrigger(string authority, bool isFound)
    {
        var value = isFound ? "[|'false'|]" : "'false'";
        return SettingsThatShip_Trigger(
            "compose.yaml",
            $"services:\n  api:\n    build: .\n    environment:\n      {authority}\n      Jwt__RequireHttpsMetadata: {value}\n"
        );
    }

    [Fact]
    public async Task MetadataOverHttp_IsToldByTheKeysThatComeThatWay()
    {
        var test = new CSharpAnalyzerTest<CertificateValidationDisabledAnalyzer>
        {
            TestCode = """
                var options = new JwtOptions { Authority = args[0] };
                {|#0:options.RequireHttpsMetadata = false|};

                namespace Microsoft.AspNetCore.Authentication { }
                class JwtOptions : Microsoft.AspNetCore.Authentication.Base { public string? Authority { get; set; } }
                namespace Microsoft.AspNetCore.Authentication { public class Base { public bool RequireHttpsMetadata { get; set; } } }
                """,
        };
        test.ExpectedDiagnostics.Add(
            CSharpAnalyzerVerifier<CertificateValidationDisabledAnalyzer>
                .Diagnostic()
                .WithLocation(0)
                .WithArguments(
                    "Base.RequireHttpsMetadata = false",
                    "lets the keys that tokens are checked with come over plain HTTP, where whoever stands in between puts in their own and signs in as anybody; leave it on outside Development, with an authority that has an https address"
                )
        );
        await test.RunAsync(TestContext.Current.CancellationToken);
    }
}
