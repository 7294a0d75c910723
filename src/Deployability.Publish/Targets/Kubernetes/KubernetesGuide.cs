using Deployability.Publish.Planning;

namespace Deployability.Publish.Targets.Kubernetes;

/// <summary>The README's sections on a cluster: by kustomize, by the chart, and what watches it.</summary>
internal static class KubernetesGuide
{
    public static List<string> Kubernetes(DeploymentPlan plan)
    {
        var environment = plan.Environments.Count > 0 ? plan.Environments[0] : null;
        var scope = Scope(environment);
        List<string> lines =
        [
            "",
            "## On Kubernetes (1.30 or newer)",
            "",
            "Push the image to a registry that the cluster can read. Then once for each environment:",
            "",
            "```sh",
            .. Prepared(plan, environment),
            "```",
            .. SecretFile(plan),
            "",
            "At each deployment:",
            "",
            "```sh",
            .. Deployed(plan, environment),
            "```",
            "",
            .. plan.OnlyJobs ? [] : GoingBack(plan, scope),
            .. plan.Jobs.Count > 0 ? Jobs(plan, scope) : [],
        ];
        if (plan.Migration is { } migration)
        {
            lines.AddRange([
                "",
                $"The Job `{Job(plan, migration)}` runs the image with `{string.Join(" ", migration.Args)}` and brings the database up to date. A Job cannot be",
                "changed, so the last one is deleted first. New instances start beside it: what they need of the new schema they get within",
                "seconds, and the old ones, which still serve, must bear it. Going back leaves the schema as it is.",
            ]);
        }

        if (plan.Environments.Count > 0)
        {
            lines.AddRange(
                plan.OnlyJobs
                    ? ["", "| environment | namespace |", "|---|---|"]
                    : ["", "| environment | namespace | instances | host |", "|---|---|---|---|"]
            );
            lines.AddRange(
                plan.Environments.Select(item =>
                    $"| {item.Name} | {item.Namespace} |"
                    + (plan.OnlyJobs ? "" : $" {Instances(item.Scale)} | {(item.Host.Length > 0 ? item.Host : "none")} |")
                )
            );
        }

        lines.AddRange([
            "",
            plan.OnlyJobs
                ? "Each run reads settings and Secret anew: what changes holds from the next run on."
                : "A changed setting gives the ConfigMap a new name and restarts the pods.",
        ]);
        if (plan.Configuration.Secrets.Count > 0)
        {
            if (!plan.OnlyJobs)
            {
                lines.Add($"A changed Secret does not: `kubectl{scope} rollout restart deployment {plan.Name}`.");
            }

            lines.AddRange(Secrets(plan));
        }

        if (plan.Network.DeniesOthers)
        {
            lines.AddRange([
                "",
                $"The NetworkPolicy lets the app reach DNS{(plan.Network.EgressPorts.Count + plan.Network.Peers.Count > 0 ? " and what stands below as outbound" : "")}, and nothing else:",
                "`<DeployabilityEgress Include=\"mail\" Port=\"587\" />` opens more.",
            ]);
        }

        if (plan.IsWeb && environment is { Host.Length: 0 })
        {
            lines.AddRange([
                "",
                $"Nothing outside the cluster reaches {environment.Name}, which has no host. To look at it:",
                "",
                "```sh",
                $"kubectl{scope} port-forward service/{Entrance(plan)} {Text.Of(plan.Ports[0].Number)}:{(plan.WebTier?.Port ?? plan.Ports[0]).Name}",
                "```",
            ]);
        }

        if (plan.HasIngress)
        {
            lines.AddRange([
                "",
                plan.Cluster.CertificateIssuer.Length > 0
                    ? $"cert-manager puts the certificate into the Secret `{plan.Name}-tls`."
                    : $"The Ingress expects a certificate in the Secret `{plan.Name}-tls`: `kubectl{scope} create secret tls {plan.Name}-tls --cert=FILE --key=FILE`.",
                "The NetworkPolicy lets in the namespaces in which ingress controllers usually live; `<DeployabilityIngressFrom Include=\"…\" />` adds",
                "another. With a Gateway instead of an Ingress controller, add `components: [../../components/gateway]` to an overlay and set the",
                "gateway's name in `httproute.yaml`.",
            ]);
        }

        return lines;
    }

