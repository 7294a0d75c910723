namespace Deployability.Formats.Scripts;

/// <summary>Says where a token of a script that begins at a place ends, and which signs make words; it knows nothing of what stands around it.</summary>
/// <remarks>In every method <c>start</c> is the token's first sign, and <c>end</c> is behind the last that may be read.</remarks>
internal static class ScriptScanner
{
    /// <summary>At the line break, or the end.</summary>
    public static int EndOfLine(string text, int from, int end)
    {
        while (from < end && text[from] is not ('\n' or '\r' or '\u2028' or '\u2029'))
        {
            from++;
        }

        return from;
    }

    public static bool IsSpace(char c) => char.IsWhiteSpace(c) || c == '\uFEFF';

    public static bool IsWordStart(char c) => char.IsLetter(c) || c is '_' or '$' or '#' or '\\' || char.IsSurrogate(c);

    public static bool IsWordPart(char c) =>
        IsWordStart(c) && c != '#'
        || char.IsDigit(c)
        || c is '\u200C' or '\u200D'
        || char.GetUnicodeCategory(c)
            is System.Globalization.UnicodeCategory.NonSpacingMark
                or System.Globalization.UnicodeCategory.SpacingCombiningMark
                or System.Globalization.UnicodeCategory.ConnectorPunctuation;

    /// <summary>Behind a word whose first sign stands at the place, whatever that is.</summary>
    public static int EndOfWord(string text, int start, int end)
    {
        var i = start + 1;
        while (i < end && IsWordPart(text[i]))
        {
            i++;
        }

        return i;
    }

    /// <summary>Behind the closing quote; at the end of the line where there is none.</summary>
    public static int EndOfString(string text, int start, int end)
    {
        var quote = text[start];
        var i = start + 1;
        while (i < end && text[i] != quote)
        {
            if (text[i] is '\n' or '\r')
            {
                return i;
            }

            // A backslash in front of a line break continues the string; two characters may make one line break.
            i +=
                text[i] != '\\' ? 1
                : i + 2 < end && text[i + 1] == '\r' && text[i + 2] == '\n' ? 3
                : 2;
        }

        return Math.Min(i + 1, end);
    }

    /// <summary>Behind a number of any base, with its exponent and suffix.</summary>
    public static int EndOfNumber(string text, int start, int end)
    {
        var i = start;
        while (
            i < end
            && (
                char.IsLetterOrDigit(text[i])
                || text[i] is '_' or '.'
                || (text[i] is '+' or '-' && text[i - 1] is 'e' or 'E' && !IsHexadecimal(text, start, i))
            )
        )
        {
            i++;
        }

        return i;
    }

    private static bool IsHexadecimal(string text, int start, int stop) => stop > start + 1 && text[start + 1] is 'x' or 'X';

    /// <summary>Behind a regular expression and its flags; null when none begins here.</summary>
    /// <param name="stop">Up to where that was looked for.</param>
    public static int? EndOfRegex(string text, int start, int end, out int stop)
    {
        var inClass = false;
        var i = start + 1;
        for (; i < end && text[i] is not ('\n' or '\r' or '\u2028' or '\u2029'); i++)
        {
            var c = text[i];
            if (c == '\\')
            {
                i++;
            }
            else if (c == '/' && !inClass)
            {
                stop = EndOfWord(text, i, end);
                return stop;
            }
            else
            {
                inClass = c == '[' || (inClass && c != ']');
            }
        }

        stop = i;
        return null;
    }

    /// <summary>Whether an element begins at a <c>&lt;</c> in place of a value: <c>&lt;div</c>, <c>&lt;&gt;</c>, <c>&lt;Grid.Row</c>.</summary>
    /// <remarks>Not the type parameters of an arrow function: <c>&lt;T,&gt;(x: T) =&gt; x</c>, <c>&lt;T extends object&gt;(x: T) =&gt; x</c>.</remarks>
    public static bool BeginsElement(string text, int start, int end)
    {
        var i = start + 1;
        if (i >= end)
        {
            return false;
        }

        if (text[i] == '>')
        {
            return true;
        }

        if (!IsWordStart(text[i]))
        {
            return false;
        }

        while (i < end && (IsWordPart(text[i]) || text[i] is '.' or '-' or ':'))
        {
            i++;
        }

        while (i < end && text[i] == ' ')
        {
            i++;
        }

        const string Extends = "extends ";
        return i < end
            && text[i] is not (',' or '(' or ')' or ';' or '|' or '&' or '[')
            && (i + Extends.Length > end || string.CompareOrdinal(text, i, Extends, 0, Extends.Length) != 0);
    }
}
