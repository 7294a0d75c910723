using Deployability.Formats.Kubernetes;
using Deployability.Publish.Planning;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Kubernetes;

/// <summary>Denies everything to and from the pods except what the facts need.</summary>
internal static class NetworkPolicyObject
{
    private const int Dns = 53;

    /// <summary>Where the DNS pods of OpenShift listen behind port 53 of their Service.</summary>
    private const int DnsOfPods = 5353;

    /// <summary>docs.dapr.io, "Dapr arguments and annotations": where side-cars of a cluster call one another.</summary>
    private const int DaprPort = 50002;
    private const string NamespaceLabel = "kubernetes.io/metadata.name";

    /// <summary>Where ingress and gateway controllers usually live; the README says how to add another.</summary>
    public static readonly IReadOnlyList<string> IngressNamespaces =
    [
        "app-routing-system",
        "cilium-gateway",
        "envoy-gateway-system",
        "gateway-system",
        "gke-managed-system",
        "haproxy-controller",
        "ingress",
        "ingress-nginx",
        "istio-ingress",
        "istio-system",
        "kong",
        "kube-system",
        "nginx-gateway",
        "openshift-ingress",
        "projectcontour",
        "traefik",
    ];

    private static readonly IReadOnlyList<string> MonitoringNamespaces = ["monitoring", "observability", "prometheus"];

    public static IEnumerable<Node> Build(KubernetesModel model) =>
        [
            new Conditional(
                Condition.IsOn(model.PolicyEnabled),
                new Mapping
                {
                    ["apiVersion"] = Versions.Kubernetes.Networking,
                    ["kind"] = KubernetesKinds.NetworkPolicy,
                    ["metadata"] = Labels.Metadata(model, model.FullName),
                    ["spec"] = new Mapping
                    {
                        ["podSelector"] = new Mapping { ["matchLabels"] = new Mapping { ["app.kubernetes.io/instance"] = model.Instance } },
                        ["policyTypes"] = model.Plan.Network.DeniesOthers ? Sequence.Of("Ingress", "Egress") : Sequence.Of("Ingress"),
                        ["ingress"] = Ingress(model),
                        ["egress"] = model.Plan.Network.DeniesOthers ? Egress(model) : null,
                    },
                }
            ),
        ];

    /// <summary>DNS, to any address: node-local caches answer from the host's network, which no pod selector matches.</summary>
    public static Sequence NamePorts => Sequence.Of(Port(Dns, "UDP"), Port(Dns, "TCP"), Port(DnsOfPods, "UDP"), Port(DnsOfPods, "TCP"));

    /// <summary>The project's own namespaces, ranges and clients, as peers.</summary>
    public static Sequence Peers(NetworkPlan network) =>
        [
            .. network.IngressFrom.Select(static from =>
                from.Contains('/')
                    ? new Mapping { ["ipBlock"] = new Mapping { ["cidr"] = from } }
                    : new Mapping { ["namespaceSelector"] = Namespace(from) }
            ),
            .. network.Clients.Select(static client => new Mapping
            {
                ["namespaceSelector"] = client.Namespace.Length > 0 ? Namespace(client.Namespace) : null,
                ["podSelector"] = new Mapping { ["matchLabels"] = new Mapping { ["app.kubernetes.io/name"] = client.Name } },
            }),
        ];

    /// <summary>Who may connect from outside: the ingress, else the neighbours in the namespace, and whom the project names.</summary>
    public static Sequence Visitors(KubernetesModel model)
    {
        // Forwarded headers are believed where there is an ingress, so nobody but that may send any.
        var isOpen = Condition.Any(Condition.IsOn(model.IngressEnabled), Condition.IsOn(model.RouteEnabled));
        var controllers = Namespaces(model.PolicyNamespaces);
        var neighbours = new Mapping { ["podSelector"] = new Mapping() };
        return Sequence.Of(new Conditional(isOpen, controllers, neighbours), new Spread(model.PolicyFrom));
    }

