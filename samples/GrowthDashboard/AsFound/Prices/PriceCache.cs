namespace GrowthDashboard.Prices;

/// <summary>One file a symbol: the market counts calls, and is closed at night.</summary>
public sealed class PriceCache
{
    private readonly string folder = Path.Combine("data", "prices");

    /// <returns>The prices and when they were stored; null when there are none.</returns>
    public async Task<(IReadOnlyList<DayPrice> Prices, DateTimeOffset StoredAt)?> FindAsync(string symbol, CancellationToken cancellationToken)
    {
        var path = PathOf(symbol);
        if (!File.Exists(path))
            return null;

        var lines = await File.ReadAllLinesAsync(path, cancellationToken);
        return ([.. lines.Select(DayPrice.Parse).OfType<DayPrice>()], File.GetLastWriteTimeUtc(path));
    }

    /// <summary>Another request never reads half a file: it is written under another name and renamed.</summary>
    public async Task StoreAsync(string symbol, IReadOnlyList<DayPrice> prices, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var draft = Path.Combine(folder, $"{symbol}.{Guid.NewGuid():N}.draft");
        await File.WriteAllLinesAsync(draft, prices.Select(price => price.ToString()), cancellationToken);
        File.Move(draft, PathOf(symbol), overwrite: true);
    }

    private string PathOf(string symbol) => Path.Combine(folder, symbol + ".csv");
}