    private static IEnumerable<string> GoingBack(DeploymentPlan plan, string scope) =>
        [
            "To go back, and to see why something does not start:",
            "",
            "```sh",
            $"kubectl{scope} rollout undo deployment/{plan.Name}",
            $"kubectl{scope} describe pods --selector app.kubernetes.io/name={plan.Name}",
            $"kubectl{scope} logs --selector app.kubernetes.io/name={plan.Name} --all-containers --tail 100",
            "```",
            "",
            "The former instances have their settings back too. Apply the former files as well, or the next deployment brings the fault again.",
        ];

    private static IEnumerable<string> Jobs(DeploymentPlan plan, string scope)
    {
        var model = new KubernetesModel(plan);
        var name = CronJobObjects.Name(model, plan.Jobs[0]).Text(static value => value.Default);
        return
        [
            .. plan.OnlyJobs ? Array.Empty<string>() : [""],
            plan.Jobs.Count == 1
                ? "To run the job at once, and to see how runs ended:"
                : "To run a job at once (each the same way), and to see how runs ended:",
            "",
            "```sh",
            $"kubectl{scope} create job --from=cronjob/{name} {plan.Jobs[0].Name}-now",
            $"kubectl{scope} logs --follow job/{plan.Jobs[0].Name}-now",
            $"kubectl{scope} delete job {plan.Jobs[0].Name}-now",
            $"kubectl{scope} get cronjobs,jobs --selector app.kubernetes.io/instance={plan.Name}",
            "```",
            .. plan.OnlyJobs
                ? ["", "To go back, apply the former files: runs that begin afterwards use the former image."]
                : Array.Empty<string>(),
        ];
    }

    private static string Entrance(DeploymentPlan plan) => WebTierObjects.Entrance(new(plan)).Service.Text(static value => value.Default);

    private static string Scope(EnvironmentPlan? environment) => environment is null ? "" : $" --namespace {environment.Namespace}";

    private static string Job(DeploymentPlan plan, MigrationPlan migration) =>
        MigrationJobObject.Name(new(plan), migration).Text(static value => value.Default);

    /// <summary>What a deployment finds there: the namespace, and the Secret where a person makes it.</summary>
    private static IEnumerable<string> Prepared(DeploymentPlan plan, EnvironmentPlan? environment)
    {
        if (environment is not null)
        {
            yield return $"kubectl create namespace {environment.Namespace}";
            yield return $"kubectl label namespace {environment.Namespace} pod-security.kubernetes.io/enforce=restricted";
        }

        if (plan.Configuration.Secrets.Count > 0 && plan.Cluster.Store == SecretStore.Kubernetes)
        {
            // From a file: what stands in a command stands in the shell's history too.
            yield return $"kubectl{Scope(environment)} create secret generic {plan.SecretName} --from-env-file=secrets.env";
        }
        else if (plan.Configuration.Secrets.Count > 0 && plan.Cluster.Store == SecretStore.Sealed && environment is not null)
        {
            yield return $"sh {Text.Quoted(plan.FromContext("kubernetes/seal.sh"))} {environment.Name} secrets.env";
            yield return $"kubectl apply --filename {Text.Quoted(plan.FromContext($"kubernetes/overlays/{environment.Name}/sealedsecret.yaml"))}";
        }
    }

    /// <summary>What a deployment does, up to its proof.</summary>
    private static IEnumerable<string> Deployed(DeploymentPlan plan, EnvironmentPlan? environment)
    {
        var scope = Scope(environment);
        var apply =
            $"kubectl apply --kustomize {Text.Quoted(plan.FromContext($"kubernetes/{(environment is null ? "base" : $"overlays/{environment.Name}")}"))}";
        if (plan.Migration is { } migration)
        {
            yield return $"kubectl{scope} delete job {Job(plan, migration)} --ignore-not-found";
            yield return apply;
            yield return $"kubectl{scope} wait --for=condition=complete --timeout={Text.Of(migration.Deadline)}s job/{Job(plan, migration)}";
        }
        else
        {
            yield return apply;
        }

        if (plan.WebTier is not null)
        {
            yield return $"kubectl{scope} rollout status deployment/{Entrance(plan)} --timeout=5m";
        }

        yield return plan.OnlyJobs
            ? $"kubectl{scope} get cronjobs --selector app.kubernetes.io/instance={plan.Name}"
            : $"kubectl{scope} rollout status deployment/{plan.Name} --timeout=5m";
    }

