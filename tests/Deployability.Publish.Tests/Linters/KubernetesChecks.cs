using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Deployability.Publish.Targets.Kubernetes;
using static Deployability.Publish.Tests.Linters.LintedObjects;

namespace Deployability.Publish.Tests.Linters;

/// <summary>
/// What kube-linter, kube-score and Polaris check by default, and checkov, trivy and kubesec about objects of apps: by the names of the checks, what each would flag.
/// Read in the tools' own sources; checks of the cluster's components are left out, and those of RBAC are one, because there is none.
/// </summary>
internal static partial class KubernetesChecks
{
    private const int HighIdentity = 10000;
    private const int PrivilegedPorts = 1024;
    private const string Always = "Always";

    private static readonly string[] PolicyTypes = ["Ingress", "Egress"];

    private static readonly string[] Hosts = ["hostNetwork", "hostPID", "hostIPC", "hostAliases"];

    /// <summary>The checks.</summary>
    public static IReadOnlyDictionary<string, Func<LintedObjects, IEnumerable<string>>> All { get; } =
        new Dictionary<string, Func<LintedObjects, IEnumerable<string>>>(StringComparer.Ordinal)
        {
            [
                "kube-linter drop-net-raw-capability, Polaris insecureCapabilities, checkov CKV_K8S_28, CKV_K8S_37, trivy KSV-0003, KSV-0004, KSV-0106"
            ] = Containers(static container => Strings(container["securityContext"]?["capabilities"]?["drop"]).Contains("ALL")),
            ["Polaris dangerousCapabilities, checkov CKV_K8S_25, CKV_K8S_39, trivy KSV-0005, KSV-0022, KSV-0119, KSV-0120"] = Containers(
                static container => container["securityContext"]?["capabilities"]?["add"] is null
            ),
            ["kube-linter privilege-escalation-container, Polaris privilegeEscalationAllowed, checkov CKV_K8S_20, trivy KSV-0001"] =
                Containers(static container => (bool?)container["securityContext"]?["allowPrivilegeEscalation"] == false),
            [
                "kube-linter privileged-container, kube-score container-security-context-privileged, Polaris runAsPrivileged, checkov CKV_K8S_16, trivy KSV-0017"
            ] = Containers(static container => (bool?)container["securityContext"]?["privileged"] != true),
            [LinterNotes.WritableRoot] = Containers(static container =>
                (bool?)container["securityContext"]?["readOnlyRootFilesystem"] == true
            ),
            [
                "kube-linter run-as-non-root, Polaris runAsRootAllowed, checkov CKV_K8S_23, CKV_K8S_29, CKV_K8S_30, trivy KSV-0012, KSV-0105, KSV-0116, KSV-0118"
            ] = Everywhere(static security => (bool?)security?["runAsNonRoot"] == true && IsNotRoot(security)),
            [
                "kube-score container-security-context-user-group-id, checkov CKV_K8S_40, trivy KSV-0020, KSV-0021, kubesec RunAsUser, RunAsGroup"
            ] = Containers(static container =>
                (long?)container["securityContext"]?["runAsUser"] > HighIdentity
                && (long?)container["securityContext"]?["runAsGroup"] > HighIdentity
            ),
            ["Polaris linuxHardening, checkov CKV_K8S_31, trivy KSV-0030, KSV-0104"] = Everywhere(static security =>
                (string?)security?["seccompProfile"]?["type"] == "RuntimeDefault"
            ),
            [
                "kube-linter unset-cpu-requirements, unset-memory-requirements, kube-score container-resources, Polaris cpuRequestsMissing, cpuLimitsMissing, memoryRequestsMissing, memoryLimitsMissing, checkov CKV_K8S_10, CKV_K8S_11, CKV_K8S_12, CKV_K8S_13, trivy KSV-0011, KSV-0015, KSV-0016, KSV-0018"
            ] = Containers(static container => Has(container, "cpu") && Has(container, "memory")),
            ["kube-score container-ephemeral-storage-request-and-limit"] = Containers(static container =>
                Has(container, "ephemeral-storage")
            ),
            ["kube-linter latest-tag, kube-score container-image-tag, Polaris tagNotSpecified, checkov CKV_K8S_14, trivy KSV-0013"] =
                Containers(static container => Tag().Match((string)container["image"]!) is { Success: true, Value: not ":latest" }),
            [LinterNotes.Digest] = Containers(static container => ((string)container["image"]!).Contains('@')),
            [LinterNotes.Registry] = Containers(static container =>
                ((string)container["image"]!).Split('/') is { Length: 1 } || Trusted().IsMatch(((string)container["image"]!).Split('/')[0])
            ),
            [LinterNotes.PullPolicy] = Containers(static container => (string?)container["imagePullPolicy"] == Always),
            ["kube-linter ssh-port, checkov CKV_K8S_26, trivy KSV-0024, KSV-0117, Polaris hostPortSet"] = Containers(static container =>
                List(container["ports"]).All(static port => port["hostPort"] is null && (long)port["containerPort"]! >= PrivilegedPorts)
            ),
            ["kube-linter liveness-port, readiness-port, startup-port"] = Containers(static container =>
                Probes(container)
                    .Select(static probe => probe["httpGet"]?["port"] ?? probe["tcpSocket"]?["port"] ?? probe["grpc"]?["port"])
                    .All(asked =>
                        List(container["ports"])
                            .Any(port =>
                                (string?)port["name"] == asked?.ToString() || port["containerPort"]!.ToString() == asked?.ToString()
                            )
                    )
            ),
            ["kube-linter env-var-secret, Polaris sensitiveContainerEnvVar, kubesec"] = Containers(static container =>
                !List(container["env"])
                    .Any(static variable => variable["value"] is not null && Sensitive().IsMatch((string)variable["name"]!))
            ),
            ["kube-linter duplicate-env-var, kube-score environment-variable-key-duplication"] = Containers(static container =>
                List(container["env"]).GroupBy(static variable => (string)variable["name"]!).All(static same => same.Count() == 1)
            ),
            [LinterNotes.SecretsInVariables] = Containers(static container =>
                List(container["envFrom"]).All(static source => source["secretRef"] is null)
                && List(container["env"]).All(static variable => variable["valueFrom"]?["secretKeyRef"] is null)
            ),
            [LinterNotes.MissingProbes] = objects =>
                Flagged(
                    objects.Deployments,
                    static workload =>
                        workload.Containers.All(static container =>
                            container["livenessProbe"] is not null && container["readinessProbe"] is not null
                        )
                ),
            ["kube-score pod-probes"] = objects =>
                Flagged(
                    objects.Deployments.Where(objects.IsServed),
                    static workload =>
                        workload.Containers.Any(static container => container["readinessProbe"] is not null)
                        && workload.Containers.Any(static container => container["livenessProbe"] is not null)
                ),
            [LinterNotes.IdenticalProbes] = objects =>
                Flagged(
                    objects.Deployments,
                    static workload =>
                        workload.Containers.All(static container =>
                            Asked(container["livenessProbe"]) is not { } live || live != Asked(container["readinessProbe"])
                        )
                ),
            ["Polaris automountServiceAccountToken, checkov CKV_K8S_38, trivy KSV-0036, kubesec AutomountServiceAccountToken"] = objects =>
                Flagged(objects.Workloads, static workload => (bool?)workload.Pod["automountServiceAccountToken"] == false)
                    .Concat(
                        objects
                            .Of("ServiceAccount")
                            .Where(static account => (bool?)account["automountServiceAccountToken"] != false)
                            .Select(Identity)
                    ),
            ["kube-linter non-existent-service-account, deprecated-service-account-field"] = objects =>
                Flagged(
                    objects.Workloads,
                    workload =>
                        workload.Pod["serviceAccount"] is null
                        && (
                            workload.Pod["serviceAccountName"] is not { } name
                            || objects.Of("ServiceAccount").Any(account => (string?)account["metadata"]!["name"] == (string?)name)
                        )
                ),
            [
                "kube-linter host-ipc, host-network, host-pid, docker-sock, sensitive-host-mounts, unsafe-sysctls, Polaris hostIPCSet, hostNetworkSet, hostPIDSet, hostPathSet, hostProcess, procMount, checkov CKV_K8S_17, CKV_K8S_18, CKV_K8S_19, CKV_K8S_27, trivy KSV-0006, KSV-0008, KSV-0009, KSV-0010, KSV-0023"
            ] = objects =>
                Flagged(
                    objects.Workloads,
                    static workload =>
                        Hosts.All(host => workload.Pod[host] is null)
                        && List(workload.Pod["volumes"]).All(static volume => volume["hostPath"] is null)
                        && workload.Pod["securityContext"]?["sysctls"] is null
                        && workload.Containers.All(static container =>
                            container["securityContext"]?["procMount"] is null && container["securityContext"]?["windowsOptions"] is null
                        )
                ),
            [LinterNotes.Egress] = objects =>
                Flagged(objects.Workloads, workload => PolicyTypes.All(type => Policies(objects, workload, type).Any())),
            [LinterNotes.Policy] = objects =>
                Flagged(
                    objects.Workloads,
                    workload =>
                        objects
                            .Of("NetworkPolicy")
                            .Any(policy =>
                                workload.IsSelectedBy(policy["spec"]!["podSelector"]!["matchLabels"])
                                && policy["spec"]!["podSelector"]!["matchLabels"]!.AsObject().Count == 1
                                && List(policy["spec"]!["ingress"]).Any()
                                && List(policy["spec"]!["egress"]).Any()
                            )
                ),
            ["kube-score networkpolicy-targets-pod"] = Selecting("NetworkPolicy", static spec => spec["podSelector"]!["matchLabels"]),
            ["kube-linter dangling-service, kube-score service-targets-pod"] = Selecting("Service", static spec => spec["selector"]),
            ["kube-linter mismatching-selector, kube-score deployment-pod-selector-labels-match-template-metadata-labels"] = objects =>
                Flagged(
                    objects.Deployments,
                    static workload => workload.IsSelectedBy(workload.Object["spec"]!["selector"]!["matchLabels"])
                ),
            ["kube-linter invalid-target-ports"] = objects =>
                objects
                    .Of("Service")
                    .Where(service =>
                        !objects
                            .Workloads.Where(workload => workload.IsSelectedBy(service["spec"]!["selector"]))
                            .All(workload =>
                                List(service["spec"]!["ports"])
                                    .All(port =>
                                        workload.Containers.Any(container =>
                                            List(container["ports"])
                                                .Any(candidate => (string?)candidate["name"] == (string?)port["targetPort"])
                                        )
                                    )
                            )
                    )
                    .Select(Identity),
            ["kube-score service-type, trivy KSV-0108"] = Objects(
                "Service",
                static service => (string?)service["spec"]!["type"] == "ClusterIP" && service["spec"]!["externalIPs"] is null
            ),
            [LinterNotes.Spread] = objects =>
                Flagged(objects.Deployments, static workload => List(workload.Pod["topologySpreadConstraints"]).Any()),
            ["kube-score pod-topology-spread-constraints"] = objects =>
                Flagged(
                    objects.Workloads,
                    static workload =>
                        List(workload.Pod["topologySpreadConstraints"])
                            .All(constraint =>
                                (long?)constraint["maxSkew"] > 0
                                && constraint["topologyKey"] is not null
                                && workload.IsSelectedBy(constraint["labelSelector"]?["matchLabels"])
                            )
                ),
            ["kube-linter no-anti-affinity, kube-score deployment-has-host-podantiaffinity"] = objects =>
                Flagged(
                    objects.Deployments.Where(workload => objects.IsScaled(workload) || workload.Replicas > 1),
                    static workload =>
                        List(workload.Pod["affinity"]?["podAntiAffinity"]?["preferredDuringSchedulingIgnoredDuringExecution"])
                            .Select(static preferred => preferred["podAffinityTerm"]!)
                            .Any(term =>
                                (string?)term["topologyKey"] == "kubernetes.io/hostname"
                                && workload.IsSelectedBy(term["labelSelector"]?["matchLabels"])
                            )
                ),
            ["kube-score deployment-has-poddisruptionbudget"] = objects =>
                Flagged(
                    objects.Deployments.Where(static workload => workload.Replicas is null or > 1),
                    workload => Budgets(objects, workload).Any()
                ),
            [LinterNotes.Budget] = objects => Flagged(objects.Deployments, workload => Budgets(objects, workload).Any()),
            [
                "kube-linter pdb-max-unavailable, pdb-min-available, pdb-unhealthy-pod-eviction-policy, kube-score poddisruptionbudget-has-policy, Polaris pdbDisruptionsIsZero, pdbMinAvailableGreaterThanHPAMinReplicas"
            ] = Objects(
                "PodDisruptionBudget",
                static budget =>
                    (long?)budget["spec"]!["maxUnavailable"] > 0
                    && budget["spec"]!["minAvailable"] is null
                    && budget["spec"]!["unhealthyPodEvictionPolicy"] is not null
            ),
            [LinterNotes.Strategy] = objects =>
                Flagged(
                    objects.Deployments.Where(objects.IsServed),
                    static workload => (string?)workload.Object["spec"]!["strategy"]?["type"] == "RollingUpdate"
                ),
            [LinterNotes.ServedReplicas] = objects =>
                Flagged(
                    objects.Deployments.Where(workload => objects.IsServed(workload) && !objects.IsScaled(workload)),
                    static workload => workload.Replicas > 1
                ),
            [LinterNotes.Replicas] = objects => Flagged(objects.Deployments, static workload => workload.Replicas > 1),
            ["kube-score deployment-targeted-by-hpa-does-not-have-replicas-configured"] = objects =>
                Flagged(objects.Deployments.Where(objects.IsScaled), static workload => workload.Replicas is null),
            ["kube-score horizontalpodautoscaler-has-target"] = objects =>
                objects
                    .Of("HorizontalPodAutoscaler")
                    .Where(scaler =>
                        !objects.All.Any(item =>
                            (string?)item["kind"] == (string?)scaler["spec"]!["scaleTargetRef"]!["kind"]
                            && (string?)item["apiVersion"] == (string?)scaler["spec"]!["scaleTargetRef"]!["apiVersion"]
                            && (string?)item["metadata"]!["name"] == (string?)scaler["spec"]!["scaleTargetRef"]!["name"]
                        )
                    )
                    .Select(Identity),
            [LinterNotes.ScaledFromOne] = Objects("HorizontalPodAutoscaler", static scaler => (long?)scaler["spec"]!["minReplicas"] > 1),
            ["Polaris hpaMaxAvailability"] = Objects(
                "HorizontalPodAutoscaler",
                static scaler => (long?)scaler["spec"]!["maxReplicas"] > (long?)scaler["spec"]!["minReplicas"]
            ),
            ["Polaris tlsSettingsMissing"] = Objects("Ingress", static ingress => List(ingress["spec"]!["tls"]).Any()),
            ["kube-score ingress-targets-service"] = objects =>
                objects
                    .Of("Ingress")
                    .Where(ingress =>
                        !List(ingress["spec"]!["rules"])
                            .SelectMany(static rule => List(rule["http"]!["paths"]))
                            .Select(static path => path["backend"]!["service"]!)
                            .All(backend =>
                                objects
                                    .Of("Service")
                                    .Any(service =>
                                        (string?)service["metadata"]!["name"] == (string?)backend["name"]
                                        && List(service["spec"]!["ports"])
                                            .Any(port =>
                                                (string?)port["name"] == (string?)backend["port"]!["name"]
                                                || port["port"]!.ToString() == backend["port"]!["number"]?.ToString()
                                            )
                                    )
                            )
                    )
                    .Select(Identity),
            ["Polaris sensitiveConfigmapContent"] = objects =>
                objects
                    .Of("ConfigMap")
                    .SelectMany(static map => map["data"] as JsonObject ?? [])
                    .Where(static entry =>
                        Sensitive().IsMatch(entry.Key)
                        || ((string?)entry.Value)?.Contains("PRIVATE KEY-", StringComparison.OrdinalIgnoreCase) == true
                    )
                    .Select(static entry => entry.Key),
            ["kube-score cronjob-has-deadline"] = Objects("CronJob", static job => job["spec"]!["startingDeadlineSeconds"] is not null),
            ["kube-score cronjob-restartpolicy"] = objects =>
                Flagged(
                    objects.Workloads.Where(static workload => workload.Kind == "CronJob"),
                    static workload => (string?)workload.Pod["restartPolicy"] is "Never" or "OnFailure"
                ),
            ["kube-linter job-ttl-seconds-after-finished"] = objects =>
                Flagged(
                    objects.Workloads,
                    static workload =>
                        workload.Kind switch
                        {
                            "Job" => workload.Object["spec"]!["ttlSecondsAfterFinished"] is not null,
                            "CronJob" => workload.Object["spec"]!["jobTemplate"]!["spec"]!["ttlSecondsAfterFinished"] is null,
                            _ => true,
                        }
                ),
            [LinterNotes.InstanceLabel] = objects =>
                Flagged(
                    objects.Workloads,
                    static workload => (string?)workload.Object["metadata"]!["labels"]?["app.kubernetes.io/instance"] == workload.Name
                ),
            [LinterNotes.PriorityClass] = objects =>
                Flagged(objects.Workloads, static workload => workload.Pod["priorityClassName"] is not null),
            ["kube-linter no-extensions-v1beta, kube-score stable-version, trivy KSV-0107"] = objects =>
                objects.All.Where(static item => Beta().IsMatch((string)item["apiVersion"]!)).Select(Identity),
            ["Polaris rolePodExecAttach and the like, checkov CKV_K8S_49, CKV_K8S_155, trivy KSV-0041 to KSV-0056"] = objects =>
                objects.All.Where(static item => ((string)item["kind"]!).Contains("Role", StringComparison.Ordinal)).Select(Identity),
        };

