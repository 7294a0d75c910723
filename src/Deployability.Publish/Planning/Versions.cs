namespace Deployability.Publish.Planning;

/// <summary>
/// Everything of somebody else's that generated files name and that has a version: API groups, images, names of metrics. Each says where it is from;
/// an update is a change here and nowhere else. What the target framework decides (.NET's own images) is made by <see cref="DotNet"/>.
/// </summary>
internal static class Versions
{
    /// <summary>kubernetes.io, KEP-3960: the <c>sleep</c> handler, which needs no shell in the image, is on by default since 1.30.</summary>
    public const string LeastKubernetes = ">=1.30.0-0";

    /// <summary>API groups of Kubernetes itself: kubernetes.io, API reference of 1.34; all are stable.</summary>
    public static class Kubernetes
    {
        public const string Core = "v1";

        public const string Apps = "apps/v1";

        public const string Batch = "batch/v1";

        public const string Networking = "networking.k8s.io/v1";

        public const string Policy = "policy/v1";

        /// <summary>v2, stable since 1.23, has <c>behavior</c>.</summary>
        public const string Autoscaling = "autoscaling/v2";
    }

    /// <summary>kubectl.docs.kubernetes.io, reference of kustomization.</summary>
    public const string Kustomization = "kustomize.config.k8s.io/v1beta1";

    /// <summary>kubectl.docs.kubernetes.io, reference of components.</summary>
    public const string KustomizeComponent = "kustomize.config.k8s.io/v1alpha1";

    /// <summary>helm.sh, charts: what Helm 3 and 4 read.</summary>
    public const string Chart = "v2";

    /// <summary>gateway-api.sigs.k8s.io, HTTPRoute: standard channel since 1.0.</summary>
    public const string Gateway = "gateway.networking.k8s.io/v1";

    /// <summary>external-secrets.io, api/externalsecret: v1 since 0.16, v1beta1 is no longer served since 0.17.</summary>
    public const string ExternalSecrets = "external-secrets.io/v1";

    /// <summary>secrets-store-csi-driver.sigs.k8s.io, concepts: SecretProviderClass.</summary>
    public const string SecretsStore = "secrets-store.csi.x-k8s.io/v1";

    /// <summary>prometheus-operator.dev, API reference: ServiceMonitor, PodMonitor, PrometheusRule.</summary>
    public const string Monitoring = "monitoring.coreos.com/v1";

    /// <summary>docs.cloud.google.com/run, YAML reference v1: services.</summary>
    public const string CloudRunService = "serving.knative.dev/v1";

    /// <summary>docs.cloud.google.com/run, YAML reference v1: jobs, and worker pools (`gcloud run worker-pools replace`).</summary>
    public const string CloudRun = "run.googleapis.com/v1";

    /// <summary>Images of .NET: github.com/dotnet/dotnet-docker, documentation/image-variants.md and the tag lists on mcr.microsoft.com.</summary>
    public static class DotNet
    {
        public const string Registry = "mcr.microsoft.com/dotnet";

        /// <summary>From this version on a flavour of the SDK image has what native compilation needs (dotnet-docker, sdk-aot).</summary>
        public const int FirstWithAotSdk = 10;

        /// <summary>The user named <c>app</c>, APP_UID of every image since .NET 8.</summary>
        public const int AppUser = 1654;

        /// <summary>Ubuntu's release under a version: the oldest that all kinds of image are made for.</summary>
        public static string Ubuntu(int major) =>
            major switch
            {
                < 8 => "jammy",
                <= 10 => "noble",
                _ => "resolute",
            };
    }

    /// <summary>
    /// Images that run beside an app, or build a front end: the newest line with long support in its publisher's list of tags on Docker Hub or
    /// mcr.microsoft.com, which moves with patches but not with features.
    /// </summary>
    public static class Images
    {
        /// <summary>hub.docker.com/_/node, endoflife.date/nodejs: 22 is in long-term support until April 2027.</summary>
        public const string Node = "node:22-bookworm-slim";

        /// <summary>hub.docker.com/r/nginxinc/nginx-unprivileged: the stable line; listens on 8080 and writes to /tmp alone.</summary>
        public const string Nginx = "nginxinc/nginx-unprivileged:1.28-alpine";

        /// <summary>hub.docker.com/r/tonistiigi/binfmt: docs.docker.com, multi-platform builds, QEMU.</summary>
        public const string Binfmt = "tonistiigi/binfmt:qemu-v9.2.2";

        /// <summary>hub.docker.com/_/postgres: 18 moved the data folder, which an upgrade has to be planned for.</summary>
        public const string Postgres = "postgres:17";

        /// <summary>mcr.microsoft.com/mssql/server: from CU14 on sqlcmd is at /opt/mssql-tools18.</summary>
        public const string SqlServer = "mcr.microsoft.com/mssql/server:2022-CU14-ubuntu-22.04";

