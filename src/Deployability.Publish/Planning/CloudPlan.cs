namespace Deployability.Publish.Planning;

/// <summary>What is decided about the app on one platform, within what that platform can do.</summary>
public sealed record CloudPlan
{
    public required Platform Platform { get; init; }

    /// <summary>What an instance gets.</summary>
    public required SizePlan Size { get; init; }

    /// <summary>Seconds after the signal to stop when an instance is killed.</summary>
    public required int Grace { get; init; }

    /// <summary>Seconds that the host is told to stop within; 0 where its own timeout fits.</summary>
    public required int ShutdownLimit { get; init; }

    /// <summary>The probes in a form that the platform can ask.</summary>
    public required ProbesPlan Probes { get; init; }

    /// <summary>How often it asks, and for how long, within what it takes.</summary>
    public required TimingPlan Timing { get; init; }

    /// <summary>The port that requests come to; null for a worker.</summary>
    public required PortPlan? Port { get; init; }

    /// <summary>Folders whose data outlives an instance, as far as the platform has a place for them.</summary>
    public required IReadOnlyList<VolumePlan> Volumes { get; init; }

    /// <summary>Work on a schedule that it can run.</summary>
    public required IReadOnlyList<CloudJobPlan> Jobs { get; init; }

    /// <summary>Whether something is at work while no request is.</summary>
    public required bool WorksInBackground { get; init; }

    /// <summary>What an instance of the front end gets that nginx serves; null without one.</summary>
    public SizePlan? FrontEndSize { get; init; }

    /// <summary>The environments, the last one first; the base where there is none.</summary>
    public required IReadOnlyList<CloudEnvironmentPlan> Environments { get; init; }
}

/// <summary>An environment on a platform. The last one, production, has the plain file names.</summary>
/// <param name="Folder">Its folder below that of the target, with '/' at the end; empty for the last one.</param>
/// <param name="Name">The app's name there.</param>
/// <param name="Environment">What else holds in it.</param>
/// <param name="Scale">Instances, as far as the platform has them.</param>
public sealed record CloudEnvironmentPlan(string Folder, string Name, EnvironmentPlan Environment, ScalePlan Scale);

/// <param name="Job">What runs, and when.</param>
/// <param name="Schedule">The schedule as the platform spells it.</param>
/// <param name="Size">What a run gets.</param>
public sealed record CloudJobPlan(JobPlan Job, string Schedule, SizePlan Size);