    /// <summary>The file that the Secret is made from.</summary>
    private static IEnumerable<string> SecretFile(DeploymentPlan plan)
    {
        var secrets = plan.Configuration.Secrets;
        return secrets.Count == 0 || plan.Cluster.Store is not (SecretStore.Kubernetes or SecretStore.Sealed)
            ? []
            :
            [
                "",
                "`secrets.env` has one line for each secret, without quotes, which would be part of the value. Leave out an optional one that you",
                "have no value for. `openssl rand -hex 24` makes a password of your own; delete the file when the Secret is made.",
                "",
                "```",
                .. secrets.Select(static secret => $"{secret.Variable}={(secret.Required ? "" : "        (optional)")}"),
                "```",
            ];
    }

    private static IEnumerable<string> Secrets(DeploymentPlan plan)
    {
        var secrets = plan.Configuration.Secrets;
        return plan.Cluster.Store switch
        {
            SecretStore.External =>
            [
                "",
                $"External Secrets fetches the Secret `{plan.SecretName}` from {plan.Cluster.StoreKind} `{plan.Cluster.StoreName}`:",
                "",
                "| key | in the store |",
                "|---|---|",
                .. secrets.Select(secret => $"| `{secret.Variable}` | `{plan.Cluster.RemoteKey(secret)}` |"),
            ],
            SecretStore.Driver =>
            [
                "",
                $"The Secrets Store CSI driver fetches the Secret `{plan.SecretName}` from {plan.Cluster.StoreKind} `{plan.Cluster.StoreName}` while a pod runs:",
                "",
                "| key | in the store |",
                "|---|---|",
                .. secrets.Select(secret => $"| `{secret.Variable}` | `{plan.Cluster.RemoteKey(secret)}` |"),
            ],
            _ => ["`secret.template.yaml` names its keys; no kustomization refers to it, so applying never overwrites a real Secret."],
        };
    }

    public static IEnumerable<string> Helm(DeploymentPlan plan)
    {
        var chart = plan.FromContext($"helm/{plan.Name}");
        var environment = plan.Environments.Count > 0 ? plan.Environments[0] : null;
        var scope = Scope(environment);
        var values = environment is null ? "" : $" --values {Text.Quoted($"{chart}/values-{environment.Name}.yaml")}";
        return
        [
            "",
            "## With Helm",
            "",
            "The chart makes the same objects as the kustomization, and each values file the same as its overlay.",
            .. plan.Configuration.Secrets.Count > 0 && plan.Cluster.Store is SecretStore.Kubernetes or SecretStore.Sealed
                ? [$"It does not make the Secret `{plan.SecretName}`: create it first, as for the kustomization."]
                : Array.Empty<string>(),
            "",
            "```sh",
            $"helm upgrade --install {plan.Name} {Text.Quoted(chart)}{scope}{(environment is null ? "" : " --create-namespace")}{values}",
            .. plan.OnlyJobs
                ? new[] { $"kubectl{scope} get cronjobs --selector app.kubernetes.io/instance={plan.Name}" }
                : [$"kubectl{scope} rollout status deployment/{plan.Name} --timeout=5m"],
            .. plan.HasTest ? [$"helm test {plan.Name}{scope}"] : Array.Empty<string>(),
            "```",
            "",
            $"`helm history {plan.Name}{scope}` lists what was installed, and `helm rollback {plan.Name}{scope}` goes back to the release before.",
            .. plan.Migration is null
                ? Array.Empty<string>()
                : ["The migration is a hook: before an upgrade, and after the first installation, when its configuration is there."],
            "",
            $"`values.yaml` says of every value what it is for; its schema refuses a misspelt one.{(ClaimObjects.Has(plan) ? " Claims stay when a release is uninstalled." : "")}",
        ];
    }

    public static IEnumerable<string> Monitoring(DeploymentPlan plan) =>
        plan.Monitoring is null
            ? ["", "## Monitoring", "", "The app has no endpoint that could be scraped, so there is nothing to watch it by."]
            :
            [
                "",
                "## Monitoring",
                "",
                "With the Prometheus operator in the cluster, add `components: [../../components/monitoring]` to an overlay, or set",
                "`monitoring.enabled` in the chart. `monitoring/` holds the same objects by themselves; `grafana-dashboard.json` can be imported.",
            ];

    private static string Instances(ScalePlan scale) =>
        scale.Scales ? $"{Text.Of(scale.Replicas)} to {Text.Of(scale.MaxReplicas)}" : Text.Of(scale.Replicas);
}
