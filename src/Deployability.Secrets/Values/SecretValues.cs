using Deployability.Secrets.Names;

namespace Deployability.Secrets.Values;

/// <summary>Judges the value of a target whose name says that it holds a secret.</summary>
internal static class SecretValues
{
    private const int ShortestPassword = 4;
    private const int ShortestSecret = 6;
    private const int ShortestKey = 8;
    private const int ShortestVague = 12;
    private const int ShortestPhrase = 14;
    private const int ShortestGenerated = 16;

    // 256 bits, what HS256 asks for at least.
    private const int ShortestKeyPhrase = 32;
    private const int LongestValue = 4096;

    private static readonly string[] CommonPasswords =
    [
        "admin",
        "administrator",
        "root",
        "guest",
        "postgres",
        "letmein",
        "qwerty",
        "welcome",
        "secret",
        "topsecret",
        "supersecret",
        "mysecret",
        "hunter",
        "iloveyou",
        "rabbitmq",
        "mysql",
        "elastic",
        "minioadmin",
    ];

    private static readonly string[] VendorDefaults =
    [
        "guest",
        "postgres",
        "minioadmin",
        "elastic",
        "neo4j",
        "changeit",
        "rabbitmq",
        "mysql",
    ];

    // Of servers; an app's own account may be called so too.
    private static readonly string[] ServerDefaults = ["admin", "root", "sa"];

    private static readonly string[] SecretNouns =
    [
        "secret",
        "password",
        "passphrase",
        "signingkey",
        "signing-key",
        "signing_key",
        "privatekey",
        "private-key",
    ];

    private static readonly string[] Claims =
    [
        "super",
        "this-is",
        "this_is",
        "this is",
        "thisis",
        "very",
        "ultra",
        "top-secret",
        "topsecret",
        "top secret",
        "enough",
        "strong",
        "unguessable",
        "at-least",
        "atleast",
        "at least",
        "long",
    ];

    private static readonly string[] NameEndings = ["key", "password", "passwd", "secret", "token"];

    private static readonly string[] SentenceWords =
    [
        "please",
        "enter ",
        "invalid",
        "missing",
        "required",
        "must ",
        "cannot",
        "can't",
        "not found",
        "should",
        "provide",
        "specify",
        "configure",
        "is not",
        "error",
        "failed",
        "unable",
        "forgot",
        "reset",
        "wrong",
        "incorrect",
        "?",
    ];

    private static readonly string[] Schemes = ["Bearer ", "Token ", "ApiKey ", "Api-Key ", "Api-Token "];

    private static readonly string[] PatternParts = ["(?", "[A-Z", "[a-z", "[0-9", "\\d", "\\w", ".*", ".+"];

    /// <summary>Whether the value is a secret, given what the name says.</summary>
    public static bool IsSecret(ReadOnlySpan<char> value, ReadOnlySpan<char> name, SecretName kind)
    {
        value = value.Trim();
        if (value.Length < Shortest(kind) || value.Length > LongestValue || Placeholders.IsPlaceholder(value) || HasForeignLetters(value))
        {
            return false;
        }

        if (HasWhiteSpace(value))
        {
            return kind == SecretName.Password ? IsAppPassword(value) : ClaimsToBeSecret(value);
        }

        // What Azure AD and Keycloak gave out, and a server's own certificate is opened with, whatever it looks like.
        if (
            kind == SecretName.Secret && TextShape.IsGuid(value) && TextShape.LooksRandom(value) && SecretNames.IsExactlyClientSecret(name)
            || kind == SecretName.Password && SecretNames.IsOfServerCertificate(name)
        )
        {
            return true;
        }

        if (kind == SecretName.Password && SecretNames.IsExactlyPassword(name) && IsPlainPassword(value))
        {
            return true;
        }

        if (IsSomethingElse(value) || NameText.Repeats(value, name) && IsName(value))
        {
            return false;
        }

        return kind switch
        {
            SecretName.Password => !TextShape.IsWordy(value)
                || value.EqualsAny(CommonPasswords)
                || TextShape.HasDigit(value) && !IsLongName(value)
                || ClaimsToBeSecret(value),
            SecretName.Vague => HasLettersAndDigits(value) && !TextShape.IsWordy(value) && TextShape.LooksRandom(value)
                || ClaimsToBeSecret(value),
            _ => TextShape.IsWordy(WithoutNumber(value))
                ? ClaimsToBeSecret(value) || (kind != SecretName.Token && IsKeyPhrase(value))
                : HasLettersAndDigits(value) || TextShape.LooksRandom(value),
        };
    }

