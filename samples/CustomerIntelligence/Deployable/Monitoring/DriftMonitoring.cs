using CustomerIntelligence.Jobs;
using CustomerIntelligence.Scoring;
using Microsoft.Extensions.Logging;

namespace CustomerIntelligence.Monitoring;

/// <summary>Says when the last batch gave quite other risks than the one before: the model or the data has changed.</summary>
public sealed class DriftMonitoring(ScoringTables tables, ILogger<DriftMonitoring> logger) : IJob
{
    private const double Tolerated = 0.1;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (await tables.MeansAsync(cancellationToken) is not [var last, var before])
        {
            logger.LogInformation("There are no two batches to compare yet");
            return;
        }

        var drift = Math.Abs(last - before);
        logger.Log(drift > Tolerated ? LogLevel.Warning : LogLevel.Information, "The mean risk went from {Before:F3} to {Last:F3}", before, last);
    }
}
