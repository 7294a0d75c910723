namespace Deployability.Secrets.Matching;

/// <summary>A secret inside a text.</summary>
/// <param name="Kind">What gave it away.</param>
/// <param name="Title">What it is, for people: "GitHub personal access token".</param>
/// <param name="Start">Where it begins in the text that was inspected.</param>
/// <param name="Length">How long it is; the secret itself, not the text around it.</param>
/// <param name="Host">Where it is valid, as far as the text says.</param>
/// <param name="PrefixLength">How many of its first characters every secret of its kind begins with.</param>
public readonly record struct SecretMatch(
    SecretKind Kind,
    string Title,
    int Start,
    int Length,
    SecretHost Host = SecretHost.Unknown,
    int PrefixLength = 0
)
{
    private const int MaxPrefix = 4;

    /// <summary>
    /// What a message may say of the secret: its title, and the prefix by which people know a provider's tokens ("GitHub personal access token 'ghp_…'").
    /// No character that is the secret's own is shown: the first ones of a password help to guess it.
    /// </summary>
    /// <param name="text">The text that was inspected.</param>
    /// <exception cref="ArgumentOutOfRangeException">The text is too short to be the one that was inspected.</exception>
    public string Describe(ReadOnlySpan<char> text)
    {
        if (Start < 0 || Length < 0 || Start + Length > text.Length)
        {
            throw new ArgumentOutOfRangeException(nameof(text), "This is not the text that the match was found in.");
        }

        var title = char.ToUpperInvariant(Title[0]) + Title.Substring(1);
        return PrefixLength == 0 ? title : $"{title} '{text.Slice(Start, Math.Min(MaxPrefix, PrefixLength)).ToString()}…'";
    }
}
