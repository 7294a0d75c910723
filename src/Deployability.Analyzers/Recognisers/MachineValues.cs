using Deployability.Secrets;

namespace Deployability.Analyzers.Recognisers;

/// <summary>A value of a setting that holds on one machine, or in one network, only.</summary>
/// <param name="Display">What of it may be shown: a host, a URL without its path, a path.</param>
/// <param name="Reason">Why it fails elsewhere, to be put behind it in a sentence.</param>
internal readonly record struct MachineValue(string Display, string Reason);

/// <summary>Tells values of settings that mean this machine or one network: URLs, hosts, connection strings, paths.</summary>
/// <remarks>Only a value that as a whole, or as a part of a list, is one of these counts; prose is silent. Texts with holes are somebody else's to fill.</remarks>
internal static class MachineValues
{
    private const string Loopback = "means the container itself once this runs in one";
    private const string Network = "is an address of one network";
    private const string Machine = "exists on one machine only";
    private const string LocalDb = "is a database server of a developer's Windows machine";

    private const string Emulator = "means the storage emulator on the developer's machine";
    private const string DevelopmentStorage = "UseDevelopmentStorage=true";

    // Sections in which an address is a name, or is let in rather than called.
    private static readonly string[] Exempt =
    [
        "AllowedHosts",
        "Namespace",
        "XmlNamespace",
        "TargetNamespace",
        "Issuer",
        "Issuers",
        "ValidIssuer",
        "ValidIssuers",
        "Audience",
        "Audiences",
        "ValidAudience",
        "ValidAudiences",
        "KnownProxies",
        "KnownNetworks",
        "KnownIPNetworks",
        "KnownIPv4Network",
        "KnownIPv6Network",
        "Whitelist",
        "IpWhitelist",
        "ClientWhitelist",
        "EndpointWhitelist",
        "AllowList",
        "AllowedIPs",
        "SafeList",
        "Trusted",
        "TrustedProxies",
    ];

    private static readonly string[] HostNouns =
    [
        "Host",
        "HostName",
        "Hosts",
        "Server",
        "Servers",
        "Address",
        "Addresses",
        "Endpoint",
        "Endpoints",
        "Node",
        "Nodes",
        "Broker",
        "Brokers",
        "BootstrapServers",
        "Ip",
        "IpAddress",
        "Configuration",
        "Connection",
        "ConnectionString",
    ];

    // What an app calls where it runs: "EnvironmentName": "localhost".
    private static readonly string[] EnvironmentNouns = ["Environment", "EnvironmentName", "Env", "EnvName", "Stage", "Profile"];

    // A side-car stands in the same pod, and is called there.
    private const string SideCar = "sidecar";

    /// <summary>What a value says of a machine.</summary>
    /// <param name="key">Its configuration key, sections with <c>:</c>.</param>
    /// <param name="value">The value.</param>
    /// <returns>Null for a value that holds everywhere, and for one that says nothing.</returns>
    public static MachineValue? Of(string key, string value)
    {
        if (value.Length < 3 || IsExempt(key))
        {
            return null;
        }

        if (LocalPaths.IsMachineSpecific(value))
        {
            return LocalPaths.IsPlaceholder(value) ? null : new MachineValue(value, Machine);
        }

        if (value.Trim().TrimEnd(';').Equals(DevelopmentStorage, StringComparison.OrdinalIgnoreCase))
        {
            return new MachineValue(DevelopmentStorage, Emulator);
        }

        if (value.IndexOf('=') >= 0 && ConnectionString.TryParse(value.AsSpan(), out var connection))
        {
            return OfHost(connection.Host.ToString().Trim(), isDatabase: true);
        }

        if (value.IndexOf(' ') >= 0 || value.IndexOf('\n') >= 0)
        {
            return value.IndexOf(", ", StringComparison.Ordinal) > 0 ? OfList(key, value) : null;
        }

        return OfList(key, value);
    }

