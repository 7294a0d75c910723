using System.Text;
using Deployability.Formats.Variables;

namespace Deployability.Formats.Dockerfiles;

/// <summary>Takes text apart into words as Dockerfiles and shells do.</summary>
internal static class DockerWords
{
    /// <summary>Splits at white space that no quote and no escape protects.</summary>
    /// <param name="line">The line.</param>
    /// <param name="start">Where the first word may begin.</param>
    /// <param name="end">Where the last word ends at the latest.</param>
    /// <param name="escape">The escape character of the file.</param>
    /// <param name="isShell">Whether the operators of a shell are words of their own.</param>
    public static List<DockerWord> Split(LogicalText line, int start, int end, char escape, bool isShell)
    {
        var text = line.Text;
        var words = new List<DockerWord>();
        for (var i = start; i < end; )
        {
            if (char.IsWhiteSpace(text[i]))
            {
                // In a script a line is a command.
                if (isShell && text[i] == '\n')
                {
                    words.Add(new DockerWord("\n", "\n", line.RangeOf(i, i + 1), IsOperator: true));
                }

                i++;
                continue;
            }

            if (isShell && text[i] == '#' && (i == start || char.IsWhiteSpace(text[i - 1])))
            {
                while (i < end && text[i] != '\n')
                {
                    i++;
                }

                continue;
            }

            var wordStart = i;
            if (isShell && IsOperator(text, i))
            {
                while (i < end && IsOperator(text, i))
                {
                    i++;
                }

                words.Add(
                    new DockerWord(
                        text.Substring(wordStart, i - wordStart),
                        text.Substring(wordStart, i - wordStart),
                        line.RangeOf(wordStart, i),
                        IsOperator: true
                    )
                );
                continue;
            }

            i = EndOfWord(text, i, end, escape, isShell);
            var raw = text.Substring(wordStart, i - wordStart);
            words.Add(new DockerWord(Unquote(raw, escape), raw, line.RangeOf(wordStart, i)));
        }

        return words;
    }

    /// <summary>The words between the operators of a shell; words in front of a command that only set variables for it are left out.</summary>
    public static IEnumerable<IReadOnlyList<DockerWord>> Commands(IReadOnlyList<DockerWord> words)
    {
        var command = new List<DockerWord>();
        foreach (var word in words)
        {
            if (!word.IsOperator)
            {
                command.Add(word);
            }
            else if (command.Count > 0)
            {
                yield return command;
                command = [];
            }
        }

        if (command.Count > 0)
        {
            yield return command;
        }
    }

    /// <summary>Takes quotes and escapes away; variables stay.</summary>
    public static string Unquote(string raw, char escape) => Process(raw, escape, null);

    /// <summary>Takes quotes and escapes away and puts values in the place of variables, which single quotes protect.</summary>
    public static string Expand(string raw, char escape, Func<string, string?> lookup) => Process(raw, escape, lookup);

    private static string Process(string raw, char escape, Func<string, string?>? lookup)
    {
        if (raw.IndexOf(escape) < 0 && raw.IndexOfAny(['"', '\'', '$']) < 0)
        {
            return raw;
        }

        var result = new StringBuilder(raw.Length);
        var quote = '\0';
        var isBroken = false;
        for (var i = 0; i < raw.Length; i++)
        {
            var c = raw[i];
            if (quote == '\'' && c != '\'')
            {
                result.Append(c);
            }
            else if (c == escape && i + 1 < raw.Length)
            {
                var next = raw[++i];
                if (quote == '"' && next is not ('"' or '$') && next != escape)
                {
                    result.Append(c);
                }

                result.Append(next);
            }
            else if (c is '"' or '\'' && (quote == '\0' || quote == c))
            {
                quote = quote == '\0' ? c : '\0';
            }
            else if (c == '$' && lookup is not null && !isBroken && VariableText.TryReadAt(raw, i) is { } reference)
            {
                result.Append(VariableText.ValueOf(raw, reference, escape, lookup, 0));
                i = reference.Range.End - 1;
            }
            else
            {
                isBroken |= c == '$' && i + 1 < raw.Length && raw[i + 1] == '{';
                result.Append(c);
            }
        }

        return result.ToString();
    }

    private static int EndOfWord(string text, int i, int end, char escape, bool isShell)
    {
        var quote = '\0';
        for (; i < end; i++)
        {
            var c = text[i];
            if (c == escape && quote != '\'')
            {
                i++;
            }
            else if (c is '"' or '\'' && (quote == '\0' || quote == c))
            {
                quote = quote == '\0' ? c : '\0';
            }
            else if (quote == '\0' && (char.IsWhiteSpace(c) || (isShell && IsOperator(text, i))))
            {
                return i;
            }
        }

        return Math.Min(i, end);
    }

    // In 2>&1, &>log and >|file the character belongs to where the output goes.
    private static bool IsOperator(string text, int i) =>
        text[i] is '|' or ';' or '(' or ')' or '&'
        && !(text[i] is '&' or '|' && i > 0 && text[i - 1] == '>')
        && !(text[i] == '&' && i > 0 && text[i - 1] == '<')
        && !(text[i] == '&' && i + 1 < text.Length && text[i + 1] == '>');
}