    private static Sequence Ingress(KubernetesModel model)
    {
        var rules = new Sequence();
        var ports = model.Plan.Ports.Where(static port => !port.IsManagement).ToList();
        if (ports.Count > 0)
        {
            rules.Add(
                new Mapping
                {
                    ["from"] = model.Plan.WebTier is { } tier
                        ? Sequence.Of(
                            new Mapping { ["podSelector"] = new Mapping { ["matchLabels"] = WebTierObjects.Labels(model, tier) } },
                            new Spread(model.PolicyFrom)
                        )
                        : Visitors(model),
                    ["ports"] = new Sequence(ports.Select(static port => Port(port.Name, "TCP"))),
                }
            );
        }

        if (model.Plan.Network.Joining.Length > 0)
        {
            rules.Add(new Mapping { ["from"] = Instances(model) });
        }

        if (model.Plan.Network.HasDapr)
        {
            // Its name is not among the app's ports: the side-car is put into the pod later.
            rules.Add(
                new Mapping
                {
                    Comment = "Side-cars of Dapr, of the apps in this namespace.",
                    ["from"] = Sequence.Of(new Mapping { ["podSelector"] = new Mapping() }),
                    ["ports"] = Sequence.Of(Port(DaprPort, "TCP")),
                }
            );
        }

        if (model.Plan.MetricsPort is { } metrics)
        {
            rules.Add(
                new Mapping
                {
                    ["from"] = Sequence.Of(Namespaces(Sequence.Of(MonitoringNamespaces))),
                    ["ports"] = Sequence.Of(Port(metrics.Name, "TCP")),
                }
            );
        }

        return rules;
    }

    private static Sequence Egress(KubernetesModel model)
    {
        var rules = new Sequence([new Mapping { ["ports"] = NamePorts }]) { Comment = "DNS, then what the code connects to." };
        foreach (var port in model.Plan.Network.EgressPorts)
        {
            rules.Add(new Mapping { ["ports"] = Sequence.Of(Port(port.Number, "TCP")), Comment = port.Reason });
        }

        foreach (var peer in model.Plan.Network.Peers)
        {
            rules.Add(
                new Mapping
                {
                    Comment =
                        peer.Namespace == PeerPlan.Anywhere
                            ? $"{peer.Reason}: no address is known yet, so it may be any Service in the cluster."
                            : $"{peer.Reason}: a Service in the cluster, whose pods may have another port.",
                    ["to"] = Sequence.Of(
                        peer.Namespace switch
                        {
                            "" => new Mapping { ["podSelector"] = new Mapping() },
                            PeerPlan.Anywhere => new Mapping { ["namespaceSelector"] = new Mapping() },
                            _ => new Mapping { ["namespaceSelector"] = Namespace(peer.Namespace) },
                        }
                    ),
                }
            );
        }

        if (model.Plan.Network.Joining.Length > 0)
        {
            rules.Add(new Mapping { ["to"] = Instances(model), Comment = $"{model.Plan.Network.Joining}: the other instances." });
        }

        foreach (var egress in model.Plan.Network.Egress)
        {
            rules.Add(
                new Mapping
                {
                    Comment = egress.Name,
                    ["to"] =
                        egress.Cidr.Length > 0 ? Sequence.Of(new Mapping { ["ipBlock"] = new Mapping { ["cidr"] = egress.Cidr } }) : null,
                    ["ports"] = egress.Port > 0 ? Sequence.Of(Port(egress.Port, "TCP")) : null,
                }
            );
        }

        rules.Add(new Spread(model.PolicyEgress));
        return rules;
    }

    /// <summary>The pods that the policy itself is for.</summary>
    private static Sequence Instances(KubernetesModel model) =>
        Sequence.Of(
            new Mapping
            {
                ["podSelector"] = new Mapping { ["matchLabels"] = new Mapping { ["app.kubernetes.io/instance"] = model.Instance } },
            }
        );

    private static Mapping Port(Node port, string protocol) => new() { ["port"] = port, ["protocol"] = protocol };

    private static Mapping Namespace(string name) => new() { ["matchLabels"] = new Mapping { [NamespaceLabel] = name } };

    private static Mapping Namespaces(Node names) =>
        new()
        {
            ["namespaceSelector"] = new Mapping
            {
                ["matchExpressions"] = Sequence.Of(
                    new Mapping
                    {
                        ["key"] = NamespaceLabel,
                        ["operator"] = "In",
                        ["values"] = names,
                    }
                ),
            },
        };
}
