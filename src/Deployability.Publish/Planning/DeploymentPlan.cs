namespace Deployability.Publish.Planning;

/// <summary>Everything that is decided about a deployment. Emitters turn it into files and decide nothing.</summary>
public sealed record DeploymentPlan
{
    /// <summary>Name of every object, a DNS label.</summary>
    public required string Name { get; init; }

    /// <summary>Version of the app, in the form of SemVer.</summary>
    public required string Version { get; init; }

    /// <summary>Whether the app answers HTTP. A worker has no Service and no probes.</summary>
    public required bool IsWeb { get; init; }

    /// <summary>Whether nothing runs but <see cref="Jobs"/>: there is no instance between their runs.</summary>
    public bool OnlyJobs { get; init; }

    public required ImagePlan Image { get; init; }

    public required BuildPlan Build { get; init; }

    /// <summary>Ports inside the container, the app's own first; empty for a worker.</summary>
    public required IReadOnlyList<PortPlan> Ports { get; init; }

    public required ProbesPlan Probes { get; init; }

    public required ConfigurationPlan Configuration { get; init; }

    public required IReadOnlyList<VolumePlan> Volumes { get; init; }

    /// <summary>SMB shares that are mounted.</summary>
    public required IReadOnlyList<SharePlan> Shares { get; init; }

    /// <summary>Where the app looks for certificates that its settings name: files of a Secret, by absolute path.</summary>
    public IReadOnlyList<string> CertificateFiles { get; init; } = [];

    public required NetworkPlan Network { get; init; }

    /// <summary>Work on a schedule, by the app's own image.</summary>
    public required IReadOnlyList<JobPlan> Jobs { get; init; }

    /// <summary>What brings the database up to date before or beside a roll-out; null when the instances do, or nobody has to.</summary>
    public required MigrationPlan? Migration { get; init; }

    /// <summary>The front end in an image of its own; null where the app serves it, or there is none.</summary>
    public WebTierPlan? WebTier { get; init; }

    /// <summary>Containers that run beside the app because the project says so.</summary>
    public required IReadOnlyList<SideServicePlan> Services { get; init; }

    public required LifetimePlan Lifetime { get; init; }

    /// <summary>What the base says; overlays say where they differ.</summary>
    public required ScalePlan Scale { get; init; }

    public required IReadOnlyList<EnvironmentPlan> Environments { get; init; }

    /// <summary>Ingress host of the base; empty when only overlays have one, or none.</summary>
    public required string Host { get; init; }

    /// <summary>Whether the host must be told to believe the headers of the proxy in front of it, because the code does not.</summary>
    public required bool NeedsForwardedHeaders { get; init; }

    /// <summary>Whether it is told so in the cluster, where the network policy lets nobody but the ingress in.</summary>
    public bool TrustsForwardedHeaders => NeedsForwardedHeaders && HasIngress;

    /// <summary>Whether a client must reach the same instance again (in-process session, SignalR, Blazor Server).</summary>
    public required bool NeedsAffinity { get; init; }

    /// <summary>Whether visitors stay connected: circuits, hubs, streams of events.</summary>
    public bool KeepsConnections { get; init; }

    /// <summary>Where metrics are scraped; null when the app exports none that way. That of a server for metrics alone, as workers have it, is none of its <see cref="Ports"/>.</summary>
    public required PortPlan? MetricsPort { get; init; }

    /// <summary>The path that is scraped there.</summary>
    public required string MetricsPath { get; init; }

    /// <summary>Whether metrics are scraped at the pods, because no Service leads to their port.</summary>
    public bool ScrapesPods => MetricsPort is { } metrics && !Ports.Contains(metrics);

    /// <summary>Every port on which the container listens, served by a Service or not.</summary>
    public IEnumerable<PortPlan> ContainerPorts => ScrapesPods ? Ports.Append(MetricsPort!) : Ports;

    /// <summary>How the app is watched; null when nothing can be scraped.</summary>
    public required MonitoringPlan? Monitoring { get; init; }

