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

    private static bool IsToken(ReadOnlySpan<char> text, int start) =>
        (start == 0 || !CharSet.Word.Contains(text[start - 1]))
        && (start + Length == text.Length || !CharSet.Word.Contains(text[start + Length]))
        && Checksums.HasAzureDevOpsCrc(text.Slice(start, Length));
}
