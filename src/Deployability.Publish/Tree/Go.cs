namespace Deployability.Publish.Tree;

/// <summary>How Go's templates spell things.</summary>
internal static class Go
{
    /// <summary>A value: with dots where every key is a word, by <c>index</c> where one is not.</summary>
    public static string Path(Value value) =>
        value.Path.All(IsWord)
            ? ".Values." + string.Join(".", value.Path)
            : $"(index .Values {string.Join(" ", value.Path.Select(Quoted))})";

    /// <summary>A string constant.</summary>
    public static string Quoted(string text) => "\"" + text.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n") + "\"";

    /// <summary>Text that stands for itself in a template.</summary>
    public static string Escaped(string text) => text.Replace("{{", "{{ \"{{\" }}");

    /// <summary>Parentheses around the whole of an expression say nothing.</summary>
    public static string Bare(string template)
    {
        if (!template.StartsWith("(", StringComparison.Ordinal))
        {
            return template;
        }

        var depth = 0;
        for (var index = 0; index < template.Length - 1; index++)
        {
            depth += template[index] switch
            {
                '(' => 1,
                ')' => -1,
                _ => 0,
            };
            if (depth == 0)
            {
                return template;
            }
        }

        return template.Substring(1, template.Length - 2);
    }

    private static bool IsWord(string key) =>
        key.Length > 0 && IsLetter(key[0]) && key.All(static c => IsLetter(c) || c is >= '0' and <= '9');

    private static bool IsLetter(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or '_';
}
