using Deployability.Model;

namespace Deployability.Publish.Planning.Clouds;

/// <summary>Fits the plan into what a platform can do, and says where it does not fit.</summary>
internal sealed class CloudPlanner
{
    private const int GraceMargin = 5;
    private const int ShutdownMargin = 2;
    private const string Utc = "Etc/UTC";

    private readonly PlanContext context;
    private readonly DeploymentPlan plan;
    private readonly Platform platform;

    private CloudPlanner(PlanContext context, DeploymentPlan plan, Platform platform) =>
        (this.context, this.plan, this.platform) = (context, plan, platform);

    /// <summary>The plans of the platforms that <c>DeployabilityEmit</c> asks for.</summary>
    /// <param name="context">Takes what is assumed and what is left to do.</param>
    /// <param name="plan">What holds wherever the app runs.</param>
    public static IReadOnlyList<CloudPlan> Plan(PlanContext context, DeploymentPlan plan)
    {
        var asked = context.Input.List("DeployabilityEmit");
        return
        [
            .. Platforms
                .All.Where(platform => asked.Contains("all") || asked.Contains(platform.Target))
                .Select(platform => new CloudPlanner(context, plan, platform).Plan()),
        ];
    }

    private CloudPlan Plan()
    {
        var volumes = Volumes();
        NoteShares();
        NoteSecretFiles();
        NoteServices();
        NoteRegistry();
        NoteInstances();
        var shutdown = Shutdown();
        return new()
        {
            Platform = platform,
            Size = Size(plan.Name, plan.Resources, plan.IsWeb),
            FrontEndSize = FrontEnd(),
            Grace = Math.Min(plan.Lifetime.Shutdown + GraceMargin, platform.LongestGrace),
            ShutdownLimit = shutdown,
            Port = Port(),
            Probes = Probes(),
            Timing = Timing(),
            Volumes = volumes,
            Jobs = Jobs(),
            WorksInBackground = !plan.IsWeb || context.InProduction<HostedServiceFact>().Any(),
            Environments = Environments(OnlyOne(volumes)),
        };
    }

    private List<CloudEnvironmentPlan> Environments(bool onlyOne)
    {
        var environments = plan.Environments.Count > 0 ? plan.Environments : [plan.Base];
        var last = environments[environments.Count - 1];
        return
        [
            .. environments
                .Reverse()
                .Select(environment => new CloudEnvironmentPlan(
                    environment == last ? "" : $"{environment.Name}/",
                    Name(environment == last ? plan.Name : $"{plan.Name}-{environment.Name}"),
                    environment,
                    onlyOne ? new(1, 1) : environment.Scale
                )),
        ];
    }

    /// <summary>A name begins with a letter everywhere.</summary>
    private string Name(string name) => Text.Shortened(name[0] is >= '0' and <= '9' ? $"app-{name}" : name, platform.LongestName);

    private SizePlan Size(string what, ResourcePlan resources, bool isWeb)
    {
        var cpu = Math.Max(Quantity.Cpu(resources.CpuRequest), isWeb ? platform.LeastWebCpu : 0);
        var memory = Quantity.Memory(resources.MemoryLimit);
        if (platform.Sizes.FirstOrDefault(size => size.Cpu >= cpu && size.Memory >= memory) is { } fitting)
        {
            return fitting;
        }

        var largest = platform.Sizes[platform.Sizes.Count - 1];
        Leave(
            OperatorActionKind.Code,
            $"size of {what}",
            "Ask for less, or run it elsewhere.",
            $"{what} asks for {resources.CpuRequest} CPU and {resources.MemoryLimit}, and {platform.Title} has nothing larger than {Text.Of(largest.Cpu / 1000)} CPU and {Text.Of(largest.Memory / 1024)} GiB.",
            isBlocking: true
        );
        return largest;
    }

    /// <summary>A host that takes longer than the platform waits is told to be quicker, so that it ends by itself.</summary>
    private int Shutdown()
    {
        if (plan.Lifetime.Shutdown < platform.LongestGrace)
        {
            return 0;
        }

        var limit = platform.LongestGrace - ShutdownMargin;
        Decide(
            $"The host is told to stop within {Text.Of(limit)} s there (DOTNET_SHUTDOWNTIMEOUTSECONDS); a timeout that code sets is longer all the same, and work that is not done by then is lost.",
            $"{platform.Title} kills an instance {Text.Of(platform.LongestGrace)} s after it was told to stop, and the host has {Text.Of(plan.Lifetime.Shutdown)} s."
        );
        return limit;
    }

