using Microsoft.CodeAnalysis.Text;

namespace Deployability.Analyzers.Files;

/// <summary>Reads <c>NAME=value</c> lines as docker and compose do: quotes, <c>export</c>, comments behind unquoted values.</summary>
internal static class DotEnvFile
{
    public static IEnumerable<FileValue> Read(SourceText text)
    {
        foreach (var line in text.Lines)
        {
            var content = text.ToString(line.Span);
            var start = Skip(content, 0);
            if (start == content.Length)
            {
                continue;
            }

            if (content[start] == '#')
            {
                yield return new FileValue("", content.Substring(start), TextSpan.FromBounds(line.Start + start, line.End), IsComment: true);
            }
            else if (ReadLine(content, start) is { } value)
            {
                yield return value with { Span = new TextSpan(line.Start + value.Span.Start, value.Span.Length) };
            }
        }
    }

    private static FileValue? ReadLine(string content, int start)
    {
        var equals = content.IndexOf('=', start);
        if (equals < 0)
        {
            return null;
        }

        var name = content.Substring(start, equals - start).Trim();
        name = name.StartsWith("export ", StringComparison.Ordinal) ? name.Substring(7).Trim() : name;
        var valueStart = Skip(content, equals + 1);
        if (valueStart == content.Length)
        {
            return null;
        }

        var end = content[valueStart] is '"' or '\'' ? content.IndexOf(content[valueStart], valueStart + 1) : -1;
        if (end > 0)
        {
            return new FileValue(name, content.Substring(valueStart + 1, end - valueStart - 1), TextSpan.FromBounds(valueStart, end + 1));
        }

        end = content.IndexOf(" #", valueStart, StringComparison.Ordinal);
        var value = content.Substring(valueStart, (end < 0 ? content.Length : end) - valueStart).TrimEnd();
        return new FileValue(name, value, new TextSpan(valueStart, value.Length));
    }

    private static int Skip(string content, int position)
    {
        while (position < content.Length && char.IsWhiteSpace(content[position]))
        {
            position++;
        }

        return position;
    }
}
