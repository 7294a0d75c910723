using CustomerIntelligence.Customers;
using CustomerIntelligence.Scoring;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace CustomerIntelligence.Storage;

public static class CustomerDatabase
{
    /// <summary>What API and jobs share: the database <c>ConnectionStrings:Customers</c> and its tables.</summary>
    public static void AddCustomerDatabase(this IHostApplicationBuilder builder)
    {
        var connection = builder.Configuration.GetConnectionString("Customers")
            ?? throw new InvalidOperationException("Configuration value 'ConnectionStrings:Customers' is missing.");
        builder.Services.AddSingleton(NpgsqlDataSource.Create(connection));
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<Schema>();
        builder.Services.AddSingleton<CustomerTable>();
        builder.Services.AddSingleton<ScoringTables>();
    }
}
