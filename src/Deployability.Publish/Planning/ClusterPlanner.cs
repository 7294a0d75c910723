namespace Deployability.Publish.Planning;

/// <summary>What the cluster calls things, and who keeps its secrets.</summary>
public sealed record ClusterPlan
{
    /// <summary>IngressClass; empty for the cluster's default.</summary>
    public string IngressClass { get; init; } = "";

    /// <summary>ClusterIssuer of cert-manager; empty when somebody else makes certificates.</summary>
    public string CertificateIssuer { get; init; } = "";

    /// <summary>Secrets with which images are pulled.</summary>
    public IReadOnlyList<string> ImagePullSecrets { get; init; } = [];

    /// <summary>Label that the cluster's Prometheus selects monitors by, as <c>name=value</c>; empty for none.</summary>
    public string MonitoringLabel { get; init; } = "";

    /// <summary>Who keeps secrets.</summary>
    public SecretStore Store { get; init; } = SecretStore.Kubernetes;

    /// <summary>Name of the store's object in the cluster.</summary>
    public string StoreName { get; init; } = "";

    /// <summary>Kind of the store's object, or provider of a driver.</summary>
    public string StoreKind { get; init; } = "";

    /// <summary>Names that secrets have in the store, by variable, where somebody says so.</summary>
    public IReadOnlyDictionary<string, string> RemoteKeys { get; init; } = new Dictionary<string, string>();

    /// <summary>The store's name for a secret. Azure Key Vault allows letters, digits and hyphens, so every store gets such a name.</summary>
    public string RemoteKey(SecretPlan secret) =>
        RemoteKeys.TryGetValue(secret.Variable, out var key)
            ? key
            : secret.Variable.Replace("__", "--").Replace('_', '-').Replace('.', '-');
}

/// <summary>Who keeps secrets.</summary>
public enum SecretStore
{
    /// <summary>A Secret that a person creates.</summary>
    Kubernetes,

    /// <summary>External Secrets Operator.</summary>
    External,

    /// <summary>Sealed Secrets.</summary>
    Sealed,

    /// <summary>Secrets Store CSI driver.</summary>
    Driver,
}

/// <summary>Reads and checks the properties that name things of the cluster.</summary>
internal static class ClusterPlanner
{
    private const string LabelRule = "a DNS label: lower-case letters, digits and '-', at most 63";
    private const string ExternalKinds = "SecretStore or ClusterSecretStore";
    private const string DriverKinds = "azure, aws, gcp or vault";

    /// <summary>What <c>DeployabilitySecretStore</c> may say.</summary>
    private static readonly string[] StoreNames = ["kubernetes", "external-secrets", "sealed-secrets", "secrets-store-csi"];

    public static ClusterPlan Plan(PlanContext context, string name)
    {
        var validator = context.Validator;
        var store = validator.Property(
            "DeployabilitySecretStore",
            static name => StoreNames.Contains(name),
            "one of " + string.Join(", ", StoreNames),
            StoreNames[0]
        ) switch
        {
            "external-secrets" => SecretStore.External,
            "sealed-secrets" => SecretStore.Sealed,
            "secrets-store-csi" => SecretStore.Driver,
            _ => SecretStore.Kubernetes,
        };
        var pullSecrets = context.Input.List("DeployabilityImagePullSecrets");
        foreach (var secret in pullSecrets.Where(static secret => !Rules.IsDnsName(secret)))
        {
            validator.PropertyError("DeployabilityImagePullSecrets", secret, "names of Secrets, with ';' between them");
        }

        if (store == SecretStore.Driver)
        {
            context.Leave(
                new(
                    OperatorActionKind.Secret,
                    "secrets-store-csi",
                    "Fill in what the provider has to know (identity, tenant, address) in the parameters of the SecretProviderClass.",
                    "The driver signs in to the store with an identity that only the cluster's owner knows.",
                    IsBlocking: true
                )
            );
        }

        return new()
        {
            RemoteKeys = context
                .Input.ItemsOf("DeployabilitySecret")
                .Where(static item => item["RemoteKey"].Length > 0)
                .GroupBy(static item => Text.VariableName(item.Name), StringComparer.OrdinalIgnoreCase)
                .ToDictionary(static group => group.Key, static group => group.Last()["RemoteKey"], StringComparer.OrdinalIgnoreCase),
            IngressClass = validator.Property("DeployabilityIngressClass", Rules.IsDnsName, "the name of an IngressClass"),
            CertificateIssuer = validator.Property(
                "DeployabilityCertificateIssuer",
                Rules.IsDnsName,
                "the name of a ClusterIssuer of cert-manager"
            ),
            ImagePullSecrets = pullSecrets,
            MonitoringLabel = validator.Property("DeployabilityMonitoringLabel", Rules.IsLabel, "a label such as release=prometheus"),
            Store = store,
            StoreName = validator.Property("DeployabilitySecretStoreName", Rules.IsDnsLabel, LabelRule, name),
            StoreKind =
                store == SecretStore.Driver
                    ? validator.Property(
                        "DeployabilitySecretStoreKind",
                        static kind => kind is "azure" or "aws" or "gcp" or "vault",
                        DriverKinds,
                        "azure"
                    )
                    : validator.Property(
                        "DeployabilitySecretStoreKind",
                        static kind => kind is "SecretStore" or "ClusterSecretStore",
                        ExternalKinds,
                        "ClusterSecretStore"
                    ),
        };
    }
}
