namespace Deployability.Analyzers.Flow;

/// <summary>An absolute URL of a network service, taken apart; parts that are known only at run time are allowed.</summary>
/// <param name="Scheme">In lower case.</param>
/// <param name="Host">As written, an IPv6 address without its brackets; may hold holes and placeholders.</param>
/// <param name="Port">0 when none is written or it is known only at run time.</param>
/// <param name="Authority">From the scheme to the end of host and port, as written.</param>
/// <param name="Rest">What follows: path, query and fragment.</param>
internal sealed record EndpointUrl(string Scheme, string Host, int Port, string Authority, string Rest)
{
    /// <summary>Whether the host is spelled out: no hole, no placeholder.</summary>
    public bool IsHostKnown => Host.Length > 0 && Host.IndexOfAny(NotHost) < 0 && !IsPlaceholder(Host);

    /// <summary>Whether it means the machine, or in a container the container, that the code runs on or whose developer runs it.</summary>
    public bool IsLoopback => IsLoopbackHost(Host);

    private static readonly char[] NotHost = [TracedValue.Hole, '{', '}', '<', '>', '$', '%', '*', '+', ' ', '#', '[', '(', '\\'];

    private static readonly char[] EndOfAuthority = ['/', '?', '#'];

    /// <returns>The parts, or null when the text is no absolute URL of a network protocol.</returns>
    public static EndpointUrl? TryParse(string text)
    {
        var separator = text.IndexOf("://", StringComparison.Ordinal);
        if (separator is < 2 or > 16)
        {
            return null;
        }

        var scheme = text.Substring(0, separator).ToLowerInvariant();
        if (!IsServiceScheme(scheme))
        {
            return null;
        }

        var start = separator + 3;
        var end = text.IndexOfAny(EndOfAuthority, start);
        end = end < 0 ? text.Length : end;
        var at = text.LastIndexOf('@', end - 1, end - start);
        var host = text.Substring(Math.Max(start, at + 1), end - Math.Max(start, at + 1));

        // Several hosts (mongodb://a,b) stand or fall together: the first speaks.
        var comma = host.IndexOf(',');
        host = comma < 0 ? host : host.Substring(0, comma);
        var (name, port) = SplitPort(host);
        return name.Length == 0 ? null : new EndpointUrl(scheme, name, port, text.Substring(0, end), text.Substring(end));
    }

    /// <summary>Whether a host name or address means the machine itself, the container itself, or the developer's machine seen from a container.</summary>
    public static bool IsLoopbackHost(string host)
    {
        if (
            Equal(host, "localhost")
            || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            || Equal(host, "localhost.localdomain")
        )
        {
            return true;
        }

        if (
            Equal(host, "host.docker.internal")
            || Equal(host, "gateway.docker.internal")
            || Equal(host, "host.containers.internal")
            || Equal(host, "docker.for.mac.localhost")
        )
        {
            return true;
        }

        // 0.0.0.0 as a target is this machine too.
        return IsIPv4(host)
            ? host.StartsWith("127.", StringComparison.Ordinal) || host == "0.0.0.0"
            : host is "::1" or "::" or "0:0:0:0:0:0:0:1" || host.StartsWith("::ffff:127.", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether the text is a dotted quad.</summary>
    public static bool IsIPv4(string text)
    {
        var parts = 0;
        var value = -1;
        foreach (var c in text)
        {
            if (c == '.')
            {
                if (value < 0 || ++parts > 3)
                {
                    return false;
                }

                value = -1;
            }
            else if (c is >= '0' and <= '9')
            {
                value = (Math.Max(value, 0) * 10) + (c - '0');
                if (value > 255)
                {
                    return false;
                }
            }
            else
            {
                return false;
            }
        }

        return parts == 3 && value >= 0;
    }

    private static (string Host, int Port) SplitPort(string host)
    {
        if (host.Length > 0 && host[0] == '[')
        {
            var close = host.IndexOf(']');
            return close < 0 ? (host, 0) : (host.Substring(1, close - 1), PortOf(host.Substring(close + 1).TrimStart(':')));
        }

        var colon = host.IndexOf(':');
        return colon < 0 ? (host, 0) : (host.Substring(0, colon), PortOf(host.Substring(colon + 1)));
    }

    private static int PortOf(string text) =>
        int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var port)
        && port is > 0 and <= 65535
            ? port
            : 0;

    private static bool IsServiceScheme(string scheme) =>
        scheme
            is "http"
                or "https"
                or "ws"
                or "wss"
                or "grpc"
                or "grpcs"
                or "dns"
                or "amqp"
                or "amqps"
                or "rabbitmq"
                or "rabbitmqs"
                or "redis"
                or "rediss"
                or "mongodb"
                or "mongodb+srv"
                or "nats"
                or "mqtt"
                or "mqtts"
                or "tcp"
                or "tls"
                or "udp"
                or "net.tcp"
                or "sb"
                or "ldap"
                or "ldaps"
                or "ftp"
                or "ftps"
                or "sftp"
                or "smtp"
                or "smtps"
                or "postgres"
                or "postgresql"
                or "mysql"
                or "bolt"
                or "neo4j"
                or "stomp"
                or "kafka"
                or "rtsp"
                or "rtmp"
                or "esdb"
                or "esdb+discover"
                or "kurrentdb"
                or "pulsar"
                or "pulsar+ssl"
                or "couchbase"
                or "couchbases";

    private static bool IsPlaceholder(string host) =>
        host.StartsWith("your", StringComparison.OrdinalIgnoreCase)
        || host.StartsWith("my-", StringComparison.OrdinalIgnoreCase) && host.IndexOf('.') < 0
        || host.StartsWith("xxx", StringComparison.OrdinalIgnoreCase)
        || host.StartsWith("placeholder", StringComparison.OrdinalIgnoreCase)
        || Equal(host, "host")
        || Equal(host, "hostname")
        || Equal(host, "server")
        || Equal(host, "example");

    private static bool Equal(string host, string other) => host.Equals(other, StringComparison.OrdinalIgnoreCase);
}
