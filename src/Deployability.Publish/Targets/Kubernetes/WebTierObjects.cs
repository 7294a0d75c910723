using Deployability.Formats.Kubernetes;
using Deployability.Publish.Planning;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Kubernetes;

/// <summary>nginx with the front end, in front of the app: Deployment, Service, budget, and a policy that lets it call the app and nobody else.</summary>
internal static class WebTierObjects
{
    private const int ServicePort = 80;
    private const string Section = "frontend";

    public static IEnumerable<Node> Build(KubernetesModel model)
    {
        if (model.Plan.WebTier is not { } tier)
        {
            yield break;
        }

        yield return Deployment(model, tier);
        yield return Service(model, tier);
        yield return new Conditional(
            Condition.IsOn(model.DisruptionBudget),
            new Mapping
            {
                ["apiVersion"] = Versions.Kubernetes.Policy,
                ["kind"] = KubernetesKinds.PodDisruptionBudget,
                ["metadata"] = Metadata(model, tier),
                ["spec"] = new Mapping
                {
                    ["maxUnavailable"] = 1,
                    ["unhealthyPodEvictionPolicy"] = "AlwaysAllow",
                    ["selector"] = new Mapping { ["matchLabels"] = Labels(model, tier) },
                },
            }
        );
        yield return new Conditional(Condition.IsOn(model.PolicyEnabled), Policy(model, tier));
    }

    public static Expression Name(KubernetesModel model, WebTierPlan tier) => model.Named(tier.Name);

    /// <summary>Where requests from outside go to: name and port of a Service, and the port's name.</summary>
    public static (Expression Service, int Port, string PortName) Entrance(KubernetesModel model) =>
        model.Plan.WebTier is { } tier
            ? (Name(model, tier), ServicePort, tier.Port.Name)
            : (model.FullName, ServiceObject.MainPort(model.Plan), model.Plan.Ports[0].Name);

    /// <summary>Labels of its pods: an instance of its own, so that the app's policy is not its policy too.</summary>
    public static Mapping Labels(KubernetesModel model, WebTierPlan tier) =>
        new() { ["app.kubernetes.io/name"] = Name(model, tier), ["app.kubernetes.io/instance"] = Name(model, tier) };

    private static Mapping Deployment(KubernetesModel model, WebTierPlan tier) =>
        new()
        {
            ["apiVersion"] = Versions.Kubernetes.Apps,
            ["kind"] = KubernetesKinds.Deployment,
            ["metadata"] = Metadata(model, tier),
            ["spec"] = new Mapping
            {
                ["replicas"] = model.Per(
                    [Section, "replicaCount"],
                    ValueKind.Integer,
                    "How many instances of the front end run.",
                    static environment => environment.Scale.Replicas
                ),
                ["selector"] = new Mapping { ["matchLabels"] = Labels(model, tier) },
                ["strategy"] = new Mapping
                {
                    ["type"] = "RollingUpdate",
                    ["rollingUpdate"] = new Mapping { ["maxSurge"] = 1, ["maxUnavailable"] = 0 },
                },
                ["template"] = new Mapping
                {
                    ["metadata"] = new Mapping { ["labels"] = ObjectLabels(model, tier) },
                    ["spec"] = new Mapping
                    {
                        ["automountServiceAccountToken"] = false,
                        ["enableServiceLinks"] = false,
                        ["terminationGracePeriodSeconds"] = model.Plan.Lifetime.Grace,
                        ["imagePullSecrets"] = model.PullSecrets,
                        ["priorityClassName"] = new Conditional(Condition.IsSet(model.PriorityClass), model.PriorityClass),
                        ["securityContext"] = model.PodSecurity,
                        ["nodeSelector"] = model.NodeSelector,
                        ["tolerations"] = model.Tolerations,
                        ["affinity"] = Placement.Affinity(Labels(model, tier)),
                        ["topologySpreadConstraints"] = Sequence.Of(
                            new Mapping
                            {
                                ["maxSkew"] = 1,
                                ["topologyKey"] = "kubernetes.io/hostname",
                                ["whenUnsatisfiable"] = "ScheduleAnyway",
                                ["labelSelector"] = new Mapping { ["matchLabels"] = Labels(model, tier) },
                                ["matchLabelKeys"] = Sequence.Of("pod-template-hash"),
                            }
                        ),
                        ["containers"] = Sequence.Of(Container(model, tier)),
                        ["volumes"] = Sequence.Of(Volumes.ForTemporaryFiles(model.Plan).Volume),
                    },
                },
            },
        };

