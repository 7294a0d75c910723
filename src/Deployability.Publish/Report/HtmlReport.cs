using System.Text;
using Deployability.Model;
using static Deployability.Publish.Report.HtmlPage;

namespace Deployability.Publish.Report;

/// <summary>report/deployability.html: one file that needs nothing else, for people.</summary>
internal static class HtmlReport
{
    public static string Render(ReadinessReport report)
    {
        var html = new StringBuilder();
        Begin(html, $"{report.Name}: {Text.Of(report.Score)} of 100, ready to deploy?");
        html.Append("<a class=\"skip\" href=\"#gaps\">Skip to the gaps</a>\n");
        html.Append($"<header><h1>Is {Escape(report.Name)} ready to deploy?</h1>\n<p class=\"soft\">{Escape(Summary(report))}</p>\n");
        html.Append(
            "<nav aria-label=\"Sections\"><ul><li><a href=\"#gaps\">Gaps</a></li><li><a href=\"#operator\">Left to the operator</a></li>"
        );
        html.Append(
            "<li><a href=\"#drawing\">How it runs</a></li><li><a href=\"#fine\">Already fine</a></li><li><a href=\"#checklist\">Checklist</a></li></ul></nav></header>\n<main>\n"
        );
        Score(html, report);
        Gaps(html, report);
        Actions(html, report);
        html.Append("<section class=\"card\" id=\"drawing\" aria-labelledby=\"drawing-h\"><h2 id=\"drawing-h\">How it will run</h2>\n");
        html.Append("<div class=\"drawing\" role=\"region\" aria-label=\"Drawing of the deployment\" tabindex=\"0\">\n");
        html.Append(DeploymentDrawing.Render(report.Plan));
        html.Append("</div></section>\n");
        Strengths(html, report);
        Checklist(html, report);
        End(html, withScript: true);
        return html.ToString();
    }

    private static string Summary(ReadinessReport report)
    {
        var blocking = report.Actions.Count(static action => action.IsBlocking);
        var findings =
            report.FindingCount == 0
                ? "Nothing was found in the code"
                : $"{Text.Count(report.FindingCount, "finding")} of {Text.Count(report.Gaps.Count, "rule")}";
        var actions =
            report.Actions.Count == 0
                ? "nothing is left to the operator"
                : $"{Text.Count(report.Actions.Count, "task")} left to the operator";
        return $"{findings}; {actions}{(blocking == 0 ? "" : $", {Text.Of(blocking)} of them before it can run")}.";
    }

    private static void Score(StringBuilder html, ReadinessReport report)
    {
        html.Append("<section class=\"card top\" aria-labelledby=\"score-h\">\n<div><h2 id=\"score-h\" class=\"soft\">Score</h2>\n");
        Ring(html, report.Score);
        html.Append(
            report.PreviousScore is { } before
                ? $"<p>Before: {Text.Of(before)}, now: <strong>{Text.Of(report.Score)}</strong> ({(report.Score >= before ? "+" : "−")}{Text.Of(Math.Abs(report.Score - before))})</p>"
                : "<p class=\"soft\">No earlier report to compare with.</p>"
        );
        html.Append(
            "</div>\n<div><table><caption class=\"skip\">Score of each area</caption><thead><tr><th scope=\"col\">Area</th><th scope=\"col\">Score</th>"
        );
        html.Append(
            "<th scope=\"col\" class=\"barcell\"><span class=\"skip\">Bar</span></th><th scope=\"col\">Findings</th></tr></thead><tbody>\n"
        );
        foreach (var area in report.Areas)
        {
            var width = Text.Of(area.Area.Points == 0 ? 0 : area.Score * 100 / area.Area.Points);
            html.Append($"<tr class=\"{Tone(area.Score, area.Area.Points)}\"><th scope=\"row\">{Escape(area.Area.Title)}</th>");
            html.Append($"<td class=\"num\">{Text.Of(area.Score)} of {Text.Of(area.Area.Points)}</td>");
            html.Append(
                "<td class=\"barcell\"><svg class=\"bar\" viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
            );
            html.Append(
                $"<rect class=\"back\" width=\"100\" height=\"8\" rx=\"2\"/><rect class=\"front\" width=\"{width}\" height=\"8\" rx=\"2\"/></svg></td>"
            );
            html.Append($"<td class=\"num\">{Text.Of(area.Findings)}</td></tr>\n");
        }

        html.Append("</tbody></table></div></section>\n");
    }

    private static void Gaps(StringBuilder html, ReadinessReport report)
    {
        html.Append("<section class=\"card\" id=\"gaps\" aria-labelledby=\"gaps-h\"><h2 id=\"gaps-h\">Gaps</h2>\n");
        if (report.Gaps.Count == 0)
        {
            html.Append("<p>None. Every rule that is on is satisfied.</p></section>\n");
            return;
        }

        html.Append("<form class=\"filter\" id=\"filter\" hidden><label>Area<select name=\"area\"><option value=\"\">all</option>");
        foreach (var area in report.Gaps.Select(static gap => gap.Rule.Area).Distinct())
        {
            html.Append($"<option value=\"{area.Id}\">{Escape(area.Title)}</option>");
        }

        html.Append("</select></label><label>Severity<select name=\"severity\"><option value=\"\">all</option>");
        foreach (var severity in report.Gaps.Select(static gap => Word(gap.Severity)).Distinct())
        {
            html.Append($"<option>{severity}</option>");
        }

        html.Append("</select></label><span id=\"shown\" role=\"status\" class=\"soft\"></span></form>\n");
        foreach (var gap in report.Gaps)
        {
            Gap(html, gap);
        }

        html.Append("</section>\n");
    }

