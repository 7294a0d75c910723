using Deployability.Model;
using Microsoft.CodeAnalysis.Testing;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpAnalyzerVerifier<Deployability.Analyzers.Rules.Health.StoppingTokenIgnoredAnalyzer>;

namespace Deployability.Analyzers.Tests.Rules.Health;

public class StoppingTokenIgnoredTests
{
    [Theory]
    [InlineData("""[|while (true)|] { await WorkAsync(); }""")]
    [InlineData("""[|while (true)|] { await WorkAsync(); await Task.Delay(5000); }""")]
    [InlineData("""[|for (;;)|] { await WorkAsync(); await Task.Delay(TimeSpan.FromMinutes(1)); }""")]
    [InlineData("""do { await WorkAsync(); } [|while (true)|];""")]
    [InlineData("""var tries = 0; [|while (true)|] { await WorkAsync(); if (++tries > 3) { tries = 0; } }""")]
    [InlineData(
        """[|while (true)|] { await WorkAsync(); foreach (var item in new[] { 1 }) { if (DateTime.UtcNow.Ticks > 5 && DateTime.UtcNow > DateTime.MinValue) { break; } } }"""
    )]
    [InlineData("""[|while (true)|] { await WorkAsync(); if (_queue.Count == 0) { return; } }""")]
    [InlineData("""[|while (true)|] { await Task.Delay(1000, CancellationToken.None); }""")]
    [InlineData("""await Task.Run(async () => { [|while (true)|] { await WorkAsync(); await Task.Delay(10); } });""")]
    [InlineData("""while (!stoppingToken.IsCancellationRequested) { await WorkAsync(); await [|Task.Delay(5000)|]; }""")]
    [InlineData("""while (!stoppingToken.IsCancellationRequested) { await WorkAsync(); await [|Task.Delay(_interval)|]; }""")]
    [InlineData("""while (!stoppingToken.IsCancellationRequested) { await WorkAsync(); [|Thread.Sleep(TimeSpan.FromSeconds(30))|]; }""")]
    [InlineData("""await [|Task.Delay(Timeout.Infinite)|];""")]
    [InlineData(
        """using var timer = new PeriodicTimer(_interval); while (await [|timer.WaitForNextTickAsync()|]) { await WorkAsync(); }"""
    )]
    [InlineData("""await foreach (var item in [|_channel.Reader.ReadAllAsync()|]) { await WorkAsync(); }""")]
    [InlineData("""while (await [|_channel.Reader.WaitToReadAsync()|]) { await WorkAsync(); }""")]
    [InlineData("""foreach (var item in [|_queue.GetConsumingEnumerable()|]) { await WorkAsync(); }""")]
    [InlineData("""while (!stoppingToken.IsCancellationRequested) { var item = await [|_channel.Reader.ReadAsync()|]; }""")]
    [InlineData("""while (!stoppingToken.IsCancellationRequested) { var item = [|_queue.Take()|]; await WorkAsync(); }""")]
    public Task IgnoredToken_Triggers(string body) => VerifyAsync(body);

