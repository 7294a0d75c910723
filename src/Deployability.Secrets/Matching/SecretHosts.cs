namespace Deployability.Secrets.Matching;

/// <summary>Tells hosts of a developer's machine from others.</summary>
public static class SecretHosts
{
    private static readonly string[] Loopback =
    [
        "localhost",
        "host.docker.internal",
        "(local)",
        "(localdb)",
        ".",
        "127.0.0.1",
        "::1",
        "[::1]",
        "0.0.0.0",
    ];

    private static readonly string[] Protocols = ["tcp:", "np:", "lpc:", "admin:"];

    private static readonly string[] Documentation = ["example.com", "example.org", "example.net", "example", "test", "invalid"];

    /// <param name="host">A host as it stands in a URL or connection string: protocol prefix, port and instance name are allowed.</param>
    public static SecretHost Classify(ReadOnlySpan<char> host)
    {
        host = Bare(host);
        if (host.IsEmpty || host.IndexOf(CharSet.Hole) >= 0)
        {
            return SecretHost.Unknown;
        }

        if (
            host.EqualsAny(Loopback)
            || host.StartsWith("127.".AsSpan(), StringComparison.Ordinal)
            || host.EndsWith(".localhost".AsSpan(), StringComparison.OrdinalIgnoreCase)
        )
        {
            return SecretHost.Loopback;
        }

        foreach (var c in host)
        {
            if (!CharSet.Word.Contains(c) && c != '-')
            {
                return SecretHost.Remote;
            }
        }

        return SecretHost.Companion;
    }

    /// <summary>A host that only documentation uses (RFC 2606).</summary>
    internal static bool IsDocumentation(ReadOnlySpan<char> host)
    {
        host = Bare(host);
        foreach (var name in Documentation)
        {
            if (
                host.EndsWith(name.AsSpan(), StringComparison.OrdinalIgnoreCase)
                && (host.Length == name.Length ? name.IndexOf('.') > 0 : host[host.Length - name.Length - 1] == '.')
            )
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The host without <c>tcp:</c>, port and SQL Server instance.</summary>
    private static ReadOnlySpan<char> Bare(ReadOnlySpan<char> host)
    {
        host = host.Trim();
        foreach (var prefix in Protocols)
        {
            if (host.StartsWith(prefix.AsSpan(), StringComparison.OrdinalIgnoreCase))
            {
                host = host.Slice(prefix.Length);
            }
        }

        if (host.IndexOf("://".AsSpan(), StringComparison.Ordinal) is >= 0 and var scheme)
        {
            host = host.Slice(scheme + 3);
        }

        if (host.Length > 0 && host[0] == '[')
        {
            var close = host.IndexOf(']');
            return close > 0 ? host.Slice(0, close + 1) : host;
        }

        var end = host.IndexOfAny(",\\/".AsSpan());
        host = end >= 0 ? host.Slice(0, end) : host;
        var colon = host.IndexOf(':');
        return colon >= 0 && host.LastIndexOf(':') == colon ? host.Slice(0, colon) : host;
    }
}
