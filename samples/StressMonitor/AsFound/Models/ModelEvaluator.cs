using StressMonitor.Datasets;
using StressMonitor.Metrics;

namespace StressMonitor.Models;

/// <summary>The outcome of holding one model against one dataset.</summary>
/// <param name="DriftSource">"service" when the drift-scoring service answered, "estimate" when we had to guess.</param>
public sealed record Evaluation(
    string ModelId,
    string DatasetId,
    double Accuracy,
    double DriftScore,
    string DriftSource,
    DateTimeOffset EvaluatedAt);

/// <summary>Scores the drift of a dataset, derives the accuracy under it and records both.</summary>
public sealed class ModelEvaluator(DriftScoringClient drift, IMetricStore metrics, TimeProvider clock)
{
    public async Task<Evaluation> EvaluateAsync(MonitoredModel model, Dataset dataset, CancellationToken cancellationToken)
    {
        var score = await drift.ScoreAsync(dataset, cancellationToken);
        var accuracy = Math.Round(model.BaselineAccuracy * (1 - 0.6 * score.Value * (1 - model.Robustness)), 4);
        var now = clock.GetUtcNow();

        await metrics.AddAsync(
            [
                StressMetric.Create(model.Id, dataset.Id, MetricNames.Accuracy, accuracy, now),
                StressMetric.Create(model.Id, dataset.Id, MetricNames.DriftScore, score.Value, now),
            ],
            cancellationToken);

        return new Evaluation(model.Id, dataset.Id, accuracy, score.Value, score.Source, now);
    }
}
