namespace Deployability.Benchmarks.Measuring;

internal static class Statistics
{
    /// <summary>The middle value; of an even count, the mean of the two in the middle. Zero for none.</summary>
    public static double Median(this IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        var middle = sorted.Length / 2;
        return sorted.Length == 0 ? 0
            : sorted.Length % 2 == 1 ? sorted[middle]
            : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
