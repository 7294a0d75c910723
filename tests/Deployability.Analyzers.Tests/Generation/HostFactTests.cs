using Deployability.Model;

namespace Deployability.Analyzers.Tests.Generation;

/// <summary>Facts about where the host listens and which variables it sees.</summary>
public sealed class HostFactTests
{
    [Theory]
    [InlineData(
        """var port = Environment.GetEnvironmentVariable("PORT") ?? "3000"; app.Run($"http://0.0.0.0:{port}");""",
        3000,
        "PORT",
        ConfigurationOrigin.EnvironmentVariable
    )]
    [InlineData(
        """app.Urls.Add($"http://*:{Environment.GetEnvironmentVariable("PORT") ?? "3000"}"); app.Run();""",
        3000,
        "PORT",
        ConfigurationOrigin.EnvironmentVariable
    )]
    [InlineData(
        """app.Urls.Add("http://*:" + (Environment.GetEnvironmentVariable("PORT") ?? "3000")); app.Run();""",
        3000,
        "PORT",
        ConfigurationOrigin.EnvironmentVariable
    )]
    [InlineData(
        """var port = Environment.GetEnvironmentVariable("PORT"); port ??= "3000"; app.Run("http://+:" + port);""",
        3000,
        "PORT",
        ConfigurationOrigin.EnvironmentVariable
    )]
    [InlineData(
        """var port = Environment.GetEnvironmentVariable("PORT"); if (string.IsNullOrEmpty(port)) { port = "3000"; } app.Run($"http://+:{port}");""",
        3000,
        "PORT",
        ConfigurationOrigin.EnvironmentVariable
    )]
    [InlineData(
        """var port = int.Parse(Environment.GetEnvironmentVariable("X_PORT") ?? "5080"); app.Run($"http://[::]:{port}");""",
        5080,
        "X_PORT",
        ConfigurationOrigin.EnvironmentVariable
    )]
    [InlineData(
        """var port = int.TryParse(Environment.GetEnvironmentVariable("PORT"), out var given) ? given : 7070; app.Run($"http://*:{port}");""",
        7070,
        "PORT",
        ConfigurationOrigin.EnvironmentVariable
    )]
    [InlineData(
        """var port = app.Configuration.GetValue("Server:Port", 9001); app.Run($"http://*:{port}");""",
        9001,
        "Server:Port",
        ConfigurationOrigin.Configuration
    )]
    [InlineData(
        """var port = app.Configuration.GetValue<int?>("Server:Port") ?? 9001; app.Run($"http://*:{port}");""",
        9001,
        "Server:Port",
        ConfigurationOrigin.Configuration
    )]
    [InlineData("""app.Run($"http://*:{app.Configuration["PORT"]}");""", 0, "PORT", ConfigurationOrigin.Configuration)]
    [InlineData("""app.Run($"http://*:{Random.Shared.Next(1, 9)}");""", 0, "", ConfigurationOrigin.Configuration)]
    [InlineData("""app.Run("http://*:5005");""", 5005, "", ConfigurationOrigin.Configuration)]
    public void APortThatIsRead_CarriesItsNameAndItsDefault(string listen, int port, string key, ConfigurationOrigin origin)
    {
        var fact = Assert.Single(
            GeneratorHarness
                .Facts(
                    $"""
                    var builder = WebApplication.CreateBuilder(args);
                    var app = builder.Build();
                    {listen}
                    """
                )
                .OfKind<ListenFact>()
        );

        Assert.Equal(("*", port, key, origin), (fact.Host, fact.Port, fact.Key, fact.Origin));
    }

