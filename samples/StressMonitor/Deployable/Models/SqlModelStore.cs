using System.Data.Common;
using StressMonitor.Storage;

namespace StressMonitor.Models;

public sealed class SqlModelStore(DbDataSource database) : IModelStore
{
    private const string Select = "SELECT id, name, framework, baseline_accuracy, robustness, registered_at FROM models";

    public Task<IReadOnlyList<MonitoredModel>> ListAsync(CancellationToken cancellationToken) =>
        database.QueryAsync($"{Select} ORDER BY id", Read, cancellationToken);

    public async Task<MonitoredModel?> FindAsync(string id, CancellationToken cancellationToken) =>
        (await database.QueryAsync($"{Select} WHERE id = @id", Read, cancellationToken, ("id", id))).FirstOrDefault();

    public async Task<bool> AddAsync(MonitoredModel model, CancellationToken cancellationToken)
    {
        const string Insert =
            """
            INSERT INTO models (id, name, framework, baseline_accuracy, robustness, registered_at)
            VALUES (@id, @name, @framework, @baseline, @robustness, @registered)
            ON CONFLICT (id) DO NOTHING
            """;

        return await database.ExecuteAsync(
            Insert,
            cancellationToken,
            ("id", model.Id),
            ("name", model.Name),
            ("framework", model.Framework),
            ("baseline", model.BaselineAccuracy),
            ("robustness", model.Robustness),
            ("registered", model.RegisteredAt)) == 1;
    }

    private static MonitoredModel Read(DbDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetString(2),
        row.GetDouble(3),
        row.GetDouble(4),
        row.GetFieldValue<DateTimeOffset>(5));
}
