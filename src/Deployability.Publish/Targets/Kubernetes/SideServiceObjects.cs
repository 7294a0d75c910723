using Deployability.Formats.Kubernetes;
using Deployability.Publish.Planning;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Kubernetes;

/// <summary>What each <c>DeployabilityService</c> becomes: Deployment, Service, claim, and a policy that lets only the app in.</summary>
internal static class SideServiceObjects
{
    private const string Port = "service";
    private const string Data = "data";
    private const int LongestName = 63;
    private const int Https = 443;

    public static IEnumerable<Node> Build(KubernetesModel model) => model.Plan.Services.SelectMany(service => Objects(model, service));

    private static IEnumerable<Node> Objects(KubernetesModel model, SideServicePlan service)
    {
        yield return Deployment(model, service);
        if (service.Port > 0)
        {
            yield return Service(service);
        }

        if (service.VolumePath.Length > 0)
        {
            yield return ClaimObjects.Claim(
                Metadata(service, ClaimName(service)),
                ["services", service.Name],
                new(Data, service.VolumePath, service.Size, "ReadWriteOnce", "")
            );
        }

        yield return new Conditional(Condition.IsOn(model.PolicyEnabled), Policy(model, service));
    }

    private static Mapping Deployment(KubernetesModel model, SideServicePlan service) =>
        new()
        {
            ["apiVersion"] = Versions.Kubernetes.Apps,
            ["kind"] = KubernetesKinds.Deployment,
            ["metadata"] = Metadata(service, service.Name),
            ["spec"] = new Mapping
            {
                ["replicas"] = 1,
                ["selector"] = new Mapping { ["matchLabels"] = Selector(service) },
                ["strategy"] = new Mapping { ["type"] = service.VolumePath.Length > 0 ? "Recreate" : "RollingUpdate" },
                ["template"] = new Mapping
                {
                    ["metadata"] = new Mapping { ["labels"] = Selector(service) },
                    ["spec"] = new Mapping
                    {
                        ["automountServiceAccountToken"] = false,
                        ["enableServiceLinks"] = false,
                        ["securityContext"] = model.PodSecurity,
                        ["nodeSelector"] = model.NodeSelector,
                        ["tolerations"] = model.Tolerations,
                        ["containers"] = Sequence.Of(Container(model, service)),
                        ["volumes"] = PodVolumes(model, service),
                    },
                },
            },
        };

    private static Mapping Container(KubernetesModel model, SideServicePlan service)
    {
        var timing = model.Plan.Timing;
        return new()
        {
            ["name"] = service.Name,
            ["image"] = Value(service, "image", ValueKind.Text, service.Image, "Image of the companion."),
            ["imagePullPolicy"] = "Always",
            ["ports"] =
                service.Port == 0
                    ? null
                    : Sequence.Of(
                        new Mapping
                        {
                            ["name"] = Port,
                            ["containerPort"] = service.Port,
                            ["protocol"] = "TCP",
                        }
                    ),
            ["env"] = new Sequence(
                service.Environment.Select(static variable => new Mapping { ["name"] = variable.Key, ["value"] = variable.Value })
            ).OrNothing(),
            ["startupProbe"] = Probe(service, timing.ServiceStartup),
            ["livenessProbe"] = Probe(service, timing.ServiceLiveness),
            ["readinessProbe"] = Probe(service, timing.ServiceReadiness),
            ["resources"] = Value(
                service,
                "resources",
                ValueKind.Map,
                KubernetesModel.Quantities(service.Resources),
                "Requests and limits of the companion."
            ),
            ["securityContext"] = model.CompanionSecurity,
            ["volumeMounts"] = PodMounts(model, service),
        };
    }

    private static Mapping? Probe(SideServicePlan service, ProbeTiming timing) =>
        service.Port == 0 ? null : Probes.Build(new("", new(Port, service.Port)), timing);

    private static Sequence PodVolumes(KubernetesModel model, SideServicePlan service)
    {
        var volumes = Sequence.Of(Volumes.ForTemporaryFiles(model.Plan).Volume);
        volumes.Add(
            service.VolumePath.Length == 0
                ? null
                : new Mapping
                {
                    ["name"] = Data,
                    ["persistentVolumeClaim"] = new Mapping { ["claimName"] = ClaimName(service) },
                }
        );
        return volumes;
    }

    private static Sequence PodMounts(KubernetesModel model, SideServicePlan service)
    {
        var mounts = Sequence.Of(Volumes.ForTemporaryFiles(model.Plan).Mount);
        mounts.Add(
            service.VolumePath.Length == 0
                ? null
                : new Mapping
                {
                    ["name"] = Data,
                    ["mountPath"] = service.VolumePath,
                    ["subPath"] = service.VolumeSubPath.Length > 0 ? (Node)service.VolumeSubPath : null,
                }
        );
        return mounts;
    }

    private static Mapping Service(SideServicePlan service) =>
        new()
        {
            ["apiVersion"] = Versions.Kubernetes.Core,
            ["kind"] = KubernetesKinds.Service,
            ["metadata"] = Metadata(service, service.Name),
            ["spec"] = new Mapping
            {
                ["type"] = "ClusterIP",
                ["selector"] = Selector(service),
                ["ports"] = Sequence.Of(
                    new Mapping
                    {
                        ["name"] = Port,
                        ["port"] = service.Port,
                        ["protocol"] = "TCP",
                        ["targetPort"] = Port,
                    }
                ),
            },
        };

    /// <summary>Only the app comes in; out go names and downloads.</summary>
    private static Mapping Policy(KubernetesModel model, SideServicePlan service) =>
        new()
        {
            ["apiVersion"] = Versions.Kubernetes.Networking,
            ["kind"] = KubernetesKinds.NetworkPolicy,
            ["metadata"] = Metadata(service, service.Name),
            ["spec"] = new Mapping
            {
                ["podSelector"] = new Mapping { ["matchLabels"] = new Mapping { ["app.kubernetes.io/instance"] = service.Name } },
                ["policyTypes"] = Sequence.Of("Ingress", "Egress"),
                ["ingress"] =
                    service.Port == 0
                        ? new Sequence()
                        : Sequence.Of(
                            new Mapping
                            {
                                ["from"] = Sequence.Of(
                                    new Mapping
                                    {
                                        ["podSelector"] = new Mapping
                                        {
                                            ["matchLabels"] = new Mapping { ["app.kubernetes.io/instance"] = model.Instance },
                                        },
                                    }
                                ),
                                ["ports"] = Sequence.Of(new Mapping { ["port"] = Port, ["protocol"] = "TCP" }),
                            }
                        ),
                ["egress"] = Sequence.Of(
                    new Mapping { ["ports"] = NetworkPolicyObject.NamePorts },
                    new Mapping { ["ports"] = Sequence.Of(Allowed(Https, "TCP")) }
                ),
            },
        };

    private static Mapping Allowed(int port, string protocol) => new() { ["port"] = port, ["protocol"] = protocol };

    private static Mapping Metadata(SideServicePlan service, string name) => new() { ["name"] = name, ["labels"] = Selector(service) };

    private static Mapping Selector(SideServicePlan service) =>
        new() { ["app.kubernetes.io/name"] = service.Name, ["app.kubernetes.io/instance"] = service.Name };

    private static string ClaimName(SideServicePlan service) => Text.Shortened($"{service.Name}-{Data}", LongestName);

    private static Value Value(SideServicePlan service, string name, ValueKind kind, Node value, string comment) =>
        KubernetesModel.Fixed(["services", service.Name, name], kind, value, comment);
}
