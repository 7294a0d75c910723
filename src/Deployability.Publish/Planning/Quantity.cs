using System.Globalization;

namespace Deployability.Publish.Planning;

/// <summary>Reads Kubernetes quantities, which <see cref="Rules.IsQuantity"/> has let through.</summary>
internal static class Quantity
{
    private const decimal Mebi = 1024 * 1024;

    /// <summary>More than any platform has.</summary>
    private const decimal Endless = 1_000_000_000_000_000_000m;

    /// <summary>What a unit stands for; nothing for one that nobody knows.</summary>
    private static decimal? Factor(string unit) =>
        unit switch
        {
            "" => 1,
            "m" => 0.001m,
            "k" => 1000,
            "M" => 1000_000,
            "G" => 1000_000_000,
            "T" => 1000_000_000_000,
            "Ki" => 1024,
            "Mi" => Mebi,
            "Gi" => Mebi * 1024,
            "Ti" => Mebi * 1024 * 1024,
            _ => null,
        };

    /// <summary>Thousandths of a CPU.</summary>
    public static int Cpu(string quantity) => Whole(Value(quantity) * 1000);

    /// <summary>MiB.</summary>
    public static int Memory(string quantity) => Whole(Value(quantity) / Mebi);

    /// <summary>GiB, at least one.</summary>
    public static int Disk(string quantity) => Math.Max(1, Whole(Value(quantity) / Mebi / 1024));

    private static decimal Value(string quantity)
    {
        var end = 0;
        while (end < quantity.Length && quantity[end] is (>= '0' and <= '9') or '.')
        {
            end++;
        }

        return
            decimal.TryParse(quantity.Substring(0, end), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && Factor(quantity.Substring(end)) is { } factor
            && number < int.MaxValue
            ? number * factor
            : Endless;
    }

    private static int Whole(decimal value) => value >= int.MaxValue ? int.MaxValue : (int)Math.Ceiling(value);
}
