using Deployability.Model;
using Deployability.Publish.Planning;
using Deployability.Publish.Report;
using Deployability.Testing;
using Newtonsoft.Json.Linq;

namespace Deployability.Publish.Tests.Report;

/// <summary>Score, texts and files of the readiness report.</summary>
public sealed class ReportTests : IDisposable
{
    private const string Secret = "zk83Wq02nMx7pLd4vRt9";

    private readonly string folder = Directory.CreateTempSubdirectory("deployability report ö ").FullName;

    [Fact]
    public void WithoutFindings_TheScoreIsFull()
    {
        var report = Build();

        Assert.Equal(100, report.Score);
        Assert.Empty(report.Gaps);
        Assert.All(report.Areas, static area => Assert.Equal(area.Area.Points, area.Score));
    }

    [Theory]
    [InlineData(1, 8, 9)]
    [InlineData(2, 8, 8)]
    [InlineData(5, 8, 3)]
    [InlineData(50, 8, 3)]
    public void ARule_CostsItsWeightAndAQuarterForEachFurtherFinding(int findings, int weight, int score)
    {
        var health = Area.All.Single(static area => area.Id == "Health");
        var rule = RuleCatalogue.Of("DPL3001");

        Assert.Equal(weight, rule.Weight);
        Assert.Equal(
            score,
            ReportBuilder.Score(health, [.. Enumerable.Range(1, findings).Select(line => Finding("DPL3001", line: line))]).Score
        );
    }

    [Fact]
    public void Gaps_StandInOrderOfSeverityAndWeight() =>
        Assert.Equal(
            ["DPL2102", "DPL2101", "DPL1006", "DPL2204"],
            Build(
                Finding("DPL2204", RuleSeverity.Suggestion),
                Finding("DPL1006"),
                Finding("DPL2101"),
                Finding("DPL2102", RuleSeverity.Error)
            )
                .Gaps.Select(static gap => gap.Rule.Id)
        );

    [Fact]
    public void AnExcerpt_MarksItsLineAndNeverShowsACredential()
    {
        Write("Program.cs", $"var a = 1;\nvar key = \"{Secret}\";\nCall(\"http://one\");\nvar pem = \"\"\"\n  {Secret}{Secret}\n");

        var report = Build(Finding("DPL2001", line: 2), Finding("DPL1001", line: 3), Finding("DPL1001", line: 4));

        Assert.Equal((2, true), (report.Gaps[0].Places[0].Excerpt[0].Number, Assert.Single(report.Gaps[0].Places[0].Excerpt).IsMarked));
        Assert.Equal("Call(\"http://one\");", report.Gaps[1].Places[0].Excerpt.Single(static line => line.IsMarked).Text);
        Assert.DoesNotContain(Secret, HtmlReport.Render(report), StringComparison.Ordinal);
    }

    [Fact]
    public void TextOfOthers_IsNeverMarkup()
    {
        const string Attack = "</script><img src=x onerror=\"alert('1')\">";
        Write("a<b>.cs", Attack + "\n");

        var html = HtmlReport.Render(
            Build(new Finding(RuleCatalogue.Of("DPL1001"), RuleSeverity.Warning, Attack, "a<b>.cs", new(1, 1, 1, 2)))
        );

        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
        Assert.DoesNotContain("a<b>", html, StringComparison.Ordinal);
        Assert.Single(System.Text.RegularExpressions.Regex.Matches(html, "</script>"));
    }

    [Fact]
    public void TheHtml_LoadsNothingFromElsewhere()
    {
        var html = HtmlReport.Render(Build(Finding("DPL1001")));

        Assert.DoesNotMatch("(src|@import|url\\()", html.Replace("SRCROOT", "", StringComparison.Ordinal));
        Assert.DoesNotMatch("<link", html);
    }

    [Fact]
    public void TheJson_HasTheNamesOfItsSchema()
    {
        var json = JObject.Parse(JsonReport.Render(Build(Finding("DPL1001"))));
        var schema = JObject.Parse(RepositoryRoot.Read("docs/report.schema.json"));

        AssertFits(json, schema);
        Assert.Equal("DPL1001", (string?)json["gaps"]![0]!["ruleId"]);
        Assert.Equal(JTokenType.Null, json["previousScore"]!.Type);
    }

    [Fact]
    public void TheSarif_HasRelativeUrisFingerprintsAndHelp()
    {
        var run = JObject.Parse(SarifReport.Render(Build(Finding("DPL1001", file: "../Shared dir/Höst.cs")), "src/Api/"))["runs"]![0]!;
        var result = run["results"]![0]!;

        Assert.Equal("src/Shared%20dir/H%C3%B6st.cs", (string?)result["locations"]![0]!["physicalLocation"]!["artifactLocation"]!["uri"]);
        Assert.NotEqual("", (string?)result["partialFingerprints"]!["primaryLocationLineHash"]);
        Assert.NotNull(run["tool"]!["driver"]!["rules"]![0]!["help"]);
    }

