using CustomerIntelligence.Customers;
using CustomerIntelligence.Jobs;
using CustomerIntelligence.Scoring;
using Microsoft.Extensions.Logging;

namespace CustomerIntelligence.Training;

/// <summary>Trains a new model on all customers.</summary>
public sealed class ModelTraining(CustomerTable customers, ScoringTables tables, TimeProvider clock, ILogger<ModelTraining> logger) : IJob
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var model = ChurnModel.Train(await customers.ListAsync(cancellationToken), today);
        await tables.AddModelAsync(model, cancellationToken);
        logger.LogInformation("Trained a model: {Model}", model);
    }
}
