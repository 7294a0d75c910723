using System.Collections.Immutable;
using Deployability.Analyzers.Generation;
using Deployability.Model;
using Microsoft.CodeAnalysis;

namespace Deployability.Analyzers.Tests.Generation;

public sealed class FactGeneratorTests
{
    private const string Program = """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHealthChecks().AddCheck("database", () => default, tags: ["ready"]);
        var app = builder.Build();
        app.MapHealthChecks("/healthz/live", new() { Predicate = _ => false });
        app.MapHealthChecks("/healthz/ready", new() { Predicate = check => check.Tags.Contains("ready") });
        app.Run();
        """;

    [Fact]
    public void HealthEndpoints_CarryPathKindTagsAndChecks()
    {
        var health = GeneratorHarness.Facts(Program).OfKind<HealthEndpointFact>().ToList();

        Assert.Equal(["/healthz/live", "/healthz/ready"], health.Select(static fact => fact.Path));
        Assert.Equal([HealthEndpointKind.Live, HealthEndpointKind.Ready], health.Select(static fact => fact.Kind));
        Assert.Equal([HealthChecksRun.None, HealthChecksRun.Selected], health.Select(static fact => fact.Checks));
        Assert.Equal(["ready"], health[1].Tags);
        Assert.All(health, static fact => Assert.Equal(new FactSource("Program.cs"), fact.Source));
    }

    [Fact]
    public void HealthChecks_CarryNameAndTags() =>
        Assert.Contains(
            new HealthCheckFact(new FactSource("Program.cs"), "database", Texts("ready")),
            GeneratorHarness.Facts(Program).Facts
        );

    [Theory]
    [InlineData(
        """app.MapGroup("/api").MapGroup("v1").MapHealthChecks("health");""",
        "/api/v1/health",
        HealthEndpointKind.Combined,
        HealthChecksRun.All
    )]
    [InlineData(
        """var group = app.MapGroup("/ops"); group.MapHealthChecks("/live");""",
        "/ops/live",
        HealthEndpointKind.Live,
        HealthChecksRun.All
    )]
    [InlineData("""const string Path = "/ready"; app.MapHealthChecks(Path);""", "/ready", HealthEndpointKind.Ready, HealthChecksRun.All)]
    [InlineData("""app.UseHealthChecks("/hc");""", "/hc", HealthEndpointKind.Combined, HealthChecksRun.All)]
    [InlineData("""app.MapGet("/health", () => "ok");""", "/health", HealthEndpointKind.Live, HealthChecksRun.None)]
    [InlineData("""app.MapHealthChecks(app.Configuration["Path"]!);""", "", HealthEndpointKind.Combined, HealthChecksRun.All)]
    public void HealthEndpoints_AreFoundInEveryForm(string map, string path, HealthEndpointKind kind, HealthChecksRun checks)
    {
        var fact = Assert.Single(Facts(map).OfKind<HealthEndpointFact>());

        Assert.Equal((path, kind, checks), (fact.Path, fact.Kind, fact.Checks));
    }

    [Theory]
    [InlineData("""app.MapHealthChecks("/health").RequireAuthorization();""", true, "")]
    [InlineData("""app.MapHealthChecks("/health").RequireHost("*:8081");""", false, "*:8081")]
    [InlineData("""app.MapGroup("/ops").RequireAuthorization().MapHealthChecks("/health").AllowAnonymous();""", false, "")]
    [InlineData("""var health = app.MapHealthChecks("/health"); health.RequireAuthorization();""", true, "")]
    public void HealthEndpoints_SayWhatStandsInFrontOfThem(string map, bool authorization, string host)
    {
        var fact = Assert.Single(Facts(map).OfKind<HealthEndpointFact>());

        Assert.Equal((authorization, host), (fact.RequiresAuthorization, fact.Host));
    }

    [Theory]
    [InlineData("""if (app.Environment.IsDevelopment()) { app.MapHealthChecks("/health"); }""", GuardKind.DevelopmentOnly)]
    [InlineData("""if (!app.Environment.IsProduction()) app.MapHealthChecks("/health");""", GuardKind.DevelopmentOnly)]
    [InlineData("""if (app.Environment.IsProduction()) app.MapHealthChecks("/health");""", GuardKind.None)]
    public void Facts_CarryTheGuardOfTheirCode(string map, GuardKind guard) =>
        Assert.Equal(guard, Assert.Single(Facts(map).OfKind<HealthEndpointFact>()).Source.Guard);

