using Deployability.Publish.Planning;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Kubernetes;

/// <summary>The same route for the Gateway API, as a component that an overlay may include.</summary>
internal static class HttpRouteObject
{
    private const int ServicePort = 80;

    public static Node Build(DeploymentPlan plan) => new Mapping
    {
        ["apiVersion"] = "gateway.networking.k8s.io/v1",
        ["kind"] = "HTTPRoute",
        ["metadata"] = Labels.Metadata(plan, plan.Name),
        ["spec"] = new Mapping
        {
            ["parentRefs"] = Sequence.Of(new Mapping { ["name"] = "gateway" }),
            ["hostnames"] = Sequence.Of(plan.Host.Length > 0 ? plan.Host : plan.Environments.First(static environment => environment.Host.Length > 0).Host),
            ["rules"] = Sequence.Of(new Mapping
            {
                ["matches"] = Sequence.Of(new Mapping { ["path"] = new Mapping { ["type"] = "PathPrefix", ["value"] = "/" } }),
                ["backendRefs"] = Sequence.Of(new Mapping { ["name"] = plan.Name, ["port"] = ServicePort }),
            }),
        },
    };
}
