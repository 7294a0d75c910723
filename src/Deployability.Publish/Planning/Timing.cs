namespace Deployability.Publish.Planning;

/// <summary>How often things are asked and for how long. Everything in seconds.</summary>
public sealed record TimingPlan
{
    public static TimingPlan Default { get; } = new();

    /// <summary>Asks often, so that a fast app is ready fast, and allows two minutes.</summary>
    public ProbeTiming Startup { get; init; } = new(Period: 2, Timeout: 3, Failures: 60);

    public ProbeTiming Liveness { get; init; } = new(Period: 10, Timeout: 3, Failures: 3);

    public ProbeTiming Readiness { get; init; } = new(Period: 5, Timeout: 3, Failures: 3);

    /// <summary>Companions are asked for a connection only, and start in their own time.</summary>
    public ProbeTiming ServiceStartup { get; init; } = new(Period: 5, Timeout: 3, Failures: 60);

    public ProbeTiming ServiceLiveness { get; init; } = new(Period: 20, Timeout: 3, Failures: 3);

    public ProbeTiming ServiceReadiness { get; init; } = new(Period: 10, Timeout: 3, Failures: 3);

    /// <summary>The container's own health check, in the image and in compose.</summary>
    public CheckTiming Container { get; init; } = new(Interval: 30, Timeout: 5, Start: 30, Retries: 3);

    /// <summary>Health checks of companions in compose; the app waits for them.</summary>
    public CheckTiming Companion { get; init; } = new(Interval: 10, Timeout: 5, Start: 30, Retries: 6);

    /// <summary>After instances were added, until more are: a new one takes its time before it takes requests.</summary>
    public int ScaleOutPause { get; init; } = 60;

    /// <summary>So long there must be little to do before instances are taken away.</summary>
    public int ScaleInPause { get; init; } = 300;
}

/// <summary>Timing of a probe.</summary>
/// <param name="Period">Between two questions.</param>
/// <param name="Timeout">Until a question counts as failed.</param>
/// <param name="Failures">So many in a row count.</param>
public sealed record ProbeTiming(int Period, int Timeout, int Failures);

/// <summary>Timing of a container's health check.</summary>
/// <param name="Interval">Between two questions.</param>
/// <param name="Timeout">Until a question counts as failed.</param>
/// <param name="Start">Time in which failures do not count.</param>
/// <param name="Retries">So many failures in a row count.</param>
public sealed record CheckTiming(int Interval, int Timeout, int Start, int Retries);
