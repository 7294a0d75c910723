using Deployability.Publish.Planning;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Kubernetes;

/// <summary>The Service of a web app; a worker has none.</summary>
internal static class ServiceObject
{
    private const int PlainPort = 80;
    private const int TlsPort = 443;

    public static IEnumerable<Node> Build(DeploymentPlan plan) => plan.Ports.Count == 0
        ? []
        : [
            new Mapping
            {
                ["apiVersion"] = "v1",
                ["kind"] = "Service",
                ["metadata"] = Labels.Metadata(plan, plan.Name),
                ["spec"] = new Mapping
                {
                    ["type"] = "ClusterIP",
                    ["selector"] = Labels.Selector(plan),
                    ["ports"] = Ports(plan),
                    ["sessionAffinity"] = Node.Optional(plan.NeedsAffinity ? "ClientIP" : ""),
                },
            },
        ];

    /// <summary>A management port is for the kubelet, which asks the pod itself.</summary>
    private static Sequence Ports(DeploymentPlan plan) => new(plan.Ports
        .Where(static port => !port.IsManagement)
        .Select(static (port, index) => new Mapping
        {
            ["name"] = port.Name,
            ["port"] = index > 0 ? port.Number : port.IsTls ? TlsPort : PlainPort,
            ["protocol"] = "TCP",
            ["appProtocol"] = Node.Optional(port.TakesGrpcProbes ? "kubernetes.io/h2c" : ""),
            ["targetPort"] = port.Name,
        }));
}
