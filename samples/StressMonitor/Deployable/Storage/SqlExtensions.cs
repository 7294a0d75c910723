using System.Data.Common;

namespace StressMonitor.Storage;

/// <summary>The little ADO.NET that the stores need, in SQL that SQLite and PostgreSQL share.</summary>
public static class SqlExtensions
{
    public static async Task<IReadOnlyList<T>> QueryAsync<T>(
        this DbDataSource database,
        string sql,
        Func<DbDataReader, T> map,
        CancellationToken cancellationToken,
        params (string Name, object? Value)[] parameters)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var command = connection.CreateCommand(null, sql, parameters);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);

        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(map(reader));
        return rows;
    }

    /// <returns>The number of rows that changed.</returns>
    public static async Task<int> ExecuteAsync(
        this DbConnection connection,
        DbTransaction? transaction,
        string sql,
        CancellationToken cancellationToken,
        params (string Name, object? Value)[] parameters)
    {
        await using var command = connection.CreateCommand(transaction, sql, parameters);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <inheritdoc cref="ExecuteAsync(DbConnection, DbTransaction?, string, CancellationToken, ValueTuple{string, object?}[])"/>
    public static async Task<int> ExecuteAsync(
        this DbDataSource database,
        string sql,
        CancellationToken cancellationToken,
        params (string Name, object? Value)[] parameters)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(null, sql, cancellationToken, parameters);
    }

    private static DbCommand CreateCommand(
        this DbConnection connection, DbTransaction? transaction, string sql, (string Name, object? Value)[] parameters)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
