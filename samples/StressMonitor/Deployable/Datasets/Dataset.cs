namespace StressMonitor.Datasets;

/// <summary>Data that models are stressed with: a kind of drift, and how far it is from the training data.</summary>
/// <param name="DriftSeverity">0 is the training distribution, 1 the worst that the team could think of.</param>
public sealed record Dataset(
    string Id,
    string Name,
    DriftKind Drift,
    double DriftSeverity,
    int Rows,
    DateTimeOffset RegisteredAt);

public enum DriftKind
{
    None,
    Covariate,
    Label,
    Concept,
}
