using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Deployability.EndToEnd.Tests;

/// <summary>A process that serves until it is asked to end, with what it writes: started, waited for and stopped as a cluster does.</summary>
internal sealed class AppProcess : IDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    private readonly Process process;
    private readonly StringBuilder output = new();

    /// <param name="process">Just started, its output and errors redirected; from now on this one's.</param>
    public AppProcess(Process process)
    {
        this.process = process;
        process.OutputDataReceived += (_, line) => Append(line.Data);
        process.ErrorDataReceived += (_, line) => Append(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>What it has written so far.</summary>
    public string Output
    {
        get
        {
            lock (output)
            {
                return output.ToString();
            }
        }
    }

    /// <summary>Asks again and again until nothing is wrong; fails with the output when the process ends or the time for a start is over.</summary>
    /// <param name="what">What is asked for, as a failure calls it.</param>
    /// <param name="ask">Asks once; null for success, else what is wrong.</param>
    public async Task Until(string what, Func<Task<string?>> ask)
    {
        var waited = Stopwatch.StartNew();
        using var period = new PeriodicTimer(Period);
        while (await ask() is { } failure)
        {
            Assert.False(process.HasExited, $"The app ended before {what} succeeded:\n{Output}");
            Assert.True(waited.Elapsed < StartLimit, $"{what}: {failure}\n{Output}");
            await period.WaitForNextTickAsync();
        }
    }

    /// <summary>Sends SIGTERM.</summary>
    public void AskToEnd()
    {
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Waits for the end as long as the cluster would, and gives the exit code.</summary>
    public int ExitCode(TimeSpan grace)
    {
        Assert.True(process.WaitForExit(grace), $"The app does not end within {grace}:\n{Output}");
        // The rest of what it wrote.
        process.WaitForExit();
        return process.ExitCode;
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }

        process.Dispose();
    }

    private void Append(string? line)
    {
        lock (output)
        {
            output.Append(line).Append('\n');
        }
    }
}
