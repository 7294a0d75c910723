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
    private static readonly string[] HostNamespaces = ["hostNetwork", "hostPID", "hostIPC"];

    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project) =>
        context.RegisterAllFiles(ProjectFileKind.Yaml, Analyze);

    private static void Analyze(FileContext context)
    {
        var manifests = Manifests.Of(context.Files, context.CancellationToken);
        foreach (var manifest in KubernetesObject.Of(context.Views.Yaml))
        {
            if (
                manifest.PodSpec is not { } pod
                || Manifests.IsFragment(manifest)
                || manifests.IsPatched(manifest)
                || pod.Find("os")?.TextOf("name") == "windows"
            )
            {
                continue;
            }

            var ofPod = OfPod(pod);
            foreach (var container in manifest.Containers)
            {
                var missing = ofPod.Concat(OfContainer(container, pod)).ToList();
                ofPod = [];
                if (missing.Count > 0 && !Manifests.IsSideCar(container))
                {
                    context.Report(Descriptors.UnrestrictedPod, container.Place, container.Name, string.Join(", ", missing));
                }
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

    // What the container says comes before what the pod says.
    private static IEnumerable<string> OfContainer(KubernetesContainer container, YamlNode pod)
    {
        var own = container.Node.Find("securityContext");
        var ofPod = pod.Find("securityContext");
        if ((own?.Find("runAsNonRoot") ?? ofPod?.Find("runAsNonRoot"))?.IsTrue != true)
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

        if (own?.Find("allowPrivilegeEscalation")?.IsFalse != true)
        {
            yield return "allowPrivilegeEscalation: false";
        }

        if (
            own?.Find("capabilities", "drop")?.Items.Any(static name => name.Text.Equals("ALL", StringComparison.OrdinalIgnoreCase)) != true
        )
        {
            yield return "capabilities.drop: [ALL]";
        }

        if (own?.Find("capabilities", "add")?.Items.Any(static name => name.Text != "NET_BIND_SERVICE") == true)
        {
            yield return "no capabilities.add";
        }

        if ((own?.Find("seccompProfile") ?? ofPod?.Find("seccompProfile"))?.TextOf("type") is not ("RuntimeDefault" or "Localhost"))
        {
            yield return "seccompProfile.type: RuntimeDefault";
        }

        // A database writes where it likes.
        if (!Manifests.IsInfrastructure(container) && own?.Find("readOnlyRootFilesystem")?.IsTrue != true)
        {
            yield return "readOnlyRootFilesystem: true";
        }
    }
}