    private static Func<LintedObjects, IEnumerable<string>> Containers(Func<JsonNode, bool> isFine) =>
        objects =>
            objects
                .Workloads.SelectMany(static workload => workload.Containers, static (workload, container) => (workload, container))
                .Where(pair => !isFine(pair.container))
                .Select(static pair => $"{pair.workload}, container {pair.container["name"]}");

    /// <summary>Of the pod and of each container: some tools look at the one, some at the other.</summary>
    private static Func<LintedObjects, IEnumerable<string>> Everywhere(Func<JsonNode?, bool> isFine) =>
        objects =>
            Flagged(
                objects.Workloads,
                workload =>
                    isFine(workload.Pod["securityContext"]) && workload.Containers.All(container => isFine(container["securityContext"]))
            );

    private static Func<LintedObjects, IEnumerable<string>> Objects(string kind, Func<JsonObject, bool> isFine) =>
        objects => objects.Of(kind).Where(item => !isFine(item)).Select(Identity);

    private static Func<LintedObjects, IEnumerable<string>> Selecting(string kind, Func<JsonNode, JsonNode?> selector) =>
        objects =>
            objects
                .Of(kind)
                .Where(item => !objects.Workloads.Any(workload => workload.IsSelectedBy(selector(item["spec"]!))))
                .Select(Identity);

