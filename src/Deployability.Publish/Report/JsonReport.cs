using Deployability.Publish.Tree;

namespace Deployability.Publish.Report;

/// <summary>report/deployability.json, of which docs/report.schema.json is the schema.</summary>
internal static class JsonReport
{
    public static string Render(ReadinessReport report) =>
        JsonWriter.Write(
            new Mapping
            {
                ["$schema"] = "https://github.com/deployability/deployability-analyzers/blob/main/docs/report.schema.json",
                ["name"] = report.Name,
                ["score"] = report.Score,
                ["previousScore"] = Number(report.PreviousScore),
                ["areas"] = List(
                    report.Areas,
                    static area =>
                        new()
                        {
                            ["id"] = area.Area.Id,
                            ["title"] = area.Area.Title,
                            ["score"] = area.Score,
                            ["max"] = area.Area.Points,
                            ["findings"] = area.Findings,
                        }
                ),
                ["strengths"] = List(
                    report.Strengths,
                    static strength =>
                        new()
                        {
                            ["area"] = strength.AreaId,
                            ["title"] = strength.Title,
                            ["evidence"] = strength.Evidence,
                        }
                ),
                ["gaps"] = List(
                    report.Gaps.SelectMany(static gap => gap.Places),
                    static place =>
                        new()
                        {
                            ["ruleId"] = place.Finding.Rule.Id,
                            ["title"] = place.Finding.Rule.Title,
                            ["area"] = place.Finding.Rule.Area.Id,
                            ["severity"] = place.Finding.Severity.ToString().ToLowerInvariant(),
                            ["file"] = place.Finding.File,
                            ["line"] = place.Finding.Region.Line,
                            ["issue"] = place.Finding.Message,
                            ["effect"] = place.Finding.Rule.Effect,
                            ["fix"] = place.Finding.Rule.Remedy,
                            ["help"] = place.Finding.Rule.HelpLink,
                        }
                ),
                ["deferred"] = List(
                    report.Actions,
                    static action =>
                        new()
                        {
                            ["kind"] = action.Kind.ToString().ToLowerInvariant(),
                            ["subject"] = action.Subject,
                            ["task"] = action.Task,
                            ["why"] = action.Why,
                            ["snippet"] = action.Snippet,
                            ["blocking"] = action.IsBlocking,
                        }
                ),
                ["assumed"] = List(
                    report.Plan.Decisions,
                    static decision =>
                        new()
                        {
                            ["assumed"] = decision.Assumed,
                            ["why"] = decision.Why,
                            ["instead"] = decision.Instead,
                        }
                ),
                ["checklist"] = List(
                    report.Checklist,
                    static check =>
                        new()
                        {
                            ["topic"] = check.Topic,
                            ["state"] = MarkdownReport.State(check.State),
                            ["detail"] = check.Detail,
                        }
                ),
            }
        );

    /// <summary>A number, or null where there is none.</summary>
    internal static Node Number(int? number) => number is { } known ? known : Scalar.Null;

    internal static Sequence List<T>(IEnumerable<T> items, Func<T, Mapping> row) => new(items.Select(row));
}