    [Theory]
    [InlineData("kestrel.ListenAnyIP(5400, listen => listen.Protocols = HttpProtocols.Http2)", "http", true)]
    [InlineData("kestrel.ListenAnyIP(5400, listen => { listen.Protocols = HttpProtocols.Http2; })", "http", true)]
    [InlineData("kestrel.Listen(System.Net.IPAddress.Any, 5400, listen => listen.Protocols = HttpProtocols.Http2)", "http", true)]
    [InlineData("kestrel.ListenAnyIP(5400, listen => listen.Protocols = HttpProtocols.Http1AndHttp2)", "http", false)]
    [InlineData("kestrel.ListenAnyIP(5400, listen => { listen.Protocols = HttpProtocols.Http2; listen.UseHttps(); })", "https", true)]
    [InlineData("kestrel.ListenAnyIP(5400)", "http", false)]
    public void AKestrelEndpoint_SaysWhatItSpeaks(string listen, string scheme, bool isHttp2Only)
    {
        var fact = Assert.Single(Host($"builder.WebHost.ConfigureKestrel(kestrel => {listen});").OfKind<ListenFact>());

        Assert.Equal((scheme, 5400, isHttp2Only), (fact.Scheme, fact.Port, fact.IsHttp2Only));
    }

    [Fact]
    public void KestrelsDefaults_SayItForEveryEndpoint()
    {
        var facts = Host(
            "builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(listen => listen.Protocols = HttpProtocols.Http2));"
        );

        Assert.Contains(facts.OfKind<FeatureFact>(), static feature => feature.Name == Features.Http2Only);
    }

    [Theory]
    [InlineData("RequireCertificate", true)]
    [InlineData("AllowCertificate", false)]
    public void AServerThatDemandsCertificates_SaysSo(string mode, bool expected)
    {
        var facts = GeneratorHarness.Facts(
            $$"""
            using Microsoft.AspNetCore.Server.Kestrel.Https;

            var builder = WebApplication.CreateBuilder(args);
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(https => https.ClientCertificateMode = ClientCertificateMode.{{mode}}));
            builder.Build().Run();
            """
        );

        Assert.Equal(expected, facts.OfKind<FeatureFact>().Any(static feature => feature.Name == Features.ClientCertificates));
    }

    [Theory]
    [InlineData("""new ConfigurationBuilder().AddEnvironmentVariables("TS_").Build()""", "TS_")]
    [InlineData(
        """new ConfigurationBuilder().AddInMemoryCollection().AddEnvironmentVariables(prefix: "TS_").AddCommandLine(args).Build()""",
        "TS_"
    )]
    [InlineData("""new ConfigurationBuilder().AddEnvironmentVariables("TS_").AddEnvironmentVariables().Build()""", "")]
    [InlineData("""new ConfigurationBuilder().AddEnvironmentVariables("TS_").AddEnvironmentVariables("OTHER_").Build()""", "")]
    [InlineData("""new ConfigurationBuilder().AddEnvironmentVariables().Build()""", "")]
    [InlineData("""builder.Configuration""", "")]
    public void AConfigurationOfTheAppsOwn_GivesItsPrefixToItsKeys(string configuration, string prefix)
    {
        var keys = Host(
            $$"""
            var settings = {{configuration}};
            _ = settings["Billing:Currency"];
            _ = settings.GetSection("Billing").GetValue("Rounding", 2);
            _ = settings.GetSection("Limits").Get<Limits>();
            _ = settings.GetConnectionString("Orders");
            """,
            "public sealed class Limits { public int Most { get; set; } }"
        );

        Assert.Equal(
            [("Billing:Currency", prefix), ("Billing:Rounding", prefix), ("Limits:Most", prefix)],
            keys.OfKind<ConfigurationKeyFact>().Select(static key => (key.Key, key.Prefix)).Order()
        );
        Assert.Equal(prefix, Assert.Single(keys.OfKind<ConnectionStringFact>()).Prefix);
    }

    [Fact]
    public void ABuilderThatIsBuiltLater_GivesItsPrefixToo()
    {
        var facts = Host(
            """
            var own = new ConfigurationBuilder();
            own.AddEnvironmentVariables("TS_");
            var settings = own.Build();
            _ = settings["Billing:Currency"];
            """
        );

        Assert.Equal("TS_", Assert.Single(facts.OfKind<ConfigurationKeyFact>()).Prefix);
    }