    /// <summary>What the cluster calls things.</summary>
    public required ClusterPlan Cluster { get; init; }

    public TimingPlan Timing { get; init; } = TimingPlan.Default;

    /// <summary>Requests and limits of the app's own container.</summary>
    public ResourcePlan Resources { get; init; } = ResourcePlan.Default;

    /// <summary>How much /tmp, and each folder that lives with the instance, may hold.</summary>
    public string TemporarySize { get; init; } = "256Mi";

    /// <summary>CPU use in percent of the request above which instances are added.</summary>
    public int TargetUtilization { get; init; } = 70;

    /// <summary>Processes and threads that a container may have: enough for a thread pool that is at its limit, too few for a fork bomb.</summary>
    public int MostProcesses { get; init; } = 512;

    /// <summary>Earlier versions of the Deployment that a roll-back can go to.</summary>
    public int KeptRevisions { get; init; } = 5;

    /// <summary>What was assumed.</summary>
    public IReadOnlyList<Decision> Decisions { get; init; } = [];

    /// <summary>The plans of the clouds that are asked for.</summary>
    public IReadOnlyList<CloudPlan> Clouds { get; init; } = [];

    /// <summary>How a pipeline builds it and rolls it out; null when none is asked for.</summary>
    public CiPlan? Ci { get; init; }

    /// <summary>The variable that chooses the first port that compose publishes.</summary>
    public string LocalPortVariable { get; init; } = "APP_PORT";

    /// <summary>What that port is otherwise, and further ones count up from; with 0 each has the number of the app's.</summary>
    public int FirstLocalPort { get; init; }

    /// <summary>Where visitors come in on the machine that runs compose, the main port first: at a front end of its own, else at every port that is not for probes alone.</summary>
    public IReadOnlyList<LocalPort> LocalPorts =>
        WebTier is { } tier ? [LocalPortOf(tier.Port, 0)] : [.. Ports.Where(static port => !port.IsManagement).Select(LocalPortOf)];

    private LocalPort LocalPortOf(PortPlan port, int index) =>
        new(
            index == 0 ? LocalPortVariable : $"{LocalPortVariable}_{Text.Of(port.Number)}",
            FirstLocalPort > 0 ? FirstLocalPort + index
                : index == 0 ? Ports[0].Number
                : port.Number,
            port
        );

    /// <summary>Whether the chart has a pod that asks the app: there is a port to ask, and a program in the image that does.</summary>
    public bool HasTest => Probes.HealthCheck.Count > 0 && Ports.Count > 0;

    /// <summary>Folders that the image declares as volumes, so that who mounts over them takes over owner and mode; empty where nobody needs it.</summary>
    public IReadOnlyList<string> DeclaredVolumes =>
        Clouds.Any(static cloud => cloud.Platform.TakesOwnersFromVolumes)
            ? [TemporaryPath, .. Volumes.Where(static volume => !volume.IsPersistent).Select(static volume => volume.MountPath)]
            : [];

    /// <summary>Where every process may put temporary files.</summary>
    public const string TemporaryPath = "/tmp";

    /// <summary>What is left to the operator: secrets and settings first, then what the planners found.</summary>
    public IReadOnlyList<OperatorAction> Actions { get; init; } = [];

    /// <summary>Where the files go, relative to the build context.</summary>
    public required string OutputPath { get; init; }

    /// <summary>The build context relative to the files.</summary>
    public required string ContextFromOutput { get; init; }

    /// <summary>A generated file as commands name it, seen from the build context.</summary>
    public string FromContext(string file) => OutputPath == "." ? file : $"{OutputPath}/{file}";

    /// <summary>Whether any environment is reached through an ingress.</summary>
    public bool HasIngress => Host.Length > 0 || Environments.Any(static environment => environment.Host.Length > 0);

    /// <summary>What holds where no environment says otherwise.</summary>
    public EnvironmentPlan Base => new("", "", Scale, Host, "");

