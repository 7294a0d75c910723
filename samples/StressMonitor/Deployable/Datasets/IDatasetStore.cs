namespace StressMonitor.Datasets;

public interface IDatasetStore
{
    Task<IReadOnlyList<Dataset>> ListAsync(CancellationToken cancellationToken);

    Task<Dataset?> FindAsync(string id, CancellationToken cancellationToken);

    /// <returns>False when a dataset with this identifier exists already.</returns>
    Task<bool> AddAsync(Dataset dataset, CancellationToken cancellationToken);
}
