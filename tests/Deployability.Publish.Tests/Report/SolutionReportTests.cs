using Deployability.Model;
using Deployability.Publish.Report;
using Deployability.Testing;
using Newtonsoft.Json.Linq;

namespace Deployability.Publish.Tests.Report;

/// <summary>The totals over the apps of a solution.</summary>
public sealed class SolutionReportTests
{
    private static readonly AppReadiness Api = App("api", 40, ("DPL1001", 3), ("DPL3001", 1)) with
    {
        PreviousScore = 30,
        Actions = 4,
        Blocking = 2,
    };
    private static readonly AppReadiness Web = App("web <b>", 90, ("DPL3001", 1));

    [Fact]
    public void ASolution_IsAsReadyAsItsLeastReadyApp()
    {
        var solution = SolutionReadiness.Of("Shop", [Web, Api]);

        Assert.Equal((40, 5), (solution.Score, solution.Findings));
        Assert.Equal(["api", "web <b>"], solution.Apps.Select(static app => app.Name));
        Assert.Equal((5, 3), Of("Configuration"));
        Assert.Equal((7, 2), Of("Health"));

        (int, int) Of(string area) =>
            solution.Areas.Where(item => item.Area.Id == area).Select(static item => (item.Score, item.Findings)).Single();
    }

    [Fact]
    public void WhatMostAppsLack_StandsFirst() =>
        Assert.Equal(
            [("DPL3001", 2, "api, web <b>"), ("DPL1001", 3, "api")],
            SolutionReadiness
                .Of("Shop", [Web, Api])
                .Rules.Select(static item => (item.Rule.Id, item.Findings, string.Join(", ", item.Apps)))
        );

    [Fact]
    public void TheFiles_LinkToTheReportOfEachApp()
    {
        var files = SolutionReport
            .Emit(SolutionReadiness.Of("Shop", [Web, Api]), "/src/shop/deploy")
            .ToDictionary(static file => file.Path, static file => file.Content);

        Assert.Contains(
            "| [api](../../api/deploy/report/deployability.md) | 40 | 30 | 4 | 2 |",
            files["report/deployability.md"],
            StringComparison.Ordinal
        );
        Assert.Contains(
            "href=\"../../web%20%3Cb%3E/deploy/report/deployability.html\"",
            files["report/deployability.html"],
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("<b>", files["report/deployability.html"], StringComparison.Ordinal);
        var json = JObject.Parse(files["report/deployability.json"]);
        Assert.Equal("../../api/deploy/report/deployability.json", (string?)json["apps"]![0]!["report"]);
        ReportTests.AssertFits(json, JObject.Parse(RepositoryRoot.Read("docs/solution-report.schema.json")));
    }

    [Fact]
    public void OneApp_HasItsOwnReportAlone() => Assert.Empty(SolutionReport.Emit(SolutionReadiness.Of("Shop", [Api]), "/src/shop/deploy"));

    [Fact]
    public void ANote_ComesBackAsItWas()
    {
        var read = AppReadiness.Read(Api.Write());

        Assert.NotNull(read);
        Assert.Equal(Api.Write(), read.Write());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{ "Project": "a", "Areas": 1 }""")]
    [InlineData("""{ "Project": "a" }""")]
    public void ABrokenNote_IsNone(string text) => Assert.Null(AppReadiness.Read(text));

    private static AppReadiness App(string name, int score, params (string Id, int Findings)[] rules) =>
        new(
            $"/src/shop/{name}/{name}.csproj",
            $"/src/shop/{name}/deploy",
            name,
            score,
            null,
            [
                .. Area.All.Select(area =>
                {
                    var findings = rules.Where(rule => RuleCatalogue.Of(rule.Id).Area == area).Sum(static rule => rule.Findings);
                    return new AppArea(
                        area.Id,
                        Math.Max(
                            0,
                            area.Points
                                - (
                                    area.Id == "Health" ? 8 * Math.Min(findings, 1)
                                    : findings == 0 ? 0
                                    : 10
                                )
                        ),
                        findings
                    );
                }),
            ],
            [.. rules.Select(static rule => new RuleCount(rule.Id, rule.Findings))],
            0,
            0
        );
}
