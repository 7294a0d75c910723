namespace Deployability.Secrets.Matching;

/// <summary>Compares spans without regard to case, and without making strings.</summary>
internal static class SpanExtensions
{
    public static bool Is(this ReadOnlySpan<char> text, string other) => text.Equals(other.AsSpan(), StringComparison.OrdinalIgnoreCase);

    public static bool EqualsAny(this ReadOnlySpan<char> text, string[] others)
    {
        foreach (var other in others)
        {
            if (text.Length == other.Length && text.Is(other))
            {
                return true;
            }
        }

        return false;
    }

    public static bool Has(this ReadOnlySpan<char> text, string part) =>
        text.IndexOf(part.AsSpan(), StringComparison.OrdinalIgnoreCase) >= 0;

    public static bool HasAny(this ReadOnlySpan<char> text, string[] parts)
    {
        foreach (var part in parts)
        {
            if (text.Has(part))
            {
                return true;
            }
        }

        return false;
    }

    public static bool Begins(this ReadOnlySpan<char> text, string start) =>
        text.StartsWith(start.AsSpan(), StringComparison.OrdinalIgnoreCase);

    public static bool BeginsWithAny(this ReadOnlySpan<char> text, string[] starts)
    {
        foreach (var start in starts)
        {
            if (text.Begins(start))
            {
                return true;
            }
        }

        return false;
    }

    public static bool Ends(this ReadOnlySpan<char> text, string end) => text.EndsWith(end.AsSpan(), StringComparison.OrdinalIgnoreCase);

    public static bool EndsWithAny(this ReadOnlySpan<char> text, string[] ends)
    {
        foreach (var end in ends)
        {
            if (text.Ends(end))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether <paramref name="marker"/> stands at <paramref name="index"/>, by case.</summary>
    public static bool HasAt(this ReadOnlySpan<char> text, int index, string marker) =>
        text.Length - index >= marker.Length && text.Slice(index, marker.Length).SequenceEqual(marker.AsSpan());
}
