namespace Deployability.Publish.Targets;

/// <summary>
/// Every version of somebody else's that generated files name, with its source. Images of companions stand in <see cref="Planning.CompanionCatalog"/>,
/// .NET's own follow the target framework.
/// </summary>
internal static class Versions
{
    /// <summary>kubernetes.io, KEP-3960: the <c>sleep</c> handler, which needs no shell in the image, is on by default since 1.30.</summary>
    public const string LeastKubernetes = ">=1.30.0-0";

    /// <summary>gateway-api.sigs.k8s.io, HTTPRoute: standard channel since 1.0.</summary>
    public const string Gateway = "gateway.networking.k8s.io/v1";

    /// <summary>external-secrets.io, api/externalsecret: v1 since 0.16, v1beta1 is no longer served since 0.17.</summary>
    public const string ExternalSecrets = "external-secrets.io/v1";

    /// <summary>secrets-store-csi-driver.sigs.k8s.io, concepts: SecretProviderClass.</summary>
    public const string SecretsStore = "secrets-store.csi.x-k8s.io/v1";

    /// <summary>prometheus-operator.dev, API reference: ServiceMonitor, PodMonitor, PrometheusRule.</summary>
    public const string Monitoring = "monitoring.coreos.com/v1";
}