    private static MachineValue? OfList(string key, string value)
    {
        foreach (var part in value.Split(',', ';'))
        {
            var item = part.Trim();
            if (item.IndexOf(' ') >= 0)
            {
                return null;
            }

            if (EndpointUrl.TryParse(item) is { } url)
            {
                if (!DaprSidecar.IsAddress(url) && OfHost(url.Host, isDatabase: false) is { } found)
                {
                    return found with { Display = WithoutUser(url) };
                }
            }
            else if (OfBareHost(key, item) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    // localhost:6379, 192.168.1.5; a number with dots is an address only where a host is meant.
    private static MachineValue? OfBareHost(string key, string item)
    {
        var colon = item.LastIndexOf(':');
        var host = colon > 0 && item.IndexOf(':') == colon && IsPort(item, colon + 1) ? item.Substring(0, colon) : item;
        var isName =
            host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || host.EndsWith(".docker.internal", StringComparison.OrdinalIgnoreCase);
        // Every address there is: where somebody listens.
        if (host == "0.0.0.0")
        {
            return null;
        }

        // The gateway of a container network is part of how that network is laid out, which the address tells nobody to call.
        if (isName && host.Length == item.Length && EndsWithAny(LastSegment(key), EnvironmentNouns))
        {
            return null;
        }

        return isName || (EndpointUrl.IsIPv4(host) && LastSegment(key) is var name && EndsWithAny(name, HostNouns) && !IsGateway(name))
            ? OfHost(host, isDatabase: false) is { } found
                ? found with
                {
                    Display = item,
                }
                : null
            : null;
    }

    private static bool IsGateway(string name) =>
        name.IndexOf("Gateway", StringComparison.OrdinalIgnoreCase) >= 0
        && !name.EndsWith("Host", StringComparison.OrdinalIgnoreCase)
        && !name.EndsWith("HostName", StringComparison.OrdinalIgnoreCase)
        && !name.EndsWith("Endpoint", StringComparison.OrdinalIgnoreCase);

    private static MachineValue? OfHost(string host, bool isDatabase) =>
        host.Length == 0 || host.IndexOfAny(['{', '<', '$', '%', '#']) >= 0 ? null
        : EndpointUrl.IsLoopbackHost(host) || (isDatabase && DatabaseHosts.IsThisMachine(host))
            ? new MachineValue(host, isDatabase && IsLocalDb(host) ? LocalDb : Loopback)
        : IsPrivate(host) ? new MachineValue(host, Network)
        : isDatabase && LocalPaths.IsMachineSpecific(host) ? new MachineValue(host, Machine)
        : null;

    private static bool IsLocalDb(string host) =>
        DatabaseHosts.IsPersonalComputer(host)
        || host.StartsWith("(localdb)", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith("\\SQLEXPRESS", StringComparison.OrdinalIgnoreCase);

    // RFC 1918.
    private static bool IsPrivate(string host)
    {
        var name = host.Split(',', ':', '\\')[0];
        if (!EndpointUrl.IsIPv4(name))
        {
            return false;
        }

        var parts = name.Split('.');
        return parts[0] == "10"
            || (parts[0] == "192" && parts[1] == "168")
            || (parts[0] == "172" && int.TryParse(parts[1], out var second) && second is >= 16 and <= 31);
    }

    private static bool IsPort(string text, int start)
    {
        for (var i = start; i < text.Length; i++)
        {
            if (text[i] is < '0' or > '9')
            {
                return false;
            }
        }

        return start < text.Length;
    }

    private static string WithoutUser(EndpointUrl url) =>
        url.Authority.LastIndexOf('@') is >= 0 and var at ? url.Scheme + "://" + url.Authority.Substring(at + 1) : url.Authority;

    private static bool IsExempt(string key)
    {
        foreach (var segment in key.Split(':'))
        {
            if (
                Array.Exists(Exempt, name => segment.Equals(name, StringComparison.OrdinalIgnoreCase))
                || segment.IndexOf(SideCar, StringComparison.OrdinalIgnoreCase) >= 0
                || DaprSidecar.IsKey(segment)
            )
            {
                return true;
            }
        }

        return false;
    }

    // Items of a list are named by their list.
    private static string LastSegment(string key)
    {
        var segments = key.Split(':');
        var last = segments.Length - 1;
        while (last > 0 && segments[last].Length > 0 && segments[last][0] is >= '0' and <= '9')
        {
            last--;
        }

        return segments[last];
    }

    private static bool EndsWithAny(string name, string[] endings) =>
        Array.Exists(endings, ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}
