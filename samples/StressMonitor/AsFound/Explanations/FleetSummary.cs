using StressMonitor.Metrics;
using StressMonitor.Models;

namespace StressMonitor.Explanations;

/// <summary>How one model has done so far.</summary>
/// <param name="LowestAccuracy">Null until the model was evaluated or reported an accuracy.</param>
/// <param name="LargestLoss">The share of the baseline accuracy that was lost at the worst point.</param>
public sealed record ModelHealth(
    string ModelId,
    string Name,
    double BaselineAccuracy,
    double? LatestAccuracy,
    double? LowestAccuracy,
    string? WorstDatasetId,
    double LargestLoss,
    string Status);

public sealed record FleetSummary(int Models, int Metrics, IReadOnlyList<ModelHealth> Health)
{
    private const double DegradedFrom = 0.1;
    private const double CriticalFrom = 0.25;

    public static FleetSummary Of(IReadOnlyList<MonitoredModel> models, IReadOnlyList<StressMetric> metrics)
    {
        var accuracies = metrics.Where(metric => metric.Name == MetricNames.Accuracy).ToLookup(metric => metric.ModelId);
        return new FleetSummary(models.Count, metrics.Count, [.. models.Select(model => HealthOf(model, [.. accuracies[model.Id]]))]);
    }

    private static ModelHealth HealthOf(MonitoredModel model, IReadOnlyList<StressMetric> accuracies)
    {
        if (accuracies.Count == 0)
            return new ModelHealth(model.Id, model.Name, model.BaselineAccuracy, null, null, null, 0, "unknown");

        var worst = accuracies.MinBy(metric => metric.Value)!;
        var loss = model.BaselineAccuracy > 0 ? Math.Max(0, 1 - worst.Value / model.BaselineAccuracy) : 0;
        var status = loss switch
        {
            >= CriticalFrom => "critical",
            >= DegradedFrom => "degraded",
            _ => "healthy",
        };
        return new ModelHealth(
            model.Id, model.Name, model.BaselineAccuracy, accuracies[^1].Value, worst.Value, worst.DatasetId, Math.Round(loss, 4), status);
    }
}
