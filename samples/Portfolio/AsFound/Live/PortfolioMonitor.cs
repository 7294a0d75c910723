using System.Runtime.CompilerServices;
using Portfolio.Assessment;
using Portfolio.Projects;

namespace Portfolio.Live;

/// <summary>Looks at the project files again and again, because other people and programs write them too, and tells who listens.</summary>
public sealed class PortfolioMonitor(ProjectFiles files, AssessmentFramework framework, ILogger<PortfolioMonitor> logger) : BackgroundService
{
    private volatile Snapshot latest = new(PortfolioSummary.Of([], []));

    /// <summary>The portfolio now, and again whenever it has changed.</summary>
    public async IAsyncEnumerable<PortfolioSummary> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var snapshot = latest;
            yield return snapshot.Summary;
            await snapshot.Replaced.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await LookAsync(CancellationToken.None);
            }
            catch (IOException exception)
            {
                logger.LogWarning("The project files cannot be read: {Reason}", exception.Message);
            }

            await Task.Delay(TimeSpan.FromSeconds(2));
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var summary = PortfolioSummary.Of(await files.ListAsync(cancellationToken), await framework.CriteriaAsync(cancellationToken));
        if (summary == latest.Summary)
            return;

        var old = latest;
        latest = new Snapshot(summary);
        old.Replace();
    }

    private sealed class Snapshot(PortfolioSummary summary)
    {
        private readonly TaskCompletionSource replaced = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public PortfolioSummary Summary => summary;

        public Task Replaced => replaced.Task;

        public void Replace() => replaced.SetResult();
    }
}
