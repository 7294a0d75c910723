using Deployability.Model;

namespace Deployability.Publish.Report;

/// <summary>Writes, shrinks, lists and checks the baseline of a project.</summary>
public static class BaselineFile
{
    /// <summary>What <c>DeployabilityBaselineMode</c> may be.</summary>
    public static IReadOnlyList<string> Modes { get; } = ["write", "shrink", "list"];

    /// <param name="path">Full path of the baseline.</param>
    /// <param name="projectFolder">Full path of the project's folder.</param>
    /// <param name="findings">Every finding of the project, without the baseline.</param>
    /// <param name="mode"><c>write</c>: what there is now; <c>shrink</c>: only take away what is mended; <c>list</c>: change nothing.</param>
    /// <returns>What to tell the user.</returns>
    public static IReadOnlyList<Problem> Update(string path, string projectFolder, IReadOnlyList<Finding> findings, string mode)
    {
        var known = File.Exists(path) ? Baseline.Parse(File.ReadAllText(path)) : Baseline.Parse(Baseline.Format([]));
        if (known.Error.Length > 0 && mode != "write")
        {
            return [new(ProblemSeverity.Error, ProblemCodes.InvalidInput, $"{Baseline.FileName} {known.Error}", path, known.ErrorLine)];
        }

        var lines = new SourceLines(projectFolder);
        var now = findings
            .Select(finding => (Finding: finding, Key: lines.KeyOf(finding)))
            .Where(static pair => pair.Key is not null)
            .GroupBy(static pair => (pair.Finding.Rule.Id, pair.Finding.File, pair.Key!.Value.Hash))
            .Select(static group => new BaselineEntry(
                group.Key.Id,
                group.Key.File,
                group.Key.Hash,
                group.Max(static pair => pair.Key!.Value.Occurrence)
            ))
            .ToList();
        if (mode == "list")
        {
            return [.. List(known, findings, lines)];
        }

        var kept = mode == "write" ? now : Shrunk(known, now);
        var text = Baseline.Format(kept);
        if (!File.Exists(path) || File.ReadAllText(path).Replace("\r\n", "\n") != text)
        {
            File.WriteAllText(path, text);
        }

        var gone = known.Entries.Count(entry =>
            kept.All(other => (other.Rule, other.File, other.Line) != (entry.Rule, entry.File, entry.Line))
        );
        return
        [
            new(
                ProblemSeverity.Notice,
                "",
                $"{Baseline.FileName}: {Text.Of(kept.Count)} findings are listed and not reported from now on; {Text.Of(gone)} that were listed are gone. Commit it.",
                path
            ),
        ];
    }

    /// <summary>Says what is wrong with a baseline: it cannot be read, or lists what no line of the project says any more.</summary>
    public static IReadOnlyList<Problem> Check(string path, string projectFolder)
    {
        var known = Baseline.Parse(File.ReadAllText(path));
        if (known.Error.Length > 0)
        {
            return [new(ProblemSeverity.Error, ProblemCodes.InvalidInput, $"{Baseline.FileName} {known.Error}", path, known.ErrorLine)];
        }

        var found = new LineCounts(new SourceLines(projectFolder));
        return
        [
            .. known
                .Entries.Where(entry => found.Of(entry) < entry.Count)
                .Select(entry => new Problem(
                    ProblemSeverity.Warning,
                    ProblemCodes.StaleBaseline,
                    $"The baseline lists {entry.Rule} in {entry.File}, but no line there has that text any more. "
                        + "Build with -t:DeployabilityBaseline -p:DeployabilityBaselineMode=shrink to take it away.",
                    path,
                    entry.Number
                )),
        ];
    }

    private static List<BaselineEntry> Shrunk(Baseline known, List<BaselineEntry> now) =>
        [
            .. known
                .Entries.Select(entry =>
                    (Entry: entry, Found: now.Find(other => (other.Rule, other.File, other.Line) == (entry.Rule, entry.File, entry.Line)))
                )
                .Where(static pair => pair.Found is not null)
                .Select(static pair => pair.Entry with { Count = Math.Min(pair.Entry.Count, pair.Found!.Count) }),
        ];

    private static IEnumerable<Problem> List(Baseline known, IReadOnlyList<Finding> findings, SourceLines lines)
    {
        foreach (var finding in findings)
        {
            if (lines.KeyOf(finding) is var (hash, occurrence))
            {
                var isListed = known.Lists(finding.Rule.Id, finding.File, hash, occurrence);
                yield return new(
                    ProblemSeverity.Notice,
                    finding.Rule.Id,
                    $"{(isListed ? "listed" : "new   ")} {finding.Rule.Id} {finding.File}({Text.Of(finding.Region.Line)}): {finding.Rule.Title}"
                );
            }
        }

        yield return new(
            ProblemSeverity.Notice,
            "",
            $"{Baseline.FileName}: {Text.Of(known.Entries.Count)} entries, {Text.Of(findings.Count)} findings."
        );
    }

    // Every line of a file is hashed once for a rule, however many entries the two have.
    private sealed class LineCounts(SourceLines lines)
    {
        private readonly Dictionary<(string Rule, string File), Dictionary<string, int>> counts = [];

        /// <summary>How many lines of the entry's file have its text.</summary>
        public int Of(BaselineEntry entry)
        {
            if (!counts.TryGetValue((entry.Rule, entry.File), out var ofFile))
            {
                ofFile = lines
                    .Masked(entry.File, RuleCatalogue.Find(entry.Rule) is { IsAboutSecrets: true })
                    .GroupBy(line => Baseline.Hash(entry.Rule, entry.File, line))
                    .ToDictionary(static group => group.Key, static group => group.Count());
                counts[(entry.Rule, entry.File)] = ofFile;
            }

            return ofFile.TryGetValue(entry.Line, out var count) ? count : 0;
        }
    }
}
