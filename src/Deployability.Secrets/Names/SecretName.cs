namespace Deployability.Secrets.Names;

/// <summary>What a name says about its value, from surest to least sure.</summary>
internal enum SecretName
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A password or passphrase: nearly any value is one.</summary>
    Password,

    /// <summary>A shared secret of unknown shape.</summary>
    Secret,

    /// <summary>A key of a service or an algorithm.</summary>
    Key,

    /// <summary>A token of a service.</summary>
    Token,

    /// <summary>A word that is also used otherwise: only a value that looks random counts.</summary>
    Vague,
}