    [Theory]
    [InlineData("""while (!stoppingToken.IsCancellationRequested) { await Task.Delay(5000, stoppingToken); }""")]
    [InlineData("""while (true) { stoppingToken.ThrowIfCancellationRequested(); await WorkAsync(); }""")]
    [InlineData("""while (true) { await WorkAsync(stoppingToken); }""")]
    [InlineData("""while (true) { if (stoppingToken.IsCancellationRequested) { break; } await WorkAsync(); }""")]
    [InlineData("""var token = stoppingToken; while (true) { await Task.Delay(1000, token); }""")]
    [InlineData(
        """using var linked = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken); while (true) { await Task.Delay(1000, linked.Token); }"""
    )]
    [InlineData("""stoppingToken.Register(() => _stopping = true); while (true) { await WorkAsync(); }""")]
    [InlineData("""while (true) { if (_stopping) { break; } await WorkAsync(); }""")]
    [InlineData("""while (!_stopping) { await WorkAsync(); }""")]
    [InlineData("""var tries = 0; do { if (tries > 20) { return; } await WorkAsync(); tries++; } while (true);""")]
    [InlineData("""var tries = 0; while (true) { await WorkAsync(); if (++tries == 3) { break; } }""")]
    [InlineData("""for (var i = 0; ; i += 10) { if (i >= 100) { break; } await WorkAsync(); }""")]
    [InlineData(
        """var end = DateTime.UtcNow.AddMinutes(1); while (true) { await WorkAsync(); if (DateTime.UtcNow > end) { throw new TimeoutException(); } }"""
    )]
    [InlineData(
        """var clock = System.Diagnostics.Stopwatch.StartNew(); while (true) { await WorkAsync(); if (clock.Elapsed > _interval) { break; } }"""
    )]
    [InlineData("""while (true) { if (!_queue.TryTake(out var item)) { break; } await WorkAsync(); }""")]
    [InlineData("""_token = stoppingToken; while (true) { await CopyAsync(); }""")]
    [InlineData("""while (true) { await Task.Delay(1000, _lifetime.ApplicationStopping); }""")]
    [InlineData(
        """using var timer = new PeriodicTimer(_interval); while (await timer.WaitForNextTickAsync(stoppingToken)) { await WorkAsync(); }"""
    )]
    [InlineData("""await foreach (var item in _channel.Reader.ReadAllAsync(stoppingToken)) { await WorkAsync(); }""")]
    [InlineData("""await foreach (var item in _channel.Reader.ReadAllAsync().WithCancellation(stoppingToken)) { await WorkAsync(); }""")]
    [InlineData("""foreach (var item in _queue.GetConsumingEnumerable(stoppingToken)) { await WorkAsync(); }""")]
    [InlineData(
        """while (!stoppingToken.IsCancellationRequested) { await WorkAsync(); await Task.Delay(100); Thread.Sleep(50); await Task.Delay(TimeSpan.FromMilliseconds(250)); }"""
    )]
    [InlineData("""for (var i = 0; i < 3; i++) { await WorkAsync(); }""")]
    [InlineData("""foreach (var item in new[] { 1, 2 }) { await WorkAsync(); }""")]
    [InlineData("""await WorkAsync();""")]
    [InlineData(
        """while (true) { try { await WorkAsync(stoppingToken); } catch (OperationCanceledException) { return; } catch (Exception) { await Task.Delay(10); } }"""
    )]
    [InlineData(
        """while (!stoppingToken.IsCancellationRequested) { await Task.WhenAny(Task.Delay(60000), _channel.Reader.WaitToReadAsync(stoppingToken).AsTask()); }"""
    )]
    public Task ObservedToken_DoesNotTrigger(string body) => VerifyAsync(body);

    private static DiagnosticResult IgnoredLoop =>
        Verify
            .Diagnostic()
            .WithArguments(
                "This loop",
                "ct",
                "the service is killed in the middle of its work when the instance stops",
                "loop while !ct.IsCancellationRequested and pass the token to what it awaits"
            );

    [Fact]
    public Task Message_NamesTheToken() =>
        Verify.VerifyAnalyzerAsync(
            """
            public class Worker : BackgroundService
            {
                protected override async Task ExecuteAsync(CancellationToken ct)
                {
                    {|#0:while (true)|} { await Task.Yield(); }
                }
            }
            """,
            IgnoredLoop.WithLocation(0)
        );

    [Fact]
    public Task SeveralPlacesOfOneMethod_TriggerOnceAtTheLoop() =>
        Verify.VerifyAnalyzerAsync(
            """
            public class Worker : BackgroundService
            {
                protected override async Task ExecuteAsync(CancellationToken ct)
                {
                    await {|#1:Task.Delay(5000)|};
                    {|#0:while (true)|} { await Task.Yield(); }
                    do { await Task.Yield(); } {|#2:while (true)|};
                }
            }
            """,
            IgnoredLoop.WithLocation(0).WithLocation(2).WithLocation(1)
        );

