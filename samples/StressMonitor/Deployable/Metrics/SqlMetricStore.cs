using System.Data.Common;
using StressMonitor.Storage;

namespace StressMonitor.Metrics;

public sealed class SqlMetricStore(DbDataSource database) : IMetricStore
{
    public async Task AddAsync(IReadOnlyList<StressMetric> metrics, CancellationToken cancellationToken)
    {
        const string Insert =
            """
            INSERT INTO metrics (id, model_id, dataset_id, name, value, recorded_at)
            VALUES (@id, @model, @dataset, @name, @value, @recorded)
            """;

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        foreach (var metric in metrics)
        {
            await connection.ExecuteAsync(
                transaction,
                Insert,
                cancellationToken,
                ("id", metric.Id),
                ("model", metric.ModelId),
                ("dataset", metric.DatasetId),
                ("name", metric.Name),
                ("value", metric.Value),
                ("recorded", metric.RecordedAt));
        }

        await transaction.CommitAsync(cancellationToken);
    }

    public Task<IReadOnlyList<StressMetric>> QueryAsync(MetricQuery query, CancellationToken cancellationToken)
    {
        // The casts tell PostgreSQL the type of a parameter that is null.
        const string Newest =
            """
            SELECT id, model_id, dataset_id, name, value, recorded_at
            FROM (
                SELECT * FROM metrics
                WHERE (CAST(@model AS TEXT) IS NULL OR model_id = @model)
                  AND (CAST(@name AS TEXT) IS NULL OR name = @name)
                ORDER BY recorded_at DESC, name DESC
                LIMIT @limit
            ) AS newest
            ORDER BY recorded_at, name
            """;

        return database.QueryAsync(
            Newest, Read, cancellationToken, ("model", query.ModelId), ("name", query.Name), ("limit", query.Limit));
    }

    private static StressMetric Read(DbDataReader row) => new(
        row.GetGuid(0),
        row.GetString(1),
        row.IsDBNull(2) ? null : row.GetString(2),
        row.GetString(3),
        row.GetDouble(4),
        row.GetFieldValue<DateTimeOffset>(5));
}
