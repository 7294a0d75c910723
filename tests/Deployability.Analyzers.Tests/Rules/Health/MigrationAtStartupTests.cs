using Deployability.Analyzers.Rules.Health;
using Deployability.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;

namespace Deployability.Analyzers.Tests.Rules.Health;

public class MigrationAtStartupTests
{
    private const string EntityFramework = """
        namespace Microsoft.EntityFrameworkCore.Infrastructure
        {
            public class DatabaseFacade { public bool EnsureCreated() => true; public Task<bool> EnsureCreatedAsync(CancellationToken token = default) => null!; }
        }

        namespace Microsoft.EntityFrameworkCore
        {
            public class DbContext { public Infrastructure.DatabaseFacade Database => new(); }

            public static class RelationalDatabaseFacadeExtensions
            {
                public static void Migrate(this Infrastructure.DatabaseFacade database) { }
                public static Task MigrateAsync(this Infrastructure.DatabaseFacade database, CancellationToken token = default) => null!;
            }
        }

        namespace Shop { public class ShopContext : Microsoft.EntityFrameworkCore.DbContext; }
        """;

    [Theory]
    [InlineData("""db.Database.[|Migrate()|];""")]
    [InlineData("""await db.Database.[|MigrateAsync()|];""")]
    [InlineData("""db.Database.[|EnsureCreated()|];""")]
    [InlineData("""if (db.Database.[|EnsureCreated()|]) { Console.WriteLine("created"); }""")]
    [InlineData("""try { db.Database.[|Migrate()|]; } catch (Exception e) { Console.Error.WriteLine(e); }""")]
    [InlineData("""if (!app.Environment.IsDevelopment()) { db.Database.[|Migrate()|]; }""")]
    [InlineData("""if (args.Contains("seed")) { Console.WriteLine("seeding"); return; } db.Database.[|Migrate()|];""")]
    [InlineData("""if (args.Length == 0) { Console.WriteLine("no arguments"); } db.Database.[|Migrate()|];""")]
    [InlineData("""var isNew = DateTime.Now.Year > 2000; if (isNew) { db.Database.[|Migrate()|]; Console.WriteLine("migrated"); }""")]
    public Task MigrationWhileTheAppStarts_Triggers(string code) => VerifyAsync(code);

    [Theory]
    [InlineData("""if (app.Environment.IsDevelopment()) { db.Database.Migrate(); }""")]
    [InlineData("""if (args.Contains("--migrate")) { db.Database.Migrate(); return; }""")]
    [InlineData("""var migrate = args.Length > 0 && args[0] == "migrate"; if (migrate) { db.Database.Migrate(); }""")]
    [InlineData("""if (args is ["migrate"]) { db.Database.Migrate(); }""")]
    [InlineData("""if (args is ["migrate", ..]) { db.Database.Migrate(); }""")]
    [InlineData("""switch (args.FirstOrDefault()) { case "migrate": db.Database.Migrate(); return; default: break; }""")]
    [InlineData("""if (!args.Contains("migrate")) { app.Run(); return; } db.Database.Migrate();""")]
    [InlineData("""if (app.Configuration.GetValue<bool>("Database:MigrateAtStartup")) { db.Database.Migrate(); }""")]
    [InlineData("""if (app.Configuration["RUN_MIGRATIONS"] == "true") { db.Database.Migrate(); }""")]
    [InlineData("""app.MapPost("/admin/migrate", async () => await db.Database.MigrateAsync());""")]
    [InlineData("""var verb = args.FirstOrDefault(); if (verb == "migrate") { db.Database.Migrate(); return; }""")]
    [InlineData("""if (args is [var first, ..] && first == "migrate") { db.Database.Migrate(); return; }""")]
    [InlineData(
        """if (Enum.TryParse<DayOfWeek>(args.FirstOrDefault(), out var day) && day == DayOfWeek.Sunday) { db.Database.Migrate(); }"""
    )]
    [InlineData("""foreach (var arg in args) { if (arg == "--migrate") { db.Database.Migrate(); } }""")]
    [InlineData("""var parsed = new { Migrate = args.Contains("migrate") }; if (parsed.Migrate) { db.Database.Migrate(); }""")]
    [InlineData(
        """if (IsMigration(args)) { db.Database.Migrate(); return; } static bool IsMigration(string[] arguments) => arguments.Contains("migrate");"""
    )]
    [InlineData("""SetHandler(() => db.Database.Migrate()); static void SetHandler(Action handler) => handler();""")]
    [InlineData("""if (string.Equals(Environment.GetEnvironmentVariable("MIGRATE"), "1")) { db.Database.Migrate(); }""")]
    [InlineData(
        """var migrate = false; Parse(given => migrate = given); if (migrate) { db.Database.Migrate(); Environment.Exit(0); } static void Parse(Action<bool> set) => set(true);"""
    )]
    public Task MigrationThatSomebodyAskedFor_DoesNotTrigger(string code) => VerifyAsync(code);

