using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Portfolio;

/// <summary>Healthy once both folders are mounted.</summary>
public sealed class FoldersHealthCheck(IOptions<PortfolioOptions> options) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        string[] missing = [.. new[] { options.Value.DataDirectory, options.Value.FrameworkDirectory }.Where(folder => !Directory.Exists(folder))!];
        return Task.FromResult(missing.Length == 0
            ? HealthCheckResult.Healthy()
            : new HealthCheckResult(context.Registration.FailureStatus, $"Not mounted: {string.Join(", ", missing)}."));
    }
}
