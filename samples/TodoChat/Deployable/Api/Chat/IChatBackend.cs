using TodoChat.Api.Storage;

namespace TodoChat.Api.Chat;

/// <summary>A language model that goes on with a conversation.</summary>
public interface IChatBackend
{
    /// <exception cref="HttpRequestException">It does not answer.</exception>
    Task<string> ReplyAsync(IReadOnlyList<ChatMessage> conversation, CancellationToken cancellationToken);
}
