namespace StressMonitor.Metrics;

/// <param name="ModelId">Null asks for all models.</param>
/// <param name="Name">Null asks for all metrics.</param>
/// <param name="Limit">The newest so many are returned, oldest first.</param>
public sealed record MetricQuery(string? ModelId, string? Name, int Limit);

public interface IMetricStore
{
    Task AddAsync(IReadOnlyList<StressMetric> metrics, CancellationToken cancellationToken);

    Task<IReadOnlyList<StressMetric>> QueryAsync(MetricQuery query, CancellationToken cancellationToken);
}
