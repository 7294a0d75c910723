using System.Diagnostics;

[assembly: AssemblyFixture(typeof(Deployability.Testing.Heartbeat))]

namespace Deployability.Testing;

/// <summary>Says every half minute that a test run goes on, because <c>dotnet test</c> is silent until a project is through.</summary>
public sealed class Heartbeat : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(30);

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly ITestContext _context = TestContext.Current;
    private readonly Timer _timer;

    public Heartbeat() => _timer = new Timer(static state => ((Heartbeat)state!).Say(), this, Period, Period);

    public void Dispose() => _timer.Dispose();

    private void Say() => _context.SendDiagnosticMessage("still running after {0:N0} s", _watch.Elapsed.TotalSeconds);
}