    [Theory]
    [InlineData(
        """app.MigrateDatabase();""",
        """public static class HostExtensions { public static void MigrateDatabase(this IHost host) { using var scope = host.Services.CreateScope(); new ShopContext().Database.[|Migrate()|]; } }"""
    )]
    [InlineData(
        """await new Seeder(db).RunAsync();""",
        """public class Seeder(ShopContext db) { public Task RunAsync() => db.Database.[|MigrateAsync()|]; }"""
    )]
    [InlineData(
        """app.Lifetime.ApplicationStarted.Register(Schema.Prepare);""",
        """public static class Schema { public static void Prepare() => new ShopContext().Database.[|Migrate()|]; }"""
    )]
    [InlineData(
        "",
        """public class Setup(ShopContext db) : IHostedService { public Task StartAsync(CancellationToken token) => db.Database.[|MigrateAsync(token)|]; public Task StopAsync(CancellationToken token) => Task.CompletedTask; }"""
    )]
    [InlineData("", """public class Repository { public Repository(ShopContext db) => db.Database.[|EnsureCreated()|]; }""")]
    public Task CodeThatRunsAtStart_Triggers(string code, string type) => VerifyAsync(code, type);

    [Theory]
    [InlineData("""await Retry(db.Database.[|MigrateAsync|]); static Task Retry(Func<CancellationToken, Task> work) => work(default);""")]
    [InlineData("""Action prepare = db.Database.[|Migrate|]; prepare();""")]
    [InlineData("""Func<bool> create = db.Database.[|EnsureCreated|]; create();""")]
    public Task MethodGroup_Triggers(string code) => VerifyAsync(code);

    [Theory]
    [InlineData("""app.MapPost("/admin/schema", db.Database.Migrate);""")]
    [InlineData("""SetHandler(db.Database.Migrate); static void SetHandler(Action handler) => handler();""")]
    [InlineData("""if (args.Contains("migrate")) { Action migrate = db.Database.Migrate; migrate(); }""")]
    public Task MethodGroupThatSomebodyAskedFor_DoesNotTrigger(string code) => VerifyAsync(code);

    [Theory]
    [InlineData(
        """public static class HostExtensions { public static void MigrateDatabase(this IHost host) => new ShopContext().Database.Migrate(); }"""
    )]
    [InlineData(
        """public static class DbInitializer { public static Task SeedAsync(ShopContext db) => db.Database.EnsureCreatedAsync(); }"""
    )]
    public Task HelperThatNobodyCalls_DoesNotTrigger(string type) => VerifyAsync("", type);

    [Fact]
    public Task FileDatabase_TriggersOnceAndSpeaksOfNoRace() =>
        VerifyAsync(
            """Options.UseSqlite(); db.Database.{|#0:EnsureCreated()|}; await db.Database.MigrateAsync(); Later.Run();""",
            "static class Options { public static void UseSqlite() { } } static class Later { public static void Run() => new ShopContext().Database.Migrate(); }",
            new DiagnosticResult("DPL3103", DiagnosticSeverity.Info)
                .WithLocation(0)
                .WithArguments(
                    "EnsureCreated",
                    "the app starts, so a change that fails keeps it down, with the database file half changed; copy the file first, or run it once per deployment before the app starts"
                )
        );

    [Fact]
    public Task ServerBesideAFile_SpeaksOfInstances() =>
        VerifyAsync(
            """if (args.Length > 3) { Options.UseSqlite(); } else { Options.UseNpgsql(); } db.Database.{|#0:Migrate()|};""",
            "static class Options { public static void UseSqlite() { } public static void UseNpgsql() { } }",
            new DiagnosticResult("DPL3103", DiagnosticSeverity.Info)
                .WithLocation(0)
                .WithArguments(
                    "Migrate",
                    "an instance starts, so several instances race and each needs the rights to change the schema; run it once per deployment, for example as a job"
                )
        );

