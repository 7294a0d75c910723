using CustomerIntelligence.Storage;
using Npgsql;

namespace CustomerIntelligence.Api.Storage;

/// <summary>A database that comes up after the app is normal in a cluster: until then the app is alive but not ready.</summary>
public sealed class SchemaInitializer(Schema schema, ILogger<SchemaInitializer> logger) : BackgroundService
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(3);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await schema.CreateAsync(stoppingToken);
                return;
            }
            catch (NpgsqlException exception)
            {
                logger.LogWarning("The database is not available yet: {Reason}", exception.Message);
                await Task.Delay(RetryAfter, stoppingToken);
            }
        }
    }
}
