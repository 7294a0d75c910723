using Deployability.Formats.ConnectionStrings;
using Deployability.Secrets;

namespace Deployability.Publish.Planning;

/// <summary>Keeps credentials out of generated files where no fact says that a key holds one.</summary>
internal static class Credentials
{
    private static readonly string[] Keys = ["password", "pwd", "accountkey", "sharedaccesskey"];

    /// <summary>Whether the name of a key says that its value must not be read by everyone.</summary>
    public static bool AreNamedBy(string key) =>
        SecretDetector.IsSecretName(key.AsSpan()) || SecretDetector.IsConnectionStringName(key.AsSpan());

    /// <summary>Whether a value holds a secret, or has a place for one: <c>Password=…</c>, <c>//user:password@host</c>, real or not.</summary>
    public static bool AreIn(string value)
    {
        if (SecretDetector.Find(value.AsSpan()) is not null)
        {
            return true;
        }

        if (HasPassword(value, ';') || HasPassword(value, ','))
        {
            return true;
        }

        var authority = value.IndexOf("://", StringComparison.Ordinal);
        if (authority < 0)
        {
            return false;
        }

        var rest = value.Substring(authority + 3).Split('/', '?', '#')[0];
        return rest.IndexOf('@') > rest.IndexOf(':') && rest.IndexOf(':') >= 0;
    }

    private static bool HasPassword(string value, char separator)
    {
        foreach (var pair in new ConnectionStringReader(value.AsSpan(), separator))
        {
            if (
                pair.Value.Length > 0
                && pair.HasKey
                && Array.Exists(Keys, name => ConnectionStringReader.IsKey(value.AsSpan(pair.Key.Start, pair.Key.Length), name))
            )
            {
                return true;
            }
        }

        return false;
    }
}
