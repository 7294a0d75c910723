using Deployability.Secrets.Values;

namespace Deployability.Secrets.Formats;

/// <summary>The value of an Authorization header: user and password in base64.</summary>
internal sealed class BasicCredentialsFormat(string marker) : SecretFormat(marker)
{
    private const int MaxEncoded = 400;

    public override SecretMatch? Match(ReadOnlySpan<char> text, int index)
    {
        if (index > 0 && CharSet.Word.Contains(text[index - 1]))
        {
            return null;
        }

        var start = index + Marker.Length;
        var count = CharSet.Base64.Run(text, start, MaxEncoded);
        var padding =
            text.HasAt(start + count, "==") ? 2
            : text.HasAt(start + count, "=") ? 1
            : 0;
        // A dot after it: a JSON Web Token's header, which holds a colon as well.
        if (count < 8 || text.HasAt(start + count, ".") || (count + padding) % 4 != 0 || !HoldsPassword(text.Slice(start, count)))
        {
            return null;
        }

        return new SecretMatch(SecretKind.BasicCredentials, "user and password of basic authentication", start, count + padding);
    }

    private static bool HoldsPassword(ReadOnlySpan<char> encoded)
    {
        Span<char> buffer = stackalloc char[MaxEncoded];
        ReadOnlySpan<char> decoded = buffer.Slice(0, Base64Text.Decode(encoded, buffer));
        foreach (var c in decoded)
        {
            if (c is < ' ' or > '~')
            {
                return false;
            }
        }

        var colon = decoded.IndexOf(':');
        if (colon < 1 || colon > decoded.Length - 4)
        {
            return false;
        }

        var password = decoded.Slice(colon + 1);
        return !Placeholders.IsPlaceholder(password) && !Placeholders.IsSampleLogin(decoded.Slice(0, colon), password);
    }
}
