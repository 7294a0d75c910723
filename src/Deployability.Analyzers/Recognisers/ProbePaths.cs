using System.Collections.Immutable;
using Deployability.Model;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows by its words whether a path is one that people give to probes.</summary>
internal static class ProbePaths
{
    private static readonly char[] WordEnds = ['-', '_', '.'];

    /// <summary>Whether a route is one that people give to probes, by its words: <c>/healthz</c>, <c>/api/health/live</c>, <c>/ready</c>.</summary>
    public static bool IsOne(string? path)
    {
        if (!IsRoute(path))
        {
            return false;
        }

        var segments = Segments(path!);
        var last = segments[segments.Length - 1];
        var beforeLast = segments.Length > 1 ? segments[segments.Length - 2] : "";
        if (IsHealthSegment(last))
        {
            return true;
        }

        return IsProbeSegment(last)
            && (
                beforeLast.Length == 0
                || beforeLast[beforeLast.Length - 1] == TracedValue.Hole
                || IsHealthSegment(beforeLast)
                || ArePrefixes(segments)
            );
    }

    /// <summary>Whether a name alone is one that people give to probes: <c>Health</c>, <c>Ping</c>.</summary>
    public static bool IsName(string name) => IsHealthSegment(name) || IsProbeSegment(name);

    /// <summary>Whether a route may belong to a probe; says yes more easily than <see cref="IsOne"/>, for judges that must not accuse wrongly.</summary>
    public static bool MayBe(string? path)
    {
        if (!IsRoute(path))
        {
            return false;
        }

        var segments = Segments(path!);
        var last = segments[segments.Length - 1];
        return Array.Exists(segments, IsHealthSegment)
            || IsProbeSegment(last)
            || IsOneOf(last, ProbeWords.Startup)
            // /api/status may be the app's own, /orders/status is that of an order.
            || IsOneOf(last, ProbeWords.Other) && ArePrefixes(segments);
    }

    /// <summary>Whether a word of letters, digits and underscores may stand in a route for which <see cref="MayBe"/> says yes.</summary>
    public static bool MayHold(string word) =>
        IsProbeSegment(word)
        || IsOneOf(word, ProbeWords.Startup)
        || IsOneOf(word, ProbeWords.Other)
        || Array.Exists(word.Split('_'), static part => IsOneOf(part, ProbeWords.Health));

    /// <summary>Whether the route has a word for health in it, and not only one such as <c>/ping</c>.</summary>
    public static bool SaysHealth(string path) => Array.Exists(path.Split('/'), IsHealthSegment);

    private static bool IsRoute(string? path) =>
        !string.IsNullOrEmpty(path)
        && path!.Length <= 100
        && path.IndexOf(' ') < 0
        && path.IndexOf("://", StringComparison.Ordinal) < 0
        && Array.TrueForAll(Segments(path), static segment => segment.IndexOf('{') < 0);

    // A probe names a version, but nothing else that a route leaves open.
    private static string[] Segments(string path) =>
        Array.ConvertAll(path.Trim('/').Split('/'), static segment => IsVersion(segment) ? "v1" : segment);

    private static bool IsVersion(string segment) =>
        segment.EndsWith(":apiVersion}", StringComparison.OrdinalIgnoreCase)
        || segment.EndsWith("{version}", StringComparison.OrdinalIgnoreCase);

    private static bool ArePrefixes(string[] segments)
    {
        for (var index = 0; index < segments.Length - 1; index++)
        {
            if (!IsOneOf(segments[index], ProbeWords.Prefixes))
            {
                return false;
            }
        }

        return true;
    }

    // health, health-check, _health, app.health; but not mental-health.
    private static bool IsHealthSegment(string segment)
    {
        var words = segment.Split(WordEnds);
        return Array.Exists(words, static word => IsOneOf(word, ProbeWords.Health))
            && Array.TrueForAll(words, static word => IsOneOf(word, ProbeWords.Health) || IsOneOf(word, ProbeWords.Affixes));
    }

    private static bool IsProbeSegment(string segment) => IsOneOf(segment, ProbeWords.Live) || IsOneOf(segment, ProbeWords.Ready);

    /// <summary>Which probe an endpoint written by hand may serve, by its path.</summary>
    public static HealthEndpointKind KindOf(string path) => KindOf(path, [], HealthChecksRun.None);

    public static HealthEndpointKind KindOf(string path, ImmutableArray<string> tags, HealthChecksRun checks)
    {
        var pathWords = path.Split('/', '-', '_', '.');
        foreach (var words in new[] { pathWords, [.. tags] })
        {
            if (Array.Exists(words, static word => IsOneOf(word, ProbeWords.Ready)))
            {
                return HealthEndpointKind.Ready;
            }

            if (Array.Exists(words, static word => IsOneOf(word, ProbeWords.Startup)))
            {
                return HealthEndpointKind.Startup;
            }

            if (Array.Exists(words, static word => IsOneOf(word, ProbeWords.Live)))
            {
                return HealthEndpointKind.Live;
            }
        }

        // An endpoint that runs no check says only that the process answers: that is liveness.
        return checks == HealthChecksRun.None ? HealthEndpointKind.Live : HealthEndpointKind.Combined;
    }

    private static bool IsOneOf(string segment, string[] words) =>
        Array.Exists(words, word => word.Equals(segment, StringComparison.OrdinalIgnoreCase));
}
