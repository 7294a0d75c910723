using Deployability.Analyzers.Rules.Configuration;
using Deployability.Analyzers.Rules.Portability;
using Deployability.Analyzers.Rules.Security;
using Deployability.Model;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Tests.Rules.Configuration;

/// <summary>What looks like an address, a path or a secret in everyday code and is none: no rule of those may say a word.</summary>
public sealed class LookAlikesTests
{
    [Fact]
    public Task Urls_DoNotTrigger() => VerifyAsync<HardcodedServiceUrlAnalyzer>();

    [Fact]
    public Task LoopbackUrls_DoNotTrigger() => VerifyAsync<LoopbackServiceUrlAnalyzer>();

    [Fact]
    public Task ListenAddresses_DoNotTrigger() => VerifyAsync<FixedListenAddressAnalyzer>();

    [Fact]
    public Task ConnectionStrings_DoNotTrigger() => VerifyAsync<HardcodedConnectionStringAnalyzer>();

    [Fact]
    public Task Paths_DoNotTrigger() => VerifyAsync<MachineSpecificPathAnalyzer>();

    [Fact]
    public Task IpAddresses_DoNotTrigger() => VerifyAsync<HardcodedIpAddressAnalyzer>();

    [Fact]
    public Task Backslashes_DoNotTrigger() => VerifyAsync<BackslashInPathAnalyzer>();

    [Fact]
    public Task Secrets_DoNotTrigger() => VerifyAsync<SecretInCodeAnalyzer>();

