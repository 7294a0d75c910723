namespace StressMonitor.Metrics;

public sealed class IngestOptions
{
    public const string Section = "Ingest";

    /// <summary>What jobs sign their batches with. Without one, nothing is taken in.</summary>
    public string? SigningKey { get; set; }
}
