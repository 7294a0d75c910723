using System.ComponentModel.DataAnnotations;
using CustomerIntelligence.Customers;
using CustomerIntelligence.Scoring;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CustomerIntelligence.Api.Customers;

public sealed record CustomerUpdate(
    [property: Required, StringLength(120)] string Name,
    [property: Range(0, 10000)] int Orders,
    DateOnly LastOrder,
    bool HasLeft = false);

public static class CustomerEndpoints
{
    public static IEndpointRouteBuilder MapCustomers(this IEndpointRouteBuilder app)
    {
        app.MapPut("/api/customers/{id}", UpdateAsync);
        app.MapGet("/api/customers/{id}/risk", FindRiskAsync);
        app.MapGet("/api/risks", (ScoringTables tables, CancellationToken cancellationToken, [Range(1, 1000)] int limit = 100) =>
            tables.RisksAsync(limit, cancellationToken));
        return app;
    }

    private static async Task<NoContent> UpdateAsync(string id, CustomerUpdate update, CustomerTable customers, CancellationToken cancellationToken)
    {
        await customers.SaveAsync(new Customer(id, update.Name, update.Orders, update.LastOrder, update.HasLeft), cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<Risk>, NotFound>> FindRiskAsync(string id, ScoringTables tables, CancellationToken cancellationToken) =>
        await tables.RiskOfAsync(id, cancellationToken) is { } risk ? TypedResults.Ok(risk) : TypedResults.NotFound();
}