    [Theory]
    [InlineData(
        """public class AdminController : Microsoft.AspNetCore.Mvc.ControllerBase { public Task Migrate(ShopContext db) => db.Database.MigrateAsync(); }"""
    )]
    [InlineData(
        """public class AccountController : Microsoft.AspNetCore.Mvc.ControllerBase { public void Register(ShopContext db) => EnsureDatabase(db); private static void EnsureDatabase(ShopContext db) => db.Database.EnsureCreated(); }"""
    )]
    [InlineData("""public class MigrateCommand(ShopContext db) { public Task RunAsync() => db.Database.MigrateAsync(); }""")]
    [InlineData("""public class Tenants(ShopContext db) { public Task AddAsync() => db.Database.MigrateAsync(); }""")]
    public Task CodeThatRunsOnDemand_DoesNotTrigger(string type) => VerifyAsync("", type);

    [Theory]
    [InlineData("""var flags = app.Configuration.GetSection("Flags").Get<Flags>()!; if (flags.Migrate) { db.Database.Migrate(); }""")]
    [InlineData("""var flags = Flags.Parse(args); if (flags.Migrate) { db.Database.Migrate(); return; }""")]
    public Task SwitchOfAnObject_DoesNotTrigger(string code) =>
        VerifyAsync(code, "public class Flags { public bool Migrate { get; set; } public static Flags Parse(string[] args) => new(); }");

    [Fact]
    public Task SwitchThatNobodySets_Triggers() =>
        VerifyAsync(
            """var flags = new Flags(); if (flags.Migrate) { db.Database.[|Migrate()|]; }""",
            "public class Flags { public bool Migrate { get; set; } = true; }"
        );

    [Fact]
    public Task HelperCalledOnlyByAVerb_DoesNotTrigger() =>
        VerifyAsync("""if (args.Contains("migrate")) { MigrateDatabase(); return; } void MigrateDatabase() => db.Database.Migrate();""");

    [Fact]
    public Task InMemoryDatabaseAlone_DoesNotTrigger() =>
        VerifyAsync(
            "Options.UseInMemoryDatabase(); db.Database.EnsureCreated();",
            "static class Options { public static void UseInMemoryDatabase() { } }"
        );

    [Theory]
    [InlineData("""Options.UseSqlite($"Data Source={Path.Combine(Path.GetTempPath(), "shop.db")}"); db.Database.EnsureCreated();""")]
    [InlineData("""var file = Path.GetTempFileName(); Options.UseSqlite($"Data Source={file}"); db.Database.EnsureCreated();""")]
    [InlineData("""Options.UseSqlite("Data Source=/tmp/shop.db"); db.Database.EnsureCreated();""")]
    public Task FileThatIsGoneWithTheProcess_DoesNotTrigger(string code) =>
        VerifyAsync(code, "static class Options { public static void UseSqlite(string connection) { } }");

    [Fact]
    public Task FileBesideATemporaryOne_Triggers() =>
        VerifyAsync(
            """Options.UseSqlite("Data Source=/tmp/shop.db"); Options.UseSqlite("Data Source=/data/shop.db"); db.Database.[|EnsureCreated()|];""",
            "static class Options { public static void UseSqlite(string connection) { } }"
        );

    [Fact]
    public Task InMemoryDatabaseBesideAnother_Triggers() =>
        VerifyAsync(
            """if (app.Environment.IsDevelopment()) { Options.UseInMemoryDatabase(); } else { Options.UseSqlite(); } db.Database.[|EnsureCreated()|];""",
            "static class Options { public static void UseInMemoryDatabase() { } public static void UseSqlite() { } }"
        );

    [Fact]
    public Task Worker_DoesNotTrigger()
    {
        var test = new CSharpAnalyzerTest<MigrationAtStartupAnalyzer>();
        test.TestState.Sources.Add(
            """
            using Microsoft.EntityFrameworkCore;
            using Shop;

            new ShopContext().Database.Migrate();
            Host.CreateApplicationBuilder(args).Build().Run();
            """
        );
        test.TestState.Sources.Add(EntityFramework);
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    private static Task VerifyAsync(string code, string types = "", params DiagnosticResult[] expected)
    {
        var test = new CSharpAnalyzerTest<MigrationAtStartupAnalyzer>();
        test.ExpectedDiagnostics.AddRange(expected);
        test.TestState.Sources.Add(
            $"""
            using Microsoft.EntityFrameworkCore;
            using Shop;

            var app = WebApplication.CreateBuilder(args).Build();
            var db = new ShopContext();
            {code}
            app.Run();
            {types}
            """
        );
        test.TestState.Sources.Add(EntityFramework);
        return test.RunAsync(TestContext.Current.CancellationToken);
    }
}
