namespace Deployability.Formats.Dockerfiles;

/// <summary>What a .dockerignore keeps out of the build context.</summary>
/// <remarks>https://docs.docker.com/build/concepts/context/#dockerignore-files: patterns from the context's root, the last one that matches decides, <c>!</c> takes back.</remarks>
public sealed class IgnorePatterns
{
    private readonly List<(string[] Parts, bool TakesBack)> patterns = [];

    private IgnorePatterns() { }

    /// <summary>Reads a text; never throws.</summary>
    public static IgnorePatterns Parse(string text)
    {
        var result = new IgnorePatterns();
        foreach (var raw in text.Split('\n'))
        {
            var line = raw.Trim(' ', '\t', '\r', '\uFEFF');
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            var takesBack = line[0] == '!';
            var parts = (takesBack ? line.Substring(1) : line).Replace('\\', '/').Split(['/'], StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length > 0)
            {
                result.patterns.Add((parts, takesBack));
            }
        }

        return result;
    }

    /// <summary>Whether a file is kept out: itself, or a folder that holds it.</summary>
    /// <param name="path">From the context's root, with slashes.</param>
    public bool Excludes(string path)
    {
        var parts = path.Split('/');
        var isExcluded = false;
        foreach (var (pattern, takesBack) in patterns)
        {
            if (MatchesSelfOrFolder(pattern, parts))
            {
                isExcluded = !takesBack;
            }
        }

        return isExcluded;
    }

    private static bool MatchesSelfOrFolder(string[] pattern, string[] parts)
    {
        for (var length = 1; length <= parts.Length; length++)
        {
            if (Matches(pattern, 0, parts, 0, length))
            {
                return true;
            }
        }

        return false;
    }

    // Two places are remembered instead of all ways being tried, so that "**/**/**/x" costs no more than its length.
    private static bool Matches(string[] pattern, int p, string[] parts, int s, int end)
    {
        var (star, from) = (-1, 0);
        while (s < end)
        {
            if (p < pattern.Length && pattern[p] == "**")
            {
                (star, from) = (p++, s);
            }
            else if (p < pattern.Length && MatchesPart(pattern[p], parts[s]))
            {
                (p, s) = (p + 1, s + 1);
            }
            else if (star >= 0)
            {
                (p, s) = (star + 1, ++from);
            }
            else
            {
                return false;
            }
        }

        while (p < pattern.Length && pattern[p] == "**")
        {
            p++;
        }

        return p == pattern.Length;
    }

    private static bool MatchesPart(string pattern, string part)
    {
        var (p, s, star, from) = (0, 0, -1, 0);
        while (s < part.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                (star, from) = (p++, s);
            }
            else if (p < pattern.Length && pattern[p] == '[' && pattern.IndexOf(']', p) is > 0 and var close)
            {
                if (!IsInClass(pattern.Substring(p + 1, close - p - 1), part[s]))
                {
                    if (star < 0)
                    {
                        return false;
                    }

                    (p, s) = (star + 1, ++from);
                    continue;
                }

                (p, s) = (close + 1, s + 1);
            }
            else if (p < pattern.Length && (pattern[p] == '?' || pattern[p] == part[s]))
            {
                (p, s) = (p + 1, s + 1);
            }
            else if (star >= 0)
            {
                (p, s) = (star + 1, ++from);
            }
            else
            {
                return false;
            }
        }

        while (p < pattern.Length && pattern[p] == '*')
        {
            p++;
        }

        return p == pattern.Length;
    }

    // [Bb]in
    private static bool IsInClass(string members, char c)
    {
        for (var i = 0; i < members.Length; i++)
        {
            if (i + 2 < members.Length && members[i + 1] == '-')
            {
                if (c >= members[i] && c <= members[i + 2])
                {
                    return true;
                }

                i += 2;
            }
            else if (members[i] == c)
            {
                return true;
            }
        }

        return false;
    }
}
