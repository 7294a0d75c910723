using static Deployability.Secrets.Names.SecretNameWords;

namespace Deployability.Secrets.Names;

/// <summary>Judges names by their head noun, the last word that carries meaning: <c>SmtpPassword</c> is a password, <c>PasswordPolicy</c> a policy.</summary>
internal static class SecretNames
{
    /// <summary>What the name says about its value.</summary>
    public static SecretName Classify(ReadOnlySpan<char> name)
    {
        var words = new NameWords(name);
        if (!MoveToHead(ref words))
        {
            return SecretName.None;
        }

        var head = words.Current;
        if (head.Length < 2)
        {
            return SecretName.None;
        }

        words.MoveBack();
        return IsOfADigest(words)
            ? SecretName.None
            : head.Length switch
            {
                > 3 when Compound(head) is not SecretName.None and var kind => words.Current.EqualsAny(NotAPassword)
                    ? SecretName.None
                    : kind,
                _ when head.EqualsAny(PasswordWords)
                        || (head.Is("word") && words.Current.Is("pass"))
                        || (head.Is("phrase") && words.Current.Is("pass")) => words.Current.EqualsAny(NotAPassword)
                    ? SecretName.None
                    : SecretName.Password,
                6 when head.Is("secret") => words.Current.EqualsAny(NotASecret) ? SecretName.None : SecretName.Secret,
                7 when head.Is("secrets") => words.Current.Is("client") || words.Current.Is("app") ? SecretName.Secret : SecretName.None,
                3 when head.Is("pat") => words.Current.EqualsAny(PatQualifiers) ? SecretName.Token : SecretName.None,
                3 when head.Is("key") => KeyName(ref words),
                4 when head.Is("keys") => KeyName(ref words),
                5 when head.Is("token") => TokenName(words.Current),
                6 when head.Is("tokens") => TokenName(words.Current),
                4 when head.Is("pass") => words.Current.EqualsAny(PassQualifiers) ? SecretName.Password
                : words.Current.IsEmpty ? SecretName.Vague
                : SecretName.None,
                2 when head.Is("pw") => SecretName.Vague,
                // AK and SK of clouds in China; as a part of another name it is anything.
                2 when head.Is("sk") && words.Current.IsEmpty || LastPart(name).Is("sk") => SecretName.Vague,
                5 or 10 or 11 when head.Is("creds") || head.Is("credential") || head.Is("credentials") => words.Current.Is("allow")
                    ? SecretName.None
                    : SecretName.Vague,
                _ => SecretName.None,
            };
    }

    /// <summary>Whether the last part of a name is the word for a password and nothing else: <c>Password</c>, <c>Smtp:Password</c>, <c>_pwd</c>.</summary>
    public static bool IsExactlyPassword(ReadOnlySpan<char> name) => LastPart(name).EqualsAny(PasswordWords);

    /// <summary>Whether the last part of a name is the word for what an identity provider gave to a client, and nothing else: <c>ClientSecret</c>, <c>credentials:secret</c>.</summary>
    public static bool IsExactlyClientSecret(ReadOnlySpan<char> name) =>
        LastPart(name) is var last
        && (
            last.EqualsAny(ClientSecrets)
            || last.Is("secret")
                && name.Slice(0, name.Length - last.Length)
                    .TrimEnd(':')
                    .EndsWith("credentials".AsSpan(), StringComparison.OrdinalIgnoreCase)
        );

    /// <summary>Whether it is the password of a certificate that the server itself opens: <c>Kestrel:Certificates:Default:Password</c>.</summary>
    public static bool IsOfServerCertificate(ReadOnlySpan<char> name) =>
        name.Has("kestrel") && name.Has("certificate") && IsExactlyPassword(name);

    private static ReadOnlySpan<char> LastPart(ReadOnlySpan<char> name)
    {
        var colon = name.LastIndexOf(':');
        var sections = name.LastIndexOf("__".AsSpan());
        var start = Math.Max(colon + 1, sections < 0 ? 0 : sections + 2);
        return name.Slice(start).Trim('_');
    }