    /// <summary>
    /// What people type where a password alone is asked for: digits, words joined by <c>-</c> or <c>.</c>, a long phrase in small letters. No name of a secret, no label.
    /// </summary>
    private static bool IsPlainPassword(ReadOnlySpan<char> value)
    {
        if (
            TextShape.IsMostlyOneRun(value)
            || value.Has("pass")
            || value.Has("secret")
            || TextShape.IsGuid(value)
            || References.IsFile(value)
        )
        {
            return false;
        }

        if (TextShape.IsNumeric(value))
        {
            return CharSet.Digit.ContainsAll(value);
        }

        return CharSet.Lower.ContainsAll(value) ? value.Length >= ShortestPhrase : IsJoined(value);
    }

    /// <summary>What Google gives out for mail, four letters four times: one of these without a vowel is no word.</summary>
    private static bool IsAppPassword(ReadOnlySpan<char> value)
    {
        if (value.Length != 19)
        {
            return false;
        }

        var hasNoWord = false;
        for (var start = 0; start < value.Length; start += 5)
        {
            var group = value.Slice(start, 4);
            if (!CharSet.Lower.ContainsAll(group) || start + 4 < value.Length && value[start + 4] != ' ')
            {
                return false;
            }

            hasNoWord |= group.IndexOfAny("aeiouy".AsSpan()) < 0;
        }

        return hasNoWord && TextShape.LooksRandom(value);
    }

    // "Owl-Moon-9", "purple-monkey-dishwasher"; words of two letters belong to labels: "Mot-de-passe".
    private static bool IsJoined(ReadOnlySpan<char> value)
    {
        var (words, hasDigit, start) = (0, false, 0);
        for (var i = 0; i <= value.Length; i++)
        {
            if (i < value.Length && value[i] is not ('-' or '.'))
            {
                if (!CharSet.Base62.Contains(value[i]))
                {
                    return false;
                }

                hasDigit |= CharSet.Digit.Contains(value[i]);
                continue;
            }

            if (i == start || i - start < 3 && !CharSet.Digit.ContainsAll(value.Slice(start, i - start)))
            {
                return false;
            }

            words++;
            start = i + 1;
        }

        return words >= 2 && hasDigit || words >= 3 && value.IndexOf('.') < 0;
    }

    /// <summary>How much of the value names the scheme of an Authorization header.</summary>
    public static int SchemeLength(ReadOnlySpan<char> value)
    {
        foreach (var scheme in Schemes)
        {
            if (value.Begins(scheme))
            {
                return scheme.Length;
            }
        }

        return 0;
    }

    /// <summary>Whether the password is one that a vendor's product has when nobody sets another.</summary>
    public static bool IsVendorDefault(ReadOnlySpan<char> password, bool isOfServer) =>
        password.Trim().EqualsAny(VendorDefaults) || (isOfServer && password.Trim().EqualsAny(ServerDefaults));

    /// <summary>Whether a value that is used as a key is one, rather than what stands where it will be.</summary>
    public static bool IsKeyMaterial(ReadOnlySpan<char> value) =>
        value.Trim().Length >= ShortestPassword && value.Length <= LongestValue && !Placeholders.IsPlaceholder(value.Trim());

    /// <summary>Whether the value is nothing that people make up.</summary>
    public static bool LooksGenerated(ReadOnlySpan<char> value) =>
        value.Length >= ShortestGenerated && HasLettersAndDigits(value) && !TextShape.IsWordy(value) && TextShape.LooksRandom(value);

    private static int Shortest(SecretName kind) =>
        kind switch
        {
            SecretName.Password => ShortestPassword,
            SecretName.Secret => ShortestSecret,
            SecretName.Vague => ShortestVague,
            _ => ShortestKey,
        };

    /// <summary>"smpte2084" is a name with a number.</summary>
    private static ReadOnlySpan<char> WithoutNumber(ReadOnlySpan<char> value)
    {
        var end = value.Length;
        while (end > 0 && CharSet.Digit.Contains(value[end - 1]))
        {
            end--;
        }

        return value.Length - end <= 4 ? value.Slice(0, end) : value;
    }

