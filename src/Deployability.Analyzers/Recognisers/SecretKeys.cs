using Deployability.Secrets;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Whether a configuration key or variable holds a credential, by its name.</summary>
internal static class SecretKeys
{
    public static bool IsSecret(string key) =>
        SecretDetector.IsSecretName(key.AsSpan()) || SecretDetector.IsConnectionStringName(key.AsSpan());
}
