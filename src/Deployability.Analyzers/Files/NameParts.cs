namespace Deployability.Analyzers.Files;

/// <summary>Looks for words in names of files, environments and settings: <c>DockerDevelopment</c>, <c>local-docker</c>, <c>IntegrationTests</c>.</summary>
internal static class NameParts
{
    /// <summary>Whether one of the words of a name is one of these: <c>Dev</c> of <c>DevDocker</c>, not of <c>Devices</c>.</summary>
    /// <param name="name">In Pascal case, or with anything but letters between its words.</param>
    /// <param name="words">In any case.</param>
    public static bool HaveAny(string name, string[] words)
    {
        for (var start = 0; start < name.Length; )
        {
            var end = start + 1;
            while (end < name.Length && char.IsLetter(name[end]) && !(char.IsUpper(name[end]) && char.IsLower(name[end - 1])))
            {
                end++;
            }

            if (
                Array.Exists(
                    words,
                    word =>
                        end - start == word.Length
                        && string.Compare(name, start, word, 0, word.Length, StringComparison.OrdinalIgnoreCase) == 0
                )
            )
            {
                return true;
            }

            start = end;
            while (start < name.Length && !char.IsLetter(name[start]))
            {
                start++;
            }
        }

        return false;
    }
}
