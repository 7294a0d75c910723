using Deployability.Secrets.Formats;
using Deployability.Secrets.Names;
using Deployability.Secrets.Values;

namespace Deployability.Secrets;

/// <summary>Decides whether a piece of text is, or holds, a credential.</summary>
/// <remarks>
/// Pure and stateless; nothing is allocated where the answer is no, and the time is linear in the length of the text.
/// A part of a text that is known only at run time is passed as <see cref="Hole"/>.
/// </remarks>
public static class SecretDetector
{
    /// <summary>Stands for a part of a text known only at run time (U+FFFC, the object replacement character).</summary>
    public const char Hole = CharSet.Hole;

    private static readonly string[] Titles = ["", "password", "secret", "key", "token", "credential"];

    /// <summary>The secret in a value that is assigned to something with a name.</summary>
    /// <param name="value">The value, unquoted and unescaped.</param>
    /// <param name="targetName">What it is assigned to: a variable, a property, a parameter, a configuration key with its sections. Empty when there is none.</param>
    /// <param name="options">What the project adds.</param>
    /// <returns>The first secret, or null. Its position is one in <paramref name="value"/>.</returns>
    public static SecretMatch? Inspect(ReadOnlySpan<char> value, ReadOnlySpan<char> targetName, in SecretOptions options = default)
    {
        if (Find(value) is { } found)
        {
            return found;
        }

        var scheme = SecretValues.SchemeLength(value);
        var kind = SecretNames.Classify(targetName);
        if (kind == SecretName.None)
        {
            kind =
                SecretNames.IsExtra(targetName, options.ExtraNames) ? SecretName.Password
                : scheme > 0 && SecretNames.IsAuthorization(targetName) ? SecretName.Token
                : SecretName.None;
        }

        if (
            kind == SecretName.None
            || ConnectionString.TryParse(value, out _)
            || !SecretValues.IsSecret(value.Slice(scheme), targetName, kind)
        )
        {
            return null;
        }

        var start = value.Length - value.Slice(scheme).TrimStart().Length;
        return new SecretMatch(SecretKind.NamedValue, Titles[(int)kind], start, value.Slice(start).TrimEnd().Length);
    }

    /// <summary>The secret in a value that is used as a key or password and as nothing else, whatever words it is made of.</summary>
    /// <param name="value">The value, unquoted and unescaped.</param>
    /// <param name="targetName">What it is used as: a signing key, a certificate's password.</param>
    /// <returns>The secret, or null for a placeholder. Its position is one in <paramref name="value"/>.</returns>
    public static SecretMatch? InspectKey(ReadOnlySpan<char> value, ReadOnlySpan<char> targetName)
    {
        if (Find(value) is { } found)
        {
            return found;
        }

        return SecretValues.IsKeyMaterial(value)
            ? new SecretMatch(SecretKind.NamedValue, Titles[(int)SecretNames.Classify(targetName)], 0, value.Length)
            : null;
    }

    /// <summary>The secret in a value that nothing names: a provider's format, a connection string, a URL, a private key.</summary>
    /// <param name="text">The value, unquoted and unescaped.</param>
    /// <returns>The first secret, or null. Its position is one in <paramref name="text"/>.</returns>
    public static SecretMatch? Find(ReadOnlySpan<char> text)
    {
        if (text.Length < SecretFormats.ShortestText)
        {
            return null;
        }

        // What a connection string says takes more room on the stack than nearly every text is worth clearing.
        return (text.IndexOf('=') >= 0 ? FindInConnection(text) : null) ?? SecretFormats.Find(text);
    }

    /// <summary>Where in a file of code a literal may lie in which <see cref="Find"/> finds a secret; no other literal has one.</summary>
    /// <param name="source">The text of the file, where literals have their quotes and escapes.</param>
    /// <returns>Positions in the text, in any order, that lie in such a literal or in something else.</returns>
    public static IReadOnlyList<int> PositionsIn(ReadOnlySpan<char> source)
    {
        var positions = new List<int>();
        SecretFormats.AddPositions(source, positions);
        ConnectionString.AddPositions(source, positions);
        // A letter by its number may be any part of a secret.
        for (var start = 0; source.Slice(start).IndexOf('\\') is >= 0 and var length && (start += length + 1) < source.Length; )
        {
            if (source[start] is 'u' or 'U' or 'x')
            {
                positions.Add(start);
            }
        }

        return positions;
    }

    private static SecretMatch? FindInConnection(ReadOnlySpan<char> text)
    {
        if (!ConnectionString.TryParse(text, out var connection) || !connection.HasRealPassword)
        {
            return null;
        }

        var title = connection.PasswordIsKey ? "key in a connection string" : "password in a connection string";
        return new SecretMatch(
            SecretKind.ConnectionString,
            title,
            connection.PasswordStart,
            connection.PasswordLength,
            connection.HostKind
        );
    }

    /// <summary>A secret in the format of a known provider, leaving out passwords in URLs and connection strings: what counts in comments.</summary>
    /// <param name="text">Any text.</param>
    public static SecretMatch? FindProviderToken(ReadOnlySpan<char> text) => SecretFormats.Find(text, withUrls: false);

    /// <summary>Whether a name says that its value is a secret: <c>Jwt:Key</c>, <c>OPENAI_API_KEY</c>, <c>Smtp:Password</c>, <c>ConnectionStrings:Orders</c> not.</summary>
    /// <param name="name">A variable, property or configuration key in any notation.</param>
    /// <param name="options">What the project adds.</param>
    public static bool IsSecretName(ReadOnlySpan<char> name, in SecretOptions options = default) =>
        SecretNames.Classify(name) != SecretName.None || SecretNames.IsExtra(name, options.ExtraNames);

    /// <summary>Whether a name is that of the header in which a scheme stands before the token.</summary>
    /// <param name="name">A header's name.</param>
    public static bool IsAuthorizationName(ReadOnlySpan<char> name) => SecretNames.IsAuthorization(name);

    /// <summary>Whether a name says that its value is a connection string, which holds a secret more often than not.</summary>
    /// <param name="name">A variable, property or configuration key in any notation.</param>
    public static bool IsConnectionStringName(ReadOnlySpan<char> name) => SecretNames.IsConnectionString(name);

    /// <summary>Whether the secret is what a vendor ships with, as <c>guest</c> of RabbitMQ: known to everybody, so that nothing was given away.</summary>
    /// <param name="text">The text that was inspected.</param>
    /// <param name="match">What was found in it.</param>
    public static bool IsVendorDefault(ReadOnlySpan<char> text, in SecretMatch match) =>
        match.Start >= 0
        && match.Start + match.Length <= text.Length
        && SecretValues.IsVendorDefault(
            text.Slice(match.Start, match.Length),
            match.Kind is SecretKind.ConnectionString or SecretKind.UrlCredential
        );

    /// <summary>Whether a secret was made by a program and not by a person: long, of letters and digits, and without words.</summary>
    /// <param name="secret">The secret alone.</param>
    public static bool LooksGenerated(ReadOnlySpan<char> secret) => SecretValues.LooksGenerated(secret);

    /// <summary>Whether a password is a word that manuals write where one will stand; where what it is for is set up beside it, it works.</summary>
    /// <param name="password">The password.</param>
    public static bool IsSamplePassword(ReadOnlySpan<char> password) => Placeholders.IsSamplePassword(password);

    /// <summary>Whether a value only stands where a secret will be: a template, a reference to a vault, a mask, "change me".</summary>
    /// <param name="value">The value, unquoted and unescaped.</param>
    public static bool IsPlaceholder(ReadOnlySpan<char> value) => Placeholders.IsPlaceholder(value);
}
