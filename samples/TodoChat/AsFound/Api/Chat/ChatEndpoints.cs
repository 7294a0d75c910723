using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using TodoChat.Api.Storage;

namespace TodoChat.Api.Chat;

public sealed record Question([property: Required, StringLength(2000, MinimumLength = 1)] string Text);

public static class ChatEndpoints
{
    /// <summary>So much of the conversation goes to the model again.</summary>
    private const int Remembered = 20;

    public static IEndpointRouteBuilder MapChat(this IEndpointRouteBuilder app)
    {
        var chat = app.MapGroup("/api/chat").RequireAuthorization();
        chat.MapGet("/", (ClaimsPrincipal user, UserFiles files, CancellationToken cancellationToken) =>
            files.ReadAsync(user.Identity!.Name!, data => data.Chat, cancellationToken));
        chat.MapPost("/", AskAsync);
        return app;
    }

    private static async Task<Results<Ok<ChatMessage>, ProblemHttpResult>> AskAsync(
        Question question,
        ClaimsPrincipal user,
        UserFiles files,
        IChatBackend backend,
        ILogger<IChatBackend> logger,
        CancellationToken cancellationToken)
    {
        var asked = new ChatMessage("user", question.Text);
        var conversation = await files.ReadAsync<List<ChatMessage>>(
            user.Identity!.Name!, data => [Introduction(data.Todos), .. data.Chat.TakeLast(Remembered), asked], cancellationToken);
        try
        {
            var answer = new ChatMessage("assistant", await backend.ReplyAsync(conversation, cancellationToken));
            return TypedResults.Ok(await files.ChangeAsync(user.Identity!.Name!, data =>
            {
                data.Chat.AddRange([asked, answer]);
                return answer;
            }, cancellationToken));
        }
        catch (HttpRequestException exception)
        {
            logger.LogWarning("The model does not answer: {Reason}", exception.Message);
            return TypedResults.Problem("The assistant does not answer just now.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static ChatMessage Introduction(IReadOnlyList<Todo> todos) =>
        new("system", $"You help with a todo list. Open items: {string.Join("; ", todos.Where(todo => !todo.IsDone).Select(todo => todo.Text))}.");
}