    [Fact]
    public Task ShortWait_IsSaidToHoldUpTheStop() =>
        Verify.VerifyAnalyzerAsync(
            """
            public class Worker : BackgroundService
            {
                protected override async Task ExecuteAsync(CancellationToken ct)
                {
                    while (!ct.IsCancellationRequested) { await {|#0:Task.Delay(5000)|}; }
                }
            }
            """,
            Verify.Diagnostic().WithLocation(0).WithArguments("Delay()", "ct", "each stop of the instance waits for it", "pass the token")
        );

    [Theory]
    [InlineData("await LoopAsync();", "async Task LoopAsync() { [|while (true)|] { await Task.Delay(5000); } }")]
    [InlineData("await Task.Run(LoopAsync);", "async Task LoopAsync() { [|while (true)|] { await Task.Yield(); } }")]
    [InlineData(
        "await LoopAsync(stoppingToken);",
        "async Task LoopAsync(CancellationToken token) { [|while (true)|] { await Task.Delay(5000); } }"
    )]
    [InlineData(
        "while (!stoppingToken.IsCancellationRequested) { await WaitAsync(); }",
        "Task WaitAsync() => [|Task.Delay(TimeSpan.FromMinutes(5))|];"
    )]
    [InlineData(
        "await OuterAsync();",
        "Task OuterAsync() => InnerAsync(); async Task InnerAsync() { [|for (;;)|] { await Task.Yield(); } }"
    )]
    [InlineData(
        "while (!stoppingToken.IsCancellationRequested) { await Pause.ForAnHour(); }",
        "static class Pause { public static Task ForAnHour() => [|Task.Delay(TimeSpan.FromHours(1))|]; }"
    )]
    public Task HelperThatIgnoresTheStop_Triggers(string body, string helper) => VerifyHelperAsync(body, helper);

    [Theory]
    [InlineData(
        "await LoopAsync(stoppingToken);",
        "async Task LoopAsync(CancellationToken token) { while (!token.IsCancellationRequested) { await Task.Delay(5000, token); } }"
    )]
    [InlineData(
        "_token = stoppingToken; await LoopAsync();",
        "CancellationToken _token; async Task LoopAsync() { while (true) { await Task.Delay(5000, _token); } }"
    )]
    [InlineData(
        "await LoopAsync();",
        "Socket _socket = new(); async Task LoopAsync() { while (true) { await _socket.AcceptAsync(); } } public override void Dispose() { _socket.Dispose(); base.Dispose(); }"
    )]
    [InlineData(
        "await Retries.SendAsync();",
        "static class Retries { public static async Task SendAsync() { for (var i = 0; i < 3; i++) { await Task.Delay(2000); } } }"
    )]
    [InlineData("await WorkAsync();", "Task WorkAsync() => Task.CompletedTask; Task OtherAsync() => Task.Delay(5000);")]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { await PauseAsync(); }", "Task PauseAsync() => Task.Delay(2000);")]
    [InlineData(
        "while (!stoppingToken.IsCancellationRequested) { await Pause.ForAWhile(); }",
        "static class Pause { public static Task ForAWhile() => Task.Delay(TimeSpan.FromSeconds(20)); }"
    )]
    public Task HelperThatObservesTheStop_DoesNotTrigger(string body, string helper) => VerifyHelperAsync(body, helper);

    private static Task VerifyHelperAsync(string body, string helper) =>
        Verify.VerifyAnalyzerAsync(
            $$"""
            public class Worker : BackgroundService
            {
                protected override async Task ExecuteAsync(CancellationToken stoppingToken)
                {
                    {{body}}
                }

                {{helper}}
            }

            public sealed class Socket : IDisposable { public Task AcceptAsync() => Task.CompletedTask; public void Dispose() { } }
            """
        );

