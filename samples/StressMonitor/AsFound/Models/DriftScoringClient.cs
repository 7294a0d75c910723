using StressMonitor.Datasets;

namespace StressMonitor.Models;

public sealed record DriftScore(double Value, string Source);

/// <summary>Asks the drift-scoring service, and estimates from the declared severity while that is away.</summary>
public sealed class DriftScoringClient(HttpClient http, ILogger<DriftScoringClient> logger)
{
    private sealed record ScoreResponse(double Score);

    public async Task<DriftScore> ScoreAsync(Dataset dataset, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.PostAsJsonAsync("score", new { dataset.Id, dataset.Drift, dataset.Rows }, cancellationToken);
            response.EnsureSuccessStatusCode();
            if (await response.Content.ReadFromJsonAsync<ScoreResponse>(cancellationToken) is { } answer)
                return new DriftScore(answer.Score, "service");
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            logger.LogInformation("Drift scoring is not available ({Reason}), estimating {Dataset}.", exception.Message, dataset.Id);
        }

        return new DriftScore(Estimate(dataset), "estimate");
    }

    /// <summary>Concept drift hurts most: the same inputs mean something else.</summary>
    private static double Estimate(Dataset dataset)
    {
        var weight = dataset.Drift switch
        {
            DriftKind.None => 0.1,
            DriftKind.Covariate => 0.7,
            DriftKind.Label => 0.85,
            _ => 1.0,
        };
        return Math.Round(dataset.DriftSeverity * weight, 4);
    }
}
