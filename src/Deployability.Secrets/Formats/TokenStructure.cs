using Deployability.Secrets.Values;

namespace Deployability.Secrets.Formats;

/// <summary>What issuers promise about the inside of their tokens, beyond length and alphabet.</summary>
internal static class TokenStructure
{
    private const string OpenAiMarker = "T3BlbkFJ";

    /// <summary><c>ghs_</c>, the installation's number, an underscore, a JSON Web Token.</summary>
    public static bool IsGitHubInstallation(ReadOnlySpan<char> token)
    {
        var digits = CharSet.Digit.Run(token, 4);
        return digits > 0 && token.HasAt(4 + digits, "_eyJ") && Count(token, '.') == 2;
    }

    public static bool IsUpperCase(ReadOnlySpan<char> token)
    {
        foreach (var c in token)
        {
            if (c is >= 'a' and <= 'z')
            {
                return false;
            }
        }

        return TextShape.LooksRandom(token);
    }

    /// <summary>After 52 random characters and the marker: a letter for the year, A to L for the month. D and H in place of the last 9 mark derived values.</summary>
    public static bool IsAzureServiceKey(ReadOnlySpan<char> token) =>
        CharSet.Base62.Contains(token[58]) && token[59] is >= 'A' and <= 'L' && TextShape.LooksRandom(token.Slice(0, 52));

    /// <summary>32 hexadecimal digits, and a dash with one digit for some regions.</summary>
    public static bool IsDatabricks(ReadOnlySpan<char> token)
    {
        var secret = token.Slice(4, 32);
        var rest = token.Slice(36);
        return secret.IndexOf('-') < 0
            && (rest.IsEmpty || (rest.Length == 2 && rest[0] == '-' && CharSet.Digit.Contains(rest[1])))
            && TextShape.LooksRandom(secret);
    }

    /// <summary>16 hexadecimal digits of the instance, an underscore, 40 of the token.</summary>
    public static bool IsSourcegraph(ReadOnlySpan<char> token) =>
        token[20] == '_'
        && CharSet.Hex.ContainsAll(token.Slice(4, 16))
        && CharSet.Hex.ContainsAll(token.Slice(21))
        && TextShape.LooksRandom(token.Slice(21));

    /// <summary>32 characters, an underscore, eight hexadecimal digits.</summary>
    public static bool IsGrafanaServiceAccount(ReadOnlySpan<char> token) =>
        token[37] == '_' && CharSet.HexAnyCase.ContainsAll(token.Slice(38)) && TextShape.LooksRandom(token.Slice(5, 32));

    /// <summary>Every key but the newest holds "OpenAI" in base 64 in its middle.</summary>
    public static bool IsOpenAi(ReadOnlySpan<char> token) =>
        token.HasAt(0, "sk-") && token.IndexOf(OpenAiMarker.AsSpan(), StringComparison.Ordinal) > 0 && TextShape.LooksRandom(token);

    public static bool EndsInDoubleA(ReadOnlySpan<char> token) =>
        token.EndsWith("AA".AsSpan(), StringComparison.Ordinal) && TextShape.LooksRandom(token);

    /// <summary>One to three groups of digits, then 24 to 34 letters and digits.</summary>
    public static bool IsSlack(ReadOnlySpan<char> token)
    {
        var last = token.LastIndexOf('-') + 1;
        var digits = CharSet.Digit.Run(token, 5);
        return digits is >= 10 and <= 13 && token.Length - last is >= 24 and <= 34 && TextShape.LooksRandom(token.Slice(last));
    }

    /// <summary>Workspace, hook, and 24 letters and digits that are the secret.</summary>
    public static bool IsSlackWebhook(ReadOnlySpan<char> token)
    {
        var last = token.LastIndexOf('/') + 1;
        return token.Length - last == 24 && Count(token, '/') == 4 && TextShape.LooksRandom(token.Slice(last));
    }

    /// <summary>The number of the bot, a colon, 35 characters.</summary>
    public static bool IsTelegram(ReadOnlySpan<char> token)
    {
        var colon = token.IndexOf(':');
        return CharSet.Digit.ContainsAll(token.Slice(0, colon)) && TextShape.LooksRandom(token.Slice(colon + 1));
    }

    /// <summary><c>SG.</c>, 22 characters, a dot, 43 characters.</summary>
    public static bool IsSendGrid(ReadOnlySpan<char> token) =>
        token[25] == '.' && Count(token, '.') == 2 && TextShape.LooksRandom(token.Slice(26));

    /// <summary>32 hexadecimal digits, then the data centre: <c>-us14</c>.</summary>
    public static bool IsMailchimp(ReadOnlySpan<char> token) =>
        CharSet.Hex.ContainsAll(token.Slice(0, 32))
        && CharSet.Digit.ContainsAll(token.Slice(35))
        && TextShape.LooksRandom(token.Slice(0, 32));

    /// <summary>Eleven digits, then 35 letters and digits.</summary>
    public static bool IsNotion(ReadOnlySpan<char> token) =>
        CharSet.Digit.ContainsAll(token.Slice(4, 11)) && TextShape.LooksRandom(token.Slice(15));

    /// <summary>What the key is for, its number, and at least 24 letters and digits.</summary>
    public static bool IsTailscale(ReadOnlySpan<char> token)
    {
        var last = token.LastIndexOf('-') + 1;
        return Count(token, '-') == 3 && token.Length - last >= 24 && TextShape.LooksRandom(token.Slice(last));
    }

    /// <summary>The DER header of a PKCS#12 structure.</summary>
    public static bool IsPkcs12(ReadOnlySpan<char> token) => token.HasAt(0, "MI");

    private static int Count(ReadOnlySpan<char> text, char wanted)
    {
        var count = 0;
        foreach (var c in text)
        {
            count += c == wanted ? 1 : 0;
        }

        return count;
    }
}
