namespace Deployability.Secrets.Names;

/// <summary>Judges names by their head noun, the last word that carries meaning: <c>SmtpPassword</c> is a password, <c>PasswordPolicy</c> a policy.</summary>
internal static class SecretNames
{
    // Said about a value without changing what it is.
    private static readonly string[] Neutral =
    [
        "value",
        "dev",
        "development",
        "prod",
        "production",
        "staging",
        "test",
        "local",
        "primary",
        "secondary",
        "plain",
        "base64",
        "hex",
        "bytes",
        "raw",
        "field",
        "const",
        "literal",
        "string",
        "str",
        "env",
    ];

    private static readonly string[] PasswordWords = ["password", "passwd", "pwd", "passphrase", "passwords", "passcode"];
    private static readonly string[] PasswordEndings =
    [
        "password",
        "passwd",
        "passphrase",
        "dbpwd",
        "userpwd",
        "adminpwd",
        "dbpass",
        "smtppass",
        "mailpass",
    ];

    private static readonly string[] KeyEndings =
    [
        "apikey",
        "secretkey",
        "accesskey",
        "privatekey",
        "signingkey",
        "encryptionkey",
        "accountkey",
        "jwtkey",
        "masterkey",
        "hostkey",
        "authkey",
        "subscriptionkey",
        "apikeys",
    ];

    private static readonly string[] SecretEndings =
    [
        "clientsecret",
        "appsecret",
        "jwtsecret",
        "apisecret",
        "consumersecret",
        "sharedsecret",
        "webhooksecret",
        "oauthsecret",
        "authsecret",
    ];

    private static readonly string[] TokenEndings =
    [
        "authtoken",
        "accesstoken",
        "refreshtoken",
        "bottoken",
        "apitoken",
        "bearertoken",
        "accesstokens",
        "sastoken",
    ];

    // "Forgot password" is an action, "password hash" is no password, "require password" a switch.
    private static readonly string[] NotAPassword =
    [
        "forgot",
        "forgotten",
        "reset",
        "resets",
        "change",
        "changed",
        "confirm",
        "require",
        "requires",
        "required",
        "has",
        "is",
        "show",
        "hide",
        "toggle",
        "invalid",
        "wrong",
        "incorrect",
        "bad",
        "missing",
        "no",
        "without",
        "allow",
        "generate",
        "validate",
        "verify",
        "hash",
        "hashed",
        "encrypted",
        "update",
        "remember",
        "use",
        "needs",
        "must",
        "check",
        "compare",
        "enter",
        "recover",
        "lost",
        "expired",
        "empty",
        "weak",
        "strong",
        "too",
        "example",
        "sample",
        "dummy",
        "fake",
        "mock",
        "placeholder",
        "masked",
        "redacted",
        "set",
        "save",
        "clear",
        "type",
        "by",
        "with",
        "create",
        "choose",
        "repeat",
        "can",
        "random",
        "minimum",
        "maximum",
    ];

    private static readonly string[] NotASecret =
    [
        "no",
        "has",
        "is",
        "use",
        "require",
        "required",
        "generate",
        "create",
        "find",
        "get",
        "invalid",
        "missing",
        "example",
        "sample",
        "dummy",
        "fake",
        "mock",
        "hashed",
        "encrypted",
        "pull",
        "tls",
        "image",
    ];

    private static readonly string[] KeyQualifiers =
    [
        "api",
        "access",
        "account",
        "secret",
        "private",
        "signing",
        "sign",
        "signature",
        "encryption",
        "encrypt",
        "crypto",
        "aes",
        "hmac",
        "jwt",
        "jwtbearer",
        "bearer",
        "master",
        "shared",
        "subscription",
        "admin",
        "storage",
        "functions",
        "security",
        "auth",
        "authentication",
        "authorization",
        "token",
        "tokens",
        "issuer",
        "symmetric",
        "machine",
        "sas",
        "openai",
        "anthropic",
        "azure",
        "stripe",
        "sendgrid",
        "twilio",
        "google",
        "github",
        "gemini",
        "groq",
        "mistral",
        "cohere",
        "cosmos",
        "cosmosdb",
        "speech",
        "translator",
        "cognitive",
        "maps",
        "webhook",
        "bot",
        "ai",
        "des",
        "rijndael",
        "cipher",
        "mailgun",
        "mailchimp",
        "license",
    ];

