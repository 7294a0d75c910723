using CustomerIntelligence.Customers;
using CustomerIntelligence.Jobs;
using CustomerIntelligence.Scoring;
using Microsoft.Extensions.Logging;

namespace CustomerIntelligence.Batch;

/// <summary>Scores every customer with the last model.</summary>
public sealed class BatchScoring(CustomerTable customers, ScoringTables tables, TimeProvider clock, ILogger<BatchScoring> logger) : IJob
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var model = await tables.LatestModelAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var risks = (await customers.ListAsync(cancellationToken)).Select(customer => new Risk(customer.Id, model.Risk(customer, today), now)).ToList();
        await tables.AddRisksAsync(risks, cancellationToken);
        logger.LogInformation("Scored {Count} customers", risks.Count);
    }
}
