using Deployability.Analyzers.Rules.Configuration;
using Microsoft.CodeAnalysis.CSharp.Testing;

namespace Deployability.Analyzers.Tests.Rules.Configuration;

public sealed class MachineSpecificSettingTests
{
    private const string Program = "WebApplication.CreateBuilder(args).Build().Run();";

    [Theory]
    [InlineData("""{ "Orders": { "Url": [|"http://localhost:5001/api"|] } }""")]
    [InlineData("""{ "Orders": [|"https://127.0.0.1"|] }""")]
    [InlineData("""{ "Gateway": [|"ws://host.docker.internal:9000"|] }""")]
    [InlineData("""{ "Urls": [ "https://a.example.net", [|"http://localhost"|] ] }""")]
    [InlineData("""{ "Brokers": [|"broker.corp.net:9092,localhost:9093"|] }""")]
    [InlineData("""{ "Redis": [|"localhost:6379"|] }""")]
    [InlineData("""{ "Smtp": { "Host": [|"localhost"|] } }""")]
    [InlineData("""{ "Smtp": { "Host": [|"192.168.1.20"|] } }""")]
    [InlineData("""{ "EventStore": { "ConnectionString": [|"esdb://localhost:2113?tls=false"|] } }""")]
    [InlineData("""{ "ReverseProxy": { "Routes": { "shop": { "Match": { "Hosts": [ [|"localhost"|] ] } } } } }""")]
    [InlineData("""{ "UseRedis": true, "RedisConnection": [|"localhost:6379"|] }""")]
    [InlineData("""{ "UseRedis": false, "MessageBroker": [|"amqp://localhost"|] }""")]
    [InlineData("""{ "Search": { "Type": "Elastic", "Elastic": { "Url": [|"http://localhost:9200"|] } } }""")]
    [InlineData("""{ "Search": { "Type": "Default", "Url": [|"http://localhost:9200"|] } }""")]
    [InlineData("""{ "Search": { "Type": "Full", "Elastic": { "Url": [|"http://localhost:9200"|] } } }""")]
    [InlineData("""{ "Use": false, "UserService": [|"http://localhost:9200"|] }""")]
    [InlineData("""{ "Zipkin": { "Enabled": true, "Endpoint": [|"http://localhost:9411"|] }, "Other": { "Enabled": false } }""")]
    [InlineData("""{ "Store": { "Type": "MongoDb", "MongoDb": { "Configuration": [|"mongodb://localhost"|] } } }""")]
    [InlineData("""{ "Store": { "Type": "Postgres", "MongoDb": { "Configuration": [|"mongodb://localhost"|] } } }""")]
    [InlineData("""{ "Erp": [|"http://10.1.2.3:8000/soap"|] }""")]
    [InlineData("""{ "ConnectionStrings": { "Shop": [|"Server=(localdb)\\mssqllocaldb;Database=shop;Trusted_Connection=True"|] } }""")]
    [InlineData("""{ "ConnectionStrings": { "Shop": [|"Server=.\\SQLEXPRESS;Database=shop;Integrated Security=true"|] } }""")]
    [InlineData("""{ "ConnectionStrings": { "Shop": [|"Host=localhost;Database=shop;Username=app"|] } }""")]
    [InlineData("""{ "ConnectionStrings": { "Shop": [|"Data Source=C:\\data\\shop.db;Mode=ReadOnly"|] } }""")]
    [InlineData("""{ "Reports": { "Folder": [|"C:\\Reports\\Out"|] } }""")]
    [InlineData("""{ "Reports": { "Folder": [|"\\\\fileserver\\reports"|] } }""")]
    [InlineData(
        """{ "Cors": { "AllowedOrigins": [ [|"http://localhost:3000"|], "http://localhost:4200" ] }, "Other": { "Origins": [ [|"http://localhost:1"|] ] } }"""
    )]
    public Task AValueOfThisMachine_Triggers(string content) => Verify(("appsettings.json", content.Replace("\\", "\\")));