    [Theory]
    [InlineData("""_ = app.Configuration["Orders:Currency"];""", "Orders:Currency", ConfigurationValueType.String, null, false)]
    [InlineData("""_ = app.Configuration["Orders:Currency"] ?? "EUR";""", "Orders:Currency", ConfigurationValueType.String, "EUR", false)]
    [InlineData(
        """_ = app.Configuration["Orders:Currency"] ?? throw new InvalidOperationException();""",
        "Orders:Currency",
        ConfigurationValueType.String,
        null,
        true
    )]
    [InlineData("""_ = app.Configuration.GetValue<int>("Orders:Limit");""", "Orders:Limit", ConfigurationValueType.Integer, null, false)]
    [InlineData(
        """_ = app.Configuration.GetValue("Orders:Currency", "EUR");""",
        "Orders:Currency",
        ConfigurationValueType.String,
        "EUR",
        false
    )]
    [InlineData(
        """_ = app.Configuration.GetSection("Orders")["Currency"];""",
        "Orders:Currency",
        ConfigurationValueType.String,
        null,
        false
    )]
    [InlineData(
        """var orders = app.Configuration.GetSection("Shop").GetSection("Orders"); _ = orders.GetValue<bool>("Enabled");""",
        "Shop:Orders:Enabled",
        ConfigurationValueType.Boolean,
        null,
        false
    )]
    [InlineData(
        """_ = app.Configuration.GetSection("Cors:AllowedOrigins").Get<string[]>();""",
        "Cors:AllowedOrigins",
        ConfigurationValueType.Array,
        null,
        false
    )]
    [InlineData("""_ = new Uri(app.Configuration["Inventory:Url"]!);""", "Inventory:Url", ConfigurationValueType.Uri, null, true)]
    [InlineData("""_ = int.Parse(app.Configuration["Orders:Limit"]!);""", "Orders:Limit", ConfigurationValueType.Integer, null, true)]
    public void ConfigurationKeys_CarryTypeDefaultAndWhetherTheyMustBeThere(
        string read,
        string key,
        ConfigurationValueType type,
        string? @default,
        bool required
    )
    {
        var fact = Assert.Single(Facts(read).OfKind<ConfigurationKeyFact>());

        Assert.Equal(
            (key, type, @default, required, ConfigurationOrigin.Configuration),
            (fact.Key, fact.Type, fact.Default, fact.Required, fact.Origin)
        );
    }

    [Fact]
    public void EnvironmentVariables_AreKeysOfTheirOwnKind()
    {
        var fact = Assert.Single(Facts("""_ = Environment.GetEnvironmentVariable("OPENAI_API_KEY");""").OfKind<ConfigurationKeyFact>());

        Assert.Equal(("OPENAI_API_KEY", ConfigurationOrigin.EnvironmentVariable, true), (fact.Key, fact.Origin, fact.IsSecret));
    }