    private static IEnumerable<string> Flagged(IEnumerable<Workload> workloads, Func<Workload, bool> isFine) =>
        workloads.Where(workload => !isFine(workload)).Select(static workload => workload.ToString());

    private static string Identity(JsonObject item) => $"{item["kind"]} {item["metadata"]!["name"]}";

    private static IEnumerable<JsonObject> Policies(LintedObjects objects, Workload workload, string type) =>
        objects
            .Of("NetworkPolicy")
            .Where(policy =>
                workload.IsSelectedBy(policy["spec"]!["podSelector"]!["matchLabels"])
                && Strings(policy["spec"]!["policyTypes"]).Contains(type)
            );

    private static IEnumerable<JsonObject> Budgets(LintedObjects objects, Workload workload) =>
        objects.Of("PodDisruptionBudget").Where(budget => workload.IsSelectedBy(budget["spec"]!["selector"]!["matchLabels"]));

    private static IEnumerable<JsonNode> Probes(JsonNode container) =>
        new[] { "livenessProbe", "readinessProbe", "startupProbe" }.Select(name => container[name]).OfType<JsonNode>();

    /// <summary>What kube-score compares; it does not know gRPC.</summary>
    private static string? Asked(JsonNode? probe) =>
        probe?["httpGet"] is { } get ? $"{get["path"]} {get["port"]}"
        : probe?["tcpSocket"] is { } socket ? $"tcp {socket["port"]}"
        : null;

    private static bool Has(JsonNode container, string resource) =>
        container["resources"]?["requests"]?[resource] is not null && container["resources"]?["limits"]?[resource] is not null;

    private static bool IsNotRoot(JsonNode security) =>
        new[] { "runAsUser", "runAsGroup", "fsGroup" }.All(name => security[name] is null || (long)security[name]! > 0);

    private static IEnumerable<string> Strings(JsonNode? list) => List(list).Select(static item => (string)item!);

    [GeneratedRegex("(azurecr\\.io|\\.ecr\\.[a-z0-9-]+\\.amazonaws\\.com|gcr\\.io)$")]
    private static partial Regex Trusted();

    [GeneratedRegex(":[^:/]+$")]
    private static partial Regex Tag();

    [GeneratedRegex(
        "password|token|bearer|secret|^AZURE_.+KEY$|^GOOGLE_APPLICATION_CREDENTIALS$|^OCI_CLI_KEY_CONTENT$",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Sensitive();

    [GeneratedRegex("^(extensions|apps|batch|policy|autoscaling|networking\\.k8s\\.io)/v[0-9]+(alpha|beta)")]
    private static partial Regex Beta();
}
