using System.Globalization;

namespace Deployability.Publish.Planning;

/// <summary>What values may look like. Plain scans: a regular expression would cost more to start than the rest of the plan.</summary>
internal static class Rules
{
    /// <summary>Whether it is a path below the root that a proxy's configuration takes as it is.</summary>
    public static bool IsPathPrefix(string text) =>
        text.Length > 1
        && text[0] == '/'
        && text[1] != '/'
        && text.All(static c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '/' or '_' or '.' or '-');

    private const int LongestLabel = 63;
    private const int LongestHost = 253;
    private const int LongestTag = 128;
    private const int LongestRepository = 255;

    private static readonly string[] QuantitySuffixes = ["", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];

    public static bool IsDnsLabel(string value) =>
        value.Length <= LongestLabel && IsFramed(value, IsLowerOrDigit, static c => IsLowerOrDigit(c) || c == '-');

    /// <summary>A label that a Service may have for its name, which older clusters want to start with a letter.</summary>
    public static bool IsServiceName(string value) => IsDnsLabel(value) && !IsDigit(value[0]);

    /// <summary>A name that most objects of Kubernetes may have: labels with dots between them.</summary>
    public static bool IsDnsName(string value) => value.Length is > 0 and <= LongestHost && value.Split('.').All(IsDnsLabel);

    /// <summary>A label of Kubernetes, <c>name=value</c>.</summary>
    public static bool IsLabel(string value)
    {
        var parts = value.Split('=');
        var name = parts[0].Split('/');
        return parts.Length == 2
            && IsLabelValue(parts[1])
            && IsLabelValue(name[name.Length - 1])
            && (name.Length == 1 || (name.Length == 2 && IsDnsName(name[0])));
    }

    public static bool IsHost(string value) =>
        value.Length <= LongestHost
        && (value.StartsWith("*.", StringComparison.Ordinal) ? value.Substring(2) : value)
            .Split('.')
            .All(static part => IsDnsLabel(part.ToLowerInvariant()));

    public static bool IsQuantity(string value)
    {
        var end = 0;
        while (end < value.Length && (IsDigit(value[end]) || value[end] == '.'))
        {
            end++;
        }

        var number = value.Substring(0, end).Split('.');
        return number.Length <= 2
            && number.All(static part => part.Length > 0)
            && number.Any(static part => part.Any(static c => c is >= '1' and <= '9'))
            && QuantitySuffixes.Contains(value.Substring(end));
    }

    /// <summary>An address range of IPv4 or IPv6 with its prefix length.</summary>
    public static bool IsCidr(string value)
    {
        var parts = value.Split('/');
        return parts.Length == 2
            && System.Net.IPAddress.TryParse(parts[0], out var address)
            && (parts[0].Contains(':') || parts[0].Split('.').Length == 4)
            && TryNumber(parts[1], 0, address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? 128 : 32, out _);
    }

    /// <summary>A name of the time zone database: <c>Etc/UTC</c>, <c>America/Argentina/Ushuaia</c>.</summary>
    public static bool IsTimeZone(string value) =>
        value != "Local"
        && value
            .Split('/')
            .All(static part => part.Length > 0 && IsLetter(part[0]) && part.All(static c => IsLetterOrDigit(c) || c is '_' or '-' or '+'));

    /// <summary>The name of a secret in a store outside.</summary>
    public static bool IsRemoteKey(string value) => value.All(static c => IsNameChar(c) || c == '/');

    public static bool IsVariable(string value) =>
        value.Length > 0 && (IsLetter(value[0]) || value[0] == '_') && value.All(static c => IsNameChar(c) || c == ':');

    public static bool IsTag(string value) =>
        value.Length is > 0 and <= LongestTag && (IsLetterOrDigit(value[0]) || value[0] == '_') && value.All(IsNameChar);

    /// <summary>A value that a Kubernetes label may have.</summary>
    public static bool IsLabelValue(string value) => value.Length <= LongestLabel && IsFramed(value, IsLetterOrDigit, IsNameChar);

    public static bool IsRepository(string value) =>
        value.Length <= LongestRepository
        && value.Split('/').All(static part => IsFramed(part, IsLowerOrDigit, static c => IsLowerOrDigit(c) || c is '.' or '_' or '-'));

    public static bool IsRegistry(string value)
    {
        var parts = value.Split(':');
        return parts.Length <= 2
            && IsFramed(parts[0], IsLetterOrDigit, static c => IsLetterOrDigit(c) || c is '.' or '-')
            && (parts.Length == 1 || TryNumber(parts[1], 1, 65535, out _));
    }

    public static bool IsImage(string value)
    {
        var parts = value.Split('@');
        var slash = parts[0].IndexOf('/');
        var host = slash < 0 ? "" : parts[0].Substring(0, slash);

        // What has no dot, port or capital is a folder of Docker Hub.
        var isHost = host == "localhost" || host.Any(static c => c is '.' or ':' || char.IsUpper(c));
        var name = isHost ? parts[0].Substring(slash + 1) : parts[0];
        var tag = name.LastIndexOf(':');
        return parts.Length <= 2
            && (!isHost || IsRegistry(host))
            && IsRepository(tag < 0 ? name : name.Substring(0, tag))
            && (tag < 0 || IsTag(name.Substring(tag + 1)))
            && (parts.Length == 1 || parts[1].StartsWith("sha256:", StringComparison.Ordinal));
    }

    /// <summary>A path that a volume can be mounted on without hiding what the image needs.</summary>
    public static bool IsMountPath(string value) =>
        value.Length > 1
        && value[0] == '/'
        && !value.Contains(':')
        && !value.Contains('\\')
        && !value.Any(char.IsControl)
        && value.TrimEnd('/').Length > 0
        && !value.Split('/').Contains("..");

    public static bool IsShareSource(string value) =>
        (value.StartsWith(@"\\", StringComparison.Ordinal) || value.StartsWith("//", StringComparison.Ordinal))
        && value.Substring(2).Split('/', '\\') is { Length: >= 2 } parts
        && parts[0].Length > 0
        && parts[1].Length > 0
        && !parts.Contains("..");

    /// <summary>A whole number between two bounds, in plain digits.</summary>
    public static bool TryNumber(string value, int least, int most, out int number) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= least && number <= most;

    private static bool IsFramed(string value, Func<char, bool> atEnds, Func<char, bool> inside) =>
        value.Length > 0 && atEnds(value[0]) && atEnds(value[value.Length - 1]) && value.All(inside);

    private static bool IsNameChar(char c) => IsLetterOrDigit(c) || c is '_' or '.' or '-';

    private static bool IsLetterOrDigit(char c) => IsLetter(c) || IsDigit(c);

    private static bool IsLowerOrDigit(char c) => c is >= 'a' and <= 'z' || IsDigit(c);

    private static bool IsLetter(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z');

    private static bool IsDigit(char c) => c is >= '0' and <= '9';
}
