using Deployability.Analyzers.Engine;
using Deployability.Formats.Kubernetes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Rules.Kubernetes;

/// <summary>DPL8007: a manifest uses an API version that clusters have removed or will remove.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RemovedApiVersionAnalyzer() : DeployabilityAnalyzer(Descriptors.RemovedApiVersion)
{
    // https://kubernetes.io/docs/reference/using-api/deprecation-guide/
    private static readonly (string Version, string Kinds, string Replacement, string Removed)[] Removed =
    [
        ("extensions/v1beta1", "Deployment DaemonSet ReplicaSet", "apps/v1", "1.16"),
        ("extensions/v1beta1", KubernetesKinds.NetworkPolicy, "networking.k8s.io/v1", "1.16"),
        ("extensions/v1beta1", KubernetesKinds.Ingress, "networking.k8s.io/v1", "1.22"),
        ("apps/v1beta1", "Deployment StatefulSet", "apps/v1", "1.16"),
        ("apps/v1beta2", "Deployment StatefulSet DaemonSet ReplicaSet", "apps/v1", "1.16"),
        ("networking.k8s.io/v1beta1", "Ingress IngressClass", "networking.k8s.io/v1", "1.22"),
        ("rbac.authorization.k8s.io/v1beta1", "Role RoleBinding ClusterRole ClusterRoleBinding", "rbac.authorization.k8s.io/v1", "1.22"),
        ("apiextensions.k8s.io/v1beta1", "CustomResourceDefinition", "apiextensions.k8s.io/v1", "1.22"),
        (
            "admissionregistration.k8s.io/v1beta1",
            "MutatingWebhookConfiguration ValidatingWebhookConfiguration",
            "admissionregistration.k8s.io/v1",
            "1.22"
        ),
        ("scheduling.k8s.io/v1beta1", "PriorityClass", "scheduling.k8s.io/v1", "1.22"),
        ("storage.k8s.io/v1beta1", "StorageClass VolumeAttachment CSIDriver CSINode", "storage.k8s.io/v1", "1.22"),
        ("storage.k8s.io/v1beta1", "CSIStorageCapacity", "storage.k8s.io/v1", "1.27"),
        ("batch/v1beta1", KubernetesKinds.CronJob, "batch/v1", "1.25"),
        ("policy/v1beta1", KubernetesKinds.PodDisruptionBudget, "policy/v1", "1.25"),
        ("policy/v1beta1", "PodSecurityPolicy", "the Pod Security labels of the namespace", "1.25"),
        ("discovery.k8s.io/v1beta1", "EndpointSlice", "discovery.k8s.io/v1", "1.25"),
        ("autoscaling/v2beta1", KubernetesKinds.HorizontalPodAutoscaler, "autoscaling/v2", "1.25"),
        ("autoscaling/v2beta2", KubernetesKinds.HorizontalPodAutoscaler, "autoscaling/v2", "1.26"),
        ("flowcontrol.apiserver.k8s.io/v1beta3", "FlowSchema PriorityLevelConfiguration", "flowcontrol.apiserver.k8s.io/v1", "1.32"),
    ];

    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project) =>
        context.RegisterAllManifests(Descriptors.RemovedApiVersion, static (manifest, _, _) => Judge(manifest));

    private static IEnumerable<ManifestFinding> Judge(KubernetesObject manifest)
    {
        // A template that asks which version the cluster has writes one for each.
        if (manifest.Root.Entries.Count(static entry => entry.Name == "apiVersion") > 1)
        {
            yield break;
        }

        foreach (var (version, kinds, replacement, removed) in Removed)
        {
            if (manifest.ApiVersion == version && Array.IndexOf(kinds.Split(' '), manifest.Kind) >= 0)
            {
                yield return ManifestFinding.At(manifest.Root.Find("apiVersion")!, version, manifest.Kind, removed, replacement);
            }
        }
    }
}
