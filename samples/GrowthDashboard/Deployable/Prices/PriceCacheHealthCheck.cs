using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace GrowthDashboard.Prices;

/// <summary>Healthy while the folder of the cache is mounted. A market that does not answer is no reason to stop answering.</summary>
public sealed class PriceCacheHealthCheck(IOptions<StorageOptions> options) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Directory.Exists(options.Value.PriceCacheDirectory)
            ? HealthCheckResult.Healthy()
            : new HealthCheckResult(context.Registration.FailureStatus, $"{options.Value.PriceCacheDirectory} is not mounted."));
}
