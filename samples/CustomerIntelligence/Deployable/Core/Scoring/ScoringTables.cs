using Npgsql;

namespace CustomerIntelligence.Scoring;

/// <summary>Models and the risks that they gave.</summary>
public sealed class ScoringTables(NpgsqlDataSource database)
{
    public async Task<ChurnModel> LatestModelAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "SELECT bias, months_since_order, orders_per_month FROM models ORDER BY version DESC LIMIT 1");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new ChurnModel(reader.GetDouble(0), reader.GetDouble(1), reader.GetDouble(2))
            : ChurnModel.Untrained;
    }

    public async Task AddModelAsync(ChurnModel model, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("INSERT INTO models (bias, months_since_order, orders_per_month) VALUES ($1, $2, $3)");
        command.Parameters.Add(new() { Value = model.Bias });
        command.Parameters.Add(new() { Value = model.MonthsSinceOrder });
        command.Parameters.Add(new() { Value = model.OrdersPerMonth });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task AddRisksAsync(IReadOnlyList<Risk> risks, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var import = await connection.BeginBinaryImportAsync(
            "COPY risks (customer_id, value, scored_at) FROM STDIN (FORMAT BINARY)", cancellationToken);
        foreach (var risk in risks)
        {
            await import.StartRowAsync(cancellationToken);
            await import.WriteAsync(risk.CustomerId, cancellationToken);
            await import.WriteAsync(risk.Value, cancellationToken);
            await import.WriteAsync(risk.ScoredAt, cancellationToken);
        }

        await import.CompleteAsync(cancellationToken);
    }

    /// <summary>The risks of the last batch, the highest first.</summary>
    public async Task<IReadOnlyList<Risk>> RisksAsync(int limit, CancellationToken cancellationToken) =>
        await QueryAsync(
            "SELECT customer_id, value, scored_at FROM risks WHERE scored_at = (SELECT max(scored_at) FROM risks) ORDER BY value DESC LIMIT $1",
            limit, cancellationToken);

    public async Task<Risk?> RiskOfAsync(string customerId, CancellationToken cancellationToken) =>
        (await QueryAsync(
            "SELECT customer_id, value, scored_at FROM risks WHERE customer_id = $1 ORDER BY scored_at DESC LIMIT 1",
            customerId, cancellationToken)).FirstOrDefault();

    /// <summary>The mean risks of the last two batches, the last first.</summary>
    public async Task<IReadOnlyList<double>> MeansAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("SELECT avg(value) FROM risks GROUP BY scored_at ORDER BY scored_at DESC LIMIT 2");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var means = new List<double>();
        while (await reader.ReadAsync(cancellationToken))
            means.Add(reader.GetDouble(0));
        return means;
    }

    private async Task<IReadOnlyList<Risk>> QueryAsync(string sql, object parameter, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(new() { Value = parameter });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var risks = new List<Risk>();
        while (await reader.ReadAsync(cancellationToken))
            risks.Add(new Risk(reader.GetString(0), reader.GetDouble(1), reader.GetFieldValue<DateTimeOffset>(2)));
        return risks;
    }
}
