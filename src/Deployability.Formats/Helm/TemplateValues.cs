using System.Text;
using Deployability.Formats.Yaml;

namespace Deployability.Formats.Helm;

/// <summary>Tells which of a chart's values a template puts where, as far as it only puts them there.</summary>
public static class TemplateValues
{
    private const string Root = ".Values.";

    // What leaves a value what it is.
    private static readonly string[] Conversions = ["int", "int64", "toString", "quote", "squote"];

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
        var open = new Stack<TemplateAction>();
        foreach (var action in TemplateAction.In(text))
        {
            if (action.Range.Start >= range.Start)
            {
                break;
            }

            if (action.Opens)
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
}
