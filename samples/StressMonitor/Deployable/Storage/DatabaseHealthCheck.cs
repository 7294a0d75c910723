using System.Data.Common;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace StressMonitor.Storage;

/// <summary>Healthy once the database answers and has its tables.</summary>
public sealed class DatabaseHealthCheck(DbDataSource database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await database.QueryAsync("SELECT id FROM metrics LIMIT 1", _ => 0, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (DbException exception)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, "The database does not answer.", exception);
        }
    }
}
