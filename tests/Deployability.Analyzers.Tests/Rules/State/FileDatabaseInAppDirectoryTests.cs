using Deployability.Analyzers.Rules.State;
using Deployability.Model;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;

namespace Deployability.Analyzers.Tests.Rules.State;

public sealed class FileDatabaseInAppDirectoryTests
{
    private const string Databases = """

        namespace Microsoft.EntityFrameworkCore
        {
            public class DbContextOptionsBuilder { }
            public static class SqliteExtensions
            {
                public static DbContextOptionsBuilder UseSqlite(this DbContextOptionsBuilder builder, string? connectionString) => builder;
            }
        }

        namespace Microsoft.Data.Sqlite
        {
            public class SqliteConnection(string? connectionString) { public string? Text => connectionString; }
            public class SqliteConnectionStringBuilder
            {
                public string DataSource { get; set; } = "";
            }
        }

        namespace LiteDB { public class LiteDatabase(string connectionString) { public string Text => connectionString; } }
        """;

    private static Task VerifyAsync(string statement) =>
        CSharpAnalyzerVerifier<FileDatabaseInAppDirectoryAnalyzer>.VerifyAnalyzerAsync(
            $$"""
            using LiteDB;
            using Microsoft.Data.Sqlite;
            using Microsoft.EntityFrameworkCore;

            public class Setup(IConfiguration configuration, IHostEnvironment env)
            {
                public void Configure(DbContextOptionsBuilder options, string path)
                {
                    {{statement}}
                }
            }
            """ + Databases
        );

    [Fact]
    public Task DefaultOfAParameter_DoesNotTrigger() =>
        VerifyAsync(
            """
            Open(options);

            static void Open(DbContextOptionsBuilder target, string connection = "Data Source=library.db") => target.UseSqlite(connection);
            """
        );

    [Theory]
    [InlineData("""options.UseSqlite([|"Data Source=app.db"|]);""")]
    [InlineData("""options.UseSqlite([|"DataSource=./data/app.db;Cache=Shared"|]);""")]
    [InlineData("""options.UseSqlite([|"Filename=blog.db"|]);""")]
    [InlineData("""var connection = [|"Data Source=app.db"|]; options.UseSqlite(connection);""")]
    [InlineData("""options.UseSqlite($"Data Source={[|Path.Combine(env.ContentRootPath, "app.db")|]}");""")]
    [InlineData("""options.UseSqlite("Data Source=" + [|Path.Combine(AppContext.BaseDirectory, "app.db")|]);""")]
    [InlineData("""var file = [|Path.Combine(env.ContentRootPath, "app.db")|]; options.UseSqlite($"Data Source={file};Cache=Shared");""")]
    [InlineData("""var c = new SqliteConnection([|"Data Source=|DataDirectory|app.db"|]);""")]
    [InlineData("""var b = new SqliteConnectionStringBuilder { DataSource = [|"app.db"|] };""")]
    [InlineData("""var b = new SqliteConnectionStringBuilder(); b.DataSource = [|Path.Combine(env.ContentRootPath, "app.db")|];""")]
    [InlineData("""var db = new LiteDatabase([|"data.db"|]);""")]
    [InlineData("""var db = new LiteDatabase([|"Filename=data.db;Connection=shared"|]);""")]
    [InlineData("""var db = new LiteDatabase([|@"App_Data\data.db"|]);""")]
    [InlineData("""options.UseSqlite(configuration.GetConnectionString("Default") ?? [|"Data Source=app.db"|]);""")]
    [InlineData("""options.UseSqlite($"Data Source={configuration["Db:Path"] ?? [|"app.db"|]}");""")]
    [InlineData("""var file = configuration.GetValue("Db:Path", [|"data/app"|]); options.UseSqlite($"Data Source={file}");""")]
    [InlineData("""options.UseSqlite("Data Source=" + Path.Combine(configuration["Db:Folder"] ?? [|env.ContentRootPath|], "app.db"));""")]
    public Task FileInTheAppDirectory_Triggers(string statement) => VerifyAsync(statement);

