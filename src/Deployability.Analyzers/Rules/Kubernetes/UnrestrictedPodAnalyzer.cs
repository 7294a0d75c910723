using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Deployability.Formats.Kubernetes;
using Deployability.Formats.Yaml;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Rules.Kubernetes;

/// <summary>DPL8003: a container is not held to what Pod Security calls restricted.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnrestrictedPodAnalyzer() : DeployabilityAnalyzer(Descriptors.UnrestrictedPod)
{
    private const string ReadOnlyKey = "readOnlyRootFilesystem";
    private const string ReadOnly = ReadOnlyKey + ": true";

    private static readonly string[] HostNamespaces = ["hostNetwork", "hostPID", "hostIPC"];

    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        context.RegisterManifests(Descriptors.UnrestrictedPod, Judge);
        context.RegisterChartValues(Descriptors.UnrestrictedPod, JudgeValues);
    }

    // securityContext: {} is what a new chart comes with.
    private static IEnumerable<ManifestFinding> JudgeValues(ChartValues values)
    {
        foreach (var (name, section) in values.Containers)
        {
            if (
                section.FindEntry("securityContext") is { Value: { Kind: YamlKind.Mapping } own } context
                && section.Find("podSecurityContext") is { Kind: YamlKind.Mapping } ofPod
                && values.IsUsed("securityContext")
                && OfContainer(own, ofPod, isOpen: false, isPodOpen: false, isInfrastructure: false).ToList() is { Count: > 0 } missing
            )
            {
                yield return ManifestFinding.At(context, name, string.Join(", ", missing));
            }
        }
    }

    private static IEnumerable<ManifestFinding> Judge(KubernetesObject manifest, ManifestSet set)
    {
        if (manifest.PodSpec is not { } pod || set.IsIncomplete(manifest) || pod.Find("os")?.TextOf("name") == "windows")
        {
            yield break;
        }

        var ofPod = OfPod(pod);
        foreach (var container in manifest.Containers)
        {
            var missing = ofPod.Concat(OfContainer(container, pod)).ToList();
            ofPod = [];

            // Restricted allows it, and who writes "false" where all else is strict has decided so.
            if (missing.Count == 1 && missing[0] == ReadOnly && container.Node.Find("securityContext", ReadOnlyKey)?.IsFalse == true)
            {
                continue;
            }

            if (missing.Count > 0 && !Manifests.IsSideCar(container))
            {
                yield return ManifestFinding.At(container, container.Name, string.Join(", ", missing));
            }
        }
    }

    private static List<string> OfPod(YamlNode pod)
    {
        var missing = HostNamespaces.Where(name => pod.Find(name)?.IsTrue == true).Select(static name => name + ": false").ToList();
        if (pod.Find("volumes")?.Items.Any(static volume => volume.Find("hostPath") is not null) == true)
        {
            missing.Add("no hostPath volume");
        }

        return missing;
    }

    private static IEnumerable<string> OfContainer(KubernetesContainer container, YamlNode pod)
    {
        var own = container.Node.Find("securityContext");
        var ofPod = pod.Find("securityContext");
        var isOpen = container.Node.IsOpen || own?.IsOpen == true;
        return OfContainer(own, ofPod, isOpen, isOpen || pod.IsOpen || ofPod?.IsOpen == true, Manifests.IsInfrastructure(container));
    }

    // What the container says comes before what the pod says; what a template decides counts as said.
    private static IEnumerable<string> OfContainer(YamlNode? own, YamlNode? ofPod, bool isOpen, bool isPodOpen, bool isInfrastructure)
    {
        if (!isPodOpen && (own?.Find("runAsNonRoot") ?? ofPod?.Find("runAsNonRoot")) is not ({ IsTrue: true } or { HasHole: true }))
        {
            yield return "runAsNonRoot: true";
        }

        if ((own?.Find("runAsUser") ?? ofPod?.Find("runAsUser"))?.Text == "0")
        {
            yield return "runAsUser other than 0";
        }

        if (own?.Find("privileged")?.IsTrue == true)
        {
            yield return "privileged: false";
        }

        if (!isOpen && own?.Find("allowPrivilegeEscalation") is not ({ IsFalse: true } or { HasHole: true }))
        {
            yield return "allowPrivilegeEscalation: false";
        }

        var capabilities = own?.Find("capabilities");
        if (
            !isOpen
            && capabilities?.IsOpen != true
            && capabilities?.Find("drop") is not { IsOpen: true }
            && capabilities?.Find("drop")?.Items.Any(static name => name.Text.Equals("ALL", StringComparison.OrdinalIgnoreCase)) != true
        )
        {
            yield return "capabilities.drop: [ALL]";
        }

        if (capabilities?.Find("add")?.Items.Any(static name => name.Text != "NET_BIND_SERVICE" && !name.HasHole) == true)
        {
            yield return "no capabilities.add";
        }

        var seccomp = own?.Find("seccompProfile") ?? ofPod?.Find("seccompProfile");
        if (
            !isPodOpen
            && seccomp?.IsOpen != true
            && seccomp?.Find("type") is not ({ Text: "RuntimeDefault" or "Localhost" } or { HasHole: true })
        )
        {
            yield return "seccompProfile.type: RuntimeDefault";
        }

        // A database writes where it likes.
        if (!isOpen && !isInfrastructure && own?.Find(ReadOnlyKey) is not ({ IsTrue: true } or { HasHole: true }))
        {
            yield return ReadOnly;
        }
    }
}
