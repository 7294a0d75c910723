namespace Deployability.Secrets.Values;

/// <summary>Texts that stand where a secret will be: templates, references to a vault, masks, "change me".</summary>
internal static class Placeholders
{
    private static readonly string[] Whole =
        ["null", "nil", "none", "true", "false", "undefined", "empty", "default", "n/a", "na", "unset", "disabled", "enabled", "secret here", "value", "string", "foo", "bar", "foobar", "todo", "tbd", "changeit"];

    private static readonly string[] Words =
        ["example", "placeholder", "redacted", "changeme", "change-me", "change_me", "change me", "changethis", "change-this", "change_this", "change this", "change-in-", "change_in_",
         "change in ", "replaceme", "replace-", "replace_", "replace ", "replacewith", "goeshere", "goes-here", "goes_here", "goes here", "fixme", "dummy", "fakesecret", "fakekey", "fake-", "fake_", "xxxx", "****", "••••", "....",
         "notset", "not-set", "not_set", "not set", "notused", "not-used", "not_used", "not used", "overridden", "override-", "override_", "usersecret", "user-secret", "user_secret", "user secret",
         "keyvault", "key-vault", "key_vault", "key vault", "fromenv", "from-env", "from_env", "from env", "set-via", "set via", "set-in-", "set_in_", "set in ", "set-by", "set by", "stored in", "stored-in",
         "put-your", "put_your", "put your", "insert-", "insert_", "insert your", "enter-your", "enter_your", "enter your", "autogenerate", "<your", "sample-", "sample_", "to-be-", "tobereplaced"];

    private static readonly string[] Endings = ["-here", "_here", " here", "here>"];

    private static readonly string[] References =
        ["@Microsoft.KeyVault(", "vault:", "ref+", "secretref:", "op://", "arn:", "keyvault:", "env:", "file:", "ENC[", "ENC(", "{cipher}", "sha256-", "sha384-", "sha512-", "sha1:", "sha256:", "sha384:", "sha512:", "md5:",
         "$2a$", "$2b$", "$2y$", "$argon2", "$pbkdf2", "$5$", "$6$", "{SSHA}", "AQAAAA", "CfDJ8", "data:", "process.env", "import.meta", "System.getenv", "os.environ", "-----BEGIN CERT", "-----BEGIN PUBLIC", "ssh-rsa ", "ssh-ed25519 ", "valueFrom"];

    private static readonly (string Open, string Close)[] Expressions =
        [("${", "}"), ("$(", ")"), ("{{", "}}"), ("<%", "%>"), ("#{", "}"), ("@{", "}"), ("$[", "]")];

    private static readonly string[] SampleUsers = ["user", "username", "userid", "uid", "login", "myuser", "myusername", "usr", "name", "yourusername"];

    private static readonly string[] SamplePasswords = ["password", "pass", "pwd", "passwd", "pw", "secret", "mypassword", "mypass"];

    // What manuals write into every connection string.
    private static readonly string[] ManualPasswords = ["mypassword", "mypass", "mypwd"];

    // The two emulators' keys are printed in their documentation and the same for everyone.
    private static readonly string[] EmulatorKeys =
    [
        "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/" + "K1SZFPTOtr/KBHBeksoGMGw==",
        "C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPM" + "bIZnqyMsEcaGQy67XIw/Jw==",
    ];

    /// <summary>Whether the text, as the value of a secret, says that the secret is somewhere else.</summary>
    public static bool IsPlaceholder(ReadOnlySpan<char> value)
    {
        value = value.Trim();
        return value.IsEmpty
            || value.IndexOf(CharSet.Hole) >= 0
            || IsMask(value)
            || IsMark(value)
            || IsTemplate(value)
            || value.EqualsAny(Whole)
            || value.Begins("your")
            || value.BeginsWithAny(References)
            || value.EndsWithAny(Endings)
            || HasWord(value)
            || IsEmulatorKey(value);
    }

    /// <summary>Words that nobody puts into a secret that works.</summary>
    public static bool HasWord(ReadOnlySpan<char> value) => value.HasAny(Words);

