namespace StressMonitor.Metrics;

/// <summary>One measured value of one model, on a dataset where one was involved.</summary>
public sealed record StressMetric(
    Guid Id,
    string ModelId,
    string? DatasetId,
    string Name,
    double Value,
    DateTimeOffset RecordedAt)
{
    public static StressMetric Create(string modelId, string? datasetId, string name, double value, DateTimeOffset recordedAt) =>
        new(Guid.CreateVersion7(recordedAt), modelId, datasetId, name, value, recordedAt);
}

public static class MetricNames
{
    public const string Accuracy = "accuracy";
    public const string DriftScore = "drift_score";
}
