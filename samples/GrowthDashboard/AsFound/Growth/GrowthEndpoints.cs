using GrowthDashboard.Prices;

namespace GrowthDashboard.Growth;

/// <param name="Percent">Growth since the first day.</param>
public sealed record GrowthPoint(DateOnly Day, double Percent);

public sealed record GrowthSeries(string Symbol, IReadOnlyList<GrowthPoint> Points)
{
    public static GrowthSeries Of(string symbol, IReadOnlyList<DayPrice> prices) =>
        new(symbol, prices is [{ Price: > 0 and var first }, ..]
            ? [.. prices.Select(price => new GrowthPoint(price.Day, Math.Round((double)(price.Price / first - 1) * 100, 2)))]
            : []);
}

public static class GrowthEndpoints
{
    /// <param name="symbols">The shares that the dashboard is about.</param>
    public static IEndpointRouteBuilder MapGrowth(this IEndpointRouteBuilder app, IReadOnlyList<string> symbols)
    {
        app.MapGet("/api/growth", async (PriceHistory history, CancellationToken cancellationToken) =>
        {
            var series = new List<GrowthSeries>();
            foreach (var symbol in symbols)
                series.Add(GrowthSeries.Of(symbol, await history.OfAsync(symbol, cancellationToken)));
            return series;
        });
        return app;
    }
}
