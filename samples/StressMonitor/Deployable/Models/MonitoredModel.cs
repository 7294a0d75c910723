namespace StressMonitor.Models;

/// <summary>A trained model whose behaviour under drift is watched.</summary>
/// <param name="BaselineAccuracy">Accuracy on held-out data of the training distribution.</param>
/// <param name="Robustness">How much of the drift the model shrugs off, from 0 to 1.</param>
public sealed record MonitoredModel(
    string Id,
    string Name,
    string Framework,
    double BaselineAccuracy,
    double Robustness,
    DateTimeOffset RegisteredAt);
