using System.Text.Json;

namespace Portfolio.Watchlist;

/// <summary>The projects that a visitor keeps an eye on, for as long as the session lasts.</summary>
public static class WatchlistEndpoints
{
    private const string Key = "watchlist";

    public static IEndpointRouteBuilder MapWatchlist(this IEndpointRouteBuilder app)
    {
        var watchlist = app.MapGroup("/api/watchlist");
        watchlist.MapGet("/", (HttpContext context) => Read(context.Session));
        watchlist.MapPut("/{id}", (string id, HttpContext context) => Write(context.Session, Read(context.Session).Append(id)));
        watchlist.MapDelete("/{id}", (string id, HttpContext context) => Write(context.Session, Read(context.Session).Where(other => other != id)));
        return app;
    }

    private static string[] Read(ISession session) =>
        session.GetString(Key) is { } text ? JsonSerializer.Deserialize<string[]>(text) ?? [] : [];

    private static string[] Write(ISession session, IEnumerable<string> ids)
    {
        string[] distinct = [.. ids.Distinct().Take(100)];
        session.SetString(Key, JsonSerializer.Serialize(distinct));
        return distinct;
    }
}
