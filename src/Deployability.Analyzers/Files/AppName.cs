namespace Deployability.Analyzers.Files;

/// <summary>Compares the name of the app with what images, workloads and services are called: <c>Shop.Orders.Api</c> is <c>shop-orders-api</c> and <c>orders-api</c>.</summary>
internal static class AppName
{
    private static readonly char[] Separators = ['.', '-', '_', '/', ' '];

    private static readonly string[] FrontEndWords =
    [
        "frontend",
        "front",
        "ui",
        "client",
        "spa",
        "www",
        "angular",
        "react",
        "vue",
        "webapp",
    ];

    /// <summary>The names are the same words.</summary>
    public const int Whole = 3;

    /// <summary>How well a name fits that of the app: <see cref="Whole"/> for the same words, 2 for those at its end, 0 for another name.</summary>
    /// <param name="app">Name of the assembly.</param>
    /// <param name="name">Of an image without registry and tag, a workload or a service.</param>
    public static int Match(string app, string name)
    {
        var whole = Letters(app);
        var other = Letters(name);
        if (whole.Length == 0 || other.Length == 0)
        {
            return 0;
        }

        if (whole == other)
        {
            return Whole;
        }

        // eshop/ordering.api of Ordering.API; orders-api of Shop.Orders.Api. One word of many apps, such as api, says nothing.
        var words = app.Split(Separators, StringSplitOptions.RemoveEmptyEntries);
        for (var first = 1; first < words.Length; first++)
        {
            var end = Letters(string.Concat(words.Skip(first)));
            if (end == other && end.Length > 3)
            {
                return 2;
            }
        }

        var parts = name.Split(Separators, StringSplitOptions.RemoveEmptyEntries);
        for (var first = 1; first < parts.Length; first++)
        {
            if (Letters(string.Concat(parts.Skip(first))) == whole)
            {
                return 2;
            }
        }

        return 0;
    }

    /// <summary>Whether a name says that it is the part which browsers load, and the app's does not.</summary>
    public static bool IsOfFrontEnd(string app, string name) => HasFrontEndWord(name) && !HasFrontEndWord(app);

    private static bool HasFrontEndWord(string name) =>
        name.Split(Separators)
            .Any(static word => Array.Exists(FrontEndWords, front => word.Equals(front, StringComparison.OrdinalIgnoreCase)));

    private static string Letters(string name) => new([.. name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);
}