    /// <summary>Everything that the container gets from its ConfigMap in an environment, in the order of the file.</summary>
    public IReadOnlyList<NamedValue> Variables(EnvironmentPlan environment) =>
        Variables(environment, TrustsForwardedHeaders && environment.Host.Length > 0);

    /// <summary>Everything that the container gets as settings in an environment.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="isBehindProxy">Whether all requests come through a proxy whose headers may be believed.</param>
    public IReadOnlyList<NamedValue> Variables(EnvironmentPlan environment, bool isBehindProxy)
    {
        var host = environment.AspNetCoreEnvironment.Length > 0 ? environment.AspNetCoreEnvironment : "Production";
        var variables = new List<NamedValue> { new(IsWeb ? "ASPNETCORE_ENVIRONMENT" : "DOTNET_ENVIRONMENT", host) };
        if (isBehindProxy)
        {
            variables.Add(new("ASPNETCORE_FORWARDEDHEADERS_ENABLED", "true"));
        }

        foreach (var setting in Configuration.Settings)
        {
            if ((setting.Environments.TryGetValue(environment.Name, out var own) ? own : setting.Value) is { } value)
            {
                variables.Add(new(setting.Variable, value));
            }
        }

        return variables;
    }

    /// <summary>The Secret with the certificates of an app that ends TLS itself.</summary>
    /// <param name="app">The app's name.</param>
    public static string CertificateSecretOf(string app) => app + CertificateSuffix;

    internal const string CertificateSuffix = "-certificate";

    public string ConfigMapName => $"{Name}-config";

    public string SecretName => $"{Name}-secrets";
}

/// <param name="Name">Name that probes, Service and policies refer to.</param>
/// <param name="Number">1 to 65535.</param>
/// <param name="IsTls">Whether the app itself speaks TLS there.</param>
/// <param name="IsHttp2Only">Whether it answers HTTP/2 alone, so that no plain GET gets through.</param>
/// <param name="IsManagement">Whether only health endpoints answer there, which the kubelet asks at the pod itself.</param>
public sealed record PortPlan(string Name, int Number, bool IsTls = false, bool IsHttp2Only = false, bool IsManagement = false)
{
    /// <summary>Whether it speaks gRPC in clear text, as the kubelet's own gRPC probe does.</summary>
    public bool TakesGrpcProbes => IsHttp2Only && !IsTls;
}

/// <summary>The probes, null where the app gives nothing to ask.</summary>
public sealed record ProbesPlan(ProbePlan? Startup, ProbePlan? Liveness, ProbePlan? Readiness)
{
    public static ProbesPlan None { get; } = new(null, null, null);

    /// <summary>The container's own health check: arguments of the probe program; empty when there is none.</summary>
    public IReadOnlyList<string> HealthCheck { get; init; } = [];

    /// <summary>Why there is no container health check.</summary>
    public string NoHealthCheckReason { get; init; } = "";
}

/// <param name="Path">Path to ask by HTTP; empty for a TCP connection.</param>
/// <param name="Port">The port to ask.</param>
/// <param name="HostHeader">Host header that the app accepts; empty when it accepts any.</param>
/// <param name="IsGrpc">Whether gRPC's health service is asked; the path is empty then.</param>
public sealed record ProbePlan(string Path, PortPlan Port, string HostHeader = "", bool IsGrpc = false);

/// <summary>A folder that the app writes to.</summary>
/// <param name="Name">A DNS label.</param>
/// <param name="MountPath">Absolute path in the container.</param>
/// <param name="Size">Kubernetes quantity.</param>
/// <param name="AccessMode">Kubernetes access mode; empty for a volume that lives and dies with the pod.</param>
/// <param name="StorageClass">Empty for the cluster's default.</param>
public sealed record VolumePlan(string Name, string MountPath, string Size, string AccessMode, string StorageClass)
{
    /// <summary>Whether the data outlives the pod.</summary>
    public bool IsPersistent => AccessMode.Length > 0;
}

