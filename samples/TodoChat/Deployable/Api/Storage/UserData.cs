namespace TodoChat.Api.Storage;

public sealed record Todo(Guid Id, string Text, bool IsDone, DateTimeOffset AddedAt);

/// <param name="Role"><c>user</c> or <c>assistant</c>, as chat models call them.</param>
public sealed record ChatMessage(string Role, string Content);

/// <summary>All that is kept of a user.</summary>
public sealed class UserData
{
    public string? PasswordHash { get; set; }

    public List<Todo> Todos { get; init; } = [];

    public List<ChatMessage> Chat { get; init; } = [];
}
