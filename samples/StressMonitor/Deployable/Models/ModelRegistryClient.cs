using System.Net;

namespace StressMonitor.Models;

/// <summary>What the company's model registry knows of a model.</summary>
public sealed record ModelCard(string ModelId, string Name, string? Owner, string? TrainedOn, string Source);

/// <summary>Reads model cards; a model that the registry does not know, or cannot be asked about, still gets a plain one.</summary>
public sealed class ModelRegistryClient(HttpClient http, ILogger<ModelRegistryClient> logger)
{
    private sealed record RegistryEntry(string? Owner, string? TrainedOn);

    public async Task<ModelCard> GetCardAsync(MonitoredModel model, CancellationToken cancellationToken)
    {
        if (http.BaseAddress is null)
            return new ModelCard(model.Id, model.Name, null, null, "local");

        try
        {
            using var response = await http.GetAsync($"v1/models/{model.Id}", cancellationToken);
            if (response.StatusCode != HttpStatusCode.NotFound)
            {
                response.EnsureSuccessStatusCode();
                var entry = await response.Content.ReadFromJsonAsync<RegistryEntry>(cancellationToken);
                return new ModelCard(model.Id, model.Name, entry?.Owner, entry?.TrainedOn, "registry");
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            logger.LogInformation("The model registry is not available ({Reason}).", exception.Message);
        }

        return new ModelCard(model.Id, model.Name, null, null, "local");
    }
}
