namespace Deployability.Publish.Planning;

/// <summary>What a cloud's container service can and cannot do: the only place that knows its limits.</summary>
public sealed record Platform
{
    /// <summary>Its name in <c>DeployabilityEmit</c>.</summary>
    public required string Target { get; init; }

    /// <summary>Its name for people.</summary>
    public required string Title { get; init; }

    /// <summary>The longest name that an app may have.</summary>
    public int LongestName { get; init; } = 63;

    /// <summary>Seconds after the signal to stop when it kills at the latest.</summary>
    public required int LongestGrace { get; init; }

    /// <summary>Whether it can ask gRPC's health service.</summary>
    public bool AsksGrpc { get; init; }

    /// <summary>What to do where its checks cannot send a Host header that the app takes; empty where they can.</summary>
    public string HostAdvice { get; init; } = "";

    /// <summary>Whether an app is found by the Host header, so that a front end before it has to send the app's own.</summary>
    public bool RoutesByHost { get; init; }

    /// <summary>What holds for the way between a front end and the app; empty where nothing is to be known.</summary>
    public string FrontEndAdvice { get; init; } = "";

    /// <summary>Whether it can speak TLS to the app.</summary>
    public bool SpeaksTls { get; init; }

    /// <summary>Whether it can speak HTTP/2 in clear text to the app.</summary>
    public bool SpeaksHttp2 { get; init; } = true;

    /// <summary>How a client gets back to its instance.</summary>
    public required Affinity Affinity { get; init; }

    /// <summary>Where files outlive an instance.</summary>
    public required Storage Storage { get; init; }

    /// <summary>What that is called there.</summary>
    public required string StorageName { get; init; }

    /// <summary>Whether files of the app can be had in its jobs too.</summary>
    public bool JobsMount { get; init; } = true;

    /// <summary>Whether it runs a command of the image before each release.</summary>
    public bool RunsBeforeRelease { get; init; }

    /// <summary>How it runs work on a schedule.</summary>
    public required Schedules Schedules { get; init; }

    /// <summary>Whether a run can be kept from starting while the last one is at work.</summary>
    public bool KeepsRunsApart { get; init; }

    /// <summary>Whether an app may have requests on one port alone.</summary>
    public bool HasOnePort { get; init; } = true;

    /// <summary>What to do so that the instances of an app reach one another; empty where nothing is to be done, or nothing is known.</summary>
    public string InstanceAdvice { get; init; } = "";

    /// <summary>Whether nothing but requests from outside reaches an instance.</summary>
    public bool KeepsInstancesApart { get; init; }

    /// <summary>Whether a folder that is mounted belongs to root, unless the image declares it as a volume.</summary>
    public bool TakesOwnersFromVolumes { get; init; }

    /// <summary>Least CPU of an app that answers requests, in thousandths.</summary>
    public int LeastWebCpu { get; init; }

    /// <summary>Seconds between two questions of its health check, and until one failed, at the least.</summary>
    public int LeastCheckInterval { get; init; }

    /// <summary>Failures in a row that a probe may be told to wait for, at the most.</summary>
    public int MostFailures { get; init; } = int.MaxValue;

    /// <summary>Whether no question of a probe may take longer than the time until the next.</summary>
    public bool AsksOneByOne { get; init; }

    /// <summary>Seconds in which an instance must have started.</summary>
    public int LongestStart { get; init; } = int.MaxValue;

    /// <summary>Seconds after which a request is given up.</summary>
    public int LongestRequest { get; init; }

    /// <summary>The most that this can be, in seconds: a connection that stays open is a request.</summary>
    public int LongestConnection { get; init; }

    /// <summary>Requests at once above which the next instance is preferred.</summary>
    public int ManyRequests { get; init; }

    /// <summary>Requests at once that an instance gets at the most.</summary>
    public int MostRequests { get; init; }

    /// <summary>What an instance may be, the smallest first.</summary>
    public required IReadOnlyList<SizePlan> Sizes { get; init; }

    /// <summary>Whether files need not name a secret that may be missing: a person gives secrets to the app by their variables.</summary>
    public bool AsksForSecrets { get; init; }

    /// <summary>Hosts of registries that it pulls from, or what they end in; empty for any.</summary>
    public IReadOnlyList<string> Registries { get; init; } = [];

    /// <summary>How it gets at an image that a password keeps; empty where it builds the image itself.</summary>
    public string PullAdvice { get; init; } = "";

    /// <summary>Variables that it sets itself and refuses to have set.</summary>
    public IReadOnlyList<string> OwnVariables { get; init; } = [];
}

/// <summary>How a client gets back to its instance.</summary>
public enum Affinity
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>As long as the instance is there and has room.</summary>
    BestEffort,

    /// <summary>By a cookie.</summary>
    Kept,
}

/// <summary>Where files outlive an instance.</summary>
public enum Storage
{
    /// <summary>On a network share that all instances see, which is no place for a database file.</summary>
    Share,

    /// <summary>On one disk, which belongs to one instance.</summary>
    Disk,
}

/// <summary>How work is run on a schedule.</summary>
public enum Schedules
{
    /// <summary>Not by cron.</summary>
    None,

    /// <summary>By cron, in UTC.</summary>
    Utc,

    /// <summary>By cron, in any time zone.</summary>
    TimeZone,
}

/// <summary>A size that a platform offers.</summary>
/// <param name="Cpu">Thousandths of a CPU.</param>
/// <param name="Memory">MiB.</param>
/// <param name="Name">What the platform calls it; empty when it goes by its numbers.</param>
public sealed record SizePlan(int Cpu, int Memory, string Name = "");
