using System.Text.Json;
using CustomerIntelligence.Customers;
using CustomerIntelligence.Storage;

namespace CustomerIntelligence.Scoring;

/// <summary>Scores every customer with the last model.</summary>
public sealed class BatchScoring(CustomerTable customers, TimeProvider clock)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var model = File.Exists(ModelTraining.ModelFile)
            ? JsonSerializer.Deserialize<ChurnModel>(await File.ReadAllTextAsync(ModelTraining.ModelFile, cancellationToken))!
            : ChurnModel.Untrained;
        var now = clock.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        foreach (var customer in await customers.ListAsync(cancellationToken))
            CustomerEndpoints.Risks[customer.Id] = new Risk(customer.Id, model.Risk(customer, today), now);
        Console.WriteLine($"Scored {CustomerEndpoints.Risks.Count} customers");
    }
}
