using System.Globalization;
using System.Text;

namespace Deployability.Publish.Core;

/// <summary>Small text helpers that every part of the output shares.</summary>
internal static class Text
{
    private const int LongestLabel = 52;

    /// <summary>The last part of a path with slashes.</summary>
    public static string FileName(string path) => path.Substring(path.LastIndexOf('/') + 1);

    /// <summary>A number of things, in the plural where it is not one.</summary>
    public static string Count(int number, string what) => $"{Of(number)} {what}{(number == 1 ? "" : "s")}";

    public static string Of(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Thousandths as a number with a fraction where it has one: 250 becomes <c>0.25</c>.</summary>
    public static string Thousandths(int number) => (number / 1000m).ToString("0.###", CultureInfo.InvariantCulture);

    /// <summary>A path as a shell takes it.</summary>
    public static string Quoted(string path) => path.Any(char.IsWhiteSpace) ? $"\"{path}\"" : path;

    /// <summary>Lines joined by LF, with one at the end.</summary>
    public static string Lines(IEnumerable<string> lines) => string.Join("\n", lines) + "\n";

    /// <summary>Sentences in one line, without the empty ones.</summary>
    public static string Sentences(params string[] sentences) => string.Join(" ", sentences.Where(static sentence => sentence.Length > 0));

    /// <summary>The nearest DNS label: lower-case letters, digits and single hyphens, short enough for suffixes.</summary>
    /// <returns>Empty when nothing of the text can stand in a label.</returns>
    public static string DnsLabel(string text)
    {
        var label = new StringBuilder();
        foreach (var c in text)
        {
            if (LatinLetters.Of(c) is { } letters)
            {
                label.Append(letters);
            }
            else if (label.Length > 0 && label[label.Length - 1] != '-')
            {
                label.Append('-');
            }
        }

        var trimmed = label.ToString();
        return (trimmed.Length > LongestLabel ? trimmed.Substring(0, LongestLabel) : trimmed).Trim('-');
    }

    /// <summary>A label that is no longer than it may be; one that was too long ends in a hash of the whole, so that two stay apart.</summary>
    public static string Shortened(string label, int length)
    {
        if (label.Length <= length)
        {
            return label;
        }

        var hash = label.Aggregate(2166136261u, static (sum, c) => (sum ^ c) * 16777619u).ToString("x8", CultureInfo.InvariantCulture);
        return $"{label.Substring(0, length - hash.Length - 1).TrimEnd('-')}-{hash}";
    }

    /// <summary>A configuration key as an environment variable: sections are parted by two underscores.</summary>
    public static string VariableName(string key) => key.Replace(":", "__");

    /// <summary>An upper-case variable for an .env file: <c>orders-db</c> becomes <c>ORDERS_DB</c>.</summary>
    public static string UpperVariable(string label) => label.Replace('-', '_').ToUpperInvariant();

    /// <summary>A path with '/' relative to a folder; both absolute.</summary>
    public static string RelativePath(string folder, string path)
    {
        var from = Parts(folder);
        var to = Parts(path);
        var comparison = Path.DirectorySeparatorChar == '\\' ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        var common = 0;
        while (common < from.Length && common < to.Length && string.Equals(from[common], to[common], comparison))
        {
            common++;
        }

        var steps = Enumerable.Repeat("..", from.Length - common).Concat(to.Skip(common));
        var relative = string.Join("/", steps);
        return relative.Length == 0 ? "." : relative;
    }

    /// <summary>Whether a path lies in a folder or is the folder.</summary>
    public static bool IsInside(string folder, string path)
    {
        var relative = RelativePath(folder, path);
        return relative != ".." && !relative.StartsWith("../", StringComparison.Ordinal);
    }

    private static string[] Parts(string path) => path.Split(['/', Path.DirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);
}
