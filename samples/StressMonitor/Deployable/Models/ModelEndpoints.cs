using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using StressMonitor.Datasets;

namespace StressMonitor.Models;

public sealed record RegisterModel(
    [Required, StringLength(80, MinimumLength = 2)] string Name,
    [Required, StringLength(40)] string Framework,
    [Range(0, 1)] double BaselineAccuracy,
    [Range(0, 1)] double Robustness);

public sealed record EvaluateModel([Required] string DatasetId);

public static class ModelEndpoints
{
    public static IEndpointRouteBuilder MapModels(this IEndpointRouteBuilder app)
    {
        var models = app.MapGroup("/api/models");
        models.MapGet("/", (IModelStore store, CancellationToken cancellationToken) => store.ListAsync(cancellationToken));
        models.MapGet("/{id}", GetAsync);
        models.MapGet("/{id}/card", GetCardAsync);
        models.MapPost("/", RegisterAsync);
        models.MapPost("/{id}/evaluate", EvaluateAsync);
        return app;
    }

    private static async Task<Results<Ok<MonitoredModel>, NotFound>> GetAsync(
        string id, IModelStore store, CancellationToken cancellationToken) =>
        await store.FindAsync(id, cancellationToken) is { } model ? TypedResults.Ok(model) : TypedResults.NotFound();

    private static async Task<Results<Ok<ModelCard>, NotFound>> GetCardAsync(
        string id, IModelStore store, ModelRegistryClient registry, CancellationToken cancellationToken) =>
        await store.FindAsync(id, cancellationToken) is { } model
            ? TypedResults.Ok(await registry.GetCardAsync(model, cancellationToken))
            : TypedResults.NotFound();

    private static async Task<Results<Created<MonitoredModel>, ProblemHttpResult>> RegisterAsync(
        RegisterModel request, IModelStore store, TimeProvider clock, CancellationToken cancellationToken)
    {
        var id = Slug.From(request.Name);
        var model = new MonitoredModel(
            id, request.Name, request.Framework, request.BaselineAccuracy, request.Robustness, clock.GetUtcNow());

        return await store.AddAsync(model, cancellationToken)
            ? TypedResults.Created($"/api/models/{id}", model)
            : TypedResults.Problem($"There is a model '{id}' already.", statusCode: StatusCodes.Status409Conflict);
    }

    private static async Task<Results<Ok<Evaluation>, NotFound, ProblemHttpResult>> EvaluateAsync(
        string id,
        EvaluateModel request,
        IModelStore models,
        IDatasetStore datasets,
        ModelEvaluator evaluator,
        CancellationToken cancellationToken)
    {
        if (await models.FindAsync(id, cancellationToken) is not { } model)
            return TypedResults.NotFound();

        if (await datasets.FindAsync(request.DatasetId, cancellationToken) is not { } dataset)
            return TypedResults.Problem($"There is no dataset '{request.DatasetId}'.", statusCode: StatusCodes.Status400BadRequest);

        return TypedResults.Ok(await evaluator.EvaluateAsync(model, dataset, cancellationToken));
    }
}
