using Deployability.Publish.Planning;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Kubernetes;

/// <summary>What the objects are built from: the plan, the values that environments and users may change, and names made of them.</summary>
internal sealed class KubernetesModel
{
    /// <summary>A label may be no longer, and names become labels.</summary>
    private const int LongestName = 63;

    private const int LongestOwn = 30;

    private const string PullAlways = "Always";

    /// <summary>Without a registry the name means Docker Hub, where nobody has pushed it: nodes use what was loaded into them.</summary>
    private const string PullMissing = "IfNotPresent";

    public KubernetesModel(DeploymentPlan plan)
    {
        Plan = plan;
        var scale = "How many instances run.";
        Replicas = Per(
            "replicaCount",
            ValueKind.Integer,
            $"{scale} Not used while the autoscaler is on.",
            static environment => environment.Scale.Replicas
        );
        Repository = Fixed("image.repository", ValueKind.Text, plan.Image.Repository, "Repository of the image, with registry.");
        Tag = Fixed("image.tag", ValueKind.Text, plan.Image.Tag, "Tag of the image. Not used when there is a digest.");
        Digest = Fixed("image.digest", ValueKind.Text, "", "Digest of the image, sha256:…: names the very image that was tested.");
        PullPolicy = Fixed(
            "image.pullPolicy",
            ValueKind.Text,
            plan.Image.HasRegistry ? PullAlways : PullMissing,
            "When nodes pull the image.",
            PullAlways,
            PullMissing,
            "Never"
        );
        PullSecrets = Fixed(
            "imagePullSecrets",
            ValueKind.List,
            new Sequence(plan.Cluster.ImagePullSecrets.Select(static name => new Mapping { ["name"] = name })),
            "Secrets with which the image is pulled, as [{name: …}]."
        );
        NameOverride = Fixed("nameOverride", ValueKind.Text, "", "Replaces the chart's name in labels.");
        FullNameOverride = Fixed("fullnameOverride", ValueKind.Text, "", "Replaces the name of every object.");
        Configuration = Per(
            "config",
            ValueKind.TextMap,
            ConfigurationComment(plan),
            environment => Mapping.Of(plan.Variables(environment))
        );
        ExistingSecret = Fixed(
            "existingSecret",
            ValueKind.Text,
            "",
            $"Name of the Secret with the app's secret variables; empty for the release's own, <fullname>-secrets.{SecretComment(plan)}"
        );
        StoreType = Per(
            ["secretStore", "type"],
            ValueKind.Text,
            "Who makes that Secret: a person, External Secrets, Sealed Secrets, or the Secrets Store CSI driver.",
            environment => StoreWord(environment.Name.Length == 0 ? SecretStore.Kubernetes : plan.Cluster.Store),
            "kubernetes",
            SecretStoreObjects.External,
            "sealed-secrets",
            SecretStoreObjects.Driver
        );
        StoreName = Fixed("secretStore.name", ValueKind.Text, plan.Cluster.StoreName, "Name of the store's object, or of the vault.");
        StoreKind = Fixed(
            "secretStore.kind",
            ValueKind.Text,
            plan.Cluster.StoreKind,
            "Kind of the store's object, or the driver's provider."
        );
        StoreParameters = Fixed(
            "secretStore.parameters",
            ValueKind.TextMap,
            new Mapping(),
            "What the driver's provider has to know besides: identity, tenant, address."
        );
        AutoscalingEnabled = Per(
            "autoscaling.enabled",
            ValueKind.Boolean,
            "Whether the number of instances follows the load.",
            static environment => environment.Scale.Scales
        );
        AutoscalingLeast = Per(
            "autoscaling.minReplicas",
            ValueKind.Integer,
            "Fewest instances.",
            static environment => environment.Scale.Replicas
        );
        AutoscalingMost = Per(
            "autoscaling.maxReplicas",
            ValueKind.Integer,
            "Most instances.",
            static environment => environment.Scale.MaxReplicas
        );
        AutoscalingTarget = Fixed(
            "autoscaling.targetCPU",
            ValueKind.Integer,
            plan.TargetUtilization,
            "CPU use, in percent of the request, above which instances are added."
        );
        DisruptionBudget = Per(
            "podDisruptionBudget.enabled",
            ValueKind.Boolean,
            "Whether a node drain takes one instance at a time.",
            static environment => environment.Scale.MaxReplicas > 1
        );
        IngressEnabled = Per(
            "ingress.enabled",
            ValueKind.Boolean,
            "Whether an Ingress makes the app reachable from outside.",
            static environment => environment.Host.Length > 0
        );
        IngressClass = Fixed(
            "ingress.className",
            ValueKind.Text,
            plan.Cluster.IngressClass,
            "IngressClass; empty for the cluster's default."
        );
        IngressAnnotations = Fixed(
            "ingress.annotations",
            ValueKind.TextMap,
            IssuerAnnotation(plan),
            "Annotations, which each ingress controller has of its own."
        );
        IngressHost = Per("ingress.host", ValueKind.Text, "Host name, of the HTTPRoute too.", static environment => environment.Host);
        IngressSecret = Fixed("ingress.tlsSecret", ValueKind.Text, "", "Secret with the certificate; empty for <fullname>-tls.");
        RouteEnabled = Fixed(
            "httpRoute.enabled",
            ValueKind.Boolean,
            false,
            "Whether an HTTPRoute of the Gateway API makes the app reachable."
        );
        RouteParents = Fixed(
            "httpRoute.parentRefs",
            ValueKind.List,
            Sequence.Of(new Mapping { ["name"] = "gateway", ["sectionName"] = "https" }),
            "The Gateways that it belongs to."
        );
        PolicyEnabled = Fixed("networkPolicy.enabled", ValueKind.Boolean, true, "Whether everything is denied that is not needed.");
        PolicyNamespaces = Fixed(
            "networkPolicy.ingressNamespaces",
            ValueKind.List,
            Sequence.Of(NetworkPolicyObject.IngressNamespaces),
            "Namespaces in which ingress controllers live; they may connect."
        );
        PolicyFrom = Fixed(
            "networkPolicy.ingressFrom",
            ValueKind.List,
            NetworkPolicyObject.Peers(plan.Network),
            "Who else may connect, as NetworkPolicyPeer."
        );
        PolicyEgress = Fixed(
            "networkPolicy.extraEgress",
            ValueKind.List,
            new Sequence(),
            "What else the app may reach, as NetworkPolicyEgressRule."
        );
        MonitoringEnabled = Fixed(
            "monitoring.enabled",
            ValueKind.Boolean,
            false,
            "Whether there are ServiceMonitor, alerts and dashboard, for a Prometheus operator and Grafana's side-car."
        );
        MonitoringLabels = Fixed(
            "monitoring.labels",
            ValueKind.TextMap,
            MonitoringLabel(plan),
            "Labels by which the cluster's Prometheus finds them."
        );
        Resources = Fixed("resources", ValueKind.Map, Quantities(plan.Resources), "Requests and limits of the app's container.");
        PodSecurity = Fixed(
            "podSecurityContext",
            ValueKind.Map,
            Security.Pod(plan),
            "Users and groups of every pod. On OpenShift set runAsUser, runAsGroup and fsGroup to null."
        );
        ContainerSecurity = Fixed("securityContext", ValueKind.Map, Security.Container(plan), "Rights of the app's containers.");
        CompanionSecurity = Fixed(
            "companionSecurityContext",
            ValueKind.Map,
            Security.Container(plan, isRootReadOnly: false),
            "Rights of the companions' containers, whose images may need to write."
        );
        AccountCreate = Fixed("serviceAccount.create", ValueKind.Boolean, true, "Whether the release has a ServiceAccount of its own.");
        AccountName = Fixed("serviceAccount.name", ValueKind.Text, "", "Its name; empty for the release's own.");
        AccountAnnotations = Fixed(
            "serviceAccount.annotations",
            ValueKind.TextMap,
            new Mapping(),
            "Annotations, such as those of a workload identity."
        );
        NodeSelector = Fixed(
            "nodeSelector",
            ValueKind.TextMap,
            new Mapping { ["kubernetes.io/os"] = "linux" },
            "Labels that a node must have."
        );
        Tolerations = Fixed("tolerations", ValueKind.List, new Sequence(), "Taints that are tolerated.");
        Affinity = Fixed(
            "affinity",
            ValueKind.Map,
            new Mapping(),
            "Replaces the default, which keeps instances on different nodes where it can."
        );
        PriorityClass = Fixed("priorityClassName", ValueKind.Text, "", "PriorityClass of the pods; empty for the cluster's default.");
        PodAnnotations = Fixed("podAnnotations", ValueKind.TextMap, new Mapping(), "More annotations of the app's pods.");
        PodLabels = Fixed("podLabels", ValueKind.TextMap, new Mapping(), "More labels of the app's pods.");
        ExtraEnvironment = Fixed("extraEnv", ValueKind.List, new Sequence(), "More variables, as EnvVar.");
        ExtraVolumes = Fixed("extraVolumes", ValueKind.List, new Sequence(), "More volumes, as Volume.");
        ExtraMounts = Fixed("extraVolumeMounts", ValueKind.List, new Sequence(), "Where the app's container mounts them, as VolumeMount.");
        FullName = Expression.Helper(
            $"{plan.Name}.fullname",
            "Name of every object.",
            Expression.Chart(FullNameTemplate(plan.Name), plan.Name)
        );
        Name = Expression.Helper(
            $"{plan.Name}.name",
            "Name in labels.",
            Expression.Chart("default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix \"-\"", plan.Name)
        );
        Instance = Expression.Chart(".Release.Name", plan.Name);
        Image = Expression.Helper(
            $"{plan.Name}.image",
            "The image, by digest where there is one.",
            Expression.Choose(Condition.IsSet(Digest), Expression.Join(Repository, "@", Digest), Expression.Join(Repository, ":", Tag))
        );
        ConfigMapName = Expression.Join(FullName, "-config");
        SecretName = Expression.Helper(
            $"{plan.Name}.secretName",
            "Secret with the app's secret variables.",
            Expression.Choose(Condition.IsSet(ExistingSecret), ExistingSecret, Expression.Join(FullName, "-secrets"))
        );
        ServiceAccount = Expression.Helper(
            $"{plan.Name}.serviceAccountName",
            "ServiceAccount of the app's pods.",
            Expression.Choose(
                Condition.IsSet(AccountName),
                AccountName,
                Expression.Choose(Condition.IsOn(AccountCreate), FullName, "default")
            )
        );
    }

