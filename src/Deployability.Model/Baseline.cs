using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Deployability.Model;

/// <summary>Findings that a project had when it began, and that are therefore not reported: <c>deployability.baseline.json</c>.</summary>
/// <remarks>
/// One entry a line, sorted, each with a comma, so that git merges two branches by lines. Entries say rule, file and a hash of the line's text,
/// so that moved code stays matched and no text of the code stands in the file.
/// </remarks>
public sealed class Baseline
{
    public const string FileName = "deployability.baseline.json";

    private const int HashLength = 16;
    private static readonly char[] Slashes = ['/', '\\'];
    private const string Top =
        "{\n  \"about\": \"Findings that are not reported. 'dotnet build -t:DeployabilityBaseline' writes this file.\",\n  \"findings\": [\n";
    private const string Bottom = "    {}\n  ]\n}\n";

    private readonly Dictionary<(string Rule, string File, string Line), int> counts;

    private Baseline(
        Dictionary<(string Rule, string File, string Line), int> counts,
        IReadOnlyList<BaselineEntry> entries,
        int errorLine,
        string error
    )
    {
        this.counts = counts;
        Entries = entries;
        ErrorLine = errorLine;
        Error = error;
    }

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<BaselineEntry> Entries { get; }

    /// <summary>Why the file cannot be used, as a sentence; empty when it can.</summary>
    public string Error { get; }

    /// <summary>The line of the error, from 1.</summary>
    public int ErrorLine { get; }

    /// <summary>Reads a baseline; never throws. One with an error holds no entries, so that everything is reported.</summary>
    public static Baseline Parse(string text)
    {
        var entries = new List<BaselineEntry>();
        var counts = new Dictionary<(string, string, string), int>();
        var number = 0;
        var isInside = false;
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = raw.Trim();
            if (
                line.StartsWith("<<<<<<<", StringComparison.Ordinal)
                || line.StartsWith("=======", StringComparison.Ordinal)
                || line.StartsWith(">>>>>>>", StringComparison.Ordinal)
            )
            {
                return Broken(
                    number,
                    "has merge-conflict markers. Keep the lines of both sides, delete the markers, and build with -t:DeployabilityBaseline to sort it."
                );
            }

            isInside |= line.StartsWith("\"findings\"", StringComparison.Ordinal);
            if (!isInside || !line.StartsWith("{ \"rule\"", StringComparison.Ordinal))
            {
                continue;
            }

            var rule = Member(line, "rule");
            var file = Member(line, "file");
            var hash = Member(line, "line");
            if (rule.Length == 0 || file.Length == 0 || hash.Length != HashLength || Number(line) is not { } count)
            {
                return Broken(
                    number,
                    "has an entry that no version of this package wrote. Build with -t:DeployabilityBaseline to write it anew."
                );
            }

            entries.Add(new(rule, file, hash, count, number));
            var key = (rule, file, hash);
            counts[key] = counts.TryGetValue(key, out var other) ? Math.Max(other, count) : count;
        }

