using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using StressMonitor.Metrics;
using StressMonitor.Models;

namespace StressMonitor.Explanations;

/// <param name="ModelId">Null asks about all models.</param>
public sealed record AskForExplanation(string? ModelId, [StringLength(400)] string? Question);

/// <param name="Source">"openai" or "rules".</param>
public sealed record Explanation(string Text, string Source);

public static class ExplanationEndpoints
{
    private const int ConsideredMetrics = 5000;

    public static IEndpointRouteBuilder MapExplanations(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/summary", SummarizeAsync);
        app.MapPost("/api/explain", ExplainAsync);
        return app;
    }

    private static async Task<FleetSummary> SummarizeAsync(
        IModelStore models, IMetricStore metrics, CancellationToken cancellationToken) =>
        FleetSummary.Of(
            await models.ListAsync(cancellationToken),
            await metrics.QueryAsync(new MetricQuery(null, null, ConsideredMetrics), cancellationToken));

    private static async Task<Results<Ok<Explanation>, NotFound>> ExplainAsync(
        AskForExplanation request,
        IModelStore models,
        IMetricStore metrics,
        OpenAIClient openAI,
        CancellationToken cancellationToken)
    {
        var summary = await SummarizeAsync(models, metrics, cancellationToken);
        var health = summary.Health.FirstOrDefault(health => health.ModelId == request.ModelId);
        if (request.ModelId is not null && health is null)
            return TypedResults.NotFound();

        var facts = health is null ? JsonSerializer.Serialize(summary) : JsonSerializer.Serialize(health);
        var question = string.IsNullOrWhiteSpace(request.Question) ? "How is it doing, and what should we do?" : request.Question;
        if (await openAI.ExplainAsync(facts, question, cancellationToken) is { } answer)
            return TypedResults.Ok(new Explanation(answer, "openai"));

        var text = health is null ? RuleBasedExplainer.Explain(summary) : RuleBasedExplainer.Explain(health);
        return TypedResults.Ok(new Explanation(text, "rules"));
    }
}
