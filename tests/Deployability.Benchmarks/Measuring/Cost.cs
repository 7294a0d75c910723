using System.Diagnostics;

namespace Deployability.Benchmarks.Measuring;

/// <summary>What a piece of work took.</summary>
/// <param name="Cpu">Milliseconds of this process on any core. Unlike wall time it does not grow when the machine is busy with something else.</param>
/// <param name="Wall">Milliseconds on the clock.</param>
/// <param name="Allocated">Megabytes allocated.</param>
internal readonly record struct Cost(double Cpu, double Wall, double Allocated)
{
    public static async Task<Cost> OfAsync(Func<Task> work)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var cpu = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        await work();
        clock.Stop();
        var used = Environment.CpuUsage.TotalTime - cpu;
        return new Cost(
            used.TotalMilliseconds,
            clock.Elapsed.TotalMilliseconds,
            (GC.GetTotalAllocatedBytes(precise: true) - allocated) / 1e6
        );
    }
}
