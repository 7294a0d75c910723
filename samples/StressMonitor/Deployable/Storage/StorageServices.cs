using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Npgsql;
using StressMonitor.Datasets;
using StressMonitor.Metrics;
using StressMonitor.Models;

namespace StressMonitor.Storage;

public static class StorageServices
{
    /// <summary>PostgreSQL when <c>ConnectionStrings:StressMonitor</c> is set, else a SQLite file below <c>Storage:Path</c>.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        var connectionString = configuration.GetConnectionString("StressMonitor");
        services.Configure<StorageOptions>(configuration.GetSection(StorageOptions.Section));
        services.AddSingleton<DbDataSource>(provider => string.IsNullOrWhiteSpace(connectionString)
            ? OpenFile(provider.GetRequiredService<IOptions<StorageOptions>>().Value)
            : NpgsqlDataSource.Create(connectionString));

        services.AddSingleton<IModelStore, SqlModelStore>();
        services.AddSingleton<IDatasetStore, SqlDatasetStore>();
        services.AddSingleton<IMetricStore, SqlMetricStore>();
        services.AddHostedService<SchemaInitializer>();
        return services;
    }

    private static DbDataSource OpenFile(StorageOptions options)
    {
        var connection = new SqliteConnectionStringBuilder { DataSource = Path.Combine(options.Path, "stress-monitor.db") };
        return SqliteFactory.Instance.CreateDataSource(connection.ConnectionString);
    }
}
