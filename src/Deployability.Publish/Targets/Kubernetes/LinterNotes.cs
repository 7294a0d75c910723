using Deployability.Publish.Planning;

namespace Deployability.Publish.Targets.Kubernetes;

/// <summary>What linters find by default in the objects all the same, and why it is meant so.</summary>
/// <param name="Checks">Names of the checks, each behind its tool.</param>
/// <param name="Why">One or two sentences.</param>
internal sealed record LinterNote(IReadOnlyList<string> Checks, string Why);

/// <summary>The README's table of checks that the objects do not meet. A test holds it to what the tools check.</summary>
internal static class LinterNotes
{
    public const string Digest = "checkov CKV_K8S_43";
    public const string PriorityClass = "Polaris priorityClassNotSet";
    public const string Registry = "trivy KSV-0125";
    public const string PullPolicy = "kube-score container-image-pull-policy, Polaris pullPolicyNotAlways, checkov CKV_K8S_15";
    public const string SecretsInVariables = "checkov CKV_K8S_35";
    public const string MissingProbes = "Polaris livenessProbeMissing and readinessProbeMissing, checkov CKV_K8S_8 and CKV_K8S_9";
    public const string IdenticalProbes = "kube-score pod-probes-identical";
    public const string Policy = "Polaris missingNetworkPolicy";
    public const string Egress = "kube-score pod-networkpolicy";
    public const string WritableRoot =
        "kube-linter no-read-only-root-fs, kube-score container-security-context-readonlyrootfilesystem, Polaris notReadOnlyRootFilesystem, checkov CKV_K8S_22, trivy KSV-0014";
    public const string InstanceLabel = "Polaris metadataAndInstanceMismatched";
    public const string Replicas = "Polaris deploymentMissingReplicas";
    public const string ServedReplicas = "kube-score deployment-replicas";
    public const string Budget = "Polaris missingPodDisruptionBudget";
    public const string Strategy = "kube-score deployment-strategy";
    public const string Spread = "Polaris topologySpreadConstraint";
    public const string ScaledFromOne = "kube-score horizontalpodautoscaler-replicas, Polaris hpaMinAvailability";

    /// <summary>github.com/aquasecurity/trivy-checks, uses_untrusted_registry.rego; of Amazon's registries what all their names end with.</summary>
    private static readonly string[] Trusted = ["azurecr.io", ".amazonaws.com", "gcr.io"];

    public static IEnumerable<LinterNote> Of(DeploymentPlan plan)
    {
        yield return new(
            [Digest],
            "The image has a digest once it is pushed. `kustomize edit set image` and the chart's `image.digest` take it."
        );
        yield return new(
            [PriorityClass],
            "Which classes there are is up to the cluster, and a pod that names another is refused. The chart has `priorityClassName`."
        );
        if (!AreTrusted(plan))
        {
            yield return new([Registry], "trivy trusts the registries of three vendors alone.");
        }

        if (!plan.Image.HasRegistry)
        {
            yield return new(
                [PullPolicy],
                "Without `ContainerRegistry` the image is one that was loaded into the nodes, where there is nothing to pull."
            );
        }

        if (plan.Configuration.SecretFolder is null ? plan.Configuration.Secrets.Count > 0 : plan.Configuration.VariableSecrets.Any())
        {
            yield return new(
                [SecretsInVariables],
                "The code takes these secrets from variables. Behind `AddKeyPerFile` they become files."
            );
        }

        if (HasNoProbes(plan))
        {
            yield return new([MissingProbes], "What answers no requests cannot be asked: its process is what is watched.");
        }

        if (AsksTheSame(plan))
        {
            yield return new(
                [IdenticalProbes],
                "Nothing tells being alive from being ready: there is one health endpoint, or none and the port is asked. Liveness waits for three failures."
            );
        }

        if (HasNoVisitors(plan))
        {
            yield return new([Policy], "Nobody has to connect to it, so the policy lets nobody in and has no rule that could.");
        }

        if (!plan.Network.DeniesOthers)
        {
            yield return new([Policy, Egress], "Not all code was read, so nothing is denied that it might reach.");
        }

        if (plan.Services.Count > 0)
        {
            yield return new(
                [WritableRoot],
                "A companion's image is another's and may write beside itself. The chart has `companionSecurityContext`."
            );
        }

        if (plan.Jobs.Count > 0 || plan.Migration is not null)
        {
            yield return new([InstanceLabel], "Jobs are of the app's instance, so that its NetworkPolicy is theirs.");
        }

        var scales = plan.OnlyJobs ? [] : Scales(plan).ToList();
        if (plan.Services.Count > 0 || scales.Exists(static scale => scale.Replicas < 2))
        {
            yield return new(
                [
                    Replicas,
                    ServedReplicas,
                    Strategy,
                    Budget,
                    Spread,
                    .. scales.Exists(static scale => scale.Scales && scale.Replicas < 2) ? [ScaledFromOne] : Array.Empty<string>(),
                ],
                "Of a companion one instance runs, and of the app where its environment says so, or what it keeps or does allows no second."
            );
        }
        else if (scales.Exists(static scale => scale.Scales))
        {
            yield return new([Replicas], "The autoscaler owns the number of instances; kube-score asks for just that.");
        }
    }

    /// <summary>The notes as a section of the README.</summary>
    public static IReadOnlyList<string> Section(DeploymentPlan plan) =>
        [
            "",
            "## What linters say of the objects",
            "",
            .. plan.HasTest
                ?
                [
                    "kube-linter, kube-score, Polaris, checkov and trivy find this by default, which is meant so (in a chart rendered with",
                    "`helm template --skip-tests`, because the pod of `helm test` has less):",
                ]
                : new[] { "kube-linter, kube-score, Polaris, checkov and trivy find this by default, which is meant so:" },
            "",
            "| check | why |",
            "|---|---|",
            .. Of(plan).Select(static note => $"| {string.Join(", ", note.Checks)} | {note.Why} |"),
        ];

    private static bool AreTrusted(DeploymentPlan plan) =>
        plan
            .Services.Select(static service => service.Image)
            .Append(plan.Image.Repository)
            .All(static image => !image.Contains('/') || Trusted.Any(image.Split('/')[0].EndsWith));

    private static bool HasNoProbes(DeploymentPlan plan) =>
        (!plan.OnlyJobs && plan.Probes.Liveness is null) || plan.Services.Any(static service => service.Port == 0);

    private static bool AsksTheSame(DeploymentPlan plan) =>
        plan.WebTier is not null
        || plan.Services.Any(static service => service.Port > 0)
        || (
            plan.Probes is { Liveness: { IsGrpc: false } live, Readiness: { } ready } && live.Path == ready.Path && live.Port == ready.Port
        );

    private static bool HasNoVisitors(DeploymentPlan plan) =>
        plan.Services.Any(static service => service.Port == 0)
        || (
            plan.Ports.All(static port => port.IsManagement)
            && plan.MetricsPort is null
            && plan.Network is { HasDapr: false, Joining.Length: 0 }
        );

    /// <summary>The base's and those of the environments.</summary>
    private static IEnumerable<ScalePlan> Scales(DeploymentPlan plan) =>
        plan.Environments.Select(static environment => environment.Scale).Prepend(plan.Scale);
}
