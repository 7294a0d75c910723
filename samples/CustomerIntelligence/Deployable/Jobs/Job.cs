using System.Runtime.InteropServices;
using CustomerIntelligence.Scoring;
using CustomerIntelligence.Storage;

namespace CustomerIntelligence.Jobs;

/// <summary>What runs by the clock, and ends.</summary>
public static class Job
{
    /// <returns>0 when it is done; 2 when there is no such job.</returns>
    public static async Task<int> RunAsync(string name, IServiceProvider services)
    {
        using var stopping = new CancellationTokenSource();
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            stopping.Cancel();
        });
        Func<CancellationToken, Task>? work = name switch
        {
            "batch" => services.GetRequiredService<BatchScoring>().RunAsync,
            "training" => services.GetRequiredService<ModelTraining>().RunAsync,
            "monitoring" => services.GetRequiredService<DriftMonitoring>().RunAsync,
            _ => null,
        };
        if (work is null)
        {
            await Console.Error.WriteLineAsync($"There is no job '{name}': batch, training, monitoring.");
            return 2;
        }

        await services.GetRequiredService<Schema>().CreateAsync(stopping.Token);
        await work(stopping.Token);
        return 0;
    }
}
