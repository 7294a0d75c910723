namespace Deployability.Formats.Yaml;

/// <summary>
/// <c>tag: #{Release.Number}</c>: what a release tool (Octopus Deploy, the token task of Azure Pipelines) fills in before anybody reads the file. To YAML it is a comment,
/// and the value is missing; here it is a value that nobody knows yet.
/// </summary>
internal static class Unfilled
{
    private const string Open = "#{";

    /// <summary>The text with each such value as <see cref="YamlNode.Hole"/>, every other character where it was.</summary>
    public static string Replace(string text)
    {
        char[]? result = null;
        for (
            var start = text.IndexOf(Open, StringComparison.Ordinal);
            start >= 0;
            start = text.IndexOf(Open, start + Open.Length, StringComparison.Ordinal)
        )
        {
            if (IsValue(text, start) && EndOf(text, start + Open.Length) is >= 0 and var end)
            {
                result ??= text.ToCharArray();
                for (var i = start; i < end; i++)
                {
                    result[i] = YamlNode.Hole;
                }
            }
        }

        return result is null ? text : new string(result);
    }

    // Behind "key: " or "- "; anywhere else it is part of a text, or a comment that somebody wrote.
    private static bool IsValue(string text, int start)
    {
        var before = start - 1;
        while (before >= 0 && text[before] is (' ' or '\t'))
        {
            before--;
        }

        return before >= 0
            && before < start - 1
            && (text[before] == ':' || text[before] == '-' && (before == 0 || text[before - 1] is ' ' or '\n'));
    }

    // Behind the closing brace of a name; -1 where it is none.
    private static int EndOf(string text, int start)
    {
        var end = start;
        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] is '.' or '_' or '-' or ':' or '[' or ']' or ' '))
        {
            end++;
        }

        return end > start && end < text.Length && text[end] == '}' ? end + 1 : -1;
    }
}
