namespace Deployability.Secrets.Matching;

/// <summary>What gave the secret away.</summary>
public enum SecretKind
{
    /// <summary>The format of a known provider.</summary>
    ProviderToken,

    /// <summary>The name of what it is assigned to.</summary>
    NamedValue,

    /// <summary>A password or key inside a key=value connection string.</summary>
    ConnectionString,

    /// <summary>A password in the user information of a URL.</summary>
    UrlCredential,

    /// <summary>A private key in PEM form.</summary>
    PrivateKey,

    /// <summary>A signed JSON Web Token.</summary>
    JsonWebToken,

    /// <summary>A shared access signature (<c>sig=…</c>).</summary>
    SharedAccessSignature,

    /// <summary>The value of an Authorization header: <c>Basic base64(user:password)</c>.</summary>
    BasicCredentials,

    /// <summary>An incoming webhook: whoever knows its URL may post.</summary>
    Webhook,
}
