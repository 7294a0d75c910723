namespace Deployability.Analyzers.Recognisers;

/// <summary>Whether a configuration key or variable holds a credential, by its name.</summary>
internal static class SecretKeys
{
    private static readonly string[] Endings = ["password", "apikey", "api_key", "secret", "accesskey", "privatekey", "signingkey"];

    public static bool IsSecret(string key) => Array.Exists(Endings, ending => key.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}
