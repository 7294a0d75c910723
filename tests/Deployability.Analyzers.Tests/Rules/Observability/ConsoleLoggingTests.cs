using Deployability.Analyzers.Rules.Observability;
using Deployability.Model;
using Microsoft.CodeAnalysis.CSharp.Testing;

namespace Deployability.Analyzers.Tests.Rules.Observability;

public sealed class ConsoleLoggingTests
{
    private static Task VerifyAsync(string source) =>
        CSharpAnalyzerVerifier<ConsoleLoggingAnalyzer>.VerifyAnalyzerAsync("using Microsoft.AspNetCore.Mvc;\n" + source);

    [Fact]
    public Task RequestHandlers_Trigger() =>
        VerifyAsync(
            """
            var app = WebApplication.Create(args);
            app.MapGet("/", (string name) => { [|Console.WriteLine($"Hello {name}")|]; return name; });
            app.Use(async (context, next) => { [|Console.Error.WriteLine(context.Request.Path)|]; await next(); });
            app.Run();

            public class OrdersController : ControllerBase
            {
                [HttpGet] public void Get() { [|Console.Write("orders")|]; [|Console.Out.WriteLine()|]; }
            }
            """
        );

    [Fact]
    public Task ServicesAndBackgroundWork_Trigger() =>
        VerifyAsync(
            """
            public class OrderService { public void Place(int id) => [|Console.WriteLine("placed {0}", id)|]; }

            public class Worker : BackgroundService
            {
                protected override Task ExecuteAsync(CancellationToken stoppingToken) { [|Console.WriteLine("tick")|]; return Task.CompletedTask; }
            }
            """
        );

    [Fact]
    public Task StartUpOfTheProgram_DoesNotTrigger() =>
        VerifyAsync(
            """
            if (args.Contains("--help")) { Console.WriteLine("usage: app [--migrate]"); return; }
            Console.WriteLine("Starting");
            var app = WebApplication.Create(args);
            PrintUrls();
            app.Run();

            void PrintUrls() => Console.WriteLine(string.Join(",", app.Urls));
            """
        );

    [Fact]
    public Task CommandLineVerbsAndDialogues_DoNotTrigger() =>
        VerifyAsync(
            """
            public class MigrateCommand { public void Run() => Console.WriteLine("done"); }
            public class Setup
            {
                public void PrintUsage() => Console.WriteLine("usage");
                public string? Ask() { Console.Write("Name: "); return Console.ReadLine(); }
            }
            """
        );

    [Fact]
    public Task LastWordsBeforeTheProcessExits_DoNotTrigger() =>
        VerifyAsync(
            """
            public static class StartupHelpers
            {
                public static void CreateFolders(string path)
                {
                    try { Directory.CreateDirectory(path); }
                    catch (IOException ex)
                    {
                        Console.Error.WriteLine("Cannot create the folder");
                        Console.Error.WriteLine(ex.ToString());
                        Environment.Exit(1);
                    }
                }
            }
            """
        );

    [Fact]
    public Task VerbThatRunsTheHost_DoesNotTrigger() =>
        CSharpAnalyzerVerifier<ConsoleLoggingAnalyzer>.VerifyAnalyzerAsync(
            """
            return await new CollectHandler().InvokeAsync(args);

            class CollectHandler
            {
                public async Task<int> InvokeAsync(string[] args)
                {
                    try
                    {
                        var app = WebApplication.Create(args);
                        app.MapGet("/", () => "");
                        await app.RunAsync();
                        return 0;
                    }
                    catch (FormatException ex)
                    {
                        Console.Error.WriteLine(ex.Message);
                        return -1;
                    }
                }
            }

            class CollectService(ILogger<CollectService> logger)
            {
                public void Collect()
                {
                    logger.LogInformation("collecting");
                    [|Console.WriteLine("collected")|];
                }
            }
            """
        );

    [Fact]
    public Task SetUpOfTheHost_DoesNotTrigger() =>
        VerifyAsync(
            """
            public class Startup
            {
                public Startup(IWebHostEnvironment environment) => Console.WriteLine(environment.ContentRootPath);
                public void Configure(IApplicationBuilder app, IHostApplicationLifetime lifetime) => lifetime.ApplicationStopped.Register(OnStopped);
                private static void OnStopped() => Console.WriteLine("Stopped");
            }

            public static class Registrations
            {
                public static IServiceCollection AddDocuments(this IServiceCollection services, string path)
                {
                    if (!File.Exists(path)) Console.WriteLine("There is no documentation");
                    return services;
                }
            }
            """
        );

    [Fact]
    public Task WhereARequestOfTheStartupClassIsAnswered_Triggers() =>
        VerifyAsync(
            """
            public class Startup
            {
                public void Configure(IApplicationBuilder app) => app.Run(async context => { [|Console.WriteLine(context.Request.Path)|]; await context.Response.CompleteAsync(); });
            }
            """
        );

    [Fact]
    public Task WhereLoggingItselfFailed_DoesNotTrigger() =>
        VerifyAsync(
            """
            public class Relay(ILogger<Relay> logger)
            {
                public void Pass(string line)
                {
                    try { logger.LogInformation("{Line}", line); }
                    catch (Exception) { Console.WriteLine(line); }
                }
            }
            """
        );

    [Fact]
    public Task FailureOfOtherWork_Triggers() =>
        VerifyAsync(
            """
            public class Relay(ILogger<Relay> logger)
            {
                public void Pass(string path)
                {
                    try { File.Delete(path); logger.LogInformation("Deleted"); }
                    catch (Exception) { [|Console.WriteLine(path)|]; }
                }
            }
            """
        );

    [Fact]
    public Task LoggersThemselves_DoNotTrigger() =>
        VerifyAsync(
            """
            public class PlainLogger : ILogger
            {
                public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
                public bool IsEnabled(LogLevel logLevel) => true;
                public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Console.WriteLine(formatter(state, exception));
            }
            """
        );

    [Fact]
    public Task DevelopmentAndOtherWriters_DoNotTrigger() =>
        VerifyAsync(
            """
            public class Startup
            {
                public void Configure(IApplicationBuilder app, IWebHostEnvironment env, TextWriter writer)
                {
                    if (env.IsDevelopment()) Console.WriteLine("development");
                    writer.WriteLine("x");
                    System.Diagnostics.Debug.WriteLine("x");
                }
            }
            """
        );

    [Fact]
    public async Task ConsoleProgramWithoutAHost_DoesNotTrigger()
    {
        var test = new CSharpAnalyzerTest<ConsoleLoggingAnalyzer>
        {
            TestCode =
                """System.Console.WriteLine("done"); public class Report { public void Print() => System.Console.WriteLine("report"); }""",
            References = Deployability.Testing.SdkReferences.NetCore,
        };
        await test.RunAsync(TestContext.Current.CancellationToken);
    }
}
