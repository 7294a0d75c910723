namespace GrowthDashboard.Prices;

/// <summary>Prices of today from the market, else those that are kept, however old.</summary>
public sealed class PriceHistory(PriceCache cache, MarketClient market, TimeProvider clock, ILogger<PriceHistory> logger)
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromHours(12);

    public async Task<IReadOnlyList<DayPrice>> OfAsync(string symbol, CancellationToken cancellationToken)
    {
        var kept = await cache.FindAsync(symbol, cancellationToken);
        if (kept is { } fresh && clock.GetUtcNow() - fresh.StoredAt < KeptFor)
            return fresh.Prices;

        try
        {
            var prices = await market.PricesAsync(symbol, cancellationToken);
            await cache.StoreAsync(symbol, prices, cancellationToken);
            return prices;
        }
        catch (HttpRequestException exception)
        {
            logger.LogWarning("The market does not answer for {Symbol}: {Reason}", symbol, exception.Message);
            return kept?.Prices ?? [];
        }
    }
}
