namespace Deployability.Secrets.Values;

/// <summary>What a text looks like, judged by its characters alone.</summary>
internal static class TextShape
{
    private const int LongestVowelFreeWord = 5;
    private const int MostGlued = 4;

    private static readonly string[] Abbreviations =
    [
        "pwd",
        "db",
        "jwt",
        "ssl",
        "tls",
        "http",
        "https",
        "html",
        "css",
        "js",
        "ts",
        "str",
        "cfg",
        "ctx",
        "xml",
        "sql",
        "txt",
        "pkcs",
        "rsa",
        "hmac",
        "grpc",
        "rpc",
        "mvc",
        "x",
        "s",
        "t",
        "w",
        "h",
        "ws",
        "dns",
        "ftp",
        "smtp",
        "pg",
        "vm",
        "k8s",
        "src",
        "btn",
        "lbl",
        "tbl",
        "prd",
        "stg",
        "ms",
        "gcp",
        "aws",
        "xsrf",
        "csrf",
        "nt",
        "mfa",
        "otp",
        "sms",
        "bff",
    ];

    /// <summary>
    /// Varied enough to come from a generator: enough different characters, no long repetition, not mostly a run of the alphabet.
    /// Support for a format or a name, never a reason by itself.
    /// </summary>
    public static bool LooksRandom(ReadOnlySpan<char> text)
    {
        if (text.Length < 8)
        {
            return false;
        }

        var (low, high) = (0UL, 0UL);
        var (repeats, steps, longest, run) = (0, 0, 1, 1);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            low |= c < 64 ? 1UL << c : 0;
            high |= c is >= (char)64 and < (char)128 ? 1UL << (c - 64) : 0;
            if (i == 0)
            {
                continue;
            }

            run = c == text[i - 1] ? run + 1 : 1;
            longest = Math.Max(longest, run);
            repeats += run > 1 ? 1 : 0;
            steps += c == text[i - 1] + 1 ? 1 : 0;
        }

        var distinct = Bits(low) + Bits(high);
        var needed = CharSet.HexAnyCase.ContainsAll(text) ? Math.Min(7, text.Length / 3) : Math.Min(10, text.Length / 2);
        return distinct >= needed && longest < 6 && repeats * 3 < text.Length && steps * 2 < text.Length;
    }

    public static bool HasDigit(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (CharSet.Digit.Contains(c))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>One character many times in a row makes up half of the text: what is written where a key will be.</summary>
    public static bool IsMostlyOneRun(ReadOnlySpan<char> text)
    {
        var (longest, run) = (1, 1);
        for (var i = 1; i < text.Length; i++)
        {
            run = text[i] == text[i - 1] ? run + 1 : 1;
            longest = Math.Max(longest, run);
        }

        return longest >= 8 && longest * 2 >= text.Length;
    }

    /// <summary>8-4-4-4-12 hexadecimal digits, in braces or not, or 32 in upper case braces.</summary>
    public static bool IsGuid(ReadOnlySpan<char> text)
    {
        if (text.Length == 38 && text[0] is '{' or '(')
        {
            text = text.Slice(1, 36);
        }

        if (text.Length != 36)
        {
            return false;
        }

        for (var i = 0; i < text.Length; i++)
        {
            if (i is 8 or 13 or 18 or 23 ? text[i] != '-' : !CharSet.HexAnyCase.Contains(text[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Digits with the separators of numbers, dates, versions and addresses.</summary>
    public static bool IsNumeric(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!CharSet.Digit.Contains(c) && c is not ('-' or ':' or '.' or '/' or ',' or '+' or ' ' or 'T' or 'Z' or '(' or ')'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>One character over and over, or the alphabet or the digits in order.</summary>
    public static bool IsSequence(ReadOnlySpan<char> text)
    {
        var steps = 0;
        for (var i = 1; i < text.Length; i++)
        {
            var step = text[i] - text[i - 1];
            steps +=
                step is 0 or 1 or -1
                || (text[i - 1], text[i]) is ('9', '0') or ('z', 'A') or ('Z', 'a') or ('Z', '0') or ('z', '0') or ('9', 'a') or ('9', 'A')
                    ? 1
                    : 0;
        }

        return steps == text.Length - 1;
    }

    /// <summary>
    /// Made of words: an identifier, a dotted, dashed or underscored name, a configuration key. Up to two digits may follow a word.
    /// </summary>
    public static bool IsWordy(ReadOnlySpan<char> text)
    {
        var (words, letters, odd, glued) = (0, 0, 0, 0);
        var hasNumber = false;
        var i = 0;
        while (i < text.Length)
        {
            if (IsSeparator(text[i]))
            {
                i++;
                continue;
            }

            var digits = CharSet.Digit.Run(text, i);
            if (digits > 2)
            {
                // "pm-27086-update-key": the number of an issue.
                if (hasNumber || digits > 5 || !IsSegment(text, i, digits))
                {
                    return false;
                }

                hasNumber = true;
            }

            i += digits;
            var length = WordLength(text, i);
            if (length == 0)
            {
                if (digits == 0)
                {
                    return false;
                }

                continue;
            }

            var word = text.Slice(i, length);
            if (!IsWord(word))
            {
                // "mp4", "Vtt", "r": fine beside proper words.
                if (length > 3)
                {
                    return false;
                }

                odd += length;
            }

            // "k8s", "Base64Url"; no name goes on like that.
            glued += digits > 0 && i > digits && CharSet.Letter.Contains(text[i - digits - 1]) ? 1 : 0;
            words++;
            letters += length;
            i += length;
        }

        return glued < MostGlued && words > (hasNumber ? 2 : 0) && odd * 3 <= letters && (words < 3 || letters >= words * 5 / 2);
    }

    /// <summary>The length of the word that starts here: <c>Word</c>, <c>word</c> or <c>WORD</c>; an acronym ends before the next capitalised word.</summary>
    private static int WordLength(ReadOnlySpan<char> text, int start)
    {
        if (start >= text.Length || !CharSet.Letter.Contains(text[start]))
        {
            return 0;
        }

        var i = start + 1;
        if (IsUpper(text[start]) && i < text.Length && IsUpper(text[i]))
        {
            while (i < text.Length && IsUpper(text[i]) && !(i + 1 < text.Length && CharSet.Lower.Contains(text[i + 1])))
            {
                i++;
            }

            return i - start;
        }

        while (i < text.Length && CharSet.Lower.Contains(text[i]))
        {
            i++;
        }

        return i - start;
    }

    private static bool IsWord(ReadOnlySpan<char> word)
    {
        var (vowels, run) = (0, 0);
        foreach (var c in word)
        {
            if ((c | ' ') is 'a' or 'e' or 'i' or 'o' or 'u' or 'y')
            {
                vowels++;
                run = 0;
            }
            else if (++run > LongestVowelFreeWord)
            {
                return false;
            }
        }

        return vowels > 0 || word.EqualsAny(Abbreviations);
    }

    private static bool IsSegment(ReadOnlySpan<char> text, int start, int length) =>
        (start == 0 || IsSeparator(text[start - 1])) && (start + length == text.Length || IsSeparator(text[start + length]));

    private static bool IsSeparator(char c) => c is '_' or '-' or '.' or ':' or ' ' or '/' or ',';

    private static bool IsUpper(char c) => c is >= 'A' and <= 'Z';

    private static int Bits(ulong value)
    {
        var count = 0;
        for (; value != 0; value &= value - 1)
        {
            count++;
        }

        return count;
    }
}
