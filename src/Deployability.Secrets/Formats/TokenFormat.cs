using Deployability.Secrets.Values;

namespace Deployability.Secrets.Formats;

internal delegate bool TokenCheck(ReadOnlySpan<char> token);

/// <summary>A token of one alphabet with a fixed marker: <c>before</c> characters, the marker, <c>min</c> to <c>max</c> characters, the suffix.</summary>
/// <param name="title">What people call it.</param>
/// <param name="marker">The fixed part.</param>
/// <param name="min">Least number of characters after the marker.</param>
/// <param name="max">Greatest number; a longer run of the alphabet is something else.</param>
/// <param name="alphabet">What stands around the marker; none of it may touch the token from outside.</param>
/// <param name="before">How many characters stand before the marker.</param>
/// <param name="suffix">What follows, such as base64 padding.</param>
/// <param name="check">A checksum or structure. Without one, the random part must look random.</param>
/// <param name="kind">What to report it as.</param>
internal sealed class TokenFormat(
    string title,
    string marker,
    int min,
    int max,
    CharSet alphabet,
    int before = 0,
    string suffix = "",
    TokenCheck? check = null,
    SecretKind kind = SecretKind.ProviderToken
) : SecretFormat(marker)
{
    // A marker in the middle stands behind characters of the secret.
    private int KnownPrefix => before == 0 && kind == SecretKind.ProviderToken ? Marker.Length : 0;

    public override SecretMatch? Match(ReadOnlySpan<char> text, int index)
    {
        var start = index - before;
        if (start < 0 || (start > 0 && text[start] != '.' && Touches(text[start - 1])))
        {
            return null;
        }

        var tail = index + Marker.Length;
        var count = alphabet.Run(text, tail, max + 1);
        var end = tail + count;
        if (count < min || count > max || !text.HasAt(end, suffix) || !alphabet.ContainsAll(text.Slice(start, before)))
        {
            return null;
        }

        end += suffix.Length;
        if (end < text.Length && CharSet.Word.Contains(text[end]))
        {
            return null;
        }

        var token = text.Slice(start, end - start);
        var isReal = check is null ? TextShape.LooksRandom(before > 0 ? token : text.Slice(tail, count)) : check(token);
        return isReal && !Placeholders.HasWord(token) ? new SecretMatch(kind, title, start, token.Length, PrefixLength: KnownPrefix) : null;
    }

    // No character of a token is one that code writes with an escape.
    public override bool MayStandAt(ReadOnlySpan<char> source, int index) =>
        index >= before
        && alphabet.Run(source, index + Marker.Length, min) == min
        && alphabet.ContainsAll(source.Slice(index - before, before));

    // A dash or dot may precede a token in running text, a letter never.
    private bool Touches(char c) => CharSet.Word.Contains(c) || (c is '+' or '/' && before > 0 && alphabet.Contains(c));
}
