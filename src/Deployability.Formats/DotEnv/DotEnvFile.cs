using System.Text;

namespace Deployability.Formats.DotEnv;

/// <summary>How a value of an environment file is quoted.</summary>
public enum DotEnvQuote
{
    None,

    /// <summary>Taken as it is.</summary>
    Single,

    /// <summary>With escapes and variables.</summary>
    Double,
}

/// <summary>One variable of an environment file.</summary>
/// <param name="Name">Without <c>export</c>.</param>
/// <param name="NameRange">Of the name.</param>
/// <param name="Value">Unquoted and unescaped; variables in it as they are written.</param>
/// <param name="Range">Of the value, with its quotes.</param>
/// <param name="Quote">How it is quoted; single quotes keep variables from being replaced.</param>
public sealed record DotEnvEntry(string Name, TextRange NameRange, string Value, TextRange Range, DotEnvQuote Quote);

/// <summary>An environment file, read as docker compose reads it: quotes, <c>export</c>, comments, values over several lines.</summary>
/// <remarks>https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/#env-file-syntax. A line that is none of these is skipped.</remarks>
public sealed class DotEnvFile
{
    private const string Export = "export";

    private readonly string text;
    private readonly List<DotEnvEntry> entries = [];
    private readonly List<TextRange> comments = [];

    private DotEnvFile(string text) => this.text = text;

    /// <summary>In the order of the file; of a name that occurs twice the last one wins.</summary>
    public IReadOnlyList<DotEnvEntry> Entries => entries;

    /// <summary>From the <c>#</c> to the end of the line.</summary>
    public IReadOnlyList<TextRange> Comments => comments;

    /// <summary>Reads a text; never throws.</summary>
    public static DotEnvFile Parse(string text)
    {
        var file = new DotEnvFile(text);
        var position = text.Length > 0 && text[0] == '\uFEFF' ? 1 : 0;
        var closing = new ClosingQuotes(text);
        while (position < text.Length)
        {
            position = file.ReadLine(position, closing);
        }

        return file;
    }

    private int ReadLine(int position, ClosingQuotes closing)
    {
        var start = SkipSpaces(position, text.Length);
        var end = EndOfLine(start);
        if (start == end)
        {
            return AfterBreak(end);
        }

        if (text[start] == '#')
        {
            comments.Add(TextRange.FromBounds(start, end));
            return AfterBreak(end);
        }

        var equals = text.IndexOf('=', start, end - start);
        if (equals < 0)
        {
            return AfterBreak(end);
        }

        var name = TrimEnd(start, equals);
        if (
            name.Length > Export.Length
            && IsSpace(text[name.Start + Export.Length])
            && string.CompareOrdinal(text, name.Start, Export, 0, Export.Length) == 0
        )
        {
            name = TextRange.FromBounds(SkipSpaces(name.Start + Export.Length, equals), name.End);
        }

        var value = SkipSpaces(equals + 1, end);
        if (value < end && text[value] is '"' or '\'' && closing.Find(value) is var close and > 0)
        {
            var isDouble = text[value] == '"';
            var inner = TextRange.FromBounds(value + 1, close).Of(text);
            entries.Add(
                new DotEnvEntry(
                    name.Of(text),
                    name,
                    isDouble ? Unescape(inner) : inner,
                    TextRange.FromBounds(value, close + 1),
                    isDouble ? DotEnvQuote.Double : DotEnvQuote.Single
                )
            );
            return AfterBreak(EndOfLine(close));
        }

        var range = TrimEnd(value, CommentIn(value, end));
        entries.Add(new DotEnvEntry(name.Of(text), name, range.Of(text), range, DotEnvQuote.None));
        return AfterBreak(end);
    }

    // Behind an unquoted value a comment needs a space in front of it.
    private int CommentIn(int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            if (text[i] == '#' && (i == start || IsSpace(text[i - 1])))
            {
                comments.Add(TextRange.FromBounds(i, end));
                return i;
            }
        }

        return end;
    }

    internal static string Unescape(string inner)
    {
        if (inner.IndexOf('\\') < 0)
        {
            return inner;
        }

        var result = new StringBuilder(inner.Length);
        for (var i = 0; i < inner.Length; i++)
        {
            if (inner[i] != '\\' || i + 1 == inner.Length)
            {
                result.Append(inner[i]);
                continue;
            }

            i++;
            result.Append(
                inner[i] switch
                {
                    'n' => "\n",
                    'r' => "\r",
                    't' => "\t",
                    '"' => "\"",
                    '\\' => "\\",
                    var other => "\\" + other,
                }
            );
        }

        return result.ToString();
    }

    private int EndOfLine(int position)
    {
        var end = text.IndexOfAny(['\n', '\r'], position);
        return end < 0 ? text.Length : end;
    }

    private int AfterBreak(int end) => end + (end + 1 < text.Length && text[end] == '\r' && text[end + 1] == '\n' ? 2 : 1);

    private int SkipSpaces(int position, int end)
    {
        while (position < end && IsSpace(text[position]))
        {
            position++;
        }

        return position;
    }

    private TextRange TrimEnd(int start, int end)
    {
        while (end > start && IsSpace(text[end - 1]))
        {
            end--;
        }

        return TextRange.FromBounds(start, end);
    }

    private static bool IsSpace(char c) => c is not ('\n' or '\r') && char.IsWhiteSpace(c);

    // A quote that nothing closes is searched for once, not once a line.
    private sealed class ClosingQuotes(string text)
    {
        private bool noSingle;
        private bool noDouble;

        public int Find(int open)
        {
            var quote = text[open];
            if (quote == '"' ? noDouble : noSingle)
            {
                return -1;
            }

            for (var i = open + 1; i < text.Length; i++)
            {
                if (text[i] == quote)
                {
                    return i;
                }

                i += quote == '"' && text[i] == '\\' ? 1 : 0;
            }

            noDouble |= quote == '"';
            noSingle |= quote == '\'';
            return -1;
        }
    }
}