    private void NoteInstances()
    {
        if (plan.Network.Joining.Length > 0 && platform.InstanceAdvice.Length > 0)
        {
            Leave(
                OperatorActionKind.Network,
                "instances",
                platform.InstanceAdvice,
                $"The app's instances reach one another ({plan.Network.Joining}), which {platform.Title} does not let them by itself.",
                isBlocking: platform.KeepsInstancesApart
            );
        }
    }

    private PortPlan? Port()
    {
        if (plan.Ports.Count == 0)
        {
            return null;
        }

        var port = plan.Ports[0];
        if (port.IsTls && !platform.SpeaksTls)
        {
            Leave(
                OperatorActionKind.Code,
                $"port {Text.Of(port.Number)}",
                "Listen without TLS; the platform has the certificate and ends TLS itself.",
                $"The app speaks TLS on port {Text.Of(port.Number)}, and {platform.Title} speaks plain HTTP to it.",
                isBlocking: true
            );
        }
        else if (port.IsHttp2Only && !platform.SpeaksHttp2)
        {
            Leave(
                OperatorActionKind.Code,
                $"port {Text.Of(port.Number)}",
                "Run it elsewhere, or listen on one more port that speaks HTTP/1.1 (gRPC-Web).",
                $"The app answers HTTP/2 alone on port {Text.Of(port.Number)}, and {platform.Title} speaks HTTP/1.1 to it.",
                isBlocking: true
            );
        }

        var others = plan.Ports.Skip(1).Where(static other => !other.IsManagement).Select(static other => Text.Of(other.Number)).ToList();
        if (others.Count > 0 && platform.HasOnePort)
        {
            Decide(
                $"Only port {Text.Of(port.Number)} has requests there; nobody reaches {string.Join(", ", others)}.",
                $"An app has one port on {platform.Title}."
            );
        }

        return port;
    }

    private ProbesPlan Probes()
    {
        var probes = plan.Probes;
        if (
            !platform.AsksGrpc && new[] { probes.Startup, probes.Liveness, probes.Readiness }.Any(static probe => probe is { IsGrpc: true })
        )
        {
            Decide("Its checks only open a connection.", $"{platform.Title} cannot ask gRPC's health service.");
        }

        if (platform.HostAdvice.Length > 0 && probes.Readiness is { HostHeader.Length: > 0 })
        {
            Leave(
                OperatorActionKind.Setting,
                "AllowedHosts",
                platform.HostAdvice,
                $"The checks of {platform.Title} send an address of its own as host, and AllowedHosts refuses it.",
                isBlocking: true
            );
        }

        return probes with
        {
            Startup = Fitting(probes.Startup),
            Liveness = Fitting(probes.Liveness),
            Readiness = Fitting(probes.Readiness),
        };
    }

    private ProbePlan? Fitting(ProbePlan? probe) => probe is { IsGrpc: true } && !platform.AsksGrpc ? probe with { IsGrpc = false } : probe;

    private TimingPlan Timing() =>
        plan.Timing with
        {
            Startup = Fitting(plan.Timing.Startup),
            Liveness = Fitting(plan.Timing.Liveness),
            Readiness = Fitting(plan.Timing.Readiness),
            Container = plan.Timing.Container with { Interval = Math.Max(plan.Timing.Container.Interval, platform.LeastCheckInterval) },
        };

    /// <summary>Where fewer failures may be waited for, the same time takes longer steps.</summary>
    private ProbeTiming Fitting(ProbeTiming timing)
    {
        var fitting =
            timing.Failures <= platform.MostFailures
                ? timing
                : timing with
                {
                    Failures = platform.MostFailures,
                    Period = ((timing.Period * timing.Failures) + platform.MostFailures - 1) / platform.MostFailures,
                };
        return fitting with
        {
            Timeout = platform.AsksOneByOne ? Math.Min(fitting.Timeout, fitting.Period) : fitting.Timeout,
            Failures = Math.Min(fitting.Failures, platform.LongestStart / fitting.Period),
        };
    }

