using System.Text;
using Deployability.Publish.Emission;
using Deployability.Publish.Tree;
using static Deployability.Publish.Report.HtmlPage;

namespace Deployability.Publish.Report;

/// <summary>The report of a solution: how ready each app is, and what they lack together. What there is to do stands in each app's own.</summary>
internal static class SolutionReport
{
    /// <param name="solution">The apps.</param>
    /// <param name="folder">Full path of the folder that the report's folder is in.</param>
    /// <returns>report/deployability.html, .md and .json; nothing for fewer than two apps.</returns>
    public static IReadOnlyList<GeneratedFile> Emit(SolutionReadiness solution, string folder)
    {
        if (solution.Apps.Count < 2)
        {
            return [];
        }

        var own = Path.Combine(folder, ReportFiles.Folder);
        return
        [
            new(ReportFiles.Folder + "deployability.md", Markdown(solution, own)),
            new(ReportFiles.Folder + "deployability.html", Html(solution, own)),
            new(ReportFiles.Folder + "deployability.json", Json(solution, own)),
        ];
    }

    private static string Link(AppReadiness app, string own, string extension) =>
        Text.RelativePath(own, Path.Combine(app.OutputPath, ReportFiles.Folder, "deployability" + extension));

    private static string Summary(SolutionReadiness solution)
    {
        var blocking = solution.Apps.Total(static app => app.Blocking);
        return $"{Text.Of(solution.Apps.Count)} apps, {Text.Count(solution.Findings, "finding")}; {Text.Count(solution.Apps.Total(static app => app.Actions), "task")} left to the operator{(blocking == 0 ? "" : $", {Text.Of(blocking)} of them before everything can run")}. The score is that of {solution.Apps[0].Name}, the least ready of them.";
    }

    private static string Markdown(SolutionReadiness solution, string own) =>
        Text.Lines([
            $"# Readiness of {solution.Name}: {Text.Of(solution.Score)} of 100",
            "",
            Summary(solution),
            "",
            "| app | score | before | findings | left before it can run |",
            "|---|---|---|---|---|",
            .. solution.Apps.Select(app =>
                $"| [{app.Name}]({Link(app, own, ".md").Replace(" ", "%20")}) | {Text.Of(app.Score)} | {Before(app)} | {Text.Of(app.Findings)} | {Text.Of(app.Blocking)} |"
            ),
            "",
            "## Areas",
            "",
            "| area | lowest score | findings |",
            "|---|---|---|",
            .. solution.Areas.Select(static area =>
                $"| {area.Area.Title} | {Text.Of(area.Score)} of {Text.Of(area.Area.Points)} | {Text.Of(area.Findings)} |"
            ),
            "",
            "## Gaps, the most common first",
            "",
            .. solution.Findings == 0
                ? ["None."]
                : (IEnumerable<string>)
                    [
                        "| rule | findings | apps |",
                        "|---|---|---|",
                        .. solution.Rules.Select(static item =>
                            $"| [{item.Rule.Id}]({item.Rule.HelpLink}): {item.Rule.Title} | {Text.Of(item.Findings)} | {string.Join(", ", item.Apps)} |"
                        ),
                    ],
        ]);

    private static string Before(AppReadiness app) => app.PreviousScore is { } before ? Text.Of(before) : "";

