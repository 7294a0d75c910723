using System.Text;
using Deployability.Formats.Yaml;

namespace Deployability.Formats.Helm;

/// <summary>Reads the template of a chart as far as it is static.</summary>
/// <remarks>
/// Each action becomes a hole of its length, so that places stay: a value that is filled in is unknown, a mapping into which an action
/// writes entries is open, and what stands under a condition counts as there.
/// </remarks>
public static class HelmTemplate
{
    // As far as neighbours are looked for, so that the work stays linear.
    private const int MaxLines = 100;

    private const string Root = ".Values.";

    // What leaves a value what it is.
    private static readonly string[] Conversions = ["int", "int64", "toString", "quote", "squote"];

    private static readonly string[] Controls = ["if", "else", "end", "range", "with", "define", "block", "break", "continue"];

    /// <summary>The structure of a template; never throws.</summary>
    public static YamlFile Parse(string text) => YamlFile.Parse(WithHoles(text));

    /// <summary>The text with a hole in place of each action; as long as the text.</summary>
    public static string WithHoles(string text)
    {
        if (text.IndexOf("{{", StringComparison.Ordinal) < 0)
        {
            return text;
        }

        var result = text.ToCharArray();
        var actions = WithoutDefinitions(result, text, ActionsOf(text));
        for (var i = 0; i < actions.Count; )
        {
            // The actions of one line together.
            var last = i;
            while (
                last + 1 < actions.Count
                && text.IndexOf('\n', actions[last].Range.End, actions[last + 1].Range.Start - actions[last].Range.End) < 0
            )
            {
                last++;
            }

            Fill(result, text, actions.GetRange(i, last - i + 1));
            i = last + 1;
        }

        return new string(result);
    }

    /// <summary>Which value a text is, where it is nothing but an action that writes one: <c>{{ .Values.service.port | int }}</c>.</summary>
    /// <param name="written">As the template has it, quotes included.</param>
    /// <returns>The names on the way to the value, <c>service</c> and <c>port</c>; empty for anything else.</returns>
    public static IReadOnlyList<string> ValueIn(string written) =>
        WordIn(written) is { } word ? NamesIn(word.TrimStart('$'), Root) ?? [] : [];

    /// <summary>
    /// Which value of each item a text is, where it is nothing but an action that writes one inside a loop:
    /// <c>{{ .port }}</c> within <c>range .Values.ports</c>, <c>{{ $item.port }}</c>, <c>{{ . }}</c>.
    /// </summary>
    /// <param name="text">The template.</param>
    /// <param name="range">Of the scalar.</param>
    /// <returns>The names on the way to the list or mapping, and those from an item to the value, none for the item itself; null for anything else.</returns>
    public static (IReadOnlyList<string> List, IReadOnlyList<string> Item)? ItemIn(string text, TextRange range)
    {
        if (WordIn(range.Of(text)) is not { } word)
        {
            return null;
        }

        // What is open where the text stands; an end closes what was opened last.
        var open = new Stack<Action>();
        foreach (var action in ActionsOf(text))
        {
            if (action.Range.Start >= range.Start)
            {
                break;
            }

            if (action.Word is "if" or "range" or "with" or "define" or "block")
            {
                open.Push(action);
            }
            else if (action.Word == "end" && open.Count > 0)
            {
                open.Pop();
            }
        }

        // A condition leaves the dot alone.
        foreach (var action in open.Where(static action => action.Word != "if"))
        {
            var parts = action.Content.Substring(action.Word.Length).Split([":="], StringSplitOptions.None);
            var variable = parts.Length == 2 ? parts[0].Split(',').Last().Trim() : "";
            var item =
                word == "." ? []
                : variable.Length > 0 && word == variable ? []
                : variable.Length > 0 && NamesIn(word, variable + ".") is { } named ? named
                : word[0] == '.' ? NamesIn(word, ".")
                : null;
            if (item is not null)
            {
                return action.Word == "range" && NamesIn(parts[parts.Length - 1].Trim().TrimStart('$'), Root) is { } list
                    ? (list, item)
                    : null;
            }
        }

        return null;
    }

