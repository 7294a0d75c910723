using Deployability.Publish.Emission;
using Deployability.Publish.Planning;

namespace Deployability.Publish.Targets.Kubernetes;

/// <summary>seal.sh: only the cluster's own key can seal a Secret, so a script does it where the values are.</summary>
internal static class SealScript
{
    public static string Write(DeploymentPlan plan) =>
        Text.Lines([
            "#!/bin/sh",
            .. Header.Comments(
                "",
                "Usage: sh seal.sh ENVIRONMENT FILE",
                "Seals the Secret of an environment from a file with one KEY=value a line. What it writes is safe to commit, the file is not.",
                "Keys: "
                    + string.Join(
                        ", ",
                        plan.Configuration.Secrets.Select(static secret =>
                            secret.Required ? secret.Variable : $"{secret.Variable} (optional)"
                        )
                    )
            ),
            "set -eu",
            "case ${1:-} in",
            .. plan.Environments.Select(static environment => $"  {environment.Name}) namespace={environment.Namespace} ;;"),
            "  *) echo \"usage: sh seal.sh ENVIRONMENT FILE\" >&2; exit 2 ;;",
            "esac",
            "target=$(dirname \"$0\")/overlays/$1/sealedsecret.yaml",
            $"kubectl create secret generic {plan.SecretName} --namespace \"$namespace\" --from-env-file=\"$2\" --dry-run=client --output yaml \\",
            "  | kubeseal --scope strict --format yaml >\"$target.new\"",
            "mv \"$target.new\" \"$target\"",
            "echo \"Sealed. Apply it with the overlay: kubectl apply --filename $target\"",
        ]);
}