    [Theory]
    [InlineData("""{ "Orders": { "Url": "https://orders.example.net" } }""")]
    [InlineData("""{ "Orders": { "Url": "http://orders:8080" } }""")]
    [InlineData("""{ "Orders": { "Url": "" }, "Port": 5001, "On": true, "None": null }""")]
    [InlineData("""{ "Help": "Open http://localhost:5000 to see it" }""")]
    [InlineData("""{ "AllowedHosts": "localhost;127.0.0.1" }""")]
    [InlineData("""{ "Soap": { "Namespace": "http://localhost:5000" } }""")]
    [InlineData("""{ "ReverseProxy": { "Routes": { "shop": { "Match": { "Hosts": [ "localhost", "www.contoso.com" ] } } } } }""")]
    [InlineData("""{ "Jwt": { "Issuer": "http://localhost:5000", "Audience": "http://localhost:5000" } }""")]
    [InlineData("""{ "ForwardedHeaders": { "KnownProxies": [ "127.0.0.1", "10.0.0.1" ] } }""")]
    [InlineData("""{ "IpRateLimiting": { "IpWhitelist": [ "127.0.0.1" ] } }""")]
    [InlineData("""{ "Dapr": { "Endpoint": "http://localhost:3500" } }""")]
    [InlineData("""{ "Orders": { "BaseUrl": "http://localhost:3500/v1.0/invoke/orders/method" } }""")]
    [InlineData("""{ "Zipkin": { "Endpoint": "http://localhost:9411", "enabled": false } }""")]
    [InlineData("""{ "UseRedis": false, "RedisConnection": "localhost:6379" }""")]
    [InlineData("""{ "Redis": { "PubSubEnabled": false, "PubSubConnection": "127.0.0.1:6379,allowAdmin=true" } }""")]
    [InlineData("""{ "Keys": { "PersistToRedis": false, "PersistToRedisUrl": "redis://localhost" } }""")]
    [InlineData("""{ "Search": { "type": "default", "elastic": { "Url": "http://localhost:9200" } } }""")]
    [InlineData("""{ "Elastic": { "IsEnabled": "False", "Nodes": [ "http://localhost:9200" ] } }""")]
    [InlineData(
        """{ "Store": { "type": "folder", "Folder": { "Path": "/data" }, "MongoDb": { "Configuration": "mongodb://localhost" } } }"""
    )]
    [InlineData("""{ "Version": "10.0.0.1", "Text": "a:b" }""")]
    [InlineData("""{ "Cors": { "AllowedOrigins": [ "https://app.example.net", "http://localhost:3000" ] } }""")]
    [InlineData("""{ "Orders": "http://{host}:5000", "Other": "http://#{Host}#/" }""")]
    [InlineData(
        """{ "ConnectionStrings": { "Shop": "Server=sql.corp.net;Database=shop", "File": "Data Source=/data/shop.db", "Memory": "Data Source=:memory:" } }"""
    )]
    [InlineData("""{ "Data": { "Folder": "/var/lib/app", "Log": "logs/app.log" } }""")]
    public Task AValueThatHoldsEverywhere_DoesNotTrigger(string content) => Verify(("appsettings.json", content));

    [Theory]
    [InlineData("""{ "urls": "http://localhost:5000", "Kestrel": { "Endpoints": { "Http": { "Url": "http://localhost:5000" } } } }""")]
    [InlineData("""{ "ConnectionStrings": { "Shop": "Host=localhost;Username=app;Password=Owl-Moon-9x" } }""")]
    [InlineData("""{ "ConnectionStrings": { "Shop": "Server=10.1.2.3;Database=shop;TrustServerCertificate=True" } }""")]
    public Task AnotherRulesValue_IsLeftToIt(string content) => Verify(("appsettings.json", content));

    [Theory]
    [InlineData("appsettings.Development.json")]
    [InlineData("appsettings.Local.json")]
    [InlineData("config/dev/appsettings.json")]
    [InlineData("other.json")]
    public Task OtherFiles_DoNotTrigger(string name) => Verify((name, """{ "Orders": "http://localhost:5001" }"""));