    private static void Gap(StringBuilder html, Gap gap)
    {
        var tone = gap.Severity switch
        {
            RuleSeverity.Error => "bad",
            RuleSeverity.Warning => "fair",
            _ => "good",
        };
        html.Append(
            $"<article class=\"gap {tone}\" data-area=\"{gap.Rule.Area.Id}\" data-severity=\"{Word(gap.Severity)}\" data-count=\"{Text.Of(gap.Places.Count)}\">\n"
        );
        html.Append($"<h3>{Escape(gap.Rule.Title)} <span class=\"badge\">{Word(gap.Severity)}</span></h3>\n");
        html.Append(
            $"<p class=\"soft\"><a href=\"{Escape(gap.Rule.HelpLink)}\">{gap.Rule.Id}</a> · {Escape(gap.Rule.Area.Title)} · {Text.Count(gap.Places.Count, "place")}</p>\n"
        );
        html.Append(
            $"<dl class=\"pair\"><dt>Effect</dt><dd>{Escape(gap.Rule.Effect)}</dd><dt>Fix</dt><dd>{Escape(gap.Rule.Remedy)}</dd></dl>\n<ul class=\"places\">\n"
        );
        foreach (var place in gap.Places)
        {
            html.Append(
                $"<li><span class=\"where\">{Escape(place.Finding.File)}:{Text.Of(place.Finding.Region.Line)}</span> {Escape(place.Finding.Message)}"
            );
            if (place.Excerpt.Count > 0)
            {
                html.Append(
                    $"<pre tabindex=\"0\" role=\"region\" aria-label=\"{Escape(place.Finding.File)}, line {Text.Of(place.Finding.Region.Line)}\"><code>"
                );
                foreach (var line in place.Excerpt)
                {
                    var text = $"<span class=\"n\">{Text.Of(line.Number).PadLeft(4)}  </span>{Escape(line.Text)}";
                    html.Append(line.IsMarked ? $"<mark>{text}</mark>" : text + "\n");
                }

                html.Append("</code></pre>");
            }

            html.Append("</li>\n");
        }

        html.Append("</ul></article>\n");
    }

    private static void Actions(StringBuilder html, ReadinessReport report)
    {
        html.Append(
            "<section class=\"card\" id=\"operator\" aria-labelledby=\"operator-h\"><h2 id=\"operator-h\">Left to the operator</h2>\n"
        );
        if (report.Actions.Count == 0)
        {
            html.Append("<p>Nothing: the generated files run as they are.</p>\n");
        }

        foreach (var action in report.Actions)
        {
            html.Append($"<div class=\"task {(action.IsBlocking ? "bad" : "good")}\"><h3>{Escape(action.Subject)}");
            html.Append(action.IsBlocking ? " <span class=\"badge\">before it can run</span></h3>\n" : "</h3>\n");
            html.Append($"<p>{Escape(Text.Sentences(action.Task, action.Why))}</p>\n");
            if (action.Snippet.Length > 0)
            {
                html.Append(
                    $"<div class=\"snippet\" data-subject=\"{Escape(action.Subject)}\"><pre tabindex=\"0\" role=\"region\" aria-label=\"Snippet for {Escape(action.Subject)}\">"
                );
                html.Append($"<code>{Escape(action.Snippet.TrimEnd('\n'))}</code></pre></div>\n");
            }

            html.Append("</div>\n");
        }

        if (report.Plan.Decisions.Count > 0)
        {
            html.Append("<h3>Assumed</h3>\n<ul>\n");
            foreach (var decision in report.Plan.Decisions)
            {
                html.Append($"<li>{Escape(decision.ToString())}</li>\n");
            }

            html.Append("</ul>\n");
        }

        html.Append("</section>\n");
    }

    private static void Strengths(StringBuilder html, ReadinessReport report)
    {
        html.Append(
            "<section class=\"card good\" id=\"fine\" aria-labelledby=\"fine-h\"><h2 id=\"fine-h\">Already fine</h2>\n<ul class=\"plain\">\n"
        );
        foreach (var strength in report.Strengths)
        {
            html.Append(
                $"<li><span class=\"tone\" aria-hidden=\"true\">✓</span> <strong>{Escape(strength.Title)}</strong> <span class=\"soft\">{Escape(strength.Evidence)}</span></li>\n"
            );
        }

        html.Append("</ul></section>\n");
    }

    private static void Checklist(StringBuilder html, ReadinessReport report)
    {
        html.Append(
            "<section class=\"card\" id=\"checklist\" aria-labelledby=\"checklist-h\"><h2 id=\"checklist-h\">Checklist</h2>\n<table><thead><tr>"
        );
        html.Append("<th scope=\"col\">Topic</th><th scope=\"col\">State</th><th scope=\"col\">Detail</th></tr></thead><tbody>\n");
        foreach (var check in report.Checklist)
        {
            var tone = check.State switch
            {
                CheckState.Fine => "good",
                CheckState.Open => "bad",
                _ => "fair",
            };
            html.Append(
                $"<tr class=\"{tone}\"><th scope=\"row\">{Escape(check.Topic)}</th><td class=\"tone num\">{MarkdownReport.State(check.State)}</td><td>{Escape(check.Detail)}</td></tr>\n"
            );
        }

        html.Append("</tbody></table></section>\n");
    }

    private static string Word(RuleSeverity severity) => severity.ToString().ToLowerInvariant();
}
