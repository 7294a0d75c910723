using Deployability.Publish.Planning;

namespace Deployability.Publish.Report;

/// <summary>What somebody does once in a cluster, and what the runbook tells step by step, as tasks with lines to paste.</summary>
internal static class ClusterTasks
{
    /// <param name="plan">How the app will run.</param>
    public static IEnumerable<OperatorAction> Of(DeploymentPlan plan)
    {
        if (plan.Configuration.Secrets.Count > 0 && plan.Cluster.Store is SecretStore.Kubernetes or SecretStore.Sealed)
        {
            yield return MakesSecret(plan);
        }

        if (!plan.Image.HasRegistry)
        {
            yield return new(
                OperatorActionKind.Image,
                "registry",
                "Name the registry in the project, and push the image there.",
                "An image name without a registry means Docker Hub, where this image was not pushed.",
                "<ContainerRegistry>registry.example.com</ContainerRegistry>"
            );
        }

        if (plan.IsWeb)
        {
            foreach (var task in Ingress(plan))
            {
                yield return task;
            }
        }
    }

    private static IEnumerable<OperatorAction> Ingress(DeploymentPlan plan)
    {
        if (plan.Environments.Count > 0 && plan.Environments[plan.Environments.Count - 1] is { Host.Length: 0 } last)
        {
            yield return new(
                OperatorActionKind.Ingress,
                $"host of {last.Name}",
                "Give it a host, if anybody outside the cluster calls the app.",
                $"{last.Name} has no host, so it has no ingress.",
                $"<DeployabilityEnvironment Include=\"{last.Name}\" Host=\"{plan.Name}.example.com\" />"
            );
        }

        var hosts = plan.Environments.Where(static environment => environment.Host.Length > 0).ToList();
        if (hosts.Count > 0 && plan.Cluster.CertificateIssuer.Length == 0)
        {
            yield return new(
                OperatorActionKind.Ingress,
                $"certificate of {hosts[0].Host}",
                "Create the Secret of the certificate in each namespace, or set DeployabilityCertificateIssuer where cert-manager runs.",
                $"The ingress ends TLS with the certificate in the Secret {plan.Name}-tls.",
                string.Join(
                    "\n",
                    hosts.Select(environment =>
                        $"kubectl --namespace {environment.Namespace} create secret tls {plan.Name}-tls --cert={environment.Name}.crt --key={environment.Name}.key"
                    )
                )
            );
        }
    }

    private static OperatorAction MakesSecret(DeploymentPlan plan)
    {
        var secrets = plan.Configuration.Secrets;
        var space = plan.Environments.Count > 0 ? plan.Environments[0].Namespace : "NAMESPACE";
        return new(
            OperatorActionKind.Secret,
            $"Secret {plan.SecretName}",
            "Write the values into a file and create the Secret in each namespace; `openssl rand -hex 24` makes a password of your own.",
            $"Pods read {Text.Count(secrets.Count, "variable")} from it.",
            string.Join(
                "\n",
                // Pasted as a whole it makes no Secret of empty values: the file is for a person to write.
                [
                    "# secrets.env, values without quotes:",
                    .. secrets.Select(static secret => $"{secret.Variable}={(secret.Required ? "" : "  # optional, leave the line out")}"),
                    "# then, and delete the file:",
                    plan.Cluster.Store == SecretStore.Sealed && plan.Environments.Count > 0
                        ? $"sh kubernetes/seal.sh {plan.Environments[0].Name} secrets.env"
                        : $"kubectl --namespace {space} create secret generic {plan.SecretName} --from-env-file=secrets.env",
                ]
            ),
            IsBlocking: secrets.Any(static secret => secret.Required)
        );
    }
}
