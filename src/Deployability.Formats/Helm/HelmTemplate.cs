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
        var actions = WithoutDefinitions(result, text, TemplateAction.In(text));
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

    private static void Fill(char[] result, string text, List<TemplateAction> actions)
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
    private static List<TemplateAction> WithoutDefinitions(char[] result, string text, List<TemplateAction> actions)
    {
        var kept = new List<TemplateAction>();
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
                    action.Opens ? 1
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
}