    [Fact]
    public void TenThousandFindings_GiveAPageOfBoundedSize()
    {
        Write("Program.cs", string.Concat(Enumerable.Range(1, 10_000).Select(static line => $"Call(\"http://host{line}\");\n")));

        var report = Build([.. Enumerable.Range(1, 10_000).Select(static line => Finding("DPL1001", line: line))]);

        Assert.Equal(10_000, report.FindingCount);
        Assert.InRange(HtmlReport.Render(report).Length, 500_000, 4_000_000);
    }

    [Theory]
    [InlineData("""{ "score": 40, "previousScore": 20 }""", 46, 40)]
    [InlineData("""{ "score": 46, "previousScore": 20 }""", 46, 20)]
    [InlineData("""{ "score": 46, "previousScore": null }""", 46, null)]
    [InlineData("""{ "score": """, 46, null)]
    [InlineData("""[]""", 46, null)]
    [InlineData("""{ "score": "x" }""", 46, null)]
    public void ThePreviousScore_IsTheLastOtherOne(string last, int score, int? expected)
    {
        Write("last.json", last);

        Assert.Equal(expected, ReportFiles.PreviousScore(Path.Combine(folder, "last.json"), score));
        Assert.Null(ReportFiles.PreviousScore(Path.Combine(folder, "none.json"), score));
    }

    [Fact]
    public void Strengths_HaveEvidence()
    {
        var plan = new Scenario().Plan();
        var facts = FactSet.Create([
            Scenario.Health("/healthz/live", HealthEndpointKind.Live),
            new FeatureFact(Scenario.Source, Features.OpenTelemetry),
        ]);

        var strengths = ReportBuilder.Build(plan, facts, [], new SourceLines(folder), null).Strengths;

        Assert.Contains(
            strengths,
            static strength =>
                strength.Title.Contains("/healthz/live", StringComparison.Ordinal)
                && strength.Evidence.StartsWith("Program.cs", StringComparison.Ordinal)
        );
        Assert.Contains(strengths, static strength => strength.AreaId == "Observability" && strength.Title == "OpenTelemetry is on");
    }

    [Fact]
    public void Secrets_HaveACommandThatNamesNoValue()
    {
        var plan = new Scenario().Facts(Scenario.Key("OpenAI:ApiKey", secret: true, required: true)).Plan();

        var action = ReportBuilder.Build(plan, FactSet.Empty, [], new SourceLines(folder), null).Actions[0];

        Assert.True(action.IsBlocking);
        Assert.Equal(
            $"""
            # secrets.env, values without quotes:
            OpenAI__ApiKey=
            # then, and delete the file:
            kubectl --namespace {plan.Environments[0].Namespace} create secret generic {plan.SecretName} --from-env-file=secrets.env
            """,
            action.Snippet
        );
    }

    [Fact]
    public void ACluster_NeedsRegistryHostAndCertificate_AsLinesToPaste()
    {
        var bare = Tasks(new Scenario());
        var named = Tasks(
            new Scenario()
                .Property("ContainerRegistry", "registry.contoso.example")
                .Item("DeployabilityEnvironment", "prod", ("Host", "shop.contoso.example"))
        );

        Assert.Contains(bare, static task => task is { Subject: "registry", Language: "xml" });
        Assert.Contains(
            bare,
            static task => task.Snippet.StartsWith("<DeployabilityEnvironment Include=\"prod\" Host=", StringComparison.Ordinal)
        );
        Assert.DoesNotContain(named, static task => task.Subject is "registry" or "host of prod");
        Assert.Contains(named, static task => task.Snippet.EndsWith("-tls --cert=prod.crt --key=prod.key", StringComparison.Ordinal));

        static IReadOnlyList<OperatorAction> Tasks(Scenario scenario) =>
            ReportBuilder.Build(scenario.Plan(), FactSet.Empty, [], new SourceLines("."), null).Actions;
    }

    [Fact]
    public void TheSameInput_GivesTheSameBytes()
    {
        var finding = Finding("DPL1001");

        Assert.Equal(HtmlReport.Render(Build(finding)), HtmlReport.Render(Build(finding)));
        Assert.Equal(MarkdownReport.Render(Build(finding)), MarkdownReport.Render(Build(finding)));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static Finding Finding(string id, RuleSeverity severity = RuleSeverity.Warning, string file = "Program.cs", int line = 1) =>
        new(RuleCatalogue.Of(id), severity, "'http://one' is fixed", file, new(line, 1, line, 5));

    private ReadinessReport Build(params IReadOnlyList<Finding> findings) =>
        ReportBuilder.Build(new Scenario().Plan(), FactSet.Empty, findings, new SourceLines(folder), null);

    private void Write(string file, string text) => File.WriteAllText(Path.Combine(folder, file), text);

    internal static void AssertFits(JToken value, JObject schema)
    {
        if (value is JObject members)
        {
            Assert.Equal(
                ((JObject)schema["properties"]!).Properties().Select(static property => property.Name),
                members.Properties().Select(static property => property.Name)
            );
            foreach (var member in members.Properties())
            {
                AssertFits(member.Value, (JObject)schema["properties"]![member.Name]!);
            }
        }
        else if (value is JArray items)
        {
            foreach (var item in items)
            {
                AssertFits(item, (JObject)schema["items"]!);
            }
        }
    }
}