/// <param name="Name">A DNS label.</param>
/// <param name="Schedule">Five cron fields.</param>
/// <param name="Command">Replaces the image's entry point; empty to keep it.</param>
/// <param name="Args">Arguments.</param>
/// <param name="Resources">Requests and limits.</param>
public sealed record JobPlan(
    string Name,
    string Schedule,
    IReadOnlyList<string> Command,
    IReadOnlyList<string> Args,
    ResourcePlan Resources
)
{
    /// <summary>Time zone of the schedule.</summary>
    public required string TimeZone { get; init; }

    /// <summary>Seconds after which a run is stopped.</summary>
    public required int Deadline { get; init; }

    /// <summary>Kubernetes' word for what happens when the last run is still at work.</summary>
    public required string Concurrency { get; init; }

    /// <summary>Seconds by which a run may start late, after the cluster was away.</summary>
    public int LatestStart { get; init; } = 300;

    /// <summary>Finished runs that are kept, of each kind.</summary>
    public int History { get; init; } = 3;

    /// <summary>How often a failed run is tried again.</summary>
    public int Retries { get; init; } = 2;
}

/// <param name="Name">Host name, the same in compose and in the cluster.</param>
/// <param name="Image">Image with tag.</param>
/// <param name="Port">0 when it listens on none.</param>
/// <param name="VolumePath">Where it keeps data; empty for nowhere.</param>
/// <param name="Environment">Its variables.</param>
/// <param name="Resources">Requests and limits.</param>
public sealed record SideServicePlan(
    string Name,
    string Image,
    int Port,
    string VolumePath,
    IReadOnlyList<NamedValue> Environment,
    ResourcePlan Resources
)
{
    /// <summary>How much its volume holds.</summary>
    public required string Size { get; init; }

    /// <summary>The folder of the volume that it gets in a cluster; empty for the volume's own.</summary>
    public string VolumeSubPath { get; init; } = "";
}

/// <summary>A port of the machine that compose runs on.</summary>
/// <param name="Variable">The variable that chooses it.</param>
/// <param name="Number">What it is otherwise.</param>
/// <param name="Port">What it leads to.</param>
public sealed record LocalPort(string Variable, int Number, PortPlan Port)
{
    /// <summary>How a client on that machine names it.</summary>
    public string Address => $"{(Port.IsTls ? "https" : "http")}://localhost:{Text.Of(Number)}";
}

/// <summary>Kubernetes quantities.</summary>
public sealed record ResourcePlan(string CpuRequest, string CpuLimit, string MemoryRequest, string MemoryLimit)
{
    /// <summary>Memory limit equals request, so the garbage collector's heap limit holds on a full node too.</summary>
    public static ResourcePlan Default { get; } = new("250m", "1", "512Mi", "512Mi");

    /// <summary>Local disk that is set aside.</summary>
    public string DiskRequest { get; init; } = "128Mi";

    /// <summary>Local disk above which the pod is evicted.</summary>
    public string DiskLimit { get; init; } = "1Gi";
}

/// <summary>Seconds from the signal to stop until the process is gone.</summary>
/// <param name="PreStop">Time for load balancers to forget the instance.</param>
/// <param name="Shutdown">The host's own shut-down timeout.</param>
/// <param name="Grace">Time after which it is killed: more than both together.</param>
public sealed record LifetimePlan(int PreStop, int Shutdown, int Grace);

/// <param name="Replicas">Fewest instances.</param>
/// <param name="MaxReplicas">Most instances; equal to <paramref name="Replicas"/> when it does not scale.</param>
public sealed record ScalePlan(int Replicas, int MaxReplicas)
{
    public static ScalePlan One { get; } = new(1, 1);

    public bool Scales => MaxReplicas > Replicas;
}

/// <param name="Name">A DNS label.</param>
/// <param name="Namespace">A DNS label.</param>
/// <param name="Scale">Its replicas.</param>
/// <param name="Host">Its ingress host; empty for none.</param>
/// <param name="AspNetCoreEnvironment">Environment name for the host; empty for Production, the default.</param>
public sealed record EnvironmentPlan(string Name, string Namespace, ScalePlan Scale, string Host, string AspNetCoreEnvironment);