    [Theory]
    [InlineData("""builder.Configuration.Sources.Clear(); builder.Configuration.AddEnvironmentVariables("TS_");""", "TS_")]
    [InlineData(
        """builder.Configuration.Sources.Clear(); builder.Configuration.AddJsonFile("a.json", true).AddEnvironmentVariables(prefix: "TS_");""",
        "TS_"
    )]
    [InlineData("""builder.Host.ConfigureAppConfiguration(c => { c.Sources.Clear(); c.AddEnvironmentVariables("TS_"); });""", "TS_")]
    [InlineData(
        """builder.Configuration.Sources.Clear(); builder.Configuration.AddEnvironmentVariables("TS_"); builder.Configuration.AddEnvironmentVariables();""",
        null
    )]
    [InlineData("""builder.Configuration.AddEnvironmentVariables("TS_");""", null)]
    [InlineData("""builder.Configuration.Sources.Clear(); builder.Configuration.AddEnvironmentVariables();""", null)]
    public void AHostThatSeesOnlyOnePrefix_SaysSo(string add, string? prefix) =>
        Assert.Equal(prefix, Host(add).OfKind<EnvironmentPrefixFact>().SingleOrDefault()?.Prefix);

    [Theory]
    [InlineData("""builder.Configuration.AddKeyPerFile("/run/secrets", optional: true);""", "/run/secrets", true, "__")]
    [InlineData("""builder.Configuration.AddKeyPerFile("/run/secrets/");""", "/run/secrets", false, "__")]
    [InlineData("""const string folder = "/etc/keys"; builder.Configuration.AddKeyPerFile(folder, true, true);""", "/etc/keys", true, "__")]
    [InlineData(
        """builder.Configuration.AddKeyPerFile(builder.Configuration["Secrets:Folder"] ?? "/run/secrets", true);""",
        "/run/secrets",
        true,
        "__"
    )]
    [InlineData(
        """
            builder.Configuration.AddKeyPerFile(source =>
            {
                source.FileProvider = new Microsoft.Extensions.FileProviders.PhysicalFileProvider("/run/secrets");
                source.Optional = true;
                source.SectionDelimiter = "--";
            });
            """,
        "/run/secrets",
        true,
        "--"
    )]
    public void AFolderOfKeys_IsAFact(string add, string folder, bool isOptional, string delimiter) =>
        Assert.Equal(
            (folder, isOptional, delimiter),
            Assert.Single(Host(add).OfKind<KeyFilesFact>()) is var fact ? (fact.Folder, fact.IsOptional, fact.Delimiter) : default
        );

    [Theory]
    [InlineData("""builder.Configuration.AddKeyPerFile(builder.Configuration["Secrets:Folder"]!, true);""")]
    [InlineData("""builder.Configuration.AddKeyPerFile(Environment.CurrentDirectory + "/secrets", true);""")]
    [InlineData("""builder.Configuration.AddKeyPerFile(@"C:\ProgramData\secrets", true);""")]
    public void AFolderOfKeysThatNoContainerHas_IsNone(string add) => Assert.Empty(Host(add).OfKind<KeyFilesFact>());

    [Fact]
    public void AFolderOfKeysForDevelopment_SaysSo() =>
        Assert.Equal(
            GuardKind.DevelopmentOnly,
            Assert
                .Single(
                    Host("""if (builder.Environment.IsDevelopment()) { builder.Configuration.AddKeyPerFile("/run/secrets"); }""")
                        .OfKind<KeyFilesFact>()
                )
                .Source.Guard
        );

