using System.Text.Json;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace Portfolio.Assessment;

/// <summary>The criteria that the portfolio office keeps on its share, cached because the share is slow.</summary>
public sealed class AssessmentFramework(IMemoryCache cache, IOptions<PortfolioOptions> options, ILogger<AssessmentFramework> logger)
{
    private readonly string path = Path.Combine(options.Value.FrameworkDirectory!, "framework", "criteria.json");

    public async Task<IReadOnlyList<Criterion>> CriteriaAsync(CancellationToken cancellationToken) =>
        await cache.GetOrCreateAsync("criteria", async entry =>
        {
            entry.AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(5);
            return await ReadAsync(cancellationToken);
        }) ?? Criterion.BuiltIn;

    private async Task<IReadOnlyList<Criterion>?> ReadAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            logger.LogWarning("There is no {Path}; the built-in criteria are used", path);
            return null;
        }

        await using var stream = File.OpenRead(path);
        return await JsonSerializer.DeserializeAsync<List<Criterion>>(stream, JsonSerializerOptions.Web, cancellationToken);
    }
}
