namespace Deployability.Secrets;

/// <summary>A secret inside a text.</summary>
/// <param name="Kind">What gave it away.</param>
/// <param name="Title">What it is, for people: "GitHub personal access token".</param>
/// <param name="Start">Where it begins in the text that was inspected.</param>
/// <param name="Length">How long it is; the secret itself, not the text around it.</param>
/// <param name="Host">Where it is valid, as far as the text says.</param>
public readonly record struct SecretMatch(SecretKind Kind, string Title, int Start, int Length, SecretHost Host = SecretHost.Unknown)
{
    private const int MaxShown = 4;

    /// <summary>What a message may show: a quarter of the secret, at most its first four characters, then an ellipsis.</summary>
    /// <param name="text">The text that was inspected.</param>
    public string Mask(ReadOnlySpan<char> text)
    {
        if (Start < 0 || Length < 0 || Start + Length > text.Length)
        {
            throw new ArgumentOutOfRangeException(nameof(text), "This is not the text that the match was found in.");
        }

        var shown = Math.Min(MaxShown, Length / 4);
        Span<char> masked = stackalloc char[MaxShown + 1];
        for (var i = 0; i < shown; i++)
        {
            var c = text[Start + i];
            masked[i] = c is > ' ' and < '\u007f' ? c : '?';
        }

        masked[shown] = '…';
        return masked.Slice(0, shown + 1).ToString();
    }
}