    /// <summary>Whether the platform makes several instances wrong.</summary>
    private bool OnlyOne(List<VolumePlan> volumes)
    {
        if (!plan.Environments.Append(plan.Base).Any(static environment => environment.Scale.MaxReplicas > 1))
        {
            return false;
        }

        if (platform.Storage == Storage.Disk && volumes.Count > 0)
        {
            Decide(
                $"One instance runs there, and a roll-out stops it first.",
                $"{platform.Title} keeps {volumes[0].MountPath} on {platform.StorageName}, which belongs to one instance."
            );
            return true;
        }

        if (!plan.NeedsAffinity || platform.Affinity == Affinity.Kept)
        {
            return false;
        }

        if (platform.Affinity == Affinity.BestEffort)
        {
            Decide(
                "Instances are more than one all the same.",
                $"Sessions or connections live in the memory of one instance, and {platform.Title} sends a client back to its instance only as long as that has room.",
                "Keep sessions in a shared store (DPL4003) to lose none."
            );
            return false;
        }

        Decide(
            "One instance runs there.",
            $"Sessions or connections live in the memory of one instance, and {platform.Title} does not send a client back to its instance.",
            "Keep sessions in a shared store, or give SignalR a backplane, to run more."
        );
        return true;
    }

    private List<VolumePlan> Volumes()
    {
        var lasting = plan.Volumes.Where(static volume => volume.IsPersistent).ToList();
        if (lasting.Count > 0 && platform.Storage == Storage.Share && VolumePlanner.UsesDatabaseFile(context))
        {
            Leave(
                OperatorActionKind.Storage,
                "database file",
                "Use a database server there.",
                $"The app keeps its data in a database file. {platform.Title} has {platform.StorageName} for files, and over a network a database file is locked or damaged.",
                isBlocking: true
            );
        }

        if (platform.Storage == Storage.Disk && lasting.Count > 1)
        {
            foreach (var volume in lasting.Skip(1))
            {
                Leave(
                    OperatorActionKind.Storage,
                    volume.MountPath,
                    $"Move it below {lasting[0].MountPath}, or to a store outside.",
                    $"An instance has {platform.StorageName} on {platform.Title} and no second one, so {volume.MountPath} is gone with each release.",
                    isBlocking: true
                );
            }

            return [lasting[0]];
        }

        return lasting;
    }

    private void NoteRegistry()
    {
        if (platform.PullAdvice.Length == 0)
        {
            return;
        }

        var host = plan.Image.Repository.Split('/')[0];
        if (
            plan.Image.HasRegistry
            && platform.Registries.Count > 0
            && !platform.Registries.Any(known => host == known || host.EndsWith("." + known, StringComparison.Ordinal))
        )
        {
            Leave(
                OperatorActionKind.Image,
                "registry",
                "Push the image to Artifact Registry: `ContainerRegistry` is `<region>-docker.pkg.dev` then, `ContainerRepository` `<project>/<repository>/<app>`.",
                $"{platform.Title} pulls no image from {host}.",
                isBlocking: true
            );
        }
        else if (plan.Cluster.ImagePullSecrets.Count > 0)
        {
            Leave(
                OperatorActionKind.Image,
                "registry",
                platform.PullAdvice,
                $"The registry asks for a password, which no file for {platform.Title} holds.",
                isBlocking: true
            );
        }
    }

    private void NoteShares()
    {
        foreach (var share in plan.Shares)
        {
            Leave(
                OperatorActionKind.Storage,
                share.MountPath,
                platform == Platforms.AzureContainerApps
                    ? $"If it is a share of Azure Files, add it to the environment as storage `{share.Name}` and mount it; else bring the files another way."
                    : "Bring the files another way, such as an object store.",
                $"{platform.Title} mounts no SMB share, so {share.Source} is missing at {share.MountPath}.",
                isBlocking: true
            );
        }
    }

    private void NoteSecretFiles()
    {
        if (plan.Configuration.SecretFolder is { } folder && plan.Configuration.Secrets.Count > 0)
        {
            Decide(
                "Secrets are variables there, which the app's configuration has as well.",
                $"The app reads files in {folder.Path}, and {platform.Title} hands secrets over as variables."
            );
        }

        if (plan.Configuration.SecretFolder is { IsOptional: false } needed)
        {
            Leave(
                OperatorActionKind.Code,
                needed.Path,
                "Pass `optional: true` to AddKeyPerFile.",
                $"The app does not start without the folder {needed.Path}, and no file for {platform.Title} makes one.",
                isBlocking: true
            );
        }
    }

