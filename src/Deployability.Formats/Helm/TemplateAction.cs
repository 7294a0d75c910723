namespace Deployability.Formats.Helm;

/// <summary>What stands between <c>{{</c> and <c>}}</c> in a template.</summary>
internal sealed class TemplateAction
{
    private static readonly string[] Controls = ["if", "else", "end", "range", "with", "define", "block", "break", "continue"];

    private TemplateAction(string text, TextRange range)
    {
        Range = range;
        var content = range.Of(text).TrimStart('{', '-', ' ', '\t', '\n', '\r');
        var length = 0;
        while (length < content.Length && char.IsLetter(content[length]))
        {
            length++;
        }

        Word = content.Substring(0, length);
        Content = content.TrimEnd('}', '-', ' ', '\t', '\n', '\r');
        IsControl =
            Array.IndexOf(Controls, Word) >= 0
            || content.StartsWith("/*", StringComparison.Ordinal)
            || (content.StartsWith("$", StringComparison.Ordinal) && content.IndexOf('=') > 0);
        Indentation = IndentationIn(content, "nindent ") ?? IndentationIn(content, "indent ");
    }

    public TextRange Range { get; }

    public string Word { get; }

    /// <summary>Without braces.</summary>
    public string Content { get; }

    /// <summary>Whether an <c>end</c> closes it.</summary>
    public bool Opens => Word is "if" or "range" or "with" or "define" or "block";

    /// <summary>Whether the action writes nothing itself.</summary>
    public bool IsControl { get; }

    /// <summary>Of what it writes, where it says so.</summary>
    public int? Indentation { get; }

    private static int? IndentationIn(string content, string function)
    {
        var start = content.LastIndexOf(function, StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        var number = 0;
        for (var i = start + function.Length; i < content.Length && content[i] is >= '0' and <= '9' && number < 1000; i++)
        {
            number = number * 10 + content[i] - '0';
        }

        return number;
    }

    /// <summary>All of a text, in its order; one without end reaches to the end of the text.</summary>
    public static List<TemplateAction> In(string text)
    {
        var result = new List<TemplateAction>();
        for (var start = text.IndexOf("{{", StringComparison.Ordinal); start >= 0; )
        {
            var end = EndOf(text, start + 2);
            result.Add(new TemplateAction(text, TextRange.FromBounds(start, end)));
            start = end < text.Length ? text.IndexOf("{{", end, StringComparison.Ordinal) : -1;
        }

        return result;
    }

    // Behind }}; strings and comments may hold braces.
    private static int EndOf(string text, int position)
    {
        while (position < text.Length)
        {
            switch (text[position])
            {
                case '}' when position + 1 < text.Length && text[position + 1] == '}':
                    return position + 2;
                case '"':
                    position = Skip(text, position + 1, '"');
                    break;
                case '`':
                    position = Skip(text, position + 1, '`');
                    break;
                case '/' when position + 1 < text.Length && text[position + 1] == '*':
                    var close = text.IndexOf("*/", position + 2, StringComparison.Ordinal);
                    position = close < 0 ? text.Length : close + 2;
                    break;
                default:
                    position++;
                    break;
            }
        }

        return text.Length;
    }

    private static int Skip(string text, int position, char quote)
    {
        while (position < text.Length && text[position] != quote)
        {
            position += text[position] == '\\' && quote == '"' ? 2 : 1;
        }

        return Math.Min(position + 1, text.Length);
    }
}
