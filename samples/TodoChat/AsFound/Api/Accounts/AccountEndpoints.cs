using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using TodoChat.Api.Storage;

namespace TodoChat.Api.Accounts;

public sealed record Credentials(
    [property: Required, RegularExpression("^[a-z][a-z0-9]{1,31}$")] string Name,
    [property: Required, StringLength(128, MinimumLength = 8)] string Password);

public sealed record SignedIn(string Token);

public static class AccountEndpoints
{
    private static readonly PasswordHasher<string> Passwords = new();

    public static IEndpointRouteBuilder MapAccounts(this IEndpointRouteBuilder app)
    {
        app.MapPost("/api/accounts", RegisterAsync);
        app.MapPost("/api/sessions", SignInAsync);
        return app;
    }

    private static async Task<Results<Ok<SignedIn>, Conflict>> RegisterAsync(
        Credentials credentials, UserFiles files, TokenIssuer tokens, CancellationToken cancellationToken)
    {
        var hash = Passwords.HashPassword(credentials.Name, credentials.Password);
        var isNew = await files.ChangeAsync(credentials.Name, user => user.PasswordHash is null && (user.PasswordHash = hash) is not null, cancellationToken);
        return isNew ? TypedResults.Ok(new SignedIn(tokens.Issue(credentials.Name))) : TypedResults.Conflict();
    }

    private static async Task<Results<Ok<SignedIn>, UnauthorizedHttpResult>> SignInAsync(
        Credentials credentials, UserFiles files, TokenIssuer tokens, CancellationToken cancellationToken)
    {
        var hash = await files.ReadAsync(credentials.Name, user => user.PasswordHash, cancellationToken);
        return hash is not null && Passwords.VerifyHashedPassword(credentials.Name, hash, credentials.Password) != PasswordVerificationResult.Failed
            ? TypedResults.Ok(new SignedIn(tokens.Issue(credentials.Name)))
            : TypedResults.Unauthorized();
    }
}