    private SizePlan? FrontEnd()
    {
        if (plan.WebTier is not { } tier)
        {
            return null;
        }

        if (platform.RoutesByHost && plan.Probes.Readiness is { HostHeader.Length: > 0 })
        {
            Leave(
                OperatorActionKind.Setting,
                "AllowedHosts",
                "Let the app's own address there into AllowedHosts too.",
                $"{platform.Title} finds the app by its host, so the front end calls it by that, and AllowedHosts refuses it.",
                isBlocking: true
            );
        }

        if (platform.FrontEndAdvice.Length > 0)
        {
            Decide(platform.FrontEndAdvice, $"The front end {tier.Name} is an app of its own there, and calls this one.");
        }

        return Size(tier.Name, tier.Resources, isWeb: true);
    }

    private void NoteServices()
    {
        foreach (var service in plan.Services)
        {
            Leave(
                OperatorActionKind.Network,
                service.Name,
                $"Run {service.Image} as an app of its own there, and point the app at its address.",
                $"The app finds `{service.Name}` under that name in compose and in Kubernetes, not on {platform.Title}.",
                isBlocking: true
            );
        }
    }

    private List<CloudJobPlan> Jobs()
    {
        var jobs = new List<CloudJobPlan>();
        foreach (var job in plan.Jobs)
        {
            if (Schedule(job) is not { } schedule)
            {
                continue;
            }

            jobs.Add(new(job, schedule, Size(job.Name, job.Resources, isWeb: false)));
            if (platform.Schedules == Schedules.Utc && job.TimeZone != Utc)
            {
                Decide(
                    $"It runs by UTC there.",
                    $"The schedule of job {job.Name} is meant for {job.TimeZone}, and {platform.Title} knows UTC alone.",
                    "Shift its hours."
                );
            }

            if (!platform.KeepsRunsApart && job.Concurrency != "Allow")
            {
                Decide(
                    $"A run may start while the last one is at work.",
                    $"{platform.Title} does not keep runs of job {job.Name} apart.",
                    "Let the job itself find out, by a lock in the database for example."
                );
            }
        }

        if (jobs.Count > 0 && !platform.JobsMount && plan.Volumes.Any(static volume => volume.IsPersistent))
        {
            Leave(
                OperatorActionKind.Storage,
                "files of jobs",
                "Let jobs use a store that is not a file, or do their work in the app.",
                $"Jobs have no disk on {platform.Title}, so they do not see the app's files.",
                isBlocking: true
            );
        }

        if (plan.Migration is { } migration && !platform.RunsBeforeRelease)
        {
            Leave(
                OperatorActionKind.Code,
                "migration",
                $"Run the image once with `{string.Join(" ", migration.Args)}` before each release, as a one-off task.",
                $"No file for {platform.Title} migrates the database."
            );
        }

        return jobs;
    }

    /// <summary>The schedule as the platform spells it; null when it cannot.</summary>
    private string? Schedule(JobPlan job)
    {
        if (platform.Schedules == Schedules.None)
        {
            Leave(
                OperatorActionKind.Code,
                $"job {job.Name}",
                "Start it from elsewhere, such as a scheduled workflow of CI, or in the app.",
                $"{platform.Title} runs nothing by cron, so `{job.Schedule}` of job {job.Name} is not kept.",
                isBlocking: true
            );
            return null;
        }

        if (platform != Platforms.Ecs)
        {
            return job.Schedule;
        }

        if (AwsSchedule.Of(job.Schedule) is { } schedule)
        {
            return schedule;
        }

        Leave(
            OperatorActionKind.Code,
            $"job {job.Name}",
            "Split it into two jobs.",
            $"`{job.Schedule}` of job {job.Name} names days of the month and of the week, and a schedule of {platform.Title} takes one of the two.",
            isBlocking: true
        );
        return null;
    }

    private void Decide(string assumed, string why, string instead = "") =>
        context.Decide(new(assumed, why, instead) { Target = platform.Target });

    private void Leave(OperatorActionKind kind, string subject, string task, string why, bool isBlocking = false) =>
        context.Leave(new(kind, subject, task, why, IsBlocking: isBlocking) { Target = platform.Target });
}
