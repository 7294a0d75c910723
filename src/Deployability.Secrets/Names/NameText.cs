namespace Deployability.Secrets.Names;

/// <summary>Compares names by their letters and digits alone.</summary>
internal static class NameText
{
    private const int MaxLength = 128;

    /// <summary>Whether <paramref name="name"/> ends in <paramref name="end"/>.</summary>
    public static bool EndsWith(ReadOnlySpan<char> name, ReadOnlySpan<char> end)
    {
        Span<char> left = stackalloc char[MaxLength];
        Span<char> right = stackalloc char[MaxLength];
        return Normalise(name, left) is var n
            && Normalise(end, right) is var e
            && e > 0
            && ((ReadOnlySpan<char>)left.Slice(0, n)).EndsWith(right.Slice(0, e), StringComparison.Ordinal);
    }

    /// <summary>Whether a value only repeats the name that it is assigned to, or a part of it, with at most one digit more.</summary>
    public static bool Repeats(ReadOnlySpan<char> value, ReadOnlySpan<char> name)
    {
        Span<char> left = stackalloc char[MaxLength];
        Span<char> right = stackalloc char[MaxLength];
        var (v, n) = (Normalise(value, left), Normalise(name, right));
        if (v > 1 && char.IsDigit(left[v - 1]) && !char.IsDigit(left[v - 2]))
        {
            v--;
        }

        return v >= 3 && v <= n && ((ReadOnlySpan<char>)right.Slice(0, n)).IndexOf(left.Slice(0, v), StringComparison.Ordinal) >= 0;
    }

    private static int Normalise(ReadOnlySpan<char> text, Span<char> result)
    {
        var length = 0;
        // The end of a name says what it is, so that is what is kept of a very long one.
        var start = Math.Max(0, text.Length - result.Length);
        for (var i = start; i < text.Length; i++)
        {
            if (char.IsLetterOrDigit(text[i]))
            {
                result[length++] = char.ToLowerInvariant(text[i]);
            }
        }

        return length;
    }
}
