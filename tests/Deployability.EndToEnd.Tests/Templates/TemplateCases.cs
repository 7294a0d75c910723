namespace Deployability.EndToEnd.Tests.Templates;

/// <summary>Every template of the SDK that makes something to deploy, and one app for each kind of value that our fixes move.</summary>
internal static class TemplateCases
{
    private const string NoHealth = "DPL3001 Program.cs";

    /// <summary>A suggestion: AllowedHosts is * in the settings of every template.</summary>
    private const string AnyHost = "DPL2306 appsettings.json";

    /// <summary>Two instances by default, and what the fixes move to a volume is shared by them.</summary>
    private const string Shared = "Several instances share /data";

    private const string DatabaseBesideTheApp = "DPL4007 appsettings.json";

    /// <summary>In every run of the tests: a key ring and a database file, circuits, gRPC, no requests at all, and what the fixes move.</summary>
    private static readonly string[] Telling = ["MvcIndividual", "BlazorServer", "GrpcHealth", "BackgroundWork", "Paths", "Addresses"];

    public static IReadOnlyList<TemplateCase> All { get; } =
    [
        new("Web", "web") { Findings = [NoHealth, AnyHost], Requests = ["GET /"] },
        new("WebApi", "webapi") { Findings = [NoHealth, AnyHost], Requests = ["GET /weatherforecast"] },
        new("WebApiControllers", "webapi --use-controllers") { Findings = [NoHealth, AnyHost], Requests = ["GET /weatherforecast"] },
        // Compiled ahead of time only where a linker is; the image's build brings one along.
        new("WebApiAot", "webapiaot")
        {
            Findings = [NoHealth, AnyHost],
            Project = "<PropertyGroup><PublishAot>false</PublishAot></PropertyGroup>",
            Requests = ["GET /todos"],
        },
        new("NativeAot", "webapiaot")
        {
            IsNative = true,
            Findings = [NoHealth, AnyHost],
            Project =
                "<PropertyGroup><CppCompilerAndLinker Condition=\"!Exists('/usr/bin/clang')\">gcc</CppCompilerAndLinker></PropertyGroup>",
            Requests = ["GET /todos"],
            NotPublished = ["NativeAot.dll"],
        },
        // No analyzer reads F#: what publish writes is what holds for any web app, and it says so.
        new("FSharp", "web -lang F#")
        {
            IsCSharp = false,
            Left = [],
            Warnings = ["Facts are read from C# alone"],
            Requests = ["GET /"],
        },
        new("Mvc", "mvc") { Findings = [NoHealth, AnyHost], Requests = ["GET /"] },
        new("MvcIndividual", "mvc --auth Individual")
        {
            Findings = [NoHealth, AnyHost, "DPL4004 Program.cs", DatabaseBesideTheApp],
            Left = [AnyHost, DatabaseBesideTheApp],
            Settings =
            [
                "ConnectionStrings__DefaultConnection=Data Source=/data/app.db;Cache=Shared",
                "DataProtection__KeysPath=/data/keys",
            ],
            Requests = ["GET /", "GET /Identity/Account/Login"],
            Written = ["/data/keys/key-*.xml"],
            NotInContext = ["**/app.db*"],
            Warnings = ["The project has migrations that nothing applies"],
        },
        new("RazorPages", "webapp") { Findings = [NoHealth, AnyHost], Requests = ["GET /", "GET /Privacy"] },
        new("BlazorStatic", "blazor --interactivity None") { Findings = [NoHealth, AnyHost], Requests = ["GET /", "GET /weather"] },
        new("BlazorServer", "blazor --interactivity Server")
        {
            Findings = [NoHealth, AnyHost, "DPL4004 Program.cs", "DPL4006 Program.cs"],
            Left = [AnyHost, "DPL4006 Program.cs"],
            Settings = ["DataProtection__KeysPath=/data/keys"],
            Warnings = [Shared],
            Requests = ["GET /", "GET /counter"],
        },
        new("BlazorIndividual", "blazor --interactivity Server --auth Individual")
        {
            Findings = [NoHealth, AnyHost, "DPL4004 Program.cs", "DPL4006 Program.cs", DatabaseBesideTheApp],
            Left = [AnyHost, "DPL4006 Program.cs", DatabaseBesideTheApp],
            Settings =
            [
                "ConnectionStrings__DefaultConnection=Data Source=/data/app.db;Cache=Shared",
                "DataProtection__KeysPath=/data/keys",
            ],
            Requests = ["GET /", "GET /Account/Login"],
            Written = ["/data/keys/key-*.xml"],
            NotInContext = ["**/app.db*"],
            Warnings = ["The project has migrations that nothing applies"],
        },
        // Its other project runs in browsers, and nobody misses what its code says.
        new("BlazorAuto", "blazor --interactivity Auto")
        {
            Findings = [NoHealth, AnyHost, "DPL4004 Program.cs", "DPL4006 Program.cs"],
            Left = [AnyHost, "DPL4006 Program.cs"],
            Settings = ["DataProtection__KeysPath=/data/keys"],
            // The template makes a solution, and the file of these tests lies above it.
            Warnings = ["'Directory.Build.props' is read by the build", Shared],
            Requests = ["GET /", "GET /counter", "GET /_framework/blazor.web.js"],
        },
        new("Grpc", "grpc") { Findings = [NoHealth, AnyHost], Left = [AnyHost, NoHealth] },
        new("GrpcHealth", "grpc") { Findings = [NoHealth, AnyHost], Packages = ["Grpc.AspNetCore.HealthChecks 2.80.0"] },
        new("BackgroundWork", "worker") { Left = [], IsWeb = false },
        // As Aspire sets it up: what every service of the solution has stands in a project of its own, and there health endpoints are for Development.
        new("ServiceDefaults", "web")
        {
            Project = """<ItemGroup><ProjectReference Include="../Shop.ServiceDefaults/Shop.ServiceDefaults.csproj" /></ItemGroup>""",
            Files =
            [
                (
                    "Program.cs",
                    """
                    var builder = WebApplication.CreateBuilder(args);
                    builder.AddServiceDefaults();

                    var app = builder.Build();

                    app.MapDefaultEndpoints();
                    app.MapGet("/", () => "Hello World!");

                    app.Run();
                    """
                ),
                (
                    "../Shop.ServiceDefaults/Shop.ServiceDefaults.csproj",
                    Library(
                        """
                        <FrameworkReference Include="Microsoft.AspNetCore.App" />
                        <PackageReference Include="Microsoft.Extensions.Http.Resilience" Version="10.10.0" />
                        <PackageReference Include="Microsoft.Extensions.ServiceDiscovery" Version="10.10.0" />
                        <PackageReference Include="OpenTelemetry.Exporter.OpenTelemetryProtocol" Version="1.20.1" />
                        <PackageReference Include="OpenTelemetry.Extensions.Hosting" Version="1.20.1" />
                        <PackageReference Include="OpenTelemetry.Instrumentation.AspNetCore" Version="1.20.2" />
                        """
                    )
                ),
                (
                    "../Shop.ServiceDefaults/Extensions.cs",
                    """
                    using Microsoft.AspNetCore.Builder;
                    using Microsoft.AspNetCore.Diagnostics.HealthChecks;
                    using Microsoft.Extensions.DependencyInjection;
                    using Microsoft.Extensions.Diagnostics.HealthChecks;
                    using OpenTelemetry;
                    using OpenTelemetry.Metrics;
                    using OpenTelemetry.Trace;

                    namespace Microsoft.Extensions.Hosting;

                    public static class Extensions
                    {
                        public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder) where TBuilder : IHostApplicationBuilder
                        {
                            var telemetry = builder.Services.AddOpenTelemetry()
                                .WithMetrics(metrics => metrics.AddAspNetCoreInstrumentation())
                                .WithTracing(tracing => tracing.AddAspNetCoreInstrumentation());
                            if (!string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
                            {
                                telemetry.UseOtlpExporter();
                            }

                            builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), ["live"]);
                            builder.Services.AddServiceDiscovery();
                            builder.Services.ConfigureHttpClientDefaults(http =>
                            {
                                http.AddStandardResilienceHandler();
                                http.AddServiceDiscovery();
                            });
                            return builder;
                        }

                        public static WebApplication MapDefaultEndpoints(this WebApplication app)
                        {
                            if (app.Environment.IsDevelopment())
                            {
                                app.MapHealthChecks("/health");
                                app.MapHealthChecks("/alive", new HealthCheckOptions { Predicate = check => check.Tags.Contains("live") });
                            }

                            return app;
                        }
                    }
                    """
                ),
            ],
            Findings = [NoHealth, AnyHost],
            Requests = ["GET /"],
        },
        // What a library reads and writes is the app's, and one without the package is named.
        new("WithLibraries", "web")
        {
            Project = """
                <ItemGroup>
                  <ProjectReference Include="../Shop.Orders/Shop.Orders.csproj" />
                  <ProjectReference Include="../Shop.Unread/Shop.Unread.csproj" />
                </ItemGroup>
                """,
            Files =
            [
                (
                    "Program.cs",
                    """
                    using Shop.Orders;
                    using Shop.Unread;

                    var builder = WebApplication.CreateBuilder(args);
                    builder.Services.AddOrders(builder.Configuration);

                    var app = builder.Build();

                    app.MapPost("/orders", (OrderLog log) => log.Add());
                    app.MapGet("/", () => Greeting.Of(Environment.MachineName));

                    app.Run();
                    """
                ),
                ("../Shop.Orders/Shop.Orders.csproj", Library("""<FrameworkReference Include="Microsoft.AspNetCore.App" />""")),
                (
                    "../Shop.Orders/OrderLog.cs",
                    """
                    using Microsoft.Extensions.Configuration;
                    using Microsoft.Extensions.DependencyInjection;

                    namespace Shop.Orders;

                    public sealed class OrderLog(string path, int limit)
                    {
                        public void Add() => File.AppendAllText(path, $"{limit}\n");
                    }

                    public static class Registration
                    {
                        public static IServiceCollection AddOrders(this IServiceCollection services, IConfiguration configuration)
                        {
                            var limit = configuration.GetValue("Orders:Limit", 20);
                            return services.AddSingleton(new OrderLog(configuration["Orders:File"] ?? "/data/orders.log", limit));
                        }
                    }
                    """
                ),
                (
                    "../Shop.Unread/Shop.Unread.csproj",
                    """
                    <Project Sdk="Microsoft.NET.Sdk">
                      <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
                    </Project>
                    """
                ),
                (
                    "../Shop.Unread/Greeting.cs",
                    """
                    namespace Shop.Unread
                    {
                        public static class Greeting
                        {
                            public static string Of(string name) => System.Environment.GetEnvironmentVariable("GREETING") + name;
                        }
                    }
                    """
                ),
            ],
            Findings = [NoHealth, AnyHost],
            Warnings = ["Shop.Unread.csproj was built without Deployability.Analyzers", Shared],
            Settings = ["Orders__Limit=20"],
            Requests = ["POST /orders", "GET /"],
            Written = ["/data/orders*"],
        },
        // What the fixes move.
        new("KeyRing", "web")
        {
            Files =
            [
                (
                    "Program.cs",
                    """
                    var builder = WebApplication.CreateBuilder(args);
                    builder.Services.AddDistributedMemoryCache();
                    builder.Services.AddSession();

                    var app = builder.Build();

                    app.UseSession();
                    app.MapGet("/visits", (HttpContext context) =>
                    {
                        var visits = (context.Session.GetInt32("visits") ?? 0) + 1;
                        context.Session.SetInt32("visits", visits);
                        return visits;
                    });

                    app.Run();
                    """
                ),
            ],
            Findings = [NoHealth, AnyHost, "DPL4003 Program.cs", "DPL4004 Program.cs"],
            Left = [AnyHost, "DPL4003 Program.cs"],
            Settings = ["DataProtection__KeysPath=/data/keys"],
            Warnings = [Shared],
            Requests = ["GET /visits"],
            Written = ["/data/keys/key-*.xml"],
        },
        new("Paths", "web")
        {
            Files =
            [
                (
                    "Program.cs",
                    """
                    var builder = WebApplication.CreateBuilder(args);
                    var app = builder.Build();

                    app.MapPost("/orders", async () => await File.AppendAllTextAsync(@"C:\data\orders.jsonl", "{}\n"));
                    app.MapPost("/reports", async () =>
                    {
                        var folder = @"D:\reports";
                        Directory.CreateDirectory(folder);
                        await File.WriteAllTextAsync(Path.Combine(folder, "today.txt"), "all sold");
                    });

                    app.Run();
                    """
                ),
            ],
            Findings = [NoHealth, AnyHost, "DPL1005 Program.cs", "DPL1005 Program.cs"],
            Settings = ["Paths__Orders=/data/orders", "Paths__Reports=/data"],
            Warnings = [Shared],
            Requests = ["POST /orders", "POST /reports"],
            Written = ["/data/orders", "/data/today.txt"],
        },
        new("Addresses", "web")
        {
            Files =
            [
                (
                    "Program.cs",
                    """
                    var builder = WebApplication.CreateBuilder(args);
                    builder.WebHost.UseUrls("http://localhost:5005");
                    builder.Services.AddHttpClient("scores", client => client.BaseAddress = new Uri("http://localhost:8001"));
                    builder.Services.AddCors(options =>
                    {
                        options.AddDefaultPolicy(policy => policy.AllowAnyOrigin().AllowAnyHeader().AllowAnyMethod());
                        options.AddPolicy("partners", policy => policy.SetIsOriginAllowed(_ => true).AllowAnyHeader().AllowCredentials());
                    });

                    var app = builder.Build();

                    app.UseCors();
                    app.MapGet("/", (IHttpClientFactory clients) => clients.CreateClient("scores").BaseAddress!.ToString()).RequireCors("partners");

                    app.Run();
                    """
                ),
            ],
            Findings = [NoHealth, AnyHost, "DPL1002 Program.cs", "DPL1003 Program.cs", "DPL2101 Program.cs", "DPL2102 Program.cs"],
            Warnings = ["has no value anywhere"],
            Given = new Dictionary<string, string> { ["Services__Scores__BaseUrl"] = "http://scores" },
            Requests = ["GET /"],
        },
        new("Secrets", "web")
        {
            Packages = ["Npgsql 9.0.4"],
            Files =
            [
                (
                    "Program.cs",
                    """
                    using System.Text;
                    using Npgsql;

                    var builder = WebApplication.CreateBuilder(args);
                    builder.Services.AddSingleton(_ => new NpgsqlConnection("Host=db-01;Database=shop;Username=shop"));
                    var signingKey = Encoding.UTF8.GetBytes("p7Vq2LsX9dRkT4wZb8NcJ6mHy3GfE5uA");

                    var app = builder.Build();

                    app.MapGet("/", (NpgsqlConnection shop) => shop.Database + signingKey.Length);

                    app.Run();
                    """
                ),
            ],
            Findings = [NoHealth, AnyHost, "DPL1004 Program.cs", "DPL2001 Program.cs"],
            Given = new Dictionary<string, string>
            {
                ["ConnectionStrings__Default"] = "Host=db;Database=shop;Username=shop",
                ["Jwt__SigningKey"] = "0123456789abcdef0123456789abcdef",
            },
            Requests = ["GET /"],
        },
        new("Sqlite", "web")
        {
            Packages = ["Microsoft.Data.Sqlite 10.0.4"],
            Files =
            [
                (
                    "Program.cs",
                    """
                    using Microsoft.Data.Sqlite;

                    var builder = WebApplication.CreateBuilder(args);
                    var app = builder.Build();

                    app.MapPost("/orders", (IConfiguration configuration) =>
                    {
                        using var connection = new SqliteConnection(configuration.GetConnectionString("Shop"));
                        connection.Open();
                        using var command = connection.CreateCommand();
                        command.CommandText = "create table if not exists orders (id integer)";
                        command.ExecuteNonQuery();
                    });

                    app.Run();
                    """
                ),
                ("appsettings.json", """{ "ConnectionStrings": { "Shop": "Data Source=shop.db" } }"""),
            ],
            Findings = [NoHealth, DatabaseBesideTheApp],
            Left = [DatabaseBesideTheApp],
            Settings = ["ConnectionStrings__Shop=Data Source=/data/shop.db"],
            Requests = ["POST /orders"],
            Written = ["/data/shop.db"],
        },
    ];

    private static string Library(string items) =>
        $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Deployability.Analyzers" Version="{PackageFixture.Version}" PrivateAssets="all" />
                {items}
              </ItemGroup>
            </Project>
            """;

    private static bool HasLinker => File.Exists("/usr/bin/clang") || File.Exists("/usr/bin/gcc");

    /// <summary>What to run: the telling ones, or what <c>DEPLOYABILITY_TEMPLATES</c> says (<c>all</c>, or names with a comma between them).</summary>
    public static IReadOnlyList<TemplateCase> Chosen { get; } =
        Environment.GetEnvironmentVariable("DEPLOYABILITY_TEMPLATES") switch
        {
            null or "" => [.. Telling.Select(Of)],
            "all" => [.. All.Where(static app => !app.IsNative || HasLinker)],
            var names => [.. names.Split(',').Select(Of)],
        };

    public static TemplateCase Of(string name) => All.Single(app => app.Name == name);
}
