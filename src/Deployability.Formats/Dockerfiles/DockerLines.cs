namespace Deployability.Formats.Dockerfiles;

/// <summary>The logical lines of a Dockerfile: continuations joined, comments and empty lines left out.</summary>
internal sealed class DockerLines
{
    private readonly string text;
    private readonly Dictionary<string, string> directives = new(StringComparer.OrdinalIgnoreCase);
    private int position;

    public DockerLines(string text)
    {
        this.text = text;
        position = text.Length > 0 && text[0] == '\uFEFF' ? 1 : 0;
        ReadDirectives();
        Escape = directives.TryGetValue("escape", out var escape) && escape == "`" ? '`' : '\\';
    }

    /// <summary>What continues a line and takes the meaning of the next character.</summary>
    public char Escape { get; }

    public IReadOnlyDictionary<string, string> Directives => directives;

    /// <summary>The next line that is an instruction; null at the end.</summary>
    public LogicalText? Next()
    {
        LogicalText? line = null;
        while (position < text.Length)
        {
            var start = position;
            var end = EndOfLine(start);
            position = AfterBreak(end);
            var first = SkipSpaces(start, end);
            if (first == end || text[first] == '#')
            {
                // Inside a continued line too.
                continue;
            }

            start = line is null ? first : start;
            line ??= new LogicalText();
            var continuation = ContinuationIn(start, end);
            line.Append(text, start, continuation < 0 ? end : continuation);
            if (continuation < 0)
            {
                return line;
            }
        }

        return line;
    }

    /// <summary>Takes the lines up to the one that holds a name alone, or up to the end of the file.</summary>
    /// <param name="name">Of the heredoc.</param>
    /// <param name="chomps">Whether tabs in front of the name do not count.</param>
    /// <returns>The lines in front of the one that holds the name.</returns>
    public TextRange TakeHeredoc(string name, bool chomps)
    {
        var start = position;
        while (position < text.Length)
        {
            var lineStart = position;
            var end = EndOfLine(lineStart);
            position = AfterBreak(end);
            var first = lineStart;
            while (chomps && first < end && text[first] == '\t')
            {
                first++;
            }

            if (end - first == name.Length && string.CompareOrdinal(text, first, name, 0, name.Length) == 0)
            {
                return TextRange.FromBounds(Math.Min(start, text.Length), lineStart);
            }
        }

        return TextRange.FromBounds(Math.Min(start, text.Length), text.Length);
    }

    // "# escape=`" counts only above everything else.
    private void ReadDirectives()
    {
        for (var current = position; current < text.Length; )
        {
            var end = EndOfLine(current);
            var first = SkipSpaces(current, end);
            var equals = first < end && text[first] == '#' ? text.IndexOf('=', first, end - first) : -1;
            var name = equals < 0 ? "" : text.Substring(first + 1, equals - first - 1).Trim();
            if (name.Length == 0 || !name.All(char.IsLetter) || directives.ContainsKey(name))
            {
                return;
            }

            directives.Add(name, text.Substring(equals + 1, end - equals - 1).Trim());
            current = AfterBreak(end);
        }
    }

    // The escape character with nothing but white space behind it, and none of its kind in front of it.
    private int ContinuationIn(int start, int end)
    {
        var last = end - 1;
        while (last >= start && text[last] is ' ' or '\t')
        {
            last--;
        }

        return last >= start && text[last] == Escape && (last == start || text[last - 1] != Escape) ? last : -1;
    }

    private int SkipSpaces(int from, int end)
    {
        while (from < end && char.IsWhiteSpace(text[from]))
        {
            from++;
        }

        return from;
    }

    private int EndOfLine(int from)
    {
        var end = from >= text.Length ? -1 : text.IndexOfAny(['\n', '\r'], from);
        return end < 0 ? text.Length : end;
    }

    private int AfterBreak(int end) =>
        Math.Min(text.Length, end + (end + 1 < text.Length && text[end] == '\r' && text[end + 1] == '\n' ? 2 : 1));
}