        return isInside ? new(counts, entries, 0, "") : Broken(1, "is no baseline. Build with -t:DeployabilityBaseline to write it anew.");
    }

    /// <summary>Writes entries; equal sets give equal text.</summary>
    public static string Format(IEnumerable<BaselineEntry> entries)
    {
        var text = new StringBuilder(Top);
        var sorted = entries
            .GroupBy(static entry => (entry.File, entry.Rule, entry.Line))
            .OrderBy(static group => group.Key.File, StringComparer.Ordinal)
            .ThenBy(static group => group.Key.Rule, StringComparer.Ordinal)
            .ThenBy(static group => group.Key.Line, StringComparer.Ordinal);
        foreach (var group in sorted)
        {
            var count = group.Max(static entry => entry.Count);
            text.Append("    { \"rule\": \"")
                .Append(group.Key.Rule)
                .Append("\", \"file\": \"")
                .Append(Escape(group.Key.File))
                .Append("\", \"line\": \"")
                .Append(group.Key.Line);
            text.Append(count > 1 ? "\", \"count\": " + count.ToString(CultureInfo.InvariantCulture) + " },\n" : "\" },\n");
        }

        return text.Append(Bottom).ToString();
    }

    /// <summary>The hash by which an entry knows its line.</summary>
    /// <param name="rule">Id of the rule.</param>
    /// <param name="file">Relative to the project, with either slash.</param>
    /// <param name="maskedLine">The line without what may be a credential.</param>
    public static string Hash(string rule, string file, string maskedLine)
    {
        using var sha = SHA256.Create();
        var bytes = sha.ComputeHash(Encoding.UTF8.GetBytes(rule + "\n" + Normalized(file) + "\n" + maskedLine));
        var text = new StringBuilder(HashLength);
        for (var i = 0; i < HashLength / 2; i++)
        {
            text.Append(bytes[i].ToString("x2", CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }

    /// <summary>A path as entries write it.</summary>
    public static string Normalized(string file) => file.Replace('\\', '/');

    /// <summary>A path relative to a folder, with '/'; both absolute.</summary>
    public static string RelativePath(string folder, string path)
    {
        var from = folder.Split(Slashes, StringSplitOptions.RemoveEmptyEntries);
        var to = path.Split(Slashes, StringSplitOptions.RemoveEmptyEntries);
        var comparison = Path.DirectorySeparatorChar == '\\' ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        var common = 0;
        while (common < from.Length && common < to.Length && string.Equals(from[common], to[common], comparison))
        {
            common++;
        }

        return string.Join("/", Enumerable.Repeat("..", from.Length - common).Concat(to.Skip(common)));
    }

    /// <summary>Whether a finding is listed.</summary>
    /// <param name="rule">Id of the rule.</param>
    /// <param name="file">Relative to the project.</param>
    /// <param name="hash">Of its line.</param>
    /// <param name="occurrence">1 for the first line with this text in the file, 2 for the second: a further copy of a listed line is new.</param>
    public bool Lists(string rule, string file, string hash, int occurrence) =>
        counts.TryGetValue((rule, Normalized(file), hash), out var count) && occurrence <= count;

    /// <summary>Whether any finding of a rule in a file is listed; asked first, because it costs nothing.</summary>
    public bool MayList(string rule, string file)
    {
        var normalized = Normalized(file);
        foreach (var entry in Entries)
        {
            if (entry.Rule == rule && entry.File == normalized)
            {
                return true;
            }
        }

        return false;
    }

    private static Baseline Broken(int line, string error) => new([], [], line, error);

    private static string Member(string line, string name)
    {
        var start = line.IndexOf("\"" + name + "\": \"", StringComparison.Ordinal);
        if (start < 0)
        {
            return "";
        }

        var value = new StringBuilder();
        for (var i = start + name.Length + 5; i < line.Length && line[i] != '"'; i++)
        {
            if (line[i] == '\\' && i + 1 < line.Length)
            {
                i++;
            }

            value.Append(line[i]);
        }

        return value.ToString();
    }

    private static int? Number(string line)
    {
        var start = line.IndexOf("\"count\": ", StringComparison.Ordinal);
        if (start < 0)
        {
            return 1;
        }

        var end = line.IndexOf(' ', start + 9);
        return
            end > 0
            && int.TryParse(line.Substring(start + 9, end - start - 9), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count > 0
            ? count
            : null;
    }

    private static string Escape(string text) => text.Replace("\\", "\\\\").Replace("\"", "\\\"");
}

/// <summary>One line of a baseline.</summary>
/// <param name="Rule">Id of the rule.</param>
/// <param name="File">Relative to the project, with '/'.</param>
/// <param name="Line"><see cref="Baseline.Hash"/> of the line's text.</param>
/// <param name="Count">How many lines of the file with this text are listed.</param>
/// <param name="Number">The line of the baseline itself, from 1; 0 when it is not read from one.</param>
public sealed record BaselineEntry(string Rule, string File, string Line, int Count, int Number = 0);
