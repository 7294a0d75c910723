using Deployability.Model;
using Deployability.Publish.Report;

namespace Deployability.Publish.Tests.Report;

/// <summary>The compiler's log, the baseline made of it, and the last line of a failing build.</summary>
public sealed class FindingsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("deployability findings ").FullName;

    [Fact]
    public void ALogOfSarif21_GivesOurFindings()
    {
        var finding = Assert.Single(
            FindingsReader.Parse(
                """
                { "version": "2.1.0", "runs": [ { "results": [
                  { "ruleId": "CA1822", "level": "note", "message": { "text": "not ours" } },
                  { "ruleId": "DPL1001", "message": { "text": "said" }, "suppressions": [ { "kind": "inSource" } ] },
                  { "ruleId": "DPL1001", "level": "error", "message": { "text": "said" }, "suppressions": [], "locations": [ { "physicalLocation": {
                    "artifactLocation": { "uri": "file:///src/my%20app/Program.cs" }, "region": { "startLine": 3, "startColumn": 5, "endLine": 3, "endColumn": 9 } } } ] } ] } ] }
                """,
                "/src/my app"
            )!
        );

        Assert.Equal(new Finding(RuleCatalogue.Of("DPL1001"), RuleSeverity.Error, "said", "Program.cs", new(3, 5, 3, 9)), finding);
    }

    [Fact]
    public void ALogOfSarif1_WhichIsTheCompilersDefault_GivesOurFindings()
    {
        var finding = Assert.Single(
            FindingsReader.Parse(
                """
                { "version": "1.0.0", "runs": [ { "results": [
                  { "ruleId": "DPL1002", "level": "error", "message": "old", "suppressionStates": [ "suppressedInSource" ] },
                  { "ruleId": "DPL1001", "level": "note", "message": "said", "locations": [ { "resultFile": {
                    "uri": "file:///src/lib/Program.cs", "region": { "startLine": 3, "startColumn": 5 } } } ] } ] } ] }
                """,
                "/src/app"
            )!
        );

        Assert.Equal(("../lib/Program.cs", RuleSeverity.Suggestion, "said"), (finding.File, finding.Severity, finding.Message));
    }

    [Theory]
    [InlineData("""{ "driver": { "rules": [ { "id": "DPL1001", "text": "} \" }, \"tool\": {" } ] } }""", 1)]
    [InlineData("""{ "driver": { "rules": [ { "id": "DPL1001" } ] }""", null)]
    [InlineData("""[ { "rules": { } } ]""", 1)]
    [InlineData("\"none\"", 1)]
    public void WhatALogTellsOfTheRulesThemselves_IsLeftOut(string tool, int? findings)
    {
        const string Result = """{ "ruleId": "DPL1001", "message": { "text": "a \"tool\": { of \"rules\"" } }""";
        string[] logs =
        [
            $$"""{ "runs": [ { "results": [ {{Result}} ], "tool": {{tool}} } ] }""",
            $$"""{ "runs": [ { "tool" : {{tool}}, "results": [ {{Result}} ] } ] }""",
            $$"""{ "runs": [ { "rules":{{tool}}, "results": [ {{Result}} ] } ] }""",
        ];

        Assert.All(logs, log => Assert.Equal(findings, FindingsReader.Parse(log, "/src")?.Count));
        Assert.All(
            logs,
            log =>
                Assert.All(
                    FindingsReader.Parse(log, "/src") ?? [],
                    static found => Assert.Equal("a \"tool\": { of \"rules\"", found.Message)
                )
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{ "runs": 1 }""")]
    [InlineData(
        """{ "runs": [ { "results": [ { "ruleId": "DPL1001", "locations": [ { "physicalLocation": { "region": { "startLine": "many" } } } ] } ] } ] }"""
    )]
    public void ABrokenLog_IsNone(string text) => Assert.Null(FindingsReader.Parse(text, "/src"));

    [Fact]
    public void ABaseline_IsWrittenListedAndShrunk()
    {
        Write("Program.cs", "Call(\"http://a\");\nCall(\"http://b\");\nCall(\"http://a\");\n");
        var path = Path.Combine(folder, Baseline.FileName);

        BaselineFile.Update(path, folder, [Finding(1), Finding(2), Finding(3)], "write");
        var written = Baseline.Parse(File.ReadAllText(path));
        Assert.Equal([1, 2], written.Entries.Select(static entry => entry.Count).Order());

        // Moved lines and other ends of lines are the same to it; what is mended goes, what is new is not taken up.
        Write("Program.cs", "// moved\r\nCall(\"http://a\");\r\nCall(\"http://c\");\r\n");
        Assert.Contains(
            BaselineFile.Update(path, folder, [Finding(2), Finding(3)], "list"),
            static said => said.Message.StartsWith("new    DPL1001 Program.cs(3)", StringComparison.Ordinal)
        );
        BaselineFile.Update(path, folder, [Finding(2), Finding(3)], "shrink");
        Assert.Equal(1, Assert.Single(Baseline.Parse(File.ReadAllText(path)).Entries).Count);
    }

    [Fact]
    public void AStaleEntry_IsAWarningAtItsLine()
    {
        Write("Program.cs", "Call(\"http://a\");\nCall(\"http://b\");\n");
        var path = Path.Combine(folder, Baseline.FileName);
        BaselineFile.Update(path, folder, [Finding(1), Finding(2)], "write");
        Assert.Empty(BaselineFile.Check(path, folder));

        Write("Program.cs", "Call(\"http://b\");\n");

        var stale = Assert.Single(BaselineFile.Check(path, folder));
        Assert.Equal((ProblemSeverity.Warning, "DPL9007"), (stale.Severity, stale.Code));
        Assert.Contains("DPL1001 in Program.cs", stale.Message, StringComparison.Ordinal);
        Assert.InRange(stale.Line, 4, 5);
    }

    [Fact]
    public void ASecret_LeavesNoTraceInTheBaseline()
    {
        var path = Path.Combine(folder, Baseline.FileName);
        Write("Program.cs", "var key = \"zk83Wq02nMx7\";\n");
        BaselineFile.Update(path, folder, [Finding(1, "DPL2001")], "write");
        var first = File.ReadAllText(path);

        Write("Program.cs", "var key = \"aaaaaaaaaaaa\";\n");
        BaselineFile.Update(path, folder, [Finding(1, "DPL2001")], "write");

        Assert.Equal(first, File.ReadAllText(path));
    }

    [Fact]
    public void AFailingBuild_EndsWithOneLineThatCountsByArea()
    {
        var said = Assert.Single(GateSummary.Of("/src/A.csproj", [Error("DPL1001"), Error("DPL2101"), Error("DPL2001"), Finding(1)]));

        Assert.StartsWith("3 findings fail the build (Configuration 1, Security 2). ", said.Message, StringComparison.Ordinal);
        Assert.Contains("-t:DeployabilityReport", said.Message, StringComparison.Ordinal);
        Assert.Empty(GateSummary.Of("/src/A.csproj", [Finding(1)]));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static Finding Finding(int line, string id = "DPL1001") =>
        new(RuleCatalogue.Of(id), RuleSeverity.Warning, "said", "Program.cs", new(line, 1, line, 2));

    private static Finding Error(string id) => Finding(1, id) with { Severity = RuleSeverity.Error };

    private void Write(string file, string text) => File.WriteAllText(Path.Combine(folder, file), text);
}
