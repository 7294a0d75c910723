using System.Text;

namespace Deployability.Formats.Variables;

/// <summary>A variable in a text: <c>$NAME</c>, <c>${NAME}</c>, <c>${NAME:-default}</c>.</summary>
/// <param name="Name">Of the variable.</param>
/// <param name="Range">From the dollar sign to the end.</param>
/// <param name="Operator"><c>-</c> for a default, <c>?</c> for an error, <c>+</c> for what stands instead; <c>\0</c> for none. A colon in front is left out.</param>
/// <param name="Operand">What stands behind the operator; empty without one.</param>
public readonly record struct VariableReference(string Name, TextRange Range, char Operator, TextRange Operand);

/// <summary>Reads and replaces variables as Dockerfiles, compose files and .env files write them.</summary>
public static class VariableText
{
    private const int MaxDepth = 8;

    /// <summary>The variables of a text; those in the default of another are not among them.</summary>
    /// <param name="text">The text; behind a brace that nothing closes nothing more is read.</param>
    /// <param name="escape">What makes a dollar sign a character: a backslash, or <c>$</c> itself in compose files.</param>
    public static IReadOnlyList<VariableReference> Read(string text, char escape)
    {
        var result = new List<VariableReference>();
        for (var i = text.IndexOf('$'); i >= 0 && i < text.Length; )
        {
            if (escape == '$' ? i + 1 < text.Length && text[i + 1] == '$' : IsEscaped(text, i, escape))
            {
                i = Next(text, i + (escape == '$' ? 2 : 1));
            }
            else if (TryReadAt(text, i) is { } reference)
            {
                result.Add(reference);
                i = Next(text, reference.Range.End);
            }
            else if (i + 1 < text.Length && text[i + 1] == '{')
            {
                break;
            }
            else
            {
                i = Next(text, i + 1);
            }
        }

        return result;
    }

    /// <summary>Puts values in the place of variables.</summary>
    /// <param name="text">The text.</param>
    /// <param name="escape">As for <see cref="Read"/>; an escaped dollar sign comes out as one.</param>
    /// <param name="lookup">The value of a variable, or null when nobody knows it: then its default stands, and without one the reference itself.</param>
    public static string Expand(string text, char escape, Func<string, string?> lookup) => Expand(text, escape, lookup, 0);

    /// <summary>The variable that begins at a dollar sign; null when none does.</summary>
    internal static VariableReference? TryReadAt(string text, int dollar)
    {
        var i = dollar + 1;
        var isBraced = i < text.Length && text[i] == '{';
        i += isBraced ? 1 : 0;
        var start = i;
        while (i < text.Length && IsNameCharacter(text[i], isFirst: i == start))
        {
            i++;
        }

        var name = text.Substring(start, i - start);
        if (name.Length == 0)
        {
            return null;
        }

        if (!isBraced)
        {
            return new VariableReference(name, TextRange.FromBounds(dollar, i), '\0', new TextRange(i, 0));
        }

        var close = ClosingBrace(text, i);
        if (close < 0)
        {
            return null;
        }

        var operation = i < close && text[i] == ':' ? i + 1 : i;
        return operation < close && text[operation] is '-' or '?' or '+'
            ? new VariableReference(
                name,
                TextRange.FromBounds(dollar, close + 1),
                text[operation],
                TextRange.FromBounds(operation + 1, close)
            )
            : new VariableReference(name, TextRange.FromBounds(dollar, close + 1), '\0', new TextRange(close, 0));
    }

    /// <summary>What stands for a variable.</summary>
    internal static string ValueOf(string text, VariableReference reference, char escape, Func<string, string?> lookup, int depth)
    {
        var value = lookup(reference.Name);
        var operand = reference.Operand.Of(text);
        return reference.Operator switch
        {
            '+' => value is null ? reference.Range.Of(text)
            : value.Length == 0 ? ""
            : Expand(operand, escape, lookup, depth + 1),
            '-' when string.IsNullOrEmpty(value) => Expand(operand, escape, lookup, depth + 1),
            _ => value ?? reference.Range.Of(text),
        };
    }

    private static string Expand(string text, char escape, Func<string, string?> lookup, int depth)
    {
        if (depth > MaxDepth || text.IndexOf('$') < 0)
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        var position = 0;
        foreach (var reference in Read(text, escape))
        {
            Append(result, text, position, reference.Range.Start, escape);
            result.Append(ValueOf(text, reference, escape, lookup, depth));
            position = reference.Range.End;
        }

        Append(result, text, position, text.Length, escape);
        return result.ToString();
    }

    private static void Append(StringBuilder result, string text, int from, int to, char escape)
    {
        for (var i = from; i < to; i++)
        {
            i += text[i] == escape && i + 1 < to && text[i + 1] == '$' ? 1 : 0;
            result.Append(text[i]);
        }
    }

    private static int Next(string text, int from) => from >= text.Length ? -1 : text.IndexOf('$', from);

    private static bool IsEscaped(string text, int position, char escape)
    {
        var count = 0;
        while (position - count > 0 && text[position - count - 1] == escape)
        {
            count++;
        }

        return count % 2 == 1;
    }

    private static int ClosingBrace(string text, int from)
    {
        var depth = 1;
        for (var i = from; i < text.Length; i++)
        {
            if (text[i] == '{' && i > 0 && text[i - 1] == '$')
            {
                depth++;
            }
            else if (text[i] == '}' && --depth == 0)
            {
                return i;
            }
        }

        return -1;
    }

    private static bool IsNameCharacter(char c, bool isFirst) =>
        c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or '_' || (!isFirst && c is >= '0' and <= '9');
}