    [Fact]
    public Task HelperOfTwoServices_TriggersOnce() =>
        Verify.VerifyAnalyzerAsync(
            """
            public class First : BackgroundService { protected override Task ExecuteAsync(CancellationToken stoppingToken) => Loops.RunAsync(); }

            public class Second : BackgroundService { protected override Task ExecuteAsync(CancellationToken stoppingToken) => Loops.RunAsync(); }

            static class Loops
            {
                public static async Task RunAsync()
                {
                    [|while (true)|] { await Task.Yield(); }
                }
            }
            """
        );

    [Fact]
    public Task HelperWithoutAToken_IsToldToTakeOne() =>
        Verify.VerifyAnalyzerAsync(
            """
            public class Worker : BackgroundService
            {
                protected override Task ExecuteAsync(CancellationToken ct) => LoopAsync();

                private async Task LoopAsync()
                {
                    {|#0:while (true)|} { await Task.Yield(); }
                }
            }
            """,
            Verify
                .Diagnostic()
                .WithLocation(0)
                .WithArguments(
                    "This loop",
                    "ct",
                    "the service is killed in the middle of its work when the instance stops",
                    "give LoopAsync() the token"
                )
        );

    [Fact]
    public Task EndlessLoopInStartAsync_Triggers() =>
        Verify.VerifyAnalyzerAsync(
            """
            public class Worker : IHostedService
            {
                public async Task StartAsync(CancellationToken cancellationToken)
                {
                    await Task.Delay(5000);
                    [|while (true)|] { await Task.Delay(5000); }
                }

                public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
            }
            """
        );

    [Fact]
    public Task WaitOfAHelperThatHasTheToken_Triggers() =>
        Verify.VerifyAnalyzerAsync(
            """
            public class Worker : IHostedService
            {
                private readonly CancellationTokenSource _stop = new();
                private Task? _running;

                public Task StartAsync(CancellationToken cancellationToken)
                {
                    _running = RunAsync(_stop.Token);
                    return Task.CompletedTask;
                }

                public Task StopAsync(CancellationToken cancellationToken)
                {
                    _stop.Cancel();
                    return _running ?? Task.CompletedTask;
                }

                private async Task RunAsync(CancellationToken token)
                {
                    while (!token.IsCancellationRequested)
                    {
                        await [|Task.Delay(TimeSpan.FromSeconds(15))|];
                    }
                }
            }
            """
        );

    [Fact]
    public Task ChannelThatStopAsyncCompletes_DoesNotTrigger() =>
        Verify.VerifyAnalyzerAsync(
            """
            using System.Threading.Channels;

            public class Worker(Channel<int> channel) : BackgroundService
            {
                protected override async Task ExecuteAsync(CancellationToken stoppingToken)
                {
                    await foreach (var item in channel.Reader.ReadAllAsync())
                    {
                    }
                }

                public override Task StopAsync(CancellationToken cancellationToken)
                {
                    channel.Writer.Complete();
                    return base.StopAsync(cancellationToken);
                }
            }
            """
        );

    [Fact]
    public Task MethodOfAnotherClass_DoesNotTrigger() =>
        Verify.VerifyAnalyzerAsync(
            """
            public class Command
            {
                public async Task ExecuteAsync(CancellationToken token)
                {
                    while (true) { await Task.Delay(1000); }
                }
            }
            """
        );

    private static Task VerifyAsync(string body) =>
        Verify.VerifyAnalyzerAsync(
            $$"""
            using System.Collections.Concurrent;
            using System.Threading.Channels;

            public class Worker(IHostApplicationLifetime _lifetime) : BackgroundService
            {
                private readonly TimeSpan _interval = TimeSpan.FromSeconds(10);
                private readonly Channel<int> _channel = Channel.CreateUnbounded<int>();
                private readonly BlockingCollection<int> _queue = [];
                private volatile bool _stopping;
                private CancellationToken _token;

                protected override async Task ExecuteAsync(CancellationToken stoppingToken)
                {
                    {{body}}
                }

                private Task WorkAsync() => Task.CompletedTask;

                private Task WorkAsync(CancellationToken token) => Task.Delay(1, token);

                private Task CopyAsync() => Task.Delay(5000, _token);
            }
            """
        );
}
