namespace Deployability.Secrets.Formats;

/// <summary>Azure DevOps personal access tokens of the older kind: no marker, 52 characters, but a checksum.</summary>
internal static class AzureDevOpsTokens
{
    private const int Length = 52;

    public static SecretMatch? Find(ReadOnlySpan<char> text)
    {
        for (var i = 0; i + Length <= text.Length; i++)
        {
            var run = CharSet.Base32.Run(text, i);
            if (run == Length && IsToken(text, i))
            {
                return new SecretMatch(SecretKind.ProviderToken, "Azure DevOps personal access token", i, Length);
            }

            i += run;
        }

        return null;
    }

    /// <summary>Adds where in a file of code such a token may stand: one of the letters of any run that is long enough.</summary>
    public static void AddPositions(ReadOnlySpan<char> source, List<int> positions)
    {
        var start = 0;
        while (start + Length <= source.Length)
        {
            // Backwards: the last character that breaks the run says where the next one begins, and most of the text is never looked at.
            var i = start + Length - 1;
            while (i >= start && CharSet.Base32.Contains(source[i]))
            {
                i--;
            }

            if (i < start)
            {
                positions.Add(start + Length - 1);
                start += Length + CharSet.Base32.Run(source, start + Length);
            }
            else
            {
                start = i + 1;
            }
        }
    }

    private static bool IsToken(ReadOnlySpan<char> text, int start) =>
        (start == 0 || !CharSet.Word.Contains(text[start - 1]))
        && (start + Length == text.Length || !CharSet.Word.Contains(text[start + Length]))
        && Checksums.HasAzureDevOpsCrc(text.Slice(start, Length));
}
