using Deployability.Publish.Planning;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Kubernetes;

/// <summary>The Ingress, without annotations of any one controller; TLS is on.</summary>
internal static class IngressObject
{
    public static IEnumerable<Node> Build(DeploymentPlan plan) => plan.Host.Length > 0 ? [ForHost(plan, plan.Host)] : [];

    public static Node ForHost(DeploymentPlan plan, string host) => new Mapping
    {
        ["apiVersion"] = "networking.k8s.io/v1",
        ["kind"] = "Ingress",
        ["metadata"] = Labels.Metadata(plan, plan.Name),
        ["spec"] = new Mapping
        {
            ["tls"] = Sequence.Of(new Mapping
            {
                ["hosts"] = Sequence.Of(new Hole("ingress.host", host)),
                ["secretName"] = $"{plan.Name}-tls",
            }),
            ["rules"] = Sequence.Of(new Mapping
            {
                ["host"] = new Hole("ingress.host", host),
                ["http"] = new Mapping
                {
                    ["paths"] = Sequence.Of(new Mapping
                    {
                        ["path"] = "/",
                        ["pathType"] = "Prefix",
                        ["backend"] = new Mapping
                        {
                            ["service"] = new Mapping { ["name"] = plan.Name, ["port"] = new Mapping { ["name"] = plan.Ports[0].Name } },
                        },
                    }),
                },
            }),
        },
    };
}
