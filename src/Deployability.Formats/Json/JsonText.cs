using System.Globalization;
using System.Text;

namespace Deployability.Formats.Json;

/// <summary>JSON as it is written, value by value, with LF. The text is that of Newtonsoft.Json's writer, which looks up enumerations by reflection before its first word.</summary>
/// <param name="isIndented">Whether each member and item has its own line, two spaces deeper than what holds it.</param>
public sealed class JsonText(bool isIndented)
{
    private const string Escaped = "\"\\\b\f\n\r\t";
    private const string Letters = "\"\\bfnrt";

    private readonly StringBuilder text = new();
    private int depth;
    private bool isEmpty = true;
    private bool isNamed;

    /// <summary>Begins an object or, with '[', an array.</summary>
    public void Open(char bracket)
    {
        Begin();
        text.Append(bracket);
        depth++;
        isEmpty = true;
    }

    /// <summary>Ends an object with '}', an array with ']'.</summary>
    public void Close(char bracket)
    {
        depth--;
        if (!isEmpty)
        {
            BreakLine();
        }

        text.Append(bracket);
        isEmpty = false;
    }

    /// <summary>The name of a member; its value comes next.</summary>
    public void Name(string name)
    {
        Begin();
        Quote(name);
        text.Append(isIndented ? ": " : ":");
        isNamed = true;
    }

    /// <summary>A text.</summary>
    public void Value(string value)
    {
        Begin();
        Quote(value);
    }

    /// <summary>A number, <c>true</c>, <c>false</c> or <c>null</c>, as it is spelt in JSON.</summary>
    public void Literal(string value)
    {
        Begin();
        text.Append(value);
    }

    /// <summary>What was written so far.</summary>
    public override string ToString() => text.ToString();

    private void Begin()
    {
        if (isNamed)
        {
            isNamed = false;
            return;
        }

        if (!isEmpty)
        {
            text.Append(',');
        }

        isEmpty = false;
        if (depth > 0)
        {
            BreakLine();
        }
    }

    private void BreakLine()
    {
        if (isIndented)
        {
            text.Append('\n').Append(' ', 2 * depth);
        }
    }

    private void Quote(string value)
    {
        text.Append('"');
        var start = 0;
        for (var index = 0; index < value.Length; index++)
        {
            var letter = value[index];
            if (letter >= ' ' && letter is not ('"' or '\\' or '\u0085' or '\u2028' or '\u2029'))
            {
                continue;
            }

            text.Append(value, start, index - start).Append('\\');
            start = index + 1;
            if (Escaped.IndexOf(letter) is >= 0 and var known)
            {
                text.Append(Letters[known]);
            }
            else
            {
                text.Append('u').Append(((int)letter).ToString("x4", CultureInfo.InvariantCulture));
            }
        }

        text.Append(value, start, value.Length - start).Append('"');
    }
}
