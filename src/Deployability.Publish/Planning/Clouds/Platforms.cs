namespace Deployability.Publish.Planning.Clouds;

/// <summary>The platforms, each with its limits and where they are written.</summary>
public static class Platforms
{
    /// <summary>
    /// learn.microsoft.com/azure/container-apps: health-probes, containers, jobs, connect-apps, manage-secrets, storage-mounts; REST API 2025-01-01. Its
    /// ingress-overview has the address of an app that is closed to the outside: its name, <c>internal</c>, the environment's own domain.
    /// </summary>
    public static Platform AzureContainerApps { get; } =
        new()
        {
            Target = "azure-container-apps",
            Title = "Azure Container Apps",
            LongestName = 32,
            LongestGrace = 600,
            RoutesByHost = true,
            FrontEndAdvice = "Nobody outside its environment reaches the app itself.",
            Affinity = Affinity.Kept,
            Storage = Storage.Share,
            StorageName = "an Azure Files share",
            PullAdvice = "Give the app the password by `az containerapp registry set`.",
            Schedules = Schedules.Utc,

            // Consumption: a quarter of a CPU goes with half a GiB, up to four.
            Sizes = [.. Enumerable.Range(1, 16).Select(static quarter => new SizePlan(quarter * 250, quarter * 512))],
        };

    /// <summary>docs.aws.amazon.com/AmazonECS/latest/developerguide: task_definition_parameters (Fargate), fargate-tasks-services, fargate-task-storage, service-connect.</summary>
    public static Platform Ecs { get; } =
        new()
        {
            Target = "aws-ecs",
            Title = "Amazon ECS (Fargate)",
            LongestGrace = 120,
            FrontEndAdvice =
                "Service Connect gives the app its name, by a proxy that takes CPU and memory of both tasks; the security group lets its own members in.",
            HostAdvice = "Let the listener's rule look at the host, and set AllowedHosts to '*'.",
            SpeaksTls = true,
            Affinity = Affinity.Kept,
            Storage = Storage.Share,
            StorageName = "an EFS access point",
            PullAdvice = "Put user and password into Secrets Manager, and name that secret as `repositoryCredentials` of the container.",
            Schedules = Schedules.TimeZone,
            HasOnePort = false,
            TakesOwnersFromVolumes = true,
            Sizes = [.. Fargate()],
        };

    /// <summary>docs.cloud.google.com/run: reference/yaml/v1, container-contract, configuring/{healthchecks,services/cpu,services/memory-limits,secrets,session-affinity}.</summary>
    public static Platform CloudRun { get; } =
        new()
        {
            Target = "cloud-run",
            Title = "Cloud Run",
            LongestName = 49,
            LongestGrace = 10,
            RoutesByHost = true,
            FrontEndAdvice = "The app is open to everybody under its own address as well: nginx cannot prove who it is to a closed one.",
            AsksGrpc = true,
            Affinity = Affinity.BestEffort,
            Storage = Storage.Share,
            StorageName = "a Cloud Storage bucket",
            PullAdvice = "Give the service account the role `roles/artifactregistry.reader`.",
            Registries = ["pkg.dev", "gcr.io", "docker.io"],
            Schedules = Schedules.TimeZone,

            // Less than a whole CPU answers one request at a time.
            LeastWebCpu = 1000,
            Sizes = [.. Google()],
            OwnVariables = ["PORT", "K_SERVICE", "K_REVISION", "K_CONFIGURATION", "CLOUD_RUN_JOB", "CLOUD_RUN_EXECUTION"],
        };

    /// <summary>
    /// fly.io/docs: reference/configuration, reference/volumes, about/pricing (machine sizes). An app's own address is its name below fly.dev (the same,
    /// "The app name"; github.com/superfly/flyctl, internal/appconfig, <c>URL</c>).
    /// </summary>
    public static Platform Fly { get; } =
        new()
        {
            Target = "fly",
            Title = "Fly.io",
            RunsBeforeRelease = true,
            AsksForSecrets = true,
            LongestGrace = 300,
            RoutesByHost = true,
            FrontEndAdvice =
                "The app is open to everybody under its own address as well, where the proxy of Fly.io ends TLS and wakes machines.",
            Affinity = Affinity.None,
            Storage = Storage.Disk,
            StorageName = "a volume",
            Schedules = Schedules.None,
            JobsMount = false,
            HasOnePort = false,
            Sizes =
            [
                .. from cpus in new[] { 1, 2, 4, 8 }
                from memory in new[] { 1, 2, 4, 8 }
                select new SizePlan(cpus * 1000, cpus * memory * 256, $"shared-cpu-{Text.Of(cpus)}x"),
                .. from cpus in new[] { 1, 2, 4, 8, 16 }
                from memory in new[] { 2, 4, 8 }
                select new SizePlan(cpus * 1000, cpus * memory * 1024, $"performance-{Text.Of(cpus)}x"),
            ],
        };

    /// <summary>
    /// render.com/docs: blueprint-spec, disks, cronjobs, health-checks, web-services (port); render.com/schema/render.yaml.json. Of the blueprint:
    /// <c>hostport</c> is an address without a scheme, <c>dockerCommand</c> takes the place of the Dockerfile's command. Whether the entry point stays is
    /// not written there; who tried says that it goes, so a command is whole, and the README asks to look at the first run.
    /// </summary>
    public static Platform Render { get; } =
        new()
        {
            Target = "render",
            Title = "Render",
            AsksForSecrets = true,
            LongestGrace = 300,
            HostAdvice = "Let the app's address there (*.onrender.com) into AllowedHosts too.",
            FrontEndAdvice =
                "The app is a private service: nobody outside its network reaches it, and Render looks for an open port instead of asking its health.",
            SpeaksHttp2 = false,
            Affinity = Affinity.None,
            Storage = Storage.Disk,
            StorageName = "a disk",
            JobsMount = false,
            Schedules = Schedules.Utc,
            KeepsRunsApart = true,
            Sizes =
            [
                new(500, 512, "starter"),
                new(1000, 2048, "standard"),
                new(2000, 4096, "pro"),
                new(4000, 8192, "pro plus"),
                new(4000, 16384, "pro max"),
                new(8000, 32768, "pro ultra"),
            ],
        };

    /// <summary>All of them, in the order of the targets.</summary>
    public static IReadOnlyList<Platform> All { get; } = [AzureContainerApps, Ecs, CloudRun, Fly, Render];

    private static IEnumerable<SizePlan> Fargate() =>
        Enumerable
            .Range(0, 3)
            .Select(static doublings => new SizePlan(250, 512 << doublings))
            .Concat(Range(500, 1, 4, 1))
            .Concat(Range(1000, 2, 8, 1))
            .Concat(Range(2000, 4, 16, 1))
            .Concat(Range(4000, 8, 30, 1))
            .Concat(Range(8000, 16, 60, 4))
            .Concat(Range(16000, 32, 120, 8));

    private static IEnumerable<SizePlan> Range(int cpu, int from, int to, int step) =>
        Enumerable.Range(0, ((to - from) / step) + 1).Select(index => new SizePlan(cpu, (from + (index * step)) * 1024));

    /// <summary>More memory needs more CPUs.</summary>
    private static IEnumerable<SizePlan> Google() =>
        from size in new (int Cpu, int Least, int Most)[] { (1000, 1, 8), (2000, 1, 16), (4000, 4, 32), (6000, 8, 48), (8000, 8, 64) }
        from memory in Enumerable.Range(size.Least, size.Most - size.Least + 1)
        select new SizePlan(size.Cpu, memory * 512);
}