    [Theory]
    [InlineData("""_ = builder.Configuration.GetValue("Retry:Count", 3);""", "3")]
    [InlineData("""_ = builder.Configuration.GetValue<int?>("Retry:Count") ?? 7;""", "7")]
    [InlineData("""_ = builder.Configuration.GetValue("Retry:Count", -1.5);""", "-1.5")]
    [InlineData("""_ = builder.Configuration.GetValue("Retry:Count", true);""", "true")]
    [InlineData("""_ = builder.Configuration.GetValue("Retry:Count", DayOfWeek.Friday);""", "Friday")]
    [InlineData("""_ = builder.Configuration.GetValue("Retry:Count", TimeSpan.FromSeconds(90));""", "00:01:30")]
    [InlineData("""_ = builder.Configuration.GetValue("Retry:Count", TimeSpan.FromSeconds(1.5));""", null)]
    [InlineData("""_ = int.Parse(builder.Configuration["Retry:Count"] ?? "5");""", "5")]
    [InlineData("""_ = int.TryParse(builder.Configuration["Retry:Count"], out var count) ? count : 4;""", "4")]
    [InlineData("""_ = builder.Configuration.GetValue("Retry:Count", Environment.ProcessorCount);""", null)]
    [InlineData("""_ = builder.Configuration.GetValue<int>("Retry:Count");""", null)]
    public void ADefault_IsTheTextThatConfigurationWouldHold(string read, string? @default) =>
        Assert.Equal(@default, Assert.Single(Host(read).OfKind<ConfigurationKeyFact>()).Default);

    [Theory]
    [InlineData("Npgsql", "NpgsqlConnection", "npgsql")]
    [InlineData("Npgsql", "NpgsqlSlimDataSourceBuilder", "npgsql")]
    [InlineData("MySqlConnector", "MySqlDataSourceBuilder", "mysql")]
    public void AConnectionStringThatArrivesAsAParameter_StillTellsWhatItConnectsTo(string space, string type, string provider)
    {
        var facts = GeneratorHarness.Facts(
            $$"""
            var builder = WebApplication.CreateBuilder(args);
            Data.Open(builder.Configuration.GetConnectionString("Orders")!);
            builder.Build().Run();

            internal static class Data
            {
                public static void Open(string connectionString) => _ = new {{space}}.{{type}}(connectionString);
            }

            namespace {{space}} { public sealed class {{type}}(string connectionString) { public string Text { get; } = connectionString; } }
            """
        );

        Assert.Equal(
            [("", provider), ("ConnectionStrings:Orders", "")],
            facts.OfKind<ConnectionStringFact>().Select(static fact => (fact.Key, fact.Provider)).Order()
        );
    }

    private static FactSet Host(string statements, string types = "") =>
        GeneratorHarness.Facts(
            $"""
            using Microsoft.AspNetCore.Server.Kestrel.Core;
            var builder = WebApplication.CreateBuilder(args);
            {statements}
            var app = builder.Build();
            app.Run();
            {types}
            """
        );

    [Theory]
    [InlineData("new Shop().Database.Migrate(); app.Run();", Features.SchemaChange)]
    [InlineData("""if (args.Contains("migrate")) { new Shop().Database.Migrate(); return; } app.Run();""", Features.SchemaChangeVerb)]
    public void AMigration_IsToldByWhetherAVerbAsksForIt(string code, string feature)
    {
        const string Shop = """
            namespace Microsoft.EntityFrameworkCore.Infrastructure { public class DatabaseFacade; }
            namespace Microsoft.EntityFrameworkCore
            {
                public static class Extensions { public static void Migrate(this Infrastructure.DatabaseFacade database) { } }
            }
            public class Shop { public Microsoft.EntityFrameworkCore.Infrastructure.DatabaseFacade Database => new(); }
            """;
        var facts = GeneratorHarness.Facts(
            $"using Microsoft.EntityFrameworkCore;\nvar app = WebApplication.CreateBuilder(args).Build();\n{code}\n{Shop}"
        );

        Assert.Equal(
            feature,
            Assert
                .Single(facts.OfKind<FeatureFact>(), static fact => fact.Name.StartsWith(Features.SchemaChange, StringComparison.Ordinal))
                .Name
        );
    }
}