    private static Mapping Container(KubernetesModel model, WebTierPlan tier)
    {
        var timing = model.Plan.Timing;
        var plan = model.Plan;
        return new()
        {
            ["name"] = tier.Name,
            ["image"] = Image(model, tier),
            ["imagePullPolicy"] = model.PullPolicy,
            ["ports"] = Sequence.Of(
                new Mapping
                {
                    ["name"] = tier.Port.Name,
                    ["containerPort"] = tier.Port.Number,
                    ["protocol"] = "TCP",
                }
            ),
            ["env"] = Sequence.Of(
                new Mapping
                {
                    ["name"] = WebTierFiles.Base,
                    ["value"] = Value(
                        "apiBase",
                        ValueKind.Text,
                        tier.Frontend.ApiBasePath,
                        "Where the front end calls the API: a path that is passed on to the app, or another origin."
                    ),
                },
                new Mapping
                {
                    ["name"] = WebTierFiles.Upstream,
                    ["value"] = Expression.Join(
                        plan.Ports[0].IsTls ? "https://" : "http://",
                        model.FullName,
                        $":{Text.Of(ServiceObject.MainPort(plan))}"
                    ),
                }
            ),
            ["startupProbe"] = Probes.Build(tier.Probe, timing.ServiceStartup),
            ["livenessProbe"] = Probes.Build(tier.Probe, timing.ServiceLiveness),
            ["readinessProbe"] = Probes.Build(tier.Probe, timing.ServiceReadiness),
            ["lifecycle"] =
                plan.Lifetime.PreStop == 0
                    ? null
                    : new Mapping { ["preStop"] = new Mapping { ["sleep"] = new Mapping { ["seconds"] = plan.Lifetime.PreStop } } },
            ["resources"] = Value(
                "resources",
                ValueKind.Map,
                KubernetesModel.Quantities(tier.Resources),
                "Requests and limits of the front end."
            ),
            ["securityContext"] = model.ContainerSecurity,
            ["volumeMounts"] = Sequence.Of(Volumes.ForTemporaryFiles(plan).Mount),
        };
    }

    private static Expression Image(KubernetesModel model, WebTierPlan tier)
    {
        var repository = Value("image.repository", ValueKind.Text, tier.Repository, "Repository of the front end's image, with registry.");
        var tag = Value("image.tag", ValueKind.Text, model.Plan.Image.Tag, "Tag of the image. Not used when there is a digest.");
        var digest = Value("image.digest", ValueKind.Text, "", "Digest of the image, sha256:…");
        return Expression.Choose(Condition.IsSet(digest), Expression.Join(repository, "@", digest), Expression.Join(repository, ":", tag));
    }

    private static Mapping Service(KubernetesModel model, WebTierPlan tier) =>
        new()
        {
            ["apiVersion"] = Versions.Kubernetes.Core,
            ["kind"] = KubernetesKinds.Service,
            ["metadata"] = Metadata(model, tier),
            ["spec"] = new Mapping
            {
                ["type"] = "ClusterIP",
                ["selector"] = Labels(model, tier),
                ["ports"] = Sequence.Of(
                    new Mapping
                    {
                        ["name"] = tier.Port.Name,
                        ["port"] = ServicePort,
                        ["protocol"] = "TCP",
                        ["targetPort"] = tier.Port.Name,
                    }
                ),

                // Clients have to come back to the instance of the app; that of nginx does not matter, but it is what the app sees.
                ["sessionAffinity"] = Node.Optional(model.Plan.NeedsAffinity ? "ClientIP" : ""),
            },
        };

    private static Mapping Policy(KubernetesModel model, WebTierPlan tier) =>
        new()
        {
            ["apiVersion"] = Versions.Kubernetes.Networking,
            ["kind"] = KubernetesKinds.NetworkPolicy,
            ["metadata"] = Metadata(model, tier),
            ["spec"] = new Mapping
            {
                ["podSelector"] = new Mapping { ["matchLabels"] = new Mapping { ["app.kubernetes.io/instance"] = Name(model, tier) } },
                ["policyTypes"] = Sequence.Of("Ingress", "Egress"),
                ["ingress"] = Sequence.Of(
                    new Mapping
                    {
                        ["from"] = NetworkPolicyObject.Visitors(model),
                        ["ports"] = Sequence.Of(new Mapping { ["port"] = tier.Port.Name, ["protocol"] = "TCP" }),
                    }
                ),
                ["egress"] = Sequence.Of(
                    new Mapping { ["ports"] = NetworkPolicyObject.NamePorts },
                    new Mapping
                    {
                        ["to"] = Sequence.Of(
                            new Mapping { ["podSelector"] = new Mapping { ["matchLabels"] = Kubernetes.Labels.Selector(model) } }
                        ),
                        ["ports"] = Sequence.Of(Port(model.Plan.Ports[0].Name, "TCP")),
                    }
                ),
            },
        };

    private static Mapping Port(Node port, string protocol) => new() { ["port"] = port, ["protocol"] = protocol };

    private static Mapping Metadata(KubernetesModel model, WebTierPlan tier) =>
        new() { ["name"] = Name(model, tier), ["labels"] = ObjectLabels(model, tier) };

    private static Mapping ObjectLabels(KubernetesModel model, WebTierPlan tier)
    {
        var labels = Labels(model, tier);
        labels["app.kubernetes.io/component"] = Section;
        labels["app.kubernetes.io/part-of"] = model.FullName;
        return labels;
    }

    private static Value Value(string name, ValueKind kind, Node value, string comment) =>
        KubernetesModel.Fixed($"{Section}.{name}", kind, value, comment);
}
