using Npgsql;

namespace CustomerIntelligence.Customers;

public sealed class CustomerTable(NpgsqlDataSource database)
{
    public async Task<IReadOnlyList<Customer>> ListAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("SELECT id, name, orders, last_order, has_left FROM customers ORDER BY id");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var customers = new List<Customer>();
        while (await reader.ReadAsync(cancellationToken))
        {
            customers.Add(new Customer(
                reader.GetString(0), reader.GetString(1), reader.GetInt32(2), reader.GetFieldValue<DateOnly>(3), reader.GetBoolean(4)));
        }

        return customers;
    }

    public async Task SaveAsync(Customer customer, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            INSERT INTO customers (id, name, orders, last_order, has_left) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (id) DO UPDATE SET name = $2, orders = $3, last_order = $4, has_left = $5
            """);
        command.Parameters.Add(new() { Value = customer.Id });
        command.Parameters.Add(new() { Value = customer.Name });
        command.Parameters.Add(new() { Value = customer.Orders });
        command.Parameters.Add(new() { Value = customer.LastOrder });
        command.Parameters.Add(new() { Value = customer.HasLeft });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
