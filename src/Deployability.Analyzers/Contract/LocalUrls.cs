using Deployability.Formats;

namespace Deployability.Analyzers.Contract;

/// <summary>A request that a command sends to its own machine, as a health check does.</summary>
/// <param name="Path">With its query; <c>/</c> when none is written.</param>
/// <param name="PathRange">Of the path; of the whole address when none is written.</param>
/// <param name="HasPath">Whether the path is written.</param>
/// <param name="Port">As written; empty when the scheme decides.</param>
/// <param name="PortRange">Of the port; of the host when none is written.</param>
/// <param name="IsHttps">By its scheme.</param>
internal sealed record LocalUrl(string Path, TextRange PathRange, bool HasPath, string Port, TextRange PortRange, bool IsHttps);

/// <summary>Finds the requests of commands such as <c>curl -f http://localhost:8080/healthz || exit 1</c>.</summary>
internal static class LocalUrls
{
    private static readonly string[] Hosts =
    [
        "localhost",
        "127.0.0.1",
        "0.0.0.0",
        "[::1]",
        "[::]",
        "$HOSTNAME",
        "${HOSTNAME}",
        "$(hostname)",
    ];

    private static readonly char[] Ends = ['"', '\'', ' ', '\t', '\r', '\n', ',', ']', ')', '|', ';', '&', '>', '\\', '`'];

    /// <param name="text">Of the file.</param>
    /// <param name="range">Of the command in it.</param>
    public static IEnumerable<LocalUrl> In(string text, TextRange range)
    {
        for (var position = range.Start; position < range.End; )
        {
            var (start, host) = Next(text, position, range.End);
            if (host is null)
            {
                yield break;
            }

            var afterHost = start + host.Length;
            position = afterHost;
            var before = Before(text, start, range.Start);
            if (before is null)
            {
                continue;
            }

            var port = new TextRange(start, host.Length);
            var portText = "";
            var end = afterHost;
            if (end < range.End && text[end] == ':')
            {
                var portEnd = end + 1;
                while (portEnd < range.End && text[portEnd] != '/' && text[portEnd] != '?' && Array.IndexOf(Ends, text[portEnd]) < 0)
                {
                    portEnd++;
                }

                port = TextRange.FromBounds(end + 1, portEnd);
                portText = port.Of(text);
                end = portEnd;
            }

            var pathEnd = end;
            while (pathEnd < range.End && Array.IndexOf(Ends, text[pathEnd]) < 0)
            {
                pathEnd++;
            }

            if (pathEnd == end || text[end] == '/')
            {
                var hasPath = pathEnd > end;
                yield return new LocalUrl(
                    hasPath ? text.Substring(end, pathEnd - end) : "/",
                    hasPath ? TextRange.FromBounds(end, pathEnd) : TextRange.FromBounds(start, pathEnd),
                    hasPath,
                    portText,
                    port,
                    before == "https://"
                );
            }

            position = Math.Max(pathEnd, afterHost);
        }
    }

    // The nearest host; null when there is none.
    private static (int Start, string? Host) Next(string text, int from, int to)
    {
        var best = (Start: to, Host: (string?)null);
        foreach (var host in Hosts)
        {
            var found = text.IndexOf(host, from, to - from, StringComparison.OrdinalIgnoreCase);
            if (found >= 0 && found < best.Start)
            {
                best = (found, host);
            }
        }

        return best;
    }

    // What stands in front: a scheme, or nothing as curl takes it; null for a part of something else, such as a host of an option.
    private static string? Before(string text, int start, int from)
    {
        foreach (var scheme in new[] { "https://", "http://" })
        {
            if (start - scheme.Length >= from && string.CompareOrdinal(text, start - scheme.Length, scheme, 0, scheme.Length) == 0)
            {
                return scheme;
            }
        }

        return start == from || Array.IndexOf(Ends, text[start - 1]) >= 0 || text[start - 1] is '[' ? "" : null;
    }
}
