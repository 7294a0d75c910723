using Deployability.Publish.Planning;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Kubernetes;

/// <summary>Denies everything to and from the pods except what the facts need.</summary>
internal static class NetworkPolicyObject
{
    private const int Dns = 53;
    private const string NamespaceLabel = "kubernetes.io/metadata.name";

    /// <summary>Where ingress and gateway controllers usually live; the README says how to add another.</summary>
    private static readonly string[] IngressNamespaces =
    [
        "app-routing-system", "cilium-gateway", "envoy-gateway-system", "gateway-system", "gke-managed-system", "haproxy-controller", "ingress",
        "ingress-nginx", "istio-ingress", "istio-system", "kong", "nginx-gateway", "openshift-ingress", "projectcontour", "traefik",
    ];

    private static readonly string[] MonitoringNamespaces = ["monitoring", "observability", "prometheus"];

    public static IEnumerable<Node> Build(DeploymentPlan plan) =>
    [
        new Mapping
        {
            ["apiVersion"] = "networking.k8s.io/v1",
            ["kind"] = "NetworkPolicy",
            ["metadata"] = Labels.Metadata(plan, plan.Name),
            ["spec"] = new Mapping
            {
                ["podSelector"] = new Mapping { ["matchLabels"] = new Mapping { ["app.kubernetes.io/instance"] = plan.Name } },
                ["policyTypes"] = Sequence.Of("Ingress", "Egress"),
                ["ingress"] = Ingress(plan),
                ["egress"] = Egress(plan),
            },
        },
    ];

    private static Sequence Ingress(DeploymentPlan plan)
    {
        var rules = new Sequence();
        var ports = plan.Ports.Where(static port => !port.IsManagement).ToList();
        if (ports.Count == 0)
        {
            return rules;
        }

        // Forwarded headers are believed, so nobody but the ingress may send any.
        var source = plan.HasIngress
            ? Namespaces(IngressNamespaces)
            : new Mapping { ["podSelector"] = new Mapping() };
        rules.Add(new Mapping { ["from"] = Sequence.Of(source), ["ports"] = new Sequence(ports.Select(static port => Port(port.Name, "TCP"))) });
        if (plan.MetricsPort is { } metrics)
        {
            rules.Add(new Mapping { ["from"] = Sequence.Of(Namespaces(MonitoringNamespaces)), ["ports"] = Sequence.Of(Port(metrics.Name, "TCP")) });
        }

        return rules;
    }

    private static Sequence Egress(DeploymentPlan plan)
    {
        // DNS to any address: node-local caches answer from the host's network, which no pod selector matches.
        Node dns = new Mapping { ["ports"] = Sequence.Of(Port(Dns, "UDP"), Port(Dns, "TCP")) };
        var rules = new Sequence([dns]) { Comment = "DNS, then what the code connects to." };
        foreach (var port in plan.Network.EgressPorts)
        {
            rules.Add(new Mapping { ["ports"] = Sequence.Of(Port(port.Number, "TCP")), Comment = port.Reason });
        }

        return rules;
    }

    private static Mapping Port(Node port, string protocol) => new() { ["port"] = port, ["protocol"] = protocol };

    private static Mapping Namespaces(string[] names) => new()
    {
        ["namespaceSelector"] = new Mapping
        {
            ["matchExpressions"] = Sequence.Of(new Mapping { ["key"] = NamespaceLabel, ["operator"] = "In", ["values"] = Sequence.Of((IEnumerable<string>)names) }),
        },
    };
}
