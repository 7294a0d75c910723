namespace Deployability.Formats.ConnectionStrings;

/// <summary>One <c>key=value</c> of a connection string.</summary>
/// <param name="Range">The whole pair, without separators and without white space at its ends.</param>
/// <param name="Key">As it is written, without white space at its ends; empty when a segment has no equals sign.</param>
/// <param name="Value">Without quotes and without white space at its ends; doubled quotes inside stay doubled.</param>
public readonly record struct ConnectionStringPair(TextRange Range, TextRange Key, TextRange Value)
{
    /// <summary>Whether the segment has an equals sign at all.</summary>
    public bool HasKey { get; init; }
}

/// <summary>Reads the pairs of a <c>key=value;key=value</c> connection string of ADO.NET, ODBC or Azure, or of the options of a Redis one.</summary>
/// <remarks>Values may be quoted with <c>"</c> or <c>'</c> (doubled inside) as ADO.NET allows. Allocates nothing.</remarks>
/// <param name="text">The value, unquoted and unescaped.</param>
/// <param name="separator"><c>;</c>, or <c>,</c> for Redis.</param>
/// <param name="start">Where the first pair begins: behind the host for Redis.</param>
public ref struct ConnectionStringReader(ReadOnlySpan<char> text, char separator = ';', int start = 0)
{
    private readonly ReadOnlySpan<char> text = text;
    private int next = start;

    public ConnectionStringPair Current { get; private set; }

    /// <summary>So that <c>foreach</c> reads the pairs.</summary>
    public readonly ConnectionStringReader GetEnumerator() => this;

    /// <summary>Goes to the next pair; segments of nothing but white space are none.</summary>
    public bool MoveNext()
    {
        while (next < text.Length)
        {
            var begin = next;
            var end = EndOf(begin);
            var equals = text.Slice(begin, end - begin).IndexOf('=');
            if (equals < 0)
            {
                next = end + 1;
                var range = Trim(begin, end);
                if (range.Length == 0)
                {
                    continue;
                }

                Current = new ConnectionStringPair(range, new TextRange(range.Start, 0), range);
                return true;
            }

            var value = ReadValue(begin + equals + 1, out end);
            next = end + 1;
            Current = new ConnectionStringPair(Trim(begin, Math.Min(end, text.Length)), Trim(begin, begin + equals), value)
            {
                HasKey = true,
            };
            return true;
        }

        return false;
    }

    /// <summary>Whether a key means this one: case, spaces and underscores do not count.</summary>
    /// <param name="key">As it is written.</param>
    /// <param name="name">In lower case, in one piece: <c>datasource</c>.</param>
    public static bool IsKey(ReadOnlySpan<char> key, string name)
    {
        var matched = 0;
        foreach (var c in key)
        {
            if (c is ' ' or '_' or '\t' or '\r' or '\n')
            {
                continue;
            }

            if (matched == name.Length || char.ToLowerInvariant(c) != name[matched])
            {
                return false;
            }

            matched++;
        }

        return matched == name.Length;
    }

    /// <summary>The value of the last pair whose key means one of these, as ADO.NET takes it; null when there is none.</summary>
    /// <param name="text">The connection string.</param>
    /// <param name="names">As for <see cref="IsKey"/>.</param>
    public static string? Find(string text, params string[] names)
    {
        string? found = null;
        foreach (var pair in new ConnectionStringReader(text.AsSpan()))
        {
            foreach (var name in names)
            {
                if (pair.HasKey && IsKey(text.AsSpan(pair.Key.Start, pair.Key.Length), name))
                {
                    found = pair.Value.Of(text);
                }
            }
        }

        return found;
    }

    private readonly int EndOf(int from)
    {
        var end = text.Slice(from).IndexOf(separator);
        return end < 0 ? text.Length : from + end;
    }

    private readonly TextRange ReadValue(int start, out int end)
    {
        var from = start;
        while (from < text.Length && text[from] == ' ')
        {
            from++;
        }

        if (from < text.Length && text[from] is '"' or '\'' && ClosingQuote(from) is var close and > 0)
        {
            end = EndOf(close);
            return TextRange.FromBounds(from + 1, close);
        }

        end = EndOf(from);
        return Trim(from, end) is { Length: > 0 } value ? value : new TextRange(start, 0);
    }

    private readonly TextRange Trim(int from, int to)
    {
        while (from < to && char.IsWhiteSpace(text[from]))
        {
            from++;
        }

        while (to > from && char.IsWhiteSpace(text[to - 1]))
        {
            to--;
        }

        return TextRange.FromBounds(from, to);
    }

    /// <returns>Its index, or -1: then the quote is a character of the value.</returns>
    private readonly int ClosingQuote(int open)
    {
        for (var i = open + 1; i < text.Length; i++)
        {
            if (text[i] != text[open])
            {
                continue;
            }

            if (i + 1 == text.Length || text[i + 1] != text[open])
            {
                return i;
            }

            i++;
        }

        return -1;
    }
}
