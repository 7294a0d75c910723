using Deployability.Model;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    Deployability.Analyzers.Rules.Health.StoppingTokenIgnoredAnalyzer,
    Deployability.CodeFixes.Rules.Health.StoppingTokenIgnoredCodeFix
>;

namespace Deployability.CodeFixes.Tests.Rules.Health;

public class StoppingTokenIgnoredCodeFixTests
{
    [Theory]
    [InlineData(
        "[|while (true)|] { await Task.Delay(5000); }",
        "while (!stoppingToken.IsCancellationRequested) { await Task.Delay(5000, stoppingToken); }"
    )]
    [InlineData("[|for (;;)|] { await Task.Yield(); }", "while (!stoppingToken.IsCancellationRequested) { await Task.Yield(); }")]
    [InlineData(
        "do { Thread.Sleep(2000); } [|while (true)|]; // forever",
        "do { await Task.Delay(2000, stoppingToken); } while (!stoppingToken.IsCancellationRequested); // forever"
    )]
    [InlineData(
        "while (!stoppingToken.IsCancellationRequested) { await [|Task.Delay(TimeSpan.FromSeconds(5))|].ConfigureAwait(false); }",
        "while (!stoppingToken.IsCancellationRequested) { await Task.Delay(TimeSpan.FromSeconds(5), stoppingToken).ConfigureAwait(false); }"
    )]
    [InlineData(
        "using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5)); while (await [|timer.WaitForNextTickAsync()|]) { }",
        "using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5)); while (await timer.WaitForNextTickAsync(stoppingToken)) { }"
    )]
    [InlineData(
        "await [|Task.Delay(5000)|]; await Task.Delay(6000);",
        "await Task.Delay(5000, stoppingToken); await Task.Delay(6000, stoppingToken);"
    )]
    [InlineData(
        "await Task.Delay(5000); [|while (true)|] { await Task.Yield(); } do { await Task.Delay(100); } while (true);",
        "await Task.Delay(5000, stoppingToken); while (!stoppingToken.IsCancellationRequested) { await Task.Yield(); } do { await Task.Delay(100, stoppingToken); } while (!stoppingToken.IsCancellationRequested);"
    )]
    public Task IgnoredToken_IsObserved(string body, string fixedBody) =>
        Verify.VerifyCodeFixAsync(Worker("async ", body), Worker("async ", fixedBody));

    [Fact]
    public Task SeveralPlacesOfTwoMethods_AreObserved() =>
        Verify.VerifyCodeFixAsync(
            Worker("async ", "do { await Task.Yield(); } [|while (true)|]; await Task.Delay(5000);")
                + "\n"
                + Worker("async ", "await Task.Delay(5000); [|while (true)|] { await Task.Yield(); }").Replace("Worker", "Other"),
            Worker(
                "async ",
                "do { await Task.Yield(); } while (!stoppingToken.IsCancellationRequested); await Task.Delay(5000, stoppingToken);"
            )
                + "\n"
                + Worker(
                        "async ",
                        "await Task.Delay(5000, stoppingToken); while (!stoppingToken.IsCancellationRequested) { await Task.Yield(); }"
                    )
                    .Replace("Worker", "Other")
        );

    [Fact]
    public Task LoopOfAMethodThatIsNotAsync_IsNotFixed()
    {
        var source = Worker("", "[|while (true)|] { Thread.Sleep(5000); }");
        return Verify.VerifyCodeFixAsync(source, source);
    }

    private static string Worker(string modifier, string body) =>
        $$"""
            public class Worker : BackgroundService
            {
                protected override {{modifier}}Task ExecuteAsync(CancellationToken stoppingToken)
                {
                    {{body}}
                }
            }
            """;
}
