using System.Runtime.CompilerServices;

namespace Portfolio.Live;

public static class LiveEndpoints
{
    /// <summary>Server-sent events: the summary now, and again whenever it changes.</summary>
    public static IEndpointRouteBuilder MapLive(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/live", (PortfolioMonitor monitor, IHostApplicationLifetime lifetime, CancellationToken cancellationToken) =>
            TypedResults.ServerSentEvents(WatchAsync(monitor, lifetime.ApplicationStopping, cancellationToken), eventType: "summary"));
        return app;
    }

    // Streams that go on for ever would hold up the end of the instance.
    private static async IAsyncEnumerable<PortfolioSummary> WatchAsync(
        PortfolioMonitor monitor, CancellationToken stopping, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancellationToken);
        await foreach (var summary in monitor.WatchAsync(either.Token))
            yield return summary;
    }
}
