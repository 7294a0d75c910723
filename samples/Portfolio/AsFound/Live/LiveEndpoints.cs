namespace Portfolio.Live;

public static class LiveEndpoints
{
    /// <summary>Server-sent events: the summary now, and again whenever it changes.</summary>
    public static IEndpointRouteBuilder MapLive(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/live", (PortfolioMonitor monitor, CancellationToken cancellationToken) =>
            TypedResults.ServerSentEvents(monitor.WatchAsync(cancellationToken), eventType: "summary"));
        return app;
    }
}
