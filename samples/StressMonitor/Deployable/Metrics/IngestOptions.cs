using System.ComponentModel.DataAnnotations;

namespace StressMonitor.Metrics;

public sealed class IngestOptions
{
    public const string Section = "Ingest";

    /// <summary>What jobs sign their batches with.</summary>
    [Required]
    public string? SigningKey { get; set; }
}
