using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace StressMonitor.Datasets;

public sealed record RegisterDataset(
    [Required, StringLength(80, MinimumLength = 2)] string Name,
    DriftKind Drift,
    [Range(0, 1)] double DriftSeverity,
    [Range(1, int.MaxValue)] int Rows);

public static class DatasetEndpoints
{
    public static IEndpointRouteBuilder MapDatasets(this IEndpointRouteBuilder app)
    {
        var datasets = app.MapGroup("/api/datasets");
        datasets.MapGet("/", (IDatasetStore store, CancellationToken cancellationToken) => store.ListAsync(cancellationToken));
        datasets.MapGet("/{id}", GetAsync);
        datasets.MapPost("/", RegisterAsync);
        return app;
    }

    private static async Task<Results<Ok<Dataset>, NotFound>> GetAsync(
        string id, IDatasetStore store, CancellationToken cancellationToken) =>
        await store.FindAsync(id, cancellationToken) is { } dataset ? TypedResults.Ok(dataset) : TypedResults.NotFound();

    private static async Task<Results<Created<Dataset>, ProblemHttpResult>> RegisterAsync(
        RegisterDataset request, IDatasetStore store, TimeProvider clock, CancellationToken cancellationToken)
    {
        var id = Slug.From(request.Name);
        var dataset = new Dataset(id, request.Name, request.Drift, request.DriftSeverity, request.Rows, clock.GetUtcNow());

        return await store.AddAsync(dataset, cancellationToken)
            ? TypedResults.Created($"/api/datasets/{id}", dataset)
            : TypedResults.Problem($"There is a dataset '{id}' already.", statusCode: StatusCodes.Status409Conflict);
    }
}
