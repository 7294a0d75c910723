namespace Deployability.Formats.Scripts;

/// <summary>An attribute of an element.</summary>
/// <param name="Name">As it is written.</param>
/// <param name="Range">Of the value, without its quotes; empty when there is none.</param>
public readonly record struct MarkupValue(string Name, TextRange Range);

/// <summary>An opening tag, or a closing one.</summary>
/// <param name="Name">In lower case.</param>
/// <param name="IsClosing">Whether it is <c>&lt;/name&gt;</c>.</param>
/// <param name="IsEmpty">Whether it is <c>&lt;name /&gt;</c>.</param>
/// <param name="Attributes">In their order.</param>
/// <param name="Content">Of a script: what stands between its tags; empty for others.</param>
public sealed record MarkupTag(string Name, bool IsClosing, bool IsEmpty, IReadOnlyList<MarkupValue> Attributes, TextRange Content);

/// <summary>The tags of HTML, Vue or Razor, with the scripts inside. Text, styles, comments and the C# of Razor are passed over.</summary>
/// <remarks>Nothing is matched or corrected; no text is wrong to this reader, and each character is read once.</remarks>
public sealed class MarkupFile
{
    private readonly string text;
    private readonly List<MarkupTag> tags = [];
    private int position;

    private MarkupFile(string text) => this.text = text;

    /// <summary>In their order.</summary>
    public IReadOnlyList<MarkupTag> Tags => tags;

    /// <summary>Reads a text; never throws.</summary>
    public static MarkupFile Parse(string text)
    {
        var file = new MarkupFile(text);
        while (file.position < text.Length)
        {
            file.ReadNext();
        }

        return file;
    }

    private void ReadNext()
    {
        var next = text.IndexOfAny(['<', '@'], position);
        if (next < 0)
        {
            position = text.Length;
        }
        else if (At(next, "<!--"))
        {
            position = Behind("-->", next);
        }
        else if (At(next, "@*"))
        {
            position = Behind("*@", next);
        }
        else if (
            text[next] == '<'
            && next + 1 < text.Length
            && (char.IsLetter(text[next + 1]) || (text[next + 1] == '/' && next + 2 < text.Length && char.IsLetter(text[next + 2])))
        )
        {
            position = next + 1;
            ReadTag();
        }
        else
        {
            position = next + 1;
        }
    }

    private void ReadTag()
    {
        var isClosing = text[position] == '/';
        position += isClosing ? 1 : 0;
        var name = ReadName().ToLowerInvariant();
        var attributes = new List<MarkupValue>();
        var isEmpty = false;
        while (position < text.Length && text[position] is not ('>' or '<'))
        {
            if (text[position] == '/' && position + 1 < text.Length && text[position + 1] == '>')
            {
                isEmpty = true;
                position++;
            }
            else if (char.IsWhiteSpace(text[position]) || text[position] == '/')
            {
                position++;
            }
            else
            {
                attributes.Add(ReadAttribute());
            }
        }

        position += position < text.Length && text[position] == '>' ? 1 : 0;
        var content = default(TextRange);
        if (!isClosing && !isEmpty && name is "script" or "style")
        {
            var close = text.IndexOf("</" + name, position, StringComparison.OrdinalIgnoreCase);
            content = TextRange.FromBounds(position, close < 0 ? text.Length : close);
            position = content.End;
        }

        tags.Add(new MarkupTag(name, isClosing, isEmpty, attributes, name == "script" ? content : default));
    }

    private MarkupValue ReadAttribute()
    {
        var name = ReadName();
        if (name.Length == 0)
        {
            // A quote or a bracket that belongs to nothing.
            position++;
            return new MarkupValue("", default);
        }

        var i = SkipSpace(position);
        if (i >= text.Length || text[i] != '=')
        {
            return new MarkupValue(name, default);
        }

        i = SkipSpace(i + 1);
        if (i < text.Length && text[i] is '"' or '\'')
        {
            var close = text.IndexOf(text[i], i + 1);
            var range = TextRange.FromBounds(i + 1, close < 0 ? text.Length : close);
            position = Math.Min(range.End + 1, text.Length);
            return new MarkupValue(name, range);
        }

        position = i;
        while (position < text.Length && !char.IsWhiteSpace(text[position]) && text[position] != '>')
        {
            position++;
        }

        return new MarkupValue(name, TextRange.FromBounds(i, position));
    }

    private string ReadName()
    {
        var start = position;
        while (
            position < text.Length && !char.IsWhiteSpace(text[position]) && text[position] is not ('=' or '>' or '/' or '<' or '"' or '\'')
        )
        {
            position++;
        }

        return text.Substring(start, position - start);
    }

    private int SkipSpace(int from)
    {
        while (from < text.Length && char.IsWhiteSpace(text[from]))
        {
            from++;
        }

        return from;
    }

    private int Behind(string closing, int from)
    {
        var close = text.IndexOf(closing, from, StringComparison.Ordinal);
        return close < 0 ? text.Length : close + closing.Length;
    }

    private bool At(int from, string part) =>
        from + part.Length <= text.Length && string.CompareOrdinal(text, from, part, 0, part.Length) == 0;
}