    // Set between a section and its key: "JwtSettings:Key" is the JWT key.
    private static readonly string[] Fillers = ["settings", "setting", "options", "option", "config", "configuration", "section", "x"];

    private static readonly string[] NotAKey =
    [
        "public",
        "id",
        "cache",
        "primary",
        "foreign",
        "partition",
        "row",
        "sort",
        "instrumentation",
        "resource",
        "route",
        "header",
        "name",
        "example",
        "sample",
        "fake",
        "dummy",
        "invalid",
        "missing",
        "no",
    ];

    private static readonly string[] TokenQualifiers =
    [
        "access",
        "auth",
        "authentication",
        "authorization",
        "bearer",
        "refresh",
        "bot",
        "api",
        "jwt",
        "github",
        "gitlab",
        "slack",
        "telegram",
        "discord",
        "personal",
        "sas",
        "vault",
        "npm",
        "nuget",
        "service",
        "admin",
        "webhook",
        "oauth",
        "deploy",
        "registry",
        "security",
        "sonar",
        "influx",
        "hf",
        "hub",
        "app",
    ];

    // Whose personal access token it is: GITHUB_PAT, AZURE_DEVOPS_EXT_PAT. Pat alone is a name.
    private static readonly string[] PatQualifiers =
    [
        "github",
        "gh",
        "gitlab",
        "git",
        "azure",
        "devops",
        "azdo",
        "ado",
        "vsts",
        "tfs",
        "ext",
        "nuget",
        "npm",
        "docker",
        "registry",
        "feed",
        "access",
        "token",
        "jira",
        "airtable",
    ];

    private static readonly string[] NotAToken =
    [
        "cancellation",
        "continuation",
        "csrf",
        "xsrf",
        "antiforgery",
        "forgery",
        "verification",
        "page",
        "paging",
        "pagination",
        "sync",
        "next",
        "previous",
        "json",
        "syntax",
        "concurrency",
        "change",
        "stopping",
        "key",
        "replacement",
        "template",
        "start",
        "end",
        "begin",
        "current",
        "last",
        "first",
        "expected",
        "unexpected",
        "invalid",
        "missing",
        "expired",
        "no",
        "has",
        "is",
        "get",
        "generate",
        "validate",
        "revoke",
        "stop",
        "word",
        "metadata",
        "example",
        "sample",
        "fake",
        "dummy",
        "public",
        "separator",
        "delimiter",
        "comma",
        "operator",
        "lookahead",
        "max",
        "reset",
        "confirmation",
        "trivia",
        "identifier",
        "keyword",
    ];

    private static readonly string[] PassQualifiers =
    [
        "db",
        "smtp",
        "mail",
        "email",
        "user",
        "admin",
        "root",
        "mysql",
        "postgres",
        "pg",
        "redis",
        "mongo",
        "ftp",
        "sftp",
        "imap",
        "auth",
        "login",
        "database",
        "rabbitmq",
        "mq",
        "broker",
        "proxy",
        "sql",
        "my",
    ];

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
                5 or 10 or 11 when head.Is("creds") || head.Is("credential") || head.Is("credentials") => words.Current.Is("allow")
                    ? SecretName.None
                    : SecretName.Vague,
                _ => SecretName.None,
            };
    }

    /// <summary>Whether the last part of a name is the word for a password and nothing else: <c>Password</c>, <c>Smtp:Password</c>, <c>_pwd</c>.</summary>
    public static bool IsExactlyPassword(ReadOnlySpan<char> name)
    {
        var colon = name.LastIndexOf(':');
        var sections = name.LastIndexOf("__".AsSpan());
        var start = Math.Max(colon + 1, sections < 0 ? 0 : sections + 2);
        return name.Slice(start).Trim('_').EqualsAny(PasswordWords);
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