    public DeploymentPlan Plan { get; }

    public Value Replicas { get; }

    public Value Repository { get; }

    public Value Tag { get; }

    public Value Digest { get; }

    public Value PullPolicy { get; }

    public Value PullSecrets { get; }

    public Value NameOverride { get; }

    public Value FullNameOverride { get; }

    public Value Configuration { get; }

    public Value ExistingSecret { get; }

    public Value StoreType { get; }

    public Value StoreName { get; }

    public Value StoreKind { get; }

    public Value StoreParameters { get; }

    public Value AutoscalingEnabled { get; }

    public Value AutoscalingLeast { get; }

    public Value AutoscalingMost { get; }

    public Value AutoscalingTarget { get; }

    public Value DisruptionBudget { get; }

    public Value IngressEnabled { get; }

    public Value IngressClass { get; }

    public Value IngressAnnotations { get; }

    public Value IngressHost { get; }

    public Value IngressSecret { get; }

    public Value RouteEnabled { get; }

    public Value RouteParents { get; }

    public Value PolicyEnabled { get; }

    public Value PolicyNamespaces { get; }

    public Value PolicyFrom { get; }

    public Value PolicyEgress { get; }

    public Value MonitoringEnabled { get; }

    public Value MonitoringLabels { get; }

    public Value Resources { get; }

