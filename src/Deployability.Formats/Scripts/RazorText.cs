namespace Deployability.Formats.Scripts;

/// <summary>Tells the C# of a Razor file from its markup and scripts.</summary>
public static class RazorText
{
    private static readonly string[] Blocks = ["code", "functions"];

    /// <summary>The text with its C# blanked: <c>@code { … }</c>, <c>@functions { … }</c>, <c>@( … )</c> and the statements of <c>@{ … }</c>. Every place keeps its number.</summary>
    /// <param name="text">Of a .razor or .cshtml file; a block that does not end stays as it is.</param>
    public static string WithoutCode(string text)
    {
        char[]? masked = null;
        for (var at = text.IndexOf('@'); at >= 0 && at + 1 < text.Length; at = text.IndexOf('@', at + 1))
        {
            if (text[at + 1] == '@')
            {
                at++;
                continue;
            }

            if (text[at + 1] == '*')
            {
                var end = text.IndexOf("*@", at + 2, StringComparison.Ordinal);
                at = end < 0 ? text.Length - 1 : end + 1;
                continue;
            }

            var open = OpeningAt(text, at + 1, out var hasMarkup);
            if (open >= 0 && Closing(text, open) is var close && close > open)
            {
                masked ??= text.ToCharArray();
                Blank(text, masked, open + 1, close, hasMarkup);
                at = hasMarkup ? open : close;
            }
        }

        return masked is null ? text : new string(masked);
    }

    // Where the block begins that stands behind an @; -1 when there is none.
    private static int OpeningAt(string text, int start, out bool hasMarkup)
    {
        hasMarkup = text[start] == '{';
        if (text[start] is '{' or '(')
        {
            return start;
        }

        foreach (var name in Blocks)
        {
            if (string.CompareOrdinal(text, start, name, 0, name.Length) == 0)
            {
                var next = start + name.Length;
                while (next < text.Length && char.IsWhiteSpace(text[next]))
                {
                    next++;
                }

                return next < text.Length && text[next] == '{' ? next : -1;
            }
        }

        return -1;
    }

    // The brace or parenthesis that belongs to the one at the place, past strings, characters and comments; -1 when it is missing.
    private static int Closing(string text, int open)
    {
        var (more, less) = text[open] == '{' ? ('{', '}') : ('(', ')');
        var depth = 0;
        for (var i = open; i < text.Length; i++)
        {
            var c = text[i];
            if (c == more)
            {
                depth++;
            }
            else if (c == less && --depth == 0)
            {
                return i;
            }
            else if (c == '"')
            {
                i = EndOfString(text, i, isVerbatim: i > 0 && (text[i - 1] == '@' || (i > 1 && text[i - 1] == '$' && text[i - 2] == '@')));
            }
            else if (c == '\'' && i + 2 < text.Length)
            {
                i =
                    text[i + 2] == '\'' ? i + 2
                    : text[i + 1] == '\\' && text.IndexOf('\'', i + 3, Math.Min(8, text.Length - i - 3)) is > 0 and var end ? end
                    : i;
            }
            else if (c == '/' && i + 1 < text.Length && text[i + 1] == '/' && i > 0 && char.IsWhiteSpace(text[i - 1]))
            {
                i = text.IndexOf('\n', i) is >= 0 and var end ? end : text.Length;
            }
            else if (c == '/' && i + 1 < text.Length && text[i + 1] == '*')
            {
                i = text.IndexOf("*/", i + 2, StringComparison.Ordinal) is >= 0 and var end ? end + 1 : text.Length;
            }
        }

        return -1;
    }

    private static int EndOfString(string text, int quote, bool isVerbatim)
    {
        if (string.CompareOrdinal(text, quote, "\"\"\"", 0, 3) == 0)
        {
            return text.IndexOf("\"\"\"", quote + 3, StringComparison.Ordinal) is >= 0 and var raw ? raw + 2 : text.Length;
        }

        for (var i = quote + 1; i < text.Length; i++)
        {
            if (!isVerbatim && text[i] == '\n')
            {
                return quote;
            }

            if (!isVerbatim && text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == '"')
            {
                if (!isVerbatim || i + 1 >= text.Length || text[i + 1] != '"')
                {
                    return i;
                }

                i++;
            }
        }

        return text.Length;
    }

    // A line of markup between the statements stays, and a script to its end.
    private static void Blank(string text, char[] masked, int start, int end, bool hasMarkup)
    {
        for (var line = start; line < end; )
        {
            var next = text.IndexOf('\n', line, end - line) is >= 0 and var found ? found + 1 : end;
            var first = line;
            while (first < next && char.IsWhiteSpace(text[first]))
            {
                first++;
            }

            if (hasMarkup && first + 1 < next && text[first] == '<' && (char.IsLetter(text[first + 1]) || text[first + 1] == '/'))
            {
                if (string.Compare(text, first, "<script", 0, "<script".Length, StringComparison.OrdinalIgnoreCase) == 0)
                {
                    next = text.IndexOf("</script", first, end - first, StringComparison.OrdinalIgnoreCase) is >= 0 and var close
                        ? close + "</script>".Length
                        : end;
                }

                line = Math.Min(next, end);
                continue;
            }

            for (var i = line; i < next; i++)
            {
                if (text[i] is not ('\n' or '\r'))
                {
                    masked[i] = ' ';
                }
            }

            line = next;
        }
    }
}
