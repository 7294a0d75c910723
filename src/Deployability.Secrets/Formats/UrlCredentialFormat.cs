using Deployability.Secrets.Values;

namespace Deployability.Secrets.Formats;

/// <summary>A password in a URL of any scheme: <c>amqp://user:password@host</c>.</summary>
/// <remarks>
/// The same word for user and password is a documentation sample or a product's published default, and nobody lives at a host that
/// is reserved for documentation (<see href="https://www.rfc-editor.org/rfc/rfc2606"/>).
/// </remarks>
internal sealed class UrlCredentialFormat() : SecretFormat("://")
{
    private const int MaxAuthority = 512;

    public override SecretMatch? Match(ReadOnlySpan<char> text, int index)
    {
        if (index == 0 || !CharSet.Base62.Contains(text[index - 1]))
        {
            return null;
        }

        var start = index + Marker.Length;
        var authority = Authority(text.Slice(start));
        var at = authority.LastIndexOf('@');
        var colon = authority.IndexOf(':');
        if (colon < 0 || at <= colon + 1 || at == authority.Length - 1)
        {
            return null;
        }

        var user = authority.Slice(0, colon);
        var password = authority.Slice(colon + 1, at - colon - 1);
        var host = authority.Slice(at + 1);
        if (
            password.Length < 3
            || user.SequenceEqual(password)
            || Placeholders.IsPlaceholder(password)
            || Placeholders.IsSampleLogin(user, password)
            || SecretHosts.IsDocumentation(host)
        )
        {
            return null;
        }

        return new SecretMatch(SecretKind.UrlCredential, "password in a URL", start + colon + 1, password.Length, HostOf(host));
    }

    public override bool MayStandAt(ReadOnlySpan<char> source, int index) =>
        Authority(source.Slice(index + Marker.Length)).IndexOf('@') >= 0;

    private static ReadOnlySpan<char> Authority(ReadOnlySpan<char> rest)
    {
        rest = rest.Slice(0, Math.Min(rest.Length, MaxAuthority));
        var end = rest.IndexOfAny("/?# \t\r\n\"'`\\<>".AsSpan());
        return end < 0 ? rest : rest.Slice(0, end);
    }

    // A replica set names several hosts: one that is not local makes all of it count.
    private static SecretHost HostOf(ReadOnlySpan<char> hosts)
    {
        var result = SecretHost.Unknown;
        while (!hosts.IsEmpty)
        {
            var comma = hosts.IndexOf(',');
            var host = SecretHosts.Classify(comma < 0 ? hosts : hosts.Slice(0, comma));
            result = host > result ? host : result;
            hosts = comma < 0 ? default : hosts.Slice(comma + 1);
        }

        return result;
    }
}