    public Value PodSecurity { get; }

    public Value ContainerSecurity { get; }

    public Value CompanionSecurity { get; }

    public Value AccountCreate { get; }

    public Value AccountName { get; }

    public Value AccountAnnotations { get; }

    public Value NodeSelector { get; }

    public Value Tolerations { get; }

    public Value Affinity { get; }

    public Value PriorityClass { get; }

    public Value PodAnnotations { get; }

    public Value PodLabels { get; }

    public Value ExtraEnvironment { get; }

    public Value ExtraVolumes { get; }

    public Value ExtraMounts { get; }

    public Expression FullName { get; }

    public Expression Name { get; }

    public Expression Instance { get; }

    public Expression Image { get; }

    public Expression ConfigMapName { get; }

    public Expression SecretName { get; }

    public Expression ServiceAccount { get; }

    /// <summary>Values in the order in which people look for them; two are used by helpers of Helm alone.</summary>
    public IEnumerable<Value> First => [Repository, Tag, Digest, PullPolicy, NameOverride, FullNameOverride];

    /// <summary>Name of an object that belongs to the app. The app's part gives way, so that two objects never share a name.</summary>
    /// <param name="own">What tells it from the app's other objects.</param>
    /// <param name="longest">So long may the name be.</param>
    public Expression Named(string own, int longest = LongestName)
    {
        var suffix = "-" + Text.Shortened(own, LongestOwn);
        return Expression.Join(Expression.Limit(FullName, longest - suffix.Length), suffix);
    }

