using System.Collections.Concurrent;

namespace StressMonitor.Datasets;

public sealed class InMemoryDatasetStore : IDatasetStore
{
    private readonly ConcurrentDictionary<string, Dataset> _datasets = new();

    public Task<IReadOnlyList<Dataset>> ListAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Dataset>>(
            [.. _datasets.Values.OrderBy(dataset => dataset.DriftSeverity).ThenBy(dataset => dataset.Id, StringComparer.Ordinal)]);

    public Task<Dataset?> FindAsync(string id, CancellationToken cancellationToken) =>
        Task.FromResult(_datasets.GetValueOrDefault(id));

    public Task<bool> AddAsync(Dataset dataset, CancellationToken cancellationToken) =>
        Task.FromResult(_datasets.TryAdd(dataset.Id, dataset));
}