    /// <summary><c>ConnectionStrings:Orders</c>, <c>ConnectionStrings__Orders</c>, <c>DbConnectionString</c>.</summary>
    public static bool IsConnectionString(ReadOnlySpan<char> name)
    {
        var words = new NameWords(name);
        var following = default(ReadOnlySpan<char>);
        while (words.MoveBack())
        {
            if (
                words.Current.Is("connectionstring")
                || words.Current.Is("connectionstrings")
                || (words.Current.Is("connection") && (following.Is("string") || following.Is("strings")))
            )
            {
                return true;
            }

            following = words.Current;
        }

        return false;
    }

    /// <summary>The header in which a scheme stands before the token: <c>Authorization</c>, <c>Proxy-Authorization</c>.</summary>
    public static bool IsAuthorization(ReadOnlySpan<char> name)
    {
        var words = new NameWords(name);
        return words.MoveBack() && words.Current.Is("authorization");
    }

    /// <summary>Whether the project names this target itself. Case and separators do not count.</summary>
    public static bool IsExtra(ReadOnlySpan<char> name, IReadOnlyList<string>? extraNames)
    {
        if (extraNames is null)
        {
            return false;
        }

        for (var i = 0; i < extraNames.Count; i++)
        {
            if (extraNames[i].Length > 0 && NameText.EndsWith(name, extraNames[i].AsSpan()))
            {
                return true;
            }
        }

        return false;
    }

    // HashedApiKey, EncryptedClientSecret: what opens nothing by itself.
    private static bool IsOfADigest(NameWords words)
    {
        for (var i = 0; i < 2 && !words.Current.IsEmpty; i++)
        {
            if (words.Current.Is("hashed") || words.Current.Is("encrypted"))
            {
                return true;
            }

            words.MoveBack();
        }

        return false;
    }

    private static bool MoveToHead(ref NameWords words)
    {
        while (words.MoveBack())
        {
            if (!char.IsDigit(words.Current[0]) && !words.Current.EqualsAny(Neutral))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Names written in one piece, as environment variables often are: <c>PGPASSWORD</c>, <c>apikey</c>.</summary>
    private static SecretName Compound(ReadOnlySpan<char> word)
    {
        switch (char.ToLowerInvariant(word[word.Length - 1]))
        {
            case 'd' or 'e' or 's' when word.EndsWithAny(PasswordEndings):
                return word.BeginsWithAny(NotAPassword) && word.Length > 8 ? SecretName.None : SecretName.Password;
            case 'y' or 's' when word.EndsWithAny(KeyEndings):
                return SecretName.Key;
            case 't' when word.EndsWithAny(SecretEndings):
                return SecretName.Secret;
            case 'n' or 's' when word.EndsWithAny(TokenEndings):
                return SecretName.Token;
            default:
                return SecretName.None;
        }
    }

    private static SecretName KeyName(ref NameWords words)
    {
        while (words.Current.EqualsAny(Fillers) && words.MoveBack()) { }

        // <machineKey validationKey="…" decryptionKey="…">; with another word before it, a switch or a setting.
        if (words.Current.Is("validation") || words.Current.Is("decryption"))
        {
            return words.MoveBack() && !words.Current.Is("machine") ? SecretName.None : SecretName.Key;
        }

        return words.Current.EqualsAny(NotAKey) || !words.Current.EqualsAny(KeyQualifiers) ? SecretName.None
            : words.Current.Is("token") || words.Current.Is("license") ? SecretName.Vague
            : SecretName.Key;
    }

    private static SecretName TokenName(ReadOnlySpan<char> qualifier) =>
        qualifier.EqualsAny(NotAToken) ? SecretName.None
        : qualifier.EqualsAny(TokenQualifiers) ? SecretName.Token
        : SecretName.Vague;
}
