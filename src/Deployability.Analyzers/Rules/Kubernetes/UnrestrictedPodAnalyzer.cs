using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Deployability.Analyzers.Recognisers.Containers;
using Deployability.Formats.Kubernetes;
using Deployability.Formats.Yaml;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Rules.Kubernetes;

/// <summary>DPL8003: a container is not held to what Pod Security calls restricted.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnrestrictedPodAnalyzer() : DeployabilityAnalyzer(Descriptors.UnrestrictedPod)
{
    private const string Escalation = "allowPrivilegeEscalation";
    private const string ReadOnlyKey = "readOnlyRootFilesystem";
    private const string ReadOnly = ReadOnlyKey + ": true";
    private const string NoEscalation = Escalation + ": false";
    private const string DropAll = "capabilities.drop: [ALL]";
    private const string Seccomp = "seccompProfile.type: RuntimeDefault";

    // https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
    private static readonly string[] SafeSysctls =
    [
        "kernel.shm_rmid_forced",
        "net.ipv4.ip_local_port_range",
        "net.ipv4.ip_unprivileged_port_start",
        "net.ipv4.tcp_syncookies",
        "net.ipv4.ping_group_range",
        "net.ipv4.ip_local_reserved_ports",
        "net.ipv4.tcp_keepalive_time",
        "net.ipv4.tcp_fin_timeout",
        "net.ipv4.tcp_keepalive_intvl",
        "net.ipv4.tcp_keepalive_probes",
        "net.ipv4.tcp_rmem",
        "net.ipv4.tcp_wmem",
    ];

    private static readonly string[] HostNamespaces = ["hostNetwork", "hostPID", "hostIPC"];

    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        var files = ProjectFiles.Of(context.Options);
        var app = project.Compilation.AssemblyName ?? "";
        context.RegisterManifests(
            Descriptors.UnrestrictedPod,
            (manifest, set, cancellation) => Judge(manifest, set, files, app, cancellation)
        );
        context.RegisterChartValues(Descriptors.UnrestrictedPod, static (values, _) => JudgeValues(values));
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
                && OfContainer(own, ofPod, isOpen: false, isPodOpen: false, isInfrastructure: false, isLeftAlone: false).ToList()
                    is { Count: > 0 } missing
            )
            {
                yield return ManifestFinding.At(context, name, string.Join(", ", missing));
            }
        }
    }

    private static IEnumerable<ManifestFinding> Judge(
        KubernetesObject manifest,
        ManifestSet set,
        ProjectFiles files,
        string app,
        CancellationToken cancellation
    )
    {
        if (manifest.PodSpec is not { } pod || set.IsIncomplete(manifest) || pod.Find("os")?.TextOf("name") == "windows")
        {
            yield break;
        }

        var ofPod = OfPod(pod);
        if (ofPod.Count > 0 && !manifest.Containers.Any())
        {
            yield return ManifestFinding.At(manifest, manifest.Name, string.Join(", ", ofPod));
        }

        // A collector of logs or traces is left alone with what prepares it.
        if (manifest.Containers.All(static container => container.IsInit || KnownPrograms.IsSideCar(container)))
        {
            yield break;
        }

        var holdsOwn = new Lazy<bool>(() => HoldsOwn(set));
        foreach (var container in manifest.Containers)
        {
            var missing = ofPod.Concat(OfContainer(container, pod, set, holdsOwn)).ToList();
            if (IsNonRoot(container, pod) && NamedUserOf(container, manifest, set, files, app, cancellation) is { } user)
            {
                missing.Add(user);
            }

            ofPod = [];

            // Restricted allows it, and who writes "false" where all else is strict has decided so.
            if (missing.Count == 1 && missing[0] == ReadOnly && container.Node.Find("securityContext", ReadOnlyKey)?.IsFalse == true)
            {
                continue;
            }

            if (missing.Count == 0 || KnownPrograms.IsSideCar(container))
            {
                continue;
            }

            // A right that somebody gives is looked at one by one.
            IReadOnlyList<KubernetesContainer>? others = missing.TrueForAll(IsUnsaid)
                ? Neighbours.ReportedWith(container, set, (other, itsPod) => HasUnsaid(other, itsPod, set, holdsOwn))
                : [];
            if (others is not null)
            {
                yield return ManifestFinding.At(
                    container,
                    container.Name,
                    string.Join(", ", missing) + Neighbours.Say("and look at", others)
                );
            }
        }
    }

    private static bool IsUnsaid(string missing) => missing is NoEscalation or DropAll or Seccomp;

    private static bool HasUnsaid(KubernetesContainer container, YamlNode pod, ManifestSet set, Lazy<bool> holdsOwn) =>
        OfContainer(container, pod, set, holdsOwn).ToList() is { Count: > 0 } missing && missing.TrueForAll(IsUnsaid);

    // Elasticsearch and Vault lock their memory, and all of these own their files, which every container runtime lets them.
    private static bool IsOfStores(string capability) =>
        capability is "IPC_LOCK" or "SYS_RESOURCE" or "CHOWN" or "FOWNER" or "DAC_OVERRIDE" or "SETUID" or "SETGID";

    private static List<string> OfPod(YamlNode pod)
    {
        var missing = HostNamespaces.Where(name => pod.Find(name)?.IsTrue == true).Select(static name => name + ": false").ToList();
        if (pod.Find("volumes")?.Items.Any(static volume => volume.Find("hostPath") is not null) == true)
        {
            missing.Add("no hostPath volume");
        }

        if (
            pod.Find("securityContext", "sysctls")
                ?.Items.Any(static item => item.TextOf("name") is { } name && Array.IndexOf(SafeSysctls, name) < 0) == true
        )
        {
            missing.Add("no sysctls but the safe ones");
        }

        return missing;
    }

    // Who restricts the containers of their own wants a namespace that is.
    private static bool HoldsOwn(ManifestSet set) =>
        set.Workloads.Any(workload =>
            workload.Containers.Any(container =>
                !set.IsOfOthers(container)
                && (
                    container.Node.Find("securityContext", Escalation) is not null
                    || container.Node.Find("securityContext", "seccompProfile") is not null
                    || workload.PodSpec?.Find("securityContext", "seccompProfile") is not null
                )
            )
        );

    private static bool IsNonRoot(KubernetesContainer container, YamlNode pod)
    {
        var own = container.Node.Find("securityContext");
        var ofPod = pod.Find("securityContext");
        return (own?.Find("runAsNonRoot") ?? ofPod?.Find("runAsNonRoot"))?.IsTrue == true
            && own?.IsOpen != true
            && ofPod?.IsOpen != true
            && own?.Find("runAsUser") is null
            && ofPod?.Find("runAsUser") is null;
    }

    // The kubelet knows only by a number that a user is not root.
    private static string? NamedUserOf(
        KubernetesContainer container,
        KubernetesObject manifest,
        ManifestSet set,
        ProjectFiles files,
        string app,
        CancellationToken cancellation
    )
    {
        if (AppContainers.Of(files, app, cancellation).In(manifest, set).All(own => own.Node != container.Node))
        {
            return null;
        }

        foreach (var (_, dockerfile) in AppDockerfiles.Of(files, app, cancellation))
        {
            var user = dockerfile.Final!.AllInstructions.LastOrDefault(static instruction => instruction.Keyword == "USER");
            if (
                user is { Words.Count: > 0 }
                && dockerfile.Final.Expand(user.Words[0], user).Split(':')[0] is { Length: > 0 } name
                && name.All(static c => char.IsLetter(c) || c is '-' or '_')
                && name != "root"
            )
            {
                var number = name == "app" && ContainerImage.Of(dockerfile.Final) is { IsDotNet: true } ? "1654" : "the number of the user";
                return $"runAsUser: {number} (the image says USER {name}, of which the kubelet cannot tell that it is not root, so it starts no container)";
            }
        }

        return null;
    }

    private static IEnumerable<string> OfContainer(KubernetesContainer container, YamlNode pod, ManifestSet set, Lazy<bool> holdsOwn)
    {
        var own = container.Node.Find("securityContext");
        var ofPod = pod.Find("securityContext");
        var isOpen = container.Node.IsOpen || own?.IsOpen == true;
        var hasHostPort = container
            .Node.Find("ports")
            ?.Items.Any(static port => port.Find("hostPort") is { HasHole: false, Text: not "0" });
        if (hasHostPort == true)
        {
            yield return "no hostPort";
        }

        var isPodOpen = isOpen || pod.IsOpen || ofPod?.IsOpen == true;
        var isInfrastructure = set.IsInfrastructure(container);
        foreach (var missing in OfContainer(own, ofPod, isOpen, isPodOpen, isInfrastructure, isInfrastructure && !holdsOwn.Value))
        {
            yield return missing;
        }
    }

    // What the container says comes before what the pod says; what a template decides counts as said. Nobody here makes the image of a database: it starts
    // as root to own its files and gives that up by itself, and writes where it likes. What it can be held to is asked for where others are.
    private static IEnumerable<string> OfContainer(
        YamlNode? own,
        YamlNode? ofPod,
        bool isOpen,
        bool isPodOpen,
        bool isInfrastructure,
        bool isLeftAlone
    )
    {
        var isNonRoot = (own?.Find("runAsNonRoot") ?? ofPod?.Find("runAsNonRoot")) is { IsTrue: true } or { HasHole: true };
        if (!isPodOpen && !isInfrastructure && !isNonRoot)
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

        var escalation = own?.Find(Escalation);
        if (!isOpen && escalation is not ({ IsFalse: true } or { HasHole: true }) && !(isLeftAlone && escalation is null))
        {
            yield return NoEscalation;
        }

        if (own?.Find("procMount") is { HasHole: false, Text: not "Default" })
        {
            yield return "procMount: Default";
        }

        if ((own?.Find("appArmorProfile") ?? ofPod?.Find("appArmorProfile"))?.TextOf("type") == "Unconfined")
        {
            yield return "appArmorProfile.type: RuntimeDefault";
        }

        if ((own?.Find("windowsOptions") ?? ofPod?.Find("windowsOptions"))?.Find("hostProcess")?.IsTrue == true)
        {
            yield return "windowsOptions.hostProcess: false";
        }

        var capabilities = own?.Find("capabilities");
        if (
            !isOpen
            && (!isInfrastructure || isNonRoot && !isLeftAlone)
            && capabilities?.IsOpen != true
            && capabilities?.Find("drop") is not { IsOpen: true }
            && capabilities?.Find("drop")?.Items.Any(static name => name.Text.Equals("ALL", StringComparison.OrdinalIgnoreCase)) != true
        )
        {
            yield return DropAll;
        }

        if (
            capabilities
                ?.Find("add")
                ?.Items.Any(name => name.Text != "NET_BIND_SERVICE" && !name.HasHole && !(isLeftAlone && IsOfStores(name.Text))) == true
        )
        {
            yield return "no capabilities.add";
        }

        var seccomp = own?.Find("seccompProfile") ?? ofPod?.Find("seccompProfile");
        if (
            !isPodOpen
            && !(isLeftAlone && seccomp is null)
            && seccomp?.IsOpen != true
            && seccomp?.Find("type") is not ({ Text: "RuntimeDefault" or "Localhost" } or { HasHole: true })
        )
        {
            yield return Seccomp;
        }

        if (!isOpen && !isInfrastructure && own?.Find(ReadOnlyKey) is not ({ IsTrue: true } or { HasHole: true }))
        {
            yield return ReadOnly;
        }
    }
}
