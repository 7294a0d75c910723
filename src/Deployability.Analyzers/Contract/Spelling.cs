namespace Deployability.Analyzers.Contract;

/// <summary>Tells how near a name is to another that may have been meant.</summary>
internal static class Spelling
{
    /// <summary>How often somebody mistyped who wrote one and meant the other: a letter too many, one missing, another one, two exchanged. Without regard to case.</summary>
    /// <param name="left">One of them.</param>
    /// <param name="right">The other.</param>
    /// <param name="most">What the asker cares for; nobody counts beyond it where the lengths alone say that it is more.</param>
    /// <returns>The distance of optimal string alignment.</returns>
    public static int Distance(string left, string right, int most = int.MaxValue)
    {
        if (Math.Abs(left.Length - right.Length) > most)
        {
            return most + 1;
        }

        var before = new int[right.Length + 1];
        var previous = new int[right.Length + 1];
        var current = new int[right.Length + 1];
        for (var j = 0; j <= right.Length; j++)
        {
            previous[j] = j;
        }

        for (var i = 1; i <= left.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var least = Math.Min(current[j - 1], previous[j]) + 1;
                least = Math.Min(least, previous[j - 1] + (IsSame(left[i - 1], right[j - 1]) ? 0 : 1));
                current[j] =
                    i > 1 && j > 1 && IsSame(left[i - 1], right[j - 2]) && IsSame(left[i - 2], right[j - 1])
                        ? Math.Min(least, before[j - 2] + 1)
                        : least;
            }

            (before, previous, current) = (previous, current, before);
        }

        return previous[right.Length];
    }

    /// <summary>Whether a variable is near enough to one that nobody gives to be meant for it.</summary>
    /// <param name="written">The variable.</param>
    /// <param name="meant">The <see cref="Letters"/> of the other one.</param>
    public static bool IsNear(string written, string meant)
    {
        var letters = Letters(written);
        var most = MostMistakes(letters.Length);
        return Distance(meant, letters, most) <= most;
    }

    /// <summary>How many mistakes a name of so many letters may have and still be the other one.</summary>
    public static int MostMistakes(int letters) => Math.Max(1, Math.Min(3, letters / 6));

    /// <summary>A name as people remember it: without separators, in lower case.</summary>
    public static string Letters(string name)
    {
        var letters = new char[name.Length];
        var count = 0;
        foreach (var c in name)
        {
            if (char.IsLetterOrDigit(c))
            {
                letters[count++] = char.ToLowerInvariant(c);
            }
        }

        return new string(letters, 0, count);
    }

    private static bool IsSame(char left, char right) => left == right || char.ToLowerInvariant(left) == char.ToLowerInvariant(right);
}
