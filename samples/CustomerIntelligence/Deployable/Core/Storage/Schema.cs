using Npgsql;

namespace CustomerIntelligence.Storage;

public sealed class Schema(NpgsqlDataSource database)
{
    /// <summary>The lock keeps instances and jobs that start together from racing, IF NOT EXISTS or not.</summary>
    private const string Tables =
        """
        SELECT pg_advisory_xact_lock(7300114);
        CREATE TABLE IF NOT EXISTS customers (
            id TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            orders INTEGER NOT NULL,
            last_order DATE NOT NULL,
            has_left BOOLEAN NOT NULL
        );
        CREATE TABLE IF NOT EXISTS models (
            version INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            bias DOUBLE PRECISION NOT NULL,
            months_since_order DOUBLE PRECISION NOT NULL,
            orders_per_month DOUBLE PRECISION NOT NULL
        );
        CREATE TABLE IF NOT EXISTS risks (
            customer_id TEXT NOT NULL REFERENCES customers (id),
            value DOUBLE PRECISION NOT NULL,
            scored_at TIMESTAMPTZ NOT NULL,
            PRIMARY KEY (customer_id, scored_at)
        );
        """;

    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(Tables, connection, transaction);
        await command.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