    private static Task VerifyAsync<T>()
        where T : DiagnosticAnalyzer, new()
    {
        var test = new CSharpAnalyzerTest<T>();
        test.TestState.Sources.Add(("Program.cs", Program));
        test.TestState.Sources.Add(("Identifiers.cs", Identifiers));
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    private const string Program = """"
        using Microsoft.AspNetCore.Builder;
        using Microsoft.AspNetCore.HttpOverrides;
        using System.Net;
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHttpClient("orders", c => c.BaseAddress = new Uri(builder.Configuration["Services:Orders:BaseUrl"]!));
        builder.Services.AddHttpClient("remote", c => c.BaseAddress = new Uri(builder.Configuration["Services:Orders:BaseUrl"] ?? "https://orders.corp.internal"));
        builder.Services.AddHttpClient("gh", c => c.BaseAddress = new Uri("https://api.github.com"));
        builder.Services.Configure<ForwardedHeadersOptions>(o => { o.KnownProxies.Add(IPAddress.Parse("10.0.0.100")); o.KnownProxies.Add(IPAddress.Loopback); });
        builder.Services.AddCors(o => o.AddDefaultPolicy(p => p.WithOrigins("https://shop.acme.corp", "http://localhost:4200")));
        builder.Services.AddSingleton(new OpenApiInfo { TermsOfService = new Uri("https://acme.corp/terms"), Contact = new OpenApiContact { Url = new Uri("https://acme.corp/contact") }, License = new OpenApiLicense { Url = new Uri("https://acme.corp/license") } });
        builder.Services.Configure<SignIn>(o => { o.CallbackPath = "/signin-oidc"; o.SignedOutRedirectUri = "https://shop.acme.corp/"; o.ClaimsIssuer = "https://issuer.corp.internal"; });
        if (builder.Environment.IsDevelopment())
        {
            builder.WebHost.UseUrls("http://localhost:5000");
            builder.Services.AddHttpClient("dev", c => c.BaseAddress = new Uri("http://localhost:5001"));
        }
        var app = builder.Build();
        app.MapGet("/", () => Results.Redirect("https://docs.acme.corp/"));
        app.MapGet("/token/{token}", (string token) => token).WithDescription("curl http://localhost:5000/token/abc").WithSummary("http://localhost:5000");
        app.Use((ctx, next) => { ctx.Response.Headers["Content-Security-Policy"] = "default-src 'self' https://cdn.acme.corp http://localhost:5000"; ctx.Response.Headers["Link"] = "<https://acme.corp/>; rel=\"canonical\""; return next(); });
        app.UseStatusCodePagesWithReExecute("/error/{0}");
        app.Urls.Add("http://*:8080");
        app.Run();

        public class OpenApiInfo { public Uri? TermsOfService { get; set; } public OpenApiContact? Contact { get; set; } public OpenApiLicense? License { get; set; } }
        public class OpenApiContact { public Uri? Url { get; set; } public string? Email { get; set; } }
        public class OpenApiLicense { public Uri? Url { get; set; } }
        public class Client { public string RedirectUri { get; set; } = "https://localhost:5002/signin-oidc"; public string[] RedirectUris { get; set; } = ["https://localhost:5002/signin-oidc"]; public string ClientUri { get; set; } = "https://acme.corp"; public string LogoUri { get; set; } = "https://acme.corp/logo.png"; public string Issuer { get; set; } = "https://issuer.corp.internal"; }

        public class SignIn { public string CallbackPath { get; set; } = ""; public string SignedOutRedirectUri { get; set; } = ""; public string ClaimsIssuer { get; set; } = ""; }
        """";

    private const string Identifiers = """"
        using System.ComponentModel.DataAnnotations;
        using System.Net;
        using System.Net.Http.Headers;
        using System.Net.Mail;
        using System.Security.Claims;
        using System.Security.Cryptography;
        using System.Text;
        using System.Text.RegularExpressions;
        using System.Xml;
        using System.Xml.Linq;
        using System.Xml.Serialization;
        using Microsoft.AspNetCore.Authorization;
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.AspNetCore.Http;
        using Microsoft.AspNetCore.Builder;
        using Microsoft.Extensions.Configuration;
        using Microsoft.Extensions.Logging;
        using Microsoft.Extensions.DependencyInjection;

        namespace Hostile;

        public static class AppClaims
        {
            public const string Tenant = "http://schemas.contoso.corp/identity/claims/tenant";
            public const string Role = "http://schemas.microsoft.com/ws/2008/06/identity/claims/role";
            public const string NameIdentifier = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/nameidentifier";
            public const string PasswordClaim = "http://schemas.contoso.corp/claims/password";
            public const string ApiKeyHeader = "X-Api-Key";
            public const string ApiKeyScheme = "ApiKey";
            public const string TokenCookie = "access_token";
            public const string PasswordGrant = "password";
            public const string ClientSecretKey = "client_secret";
            public const string JwtSecretKey = "JWT_SECRET";
            public const string JwtKeyPath = "Jwt:Key";
            public const string ApiKeyParameter = "api_key";
            public const string RefreshTokenPurpose = "refresh-token";
            public const string ResetPasswordTokenProvider = "Default";
            public const string PasswordResetRoute = "/account/reset-password";
            public const string SecretName = "orders-db-password";
            public const string SecretsPath = "/run/secrets/db_password";
            public const string KeyVaultSecretName = "payment-api-key";
        }

        [XmlRoot("invoice", Namespace = "http://billing.contoso.corp/2019/invoice")]
        public class Invoice
        {
            [XmlElement(Namespace = "http://billing.contoso.corp/2019/lines")] public string Line { get; set; } = "";
            [Display(Name = "Password")] public string Password { get; set; } = "";
            [Required(ErrorMessage = "Password is required: use at least 8 characters")] public string Password2 { get; set; } = "";
            [RegularExpression(@"^https?://localhost:\d+/.*$", ErrorMessage = "Use http://localhost:5000/callback")] public string CallbackUrl { get; set; } = "";
            [Url] public string Website { get; set; } = "";
            [System.Text.Json.Serialization.JsonPropertyName("client_secret")] public string ClientSecret { get; set; } = "";
        }

        public class Feeds
        {
            private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";
            private static readonly XNamespace Sitemap = XNamespace.Get("http://www.sitemaps.org/schemas/sitemap/0.9");
            private const string SoapAction = "http://erp.contoso.corp/services/GetOrders";
            private const string SvgNamespace = "http://www.w3.org/2000/svg";

            public XElement Build(Uri self) => new(Atom + "feed",
                new XElement(Atom + "link", new XAttribute("rel", "self"), new XAttribute("href", self)),
                new XElement(Atom + "generator", new XAttribute("uri", "https://github.com/acme/feeds"), "Feeds"),
                new XElement(Sitemap + "urlset"));

            public void Ns(XmlDocument doc)
            {
                var ns = new XmlNamespaceManager(doc.NameTable);
                ns.AddNamespace("soap", "http://schemas.xmlsoap.org/soap/envelope/");
                ns.AddNamespace("erp", "http://erp.contoso.corp/2020/erp");
                var e = doc.CreateElement("a", "b", "http://localhost/schemas/a");
                e.SetAttribute("xmlns", "http://www.topografix.com/GPX/1/1");
                doc.SelectNodes("//user[password='x']", ns);
                var s = new XmlSerializer(typeof(Invoice), "http://billing.contoso.corp/2019/invoice");
            }

            public string Svg => $"<svg xmlns=\"{SvgNamespace}\" xmlns:xlink=\"http://www.w3.org/1999/xlink\"><a href=\"https://acme.corp/\"/></svg>";
            public string Html => "<a rel=\"license\" href=\"https://creativecommons.org/licenses/by/4.0/\">CC</a><link rel='canonical' href='https://shop.acme.corp/'>";
            public string Schema => "{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"properties\":{\"password\":{\"type\":\"string\"}}}";
            public Dictionary<string, string> Context => new() { ["@context"] = "https://schema.org", ["@id"] = "https://acme.corp/ns/order#1" };
            public string ProblemType => "https://tools.ietf.org/html/rfc7231#section-6.5.1";
        }

        public static class Labels
        {
            public static readonly Dictionary<string, string> De = new()
            {
                ["Password"] = "Passwort",
                ["ConfirmPassword"] = "Passwort bestätigen",
                ["ClientSecret"] = "Client Secret",
                ["ApiKey"] = "API-Schlüssel",
                ["Token"] = "Zugriffstoken",
                ["ForgotPassword"] = "Passwort vergessen?",
                ["EnterPassword"] = "Please enter your password",
                ["PasswordHint"] = "At least 8 characters, one digit",
                ["ServerUrl"] = "Server URL (for example http://localhost:8080)",
            };
            public const string PasswordTooShort = "PasswordTooShort";
            public const string InvalidPassword = "Invalid password";
            public const string PasswordLabel = "Password:";
            public const string PasswordPlaceholder = "••••••••";
            public const string MaskedPassword = "********";
            public const string TokenExpired = "Token expired at {0}";
            public const string SecretRequired = "Secret is required.";
            public const string ApiKeyHelp = "Get your API key at https://portal.acme.corp/keys";
            public const string HelpUrl = "https://docs.acme.corp/help";
            public const string PrivacyPolicyUrl = "https://acme.corp/privacy";
            public const string SupportMail = "support@acme.corp";
            public const string DriveHint = @"For example C:\Data\Import";
            public const string ShareHint = @"Use \\server\share";
        }

        public class Keys
        {
            public const string PublicKey = "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAu1SU1LfVLPHCozMxH2Mo4lgOEePzNm0tRgeLezV6ffAt0gunVTLw7onLRnrq0";
            public const string PublicPem = "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEEVs/o5+uQbTjL3chynL4wXgUg2R9\nq9UU8I5mEovUf86QZ7kOBIjJwqnzD1omageEHWwHdBO6B+dFabmdT9POxg==\n-----END PUBLIC KEY-----";
            public const string CertificateThumbprint = "A909502DD82AE41433E6F83886B00D4277A32A7B";
            public const string PublicKeyToken = "b77a5c561934e089";
            public const string PasswordHash = "AQAAAAIAAYagAAAAEN2xPpJN0vK1RX1Sl1R4yPLqXyrZ3A0cD5Hh4T1oZJYCjXTr4CY=";
            public const string TokenSha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
            public const string TenantId = "72f988bf-86f1-41af-91ab-2d7cd011db47";
            public const string ClientId = "0oa1b2c3d4E5f6G7h8i9";
            public const string PartitionKey = "tenant-2024";
            public const string CacheKeyToken = "user:{0}:profile";
            public const string IdempotencyKeyHeader = "Idempotency-Key";
            public const string InstrumentationKey = "1b2c3d4e-0000-4f5a-8b9c-123456789abc";
            public const string RecaptchaSiteKey = "6LeIxAcTAAAAAJcZVRqyHh71UMIEGNQ_MXjiZKhI";
            public const string PasswordChars = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz0123456789!@$?_-";
            public const string TokenAlphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
            public const string PasswordPattern = @"^(?=.*[A-Z])(?=.*\d).{8,}$";
            public const string TokenSeparator = "|";
            public const string Version = "10.0.0.1";
            public const string FileVersion = "8.1.0.85";
            public const string Oid = "1.2.840.113549";
            public const string ServerVersion = "8.0.35.1";
            public const string Digest = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
            public static readonly Guid Secret = new("d2719b1e-4f2a-4e0e-8b3a-6f1c2d3e4f5a");
            public const string Integrity = "sha384-oqVuAfXRKap7fdgcCY5uykM6+R9GqQ8K/uxy9rx7HNQlGYl1kPzQho1wx4JwY8wC";
            public const string DataUri = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
            public const string Magic = "PK\u0003\u0004";
            public const string PemHeader = "-----BEGIN RSA PRIVATE KEY-----";
            public const string PemFooter = "-----END RSA PRIVATE KEY-----";
            public const string Salt = "orders";
            public const string JwtSample = "eyJhbGciOi...";
        }

        public class Config(IConfiguration config, ILogger<Config> logger, HttpClient http)
        {
            private const string Local = "localhost";
            private static readonly string[] AllowedExtensions = [".jpg", ".png"];
            private static readonly Regex Url = new(@"^https?://([\w-]+\.)+[\w-]+(/[\w-./?%&=]*)?$");
            private static readonly Regex Drive = new(@"^[A-Z]:\\[^\\]+\\.*$");
            private static readonly Regex Unc = new(@"\\\\([^\\]+)\\([^\\]+)\\");
            private static readonly string[] Loopbacks = ["localhost", "127.0.0.1", "::1"];

            public async Task RunAsync(HttpRequest request, string password, string token, string path)
            {
                var password1 = config["Db:Password"];
                var secret = config["Jwt:Secret"] ?? throw new InvalidOperationException("Jwt:Secret is missing");
                var apiKey = Environment.GetEnvironmentVariable("OPENAI_API_KEY") ?? "";
                var conn = config.GetConnectionString("Orders") ?? throw new InvalidOperationException("Connection string 'Orders' not found.");
                var connection = $"Host={config["Db:Host"]};Database=orders;Username={config["Db:User"]};Password={password1}";
                var template = "Server={0};Database={1};User Id={2};Password={3}";
                var masked = Regex.Replace(conn, "Password=[^;]*", "Password=***");
                var redacted = conn.Replace(password, "[REDACTED]");
                logger.LogInformation("Now listening on http://localhost:5000, password {Password}", "***");
                logger.LogInformation("Open http://localhost:{Port}/swagger", 8080);
                Console.WriteLine("Browse to http://localhost:5000/");
                if (request.Host.Host == "localhost" || request.Host.Host is "127.0.0.1" or "::1") return;
                if (path.StartsWith("http://localhost", StringComparison.Ordinal)) return;
                if (path.StartsWith(@"C:\Windows", StringComparison.OrdinalIgnoreCase) || path.StartsWith(@"\\")) return;
                if (request.Headers["Origin"] == "http://localhost:4200") return;
                if (token == "undefined" || password == "password") return;
                if (Loopbacks.Contains(request.Host.Host)) return;
                var ub = new UriBuilder("http", "localhost", 5000);
                var relative = new Uri("http://localhost").MakeRelativeUri(new Uri("http://localhost/a"));
                var uri = new Uri("http://localhost" + request.Path + request.QueryString);
                var q = System.Web.HttpUtility.ParseQueryString(new Uri(new Uri("http://dummy"), path).Query);
                var issuer = "https://sts.windows.net/{tenantid}/";
                var v = new Claim("iss", "https://issuer.corp.internal");
                var c2 = new Claim(ClaimTypes.Role, "admin", ClaimValueTypes.String, "https://issuer.corp.internal");
                var audience = "https://api.corp.internal/";
                http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
                http.DefaultRequestHeaders.Add("X-Api-Key", apiKey);
                http.DefaultRequestHeaders.UserAgent.ParseAdd("Mozilla/5.0 (+https://acme.corp/bot)");
                http.DefaultRequestHeaders.Referrer = new Uri("https://acme.corp");
                await http.GetAsync("/api/orders");
                await http.GetAsync("api/orders?token=" + token);
                await http.GetAsync("https://example.com/ping");
                await http.GetAsync($"https://{config["Host"]}/api");
                await http.PostAsync("connect/token", new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "password", ["client_secret"] = secret, ["token_type_hint"] = "access_token" }));
                var html = $"<img src='https://cdn.acme.corp/logo.png' alt='logo'>";
                var escaped = path.Replace("\\", "/").Split('\\');
                var regexText = @"\d+\s*\\w";
                var combined = Path.Combine("uploads", "a.png");
                var linux = Path.Combine("/data", "orders");
                var tmp = Path.Combine(Path.GetTempPath(), "orders", "a.tmp");
                var pipe = @"\\.\pipe\docker_engine";
                var longPath = @"\\?\" + path;
                var domainUser = @"CORP\svc-orders";
                var time = "C:12";
                var mac = "00:1B:44:11:3A:B7";
                var cidr = "10.0.0.0/8";
                var any = IPAddress.Parse("0.0.0.0");
                var docNet = IPAddress.Parse("192.0.2.1");
                var loop = IPAddress.Parse("127.0.0.1");
                var known = new[] { IPAddress.Parse("10.0.0.1"), IPAddress.Parse("172.16.0.1") };
                var sql = "SELECT Password, Token FROM Users WHERE Host = '10.1.2.3'";
                var ver = new Version("1.2.3.4");
                var mailto = "mailto:ops@acme.corp";
                var urn = "urn:ietf:params:oauth:grant-type:jwt-bearer";
                var tel = "tel:+41 44 123 45 67";
                var cat = CultureName("C:\\");
                var passwordField = "input[name=password]";
                var tokenEndpointPath = "/connect/token";
                var cookieName = ".AspNetCore.Identity.Application";
                var keyIdentifier = "kid";
                var basic = "Basic ";
                var emptyPassword = "";
                var passwordChar = "*";
                var passwordVault = "<password>";
                var fromEnv = "${DB_PASSWORD}";
                var fromHelm = "{{ .Values.db.password }}";
                var changeMe = "changeme";
                var dbPassword = "your-password-here";
                var clientSecret = "<client-secret>";
                var apiKeyName = "apikey";
                var token2 = "YOUR_TOKEN";
            }

            private static string CultureName(string s) => s;
        }

        [Route("api/password")]
        [ApiController]
        public class AccountController : ControllerBase
        {
            [HttpPost("reset-token/{token}")] public IActionResult Reset(string token) => Redirect("https://www.acme.corp/done");
            [HttpGet("link")] public IActionResult Link() => Created("https://acme.corp/orders/1", null);
            [HttpGet("p")] public ProblemDetails P() => new() { Type = "https://httpstatuses.com/404", Title = "Password not found" };
            [Authorize(Policy = "ApiKey")] [HttpGet("q")] public string Q(string password = "") => nameof(password);
        }

        [ServiceContract(Namespace = "http://erp.contoso.corp/2020")]
        public interface IErp
        {
            [OperationContract(Action = "http://erp.contoso.corp/2020/Get")]
            string Get();
        }

        public class ServiceContractAttribute : Attribute
        {
            public string Namespace { get; set; } = "";
        }

        public class OperationContractAttribute : Attribute
        {
            public string Action { get; set; } = "";
        }
        """";
}
