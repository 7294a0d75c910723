using System.Text.RegularExpressions;
using Deployability.Analyzers.Tests.Infrastructure;
using Deployability.Testing;

namespace Deployability.Analyzers.Tests.Repository;

/// <summary>What container linters flag by default, within what our rules are about, we flag too: the table in docs/files.md, row by row.</summary>
public sealed partial class LinterChecksTests
{
    private const string Manifest = """
        kind: Deployment
        apiVersion: apps/v1
        metadata: { name: shop-api }
        spec:
          replicas: 2
          selector: { matchLabels: { app: shop-api } }
          template:
            metadata: { labels: { app: shop-api } }
            spec:
              serviceAccountName: shop-api
              securityContext: { runAsNonRoot: true, runAsUser: 10001, seccompProfile: { type: RuntimeDefault } }
              containers:
                - name: shop-api
                  image: registry.example.com/shop-api:1.4.2
                  ports: [ { name: http, containerPort: 8080 } ]
                  env: [ { name: GREETING, value: hello } ]
                  readinessProbe: { httpGet: { path: /healthz/ready, port: http } }
                  livenessProbe: { httpGet: { path: /healthz/live, port: http } }
                  resources: { requests: { cpu: 100m, memory: 128Mi }, limits: { memory: 256Mi } }
                  securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: [ ALL ] } }
                  volumeMounts: [ { name: tmp, mountPath: /tmp } ]
              volumes: [ { name: tmp, emptyDir: {} } ]
        ---
        kind: Service
        apiVersion: v1
        metadata: { name: shop-api }
        spec: { selector: { app: shop-api }, ports: [ { port: 80, targetPort: http } ] }
        ---
        kind: ServiceAccount
        apiVersion: v1
        metadata: { name: shop-api }
        ---
        kind: ConfigMap
        apiVersion: v1
        metadata: { name: shop-api }
        data: { Greeting: hello }
        ---
        kind: PodDisruptionBudget
        apiVersion: policy/v1
        metadata: { name: shop-api }
        spec: { maxUnavailable: 1, selector: { matchLabels: { app: shop-api } } }
        ---
        kind: HorizontalPodAutoscaler
        apiVersion: autoscaling/v2
        metadata: { name: shop-api }
        spec: { scaleTargetRef: { kind: Deployment, name: shop-api }, minReplicas: 2, maxReplicas: 4 }
        ---
        kind: Ingress
        apiVersion: networking.k8s.io/v1
        metadata: { name: shop-api }
        spec: { rules: [ { http: { paths: [ { path: /, backend: { service: { name: shop-api, port: { number: 80 } } } } ] } } ] }

        """;

    private const string Dockerfile = """
        FROM mcr.microsoft.com/dotnet/aspnet:10.0
        WORKDIR /app
        COPY --from=build /publish .
        ENV GREETING=hello
        USER 1654
        HEALTHCHECK NONE
        ENTRYPOINT ["dotnet", "Shop.Api.dll"]

        """;

