using TodoChat.Api.Storage;

namespace TodoChat.Api.Chat;

public sealed class OpenAIChat(HttpClient client, IConfiguration configuration) : IChatBackend
{
    public async Task<string> ReplyAsync(IReadOnlyList<ChatMessage> conversation, CancellationToken cancellationToken)
    {
        using var response = await client.PostAsJsonAsync(
            "v1/chat/completions",
            new { model = configuration["OpenAI:Model"] ?? "gpt-4o-mini", messages = conversation },
            cancellationToken);
        response.EnsureSuccessStatusCode();
        var completion = await response.Content.ReadFromJsonAsync<Completion>(cancellationToken);
        return completion?.Choices is [{ Message.Content: var content }, ..] ? content : "";
    }

    private sealed record Completion(IReadOnlyList<Choice> Choices);

    private sealed record Choice(ChatMessage Message);
}
