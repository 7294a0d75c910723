using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using TodoChat.Api.Storage;

namespace TodoChat.Api.Todos;

public sealed record NewTodo([property: Required, StringLength(200, MinimumLength = 1)] string Text);

public static class TodoEndpoints
{
    public static IEndpointRouteBuilder MapTodos(this IEndpointRouteBuilder app)
    {
        var todos = app.MapGroup("/api/todos").RequireAuthorization();
        todos.MapGet("/", ListAsync);
        todos.MapPost("/", AddAsync);
        todos.MapPut("/{id:guid}/done", FinishAsync);
        todos.MapDelete("/{id:guid}", RemoveAsync);
        return app;
    }

    private static Task<List<Todo>> ListAsync(ClaimsPrincipal user, UserFiles files, CancellationToken cancellationToken) =>
        files.ReadAsync(user.Identity!.Name!, data => data.Todos, cancellationToken);

    private static async Task<Created<Todo>> AddAsync(NewTodo request, ClaimsPrincipal user, UserFiles files, CancellationToken cancellationToken)
    {
        var todo = new Todo(Guid.CreateVersion7(), request.Text, IsDone: false, DateTimeOffset.UtcNow);
        await files.ChangeAsync(user.Identity!.Name!, data =>
        {
            data.Todos.Add(todo);
            return true;
        }, cancellationToken);
        return TypedResults.Created($"/api/todos/{todo.Id}", todo);
    }

    private static async Task<Results<NoContent, NotFound>> FinishAsync(Guid id, ClaimsPrincipal user, UserFiles files, CancellationToken cancellationToken)
    {
        var isThere = await files.ChangeAsync(user.Identity!.Name!, data =>
        {
            var index = data.Todos.FindIndex(todo => todo.Id == id);
            if (index >= 0)
                data.Todos[index] = data.Todos[index] with { IsDone = true };
            return index >= 0;
        }, cancellationToken);
        return isThere ? TypedResults.NoContent() : TypedResults.NotFound();
    }

    private static async Task<Results<NoContent, NotFound>> RemoveAsync(Guid id, ClaimsPrincipal user, UserFiles files, CancellationToken cancellationToken) =>
        await files.ChangeAsync(user.Identity!.Name!, data => data.Todos.RemoveAll(todo => todo.Id == id) > 0, cancellationToken)
            ? TypedResults.NoContent()
            : TypedResults.NotFound();
}
