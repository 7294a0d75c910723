using System.Runtime.InteropServices;
using CustomerIntelligence.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CustomerIntelligence.Jobs;

public static class JobHost
{
    /// <summary>Runs the job of the host once.</summary>
    /// <returns>0 when it is done; 1 when it failed and 143 when it was told to stop, so that the cluster tries again.</returns>
    public static async Task<int> RunJobAsync(this IHost host)
    {
        using var stopping = new CancellationTokenSource();
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            stopping.Cancel();
        });
        var job = host.Services.GetRequiredService<IJob>();
        try
        {
            await host.Services.GetRequiredService<Schema>().CreateAsync(stopping.Token);
            await job.RunAsync(stopping.Token);
            return 0;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return 143;
        }
        catch (Exception exception)
        {
            host.Services.GetRequiredService<ILoggerFactory>().CreateLogger(job.GetType()).LogCritical(exception, "The job failed");
            return 1;
        }
        finally
        {
            // Writes out what was logged.
            host.Dispose();
        }
    }
}
