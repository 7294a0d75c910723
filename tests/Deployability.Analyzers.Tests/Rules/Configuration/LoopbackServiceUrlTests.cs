using Deployability.Analyzers.Rules.Configuration;
using Deployability.Model;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpAnalyzerVerifier<Deployability.Analyzers.Rules.Configuration.LoopbackServiceUrlAnalyzer>;

namespace Deployability.Analyzers.Tests.Rules.Configuration;

public class LoopbackServiceUrlTests
{
    [Theory]
    [InlineData("http://localhost:5001/api")]
    [InlineData("https://LOCALHOST")]
    [InlineData("http://127.0.0.1:8080")]
    [InlineData("http://127.1.2.3")]
    [InlineData("http://[::1]:5000/x")]
    [InlineData("http://[::ffff:127.0.0.1]:5000/x")]
    [InlineData("http://api.localhost:5000")]
    [InlineData("http://host.docker.internal:5000")]
    [InlineData("http://0.0.0.0:5000")]
    public Task RequestToThisMachine_Triggers(string url) =>
        Verify.VerifyAnalyzerAsync(
            $$"""
            var http = new HttpClient();
            await http.GetAsync({|DPL1002:"{{url}}"|});
            """
        );

    [Fact]
    public Task ProviderThatIsChosenByItsName_Triggers() =>
        Verify.VerifyAnalyzerAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            if (builder.Configuration["Ai:Provider"] == "ollama")
            {
                builder.Services.AddHttpClient("ai", client => client.BaseAddress = new Uri({|DPL1002:"http://localhost:11434"|}));
            }
            switch (builder.Configuration["Queue:Provider"])
            {
                case "nats":
                    var url = {|DPL1002:"http://localhost:8222"|};
                    builder.Services.AddHttpClient("queue", client => client.BaseAddress = new Uri(url));
                    break;
            }
            if (builder.Configuration["Mail:Kind"] is "smtp")
            {
                builder.Services.AddSingleton(new System.Net.Mail.SmtpClient({|DPL1002:"localhost"|}));
            }
            if (string.Equals(builder.Configuration["Search:Kind"], "solr", StringComparison.OrdinalIgnoreCase))
            {
                AddSearch(builder.Services);
            }

            static void AddSearch(IServiceCollection services) =>
                services.AddHttpClient("search", client => client.BaseAddress = new Uri({|DPL1002:"http://localhost:8983"|}));
            """
        );

    [Fact]
    public Task IssuerThatTokensAreCheckedAgainst_TriggersUnlessItIsTheServersOwnName() =>
        Verify.VerifyAnalyzerAsync(
            """
            new OpenIddictValidationBuilder().SetIssuer({|DPL1002:"https://localhost:44395/"|});
            new OpenIddictServerBuilder().SetIssuer(new Uri("https://localhost:44395/"));

