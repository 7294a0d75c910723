using System.Collections.Concurrent;

namespace StressMonitor.Models;

public sealed class InMemoryModelStore : IModelStore
{
    private readonly ConcurrentDictionary<string, MonitoredModel> _models = new();

    public Task<IReadOnlyList<MonitoredModel>> ListAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<MonitoredModel>>([.. _models.Values.OrderBy(model => model.Id, StringComparer.Ordinal)]);

    public Task<MonitoredModel?> FindAsync(string id, CancellationToken cancellationToken) =>
        Task.FromResult(_models.GetValueOrDefault(id));

    public Task<bool> AddAsync(MonitoredModel model, CancellationToken cancellationToken) =>
        Task.FromResult(_models.TryAdd(model.Id, model));
}
