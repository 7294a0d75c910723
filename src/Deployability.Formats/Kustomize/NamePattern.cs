namespace Deployability.Formats.Kustomize;

/// <summary>The expressions by which kustomize chooses names: a name, <c>api-.*</c>, <c>a|b</c>.</summary>
internal static class NamePattern
{
    private static readonly char[] Unknown = ['[', '(', '\\', '+', '?', '^', '$', '{'];

    /// <summary>Whether a name is chosen; by an expression that is none of these forms, every name may be.</summary>
    public static bool IsMatch(string pattern, string name) =>
        pattern.IndexOfAny(Unknown) >= 0
        || Array.Exists(pattern.Split('|'), alternative => IsMatch(alternative.Split([".*"], StringSplitOptions.None), name));

    private static bool IsMatch(string[] parts, string name)
    {
        if (parts.Length == 1)
        {
            return parts[0] == name;
        }

        var last = parts[parts.Length - 1];
        if (!name.StartsWith(parts[0], StringComparison.Ordinal) || !name.EndsWith(last, StringComparison.Ordinal))
        {
            return false;
        }

        var position = parts[0].Length;
        for (var i = 1; i < parts.Length - 1; i++)
        {
            var found = name.IndexOf(parts[i], position, StringComparison.Ordinal);
            if (found < 0)
            {
                return false;
            }

            position = found + parts[i].Length;
        }

        return position + last.Length <= name.Length;
    }
}
