using Deployability.Secrets.Values;

namespace Deployability.Secrets.Formats;

/// <summary>An Azure shared access signature: <c>sig=</c> with 32 bytes in base64, URL-encoded or not, beside version, expiry, permissions or resource.</summary>
internal sealed class SharedAccessSignatureFormat() : SecretFormat("sig=")
{
    private const int Characters = 43;
    private const int Window = 600;

    private static readonly string[] Companions = ["sv=", "se=", "sp=", "sr="];

    public override SecretMatch? Match(ReadOnlySpan<char> text, int index)
    {
        if (index > 0 && text[index - 1] is not ('?' or '&' or ' ' or ';' or '"'))
        {
            return null;
        }

        var start = index + Marker.Length;
        var (i, count) = (start, 0);
        while (count < Characters && i < text.Length && Advance(text, i) is > 0 and var width)
        {
            i += width;
            count++;
        }

        if (CharSet.UrlSafe.Run(text, start, Characters + 1) == Characters && !IsBase64At(text, start + Characters))
        {
            // Logic Apps and Power Automate sign their URLs in the alphabet of URLs.
            return Of(text, index, start + Characters, 0);
        }

        var padding =
            text.HasAt(i, "=") ? 1
            : text.HasAt(i, "%3D") || text.HasAt(i, "%3d") ? 3
            : 0;
        return count < Characters || padding == 0 ? null : Of(text, index, i, padding);
    }

    private SecretMatch? Of(ReadOnlySpan<char> text, int index, int end, int padding)
    {
        var start = index + Marker.Length;
        return HasCompanion(text, index, end) && TextShape.LooksRandom(text.Slice(start, end - start))
            ? new SecretMatch(SecretKind.SharedAccessSignature, "shared access signature", start, end + padding - start)
            : null;
    }

    private static bool IsBase64At(ReadOnlySpan<char> text, int i) =>
        i < text.Length && (text[i] is '=' or '%' || CharSet.Base64.Contains(text[i]));

    private static int Advance(ReadOnlySpan<char> text, int i) =>
        CharSet.Base64.Contains(text[i]) ? 1
        : text[i] == '%'
        && i + 2 < text.Length
        && CharSet.HexAnyCase.Contains(text[i + 1])
        && CharSet.HexAnyCase.Contains(text[i + 2])
        && !text.HasAt(i, "%3D")
        && !text.HasAt(i, "%3d")
            ? 3
        : 0;

    private static bool HasCompanion(ReadOnlySpan<char> text, int start, int end)
    {
        var from = Math.Max(0, start - Window);
        var to = Math.Min(text.Length, end + Window);
        return text.Slice(from, to - from).HasAny(Companions);
    }
}
