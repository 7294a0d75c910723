using Deployability.Publish.Planning;

namespace Deployability.Publish.Report;

/// <summary>report/deployability.md.</summary>
internal static class MarkdownReport
{
    public static string Render(ReadinessReport report) =>
        Text.Lines([
            $"# Readiness of {report.Name}: {Text.Of(report.Score)} of 100",
            "",
            report.PreviousScore is { } before
                ? $"Before: {Text.Of(before)} → now: {Text.Of(report.Score)}."
                : "There is no earlier report to compare with.",
            "",
            "| area | score | findings |",
            "|---|---|---|",
            .. report.Areas.Select(static area =>
                $"| {area.Area.Title} | {Text.Of(area.Score)} of {Text.Of(area.Area.Points)} | {Text.Of(area.Findings)} |"
            ),
            "",
            "## Gaps",
            .. report.Gaps.Count == 0 ? ["", "None."] : report.Gaps.SelectMany(Gap),
            "",
            "## What is already fine",
            "",
            .. report.Strengths.Select(static strength => $"- **{Inline(strength.Title)}**: {Inline(strength.Evidence)}"),
            "",
            "## Left to the operator",
            .. report.Actions.Count == 0 ? ["", "Nothing."] : report.Actions.SelectMany(Action),
            .. report.Plan.Decisions.Count == 0 ? [] : Assumed(report.Plan.Decisions),
            "",
            "## Checklist",
            "",
            "| topic | state | |",
            "|---|---|---|",
            .. report.Checklist.Select(static check => $"| {check.Topic} | {State(check.State)} | {Inline(check.Detail)} |"),
        ]);

    internal static string State(CheckState state) =>
        state switch
        {
            CheckState.Fine => "fine",
            CheckState.Open => "open",
            _ => "not seen",
        };

    private static IEnumerable<string> Assumed(IReadOnlyList<Decision> decisions) =>
        ["", "## Assumed", "", .. decisions.Select(static decision => $"- {Inline(decision.ToString())}")];

    private static IEnumerable<string> Gap(Gap gap) =>
        [
            "",
            $"### [{gap.Rule.Id}]({gap.Rule.HelpLink}): {gap.Rule.Title} ({gap.Severity.ToString().ToLowerInvariant()})",
            "",
            $"- **Effect**: {gap.Rule.Effect}",
            $"- **Fix**: {gap.Rule.Remedy}",
            $"- **Where** ({Text.Of(gap.Places.Count)}):",
            .. gap.Places.Select(static place =>
                $"  - `{place.Finding.File}:{Text.Of(place.Finding.Region.Line)}`: {Inline(place.Finding.Message)}"
            ),
        ];

    private static IEnumerable<string> Action(OperatorAction action)
    {
        yield return "";
        yield return $"- [ ] **{Inline(action.Subject)}**{(action.IsBlocking ? " (the app does not run until this is done)" : "")}: {Inline(action.Task)} {Inline(action.Why)}".TrimEnd();
        if (action.Snippet.Length > 0)
        {
            yield return "";
            yield return $"  ```{action.Language}";
            foreach (var line in action.Snippet.TrimEnd('\n').Split('\n'))
            {
                yield return ("  " + line).TrimEnd();
            }

            yield return "  ```";
        }
    }

    /// <summary>Text of others as text: no markup, no HTML, no table cell of its own.</summary>
    private static string Inline(string text) =>
        text.Replace("\\", "\\\\").Replace("<", "\\<").Replace("|", "\\|").Replace("*", "\\*").Replace("\r", "").Replace("\n", " ");
}
