using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using CustomerIntelligence.Scoring;
using CustomerIntelligence.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CustomerIntelligence.Customers;

public sealed record CustomerUpdate(
    [property: Required, StringLength(120)] string Name,
    [property: Range(0, 10000)] int Orders,
    DateOnly LastOrder,
    bool HasLeft = false);

public static class CustomerEndpoints
{
    /// <summary>The risks of the last batch.</summary>
    internal static readonly ConcurrentDictionary<string, Risk> Risks = new();

    public static IEndpointRouteBuilder MapCustomers(this IEndpointRouteBuilder app)
    {
        app.MapPut("/api/customers/{id}", UpdateAsync);
        app.MapGet("/api/customers/{id}/risk", FindRisk);
        app.MapGet("/api/risks", () => Risks.Values.OrderByDescending(risk => risk.Value).Take(100));
        return app;
    }

    private static async Task<NoContent> UpdateAsync(string id, CustomerUpdate update, CustomerTable customers, CancellationToken cancellationToken)
    {
        await customers.SaveAsync(new Customer(id, update.Name, update.Orders, update.LastOrder, update.HasLeft), cancellationToken);
        return TypedResults.NoContent();
    }

    private static Results<Ok<Risk>, NotFound> FindRisk(string id) =>
        Risks.TryGetValue(id, out var risk) ? TypedResults.Ok(risk) : TypedResults.NotFound();
}