    /// <summary>A value that is the same in every environment.</summary>
    public static Value Fixed(string path, ValueKind kind, Node value, string comment, params string[] choices) =>
        Fixed(path.Split('.'), kind, value, comment, choices);

    /// <inheritdoc cref="Fixed(string, ValueKind, Node, string, string[])"/>
    public static Value Fixed(IReadOnlyList<string> path, ValueKind kind, Node value, string comment, params string[] choices) =>
        new(path, kind, value, comment) { Choices = choices };

    public static Mapping Quantities(ResourcePlan plan) =>
        new()
        {
            ["requests"] = new Mapping
            {
                ["cpu"] = plan.CpuRequest,
                ["memory"] = plan.MemoryRequest,
                ["ephemeral-storage"] = plan.DiskRequest,
            },
            ["limits"] = new Mapping
            {
                ["cpu"] = plan.CpuLimit,
                ["memory"] = plan.MemoryLimit,
                ["ephemeral-storage"] = plan.DiskLimit,
            },
        };

    /// <summary>A value that environments may have of their own.</summary>
    private Value Per(string path, ValueKind kind, string comment, Func<EnvironmentPlan, Node> of) =>
        Per(path.Split('.'), kind, comment, of);

    /// <inheritdoc cref="Per(string, ValueKind, string, Func{EnvironmentPlan, Node})"/>
    public Value Per(IReadOnlyList<string> path, ValueKind kind, string comment, Func<EnvironmentPlan, Node> of, params string[] choices)
    {
        var value = Fixed(path, kind, of(Plan.Base), comment, choices);
        foreach (var environment in Plan.Environments)
        {
            value.With(environment.Name, of(environment));
        }

        return value;
    }

    /// <summary>The word that the property has for a store.</summary>
    public static string StoreWord(SecretStore store) =>
        store switch
        {
            SecretStore.External => SecretStoreObjects.External,
            SecretStore.Driver => SecretStoreObjects.Driver,
            SecretStore.Sealed => "sealed-secrets",
            _ => "kubernetes",
        };

    private static string ConfigurationComment(DeploymentPlan plan)
    {
        var lines = new List<string> { "Variables of the app that are no secret. A key that is set to null is left out." };
        lines.AddRange(
            plan.Configuration.Settings.Where(static setting => setting.Value is null)
                .Select(static setting => $"{(setting.Required ? "Required, and without a value yet" : "Optional")}: {setting.Variable}")
        );
        return string.Join("\n", lines);
    }

    private static string SecretComment(DeploymentPlan plan) =>
        plan.Configuration.Secrets.Count == 0
            ? " The app reads none."
            : "\nIts keys: "
                + string.Join(
                    ", ",
                    plan.Configuration.Secrets.Select(static secret => secret.Required ? secret.Variable : $"{secret.Variable} (optional)")
                );

    private static Mapping MonitoringLabel(DeploymentPlan plan)
    {
        var parts = plan.Cluster.MonitoringLabel.Split('=');
        return parts.Length == 2 ? new Mapping { [parts[0]] = parts[1] } : [];
    }

    private static Mapping IssuerAnnotation(DeploymentPlan plan) =>
        plan.Cluster.CertificateIssuer.Length == 0
            ? []
            : new Mapping { ["cert-manager.io/cluster-issuer"] = plan.Cluster.CertificateIssuer };

    /// <summary>The usual name: the release's, with the chart's where the release does not say it.</summary>
    private static string FullNameTemplate(string chart) =>
        $"default (ternary .Release.Name (printf \"%s-%s\" .Release.Name (include \"{chart}.name\" .)) "
        + $"(contains (include \"{chart}.name\" .) .Release.Name)) "
        + ".Values.fullnameOverride | trunc 63 | trimSuffix \"-\"";
}
