namespace StressMonitor.Models;

public interface IModelStore
{
    Task<IReadOnlyList<MonitoredModel>> ListAsync(CancellationToken cancellationToken);

    Task<MonitoredModel?> FindAsync(string id, CancellationToken cancellationToken);

    /// <returns>False when a model with this identifier exists already.</returns>
    Task<bool> AddAsync(MonitoredModel model, CancellationToken cancellationToken);
}
