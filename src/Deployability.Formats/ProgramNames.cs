namespace Deployability.Formats;

/// <summary>
/// Finds the programs of a repository in what deploys them: by project file, assembly, image or service. <c>Shop.Orders.Api</c> is <c>shop-orders-api</c>
/// in a text, and what is called <c>orders-api</c> by itself may be it, too.
/// </summary>
public static class ProgramNames
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

    /// <summary>The program whose name stands first in a text; null when it names none.</summary>
    /// <param name="text">Of a file around the code, or a part of it.</param>
    /// <param name="programs">Names of projects, without folder and extension.</param>
    public static string? FirstIn(string text, IEnumerable<string> programs)
    {
        string? first = null;
        var position = int.MaxValue;
        foreach (var program in programs)
        {
            if (PositionOf(program, text) is >= 0 and var found && found < position)
            {
                (first, position) = (program, found);
            }
        }

        return first;
    }

    /// <summary>Where a program's name stands first, as a word of its own; -1 where it does not.</summary>
    /// <param name="name">Shop.Orders, which is also Shop.Orders.csproj, Shop.Orders.dll, shop-orders, shoporders, and the image shop/orders.</param>
    /// <param name="text">Any text.</param>
    public static int PositionOf(string name, string text)
    {
        var first = -1;
        foreach (var form in Forms(name))
        {
            for (
                var i = text.IndexOf(form, StringComparison.OrdinalIgnoreCase);
                i >= 0;
                i = text.IndexOf(form, i + 1, StringComparison.OrdinalIgnoreCase)
            )
            {
                if (
                    (i == 0 || !IsNameCharacter(text[i - 1])) && (i + form.Length == text.Length || !IsNameCharacter(text[i + form.Length]))
                )
                {
                    first = first < 0 ? i : Math.Min(first, i);
                    break;
                }
            }
        }

        return first;
    }

    // What stands before the first dot is often what a registry calls the owner of the image: acme/shop-orders of Acme.Shop.Orders.
    private static IEnumerable<string> Forms(string name)
    {
        var dot = name.IndexOf('.');
        var image = dot < 0 ? name : name.Substring(0, dot) + "/" + name.Substring(dot + 1);
        return new[] { name, image }
            .SelectMany(static form => new[] { form, form.Replace('.', '-'), form.Replace(".", ""), form.Replace('.', '_') })
            .Distinct(StringComparer.Ordinal);
    }

    private static bool IsNameCharacter(char c) => char.IsLetterOrDigit(c) || c is '-' or '_';

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