    [Theory]
    [InlineData("""options.UseSqlite("Data Source=/data/app.db");""")]
    [InlineData("""options.UseSqlite("Data Source=:memory:");""")]
    [InlineData("""options.UseSqlite("Data Source=shared;Mode=Memory;Cache=Shared");""")]
    [InlineData("""options.UseSqlite("DataSource=file::memory:?cache=shared");""")]
    [InlineData("""options.UseSqlite("Data Source=file:cachedb?mode=memory&cache=shared");""")]
    [InlineData("""options.UseSqlite([|"Data Source=file:cache.db?mode=rwc"|]);""")]
    [InlineData("""options.UseSqlite(configuration.GetConnectionString("Default"));""")]
    [InlineData("""options.UseSqlite(configuration.GetConnectionString("Default") ?? "Data Source=/data/app.db");""")]
    [InlineData("""options.UseSqlite($"Data Source={configuration["Db:Path"] ?? "/data/app.db"}");""")]
    [InlineData("""options.UseSqlite(path ?? "Data Source=app.db");""")]
    [InlineData("""options.UseSqlite($"Data Source={path}");""")]
    [InlineData("""options.UseSqlite($"Data Source={configuration["Db:Path"]}");""")]
    [InlineData("""options.UseSqlite("Data Source=app.db;Password=hunter2hunter2");""")]
    [InlineData("""options.UseSqlite($"Data Source={Path.Combine(Path.GetTempPath(), "app.db")}");""")]
    [InlineData("""if (env.IsDevelopment()) options.UseSqlite("Data Source=app.db");""")]
    [InlineData("""var db = new LiteDatabase(path);""")]
    public Task OtherPlacesAndConfiguration_DoNotTrigger(string statement) => VerifyAsync(statement);

