using System.Net.Http.Headers;
using Microsoft.Extensions.Options;

namespace StressMonitor.Explanations;

/// <summary>Has the facts put into words by OpenAI. Optional: no key, no call.</summary>
public sealed class OpenAIClient(HttpClient http, IOptions<OpenAIOptions> options, ILogger<OpenAIClient> logger)
{
    private sealed record Completion(IReadOnlyList<Choice> Choices);

    private sealed record Choice(Message Message);

    private sealed record Message(string Role, string Content);

    /// <returns>Null when there is no key, or the service cannot be reached or refuses.</returns>
    public async Task<string?> ExplainAsync(string facts, string question, CancellationToken cancellationToken)
    {
        var settings = options.Value;
        if (string.IsNullOrWhiteSpace(settings.ApiKey))
            return null;

        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "v1/chat/completions");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", settings.ApiKey);
            request.Content = JsonContent.Create(new
            {
                settings.Model,
                Messages = new[]
                {
                    new Message("system", "You explain stress tests of ML models to engineers. Use only these facts: " + facts),
                    new Message("user", question),
                },
            });

            using var response = await http.SendAsync(request, cancellationToken);
            response.EnsureSuccessStatusCode();
            var completion = await response.Content.ReadFromJsonAsync<Completion>(cancellationToken);
            return completion?.Choices.FirstOrDefault()?.Message.Content;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            logger.LogWarning("OpenAI did not answer ({Reason}), explaining by rules.", exception.Message);
            return null;
        }
    }
}
