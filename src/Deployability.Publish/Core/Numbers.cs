namespace Deployability.Publish.Core;

/// <summary>
/// Order and sums by numbers. LINQ's own are compiled anew in every publish, for code of the framework over a struct is in no image that is compiled ahead.
/// </summary>
internal static class Numbers
{
    /// <summary>The items by rank, the least first; those of one rank stay as they are.</summary>
    public static IEnumerable<T> ByRank<T>(this IEnumerable<T> items, Func<T, int> rank)
        where T : class => items.By((left, right) => rank(left).CompareTo(rank(right)));

    /// <summary>The items in an order; those that it does not tell apart stay as they are.</summary>
    public static IEnumerable<T> By<T>(this IEnumerable<T> items, Comparison<T> order)
        where T : class => items.OrderBy(static item => item, Comparer<T>.Create(order));

    /// <summary>The sum of a number of each.</summary>
    public static int Total<T>(this IEnumerable<T> items, Func<T, int> number)
        where T : class
    {
        var total = 0;
        foreach (var item in items)
        {
            total += number(item);
        }

        return total;
    }
}
