using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Deployability.Formats.Kubernetes;
using Deployability.Formats.Yaml;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Rules.Kubernetes;

/// <summary>DPL8006: a manifest refers to an object that no manifest defines.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DanglingReferenceAnalyzer() : DeployabilityAnalyzer(Descriptors.DanglingReference)
{
    // What another tool fills in: ${CLUSTER}-settings, <name>.
    private static readonly char[] Variables = ['$', '<', '{', '%', '#'];

    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project) =>
        context.RegisterAllManifests(Descriptors.DanglingReference, static (manifest, set, _) => Judge(manifest, set));

    private static IEnumerable<ManifestFinding> Judge(KubernetesObject manifest, ManifestSet set)
    {
        if (set.IsFragment(manifest))
        {
            yield break;
        }

        foreach (var (kind, name) in ReferencesOf(manifest))
        {
            // Where a repository defines none of a kind, they come from elsewhere: secrets most of all.
            if (
                name is { Kind: YamlKind.Scalar, IsNull: false, HasHole: false }
                && name.Text.IndexOfAny(Variables) < 0
                && set.DefinesAny(kind)
                && !set.Defines(kind, name.Text)
            )
            {
                yield return ManifestFinding.At(name, kind, name.Text);
            }
        }

        // The cluster refuses a workload whose own pods it would not find again.
        if (
            manifest.PodSpec is not null
            && OwnSelector(manifest) is { Entries.Count: > 0 } own
            && !PodSelectors.Selects(own, manifest.PodMetadata?.Find("labels"))
            && manifest.PodMetadata?.IsOpen != true
            && manifest.Root.Find("spec", "template")?.IsOpen != true
            && !set.IsIncomplete(manifest)
        )
        {
            yield return ManifestFinding.At(own, "pod with the labels of the selector of " + manifest.Kind, manifest.Name);
        }

        if (
            manifest.Kind == KubernetesKinds.Service
            && manifest.Root.Find("spec", "selector") is { Entries.Count: > 0 } selector
            && set.MissesPodsOf(manifest, selector)
        )
        {
            yield return ManifestFinding.At(selector, "pod with the labels of the selector of Service", manifest.Name);
        }
    }

    // Kinds that are older than expressions say the labels alone.
    private static YamlNode? OwnSelector(KubernetesObject manifest) =>
        KubernetesKinds.NeedsSelector(manifest.Kind)
            ? manifest.Root.Find("spec", "selector", "matchLabels")
            : manifest.Root.Find("spec", "selector");

    private static IEnumerable<(string Kind, YamlNode? Name)> ReferencesOf(KubernetesObject manifest)
    {
        var spec = manifest.Root.Find("spec");
        if (
            manifest.Kind == KubernetesKinds.HorizontalPodAutoscaler
            && spec?.Find("scaleTargetRef") is { } target
            && target.TextOf("kind") is { } targetKind
        )
        {
            yield return (targetKind, target.Find("name"));
        }

        foreach (
            var path in manifest.Kind == KubernetesKinds.Ingress
                ? (spec?.Find("rules")?.Items ?? []).SelectMany(static rule => rule.Find("http", "paths")?.Items ?? [])
                : []
        )
        {
            yield return (KubernetesKinds.Service, path.Find("backend", "service", "name") ?? path.Find("backend")?.Find("serviceName"));
        }

        if (manifest.Kind == KubernetesKinds.Ingress)
        {
            yield return (KubernetesKinds.Service, spec?.Find("defaultBackend", "service", "name"));
        }

        foreach (
            var backend in manifest.Kind is KubernetesKinds.HttpRoute or KubernetesKinds.GrpcRoute
                ? (spec?.Find("rules")?.Items ?? []).SelectMany(static rule => rule.Find("backendRefs")?.Items ?? [])
                : []
        )
        {
            if (backend.TextOf("kind") is null or KubernetesKinds.Service && backend.Find("namespace") is null)
            {
                yield return (KubernetesKinds.Service, backend.Find("name"));
            }
        }

        // Without it the pods have no names of their own.
        if (manifest.Kind == KubernetesKinds.StatefulSet)
        {
            yield return (KubernetesKinds.Service, spec?.Find("serviceName"));
        }

        // Every namespace has one of that name.
        if (manifest.PodSpec?.Find("serviceAccountName") is { Text: not "default" } account)
        {
            yield return (KubernetesKinds.ServiceAccount, account);
        }

        foreach (var volume in manifest.PodSpec?.Find("volumes")?.Items ?? [])
        {
            yield return (KubernetesKinds.PersistentVolumeClaim, volume.Find("persistentVolumeClaim", "claimName"));
            yield return (KubernetesKinds.ConfigMap, Required(volume.Find("configMap"), "name"));
            yield return (KubernetesKinds.Secret, Required(volume.Find("secret"), "secretName"));
            foreach (var source in volume.Find("projected", "sources")?.Items ?? [])
            {
                yield return (KubernetesKinds.ConfigMap, Required(source.Find("configMap"), "name"));
                yield return (KubernetesKinds.Secret, Required(source.Find("secret"), "name"));
            }
        }

        foreach (var container in manifest.Containers)
        {
            foreach (var variable in container.Node.Find("env")?.Items ?? [])
            {
                yield return (KubernetesKinds.ConfigMap, Required(variable.Find("valueFrom", "configMapKeyRef"), "name"));
                yield return (KubernetesKinds.Secret, Required(variable.Find("valueFrom", "secretKeyRef"), "name"));
            }

            foreach (var source in container.Node.Find("envFrom")?.Items ?? [])
            {
                yield return (KubernetesKinds.ConfigMap, Required(source.Find("configMapRef"), "name"));
                yield return (KubernetesKinds.Secret, Required(source.Find("secretRef"), "name"));
            }
        }
    }

    private static YamlNode? Required(YamlNode? reference, string key) =>
        reference?.Find("optional")?.IsTrue == true ? null : reference?.Find(key);
}
