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
            MostFailures = 10,
            RoutesByHost = true,
            FrontEndAdvice = "Nobody outside its environment reaches the app itself.",
            Affinity = Affinity.Kept,
            Storage = Storage.Share,
            StorageName = "an Azure Files share",
            PullAdvice = "Give the app the password by `az containerapp registry set`.",
            Schedules = Schedules.Utc,

            // Consumption: a quarter of a CPU goes with half a GiB, up to four.
            Sizes = Azure(),
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
            InstanceAdvice = "Let the security group of its tasks admit its own members on every port.",
            PullAdvice = "Put user and password into Secrets Manager, and name that secret as `repositoryCredentials` of the container.",
            Schedules = Schedules.TimeZone,
            HasOnePort = false,
            TakesOwnersFromVolumes = true,
            LeastCheckInterval = 5,
            Sizes = Fargate(),
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
            InstanceAdvice = "Run one instance there, or run it elsewhere.",
            KeepsInstancesApart = true,
            PullAdvice = "Give the service account the role `roles/artifactregistry.reader`.",
            Registries = ["pkg.dev", "gcr.io", "docker.io"],
            Schedules = Schedules.TimeZone,

            // Less than a whole CPU answers one request at a time.
            LeastWebCpu = 1000,
            LongestStart = 240,
            AsksOneByOne = true,

            // Both are its defaults too.
            LongestRequest = 300,
            MostRequests = 80,

            // docs/triggering/websockets: a WebSocket is cut when the request would be; an hour is the most.
            LongestConnection = 3600,
            Sizes = Google(),
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

            // Kestrel takes many at once.
            ManyRequests = 200,
            MostRequests = 250,
            HasOnePort = false,
            Sizes = Machines(),
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

    // Loops and no queries: what is generic over numbers is compiled anew in every publish.
    private static List<SizePlan> Azure()
    {
        var sizes = new List<SizePlan>();
        for (var quarter = 1; quarter <= 16; quarter++)
        {
            sizes.Add(new(quarter * 250, quarter * 512));
        }

        return sizes;
    }

    private static List<SizePlan> Fargate()
    {
        List<SizePlan> sizes = [new(250, 512), new(250, 1024), new(250, 2048)];
        Add(sizes, 500, 1024, 4 * 1024, 1024);
        Add(sizes, 1000, 2 * 1024, 8 * 1024, 1024);
        Add(sizes, 2000, 4 * 1024, 16 * 1024, 1024);
        Add(sizes, 4000, 8 * 1024, 30 * 1024, 1024);
        Add(sizes, 8000, 16 * 1024, 60 * 1024, 4 * 1024);
        Add(sizes, 16000, 32 * 1024, 120 * 1024, 8 * 1024);
        return sizes;
    }

    /// <summary>More memory needs more CPUs.</summary>
    private static List<SizePlan> Google()
    {
        List<SizePlan> sizes = [];
        Add(sizes, 1000, 512, 8 * 512, 512);
        Add(sizes, 2000, 512, 16 * 512, 512);
        Add(sizes, 4000, 4 * 512, 32 * 512, 512);
        Add(sizes, 6000, 8 * 512, 48 * 512, 512);
        Add(sizes, 8000, 8 * 512, 64 * 512, 512);
        return sizes;
    }

    private static List<SizePlan> Machines()
    {
        List<SizePlan> sizes = [];
        for (var cpus = 1; cpus <= 8; cpus *= 2)
        {
            for (var memory = 1; memory <= 8; memory *= 2)
            {
                sizes.Add(new(cpus * 1000, cpus * memory * 256, $"shared-cpu-{Text.Of(cpus)}x"));
            }
        }

        for (var cpus = 1; cpus <= 16; cpus *= 2)
        {
            for (var memory = 2; memory <= 8; memory *= 2)
            {
                sizes.Add(new(cpus * 1000, cpus * memory * 1024, $"performance-{Text.Of(cpus)}x"));
            }
        }

        return sizes;
    }

    private static void Add(List<SizePlan> sizes, int cpu, int least, int most, int step)
    {
        for (var memory = least; memory <= most; memory += step)
        {
            sizes.Add(new(cpu, memory));
        }
    }
}
