namespace Deployability.Publish.Core;

/// <summary>Letters of Latin alphabets as names of the network have them: lower case, without marks, <c>ß</c> as <c>ss</c>.</summary>
/// <remarks>
/// A table, not <see cref="string.Normalize()"/>: that leaves text as it is where .NET runs without ICU, and files may not
/// depend on the machine that publishes.
/// </remarks>
internal static class LatinLetters
{
    private const char FirstMark = '\u0300';
    private const char LastMark = '\u036F';

    /// <summary>Letters by what stands for them: Latin-1, Latin Extended-A, and what Romanian and capital ß have beyond.</summary>
    private static readonly Dictionary<string, string> Forms = new(StringComparer.Ordinal)
    {
        ["a"] = "ÀÁÂÃÄÅàáâãäåĀāĂăĄą",
        ["ae"] = "Ææ",
        ["c"] = "ÇçĆćĈĉĊċČč",
        ["d"] = "ÐðĎďĐđ",
        ["e"] = "ÈÉÊËèéêëĒēĔĕĖėĘęĚě",
        ["g"] = "ĜĝĞğĠġĢģ",
        ["h"] = "ĤĥĦħ",
        ["i"] = "ÌÍÎÏìíîïĨĩĪīĬĭĮįİı",
        ["ij"] = "Ĳĳ",
        ["j"] = "Ĵĵ",
        ["k"] = "Ķķĸ",
        ["l"] = "ĹĺĻļĽľĿŀŁł",
        ["n"] = "ÑñŃńŅņŇňŉŊŋ",
        ["o"] = "ÒÓÔÕÖØòóôõöøŌōŎŏŐő",
        ["oe"] = "Œœ",
        ["r"] = "ŔŕŖŗŘř",
        ["s"] = "ŚśŜŝŞşŠšſȘș",
        ["ss"] = "ßẞ",
        ["t"] = "ŢţŤťŦŧȚț",
        ["th"] = "Þþ",
        ["u"] = "ÙÚÛÜùúûüŨũŪūŬŭŮůŰűŲų",
        ["w"] = "Ŵŵ",
        ["y"] = "ÝýÿŶŷŸ",
        ["z"] = "ŹźŻżŽž",
    };

    private static readonly Dictionary<char, string> Letters = ByLetter();

    private static Dictionary<char, string> ByLetter()
    {
        var letters = new Dictionary<char, string>();
        foreach (var form in Forms)
        {
            foreach (var letter in form.Value)
            {
                letters.Add(letter, form.Key);
            }
        }

        return letters;
    }

    /// <summary>What stands for a character.</summary>
    /// <returns>Empty for a mark, which belongs to the letter before it; null for what is no Latin letter and no digit.</returns>
    public static string? Of(char c) =>
        c switch
        {
            (>= 'a' and <= 'z') or (>= '0' and <= '9') => c.ToString(),
            >= 'A' and <= 'Z' => ((char)(c + ('a' - 'A'))).ToString(),
            >= FirstMark and <= LastMark => "",
            _ => Letters.TryGetValue(c, out var letters) ? letters : null,
        };
}