            class OpenIddictValidationBuilder { public void SetIssuer(string uri) { } }
            class OpenIddictServerBuilder { public void SetIssuer(Uri uri) { } }
            """
        );

    [Fact]
    public Task WhatASwitchAsksFor_DoesNotTrigger() =>
        Verify.VerifyAnalyzerAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            if (builder.Configuration.GetValue<bool>("UseStub"))
            {
                builder.Services.AddHttpClient("a", client => client.BaseAddress = new Uri("http://localhost:1"));
            }
            if (builder.Configuration["Stub"] == "true")
            {
                builder.Services.AddHttpClient("b", client => client.BaseAddress = new Uri("http://localhost:2"));
            }
            if (builder.Configuration["Payments"] == "fake")
            {
                builder.Services.AddHttpClient("c", client => client.BaseAddress = new Uri("http://localhost:3"));
            }
            """
        );

    [Theory]
    [InlineData("http://localhost.corp.internal")]
    [InlineData("http://128.0.0.1")]
    [InlineData("http://inventory/localhost")]
    [InlineData("/localhost")]
    [InlineData("http://mylocalhost:80")]
    public Task OtherHost_DoesNotTrigger(string url) =>
        Verify.VerifyAnalyzerAsync(
            $"""
            var http = new HttpClient();
            await http.GetAsync("{url}");
            """
        );

    [Theory]
    [InlineData("builder.Configuration[\"Inventory:Url\"] ?? {|#0:\"http://localhost:5001\"|}", "Inventory:Url")]
    [InlineData("builder.Configuration.GetValue<string>(\"Inventory:Url\", {|#0:\"http://localhost:5001\"|})!", "Inventory:Url")]
    [InlineData("builder.Configuration.GetSection(\"Inventory\")[\"Url\"] ?? {|#0:\"http://localhost:5001\"|}", "Inventory:Url")]
    [InlineData("Environment.GetEnvironmentVariable(\"INVENTORY_URL\") ?? {|#0:\"http://localhost:5001\"|}", "INVENTORY_URL")]
    public Task LoopbackDefaultOfConfiguration_TriggersAndNamesTheKeyThatIsThere(string value, string key) =>
        Verify.VerifyAnalyzerAsync(
            $"""
            var builder = WebApplication.CreateBuilder(args);
            var url = {value};
            builder.Services.AddHttpClient("x", client => client.BaseAddress = new Uri(url));
            """,
            Verify
                .Diagnostic()
                .WithLocation(0)
                .WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)
                .WithArguments(
                    "http://localhost:5001",
                    key,
                    "means the container itself once this runs in one, so the call fails; read the address from configuration"
                )
        );

    [Fact]
    public Task LoopbackDefaultBeforeAPath_Triggers() =>
        Verify.VerifyAnalyzerAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            var root = builder.Configuration["Inventory:Url"] ?? {|DPL1002:"http://localhost:5001"|};
            var http = new HttpClient();
            await http.GetAsync($"{root}/items");
            await http.GetAsync(root + "/items");
            await http.GetAsync($"{root}{args[0]}");
            """
        );

    [Fact]
    public async Task LoopbackDefaultOfOptionsInAnotherFile_Triggers()
    {
        var test = new CSharpAnalyzerTest<LoopbackServiceUrlAnalyzer>
        {
            TestState =
            {
                Sources =
                {
                    """
                        class InventoryOptions { public string BaseUrl { get; set; } = {|DPL1002:"http://localhost:5001"|}; }
                        """,
                    """
                        using Microsoft.Extensions.Options;
                        class Client
                        {
                            public Client(HttpClient http, IOptions<InventoryOptions> options) => http.BaseAddress = new Uri(options.Value.BaseUrl);
                        }
                        """,
                },
            },
        };
        await test.RunAsync();
    }

    [Theory]
    [InlineData("if (app.Environment.IsDevelopment()) { await http.GetAsync(\"http://localhost:1/\"); }")]
    [InlineData("if (!app.Environment.IsProduction()) { await http.GetAsync(\"http://localhost:1/\"); }")]
    [InlineData("if (!app.Environment.IsDevelopment()) { return; } await http.GetAsync(\"http://localhost:1/\");")]
    [InlineData(
        "var url = app.Environment.IsDevelopment() ? \"http://localhost:1/\" : app.Configuration[\"Url\"]; await http.GetAsync(url);"
    )]
    [InlineData("var isDev = app.Environment.IsDevelopment(); if (isDev) { await http.GetAsync(\"http://localhost:1/\"); }")]
    public Task ForDevelopment_DoesNotTrigger(string statement) =>
        Verify.VerifyAnalyzerAsync(
            $"""
            var app = WebApplication.Create(args);
            var http = new HttpClient();
            {statement}
            """
        );

    [Fact]
    public Task NegatedGuard_Triggers() =>
        Verify.VerifyAnalyzerAsync(
            """
            var app = WebApplication.Create(args);
            var http = new HttpClient();
            if (!app.Environment.IsDevelopment()) { await http.GetAsync({|DPL1002:"http://localhost:1/"|}); }
            """
        );

    [Fact]
    public Task DebugBuild_DoesNotTrigger() =>
        Verify.VerifyAnalyzerAsync(
            """
            #define DEBUG
            var http = new HttpClient();
            #if DEBUG
            await http.GetAsync("http://localhost:1/");
            #endif
            """
        );

    [Fact]
    public Task BaseThatOnlyHelpsToParse_DoesNotTrigger() =>
        Verify.VerifyAnalyzerAsync(
            """
            var uri = new Uri(new Uri("http://localhost"), args[0]);
            Console.WriteLine(uri.AbsolutePath);
            """
        );

    [Fact]
    public Task OnlyOriginsOfAPolicy_Trigger() =>
        Verify.VerifyAnalyzerAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddCors(options => options.AddDefaultPolicy(policy =>
                policy.WithOrigins({|DPL1002:"http://localhost:3000"|}, {|DPL1002:"http://127.0.0.1:3000"|}).AllowAnyHeader()));
            """
        );

    [Theory]
    [InlineData("policy.WithOrigins(\"http://localhost:3000\", \"https://shop.corp.com\")")]
    [InlineData("policy.WithOrigins(\"https://shop.corp.com\")")]
    [InlineData("policy.WithOrigins(\"http://localhost:3000\", builder.Configuration[\"Front\"]!)")]
    [InlineData(
        "policy.WithOrigins(builder.Configuration.GetSection(\"Cors:AllowedOrigins\").Get<string[]>() ?? [\"http://localhost:3000\"])"
    )]
    [InlineData("policy.WithOrigins(\"http://localhost:3000\").WithOrigins(\"https://shop.corp.com\")")]
    [InlineData("_ = builder.Environment.IsDevelopment() ? policy.WithOrigins(\"http://localhost:3000\") : policy")]
    public Task PolicyThatProductionCanUse_DoesNotTrigger(string policy) =>
        Verify.VerifyAnalyzerAsync(
            $$"""
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddCors(options => options.AddDefaultPolicy(policy => { {{policy}}; }));
            """
        );

    [Fact]
    public Task LaunchOfTheDeveloperFrontEnd_GuardedOrNot() =>
        Verify.VerifyAnalyzerAsync(
            """
            using Microsoft.AspNetCore.SpaServices;
            var app = WebApplication.Create(args);
            var spa = new Spa();
            if (app.Environment.IsDevelopment()) { spa.UseProxyToSpaDevelopmentServer("http://localhost:4200"); }
            else { spa.UseProxyToSpaDevelopmentServer({|DPL1002:"http://localhost:4200"|}); }

            namespace Microsoft.AspNetCore.SpaServices { class Spa { public void UseProxyToSpaDevelopmentServer(string baseUri) { } } }
            """
        );

    [Fact]
    public async Task AspireHost_DoesNotTrigger()
    {
        var test = new CSharpAnalyzerTest<LoopbackServiceUrlAnalyzer>
        {
            TestCode = """
                var http = new HttpClient { BaseAddress = new Uri("http://localhost:5000") };
                namespace Aspire.Hosting { public class DistributedApplication; }
                """,
        };
        await test.RunAsync();
    }

    [Theory]
    [InlineData("new UriBuilder(\"http\", {|DPL1002:\"localhost\"|}, 5000).Uri")]
    [InlineData("new UriBuilder { Scheme = \"http\", Host = {|DPL1002:\"localhost\"|}, Port = args.Length }.Uri")]
    [InlineData("new UriBuilder({|DPL1002:\"http://localhost:5000/x\"|}) { Query = \"a=1\" }.Uri")]
    [InlineData("new Uri({|DPL1002:string.Concat(\"http://\", \"localhost\", \":5000\")|})")]
    [InlineData("new Uri(string.Concat({|DPL1002:\"http://localhost:5000\"|}, args[0], \"/x\", \"/y\", \"/z\"))")]
    [InlineData("new Uri(string.Format({|DPL1002:\"http://{0}:{1}/\"|}, \"localhost\", 5000))")]
    [InlineData("new Uri(string.Format({|DPL1002:\"http://localhost:5000/{0}/\"|}, args))")]
    [InlineData("new Uri(Backend())")]
    [InlineData("new Uri(Backends.Of(\"x\"))")]
    public Task AddressMadeOfParts_Triggers(string address) =>
        Verify.VerifyAnalyzerAsync(
            $$"""
            var http = new HttpClient { BaseAddress = {{address}} };
            static string Backend() => {{(
                address.Contains("Backend()", StringComparison.Ordinal) ? "{|DPL1002:\"http://localhost:5000\"|}" : "\"\""
            )}};

            static class Backends
            {
                public static string Of(string path)
                {
                    return {{(
                address.Contains("Backends", StringComparison.Ordinal) ? "{|DPL1002:$\"http://localhost:5000/{path}\"|}" : "path"
            )}};
                }
            }
            """
        );

    [Theory]
    [InlineData("new UriBuilder(\"http\", args[0], 5000).Uri")]
    [InlineData("new UriBuilder { Host = args[0] }.Uri")]
    [InlineData("new Uri(string.Format(\"http://{0}/\", args[0]))")]
    [InlineData("new Uri(string.Concat(\"http://\", args[0]))")]
    public Task HostKnownAtRunTime_DoesNotTrigger(string address) =>
        Verify.VerifyAnalyzerAsync($$"""var http = new HttpClient { BaseAddress = {{address}} };""");

    [Theory]
    [InlineData("string? url = args[0]; url ??= {|DPL1002:\"http://localhost:5000\"|};")]
    [InlineData("var url = args[0]; if (string.IsNullOrEmpty(url)) url = {|DPL1002:\"http://localhost:5000\"|};")]
    [InlineData("var url = args[0]; if (url is null) { url = {|DPL1002:\"http://localhost:5000\"|}; }")]
    public Task FallbackInAStatement_Triggers(string statements) =>
        Verify.VerifyAnalyzerAsync(
            $$"""
            {{statements}}
            var http = new HttpClient { BaseAddress = new Uri(url) };
            """
        );

    [Fact]
    public Task FallbackOfAParameter_Triggers() =>
        Verify.VerifyAnalyzerAsync(
            """
            class Orders(HttpClient http)
            {
                public Task<string> All(string? url)
                {
                    url ??= {|DPL1002:"http://localhost:5000"|};
                    return http.GetStringAsync(url);
                }
            }
            """
        );

    [Fact]
    public Task FieldSetByTheConstructor_Triggers() =>
        Verify.VerifyAnalyzerAsync(
            """
            class Orders
            {
                private readonly HttpClient http;
                private readonly string url;
                private string Other { get; }

                public Orders(HttpClient http)
                {
                    this.http = http;
                    url = {|DPL1002:"http://localhost:5000"|};
                    Other = {|DPL1002:"http://localhost:5001"|};
                }

                public Task<string> All() => http.GetStringAsync(url);
                public Task<string> More() => http.GetStringAsync(Other + "/more");
            }
            """
        );

    [Fact]
    public Task FieldSetInSeveralWays_DoesNotTrigger() =>
        Verify.VerifyAnalyzerAsync(
            """
            class Orders
            {
                private readonly HttpClient http;
                private readonly string url;

                public Orders(HttpClient http, IHostEnvironment environment, string other)
                {
                    this.http = http;
                    url = other;
                    if (environment.IsDevelopment()) { url = "http://localhost:5000"; }
                }

                public Task<string> All() => http.GetStringAsync(url);
            }
            """
        );

    [Fact]
    public Task MemberThatChoosesByEnvironment_DoesNotTrigger() =>
        Verify.VerifyAnalyzerAsync(
            """
            class Orders(HttpClient http, IHostEnvironment environment, IConfiguration configuration)
            {
                private string Url => environment.IsDevelopment() ? "http://localhost:5000" : configuration["Orders:Url"]!;
                public Task<string> All() => http.GetStringAsync(Url);
                public Task<string> More() => http.GetStringAsync(Base() + "/more");
                private string Base() => environment.IsDevelopment() ? "http://localhost:5001" : configuration["Orders:Url"]!;
            }
            """
        );

    [Fact]
    public Task AddressGivenToAMethodOfTheProject_TriggersWhereItStands() =>
        Verify.VerifyAnalyzerAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddBackend({|DPL1002:"http://localhost:5000"|}).AddBackend(url: {|DPL1002:"http://localhost:5001"|});
            var local = {|DPL1002:"http://localhost:5002"|};
            Backends.AddBackend(builder.Services, local);
            builder.Services.AddTwice(new Uri({|DPL1002:"http://localhost:5003"|}));
            builder.Services.AddSingleton(new Orders(new HttpClient(), {|DPL1002:"http://localhost:5004"|}));

            static class Backends
            {
                public static IServiceCollection AddBackend(this IServiceCollection services, string url)
                {
                    services.AddHttpClient("backend", client => client.BaseAddress = new Uri(url + "/api/"));
                    return services;
                }

                public static void AddTwice(this IServiceCollection services, Uri uri) => Add(services, uri);

                private static void Add(IServiceCollection services, Uri there) => services.AddHttpClient("twice", client => client.BaseAddress = there);
            }

            class Orders(HttpClient http, string at)
            {
                public Task<string> All() => http.GetStringAsync($"{at}/orders");
            }
            """
        );

    [Fact]
    public Task AddressGivenToAMethodThatDoesNotCallIt_DoesNotTrigger() =>
        Verify.VerifyAnalyzerAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.Remember("http://localhost:5000").Guarded("http://localhost:5001", builder.Environment).Relative("http://localhost:5002");
            if (builder.Environment.IsDevelopment()) { builder.Services.AddBackend("http://localhost:5003"); }

            static class Backends
            {
                public static IServiceCollection Remember(this IServiceCollection services, string url) { Console.WriteLine(url); return services; }

                public static IServiceCollection Guarded(this IServiceCollection services, string url, IHostEnvironment environment)
                {
                    if (environment.IsDevelopment()) { services.AddHttpClient("backend", client => client.BaseAddress = new Uri(url)); }
                    return services;
                }

                public static IServiceCollection Relative(this IServiceCollection services, string returnUrl)
                {
                    services.AddHttpClient("backend", client => client.BaseAddress = new Uri(Environment.MachineName + "?return=" + returnUrl));
                    return services;
                }

                public static void AddBackend(this IServiceCollection services, string url) => services.AddHttpClient("b", client => client.BaseAddress = new Uri(url));
            }
            """
        );

    [Theory]
    [InlineData("using var smtp = new System.Net.Mail.SmtpClient({|DPL1002:\"localhost\"|});")]
    [InlineData("using var smtp = new System.Net.Mail.SmtpClient { Host = {|DPL1002:\"127.0.0.1\"|}, Port = 25 };")]
    [InlineData("using var tcp = new System.Net.Sockets.TcpClient({|DPL1002:\"localhost\"|}, 9100);")]
    [InlineData("using var tcp = new System.Net.Sockets.TcpClient(args[0] ?? {|DPL1002:\"host.docker.internal\"|}, 9100);")]
    public Task ClientOfThisMachineByName_Triggers(string statement) => Verify.VerifyAnalyzerAsync(statement);

    // MailKit, whose client takes the server in a call.
    [Theory]
    [InlineData("await client.ConnectAsync({|DPL1002:\"localhost\"|}, 25);")]
    [InlineData("client.Connect({|DPL1002:\"127.0.0.1\"|}, 1025);")]
    [InlineData("client.Connect(args[0] ?? {|DPL1002:\"localhost\"|}, 25);")]
    [InlineData("client.Connect(args[0], 25);")]
    [InlineData("client.Connect(\"smtp.example.org\", 587);")]
    public Task MailServerOfMailKit_TriggersOnThisMachine(string statement) =>
        Verify.VerifyAnalyzerAsync(
            $$"""
            var client = new MailKit.Net.Smtp.SmtpClient();
            {{statement}}
            await Task.CompletedTask;

            namespace MailKit
            {
                abstract class MailService
                {
                    public void Connect(string host, int port = 0) { }
                    public Task ConnectAsync(string host, int port = 0, CancellationToken cancellationToken = default) => Task.CompletedTask;
                }
            }

            namespace MailKit.Net.Smtp
            {
                class SmtpClient : MailService;
            }
            """
        );

    [Theory]
    [InlineData("using var smtp = new System.Net.Mail.SmtpClient(args[0]);")]
    [InlineData("var host = new HostString(\"localhost\");")]
    [InlineData("var address = System.Net.Dns.GetHostEntry(\"localhost\");")]
    [InlineData("var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);")]
    public Task NameOfThisMachineElsewhere_DoesNotTrigger(string statement) => Verify.VerifyAnalyzerAsync(statement);

    [Fact]
    public Task BrokerByName_Triggers() =>
        Verify.VerifyAnalyzerAsync(
            """
            var options = new MQTTnet.MqttClientOptionsBuilder().WithTcpServer({|DPL1002:"localhost"|}, 1883);

            namespace MQTTnet
            {
                public class MqttClientOptionsBuilder
                {
                    public MqttClientOptionsBuilder WithTcpServer(string host, int? port = null) => this;
                }
            }
            """
        );

    [Fact]
    public Task RedirectToTheVisitorsOwnMachine_Triggers() =>
        Verify.VerifyAnalyzerAsync(
            """
            using Microsoft.AspNetCore.Authentication;
            using Microsoft.AspNetCore.Components;
            using Microsoft.AspNetCore.Mvc;

            var app = WebApplication.CreateBuilder(args).Build();
            app.MapGet("/a", () => Results.Redirect({|DPL1002:"http://localhost:5173/"|}));
            app.MapGet("/b", () => TypedResults.Redirect({|DPL1002:"https://127.0.0.1:5173/"|}, permanent: true));
            app.MapGet("/c", (HttpContext context) => context.Response.Redirect({|DPL1002:"http://localhost:4200/done"|}));
            app.Run();

            class LoginController(IConfiguration configuration) : Controller
            {
                private const string FrontEnd = {|DPL1002:"http://localhost:3000"|};
                public IActionResult Done(string token) => Redirect($"{FrontEnd}/callback?token={token}");
                public IActionResult Next(string token) => RedirectPermanent({|DPL1002:$"http://localhost:3000/next?token={token}"|});
                public IActionResult Last() => new RedirectResult(configuration["FrontEnd"] ?? {|DPL1002:"http://localhost:3000"|});
                public IActionResult In() => Challenge(new AuthenticationProperties { RedirectUri = {|DPL1002:"http://localhost:3000/"|} }, "Google");
            }
            class Page(NavigationManager navigation)
            {
                public void Go() => navigation.NavigateTo({|DPL1002:"http://localhost:3000/cart"|});
            }
            """
        );

    [Fact]
    public Task RedirectElsewhere_DoesNotTrigger() =>
        Verify.VerifyAnalyzerAsync(
            """
            using Microsoft.AspNetCore.Mvc;

            var app = WebApplication.CreateBuilder(args).Build();
            app.MapGet("/a", () => Results.Redirect("/swagger"));
            app.MapGet("/b", () => Results.Redirect("https://shop.acme-corp.net/"));
            if (app.Environment.IsDevelopment())
            {
                app.MapGet("/", () => Results.Redirect("http://localhost:5173/"));
            }
            app.Run();

            class Login(IConfiguration configuration) : Controller
            {
                public IActionResult Done(string token) => Redirect($"{configuration["FrontEnd:BaseUrl"]}/callback?token={token}");
                public IActionResult Link() => Ok(new Target { RedirectUri = "http://localhost:3000/" });
            }
            class Target
            {
                public string RedirectUri { get; set; } = "";
            }
            """
        );

    [Fact]
    public Task ElementOfATable_Triggers() =>
        Verify.VerifyAnalyzerAsync(
            """
            class Orders(HttpClient http)
            {
                private static readonly string[] Nodes = [{|DPL1002:"http://localhost:5000"|}, {|DPL1002:"http://localhost:5001"|}];
                public Task<string> Get(int node) => http.GetStringAsync(Nodes[node] + "/x");
            }
            """
        );

    [Fact]
    public Task DefaultSetByTheConstructorOfSettings_Triggers() =>
        Verify.VerifyAnalyzerAsync(
            """
            class IndexerSettings
            {
                public IndexerSettings() { BaseUrl = {|DPL1002:"http://localhost:9117"|}; }
                public string BaseUrl { get; set; }
            }
            """
        );

    [Fact]
    public Task OriginsOfAPolicyThatOnlyDevelopmentUses_DoNotTrigger() =>
        Verify.VerifyAnalyzerAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddCors(options =>
            {
                options.AddPolicy("dev", policy => policy.WithOrigins("http://localhost:3000"));
                options.AddPolicy("all", policy => policy.WithOrigins({|DPL1002:"http://localhost:3000"|}));
            });
            var app = builder.Build();
            if (app.Environment.IsDevelopment()) { app.UseCors("dev"); }
            app.MapGet("/", () => "").RequireCors("all");
            app.Run();
            """
        );

    // MassTransit and CAP take a bare name, constants of another project included; Sentry an address with a key in it.
    [Theory]
    [InlineData("factory.Host({|DPL1002:\"localhost\"|}, \"/\");")]
    [InlineData("factory.Host({|DPL1002:Shared.Broker.Host|}, \"/\");")]
    [InlineData("factory.Host(\"rabbit\", \"/\");")]
    [InlineData("cap.UseRabbitMQ({|DPL1002:\"localhost\"|});")]
    [InlineData("sentry.Dsn = {|DPL1002:\"http://7de19654a539@host.docker.internal:9510/7\"|};")]
    [InlineData("sentry.Dsn = \"https://7de19654a539@o1.ingest.sentry.io/7\";")]
    public async Task BrokerOrTrackerOnThisMachine_Triggers(string code)
    {
        var test = new CSharpAnalyzerTest<LoopbackServiceUrlAnalyzer>
        {
            TestCode = $$"""
                class Set
                {
                    void Up(MassTransit.IRabbitFactory factory, DotNetCore.CAP.CapOptions cap, Sentry.SentryOptions sentry) { {{code}} }
                }

                namespace MassTransit
                {
                    public interface IRabbitFactory { void Host(string host, string virtualHost); }
                }

                namespace DotNetCore.CAP
                {
                    public class CapOptions { public void UseRabbitMQ(string hostName) { } }
                }

                namespace Sentry
                {
                    public class SentryOptions { public string? Dsn { get; set; } }
                }
                """,
        };
        test.TestState.AdditionalProjectReferences.Add("Shared");
        test.TestState.AdditionalProjects["Shared"]
            .Sources.Add("namespace Shared { public static class Broker { public const string Host = \"localhost\"; } }");
        await test.RunAsync(TestContext.Current.CancellationToken);
    }

    // Nobody calls it, but people click on it.
    [Theory]
    [InlineData("mail.Body = {|DPL1002:$\"http://localhost:4200/reset-password?token={token}\"|};")]
    [InlineData("mail.Body = {|DPL1002:$\"<p>Hello</p><a href='https://localhost:7001/account/confirm?id={token}'>Confirm</a>\"|};")]
    [InlineData("var link = {|DPL1002:\"http://localhost:3000/verify/\"|} + token; mail.Body = link;")]
    [InlineData("await new HttpClient().GetAsync({|DPL1002:$\"http://localhost:5001/api/confirm?token={token}\"|});")]
    [InlineData("mail.Body = $\"https://shop.example/reset?token={token}\";")]
    [InlineData("mail.Body = $\"http://localhost:4200/orders/{token}\";")]
    [InlineData("mail.Body = \"http://localhost:4200/reset-password\";")]
    [InlineData("Console.WriteLine($\"Open http://localhost:4200/confirm?token={token}\");")]
    [InlineData("if (environment.IsDevelopment()) { mail.Body = $\"http://localhost:4200/reset?token={token}\"; }")]
    public Task LinkForPeople_Triggers(string code) =>
        Verify.VerifyAnalyzerAsync(
            $$"""
            WebApplication.CreateBuilder(args).Build().Run();

            class Mails(IWebHostEnvironment environment)
            {
                public async Task SendAsync(System.Net.Mail.MailMessage mail, string token)
                {
                    {{code}}
                    await Task.CompletedTask;
                }
            }
            """
        );

    // With a port that only run time knows the app calls itself, or what it runs beside it.
    [Theory]
    [InlineData("$\"https://localhost:{settings.UiPort}/hub\"")]
    [InlineData("\"https://127.0.0.1:\" + settings.UiPort + \"/hub\"")]
    [InlineData("\"https://localhost:\" + configuration[\"TestProjectPort\"]")]
    [InlineData("$\"http://localhost:{configuration[\"Kestrel:Port\"] ?? \"5000\"}/\"")]
    [InlineData("$\"http://localhost:{Environment.GetEnvironmentVariable(\"ASPNETCORE_HTTP_PORTS\")}/\"")]
    [InlineData("{|DPL1002:$\"http://localhost:{configuration[\"Inventory:Port\"]}/\"|}")]
    [InlineData("{|DPL1002:$\"http://localhost:{settings.InventoryPort}/\"|}")]
    [InlineData("{|DPL1002:\"http://localhost:\" + Environment.GetEnvironmentVariable(\"ORDERS_PORT\")|}")]
    [InlineData("{|DPL1002:$\"http://localhost:5000/{settings.UiPort}\"|}")]
    [InlineData("{|DPL1002:$\"http://host.docker.internal:{settings.UiPort}\"|}")]
    public Task AddressOfTheAppItself_DoesNotTrigger(string url) =>
        Verify.VerifyAnalyzerAsync(
            $$"""
            WebApplication.CreateBuilder(args).Build().Run();

            class Settings { public int UiPort { get; set; } public int InventoryPort { get; set; } }

            class Caller(Settings settings, IConfiguration configuration)
            {
                public Task Call(HttpClient http) => http.GetAsync({{url}});
            }
            """
        );

    [Fact]
    public Task DefaultOfARecordsParameter_Triggers() =>
        Verify.VerifyAnalyzerAsync(
            """
            var link = new StockLink();
            var http = new HttpClient { BaseAddress = new Uri(link.At) };

            record StockLink(string At = {|DPL1002:"http://localhost:7001"|}, int Retries = 3);
            """
        );

    [Theory]
    [InlineData("$\"http://localhost:{port}/update\"", "private readonly System.Diagnostics.ProcessStartInfo start = new(\"server\");")]
    [InlineData("$\"http://localhost:{port}/update\"", "public void Start() => System.Diagnostics.Process.Start(\"server\");")]
    [InlineData("\"http://localhost:7001/update\"", "public void Start() => System.Diagnostics.Process.Start(\"server\");")]
    [InlineData("{|DPL1002:\"http://localhost:7001/update\"|}", "public void Process() { Process(); }")]
    public Task ProcessThatTheClassStarts_AnswersOnThisMachine(string url, string member) =>
        Verify.VerifyAnalyzerAsync(
            $$"""
            WebApplication.CreateBuilder(args).Build().Run();

            class Supervisor
            {
                {{member}}

                public Task Update(HttpClient http, int port) => http.GetAsync({{url}});
            }
            """
        );

    [Theory]
    [InlineData(
        "\"http://localhost:7001\"",
        "await Hg.Pull(\"shop\", configuration[\"Hg:Url\"]!); await Hg.Pull(\"crm\", url: configuration[\"Hg:Url\"]!);"
    )]
    [InlineData("{|DPL1002:\"http://localhost:7001\"|}", "await Hg.Pull(\"shop\", configuration[\"Hg:Url\"]!); await Hg.Pull(\"crm\");")]
    [InlineData("{|DPL1002:\"http://localhost:7001\"|}", "await Hg.Pull(\"shop\");")]
    public Task DefaultOfAParameter_CountsWhereACallLeavesItOut(string fallback, string calls) =>
        Verify.VerifyAnalyzerAsync(
            $$"""
            var configuration = WebApplication.CreateBuilder(args).Configuration;
            {{calls}}

            static class Hg
            {
                public static Task<string> Pull(string project, string url = {{fallback}}) => new HttpClient().GetStringAsync(url);
            }
            """
        );

    [Fact]
    public Task OriginOfADeveloper_IsToldByWhatBrowsersDo() =>
        Verify.VerifyAnalyzerAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddCors(cors => cors.AddDefaultPolicy(policy => policy.WithOrigins({|#0:"http://localhost:4200"|})));
            """,
            Verify
                .Diagnostic()
                .WithLocation(0)
                .WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)
                .WithArguments(
                    "http://localhost:4200",
                    "Cors:AllowedOrigins",
                    "is an origin on somebody's own machine and the policy lets in no other, so browsers refuse the deployed front end; read the origins from configuration"
                )
        );

    private const string Dapr = """
        namespace Dapr.Client
        {
            public class DaprClientBuilder
            {
                public DaprClientBuilder UseHttpEndpoint(string httpEndpoint) => this;
                public DaprClientBuilder UseGrpcEndpoint(string grpcEndpoint) => this;
            }

            public static class DaprClient
            {
                public static HttpClient CreateInvokeHttpClient(string? appId = null, string? daprEndpoint = null) => new();
            }
        }
        """;

    [Theory]
    [InlineData("""await http.GetAsync($"http://localhost:{Environment.GetEnvironmentVariable("DAPR_HTTP_PORT") ?? "3600"}/orders");""")]
    [InlineData(
        """var port = Environment.GetEnvironmentVariable("DAPR_HTTP_PORT") ?? "3600"; await http.GetAsync($"http://localhost:{port}/orders");"""
    )]
    [InlineData("""var port = configuration["DAPR_GRPC_PORT"]; http.BaseAddress = new Uri("http://127.0.0.1:" + port);""")]
    [InlineData("""var port = configuration.GetValue("Dapr:HttpPort", 3600); http.BaseAddress = new Uri($"http://localhost:{port}");""")]
    [InlineData("""http.BaseAddress = new Uri(configuration["Dapr:HttpEndpoint"] ?? "http://localhost:3600");""")]
    [InlineData(
        """http.BaseAddress = new Uri((configuration["BASE_URL"] ?? "http://localhost") + ":" + (configuration["DAPR_HTTP_PORT"] ?? "3600"));"""
    )]
    [InlineData("""var daprEndpoint = "http://localhost:3600"; http.BaseAddress = new Uri(daprEndpoint);""")]
    [InlineData(
        """await http.GetAsync($"http://localhost:{Ports.Http}"); class Ports { public static string Http = Environment.GetEnvironmentVariable("DAPR_HTTP_PORT") ?? "3600"; }"""
    )]
    [InlineData("""await http.GetAsync("http://localhost:3500/v1.0/healthz");""")]
    [InlineData("""await http.GetAsync("http://localhost:3500/v1.0/state/orders");""")]
    [InlineData("""await http.GetAsync("http://localhost:3600/v1.0/invoke/orders/method/list");""")]
    [InlineData("""http.BaseAddress = new Uri("http://localhost:3500"); http.DefaultRequestHeaders.Add("dapr-app-id", "orders");""")]
    public Task SidecarInTheSamePod_DoesNotTrigger(string statements) =>
        Verify.VerifyAnalyzerAsync(
            $$"""
            var http = new HttpClient();
            IConfiguration configuration = new ConfigurationBuilder().Build();
            {{statements}}
            """
        );

    [Fact]
    public async Task AddressGivenToDaprsOwnClient_DoesNotTrigger()
    {
        var test = new CSharpAnalyzerTest<LoopbackServiceUrlAnalyzer>
        {
            TestCode = """
                using Dapr.Client;

                new DaprClientBuilder().UseHttpEndpoint("http://localhost:3601").UseGrpcEndpoint("http://localhost:60001");
                DaprClient.CreateInvokeHttpClient("orders", "http://localhost:3601");
                new HttpClient().BaseAddress = new Uri({|DPL1002:"http://localhost:3601"|});
                """,
        };
        test.TestState.AdditionalProjectReferences.Add("Libraries");
        test.TestState.AdditionalProjects["Libraries"].Sources.Add(Dapr);
        await test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("""await http.GetAsync({|DPL1002:"http://localhost:3500/orders"|});""")]
    [InlineData("""await http.GetAsync({|DPL1002:"http://localhost:5001/v1.0/healthz"|});""")]
    [InlineData("""await http.GetAsync({|DPL1002:"http://localhost:3500/v1.0/orders"|});""")]
    [InlineData("""await http.GetAsync({|DPL1002:"http://host.docker.internal:3500/v1.0/healthz"|});""")]
    [InlineData(
        """await http.GetAsync({|DPL1002:$"http://localhost:{Environment.GetEnvironmentVariable("ORDERS_PORT") ?? "3500"}/v1.0/healthz"|});"""
    )]
    [InlineData(
        """await http.GetAsync({|DPL1002:$"http://localhost:5001/orders/{Environment.GetEnvironmentVariable("DAPR_APP_ID")}"|});"""
    )]
    public Task AddressThatOnlyLooksLikeASidecars_Triggers(string statement) =>
        Verify.VerifyAnalyzerAsync(
            $$"""
            var http = new HttpClient();
            {{statement}}
            """
        );
}
