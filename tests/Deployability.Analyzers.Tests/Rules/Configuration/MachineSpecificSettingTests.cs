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
    [InlineData(
        """{ "DbProvider": "SqlServer", "ConnectionStrings": { "SqlServer": [|"Server=(localdb)\\mssqllocaldb;Database=a"|], "Sqlite": "Data Source=/a.db" } }"""
    )]
    [InlineData(
        """{ "DbProvider": "SqlServer", "ConnectionStrings": { "Main": "Server=sql", "Postgres": [|"Host=localhost;Database=a;Username=app"|] } }"""
    )]
    [InlineData("""{ "ApiGateway": { "Host": [|"10.1.2.3"|] } }""")]
    [InlineData("""{ "ConnectionStrings": { "Latest": [|"Server=localhost;Database=a"|], "Testimonials": "Server=db" } }""")]
    [InlineData("""{ "StorageConnection": [|"UseDevelopmentStorage=true;"|] }""")]
    [InlineData(
        """{ "ConnectionStrings": { "DefaultDB": "1", "DataType": { "MySql": 0, "SqlServer": 1 }, "MySql": "Server=localhost;Uid=root", "SqlServer": [|"Server=.;Integrated Security=true"|] } }"""
    )]
    [InlineData(
        """{ "ConnectionStrings": { "Retry": 1, "Ports": { "MySql": 3306, "Redis": 6379 }, "MySql": [|"Server=localhost;Uid=root"|] } }"""
    )]
    [InlineData(
        """{ "UseSqlite": false, "ConnectionStrings": { "SqlServer": [|"Server=.;Integrated Security=true"|], "Sqlite": "Data Source=/data/a.db" } }"""
    )]
    [InlineData(
        """{ "HealthChecks": { "UseSqlServer": false }, "ConnectionStrings": { "SqlServer": [|"Server=.;Integrated Security=true"|] } }"""
    )]
    [InlineData(
        """{ "EventStore": "MongoDb", "Provider": "SqlServer", "ConnectionStrings": { "SqlServer": [|"Server=.;Integrated Security=true"|], "Mongo": [|"mongodb://localhost"|], "Postgres": "Host=localhost;Username=app" } }"""
    )]
    [InlineData(
        """{ "Provider": "SqlServer", "ConnectionStrings": { "Shop": [|"Server=.;Trusted_Connection=true"|], "Jobs": [|"Host=localhost;Port=5432;Username=app"|] } }"""
    )]
    [InlineData(
        """{ "Database": "shop-sqlite", "ConnectionStrings": { "Sqlite": "Data Source=/a.db", "MySql": [|"Server=localhost;Uid=root"|] } }"""
    )]
    [InlineData("""{ "ConnectionStrings": { "Shop": [|"Server=DESKTOP-7K2M9QX\\SQLEXPRESS;Database=shop;Integrated Security=True"|] } }""")]
    [InlineData(
        """{ "ConnectionStrings": { "Shop": [|"Data Source=laptop-0a1b2c3d;Initial Catalog=shop;Integrated Security=True;TrustServerCertificate=True"|] } }"""
    )]
    [InlineData("""{ "Environment": { "Host": [|"localhost"|] }, "DevEnvironment": [|"localhost:8080"|] }""")]
    [InlineData(
        """{ "Clients": [ { "RedirectUris": [ [|"http://localhost:4200/in"|], "http://localhost:4201/in" ], "PostLogoutRedirectUris": [ [|"http://localhost:4200/out"|] ] } ] }"""
    )]
    [InlineData("""{ "corsUrls": [ [|"http://localhost:3000"|], "http://localhost:4200" ] }""")]
    [InlineData(
        """{ "Memory": { "QueueType": "Simple", "Services": { "Simple": { "Path": "/q" }, "Qdrant": { "Endpoint": [|"http://localhost:6333"|] } } } }"""
    )]
    [InlineData("""{ "Reports": { "Folder": [|"C:\\Reports\\Out"|] } }""")]
    [InlineData("""{ "Reports": { "Folder": [|"\\\\fileserver\\reports"|] } }""")]
    [InlineData(
        """{ "Clients": [ { "RedirectUris": [ [|"http://localhost:7002/a"|], "http://localhost:7002/b", "http://localhost:7002/c" ] } ] }"""
    )]
    [InlineData(
        """{ "Clients": [ { "RedirectUris": [ [|"http://localhost:7002"|] ] }, { "RedirectUris": [ "https://admin.example.net" ] } ] }"""
    )]
    [InlineData("""{ "App": { "FrontEndUrl": [|"http://localhost:7002"|], "ApiUrl": "https://api.example.net" } }""")]
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
    [InlineData("""{ "AppSettings": { "EnvironmentName": "localhost", "Environment": "localhost", "DeployStage": "localhost" } }""")]
    [InlineData("""{ "ConnectionStrings": { "Shop": "Server=DESKTOP-SQL01\\SHOP;Database=shop;Integrated Security=True" } }""")]
    [InlineData("""{ "ConnectionStrings": { "Shop": "Server=desktop-services;Database=shop;Integrated Security=True" } }""")]
    [InlineData("""{ "Cors": { "Urls": [ "https://app.example.net", "http://localhost:3000" ] } }""")]
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
    [InlineData("""{ "DockerGatewayIp": "172.28.0.1" }""")]
    [InlineData(
        """{ "DbProvider": "SQLite", "ConnectionStrings": { "SQLite": "Data Source=/data/a.db", "SQLServer": "Server=(localdb)\\mssqllocaldb;Database=a" } }"""
    )]
    [InlineData(
        """{ "Memory": { "QueueType": "Simple", "DbTypes": [ "Disk" ], "Services": { "Simple": { "Path": "/q" }, "Disk": { "Path": "/d" }, "Qdrant": { "Endpoint": "http://localhost:6333" } } } }"""
    )]
    [InlineData(
        """{ "CAP": { "DefaultStorage": "0", "DefaultQueue": "0", "Storage": { "InMemory": 0, "MySql": 1 }, "Queue": { "InMemory": 0, "RabbitMQ": 1 }, "RabbitMQ": { "HostName": "localhost" } } }"""
    )]
    [InlineData(
        """{ "UsePostgresServer": false, "ConnectionStrings": { "PostgresConnection": "Host=localhost;Username=app", "Shop": "Server=sql.corp.net;Database=a" } }"""
    )]
    [InlineData(
        """{ "UseSqlServer": "false", "ConnectionStrings": { "DefaultConnection": "Server=(localdb)\\mssqllocaldb;Database=a" } }"""
    )]
    [InlineData(
        """{ "data": { "useSqLite": "true", "SqlServerConnectionString": "Server=.;Integrated Security=true", "SqliteConnectionString": "Data Source=/data/a.db" } }"""
    )]
    [InlineData(
        """{ "ActiveDatabase": "SQLite", "ConnectionStrings": { "SqlServer": { "Main": "Server=(local);Integrated Security=true" }, "SQLite": { "Main": "Data Source=/data/a.db" } } }"""
    )]
    [InlineData(
        """{ "Database": { "Engine": "PostgreSQL", "Sqlite_Database": "Data Source=/data/a.db", "MySql_Database": "Server=localhost;Uid=root", "Postgres_Database": "Host=db;Username=app" } }"""
    )]
    [InlineData("""{ "Gateway": { "ListenAddress": "0.0.0.0" } }""")]
    [InlineData("""{ "ConnectionStrings": { "IntegrationTests": "Server=localhost;Database=a" } }""")]
    [InlineData("""{ "Version": "10.0.0.1", "Text": "a:b" }""")]
    [InlineData("""{ "Cors": { "AllowedOrigins": [ "https://app.example.net", "http://localhost:3000" ] } }""")]
    [InlineData("""{ "Clients": [ { "RedirectUris": [ "http://localhost:7002", "https://admin.example.net" ] } ] }""")]
    [InlineData("""{ "Messaging": { "Type": "Scheduler", "Kafka": { "BootstrapServers": "localhost:9092" } } }""")]
    [InlineData("""{ "Proxy": { "KnownIPv4Network": { "Enabled": true, "IpAddress": "10.0.0.0", "PrefixLength": 8 } } }""")]
    [InlineData("""{ "Clients": [ { "PostLogoutRedirectUris": [ "https://admin.example.net/out", "http://localhost:7002/out" ] } ] }""")]
    [InlineData("""{ "Orders": "http://{host}:5000", "Other": "http://#{Host}#/" }""")]
    [InlineData(
        """{ "ConnectionStrings": { "Shop": "Server=sql.corp.net;Database=shop", "File": "Data Source=/data/shop.db", "Memory": "Data Source=:memory:" } }"""
    )]
    [InlineData("""{ "Data": { "Folder": "/var/lib/app", "Log": "logs/app.log" } }""")]
    public Task AValueThatHoldsEverywhere_DoesNotTrigger(string content) => Verify(("appsettings.json", content));

    [Fact]
    public Task ADatabaseThatProductionChooses_Triggers() =>
        Verify(
            (
                "appsettings.json",
                """{ "Provider": "Sqlite", "ConnectionStrings": { "Sqlite": "Data Source=/data/a.db", "MySql": "Server=localhost;Uid=root", "SqlServer": [|"Server=.;Integrated Security=true"|] } }"""
            ),
            ("appsettings.Production.json", """{ "Provider": "SqlServer" }""")
        );

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
                    "this file ships to every environment",
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
        """{ "Assets": { "PublicUrl": {|#0:"http://localhost:4200"|} } }""",
        "is the visitor's own machine when a browser is sent there",
        "Assets__PublicUrl"
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
                .WithArguments("http://localhost:4200", "appsettings.json", reason, "this file ships to every environment", variable)
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
                .WithArguments(
                    @"(localdb)\mssqllocaldb",
                    "appsettings.json",
                    "is a database server of a developer's Windows machine",
                    "this file ships to every environment",
                    "Db"
                )
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

    // Ocelot makes one file of the others at each start, unless the code loads just that one.
    [Theory]
    [InlineData("builder.Configuration.AddOcelot(builder.Environment);", "ocelot.orders.json", "\"localhost\"")]
    [InlineData("builder.Configuration.AddOcelot(builder.Environment);", "ocelot.Development.json", "[|\"localhost\"|]")]
    [InlineData("builder.Configuration.AddOcelot(\"Routes\", builder.Environment);", "routes/orders.txt", "\"localhost\"")]
    [InlineData(
        "builder.Configuration.AddJsonFile(\"ocelot.json\"); builder.Configuration.AddOcelot(builder.Environment);",
        "ocelot.orders.json",
        "[|\"localhost\"|]"
    )]
    public Task MergedRoutes_DoNotTrigger(string load, string part, string host) =>
        Verify(
            $$"""
            var builder = WebApplication.CreateBuilder(args);
            {{load}}
            builder.Build().Run();

            static class Ocelot { public static void AddOcelot(this IConfigurationBuilder builder, params object[] arguments) { } }
            """,
            ("ocelot.json", $$"""{ "Routes": [ { "DownstreamHostAndPorts": [ { "Host": {{host}}, "Port": 5001 } ] } ] }"""),
            (part, """{ "Routes": [ { "DownstreamHostAndPorts": [ { "Host": "orders", "Port": 5001 } ] } ] }""")
        );

    // A gateway that leads all its routes to this machine is one thing to mend; another host is another.
    [Fact]
    public Task HostOfManyRoutes_IsOneFinding()
    {
        var test = TestOf(
            Program,
            (
                "appsettings.json",
                """
                { "Routes": [
                  { "DownstreamHostAndPorts": [ { "Host": {|#0:"localhost"|}, "Port": 5001 } ] },
                  { "DownstreamHostAndPorts": [ { "Host": {|#1:"localhost"|}, "Port": 5002 }, { "Host": {|#2:"localhost"|}, "Port": 5003 } ] },
                  { "DownstreamHostAndPorts": [ { "Host": {|DPL1008:"127.0.0.1"|}, "Port": 5004 } ] }
                ] }
                """
            )
        );
        test.TestState.ExpectedDiagnostics.Add(
            CSharpAnalyzerVerifier<MachineSpecificSettingAnalyzer>
                .Diagnostic()
                .WithLocation(0)
                .WithLocation(1)
                .WithLocation(2)
                .WithArguments(
                    "localhost",
                    "appsettings.json",
                    "(here and in 2 more places) means the container itself once this runs in one",
                    "this file ships to every environment",
                    "Routes__0__DownstreamHostAndPorts__0__Host"
                )
        );
        return test.RunAsync();
    }

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

    [Theory]
    [InlineData(
        "compose.yaml",
        "services:\n  api:\n    build: .\n    environment:\n      Orders__Url: http://orders:8080\n  db: { image: 'postgres:17' }\n"
    )]
    [InlineData("compose.yaml", "services:\n  api:\n    build: .\n    environment: [ Orders__Url ]\n")]
    [InlineData("compose.yaml", "services:\n  api:\n    build: .\n    environment:\n      - ORDERS__URL=${ORDERS:?}\n")]
    [InlineData("compose.yaml", "services:\n  api:\n    build: .\n    volumes: [ './live.json:/app/appsettings.json:ro' ]\n")]
    [InlineData("compose.yaml", "services:\n  api:\n    build: .\n    environment: { ASPNETCORE_ENVIRONMENT: Docker }\n")]
    [InlineData(
        "Dockerfile",
        "FROM mcr.microsoft.com/dotnet/aspnet:10.0\nENV Orders__Url=http://orders:8080\nENTRYPOINT [\"dotnet\", \"TestProject.dll\"]\n"
    )]
    [InlineData(
        "k8s/api.yaml",
        "kind: Pod\napiVersion: v1\nspec: { containers: [ { name: api, image: api, env: [ { name: Orders__Url, valueFrom: { secretKeyRef: { name: s, key: k } } } ] } ] }\n"
    )]
    [InlineData(
        "k8s/api.yaml",
        "kind: Pod\napiVersion: v1\nspec: { containers: [ { name: api, image: api, envFrom: [ { configMapRef: { name: c } } ] } ] }\n---\nkind: ConfigMap\napiVersion: v1\nmetadata: { name: c }\ndata: { Orders__Url: 'http://orders' }\n"
    )]
    [InlineData(
        "k8s/api.yaml",
        "kind: Pod\napiVersion: v1\nspec:\n  containers: [ { name: api, image: api, volumeMounts: [ { name: v, mountPath: /app/config } ] } ]\n  volumes: [ { name: v, configMap: { name: c } } ]\n---\nkind: ConfigMap\napiVersion: v1\nmetadata: { name: c }\ndata:\n  appsettings.Production.json: |\n    { \"Orders\": { \"Url\": \"http://orders\" } }\n"
    )]
    public Task WhatTheDeploymentReplaces_DoesNotTrigger(string name, string content) =>
        Verify(
            ("appsettings.json", """{ "Orders": { "Url": "http://localhost:5001" } }"""),
            ("appsettings.Docker.json", """{ "Orders": { "Url": "http://orders:8080" } }"""),
            (name, content)
        );

    [Theory]
    [InlineData("compose.yaml", "services:\n  api:\n    build: .\n    environment:\n      Orders__Url: http://localhost:8080\n")]
    [InlineData("compose.yaml", "services:\n  api:\n    build: .\n    environment:\n      Orders__Uri: http://orders:8080\n")]
    [InlineData("compose.yaml", "services:\n  api:\n    build: .\n    volumes: [ './other.json:/app/other.json' ]\n")]
    [InlineData("compose.dev.yaml", "services:\n  api:\n    build: .\n    environment:\n      Orders__Url: http://orders:8080\n")]
    [InlineData("compose.yaml", "services:\n  redis:\n    image: redis\n    environment:\n      Orders__Url: http://orders:8080\n")]
    [InlineData(
        "k8s/api.yaml",
        "kind: Pod\napiVersion: v1\nspec: { containers: [ { name: api, image: api, envFrom: [ { secretRef: { name: unseen } } ] } ] }\n"
    )]
    [InlineData(
        "k8s/migrate.yaml",
        "kind: Job\napiVersion: batch/v1\nmetadata: { name: m }\nspec: { template: { spec: { restartPolicy: Never, containers: [ { name: api, image: api, env: [ { name: Orders__Url, value: x } ] } ] } } }\n"
    )]
    public Task WhatNoContainerReplaces_Triggers(string name, string content) =>
        Verify(("appsettings.json", """{ "Orders": { "Url": [|"http://localhost:5001"|] } }"""), (name, content));

    [Fact]
    public Task AServiceOfTheSameNameInAnotherFolder_ReplacesItsOwnOnly() =>
        Verify(
            ("appsettings.json", """{ "Orders": [|"http://localhost:5001"|] }"""),
            ("deploy/a/compose.yaml", "services:\n  api:\n    image: api\n    environment:\n      Orders: http://orders:8080\n"),
            ("deploy/b/compose.yaml", "services:\n  api:\n    image: api\n")
        );

    [Fact]
    public Task YamlThatTheProgramLoads_Triggers() =>
        Verify(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Configuration.AddYamlFile("settings.yaml", optional: false);
            builder.Build().Run();

            static class Yaml { public static void AddYamlFile(this IConfigurationBuilder builder, string path, bool optional) { } }
            """,
            (
                "settings.yaml",
                "Orders:\n  Url: [|http://localhost:5001|]\nUrls:\n  - https://a.example.net\n  - [|http://localhost|]\nPort: 5\nNone:\n"
            ),
            ("other.yaml", "Orders:\n  Url: http://localhost:5001\n")
        );

    [Fact]
    public Task APrefixThatTheAppTakesOff_CountsAsReplaced() =>
        Verify(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Configuration.AddEnvironmentVariables("SHOP_");
            builder.Build().Run();
            """,
            ("appsettings.json", """{ "Orders": "http://localhost:5001" }"""),
            ("compose.yaml", "services:\n  api:\n    build: .\n    environment:\n      SHOP_Orders: http://orders:8080\n")
        );

    [Theory]
    [InlineData("compose.yaml", "appsettings.json", "'api' in 'api.yaml' does not replace it", "")]
    [InlineData(
        "compose.yaml",
        "appsettings.json",
        "this file ships to every environment",
        ", env: [ { name: Orders, value: 'http://localhost' } ]"
    )]
    [InlineData("compose.dev.yaml", "appsettings.json", "this file ships to every environment", "")]
    [InlineData("compose.dev.yaml", "appsettings.Staging.json", "this file is what Staging runs with", "")]
    public Task TheMessage_SaysWhereTheValueIsLeft(string compose, string settings, string reach, string variables)
    {
        var test = new CSharpAnalyzerTest<MachineSpecificSettingAnalyzer>
        {
            TestState =
            {
                Sources = { Program },
                AdditionalFiles =
                {
                    (settings, """{ "Orders": {|#0:"http://localhost:5001"|} }"""),
                    (compose, "services:\n  api:\n    build: .\n    environment: { Orders: 'http://orders' }\n"),
                    ("k8s/api.yaml", $"kind: Pod\napiVersion: v1\nspec: {{ containers: [ {{ name: api, image: api{variables} }} ] }}\n"),
                },
            },
        };
        test.TestState.ExpectedDiagnostics.Add(
            CSharpAnalyzerVerifier<MachineSpecificSettingAnalyzer>
                .Diagnostic()
                .WithLocation(0)
                .WithArguments("http://localhost:5001", settings, "means the container itself once this runs in one", reach, "Orders")
        );
        return test.RunAsync();
    }

    private const string Connection = "\"Host=localhost;Username=app\"";

    // An app that reads connection strings by name, and never this one.
    [Theory]
    [InlineData("""_ = builder.Configuration.GetConnectionString("A");""", false)]
    [InlineData("""_ = builder.Configuration.GetConnectionString("B");""", true)]
    [InlineData("""_ = builder.Configuration["Orders:Url"];""", true)]
    [InlineData("""_ = builder.Configuration.GetConnectionString(args[0]);""", true)]
    [InlineData("""_ = builder.Configuration.GetConnectionString("A"); Add("b"); static void Add(string name) { }""", true)]
    [InlineData("", true)]
    public Task AConnectionThatNobodyReads_IsLeftOver(string code, bool triggers) =>
        Verify(
            $"var builder = WebApplication.CreateBuilder(args); {code} builder.Build().Run();",
            ("appsettings.json", $$"""{ "ConnectionStrings": { "B": {{(triggers ? "[|" + Connection + "|]" : Connection)}} } }""")
        );

    [Fact]
    public Task AConnectionWithoutAName_EndsNoSearch() =>
        Verify(
            """var builder = WebApplication.CreateBuilder(args); _ = builder.Configuration.GetConnectionString("A"); builder.Build().Run();""",
            ("appsettings.json", $$"""{ "ConnectionStrings": { "": {{Connection}} } }""")
        );

    // A library may read any without being told to.
    [Theory]
    [InlineData("""_ = builder.Configuration["Orders:Url"];""")]
    [InlineData("""_ = builder.Configuration.GetConnectionString("A");""")]
    public Task AnyOtherSettingThatNobodyReads_Triggers(string code) =>
        Verify(
            $"var builder = WebApplication.CreateBuilder(args); {code} builder.Build().Run();",
            ("appsettings.json", """{ "ProductEndpoint": [|"http://localhost:5228/"|] }""")
        );

    private static Task Verify(params (string, string)[] files) => Verify(Program, files);

    private static Task Verify(string program, params (string, string)[] files) => TestOf(program, files).RunAsync();

    private static CSharpAnalyzerTest<MachineSpecificSettingAnalyzer> TestOf(string program, params (string, string)[] files)
    {
        var test = new CSharpAnalyzerTest<MachineSpecificSettingAnalyzer> { TestState = { Sources = { program } } };
        foreach (var file in files)
        {
            test.TestState.AdditionalFiles.Add(file);
        }

        return test;
    }
}
