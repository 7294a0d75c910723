using Deployability.Secrets.Values;

namespace Deployability.Secrets.Formats;

/// <summary>A signed JSON Web Token: three segments, a header that decodes to JSON with an algorithm.</summary>
/// <remarks>Truncated tokens, unsigned ones, the sample of jwt.io and keys meant for browsers are no secrets.</remarks>
internal sealed class JsonWebTokenFormat() : SecretFormat("eyJ")
{
    private const int LeastHeader = 15;
    private const int LeastSignature = 32;
    private const int MaxDecoded = 1024;

    public override SecretMatch? Match(ReadOnlySpan<char> text, int index)
    {
        if (index > 0 && CharSet.UrlSafeDot.Contains(text[index - 1]))
        {
            return null;
        }

        var header = CharSet.UrlSafe.Run(text, index);
        var payloadStart = index + header + 1;
        if (header < LeastHeader || !text.HasAt(payloadStart - 1, ".eyJ"))
        {
            return null;
        }

        var payload = CharSet.UrlSafe.Run(text, payloadStart);
        var signatureStart = payloadStart + payload + 1;
        if (!text.HasAt(signatureStart - 1, "."))
        {
            return null;
        }

        var signature = CharSet.UrlSafe.Run(text, signatureStart);
        var isSecret =
            signature >= LeastSignature
            && !text.HasAt(signatureStart + signature, "...")
            && TextShape.LooksRandom(text.Slice(signatureStart, signature))
            && IsSigned(text.Slice(index, header))
            && !IsSampleOrPublic(text.Slice(payloadStart, payload));
        return isSecret ? new SecretMatch(SecretKind.JsonWebToken, "JSON Web Token", index, signatureStart + signature - index) : null;
    }

    private static bool IsSigned(ReadOnlySpan<char> segment)
    {
        Span<char> json = stackalloc char[MaxDecoded];
        ReadOnlySpan<char> header = json.Slice(0, Base64Text.Decode(segment, json));
        return header.Has("\"alg\"") && !header.Has("\"none\"");
    }

    private static bool IsSampleOrPublic(ReadOnlySpan<char> segment)
    {
        Span<char> json = stackalloc char[MaxDecoded];
        ReadOnlySpan<char> payload = json.Slice(0, Base64Text.Decode(segment, json));
        return payload.Has("\"John Doe\"") || payload.Has("\"role\":\"anon\"");
    }
}
