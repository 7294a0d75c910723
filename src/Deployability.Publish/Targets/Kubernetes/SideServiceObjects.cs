using Deployability.Publish.Planning;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Kubernetes;

/// <summary>What each <c>DeployabilityService</c> becomes: Deployment, Service, claim, and a policy that lets only the app in.</summary>
internal static class SideServiceObjects
{
    private const string Port = "service";
    private const string Data = "data";
    private const int Https = 443;
    private const int Dns = 53;

    public static IEnumerable<Node> Build(DeploymentPlan plan) => plan.Services.SelectMany(service => Objects(plan, service));

    private static IEnumerable<Node> Objects(DeploymentPlan plan, SideServicePlan service)
    {
        yield return Deployment(plan, service);
        if (service.Port > 0)
        {
            yield return Service(service);
        }

        if (service.VolumePath.Length > 0)
        {
            yield return Claim(service);
        }

        yield return Policy(plan, service);
    }

    private static Mapping Deployment(DeploymentPlan plan, SideServicePlan service) => new()
    {
        ["apiVersion"] = "apps/v1",
        ["kind"] = "Deployment",
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
                    ["securityContext"] = Security.Pod(plan),
                    ["containers"] = Sequence.Of(Container(plan, service)),
                    ["volumes"] = PodVolumes(service),
                },
            },
        },
    };

    private static Mapping Container(DeploymentPlan plan, SideServicePlan service) => new()
    {
        ["name"] = service.Name,
        ["image"] = new Hole($"services.{service.Name}.image", service.Image),
        ["imagePullPolicy"] = "Always",
        ["ports"] = service.Port == 0 ? null : Sequence.Of(new Mapping { ["name"] = Port, ["containerPort"] = service.Port, ["protocol"] = "TCP" }),
        ["env"] = new Sequence(service.Environment.Select(static variable => new Mapping { ["name"] = variable.Key, ["value"] = variable.Value })).OrNothing(),
        ["livenessProbe"] = TcpProbe(service, period: 20),
        ["readinessProbe"] = TcpProbe(service, period: 10),
        ["resources"] = Resources.Build(service.Resources, $"services.{service.Name}.resources"),
        ["securityContext"] = Security.Container(plan, isRootReadOnly: false),
        ["volumeMounts"] = PodMounts(service),
    };

    private static Mapping? TcpProbe(SideServicePlan service, int period) => service.Port == 0
        ? null
        : new Mapping { ["tcpSocket"] = new Mapping { ["port"] = Port }, ["periodSeconds"] = period, ["timeoutSeconds"] = 3 };

    private static Sequence? PodVolumes(SideServicePlan service) => service.VolumePath.Length == 0
        ? null
        : Sequence.Of(new Mapping { ["name"] = Data, ["persistentVolumeClaim"] = new Mapping { ["claimName"] = ClaimName(service) } });

    private static Sequence? PodMounts(SideServicePlan service) => service.VolumePath.Length == 0
        ? null
        : Sequence.Of(new Mapping { ["name"] = Data, ["mountPath"] = service.VolumePath });

    private static Mapping Service(SideServicePlan service) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Service",
        ["metadata"] = Metadata(service, service.Name),
        ["spec"] = new Mapping
        {
            ["type"] = "ClusterIP",
            ["selector"] = Selector(service),
            ["ports"] = Sequence.Of(new Mapping { ["name"] = Port, ["port"] = service.Port, ["protocol"] = "TCP", ["targetPort"] = Port }),
        },
    };

    private static Mapping Claim(SideServicePlan service) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "PersistentVolumeClaim",
        ["metadata"] = Metadata(service, ClaimName(service)),
        ["spec"] = new Mapping
        {
            ["accessModes"] = Sequence.Of("ReadWriteOnce"),
            ["resources"] = new Mapping { ["requests"] = new Mapping { ["storage"] = new Hole($"services.{service.Name}.size", "10Gi") } },
        },
    };

    /// <summary>Only the app comes in; out go names and downloads.</summary>
    private static Mapping Policy(DeploymentPlan plan, SideServicePlan service) => new()
    {
        ["apiVersion"] = "networking.k8s.io/v1",
        ["kind"] = "NetworkPolicy",
        ["metadata"] = Metadata(service, service.Name),
        ["spec"] = new Mapping
        {
            ["podSelector"] = new Mapping { ["matchLabels"] = new Mapping { ["app.kubernetes.io/instance"] = service.Name } },
            ["policyTypes"] = Sequence.Of("Ingress", "Egress"),
            ["ingress"] = service.Port == 0
                ? new Sequence()
                : Sequence.Of(new Mapping
                {
                    ["from"] = Sequence.Of(new Mapping { ["podSelector"] = new Mapping { ["matchLabels"] = new Mapping { ["app.kubernetes.io/instance"] = plan.Name } } }),
                    ["ports"] = Sequence.Of(new Mapping { ["port"] = Port, ["protocol"] = "TCP" }),
                }),
            ["egress"] = Sequence.Of(new Mapping
            {
                ["ports"] = Sequence.Of(Allowed(Dns, "UDP"), Allowed(Dns, "TCP"), Allowed(Https, "TCP")),
            }),
        },
    };

    private static Mapping Allowed(int port, string protocol) => new() { ["port"] = port, ["protocol"] = protocol };

    private static Mapping Metadata(SideServicePlan service, string name) => new() { ["name"] = name, ["labels"] = Selector(service) };

    private static Mapping Selector(SideServicePlan service) => new()
    {
        ["app.kubernetes.io/name"] = service.Name,
        ["app.kubernetes.io/instance"] = service.Name,
    };

    private static string ClaimName(SideServicePlan service) => $"{service.Name}-{Data}";
}
