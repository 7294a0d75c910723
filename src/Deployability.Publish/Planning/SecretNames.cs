namespace Deployability.Publish.Planning;

/// <summary>Keeps credentials out of generated files where no fact says that a key holds one.</summary>
internal static class SecretNames
{
    private static readonly string[] Words =
    [
        "password", "passwd", "pwd", "secret", "token", "apikey", "api_key", "accesskey", "access_key", "privatekey", "private_key",
        "connectionstring", "credential", "signingkey", "signing_key", "accountkey", "sharedkey", "encryptionkey", "clientkey", "licensekey",
    ];

    private static readonly string[] Harmless = ["publickey", "tokenlifetime", "tokenexpir", "tokenendpoint", "maxtoken", "tokenvalidity", "passwordpolicy", "tokenlimit", "secretname", "passwordlength"];

    /// <summary>Whether the last part of a key names a credential.</summary>
    public static bool IsSecret(string key)
    {
        var name = key.Substring(Math.Max(key.LastIndexOf(':'), key.LastIndexOf("__", StringComparison.Ordinal)) + 1).Replace("-", "");
        return Words.Any(word => name.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0)
            && !Harmless.Any(word => name.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0);
    }

    /// <summary>Whether a value carries a password: <c>Password=…</c>, <c>AccountKey=…</c> or <c>//user:password@host</c>.</summary>
    public static bool HoldsCredentials(string value)
    {
        foreach (var part in value.Split(';', ','))
        {
            var equals = part.IndexOf('=');
            if (equals > 0 && part.Length > equals + 1 && part.Substring(0, equals).Replace(" ", "").Trim().ToLowerInvariant() is "password" or "pwd" or "accountkey" or "sharedaccesskey")
            {
                return true;
            }
        }

        var authority = value.IndexOf("://", StringComparison.Ordinal);
        if (authority < 0)
        {
            return false;
        }

        var rest = value.Substring(authority + 3).Split('/', '?', '#')[0];
        return rest.IndexOf('@') > rest.IndexOf(':') && rest.IndexOf(':') >= 0;
    }
}