    [Fact]
    public Task AFileThatTheProgramLoads_Triggers() =>
        Verify(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Configuration.AddJsonFile("ocelot.json");
            builder.Configuration.AddJsonFile($"routes.{builder.Environment.EnvironmentName}.json");
            builder.Build().Run();
            """,
            ("ocelot.json", """{ "Host": [|"localhost"|] }"""),
            ("routes.Production.json", """{ "Host": [|"localhost"|] }"""),
            ("package.json", """{ "Host": "localhost" }""")
        );

    [Fact]
    public Task WhatTheProductionFileReplaces_DoesNotTrigger() =>
        Verify(
            ("appsettings.json", """{ "Orders": "http://localhost:5001", "Stock": [|"http://localhost:5002"|] }"""),
            ("appsettings.Production.json", """{ "Orders": "https://orders.example.net" }""")
        );

    [Fact]
    public Task AComment_Silences() =>
        Verify(
            (
                "appsettings.json",
                """
                {
                  // deployability:ignore DPL1008 the agent listens in the same pod
                  "Agent": "http://localhost:8126"
                }
                """
            )
        );

    [Fact]
    public Task WebConfig_Triggers() =>
        Verify(
            (
                "web.config",
                """
                <configuration>
                  <appSettings><add key="Orders" value=[|"http://localhost:5001"|] /><add key="Name" value="shop" /></appSettings>
                  <connectionStrings><add name="Shop" connectionString=[|"Server=.;Database=shop;Integrated Security=true"|] /></connectionStrings>
                  <system.webServer><rewrite><rule url="http://localhost" /></rewrite></system.webServer>
                </configuration>
                """
            )
        );

    [Fact]
    public Task TheMessage_ShowsNoPathAndNamesTheVariable()
    {
        var test = new CSharpAnalyzerTest<MachineSpecificSettingAnalyzer>
        {
            TestState =
            {
                Sources = { Program },
                AdditionalFiles = { ("appsettings.json", """{ "Orders": { "Url": "http://me@localhost:5001/x?key=1" } }""") },
            },
        };
        test.TestState.ExpectedDiagnostics.Add(
            CSharpAnalyzerVerifier<MachineSpecificSettingAnalyzer>
                .Diagnostic()
                .WithSpan("/0/appsettings.json", 1, 22, 1, 56)
                .WithArguments(
                    "http://localhost:5001",
                    "appsettings.json",
                    "means the container itself once this runs in one",
                    "Orders__Url"
                )
        );
        return test.RunAsync();
    }

    [Theory]
    [InlineData(
        """{ "Cors": { "Origins": [ {|#0:"http://localhost:4200"|} ] } }""",
        "lets in a front end on the developer's machine only, so the deployed one is refused",
        "Cors__Origins__0"
    )]
    [InlineData(
        """{ "Clients": [ { "RedirectUris": [ {|#0:"http://localhost:4200/signin-oidc"|} ] } ] }""",
        "is the visitor's own machine when a browser is sent there",
        "Clients__0__RedirectUris__0"
    )]
    [InlineData(
        """{ "PasswordResetUrl": {|#0:"http://localhost:4200/reset"|} }""",
        "is the visitor's own machine when a browser is sent there",
        "PasswordResetUrl"
    )]
    [InlineData(
        """{ "App": { "FrontendBaseUrl": {|#0:"http://localhost:4200"|} } }""",
        "is the visitor's own machine when a browser is sent there",
        "App__FrontendBaseUrl"
    )]
    [InlineData(
        """{ "Client_Url": {|#0:"http://localhost:4200"|} }""",
        "is the visitor's own machine when a browser is sent there",
        "Client_Url"
    )]
    [InlineData(
        """{ "PaymentClientUrl": {|#0:"http://localhost:4200"|} }""",
        "means the container itself once this runs in one",
        "PaymentClientUrl"
    )]
    public Task TheMessage_OfWhatBrowsersUseSpeaksOfThem(string settings, string reason, string variable)
    {
        var test = new CSharpAnalyzerTest<MachineSpecificSettingAnalyzer>
        {
            TestState = { Sources = { Program }, AdditionalFiles = { ("appsettings.json", settings) } },
        };
        test.TestState.ExpectedDiagnostics.Add(
            CSharpAnalyzerVerifier<MachineSpecificSettingAnalyzer>
                .Diagnostic()
                .WithLocation(0)
                .WithArguments("http://localhost:4200", "appsettings.json", reason, variable)
        );
        return test.RunAsync();
    }

    [Fact]
    public Task TheMessage_OfLocalDbSpeaksOfWindows()
    {
        var test = new CSharpAnalyzerTest<MachineSpecificSettingAnalyzer>
        {
            TestState =
            {
                Sources = { Program },
                AdditionalFiles =
                {
                    ("appsettings.json", """{ "Db": {|#0:"Server=(localdb)\\mssqllocaldb;Database=shop;Trusted_Connection=True"|} }"""),
                },
            },
        };
        test.TestState.ExpectedDiagnostics.Add(
            CSharpAnalyzerVerifier<MachineSpecificSettingAnalyzer>
                .Diagnostic()
                .WithLocation(0)
                .WithArguments(@"(localdb)\mssqllocaldb", "appsettings.json", "is a database server of a developer's Windows machine", "Db")
        );
        return test.RunAsync();
    }

    [Fact]
    public Task RoutesOfAGateway_Trigger() =>
        Verify(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Configuration.AddOcelot();
            builder.Build().Run();

            static class Ocelot { public static void AddOcelot(this IConfigurationBuilder builder) { } }
            """,
            ("ocelot.json", """{ "Routes": [ { "DownstreamHostAndPorts": [ { "Host": [|"localhost"|], "Port": 5001 } ] } ] }"""),
            ("ocelot.Development.json", """{ "Routes": [ { "DownstreamHostAndPorts": [ { "Host": "localhost", "Port": 5001 } ] } ] }"""),
            ("routes.json", """{ "Host": "localhost" }""")
        );

    [Theory]
    [InlineData("appsettings.Docker.json")]
    [InlineData("appsettings.IntegrationTests.json")]
    [InlineData("appsettings.SQLServer.json")]
    public Task SettingsOfAnEnvironmentThatNobodyDeploysTo_DoNotTrigger(string name) =>
        Verify((name, """{ "Orders": "http://localhost:5001" }"""));

    [Theory]
    [InlineData("appsettings.Staging.json")]
    [InlineData("appsettings.Prod.json")]
    public Task SettingsOfADeployedEnvironment_Trigger(string name) => Verify((name, """{ "Orders": [|"http://localhost:5001"|] }"""));

    private static Task Verify(params (string, string)[] files) => Verify(Program, files);

    private static Task Verify(string program, params (string, string)[] files)
    {
        var test = new CSharpAnalyzerTest<MachineSpecificSettingAnalyzer> { TestState = { Sources = { program } } };
        foreach (var file in files)
        {
            test.TestState.AdditionalFiles.Add(file);
        }

        return test.RunAsync();
    }
}
