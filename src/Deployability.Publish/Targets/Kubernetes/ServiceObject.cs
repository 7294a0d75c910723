using Deployability.Formats.Kubernetes;
using Deployability.Publish.Planning;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Kubernetes;

/// <summary>The Service of a web app; a worker has none.</summary>
internal static class ServiceObject
{
    private const int PlainPort = 80;
    private const int TlsPort = 443;

    public static IEnumerable<Node> Build(KubernetesModel model) =>
        model.Plan.Ports.Count == 0
            ? []
            :
            [
                new Mapping
                {
                    ["apiVersion"] = Versions.Kubernetes.Core,
                    ["kind"] = KubernetesKinds.Service,
                    ["metadata"] = Labels.Metadata(model, model.FullName),
                    ["spec"] = new Mapping
                    {
                        ["type"] = "ClusterIP",
                        ["selector"] = Labels.Selector(model),
                        ["ports"] = Ports(model.Plan),
                        ["sessionAffinity"] = Node.Optional(model.Plan.NeedsAffinity ? "ClientIP" : ""),
                    },
                },
            ];

    /// <summary>The port of the Service that leads to the app's own.</summary>
    public static int MainPort(DeploymentPlan plan) => plan.Ports[0].IsTls ? TlsPort : PlainPort;

    /// <summary>The port of the Service that leads to one of the app's.</summary>
    public static int PortFor(DeploymentPlan plan, PortPlan port) =>
        plan.Ports.First(static other => !other.IsManagement) == port ? MainPort(plan) : port.Number;

    /// <summary>A management port is for the kubelet, which asks the pod itself.</summary>
    private static Sequence Ports(DeploymentPlan plan) =>
        new(
            plan.Ports.Where(static port => !port.IsManagement)
                .Select(port => new Mapping
                {
                    ["name"] = port.Name,
                    ["port"] = PortFor(plan, port),
                    ["protocol"] = "TCP",
                    ["appProtocol"] = Node.Optional(port.TakesGrpcProbes ? "kubernetes.io/h2c" : ""),
                    ["targetPort"] = port.Name,
                })
        );
}
