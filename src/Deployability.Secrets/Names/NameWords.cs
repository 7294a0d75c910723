namespace Deployability.Secrets.Names;

/// <summary>The words of a name, last first: <c>PascalCase</c>, <c>camelCase</c>, <c>snake_case</c>, <c>kebab-case</c>, <c>Section:Key</c>, <c>SECTION__KEY</c>.</summary>
internal ref struct NameWords(ReadOnlySpan<char> name)
{
    private ReadOnlySpan<char> rest = name;

    /// <summary>The word just read; empty at the end.</summary>
    public ReadOnlySpan<char> Current { get; private set; }

    /// <summary>Goes one word towards the beginning.</summary>
    public bool MoveBack()
    {
        var end = rest.Length;
        while (end > 0 && !IsWordCharacter(rest[end - 1]))
        {
            end--;
        }

        var start = end;
        while (start > 0 && IsWordCharacter(rest[start - 1]))
        {
            start--;
            if (start > 0 && IsBoundary(rest, start, end))
            {
                break;
            }
        }

        Current = rest.Slice(start, end - start);
        rest = rest.Slice(0, start);
        return !Current.IsEmpty;
    }

    private static bool IsBoundary(ReadOnlySpan<char> text, int start, int end)
    {
        var (before, here) = (text[start - 1], text[start]);
        // "Password2" ends in a word of its own, "k8s" is one word.
        if (char.IsDigit(here) && !char.IsDigit(before) && IsAllDigits(text.Slice(start, end - start)))
        {
            return true;
        }

        if (!char.IsUpper(here))
        {
            return false;
        }

        // "apiKey" splits before K; "APIKey" splits before K but not inside API.
        return !char.IsUpper(before) || (start + 1 < end && char.IsLower(text[start + 1]));
    }

    private static bool IsAllDigits(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsDigit(c))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsWordCharacter(char c) => char.IsLetterOrDigit(c);
}
