using Deployability.Model;
using Newtonsoft.Json;

namespace Deployability.Publish.Report;

/// <summary>What the report of a solution has to know of the report of one of its apps. It is kept in the project's intermediate folder.</summary>
/// <param name="Project">Full path of the project file.</param>
/// <param name="OutputPath">Full path of its generated files.</param>
/// <param name="Name">Name of the app.</param>
/// <param name="Score">0 to 100.</param>
/// <param name="PreviousScore">The last other score; null without an earlier report.</param>
/// <param name="Areas">Score and findings of each area.</param>
/// <param name="Rules">How many findings each rule has.</param>
/// <param name="Actions">How many things are left to the operator.</param>
/// <param name="Blocking">How many of them are left before the app can run.</param>
public sealed record AppReadiness(
    string Project,
    string OutputPath,
    string Name,
    int Score,
    int? PreviousScore,
    IReadOnlyList<AppArea> Areas,
    IReadOnlyList<RuleCount> Rules,
    int Actions,
    int Blocking
)
{
    /// <summary>Its name in the intermediate folder.</summary>
    public const string FileName = "deployability.readiness.json";

    [JsonIgnore]
    public int Findings => Areas.Total(static area => area.Findings);

    /// <param name="input">The project.</param>
    /// <param name="report">Its report.</param>
    public static AppReadiness Of(ProjectInput input, ReadinessReport report) =>
        new(
            input.ProjectFile,
            input.OutputPath,
            report.Name,
            report.Score,
            report.PreviousScore,
            [.. report.Areas.Select(static area => new AppArea(area.Area.Id, area.Score, area.Findings))],
            [.. report.Gaps.Select(static gap => new RuleCount(gap.Rule.Id, gap.Places.Count))],
            report.Actions.Count,
            report.Actions.Count(static action => action.IsBlocking)
        );

    /// <summary>As text.</summary>
    public string Write() => JsonConvert.SerializeObject(this);

    /// <summary>Reads it again; null when the text is of another version or broken.</summary>
    public static AppReadiness? Read(string text)
    {
        try
        {
            return
                JsonConvert.DeserializeObject<AppReadiness>(text)
                    is { Project: not null, OutputPath: not null, Name: not null, Areas: not null, Rules: not null } app
                ? app
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <param name="Id">The area.</param>
/// <param name="Score">0 to the points of the area.</param>
/// <param name="Findings">How many there are.</param>
public sealed record AppArea(string Id, int Score, int Findings);

/// <param name="Id">The rule.</param>
/// <param name="Findings">How many there are.</param>
public sealed record RuleCount(string Id, int Findings);

/// <summary>How ready the apps of a solution are. It goes out as a whole, so it is as ready as its least ready app.</summary>
/// <param name="Name">Name of the solution.</param>
/// <param name="Apps">The least ready first.</param>
public sealed record SolutionReadiness(string Name, IReadOnlyList<AppReadiness> Apps)
{
    /// <summary>The lowest score of all apps.</summary>
    public int Score => Apps.Count == 0 ? 0 : Apps[0].Score;

    public int Findings => Apps.Total(static app => app.Findings);

    /// <summary>For each area: the lowest score of all apps, and the findings of all.</summary>
    public IEnumerable<AreaScore> Areas =>
        Area.All.Select(area =>
        {
            var ofArea = Apps.SelectMany(static app => app.Areas).Where(item => item.Id == area.Id).ToList();
            return new AreaScore(
                area,
                ofArea.Count == 0 ? area.Points : ofArea.Min(static item => item.Score),
                ofArea.Sum(static item => item.Findings)
            );
        });

    /// <summary>What the apps have in common first: rules by the number of apps that break them, then by weight.</summary>
    public IEnumerable<(Rule Rule, int Findings, IReadOnlyList<string> Apps)> Rules =>
        Apps.SelectMany(static app => app.Rules.Select(rule => (App: app.Name, rule.Id, rule.Findings)))
            .GroupBy(static item => item.Id)
            .Select(static group =>
                (
                    Rule: RuleCatalogue.Find(group.Key),
                    Findings: group.Sum(static item => item.Findings),
                    Apps: (IReadOnlyList<string>)
                        [.. group.Select(static item => item.App).OrderBy(static name => name, StringComparer.Ordinal)]
                )
            )
            .Where(static item => item.Rule is not null)
            .Select(static item => (item.Rule!, item.Findings, item.Apps))
            .OrderByDescending(static item => item.Apps.Count)
            .ThenByDescending(static item => item.Item1.Weight)
            .ThenBy(static item => item.Item1.Id, StringComparer.Ordinal);

    /// <param name="name">Name of the solution.</param>
    /// <param name="apps">The apps, in any order.</param>
    public static SolutionReadiness Of(string name, IEnumerable<AppReadiness> apps) =>
        new(
            name,
            [
                .. apps.OrderBy(static app => app.Score)
                    .ThenBy(static app => app.Name, StringComparer.Ordinal)
                    .ThenBy(static app => app.Project, StringComparer.Ordinal),
            ]
        );
}
