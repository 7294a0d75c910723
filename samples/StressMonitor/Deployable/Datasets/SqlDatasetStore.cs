using System.Data.Common;
using StressMonitor.Storage;

namespace StressMonitor.Datasets;

public sealed class SqlDatasetStore(DbDataSource database) : IDatasetStore
{
    private const string Select = "SELECT id, name, drift, drift_severity, rows, registered_at FROM datasets";

    public Task<IReadOnlyList<Dataset>> ListAsync(CancellationToken cancellationToken) =>
        database.QueryAsync($"{Select} ORDER BY drift_severity, id", Read, cancellationToken);

    public async Task<Dataset?> FindAsync(string id, CancellationToken cancellationToken) =>
        (await database.QueryAsync($"{Select} WHERE id = @id", Read, cancellationToken, ("id", id))).FirstOrDefault();

    public async Task<bool> AddAsync(Dataset dataset, CancellationToken cancellationToken)
    {
        const string Insert =
            """
            INSERT INTO datasets (id, name, drift, drift_severity, rows, registered_at)
            VALUES (@id, @name, @drift, @severity, @rows, @registered)
            ON CONFLICT (id) DO NOTHING
            """;

        return await database.ExecuteAsync(
            Insert,
            cancellationToken,
            ("id", dataset.Id),
            ("name", dataset.Name),
            ("drift", dataset.Drift.ToString()),
            ("severity", dataset.DriftSeverity),
            ("rows", dataset.Rows),
            ("registered", dataset.RegisteredAt)) == 1;
    }

    private static Dataset Read(DbDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        Enum.Parse<DriftKind>(row.GetString(2)),
        row.GetDouble(3),
        row.GetInt32(4),
        row.GetFieldValue<DateTimeOffset>(5));
}