    private static string Html(SolutionReadiness solution, string own)
    {
        var html = new StringBuilder();
        Begin(html, $"{solution.Name}: {Text.Of(solution.Score)} of 100, ready to deploy?");
        html.Append("<a class=\"skip\" href=\"#apps\">Skip to the apps</a>\n");
        html.Append(
            $"<header><h1>Is {Escape(solution.Name)} ready to deploy?</h1>\n<p class=\"soft\">{Escape(Summary(solution))}</p></header>\n<main>\n"
        );
        html.Append(
            "<section class=\"card top\" id=\"apps\" aria-labelledby=\"score-h\">\n<div><h2 id=\"score-h\" class=\"soft\">Score</h2>\n"
        );
        Ring(html, solution.Score);
        html.Append("</div>\n<div>");
        Table(
            html,
            "Score of each app",
            ["App", "Score", "Before", "Findings", "Left before it can run"],
            solution.Apps,
            app =>
            {
                html.Append($"<tr class=\"{Tone(app.Score, 100)}\"><th scope=\"row\">");
                html.Append($"<a href=\"{Escape(Uri.EscapeUriString(Link(app, own, ".html")))}\">{Escape(app.Name)}</a></th>");
                Numbers(html, Text.Of(app.Score), Before(app), Text.Of(app.Findings), Text.Of(app.Blocking));
            }
        );
        html.Append("</div></section>\n<section class=\"card\" aria-labelledby=\"areas-h\"><h2 id=\"areas-h\">Areas</h2>\n");
        Table(
            html,
            "Lowest score of each area",
            ["Area", "Lowest score", "Findings"],
            solution.Areas,
            area =>
            {
                html.Append($"<tr class=\"{Tone(area.Score, area.Area.Points)}\"><th scope=\"row\">{Escape(area.Area.Title)}</th>");
                Numbers(html, $"{Text.Of(area.Score)} of {Text.Of(area.Area.Points)}", Text.Of(area.Findings));
            }
        );
        html.Append("</section>\n<section class=\"card\" aria-labelledby=\"gaps-h\"><h2 id=\"gaps-h\">Gaps, the most common first</h2>\n");
        if (solution.Findings == 0)
        {
            html.Append("<p>None. Every rule that is on is satisfied.</p>\n");
        }
        else
        {
            Table(
                html,
                "Findings of each rule",
                ["Rule", "Findings", "Apps"],
                solution.Rules,
                item =>
                {
                    html.Append(
                        $"<tr><th scope=\"row\"><a href=\"{Escape(item.Rule.HelpLink)}\">{item.Rule.Id}</a> {Escape(item.Rule.Title)}</th>"
                    );
                    html.Append($"<td class=\"num\">{Text.Of(item.Findings)}</td><td>{Escape(string.Join(", ", item.Apps))}</td></tr>\n");
                }
            );
        }

        html.Append("</section>\n");
        End(html, withScript: false);
        return html.ToString();
    }

    private static void Table<T>(StringBuilder html, string caption, string[] heads, IEnumerable<T> rows, Action<T> row)
    {
        html.Append($"<table><caption class=\"skip\">{caption}</caption><thead><tr>");
        foreach (var head in heads)
        {
            html.Append($"<th scope=\"col\">{head}</th>");
        }

        html.Append("</tr></thead><tbody>\n");
        foreach (var item in rows)
        {
            row(item);
        }

        html.Append("</tbody></table>\n");
    }

    private static void Numbers(StringBuilder html, params string[] cells)
    {
        foreach (var cell in cells)
        {
            html.Append($"<td class=\"num\">{cell}</td>");
        }

        html.Append("</tr>\n");
    }

    /// <summary>docs/solution-report.schema.json is its schema.</summary>
    private static string Json(SolutionReadiness solution, string own) =>
        JsonWriter.Write(
            new Mapping
            {
                ["$schema"] = "https://github.com/deployability/deployability-analyzers/blob/main/docs/solution-report.schema.json",
                ["name"] = solution.Name,
                ["score"] = solution.Score,
                ["findings"] = solution.Findings,
                ["apps"] = JsonReport.List(
                    solution.Apps,
                    app =>
                        new()
                        {
                            ["name"] = app.Name,
                            ["score"] = app.Score,
                            ["previousScore"] = JsonReport.Number(app.PreviousScore),
                            ["findings"] = app.Findings,
                            ["deferred"] = app.Actions,
                            ["blocking"] = app.Blocking,
                            ["report"] = Link(app, own, ".json"),
                        }
                ),
                ["areas"] = JsonReport.List(
                    solution.Areas,
                    static area =>
                        new()
                        {
                            ["id"] = area.Area.Id,
                            ["title"] = area.Area.Title,
                            ["lowestScore"] = area.Score,
                            ["max"] = area.Area.Points,
                            ["findings"] = area.Findings,
                        }
                ),
                ["rules"] = JsonReport.List(
                    solution.Rules,
                    static item =>
                        new()
                        {
                            ["ruleId"] = item.Rule.Id,
                            ["title"] = item.Rule.Title,
                            ["findings"] = item.Findings,
                            ["apps"] = Sequence.Of(item.Apps),
                        }
                ),
            }
        );
}
