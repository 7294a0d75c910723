using Deployability.Publish.Planning;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Kubernetes;

/// <summary>The Service of a web app; a worker has none.</summary>
internal static class ServiceObject
{
    public const int PlainPort = 80;
    private const int TlsPort = 443;

    public static IEnumerable<Node> Build(KubernetesModel model) => model.Plan.Ports.Count == 0
        ? []
        : [
            new Mapping
            {
                ["apiVersion"] = "v1",
                ["kind"] = "Service",
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
    public static int Number(PortPlan port) => port.Name != PortPlanner.HttpPort ? port.Number : port.IsTls ? TlsPort : PlainPort;

    /// <summary>A management port is for the kubelet, which asks the pod itself.</summary>
    private static Sequence Ports(DeploymentPlan plan) => new(plan.Ports
        .Where(static port => port.Name != PortPlanner.ManagementPort)
        .Select(static port => new Mapping
        {
            ["name"] = port.Name,
            ["port"] = Number(port),
            ["protocol"] = "TCP",
            ["targetPort"] = port.Name,
        }));
}