    [Fact]
    public async Task MessageNamesTheFileInAFolderThatIsTheDefault()
    {
        var test = new CSharpAnalyzerTest<FileDatabaseInAppDirectoryAnalyzer>
        {
            TestCode =
                """
                    public class Setup(IConfiguration configuration, IHostEnvironment env)
                    {
                        public void Configure()
                        {
                            var folder = configuration.GetValue("Db:Folder", {|#0:env.ContentRootPath|});
                            var text = new Microsoft.Data.Sqlite.SqliteConnectionStringBuilder { DataSource = System.IO.Path.Combine(folder!, "shop.sqlite") };
                        }
                    }
                    """ + Databases,
        };
        test.ExpectedDiagnostics.Add(
            CSharpAnalyzerVerifier<FileDatabaseInAppDirectoryAnalyzer>
                .Diagnostic()
                .WithLocation(0)
                .WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)
                .WithArguments("shop.sqlite", "read its path from configuration and keep it on a volume")
        );
        await test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public Task ASetting_IsToldTheVariableThatReplacesIt()
    {
        var test = new CSharpAnalyzerTest<FileDatabaseInAppDirectoryAnalyzer> { TestCode = "public class Program2;" };
        test.TestState.AdditionalFiles.Add(("appsettings.json", """{ "ConnectionStrings": { "Default": {|#0:"Data Source=app.db"|} } }"""));
        test.ExpectedDiagnostics.Add(
            CSharpAnalyzerVerifier<FileDatabaseInAppDirectoryAnalyzer>
                .Diagnostic()
                .WithLocation(0)
                .WithArguments(
                    "app.db",
                    "keep this value in appsettings.Development.json and let ConnectionStrings__Default name a file on a volume where it is deployed"
                )
        );
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public Task SettingsThatShip_Trigger() =>
        VerifySettingsAsync(
            "appsettings.json",
            """
            { "ConnectionStrings": { "Default": [|"Data Source=app.db;Cache=Shared"|] } }
            """
        );

    [Fact]
    public Task SettingsForDevelopment_DoNotTrigger() =>
        VerifySettingsAsync(
            "appsettings.Development.json",
            """
            { "ConnectionStrings": { "Default": "Data Source=app.db" } }
            """
        );

    [Fact]
    public Task ServersVolumesAndOtherSections_DoNotTrigger() =>
        VerifySettingsAsync(
            "appsettings.json",
            """
            {
              "ConnectionStrings": {
                "Sql": "Data Source=sql.example.com;Initial Catalog=app.db;Integrated Security=true",
                "Volume": "Data Source=/data/app.db",
                "Memory": "Data Source=:memory:",
                "Windows": "Data Source=C:\\data\\app.db",
                "Bare": "app.db"
              },
              "Help": "Data Source=app.db"
            }
            """
        );

    [Theory]
    [InlineData(
        """options.UseSqlite(configuration.GetConnectionString("Shop"));""",
        """{ "ConnectionStrings": { "Shop": [|"Data Source=shop"|] } }"""
    )]
    [InlineData(
        """var text = configuration["Db:Text"]; options.UseSqlite(text);""",
        """{ "Db": { "Text": [|"DataSource=data/shop;Cache=Shared"|] } }"""
    )]
    [InlineData("""options.UseSqlite($"Data Source={configuration["Db:Path"]}");""", """{ "Db": { "Path": [|"shop"|] } }""")]
    [InlineData(
        """_ = configuration.GetConnectionString("Memory");""",
        """{ "ConnectionStrings": { "Memory": "shop", "Default": "Data Source=app.db" } }"""
    )]
    [InlineData(
        """foreach (var name in new[] { "Memory", "Default" }) options.UseSqlite(configuration.GetConnectionString(name)); _ = configuration.GetConnectionString("Memory");""",
        """{ "ConnectionStrings": { "Default": [|"Data Source=app.db"|] } }"""
    )]
    [InlineData(
        """options.UseSqlite("Data Source=" + System.IO.Path.Combine(configuration["Db:Folder"]!, "shop.db"));""",
        """{ "Db": { "Folder": [|"data"|] } }"""
    )]
    [InlineData(
        """options.UseSqlite(configuration.GetConnectionString("Shop") ?? "Data Source=app.db");""",
        """{ "ConnectionStrings": { "Shop": "Data Source=/data/shop.db" } }"""
    )]
    [InlineData(
        """options.UseSqlite(configuration.GetConnectionString("Shop"));""",
        """{ "ConnectionStrings": { "Shop": "Data Source=sql01;Initial Catalog=shop" } }"""
    )]
    [InlineData(
        """options.UseSqlite(configuration.GetConnectionString("Shop"));""",
        """{ "ConnectionStrings": { "Other": "Data Source=shop", "Shop": "" } }"""
    )]
    public Task SettingsAreJudgedWithWhatOpensThem(string statement, string json) =>
        VerifySettingsAsync(
            "appsettings.json",
            json,
            $$"""
            using Microsoft.EntityFrameworkCore;

            public class Setup(IConfiguration configuration)
            {
                public void Configure(DbContextOptionsBuilder options)
                {
                    {{statement}}
                }
            }
            """ + Databases
        );

    [Theory]
    [InlineData("volumes: [ 'data:/app/App_Data' ]", "\"Data Source=App_Data/shop.db\"")]
    [InlineData("volumes: [ { type: volume, source: data, target: /app } ]", "\"Data Source=App_Data/shop.db\"")]
    [InlineData("environment: { ConnectionStrings__Shop: 'Data Source=/data/shop.db' }", "\"Data Source=App_Data/shop.db\"")]
    [InlineData("volumes: [ /app/App_Data ]", "[|\"Data Source=App_Data/shop.db\"|]")]
    [InlineData("volumes: [ 'data:/app/App_Data:ro' ]", "[|\"Data Source=App_Data/shop.db\"|]")]
    [InlineData("volumes: [ 'data:/app/App_Data' ]", "[|\"Data Source=shop.db\"|]")]
    [InlineData("environment: { ConnectionStrings__Shop: 'Data Source=other.db' }", "[|\"Data Source=App_Data/shop.db\"|]")]
    public Task AFileOnAVolumeOfTheDeployment_DoesNotTrigger(string service, string value) =>
        VerifySettingsAsync(
            "appsettings.json",
            "{ \"ConnectionStrings\": { \"Shop\": " + value + " } }",
            others: [("compose.yaml", "services:\n  api:\n    build: .\n    " + service + "\n")]
        );

    [Theory]
    [InlineData("""{ "Provider": "SqlServer", "ConnectionStrings": { "Sqlite": "Data Source=app.db", "SqlServer": "Server=sql" } }""")]
    [InlineData(
        """{ "ConnectionStrings": { "DefaultDB": 0, "DataType": { "MySql": 0, "Sqlite": 4 }, "MySql": "Server=sql", "Sqlite": "Data Source=|DataDirectory|\\app.db" } }"""
    )]
    [InlineData("""{ "UseSqlite": false, "ConnectionStrings": { "Sqlite": "Data Source=app.db", "Shop": "Server=sql" } }""")]
    [InlineData("""{ "UseSqlite": true, "ConnectionStrings": { "Sqlite": [|"Data Source=app.db"|], "MySql": "Server=sql" } }""")]
    public Task ADatabaseThatIsNotTheChosenOne_DoesNotTrigger(string settings) => VerifySettingsAsync("appsettings.json", settings);

    private static Task VerifySettingsAsync(
        string name,
        string json,
        string source = "public class Program2;",
        params (string, string)[] others
    )
    {
        var test = new CSharpAnalyzerTest<FileDatabaseInAppDirectoryAnalyzer> { TestCode = source };
        test.TestState.AdditionalFiles.Add((name, json));
        foreach (var other in others)
        {
            test.TestState.AdditionalFiles.Add(other);
        }

        return test.RunAsync(TestContext.Current.CancellationToken);
    }
}
