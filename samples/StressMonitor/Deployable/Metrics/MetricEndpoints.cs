using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using StressMonitor.Models;

namespace StressMonitor.Metrics;

public sealed record IngestMetric(
    string ModelId,
    string? DatasetId,
    string Name,
    double Value,
    DateTimeOffset? RecordedAt);

public sealed record IngestResult(int Accepted);

public static class MetricEndpoints
{
    private const int MaxBatchBytes = 256 * 1024;

    public static IEndpointRouteBuilder MapMetrics(this IEndpointRouteBuilder app)
    {
        var metrics = app.MapGroup("/api/metrics");
        metrics.MapGet("/", QueryAsync);
        metrics.MapPost("/", IngestAsync);
        return app;
    }

    private static Task<IReadOnlyList<StressMetric>> QueryAsync(
        string? modelId,
        string? name,
        IMetricStore store,
        CancellationToken cancellationToken,
        [Range(1, 5000)] int limit = 500) =>
        store.QueryAsync(new MetricQuery(modelId, name, limit), cancellationToken);

    /// <summary>Takes a batch from a training or scoring job. The signature covers the bytes, so the body is read raw.</summary>
    private static async Task<Results<Accepted<IngestResult>, UnauthorizedHttpResult, ProblemHttpResult>> IngestAsync(
        HttpRequest request,
        IngestSignature signature,
        IModelStore models,
        IMetricStore store,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        if (request.ContentLength is null or > MaxBatchBytes)
            return BadRequest($"A batch has a Content-Length of at most {MaxBatchBytes} bytes.");

        using var body = new MemoryStream((int)request.ContentLength.Value);
        await request.Body.CopyToAsync(body, cancellationToken);
        if (!signature.IsValid(body.ToArray(), request.Headers[IngestSignature.Header]))
            return TypedResults.Unauthorized();

        if (Parse(body.ToArray()) is not { Count: > 0 } batch)
            return BadRequest("The body is a JSON array of metrics, each with modelId, name and value.");

        foreach (var modelId in batch.Select(metric => metric.ModelId).Distinct())
        {
            if (await models.FindAsync(modelId, cancellationToken) is null)
                return BadRequest($"There is no model '{modelId}'.");
        }

        var now = clock.GetUtcNow();
        await store.AddAsync(
            [.. batch.Select(metric => StressMetric.Create(
                metric.ModelId, metric.DatasetId, metric.Name, metric.Value, metric.RecordedAt?.ToUniversalTime() ?? now))],
            cancellationToken);
        return TypedResults.Accepted((string?)null, new IngestResult(batch.Count));
    }

    private static IReadOnlyList<IngestMetric>? Parse(byte[] body)
    {
        try
        {
            var batch = JsonSerializer.Deserialize<List<IngestMetric>>(body, JsonSerializerOptions.Web);
            return batch is not null && batch.TrueForAll(metric => metric is { ModelId.Length: > 0, Name.Length: > 0 }) ? batch : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ProblemHttpResult BadRequest(string detail) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status400BadRequest);
}