    // The only word of the only action, but for conversions.
    private static string? WordIn(string written)
    {
        var content = written.Trim('"', '\'', ' ');
        if (!content.StartsWith("{{", StringComparison.Ordinal) || content.IndexOf("}}", StringComparison.Ordinal) != content.Length - 2)
        {
            return null;
        }

        string? value = null;
        foreach (
            var word in content.Substring(2, content.Length - 4).Trim('-', ' ').Split([' ', '|'], StringSplitOptions.RemoveEmptyEntries)
        )
        {
            if (value is null && word[0] is '.' or '$')
            {
                value = word;
            }
            else if (Array.IndexOf(Conversions, word) < 0)
            {
                return null;
            }
        }

        return value;
    }

    private static string[]? NamesIn(string word, string root) =>
        word.Length > root.Length
        && word.StartsWith(root, StringComparison.Ordinal)
        && word.Skip(root.Length).All(static c => char.IsLetterOrDigit(c) || c is '.' or '_')
            ? word.Substring(root.Length).Split('.')
            : null;

    /// <summary>A text with what values say in place of the actions that are nothing but a value.</summary>
    /// <param name="written">A scalar as the template has it; quotes around it are left out.</param>
    /// <param name="valueOf">The text at the end of a way of names; null when nobody knows.</param>
    /// <returns>With a hole for any other action.</returns>
    public static string Resolve(string written, Func<IReadOnlyList<string>, string?> valueOf)
    {
        var content = written.Trim('"', '\'', ' ');
        var result = new StringBuilder();
        var position = 0;
        while (content.IndexOf("{{", position, StringComparison.Ordinal) is >= 0 and var start)
        {
            var end = content.IndexOf("}}", start, StringComparison.Ordinal) + 2;
            if (end < 2)
            {
                break;
            }

            var names = ValueIn(content.Substring(start, end - start));
            result
                .Append(content, position, start - position)
                .Append((names.Count > 0 ? valueOf(names) : null) ?? YamlNode.Hole.ToString());
            position = end;
        }

        return result.Append(content, position, content.Length - position).ToString();
    }

    private static void Fill(char[] result, string text, List<Action> actions)
    {
        var first = actions[0].Range.Start;
        var start = text.LastIndexOf('\n', Math.Max(first - 1, 0)) + 1;
        start = start > first ? first : start;
        var end = text.IndexOf('\n', actions[actions.Count - 1].Range.End);
        end = end < 0 ? text.Length : end;
        foreach (var action in actions)
        {
            for (var i = action.Range.Start; i < action.Range.End; i++)
            {
                result[i] = YamlNode.Hole;
            }
        }

        if (IsAlone(result, start, end))
        {
            var written = actions.Find(static action => !action.IsControl);
            Blank(result, start, end);
            if (written is not null)
            {
                Write(result, text, start, end, written.Indentation ?? first - start);
            }
        }
        else if (
            actions[actions.Count - 1] is { IsControl: false } tail
            && IsBlank(result, tail.Range.End, end)
            && Behind(text, tail.Range.Start) == ':'
            && IsIndentedMore(text, start, end)
        )
        {
            // labels: {{ include … | nindent 4 }} with further labels below.
            Blank(result, tail.Range.Start, tail.Range.End);
            YamlNode.OpenTag.CopyTo(0, result, tail.Range.Start, Math.Min(YamlNode.OpenTag.Length, tail.Range.Length));
        }
    }

    // What an action alone on its line writes: entries of a mapping, items of a list, or all that a key says.
    private static void Write(char[] result, string text, int start, int end, int indentation)
    {
        var place = start + indentation;
        var before = LineBefore(result, start, indentation);
        var after = LineAfter(text, end, indentation);
        var isList = before == '-' || after == '-';
        var isEntry = !isList && (before == 'x' || after == 'x');
        if (end - place < 4)
        {
            return;
        }

        for (var i = place; i < end; i++)
        {
            result[i] = text[i] == '\r' || text[i] == '\n' ? ' ' : YamlNode.Hole;
        }

        if (isList)
        {
            result[place] = '-';
            result[place + 1] = ' ';
        }
        else if (isEntry)
        {
            result[end - 1] = ':';
        }
    }

    // '-' for an item and 'x' for an entry at the same indentation, '\0' where the collection begins.
    private static char LineBefore(char[] result, int start, int indentation)
    {
        for (int end = start - 1, lines = 0; end > 0 && lines < MaxLines; lines++)
        {
            var begin = Array.LastIndexOf(result, '\n', end - 1) + 1;
            var column = ColumnOf(result, begin, end);
            if (column >= 0 && column <= indentation)
            {
                return column < indentation
                    ? result[begin + column] == '-' && indentation - column == 2
                        ? 'x'
                        : '\0'
                    : result[begin + column] == '-'
                        ? '-'
                        : 'x';
            }

            end = begin - 1;
        }

        return '\0';
    }

