using System.Data.Common;
using Microsoft.Extensions.Options;
using Npgsql;

namespace StressMonitor.Storage;

/// <summary>
/// Creates the tables, and keeps trying: a database that comes up after the app is normal in a cluster.
/// Until it succeeds the app is alive but not ready.
/// </summary>
public sealed class SchemaInitializer(DbDataSource database, IOptions<StorageOptions> options, ILogger<SchemaInitializer> logger)
    : BackgroundService
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(3);

    /// <summary>Two replicas that start together would race in PostgreSQL, IF NOT EXISTS or not.</summary>
    private const string LockOutOtherReplicas = "SELECT pg_advisory_xact_lock(7300113)";

    /// <summary>Types that both databases take: SQLite only derives an affinity from them.</summary>
    private const string Schema =
        """
        CREATE TABLE IF NOT EXISTS models (
            id TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            framework TEXT NOT NULL,
            baseline_accuracy DOUBLE PRECISION NOT NULL,
            robustness DOUBLE PRECISION NOT NULL,
            registered_at TIMESTAMPTZ NOT NULL
        );
        CREATE TABLE IF NOT EXISTS datasets (
            id TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            drift TEXT NOT NULL,
            drift_severity DOUBLE PRECISION NOT NULL,
            rows INTEGER NOT NULL,
            registered_at TIMESTAMPTZ NOT NULL
        );
        CREATE TABLE IF NOT EXISTS metrics (
            id UUID PRIMARY KEY,
            model_id TEXT NOT NULL REFERENCES models (id),
            dataset_id TEXT NULL,
            name TEXT NOT NULL,
            value DOUBLE PRECISION NOT NULL,
            recorded_at TIMESTAMPTZ NOT NULL
        );
        CREATE INDEX IF NOT EXISTS metrics_by_time ON metrics (recorded_at);
        """;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await CreateAsync(stoppingToken);
                return;
            }
            catch (Exception exception) when (exception is DbException or IOException or UnauthorizedAccessException)
            {
                logger.LogWarning("The database is not available yet: {Reason}", exception.Message);
                await Task.Delay(RetryAfter, stoppingToken);
            }
        }
    }

    private async Task CreateAsync(CancellationToken cancellationToken)
    {
        var isServer = database is NpgsqlDataSource;
        if (!isServer)
            Directory.CreateDirectory(options.Value.Path);

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (isServer)
            await connection.ExecuteAsync(transaction, LockOutOtherReplicas, cancellationToken);
        await connection.ExecuteAsync(transaction, Schema, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