    private static bool IsSomethingElse(ReadOnlySpan<char> value) =>
        !HasLetterOrDigit(value)
        || TextShape.IsGuid(value)
        || (TextShape.IsNumeric(value) && !HasPasswordPunctuation(value))
        || TextShape.IsSequence(value)
        || TextShape.IsMostlyOneRun(value)
        || References.Is(value)
        || NamesASecret(value)
        || value.HasAny(PatternParts);

    /// <summary>"s3-password", "office365-client-secret": what an option or a column is called.</summary>
    private static bool NamesASecret(ReadOnlySpan<char> value)
    {
        if (
            value.IndexOfAny("-_.".AsSpan()) < 0
            || !CharSet.Letter.Contains(value[value.Length - 1])
            || !CharSet.UrlSafeDot.ContainsAll(value)
        )
        {
            return false;
        }

        for (var i = 0; i < value.Length; i++)
        {
            var digits = CharSet.Digit.Run(value, i);
            if (digits > 3)
            {
                return false;
            }

            i += digits;
        }

        return (SecretNames.Classify(value) is not (SecretName.None or SecretName.Vague) || value.EndsWithAny(NameEndings))
            && !ClaimsToBeSecret(value)
            && !IsKeyPhrase(value);
    }

    /// <summary>
    /// A phrase that calls itself a secret, as hardcoded signing keys in tutorials do ("this-is-my-super-secret-key"), as opposed to the name of one.
    /// </summary>
    private static bool ClaimsToBeSecret(ReadOnlySpan<char> value) =>
        value.Length >= 10
        && value.IndexOfAny(".:/".AsSpan()) < 0
        && !References.IsUpperCaseName(value)
        && value.HasAny(SecretNouns)
        && (value.HasAny(Claims) || SaysMy(value))
        && !value.HasAny(SentenceWords);

    /// <summary>Long enough to sign with, in words, and about itself: "SecretKeyOfDoomThatMustBeAMinimumNumberOfBytes".</summary>
    private static bool IsKeyPhrase(ReadOnlySpan<char> value) =>
        value.Length >= ShortestKeyPhrase
        && value.IndexOfAny(".:/,".AsSpan()) < 0
        && !References.IsUpperCaseName(value)
        && (value.HasAny(SecretNouns) || (value.Has("key") && value.IndexOfAny('-', '_') < 0))
        && !value.HasAny(SentenceWords);

    private static bool SaysMy(ReadOnlySpan<char> value)
    {
        if (value.Begins("my"))
        {
            return true;
        }

        var at = value.IndexOf("my".AsSpan(), StringComparison.OrdinalIgnoreCase);
        return at > 0 && (!CharSet.Letter.Contains(value[at - 1]) || value[at] == 'M');
    }

    private static bool HasWhiteSpace(ReadOnlySpan<char> value)
    {
        foreach (var c in value)
        {
            if (char.IsWhiteSpace(c))
            {
                return true;
            }
        }

        return false;
    }

    // Generated secrets are ASCII; a text in another alphabet or with accents is for people to read.
    private static bool HasForeignLetters(ReadOnlySpan<char> value)
    {
        foreach (var c in value)
        {
            if (c >= 128 && char.IsLetter(c))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasPasswordPunctuation(ReadOnlySpan<char> value) => value.IndexOfAny("!@#$%^&*".AsSpan()) >= 0;

    private static bool IsName(ReadOnlySpan<char> value)
    {
        foreach (var c in value)
        {
            if (!CharSet.UrlSafeDot.Contains(c) && c is not (':' or ' '))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Dotted or in sections, or of more words than a password that people make up.</summary>
    private static bool IsLongName(ReadOnlySpan<char> value)
    {
        var separators = 0;
        foreach (var c in value)
        {
            separators +=
                c is '.' or ':' ? 3
                : c is '-' or '_' ? 1
                : 0;
        }

        return separators >= 3;
    }

    private static bool HasLetterOrDigit(ReadOnlySpan<char> value)
    {
        foreach (var c in value)
        {
            if (CharSet.Base62.Contains(c))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasLettersAndDigits(ReadOnlySpan<char> value)
    {
        var (letters, digits) = (false, false);
        foreach (var c in value)
        {
            letters |= CharSet.Letter.Contains(c);
            digits |= CharSet.Digit.Contains(c);
        }

        return letters && digits;
    }
}
