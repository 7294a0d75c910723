namespace CustomerIntelligence.Scoring;

/// <summary>Trains on Sundays, scores every night.</summary>
public sealed class NightlyJobs(ModelTraining training, BatchScoring scoring, ILogger<NightlyJobs> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                if (DateTime.Now.DayOfWeek == DayOfWeek.Sunday)
                    await training.RunAsync(CancellationToken.None);
                await scoring.RunAsync(CancellationToken.None);
            }
            catch (Exception exception)
            {
                logger.LogError(exception, "The nightly jobs failed");
            }

            await Task.Delay(TimeSpan.FromHours(24));
        }
    }
}