        /// <summary>hub.docker.com/_/mysql: 8.4 is the line with long-term support.</summary>
        public const string MySql = "mysql:8.4";

        /// <summary>hub.docker.com/_/mongo: 8.0 is the major release, the ones after it are minor.</summary>
        public const string MongoDb = "mongo:8.0";

        /// <summary>hub.docker.com/_/redis.</summary>
        public const string Redis = "redis:7.4";

        /// <summary>hub.docker.com/_/rabbitmq.</summary>
        public const string RabbitMq = "rabbitmq:4.1";

        /// <summary>mcr.microsoft.com/azure-storage/azurite.</summary>
        public const string Azurite = "mcr.microsoft.com/azure-storage/azurite:3.34.0";
    }

    /// <summary>Actions of GitHub workflows: the newest release in the repository of that name, by the commit of its tag.</summary>
    public static class Actions
    {
        public static ActionVersion Checkout { get; } = new("actions/checkout", "v7.0.1", "3d3c42e5aac5ba805825da76410c181273ba90b1");

        public static ActionVersion SetupDotNet { get; } =
            new("actions/setup-dotnet", "v6.0.0", "a98b56852c35b8e3190ac28c8c2271da59106c68");

        public static ActionVersion SetupQemu { get; } =
            new("docker/setup-qemu-action", "v4.2.0", "96fe6ef7f33517b61c61be40b68a1882f3264fb8");

        public static ActionVersion SetupBuildx { get; } =
            new("docker/setup-buildx-action", "v4.3.0", "37fe631027851001ddb9b187196cc803df7f5f0e");

        public static ActionVersion Login { get; } = new("docker/login-action", "v4.1.0", "4907a6ddec9925e35a0a9e82d7399ccc52663121");

        public static ActionVersion BuildPush { get; } =
            new("docker/build-push-action", "v7.3.0", "53b7df96c91f9c12dcc8a07bcb9ccacbed38856a");

        public static ActionVersion Attest { get; } =
            new("actions/attest-build-provenance", "v4.1.0", "a2bbfa25375fe432b6a289bc6b6cd05ecd0c4c32");

        public static ActionVersion Scan { get; } = new("anchore/scan-action", "v7.4.0", "e1165082ffb1fe366ebaf02d8526e7c4989ea9d2");

        public static ActionVersion UploadSarif { get; } =
            new("github/codeql-action/upload-sarif", "v4.36.2", "8aad20d150bbac5944a9f9d289da16a4b0d87c1e");
    }

    /// <summary>Tasks of Azure Pipelines: learn.microsoft.com/azure/devops/pipelines/tasks/reference.</summary>
    public static class PipelineTasks
    {
        public const string UseDotNet = "UseDotNet@2";

        public const string PublishTestResults = "PublishTestResults@2";

        public const string PublishArtifacts = "PublishBuildArtifacts@1";

        public const string Docker = "Docker@2";

        public const string Kubernetes = "Kubernetes@1";
    }

    /// <summary>Names of metrics, each as scraped from a running app.</summary>
    public static class Metrics
    {
        /// <summary>
        /// OpenTelemetry's semantic conventions for HTTP, and .NET's own runtime metrics (9 and later), as scraped from an app on .NET 10 with
        /// OpenTelemetry.Exporter.Prometheus.AspNetCore 1.20.1-beta.1, which adds <c>_total</c> where other exporters do not.
        /// </summary>
        public static MetricNames OpenTelemetry { get; } =
            new(
                "http_server_request_duration_seconds",
                "http_response_status_code",
                "http_route",
                "dotnet_thread_pool_queue_length(_total)?",
                "dotnet_process_memory_working_set_bytes",
                "dotnet_process_cpu_time_seconds_total",
                "dotnet_gc_pause_time_seconds_total"
            );

        /// <summary>Before .NET 9 the runtime's metrics come from a package of their own, with names of its own.</summary>
        public static MetricNames OpenTelemetryBefore9 { get; } =
            OpenTelemetry with
            {
                ThreadPoolQueue = "process_runtime_dotnet_thread_pool_queue_length(_total)?",
                WorkingSet = "process_memory_usage_bytes",
                CpuSeconds = "process_cpu_time_seconds_total",
                Pauses = "",
            };

        /// <summary>prometheus-net's <c>UseHttpMetrics</c> and its default collectors, as scraped from an app with version 8.2.1.</summary>
        public static MetricNames PrometheusNet { get; } =
            new("http_request_duration_seconds", "code", "endpoint", "", "process_working_set_bytes", "process_cpu_seconds_total", "");
    }
}

/// <summary>An action of GitHub's.</summary>
/// <param name="Name">Repository, and the folder in it where there is one.</param>
/// <param name="Version">The release, for people.</param>
/// <param name="Commit">The commit of the release, which nobody can move.</param>
internal sealed record ActionVersion(string Name, string Version, string Commit);
