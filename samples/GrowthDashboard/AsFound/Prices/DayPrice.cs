using System.Globalization;

namespace GrowthDashboard.Prices;

/// <summary>What a share cost at the end of a day; on disk and from the market a line <c>2026-01-31,12.5</c>.</summary>
public sealed record DayPrice(DateOnly Day, decimal Price)
{
    public static DayPrice? Parse(string line) =>
        line.Split(',') is [var day, var price]
        && DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsedDay)
        && decimal.TryParse(price, NumberStyles.Number, CultureInfo.InvariantCulture, out var parsedPrice)
            ? new DayPrice(parsedDay, parsedPrice)
            : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Day:yyyy-MM-dd},{Price}");
}