    /// <summary>What manuals write where a connection string has its password.</summary>
    public static bool IsOfManual(ReadOnlySpan<char> password) => password.EqualsAny(ManualPasswords);

    /// <summary>Names of user and password, not a user and a password.</summary>
    public static bool IsSampleLogin(ReadOnlySpan<char> user, ReadOnlySpan<char> password) =>
        user.Trim().EqualsAny(SampleUsers) && password.Trim().EqualsAny(SamplePasswords);

    public static bool IsEmulatorKey(ReadOnlySpan<char> value)
    {
        foreach (var key in EmulatorKeys)
        {
            if (value.SequenceEqual(key.AsSpan()))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsMask(ReadOnlySpan<char> value)
    {
        foreach (var c in value)
        {
            if (c is not ('*' or '•' or '●' or 'x' or 'X' or '.' or '…' or '-' or '_' or '#' or '?' or ' '))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary><c>|||PREVIOUS|||</c>, <c>%%PASSWORD%%</c>: set off on both sides, to be found again.</summary>
    private static bool IsMark(ReadOnlySpan<char> value)
    {
        var last = value.Length - 1;
        return value.Length > 6 && !char.IsLetterOrDigit(value[0]) && value[0] == value[1] && value[0] == value[last] && value[0] == value[last - 1];
    }

    /// <summary>The shapes that template engines, shells, pipelines and SQL use for a name whose value comes later.</summary>
    private static bool IsTemplate(ReadOnlySpan<char> value)
    {
        if (HasExpression(value) || HasFormatItem(value))
        {
            return true;
        }

        var (first, last) = (value[0], value[value.Length - 1]);
        var isWrapped = (first, last) is ('<', '>') or ('{', '}') or ('[', ']') or ('%', '%') or ('(', ')') && value.Length > 2;
        if (isWrapped || (value.Length > 4 && value.HasAt(0, "__") && value.HasAt(value.Length - 2, "__")))
        {
            return true;
        }

        var open = value.IndexOf('<');
        if (open >= 0 && value.Slice(open).IndexOf('>') is > 1 and var close && CharSet.UrlSafe.ContainsAll(value.Slice(open + 1, close - 1)))
        {
            return true;
        }

        return first switch
        {
            '$' or ':' or '&' => value.Length == 1 || IsName(value.Slice(1)),
            '@' => value.Length == 1 || IsName(value.Slice(1).Trim('@')),
            '#' => last == '#' || IsName(value.Slice(1)),
            '%' => value.Length == 2,
            _ => false,
        };
    }

    /// <summary><c>${NAME}</c>, <c>{{ .Values.name }}</c>: opened and closed. A generated password may hold the one or the other by chance.</summary>
    private static bool HasExpression(ReadOnlySpan<char> value)
    {
        foreach (var (open, close) in Expressions)
        {
            var start = value.IndexOf(open.AsSpan(), StringComparison.Ordinal) + open.Length;
            if (start >= open.Length && value.Slice(start).IndexOf(close.AsSpan(), StringComparison.Ordinal) is >= 0 and var length && value.Slice(start, length).IndexOfAny('#', '^', '~') < 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary><c>{0}</c>, <c>{0:x}</c>, <c>{name}</c> anywhere in the text.</summary>
    private static bool HasFormatItem(ReadOnlySpan<char> value)
    {
        var open = value.IndexOf('{');
        if (open < 0)
        {
            return false;
        }

        var digits = CharSet.Digit.Run(value, open + 1);
        if (digits > 0)
        {
            return open + 1 + digits < value.Length && value[open + 1 + digits] is '}' or ':' or ',';
        }

        var name = CharSet.Letter.Run(value, open + 1);
        return name > 0 && open + 1 + name < value.Length && value[open + 1 + name] == '}';
    }

    private static bool IsName(ReadOnlySpan<char> text) => CharSet.Word.ContainsAll(text) && TextShape.IsWordy(text);
}