    private static char LineAfter(string text, int end, int indentation)
    {
        for (int begin = end + 1, lines = 0; begin < text.Length && lines < MaxLines; lines++)
        {
            var close = text.IndexOf('\n', begin);
            close = close < 0 ? text.Length : close;
            var column = begin;
            while (column < close && text[column] is ' ' or '\r')
            {
                column++;
            }

            if (IsContent(text, column, close))
            {
                return column - begin != indentation ? '\0'
                    : text[column] == '-' && text[Math.Min(column + 1, text.Length - 1)] is ' ' ? '-'
                    : 'x';
            }

            begin = close + 1;
        }

        return '\0';
    }

    // A line of actions alone says nothing by itself; {{ $key }}: {{ $value }} is an entry.
    private static bool IsContent(string text, int column, int close)
    {
        if (column >= close || text[column] is '#' or '\r')
        {
            return false;
        }

        if (string.CompareOrdinal(text, column, "{{", 0, 2) != 0)
        {
            return true;
        }

        var end = close;
        while (end > column && text[end - 1] is ' ' or '\r')
        {
            end--;
        }

        var action = text.IndexOf("}}", column, end - column, StringComparison.Ordinal);
        return action >= 0 && action + 2 < end && (text[action + 2] == ':' || text[end - 1] != '}');
    }

    // Of the first character that says something; -1 in a line that says nothing.
    private static int ColumnOf(char[] result, int begin, int end)
    {
        for (var i = begin; i < end; i++)
        {
            if (result[i] is not (' ' or '\r' or '\n'))
            {
                return result[i] == '#' ? -1 : i - begin;
            }
        }

        return -1;
    }

    private static bool IsIndentedMore(string text, int start, int end)
    {
        var own = start;
        while (own < text.Length && (text[own] == ' ' || (text[own] == '-' && own + 1 < text.Length && text[own + 1] == ' ')))
        {
            own++;
        }

        for (int begin = end + 1, lines = 0; begin < text.Length && lines < MaxLines; begin = text.IndexOf('\n', begin) + 1, lines++)
        {
            var column = begin;
            while (column < text.Length && text[column] == ' ')
            {
                column++;
            }

            var close = text.IndexOf('\n', column);
            if (IsContent(text, column, close < 0 ? text.Length : close))
            {
                return column - begin > own - start;
            }

            if (text.IndexOf('\n', begin) < 0)
            {
                break;
            }
        }

        return false;
    }

    private static char Behind(string text, int position)
    {
        while (position > 0 && text[position - 1] == ' ')
        {
            position--;
        }

        return position > 0 ? text[position - 1] : '\0';
    }

    private static bool IsAlone(char[] result, int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            if (result[i] is not (' ' or '\t' or '\r' or '\n' or YamlNode.Hole))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsBlank(char[] result, int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            if (!char.IsWhiteSpace(result[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static void Blank(char[] result, int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            result[i] = result[i] is '\n' or '\r' ? result[i] : ' ';
        }
    }

    // What a template defines for others is no part of what it writes.
    private static List<Action> WithoutDefinitions(char[] result, string text, List<Action> actions)
    {
        var kept = new List<Action>();
        var depth = 0;
        var start = 0;
        foreach (var action in actions)
        {
            if (depth == 0 && action.Word == "define")
            {
                start = action.Range.Start;
                depth = 1;
            }
            else if (depth == 0)
            {
                kept.Add(action);
            }
            else
            {
                depth +=
                    action.Word is "if" or "range" or "with" or "define" or "block" ? 1
                    : action.Word == "end" ? -1
                    : 0;
                if (depth == 0)
                {
                    Blank(result, start, action.Range.End);
                }
            }
        }

        if (depth > 0)
        {
            Blank(result, start, text.Length);
        }

        return kept;
    }

    private static List<Action> ActionsOf(string text)
    {
        var result = new List<Action>();
        for (var start = text.IndexOf("{{", StringComparison.Ordinal); start >= 0; )
        {
            var end = EndOf(text, start + 2);
            result.Add(new Action(text, TextRange.FromBounds(start, end)));
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

    private sealed class Action
    {
        public Action(string text, TextRange range)
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
    }
}
