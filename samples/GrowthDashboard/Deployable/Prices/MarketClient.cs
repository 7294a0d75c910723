namespace GrowthDashboard.Prices;

public sealed class MarketClient(HttpClient client)
{
    /// <summary>The prices of a symbol, oldest first.</summary>
    /// <exception cref="HttpRequestException">The market does not answer.</exception>
    public async Task<IReadOnlyList<DayPrice>> PricesAsync(string symbol, CancellationToken cancellationToken)
    {
        var text = await client.GetStringAsync($"daily/{symbol}.csv", cancellationToken);
        return [.. text.Split('\n', StringSplitOptions.TrimEntries).Select(DayPrice.Parse).OfType<DayPrice>().OrderBy(price => price.Day)];
    }
}
