namespace Deployability.Secrets.Values;

/// <summary>Texts that name a secret in a store, or are one that only its tool can open.</summary>
public static class VaultReferences
{
    private static readonly string[] Prefixes =
    [
        // bank-vaults.dev, github.com/helmfile/vals
        "vault:",
        "ref+",
        // docs.aws.amazon.com: Secrets Manager, Parameter Store; what KMS has encrypted
        "arn:",
        "AQICA",
        // developer.1password.com/docs/cli/secret-references
        "op://",
        "gcp:secretmanager",
        // github.com/getsops/sops, github.com/FiloSottile/age
        "ENC[",
        "AGE-ENCRYPTED",
    ];

    /// <summary>Whether a text begins like one of them.</summary>
    public static bool Is(ReadOnlySpan<char> value) => value.BeginsWithAny(Prefixes);
}