    [Fact]
    public void ASecretKey_NeverCarriesItsDefault()
    {
        var facts = Facts("""_ = app.Configuration["Smtp:Password"] ?? "hunter2-hunter2";""");

        Assert.True(Assert.Single(facts.OfKind<ConfigurationKeyFact>()).IsSecret);
        Assert.DoesNotContain("hunter2", FactSerializer.Serialize(facts), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""builder.Services.Configure<OrderOptions>(builder.Configuration.GetSection("Orders"));""")]
    [InlineData("""builder.Services.AddOptions<OrderOptions>().BindConfiguration("Orders");""")]
    [InlineData("""builder.Services.AddOptions<OrderOptions>().Bind(builder.Configuration.GetSection("Orders"));""")]
    [InlineData("""_ = builder.Configuration.GetSection("Orders").Get<OrderOptions>();""")]
    [InlineData("""var options = new OrderOptions(); builder.Configuration.GetSection("Orders").Bind(options);""")]
    [InlineData("""var options = new OrderOptions(); builder.Configuration.Bind("Orders", options);""")]
    public void OptionsClasses_AreExpandedToTheirProperties(string bind)
    {
        var keys = GeneratorHarness
            .Facts(
                $$"""
                var builder = WebApplication.CreateBuilder(args);
                {{bind}}
                builder.Build().Run();

                public sealed class OrderOptions
                {
                    public string Currency { get; set; } = "EUR";
                    public int Limit { get; set; } = 5;
                    [System.ComponentModel.DataAnnotations.Required] public Uri? Callback { get; set; }
                    public RetryOptions Retry { get; set; } = new();
                    public static int Ignored { get; set; }
                    public int Computed => Limit * 2;
                }

                public sealed class RetryOptions { public TimeSpan Delay { get; set; } }
                """
            )
            .OfKind<ConfigurationKeyFact>()
            .Select(static fact => (fact.Key, fact.Type, fact.Default, fact.Required));

        Assert.Equal(
            [
                ("Orders:Callback", ConfigurationValueType.Uri, null, true),
                ("Orders:Currency", ConfigurationValueType.String, "EUR", false),
                ("Orders:Limit", ConfigurationValueType.Integer, "5", false),
                ("Orders:Retry:Delay", ConfigurationValueType.TimeSpan, null, false),
            ],
            keys
        );
    }

    [Theory]
    [InlineData("public int Count { get; set; } = Defaults.Count;", "7")]
    [InlineData("public int Count { get; set; } = -1;", "-1")]
    [InlineData("public int Count { get; set; } = 60 * 5;", "300")]
    [InlineData("public string Count { get; set; } = Defaults.Name;", "basket")]
    [InlineData("public string Count { get; set; } = nameof(Defaults);", "Defaults")]
    [InlineData("public TimeSpan Count { get; set; } = TimeSpan.FromSeconds(90);", "00:01:30")]
    [InlineData("public DayOfWeek Count { get; set; } = DayOfWeek.Friday;", "Friday")]
    [InlineData("public int? Count { get; init; } = 3;", "3")]
    [InlineData("public string Count { get; set; } = Environment.MachineName;", null)]
    [InlineData("public DateTime Count { get; set; } = DateTime.UtcNow;", null)]
    public void OptionsClasses_CarryTheDefaultsOfTheirProperties(string property, string? expected)
    {
        var key = Assert.Single(
            GeneratorHarness
                .Facts(
                    $$"""
                    var builder = WebApplication.CreateBuilder(args);
                    builder.Services.Configure<OrderOptions>(builder.Configuration.GetSection("Orders"));
                    builder.Build().Run();

                    public sealed class OrderOptions { {{property}} }

                    public static class Defaults { public const int Count = 7; public static readonly string Name = "basket"; }
                    """
                )
                .OfKind<ConfigurationKeyFact>()
        );

        Assert.Equal(expected, key.Default);
    }

    [Fact]
    public void ConnectionStrings_CarryTheirProvider()
    {
        var facts = GeneratorHarness
            .Facts(
                """
                using Microsoft.EntityFrameworkCore;

                var builder = WebApplication.CreateBuilder(args);
                var reporting = builder.Configuration.GetConnectionString("Reporting");
                var options = new DbContextOptionsBuilder();
                options.UseNpgsql(builder.Configuration.GetConnectionString("Orders"));
                options.UseSqlServer(reporting);
                builder.Build().Run();

                namespace Microsoft.EntityFrameworkCore
                {
                    public class DbContextOptionsBuilder;

                    public static class Providers
                    {
                        public static DbContextOptionsBuilder UseNpgsql(this DbContextOptionsBuilder builder, string? connectionString) => builder;
                        public static DbContextOptionsBuilder UseSqlServer(this DbContextOptionsBuilder builder, string? connectionString) => builder;
                    }
                }
                """
            )
            .OfKind<ConnectionStringFact>();

        Assert.Contains(facts, static fact => fact is { Key: "ConnectionStrings:Orders", Provider: ConnectionProviders.Npgsql });
        Assert.Contains(facts, static fact => fact is { Key: "ConnectionStrings:Reporting", Provider: ConnectionProviders.SqlServer });
    }

    [Theory]
    [InlineData("""builder.WebHost.UseUrls("http://*:5005");""", "http", "*", 5005)]
    [InlineData("""builder.WebHost.UseUrls("http://127.0.0.1:5000");""", "http", "127.0.0.1", 5000)]
    [InlineData("""app.Urls.Add("http://0.0.0.0:8081");""", "http", "*", 8081)]
    [InlineData("""builder.WebHost.ConfigureKestrel(options => options.ListenAnyIP(9090));""", "http", "*", 9090)]
    public void ListenAddresses_AreFacts(string listen, string scheme, string host, int port)
    {
        var fact = Assert.Single(Facts(listen).OfKind<ListenFact>());

        Assert.Equal((scheme, host, port), (fact.Scheme, fact.Host, fact.Port));
    }

    [Theory]
    [InlineData("""builder.WebHost.UseUrls(builder.Configuration.GetSection("Server:Urls").Get<string[]>()!);""", "Server:Urls", true)]
    [InlineData("""builder.WebHost.UseUrls(builder.Configuration["Server:Url"]!);""", "Server:Url", false)]
    [InlineData("""builder.WebHost.UseUrls(builder.Configuration["Urls"]!.Split(';'));""", "Urls", false)]
    [InlineData("""var url = builder.Configuration["Url"] ?? "http://*:5000"; app.Run(url);""", "Url", false)]
    [InlineData("""builder.WebHost.UseUrls(Environment.GetEnvironmentVariable("LISTEN")!);""", "LISTEN", false)]
    public void AddressesFromConfiguration_AreAFact(string listen, string key, bool isList)
    {
        var fact = Assert.Single(Facts(listen).OfKind<ListenKeyFact>());

        Assert.Equal((key, isList), (fact.Key, fact.IsList));
    }

    [Theory]
    [InlineData("""builder.WebHost.UseUrls("http://*:" + builder.Configuration["Port"]);""")]
    [InlineData("""builder.WebHost.UseUrls("http://*:5005");""")]
    [InlineData("""app.Run(async context => await context.Response.WriteAsync("x"));""")]
    public void AddressesThatAreNotReadWhole_AreNone(string listen) => Assert.Empty(Facts(listen).OfKind<ListenKeyFact>());

    [Theory]
    [InlineData("""System.IO.Path.Combine(app.Environment.WebRootPath, builder.Configuration["Uploads"] ?? "uploads")""", "wwwroot")]
    [InlineData("""System.IO.Path.Combine(app.Environment.WebRootPath, "media", builder.Configuration["Uploads"]!)""", "wwwroot/media")]
    [InlineData("""System.IO.Path.Combine(app.Environment.ContentRootPath, builder.Configuration["Uploads"]!)""", "")]
    [InlineData("""builder.Configuration["Uploads"]!""", "")]
    public void AConfiguredFolder_SaysWhetherItLiesBelowTheWebRoot(string folder, string expected)
    {
        var fact = Assert.Single(Facts($"System.IO.Directory.CreateDirectory({folder});").OfKind<FileWriteFact>());

        Assert.Equal((expected, "Uploads"), (fact.Path, fact.Key));
    }

    [Theory]
    [InlineData(
        """builder.Services.AddHttpClient("inventory", client => client.BaseAddress = new Uri("https://inventory.internal:8443"));""",
        "",
        "https",
        "inventory.internal",
        8443
    )]
    [InlineData(
        """builder.Services.AddHttpClient("inventory", client => client.BaseAddress = new Uri(builder.Configuration["Services:Inventory:BaseUrl"]!));""",
        "Services:Inventory:BaseUrl",
        "",
        "",
        0
    )]
    [InlineData(
        """builder.Services.AddHttpClient("inventory", client => client.BaseAddress = new Uri(builder.Configuration["Inventory"] ?? "http://inventory"));""",
        "Inventory",
        "http",
        "inventory",
        80
    )]
    public void OutboundEndpoints_AreFacts(string client, string key, string scheme, string host, int port)
    {
        var fact = Assert.Single(Facts(client).OfKind<OutboundEndpointFact>());

        Assert.Equal((key, scheme, host, port), (fact.Key, fact.Scheme, fact.Host, fact.Port));
    }

    [Theory]
    [InlineData("http://localhost:3500/v1.0/invoke/orders/method", true)]
    [InlineData("http://localhost:5001/orders", false)]
    public void SidecarInTheSamePod_IsNoOutboundEndpointButAFeature(string address, bool isSidecar)
    {
        var facts = Facts($"""builder.Services.AddHttpClient("orders", client => client.BaseAddress = new Uri("{address}"));""");

        Assert.Equal(isSidecar, !facts.OfKind<OutboundEndpointFact>().Any());
        Assert.Equal(isSidecar, facts.OfKind<FeatureFact>().Any(static fact => fact.Name == Features.DaprSidecar));
    }

    // The compiler has the value; the literal stands where this project cannot see it.
    [Fact]
    public void OutboundEndpointOfAConstantOfAnotherProject_IsAFact()
    {
        var urls = GeneratorHarness.Library(
            """namespace Acme; public static class Urls { public const string Inventory = "https://inventory.corp.example:8443/v1"; }"""
        );

        var fact = Assert.Single(
            GeneratorHarness
                .Facts("var client = new System.Net.Http.HttpClient { BaseAddress = new Uri(Acme.Urls.Inventory) };", urls)
                .OfKind<OutboundEndpointFact>()
        );

        Assert.Equal(("https", "inventory.corp.example", 8443), (fact.Scheme, fact.Host, fact.Port));
    }

    [Fact]
    public void CorsPolicies_CarryTheirOriginsOrTheirKey()
    {
        var policies = Facts(
                """
                builder.Services.AddCors(options =>
                {
                    options.AddPolicy("front", policy => policy.WithOrigins("https://shop.example").AllowCredentials());
                    options.AddDefaultPolicy(policy => policy.WithOrigins(builder.Configuration.GetSection("Cors:AllowedOrigins").Get<string[]>() ?? Array.Empty<string>()));
                });
                """
            )
            .OfKind<CorsPolicyFact>()
            .ToList();

        Assert.Contains(
            policies,
            static policy => policy is { Name: "front", AllowCredentials: true, AnyOrigin: false, Origins: ["https://shop.example"] }
        );
        Assert.Contains(policies, static policy => policy is { Name: "", OriginsKey: "Cors:AllowedOrigins" });
    }

    [Fact]
    public void HostServicesAndShutdown_AreFacts()
    {
        var facts = GeneratorHarness.Facts(
            """
            var builder = Host.CreateApplicationBuilder(args);
            builder.Services.AddHostedService<Poller>();
            builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromMinutes(1.5));
            builder.Build().Run();

            internal sealed class Poller : BackgroundService
            {
                protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Delay(Timeout.Infinite, stoppingToken);
            }
            """
        );

        Assert.Equal(HostKind.Worker, Assert.Single(facts.OfKind<HostFact>()).Kind);
        Assert.Equal("Poller", Assert.Single(facts.OfKind<HostedServiceFact>()).Type);
        Assert.Equal(90, Assert.Single(facts.OfKind<ShutdownTimeoutFact>()).Seconds);
    }

    [Theory]
    [InlineData("host.Run();", true)]
    [InlineData("await host.RunAsync();", true)]
    [InlineData("await host.StartAsync(); await host.WaitForShutdownAsync();", true)]
    [InlineData("await Task.Run(() => host.Services);", false)]
    [InlineData("_ = host.Services;", false)]
    public void AHostThatRunsUntilItIsStopped_IsTold(string run, bool expected) =>
        Assert.Equal(expected, FeaturesOfWorker(run).Contains(Features.RunsUntilStopped));

    [Theory]
    [InlineData("lifetime.StopApplication();", true)]
    [InlineData("try { } finally { lifetime.StopApplication(); }", true)]
    [InlineData("try { } catch (Exception) { lifetime.StopApplication(); }", false)]
    public void AHostThatStopsItself_IsToldUnlessItGivesUp(string stop, bool expected) =>
        Assert.Equal(
            expected,
            FeaturesOfWorker(
                    $"var lifetime = host.Services.GetRequiredService<Microsoft.Extensions.Hosting.IHostApplicationLifetime>(); {stop}"
                )
                .Contains(Features.StopsItself)
        );

    [Theory]
    [InlineData("", GuardKind.None)]
    [InlineData("if (builder.Environment.IsDevelopment()) ", GuardKind.DevelopmentOnly)]
    public void AnInstanceThatIsAClusterOfItsOwn_IsTold(string guard, GuardKind expected)
    {
        var facts = GeneratorHarness.Facts(
            $$"""
            var builder = WebApplication.CreateBuilder(args);
            {{guard}}Orleans.Hosting.CoreHostingExtensions.UseLocalhostClustering(new object());

            namespace Orleans.Hosting
            {
                public static class CoreHostingExtensions
                {
                    public static void UseLocalhostClustering(this object silo) { }
                }
            }
            """
        );

        var feature = Assert.Single(facts.OfKind<FeatureFact>(), static fact => fact.Name == Features.LocalCluster);
        Assert.Equal(expected, feature.Source.Guard);
    }

    [Theory]
    [InlineData("\"Data Source=pizza.db\"", "pizza.db")]
    [InlineData("\"Data Source=/data/app.db;Cache=Shared\"", "/data/app.db")]
    [InlineData("\"Data Source=geo.db;Mode=ReadOnly\"", null)]
    [InlineData("\"Data Source=:memory:\"", null)]
    [InlineData("builder.Configuration.GetConnectionString(\"Db\")", null)]
    [InlineData("builder.Configuration.GetConnectionString(\"Db\") ?? \"Data Source=app.db\"", null)]
    public void ADatabaseFileThatTheCodeNames_IsWritten(string connection, string? expected)
    {
        var facts = GeneratorHarness.Facts(
            $$"""
            var builder = WebApplication.CreateBuilder(args);
            var connection = new Microsoft.Data.Sqlite.SqliteConnection({{connection}});

            namespace Microsoft.Data.Sqlite
            {
                public class SqliteConnection(string? connectionString);
            }
            """
        );

        Assert.Equal(expected, facts.OfKind<FileWriteFact>().SingleOrDefault(static fact => fact.Kind == FileWriteKind.Database)?.Path);
    }

    [Theory]
    [InlineData("IssuerSigningKey = Key", true)]
    [InlineData("IssuerSigningKey = new SymmetricSecurityKey(Convert.FromBase64String(builder.Configuration[\"Jwt:Key\"]!))", false)]
    public void TokensSignedWithAKeyOfTheInstance_AreTold(string assignment, bool expected)
    {
        var facts = GeneratorHarness.Facts(
            $$"""
            using Microsoft.IdentityModel.Tokens;

            var builder = WebApplication.CreateBuilder(args);
            var parameters = new TokenValidationParameters { {{assignment}} };

            public partial class Program
            {
                private static readonly SymmetricSecurityKey Key = new SymmetricSecurityKey(Guid.NewGuid().ToByteArray());
            }

            namespace Microsoft.IdentityModel.Tokens
            {
                public class SymmetricSecurityKey(byte[] key);

                public class TokenValidationParameters
                {
                    public SymmetricSecurityKey? IssuerSigningKey { get; set; }
                }
            }
            """
        );

        Assert.Equal(expected, facts.OfKind<FeatureFact>().Any(static fact => fact.Name == Features.InstanceTokenKey));
    }

    [Theory]
    [InlineData("new Prometheus.KestrelMetricServer(port: 9091)")]
    [InlineData("new Prometheus.KestrelMetricServer(\"*\", 9091)")]
    [InlineData("new Prometheus.KestrelMetricServerOptions { Port = 9091 }")]
    [InlineData("Prometheus.KestrelMetricServerExtensions.AddMetricServer(null!, options => options.Port = 9091)")]
    [InlineData(
        "Prometheus.KestrelMetricServerExtensions.AddMetricServer(null!, options => { const ushort port = 9091; options.Port = port; })"
    )]
    public void APortOfAMetricsServer_IsAFact(string creation) =>
        Assert.Equal(9091, Assert.Single(GeneratorHarness.Facts(MetricServer(creation)).OfKind<MetricsEndpointFact>()).Port);

    [Theory]
    [InlineData("new Prometheus.KestrelMetricServer(port: args.Length)")]
    [InlineData("new Elsewhere.MetricServer(9091)")]
    [InlineData("Prometheus.KestrelMetricServerExtensions.AddMetricServer(null!)")]
    [InlineData("Prometheus.KestrelMetricServerExtensions.AddMetricServer(null!, options => options.Port = (ushort)args.Length)")]
    public void APortThatIsComputedOrSomebodyElses_IsNone(string creation) =>
        Assert.Empty(GeneratorHarness.Facts(MetricServer(creation)).OfKind<MetricsEndpointFact>());

    [Theory]
    [InlineData("new Prometheus.KestrelMetricServer(9091, \"inner\")", 9091, "/inner")]
    [InlineData("new Prometheus.KestrelMetricServer(9091)", 9091, "")]
    [InlineData("new Prometheus.KestrelMetricServerOptions { Port = 9091, Url = \"/inner\" }", 9091, "/inner")]
    [InlineData("Prometheus.Endpoints.MapMetrics(null!, \"/inner\")", 0, "/inner")]
    [InlineData("Prometheus.Endpoints.UseMetricServer(null!, 9091)", 9091, "")]
    [InlineData(
        "OpenTelemetry.Metrics.Exporters.AddPrometheusExporter(null!, options => options.ScrapeEndpointPath = \"/inner\")",
        0,
        "/inner"
    )]
    public void WhereMetricsAreScraped_IsAFact(string code, int port, string path)
    {
        var fact = Assert.Single(GeneratorHarness.Facts(MetricServer(code)).OfKind<MetricsEndpointFact>());

        Assert.Equal((port, path), (fact.Port, fact.Path));
    }

    [Theory]
    [InlineData("Prometheus.Endpoints.MapMetrics(null!)")]
    [InlineData("Prometheus.Endpoints.MapMetrics(null!, \"/metrics\")")]
    [InlineData("Prometheus.Endpoints.MapMetrics(null!, args[0])")]
    public void TheUsualPathOfMetrics_IsNoFact(string code) =>
        Assert.Empty(GeneratorHarness.Facts(MetricServer(code)).OfKind<MetricsEndpointFact>());

    private static string MetricServer(string creation) =>
        $$"""
            var host = Host.CreateApplicationBuilder(args).Build();
            _ = {{creation}};
            host.Run();

            namespace Prometheus
            {
                public class KestrelMetricServer
                {
                    public KestrelMetricServer(int port, string url = "/metrics") { }

                    public KestrelMetricServer(string hostname, int port, string url = "/metrics") { }
                }

                public class KestrelMetricServerOptions
                {
                    public ushort Port { get; set; }
                    public string Url { get; set; } = "/metrics";
                }

                public static class Endpoints
                {
                    public static object MapMetrics(object endpoints, string pattern = "/metrics") => endpoints;

                    public static object UseMetricServer(object app, int port, string? url = "/metrics") => app;
                }

                public static class KestrelMetricServerExtensions
                {
                    public static IServiceCollection AddMetricServer(
                        this IServiceCollection services,
                        Action<KestrelMetricServerOptions>? optionsCallback = null
                    ) => services;
                }
            }

            namespace OpenTelemetry.Metrics
            {
                public class PrometheusAspNetCoreOptions
                {
                    public string? ScrapeEndpointPath { get; set; }
                }

                public static class Exporters
                {
                    public static object AddPrometheusExporter(object builder, Action<PrometheusAspNetCoreOptions> configure) => builder;
                }
            }

            namespace Elsewhere
            {
                public class MetricServer(int port)
                {
                    public int Port => port;
                }
            }
            """;

    private static List<string> FeaturesOfWorker(string code) =>
        [
            .. GeneratorHarness
                .Facts($"var host = Host.CreateApplicationBuilder(args).Build(); {code}")
                .OfKind<FeatureFact>()
                .Select(static fact => fact.Name),
        ];

    [Fact]
    public void HelpersOfALibrary_CarryWhatTheHelpersThatTheyCallSay()
    {
        var library = GeneratorHarness.Library(
            """
            namespace Defaults;

            public static class Extensions
            {
                public static WebApplication UsePlatform(this WebApplication app, Action<int>? configure = null)
                {
                    app.UseInner();
                    if (app.Environment.IsDevelopment())
                    {
                        app.MapTools();
                    }

                    app.UseNothing();
                    return app;
                }

                private static void UseInner(this WebApplication app) => app.MapProbes();

                public static void MapProbes(this WebApplication app) => app.MapHealthChecks("/alive");

                public static void MapTools(this WebApplication app) => app.MapHealthChecks("/tools");

                public static void UseNothing(this WebApplication app) { }
            }
            """
        );
        var application = GeneratorHarness.Facts(
            """
            using Defaults;

            var app = WebApplication.CreateBuilder(args).Build();
            app.UsePlatform();
            app.Run();
            """,
            library
        );
        var assembly = (IAssemblySymbol)
            GeneratorHarness.Compile("", OutputKind.DynamicallyLinkedLibrary, library).GetAssemblyOrModuleSymbol(library)!;
        var said = ReferencedFacts.Of(assembly)!;

        Assert.DoesNotContain(said.OfKind<CallFact>(), static call => call.Member.Contains("UseNothing", StringComparison.Ordinal));
        Assert.Equal(
            [("/alive", GuardKind.None), ("/tools", GuardKind.DevelopmentOnly)],
            FactSet
                .Resolve(application, [said])
                .OfKind<HealthEndpointFact>()
                .Select(static endpoint => (endpoint.Path, endpoint.Source.Guard))
        );
    }

    [Theory]
    [InlineData("MapDefaultEndpoints")]
    [InlineData("MigrateDatabase")]
    [InlineData("SeedAsync")]
    public void FactsCrossProjectBoundaries(string helper)
    {
        var library = GeneratorHarness.Library(
            $$"""
            namespace Defaults;

            public static class Extensions
            {
                public static WebApplication {{helper}}(this WebApplication app)
                {
                    app.MapHealthChecks("/alive");
                    return app;
                }
            }
            """
        );
        var app = GeneratorHarness.Facts(
            $$"""
            using Defaults;

            var app = WebApplication.CreateBuilder(args).Build();
            app.{{helper}}();
            app.Run();
            """,
            library
        );

        var call = Assert.Single(app.OfKind<CallFact>());
        Assert.Equal($"M:Defaults.Extensions.{helper}(Microsoft.AspNetCore.Builder.WebApplication)", call.Member);
        var assembly = (IAssemblySymbol)
            GeneratorHarness.Compile("", OutputKind.DynamicallyLinkedLibrary, library).GetAssemblyOrModuleSymbol(library)!;
        var resolved = FactSet.Resolve(app, [ReferencedFacts.Of(assembly)!]);
        Assert.Equal("/alive", Assert.Single(resolved.OfKind<HealthEndpointFact>()).Path);
    }

    [Fact]
    public void Guards_HoldWhereNoBodyIsBound() =>
        Assert.Equal(
            ["all:None", "debug:DevelopmentOnly", "early:DevelopmentOnly", "helper:DevelopmentOnly", "open:None"],
            GeneratorHarness
                .Facts(
                    """
                    var app = WebApplication.CreateBuilder(args).Build();
                    Both();
                    Open();
                    app.MapGet("/", () => Read("all"));
                    if (app.Environment.IsDevelopment())
                    {
                        Both();
                        Helper();
                    }

                    app.UseWhen(_ => app.Environment.IsDevelopment(), branch => Debug());
                    Early(app.Environment);

                    static string? Read(string unused) => Environment.GetEnvironmentVariable("all");
                    static void Both() { }
                    static void Open() => Environment.GetEnvironmentVariable("open");
                    static void Helper() => Environment.GetEnvironmentVariable("helper");
                    static void Debug() => Environment.GetEnvironmentVariable("debug");
                    static void Early(IHostEnvironment environment)
                    {
                        if (!environment.IsDevelopment())
                        {
                            return;
                        }

                        Environment.GetEnvironmentVariable("early");
                    }
                    """
                )
                .OfKind<ConfigurationKeyFact>()
                .Select(static fact => $"{fact.Key}:{fact.Source.Guard}")
                .Order(StringComparer.Ordinal)
        );

    [Theory]
    [InlineData("Outer();", "", GuardKind.None)]
    [InlineData("if (app.Environment.IsDevelopment()) Outer();", "", GuardKind.DevelopmentOnly)]
    [InlineData("if (!app.Environment.IsDevelopment()) { return; } Outer();", "", GuardKind.DevelopmentOnly)]
    [InlineData("if (!app.Environment.IsDevelopment()) { System.Console.WriteLine(); } Outer();", "", GuardKind.None)]
    [InlineData(
        "if (!app.Environment.IsDevelopment()) { if (args.Length == 0) { return; } else { return; } } Outer();",
        "",
        GuardKind.DevelopmentOnly
    )]
    [InlineData("Action call = Outer; call();", "", GuardKind.None)]
    [InlineData("", "class StartupDevelopment { public void Configure() => Calls.Inner(); }", GuardKind.DevelopmentOnly)]
    [InlineData(
        "",
        "class Traces { [System.Diagnostics.Conditional(\"DEBUG\")] public void Write() => Calls.Inner(); }",
        GuardKind.DevelopmentOnly
    )]
    [InlineData("Outer();", "class StartupDevelopment { public void Configure() => Calls.Inner(); }", GuardKind.None)]
    // A namesake is no caller, whatever guards it.
    [InlineData(
        "if (app.Environment.IsDevelopment()) Other.Inner(); Outer();",
        "static class Other { public static void Inner() { } }",
        GuardKind.None
    )]
    public void TheGuardOfAHelper_IsThatOfItsCallers(string calls, string others, GuardKind guard) =>
        Assert.Equal(
            guard,
            Assert
                .Single(
                    GeneratorHarness
                        .Facts(
                            $$"""
                            var app = WebApplication.CreateBuilder(args).Build();
                            {{calls}}

                            {{(calls.Contains("Outer") ? "static void Outer() => Calls.Inner();" : "")}}

                            static class Calls { public static string? Inner() => Environment.GetEnvironmentVariable("INNER"); }

                            {{others}}
                            """
                        )
                        .OfKind<ConfigurationKeyFact>()
                )
                .Source.Guard
        );

    [Fact]
    public void MigrationsAndDesignTimeCode_CarryNoFacts() =>
        Assert.Empty(
            GeneratorHarness
                .Facts(
                    """
                    System.Console.WriteLine();

                    namespace Microsoft.EntityFrameworkCore.Design { public interface IDesignTimeDbContextFactory<T>; }

                    class Factory : Microsoft.EntityFrameworkCore.Design.IDesignTimeDbContextFactory<string>
                    {
                        public string? Read() => Environment.GetEnvironmentVariable("DESIGN_TIME");
                    }
                    """
                )
                .Facts
        );

    [Theory]
    [InlineData("// a comment\n" + Program)]
    [InlineData(Program + "\n\npublic sealed record Order(int Id, string Item);")]
    [InlineData("\n\n\n" + Program)]
    public void AnEditThatChangesNoFact_RunsNoOutputStep(string edited)
    {
        var compilation = GeneratorHarness.Compile(Program, OutputKind.ConsoleApplication);
        var (driver, _) = GeneratorHarness.Run(GeneratorHarness.Driver(), compilation);
        var tree = compilation.SyntaxTrees.First();

        (driver, _) = GeneratorHarness.Run(driver, compilation.ReplaceSyntaxTree(tree, GeneratorHarness.Parse(edited, tree.FilePath)));

        var result = driver.GetRunResult().Results.Single();
        Assert.All(
            Reasons(result.TrackedSteps[FactGenerator.ProjectFacts]),
            static reason => Assert.True(reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, reason.ToString())
        );
        Assert.All(
            Reasons(result.TrackedOutputSteps.Values.SelectMany(static steps => steps)),
            static reason => Assert.Equal(IncrementalStepRunReason.Cached, reason)
        );
    }

    [Theory]
    [InlineData(
        "var name = Environment.GetEnvironmentVariable(\"A\");",
        "// why\nvar name =  Environment.GetEnvironmentVariable( /* which */ \"A\");",
        true
    )]
    [InlineData("var name = Environment.GetEnvironmentVariable(\"A\");", "var name = Environment.GetEnvironmentVariable(\"B\");", false)]
    [InlineData(
        "var name = Environment.GetEnvironmentVariable(\"A\");",
        "#if !DEBUG\nvar name = Environment.GetEnvironmentVariable(\"A\");\n#endif",
        false
    )]
    [InlineData("var name = $\"http://a{1}\";", "var name = $\"http://b{1}\";", false)]
    [InlineData("var name = \"\"\"http://a\"\"\";", "var name = \"\"\"http://b\"\"\";", false)]
    public void AnEditOfSpacesAndComments_CollectsNothing(string before, string after, bool isCached)
    {
        var compilation = GeneratorHarness.Compile(before, OutputKind.ConsoleApplication);
        var (driver, _) = GeneratorHarness.Run(GeneratorHarness.Driver(), compilation);
        var tree = compilation.SyntaxTrees.First();

        (driver, _) = GeneratorHarness.Run(driver, compilation.ReplaceSyntaxTree(tree, GeneratorHarness.Parse(after, tree.FilePath)));

        Assert.Equal(
            isCached,
            Reasons(driver.GetRunResult().Results.Single().TrackedSteps[FactGenerator.CollectedFacts])
                .All(static reason => reason == IncrementalStepRunReason.Cached)
        );
    }

    // What is kept is the version before the comment; the next edit is held against that.
    [Fact]
    public void AnEditOfSpacesAndComments_ThenAFact_WritesTheFact()
    {
        var compilation = GeneratorHarness.Compile("System.Console.WriteLine();", OutputKind.ConsoleApplication);
        var (driver, _) = GeneratorHarness.Run(GeneratorHarness.Driver(), compilation);

        foreach (var edited in new[] { "System.Console.WriteLine(); // typing", "Environment.GetEnvironmentVariable(\"A\"); // typing" })
        {
            var tree = compilation.SyntaxTrees.First();
            compilation = compilation.ReplaceSyntaxTree(tree, GeneratorHarness.Parse(edited, tree.FilePath));
            (driver, _) = GeneratorHarness.Run(driver, compilation);
        }

        Assert.Contains("\\\"A\\\"", driver.GetRunResult().GeneratedTrees.Single().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void AnEditThatChangesAFact_RunsTheOutputStep()
    {
        var compilation = GeneratorHarness.Compile(Program, OutputKind.ConsoleApplication);
        var (driver, _) = GeneratorHarness.Run(GeneratorHarness.Driver(), compilation);
        var tree = compilation.SyntaxTrees.First();

        (driver, _) = GeneratorHarness.Run(
            driver,
            compilation.ReplaceSyntaxTree(
                tree,
                GeneratorHarness.Parse(Program.Replace("/healthz/live", "/alive", StringComparison.Ordinal), tree.FilePath)
            )
        );

        Assert.Contains(
            IncrementalStepRunReason.Modified,
            Reasons(driver.GetRunResult().Results.Single().TrackedOutputSteps.Values.SelectMany(static steps => steps))
        );
    }

    [Fact]
    public void HalfTypedCode_IsNoProblem()
    {
        var tree = GeneratorHarness.Parse(
            "var app = WebApplication.CreateBuilder(args).Build(); app.MapHealthChecks(; app.Configuration[",
            "/work dir/App/Program.cs"
        );
        var compilation = GeneratorHarness.Compile("System.Console.WriteLine();", OutputKind.ConsoleApplication);

        GeneratorHarness.Run(GeneratorHarness.Driver(), compilation.ReplaceSyntaxTree(compilation.SyntaxTrees.First(), tree));
    }

    private static FactSet Facts(string statement) =>
        GeneratorHarness.Facts(
            $"""
            var builder = WebApplication.CreateBuilder(args);
            var app = builder.Build();
            {statement}
            app.Run();
            """
        );

    private static IEnumerable<IncrementalStepRunReason> Reasons(IEnumerable<IncrementalGeneratorRunStep> steps) =>
        steps.SelectMany(static step => step.Outputs).Select(static output => output.Reason);

    private static EquatableArray<string> Texts(params string[] texts) => texts.ToImmutableArray();
}
