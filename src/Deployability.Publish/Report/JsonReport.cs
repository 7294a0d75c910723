using System.Globalization;
using Newtonsoft.Json;

namespace Deployability.Publish.Report;

/// <summary>report/deployability.json, of which docs/report.schema.json is the schema.</summary>
internal static class JsonReport
{
    public static string Render(ReadinessReport report)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        using (var json = new JsonTextWriter(text) { Formatting = Formatting.Indented })
        {
            json.WriteStartObject();
            Member(json, "$schema", "https://github.com/deployability/deployability-analyzers/blob/main/docs/report.schema.json");
            Member(json, "name", report.Name);
            Member(json, "score", report.Score);
            Member(json, "previousScore", report.PreviousScore);
            List(
                json,
                "areas",
                report.Areas,
                static (json, area) =>
                {
                    Member(json, "id", area.Area.Id);
                    Member(json, "title", area.Area.Title);
                    Member(json, "score", area.Score);
                    Member(json, "max", area.Area.Points);
                    Member(json, "findings", area.Findings);
                }
            );
            List(
                json,
                "strengths",
                report.Strengths,
                static (json, strength) =>
                {
                    Member(json, "area", strength.AreaId);
                    Member(json, "title", strength.Title);
                    Member(json, "evidence", strength.Evidence);
                }
            );
            List(
                json,
                "gaps",
                report.Gaps.SelectMany(static gap => gap.Places),
                static (json, place) =>
                {
                    var finding = place.Finding;
                    Member(json, "ruleId", finding.Rule.Id);
                    Member(json, "title", finding.Rule.Title);
                    Member(json, "area", finding.Rule.Area.Id);
                    Member(json, "severity", finding.Severity.ToString().ToLowerInvariant());
                    Member(json, "file", finding.File);
                    Member(json, "line", finding.Region.Line);
                    Member(json, "issue", finding.Message);
                    Member(json, "effect", finding.Rule.Effect);
                    Member(json, "fix", finding.Rule.Remedy);
                    Member(json, "help", finding.Rule.HelpLink);
                }
            );
            List(
                json,
                "deferred",
                report.Actions,
                static (json, action) =>
                {
                    Member(json, "kind", action.Kind.ToString().ToLowerInvariant());
                    Member(json, "subject", action.Subject);
                    Member(json, "task", action.Task);
                    Member(json, "why", action.Why);
                    Member(json, "snippet", action.Snippet);
                    Member(json, "blocking", action.IsBlocking);
                }
            );
            List(
                json,
                "assumed",
                report.Plan.Decisions,
                static (json, decision) =>
                {
                    Member(json, "assumed", decision.Assumed);
                    Member(json, "why", decision.Why);
                    Member(json, "instead", decision.Instead);
                }
            );
            List(
                json,
                "checklist",
                report.Checklist,
                static (json, check) =>
                {
                    Member(json, "topic", check.Topic);
                    Member(json, "state", MarkdownReport.State(check.State));
                    Member(json, "detail", check.Detail);
                }
            );
            json.WriteEndObject();
        }

        return text + "\n";
    }

    internal static void Member(JsonTextWriter json, string name, object? value)
    {
        json.WritePropertyName(name);
        json.WriteValue(value);
    }

    internal static void List<T>(JsonTextWriter json, string name, IEnumerable<T> items, Action<JsonTextWriter, T> write)
    {
        json.WritePropertyName(name);
        json.WriteStartArray();
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(json, item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
