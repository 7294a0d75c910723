using Deployability.Model;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpAnalyzerVerifier<Deployability.Analyzers.Rules.Health.ProcessKillingCallAnalyzer>;

namespace Deployability.Analyzers.Tests.Rules.Health;

public class ProcessKillingCallTests
{
    [Theory]
    [InlineData("""app.MapPost("/stop", () => [|Environment.Exit(0)|]);""")]
    [InlineData("""app.MapPost("/stop", () => { [|Environment.FailFast("stopped")|]; });""")]
    [InlineData("""app.MapPost("/stop", () => [|System.Diagnostics.Process.GetCurrentProcess().Kill()|]);""")]
    [InlineData("""app.MapPost("/stop", () => { var self = System.Diagnostics.Process.GetCurrentProcess(); [|self.Kill(true)|]; });""")]
    [InlineData("""app.Use(async (context, next) => { [|Console.ReadLine()|]; await next(); });""")]
    [InlineData("""app.MapGroup("/admin").MapGet("/", () => [|Console.ReadKey()|].KeyChar);""")]
    public Task HandlerOfRequests_Triggers(string code) => VerifyAsync(code + " app.Run();");

    [Theory]
    [InlineData("""await app.StartAsync(); [|Console.ReadLine()|]; await app.StopAsync();""")]
    [InlineData("""app.Start(); Console.WriteLine("Press a key"); [|Console.ReadKey()|];""")]
    [InlineData("""_ = app.RunAsync(); [|Console.ReadLine()|];""")]
    [InlineData("""app.RunAsync(); [|Console.ReadLine()|];""")]
    public Task ConsoleThatKeepsTheHostAlive_Triggers(string code) => VerifyAsync(code);

    [Theory]
    [InlineData("""if (args.Length == 0) { Console.Error.WriteLine("usage"); Environment.Exit(1); } app.Run();""")]
    [InlineData("""Console.WriteLine("Password:"); var password = Console.ReadLine(); app.Run();""")]
    [InlineData("""var running = app.RunAsync(); Console.ReadLine(); await running;""")]
    [InlineData("""app.Run(); Environment.Exit(3);""")]
    [InlineData("""try { app.Run(); } catch (Exception e) { Environment.FailFast(e.Message); }""")]
    [InlineData("""AppDomain.CurrentDomain.UnhandledException += (_, _) => Environment.Exit(1); app.Run();""")]
    [InlineData("""app.MapPost("/stop", (IHostApplicationLifetime lifetime) => lifetime.StopApplication()); app.Run();""")]
    [InlineData("""app.MapPost("/kill", (int id) => System.Diagnostics.Process.GetProcessById(id).Kill()); app.Run();""")]
    [InlineData("""if (app.Environment.IsDevelopment()) { app.MapPost("/stop", () => Environment.Exit(0)); } app.Run();""")]
    [InlineData("""var exit = Environment.ExitCode; app.Run();""")]
    public Task ProgramAroundItsHost_DoesNotTrigger(string code) => VerifyAsync(code);

    [Theory]
    [InlineData(
        "public class OrdersController : Microsoft.AspNetCore.Mvc.ControllerBase { public void Stop() => [|Environment.Exit(0)|]; }"
    )]
    [InlineData(
        "public class Worker : BackgroundService { protected override async Task ExecuteAsync(CancellationToken token) { try { await Task.Delay(1, token); } catch (Exception) { [|Environment.Exit(1)|]; } } }"
    )]
    [InlineData(
        "public class Watchdog : IHostedService { public Task StartAsync(CancellationToken token) { [|Console.ReadKey()|]; return Task.CompletedTask; } public Task StopAsync(CancellationToken token) => Task.CompletedTask; }"
    )]
    [InlineData(
        "public class Middleware(RequestDelegate next) { public Task InvokeAsync(HttpContext context) { [|Environment.FailFast(null)|]; return next(context); } }"
    )]
    public Task TypeOfAServer_Triggers(string type) => Verify.VerifyAnalyzerAsync(type);

    [Theory]
    [InlineData("public class Arguments { public void Parse() => Environment.Exit(2); }")]
    [InlineData(
        "public class ConsoleWorker : BackgroundService { protected override Task ExecuteAsync(CancellationToken token) { Console.ReadLine(); return Task.CompletedTask; } }"
    )]
    [InlineData(
        "public class Worker : BackgroundService { protected override Task ExecuteAsync(CancellationToken token) { if (Environment.UserInteractive) { Console.ReadKey(); } return Task.CompletedTask; } }"
    )]
    [InlineData(
        "public class Worker : BackgroundService { protected override Task ExecuteAsync(CancellationToken token) { if (System.Diagnostics.Debugger.IsAttached) { Console.ReadKey(); } return Task.CompletedTask; } }"
    )]
    public Task OtherType_DoesNotTrigger(string type) => Verify.VerifyAnalyzerAsync(type);

    [Fact]
    public Task Message_SaysWhatToDo() =>
        Verify.VerifyAnalyzerAsync(
            "public class Worker : BackgroundService { protected override Task ExecuteAsync(CancellationToken token) { {|#0:Environment.Exit(1)|}; return Task.CompletedTask; } }",
            Verify
                .Diagnostic()
                .WithLocation(0)
                .WithArguments(
                    "Environment.Exit()",
                    "ends the process in the middle of other requests and skips every clean-up; call IHostApplicationLifetime.StopApplication(), or throw"
                )
        );

    private static Task VerifyAsync(string code) =>
        Verify.VerifyAnalyzerAsync(
            $"""
            var app = WebApplication.CreateBuilder(args).Build();
            {code}
            """
        );
}
