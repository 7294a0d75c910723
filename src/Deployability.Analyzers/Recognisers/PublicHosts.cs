using System.Collections.Immutable;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Hosts whose address is the same in every environment, and hosts that exist only in examples.</summary>
internal static class PublicHosts
{
    /// <summary>Whether the host is a public API that every environment calls, or is allowed by an option (<c>host</c>, <c>host:port</c>, <c>*.domain</c>).</summary>
    public static bool IsAllowed(EndpointUrl url, ImmutableArray<string> allowed)
    {
        if (VendorHosts.Contain(url.Host))
        {
            return true;
        }

        foreach (var pattern in allowed)
        {
            if (Matches(url, pattern))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the host is reserved for documentation (RFC 2606): nobody deploys against it.</summary>
    public static bool IsExample(string host) =>
        IsOrBelow(host, "example.com")
        || IsOrBelow(host, "example.org")
        || IsOrBelow(host, "example.net")
        || IsOrBelow(host, "example")
        || IsOrBelow(host, "invalid");

    private static bool Matches(EndpointUrl url, string pattern)
    {
        if (pattern.StartsWith("*.", StringComparison.Ordinal))
        {
            return IsOrBelow(url.Host, pattern.Substring(2));
        }

        return url.Host.Equals(pattern, StringComparison.OrdinalIgnoreCase)
            || url.Port != 0
                && pattern.Equals(
                    url.Host + ":" + url.Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
                    StringComparison.OrdinalIgnoreCase
                );
    }

    private static bool IsOrBelow(string host, string domain) =>
        host.EndsWith(domain, StringComparison.OrdinalIgnoreCase)
        && (host.Length == domain.Length || host[host.Length - domain.Length - 1] == '.');
}
