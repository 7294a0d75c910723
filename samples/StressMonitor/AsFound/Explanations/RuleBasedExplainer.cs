using System.Globalization;

namespace StressMonitor.Explanations;

/// <summary>Says in plain sentences what the numbers say. Needs nobody's service.</summary>
public static class RuleBasedExplainer
{
    public static string Explain(ModelHealth health) => health.Status switch
    {
        "unknown" => $"{health.Name} has not been evaluated yet. Run it against a dataset first.",
        "healthy" => $"{health.Name} holds up: {Loss(health)} No action is needed.",
        "degraded" => $"{health.Name} degrades under drift: {Loss(health)} Watch it, and plan a retraining with data like {Worst(health)}.",
        _ => $"{health.Name} breaks under drift: {Loss(health)} Do not rely on it for data like {Worst(health)}; retrain or fall back.",
    };

    public static string Explain(FleetSummary summary)
    {
        if (summary.Models == 0)
            return "No models are registered yet.";

        var counts = summary.Health.CountBy(health => health.Status).OrderBy(pair => pair.Key, StringComparer.Ordinal);
        var overview = string.Join(", ", counts.Select(pair => $"{pair.Value} {pair.Key}"));
        var weakest = summary.Health.MaxBy(health => health.LargestLoss)!;
        return weakest.LargestLoss > 0
            ? $"Models: {overview}. The weakest: {Explain(weakest)}"
            : $"Models: {overview}.";
    }

    private static string Loss(ModelHealth health) => string.Create(
        CultureInfo.InvariantCulture,
        $"at worst it lost {100 * health.LargestLoss:0.0}% of its baseline accuracy of {health.BaselineAccuracy:0.000}.");

    private static string Worst(ModelHealth health) => health.WorstDatasetId ?? "what it was last given";
}