    // By the row of the table: what to write in place of what.
    private static readonly Dictionary<string, (string Before, string After)> Faults = new(StringComparer.Ordinal)
    {
        ["kube-linter dangling-service; kube-score service-targets-pod"] = (
            "{ selector: { app: shop-api }, ports",
            "{ selector: { app: shop }, ports"
        ),
        ["kube-linter docker-sock, sensitive-host-mounts; Polaris hostPathSet"] = (
            "emptyDir: {}",
            "hostPath: { path: /var/run/docker.sock }"
        ),
        ["kube-linter drop-net-raw-capability; Polaris insecureCapabilities"] = ("drop: [ ALL ]", "drop: []"),
        ["Polaris dangerousCapabilities"] = ("drop: [ ALL ]", "drop: [ ALL ], add: [ SYS_ADMIN ]"),
        ["kube-linter env-var-secret; Polaris sensitiveContainerEnvVar"] = (
            "name: GREETING, value: hello",
            "name: DB_PASSWORD, value: kX9vQ2mZ7pL4"
        ),
        ["Polaris sensitiveConfigmapContent"] = ("Greeting: hello", "Smtp__Password: kX9vQ2mZ7pL4"),
        ["kube-linter host-ipc; Polaris hostIPCSet"] = ("serviceAccountName: shop-api", "hostIPC: true"),
        ["kube-linter host-network; Polaris hostNetworkSet"] = ("serviceAccountName: shop-api", "hostNetwork: true"),
        ["kube-linter host-pid; Polaris hostPIDSet"] = ("serviceAccountName: shop-api", "hostPID: true"),
        ["Polaris hostPortSet"] = ("containerPort: 8080", "containerPort: 8080, hostPort: 80"),
        ["Polaris hostProcess"] = (
            "allowPrivilegeEscalation: false",
            "allowPrivilegeEscalation: false, windowsOptions: { hostProcess: true }"
        ),
        ["Polaris procMount; kube-linter unsafe-proc-mount"] = (
            "allowPrivilegeEscalation: false",
            "allowPrivilegeEscalation: false, procMount: Unmasked"
        ),
        ["Polaris linuxHardening; kube-score container-seccomp-profile"] = (", seccompProfile: { type: RuntimeDefault }", ""),
        ["kube-linter invalid-target-ports"] = ("targetPort: http", "targetPort: web"),
        ["kube-linter latest-tag; kube-score container-image-tag; Polaris tagNotSpecified"] = ("shop-api:1.4.2", "shop-api:latest"),
        ["kube-linter liveness-port, readiness-port, startup-port"] = ("path: /healthz/live, port: http", "path: /healthz/live, port: web"),
        ["kube-linter mismatching-selector"] = (
            "selector: { matchLabels: { app: shop-api } }\n  template",
            "selector: { matchLabels: { app: shop } }\n  template"
        ),
        ["kube-linter no-extensions-v1beta; kube-score stable-version"] = (
            "apiVersion: networking.k8s.io/v1",
            "apiVersion: extensions/v1beta1"
        ),
        [
            "kube-linter no-read-only-root-fs; kube-score container-security-context-readonlyrootfilesystem; Polaris notReadOnlyRootFilesystem"
        ] = (" readOnlyRootFilesystem: true,", ""),
        ["kube-linter non-existent-service-account"] = ("serviceAccountName: shop-api", "serviceAccountName: shop"),
        ["kube-linter pdb-max-unavailable; Polaris pdbDisruptionsIsZero"] = ("maxUnavailable: 1", "maxUnavailable: 0"),
        ["kube-linter pdb-min-available"] = ("maxUnavailable: 1", "minAvailable: 4"),
        ["kube-linter privilege-escalation-container; Polaris privilegeEscalationAllowed"] = ("allowPrivilegeEscalation: false, ", ""),
        ["kube-linter privileged-container; kube-score container-security-context-privileged; Polaris runAsPrivileged"] = (
            "allowPrivilegeEscalation: false",
            "allowPrivilegeEscalation: false, privileged: true"
        ),
        ["kube-linter run-as-non-root; Polaris runAsRootAllowed"] = ("runAsNonRoot: true, ", ""),
        ["kube-linter unsafe-sysctls"] = ("runAsNonRoot: true", "runAsNonRoot: true, sysctls: [ { name: kernel.msgmax, value: '1' } ]"),
        ["kube-linter unset-cpu-requirements; Polaris cpuRequestsMissing"] = ("cpu: 100m, ", ""),
        ["kube-linter unset-memory-requirements; kube-score container-resources; Polaris memoryLimitsMissing, memoryRequestsMissing"] = (
            ", limits: { memory: 256Mi }",
            ""
        ),
        ["kube-score pod-probes; Polaris readinessProbeMissing"] = (
            "readinessProbe: { httpGet: { path: /healthz/ready, port: http } }",
            "tty: false"
        ),
        ["Polaris livenessProbeMissing"] = ("livenessProbe: { httpGet: { path: /healthz/live, port: http } }", "tty: false"),
        ["kube-score deployment-replicas; Polaris deploymentMissingReplicas"] = ("maxReplicas: 4", "maxReplicas: 1"),
        ["kube-score pod-disruption-budget; Polaris missingPodDisruptionBudget"] = (
            "maxUnavailable: 1, selector: { matchLabels: { app: shop-api } }",
            "maxUnavailable: 1, selector: { matchLabels: { app: other } }"
        ),
        ["kube-score ingress-targets-service"] = ("service: { name: shop-api, port", "service: { name: shop, port"),
        ["kube-score horizontalpodautoscaler-has-target"] = ("kind: Deployment, name: shop-api", "kind: Deployment, name: shop"),
        ["kube-score statefulset-has-servicename"] = (
            "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: shop-api }\nspec:\n",
            "kind: StatefulSet\napiVersion: apps/v1\nmetadata: { name: shop-api }\nspec:\n  serviceName: shop\n"
        ),
        ["hadolint DL3002 last USER is root"] = ("USER 1654", "USER root"),
        ["hadolint DL3006 no tag"] = ("aspnet:10.0", "aspnet"),
        ["hadolint DL3007 latest"] = ("aspnet:10.0", "aspnet:latest"),
        ["hadolint DL3025 shell form"] = ("[\"dotnet\", \"Shop.Api.dll\"]", "dotnet Shop.Api.dll"),
        ["hadolint DL3064 secret in ENV or ARG"] = ("GREETING=hello", "DB_PASSWORD=kX9vQ2mZ7pL4"),
    };

    public static TheoryData<string> Checks => new(Faults.Keys);

    [Fact]
    public async Task TheFilesByThemselves_HaveNoFinding() => Assert.Empty(await FindingsIn(Manifest, Dockerfile));

    [Theory]
    [MemberData(nameof(Checks))]
    public async Task WhatALinterFlags_IsFlagged(string check)
    {
        var (before, after) = Faults[check];
        Assert.Contains(before, Manifest + Dockerfile, StringComparison.Ordinal);

        var findings = await FindingsIn(
            Manifest.Replace(before, after, StringComparison.Ordinal),
            Dockerfile.Replace(before, after, StringComparison.Ordinal)
        );

        Assert.Contains(RuleOf(check), findings);
    }

    [Fact]
    public void TheTable_IsWhatIsTestedHere() =>
        Assert.Equal(Faults.Keys.Order(StringComparer.Ordinal), Rows().Keys.Order(StringComparer.Ordinal));

    private static string RuleOf(string check) => Rows()[check];

    private static Dictionary<string, string> Rows() =>
        Row()
            .Matches(File.ReadAllText(Path.Combine(RepositoryFiles.Root, "docs", "files.md")))
            .ToDictionary(static row => row.Groups["check"].Value, static row => row.Groups["rule"].Value, StringComparer.Ordinal);

    private static async Task<IEnumerable<string>> FindingsIn(string manifest, string dockerfile) =>
        (
            await FileFindings.InAsync(
                [new TextFile("/k8s/api.yaml", manifest), new TextFile("/Dockerfile", dockerfile)],
                withContract: true
            )
        ).Select(static finding => finding.Id);

    [GeneratedRegex(@"^\| (?<check>(kube-linter|kube-score|Polaris|hadolint) [^|]+) \| (?<rule>DPL\d{4}) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
