using TodoChat.Api.Storage;

namespace TodoChat.Api.Chat;

public sealed class OllamaChat(HttpClient client, IConfiguration configuration) : IChatBackend
{
    public async Task<string> ReplyAsync(IReadOnlyList<ChatMessage> conversation, CancellationToken cancellationToken)
    {
        using var response = await client.PostAsJsonAsync(
            "api/chat",
            new { model = configuration["Ollama:Model"] ?? "llama3.2:3b", messages = conversation, stream = false },
            cancellationToken);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<Answer>(cancellationToken))?.Message.Content ?? "";
    }

    private sealed record Answer(ChatMessage Message);
}
