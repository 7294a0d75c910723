using System.Text.Json;
using CustomerIntelligence.Storage;

namespace CustomerIntelligence.Scoring;

/// <summary>Trains a new model on all customers.</summary>
public sealed class ModelTraining(CustomerTable customers, TimeProvider clock)
{
    internal static readonly string ModelFile = Path.Combine("models", "latest.json");

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var model = ChurnModel.Train(await customers.ListAsync(cancellationToken), today);
        Directory.CreateDirectory("models");
        await File.WriteAllTextAsync(ModelFile, JsonSerializer.Serialize(model), cancellationToken);
        Console.WriteLine($"Trained a model: {model}");
    }
}
