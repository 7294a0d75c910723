namespace Deployability.Secrets.Formats;

/// <summary>A private key in PEM form, with line breaks or with the two characters <c>\n</c> in their place (JSON, environment files).</summary>
/// <remarks>A header alone is what parsers and help texts hold; certificates and public keys are public.</remarks>
internal sealed class PrivateKeyFormat() : SecretFormat("-----BEGIN ")
{
    private const int MaxLabel = 40;
    private const int LeastBody = 64;

    public override SecretMatch? Match(ReadOnlySpan<char> text, int index)
    {
        var label = text.Slice(index + Marker.Length);
        label = label.Slice(0, Math.Min(label.Length, MaxLabel));
        var labelEnd = label.IndexOf("-----".AsSpan(), StringComparison.Ordinal);
        if (labelEnd < 0 || label.Slice(0, labelEnd).IndexOf("PRIVATE KEY".AsSpan(), StringComparison.Ordinal) < 0)
        {
            return null;
        }

        var body = index + Marker.Length + labelEnd + 5;
        var end = EndOfBody(text, body, out var count);
        if (count < LeastBody)
        {
            return null;
        }

        var title = text.Has("\"service_account\"") ? "Google service account key" : "private key";
        return new SecretMatch(SecretKind.PrivateKey, title, index, end - index);
    }

    /// <summary>Reads base64, line breaks and the header lines of older formats; stops at the dashes of the END line.</summary>
    private static int EndOfBody(ReadOnlySpan<char> text, int start, out int count)
    {
        count = 0;
        var i = start;
        while (i < text.Length)
        {
            var c = text[i];
            if (CharSet.Base64.Contains(c))
            {
                count++;
            }
            else if (c == '\\' && i + 1 < text.Length && text[i + 1] is 'n' or 'r')
            {
                i++;
            }
            else if (
                c is not ('=' or '\r' or '\n' or ' ' or '\t' or ':' or ',' or '\\' or '"' or '.')
                && !(c == '-' && !text.HasAt(i, "-----"))
            )
            {
                break;
            }
            else if (text.HasAt(i, "..."))
            {
                break;
            }

            i++;
        }

        if (!text.HasAt(i, "-----END "))
        {
            return i;
        }

        var rest = text.Slice(i + 9);
        var close = rest.Slice(0, Math.Min(rest.Length, MaxLabel)).IndexOf("-----".AsSpan(), StringComparison.Ordinal);
        return close < 0 ? i : i + 9 + close + 5;
    }
}
