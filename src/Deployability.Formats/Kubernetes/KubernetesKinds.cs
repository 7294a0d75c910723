namespace Deployability.Formats.Kubernetes;

/// <summary>Kinds of objects that are read here and written by publish, by the names that <c>kind:</c> gives them.</summary>
/// <remarks>
/// https://kubernetes.io/docs/reference/kubernetes-api/ (1.34); those of others: https://gateway-api.sigs.k8s.io/reference/spec/,
/// https://docs.redhat.com/en/documentation/openshift_container_platform/4.19/html/workloads_apis/deploymentconfig-apps-openshift-io-v1,
/// https://keda.sh/docs/latest/reference/scaledobject-spec/, https://external-secrets.io/latest/api/externalsecret/,
/// https://github.com/bitnami-labs/sealed-secrets, https://cert-manager.io/docs/usage/certificate/,
/// https://secrets-store-csi-driver.sigs.k8s.io/concepts.html, https://prometheus-operator.dev/docs/api-reference/api/.
/// </remarks>
public static class KubernetesKinds
{
    public const string Pod = "Pod";
    public const string Deployment = "Deployment";
    public const string StatefulSet = "StatefulSet";
    public const string DaemonSet = "DaemonSet";
    public const string ReplicaSet = "ReplicaSet";
    public const string ReplicationController = "ReplicationController";
    public const string Job = "Job";
    public const string CronJob = "CronJob";
    public const string DeploymentConfig = "DeploymentConfig";

    public const string Service = "Service";
    public const string Ingress = "Ingress";
    public const string NetworkPolicy = "NetworkPolicy";
    public const string ConfigMap = "ConfigMap";
    public const string Secret = "Secret";
    public const string ServiceAccount = "ServiceAccount";
    public const string PersistentVolume = "PersistentVolume";
    public const string PersistentVolumeClaim = "PersistentVolumeClaim";
    public const string PodDisruptionBudget = "PodDisruptionBudget";
    public const string HorizontalPodAutoscaler = "HorizontalPodAutoscaler";
    public const string Namespace = "Namespace";

    public const string HttpRoute = "HTTPRoute";
    public const string GrpcRoute = "GRPCRoute";
    public const string ScaledObject = "ScaledObject";
    public const string ExternalSecret = "ExternalSecret";
    public const string SealedSecret = "SealedSecret";
    public const string Certificate = "Certificate";
    public const string SecretProviderClass = "SecretProviderClass";
    public const string ServiceMonitor = "ServiceMonitor";
    public const string PodMonitor = "PodMonitor";
    public const string PrometheusRule = "PrometheusRule";

    // What belongs to these groups runs nothing: routes, policies, monitors, secrets whose names are said, files of tools.
    private static readonly string[] WithoutPods =
    [
        "k8s.io",
        "istio.io",
        "traefik.io",
        "containo.us",
        "getambassador.io",
        "projectcontour.io",
        "cert-manager.io",
        "bitnami.com",
        "external-secrets.io",
        "keda.sh",
        "argoproj.io",
        "fluxcd.io",
        "cilium.io",
        "projectcalico.org",
        "linkerd.io",
        "dapr.io",
        "kyverno.io",
        "jetstack.io",
    ];

    private static readonly string[] Template = ["spec", "template"];

    /// <summary>Where each kind that makes pods has what they are made from: their metadata and spec.</summary>
    private static readonly Dictionary<string, string[]> Pods = new(StringComparer.Ordinal)
    {
        [Pod] = [],
        [Deployment] = Template,
        [StatefulSet] = Template,
        [DaemonSet] = Template,
        [ReplicaSet] = Template,
        [ReplicationController] = Template,
        [DeploymentConfig] = Template,
        [Job] = Template,
        [CronJob] = ["spec", "jobTemplate", .. Template],
    };

    /// <summary>Those that make pods, or are one.</summary>
    public static IReadOnlyCollection<string> Workloads => Pods.Keys;

    /// <summary>The names that lead from an object to what its pods are made from: none where it is the pod, null where it makes none.</summary>
    public static IReadOnlyList<string>? PathToPod(string kind) => Pods.TryGetValue(kind, out var path) ? path : null;

    /// <summary>Whether an operator makes pods, Services and Secrets of the object: <c>Elasticsearch</c>, <c>Kafka</c>, a database's <c>Cluster</c>.</summary>
    public static bool IsOperated(KubernetesObject manifest) =>
        manifest.ApiVersion.IndexOf('/') is > 0 and var slash
        && manifest.ApiVersion.Substring(0, slash) is var group
        && group.IndexOf('.') > 0
        && manifest.Kind is not (ServiceMonitor or PodMonitor or PrometheusRule)
        && !Array.Exists(WithoutPods, without => group == without || group.EndsWith("." + without, StringComparison.Ordinal));

    /// <summary>Whether it keeps pods running, and starts others in the place of those that end.</summary>
    public static bool KeepsPods(string kind) => NeedsSelector(kind) || HasReplicas(kind);

    /// <summary>Whether it keeps pods running that its <c>selector</c> tells as its own; the API demands one.</summary>
    public static bool NeedsSelector(string kind) => kind is Deployment or StatefulSet or DaemonSet or ReplicaSet;

    /// <summary>Whether <c>replicas</c> says how many pods it keeps.</summary>
    public static bool HasReplicas(string kind) =>
        kind is Deployment or StatefulSet or ReplicaSet or ReplicationController or DeploymentConfig;
}
