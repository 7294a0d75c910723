using Deployability.Secrets.Values;

namespace Deployability.Secrets.Formats;

/// <summary>A password in a URL of any scheme: <c>amqp://user:password@host</c>.</summary>
/// <remarks>
/// The same word for user and password is a documentation sample or a product's published default, and nobody lives at a host that
/// is reserved for documentation (<see href="https://www.rfc-editor.org/rfc/rfc2606"/>).
/// </remarks>
internal sealed class UrlCredentialFormat() : SecretFormat("://")
{
    public override SecretMatch? Match(ReadOnlySpan<char> text, int index)
    {
        if (index == 0 || !CharSet.Base62.Contains(text[index - 1]))
        {
            return null;
        }

        if (
            !UrlLogin.TryRead(text, index + Marker.Length, out var login)
            || login.Password.Length < 3
            || login.User.SequenceEqual(login.Password)
            || Placeholders.IsPlaceholder(login.Password)
            || Placeholders.IsSampleLogin(login.User, login.Password)
            || SecretHosts.IsDocumentation(login.Host)
        )
        {
            return null;
        }

        return new SecretMatch(
            SecretKind.UrlCredential,
            "password in a URL",
            login.PasswordStart,
            login.Password.Length,
            HostOf(login.Host)
        );
    }

    public override bool MayStandAt(ReadOnlySpan<char> source, int index) =>
        UrlLogin.AuthorityAt(source, index + Marker.Length).IndexOf('@') >= 0;

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
