using System.Collections.Concurrent;

namespace StressMonitor.Metrics;

public sealed class InMemoryMetricStore : IMetricStore
{
    private static readonly ConcurrentQueue<StressMetric> Recorded = new();

    public Task AddAsync(IReadOnlyList<StressMetric> metrics, CancellationToken cancellationToken)
    {
        foreach (var metric in metrics)
            Recorded.Enqueue(metric);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<StressMetric>> QueryAsync(MetricQuery query, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<StressMetric>>(
        [
            .. Recorded
                .Where(metric => query.ModelId is null || metric.ModelId == query.ModelId)
                .Where(metric => query.Name is null || metric.Name == query.Name)
                .OrderBy(metric => metric.RecordedAt)
                .TakeLast(query.Limit),
        ]);
}
