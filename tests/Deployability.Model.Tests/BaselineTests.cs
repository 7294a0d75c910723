namespace Deployability.Model.Tests;

public sealed class BaselineTests
{
    private static readonly string Hash = Baseline.Hash("DPL1001", "Program.cs", "call(\"http://a\");");

    [Fact]
    public void Entries_SurviveARoundTrip()
    {
        BaselineEntry[] entries = [new("DPL1001", "Program.cs", Hash, 1), new("DPL2002", "conf/a \"b\".json", Hash, 3)];

        var read = Baseline.Parse(Baseline.Format(entries));

        Assert.Empty(read.Error);
        Assert.Equal(
            entries.OrderBy(static entry => entry.File, StringComparer.Ordinal),
            read.Entries.Select(static entry => entry with { Number = 0 })
        );
    }

    [Fact]
    public void OrderAndDoubles_DoNotShow()
    {
        BaselineEntry[] entries = [new("DPL1002", "B.cs", Hash, 1), new("DPL1001", "B.cs", Hash, 2), new("DPL1001", "A.cs", Hash, 1)];

        Assert.Equal(Baseline.Format(entries), Baseline.Format(entries.Reverse().Concat(entries)));
    }

    [Fact]
    public void EveryEntry_IsALineThatEndsWithAComma()
    {
        var lines = Baseline.Format([new("DPL1001", "A.cs", Hash, 1), new("DPL1001", "B.cs", Hash, 1)]).Split('\n');

        Assert.Equal(
            2,
            lines.Count(static line =>
                line.TrimStart().StartsWith("{ \"rule\"", StringComparison.Ordinal) && line.EndsWith("},", StringComparison.Ordinal)
            )
        );
        using var json = System.Text.Json.JsonDocument.Parse(string.Join('\n', lines));
        Assert.Equal(3, json.RootElement.GetProperty("findings").GetArrayLength());
    }

    [Fact]
    public void CarriageReturnsAndBackslashes_AreTheSame()
    {
        var text = Baseline.Format([new("DPL1001", "src/Program.cs", Hash, 1)]);

        Assert.True(Baseline.Parse(text.Replace("\n", "\r\n", StringComparison.Ordinal)).Lists("DPL1001", "src\\Program.cs", Hash, 1));
        Assert.Equal(Baseline.Hash("DPL1001", "src/Program.cs", "x"), Baseline.Hash("DPL1001", "src\\Program.cs", "x"));
    }

    [Theory]
    [InlineData("DPL1001", "Program.cs", 1, true)]
    [InlineData("DPL1001", "Program.cs", 2, true)]
    [InlineData("DPL1001", "Program.cs", 3, false)]
    [InlineData("DPL1002", "Program.cs", 1, false)]
    [InlineData("DPL1001", "Other.cs", 1, false)]
    public void AFinding_IsListedByRuleFileTextAndCount(string rule, string file, int occurrence, bool isListed)
    {
        var baseline = Baseline.Parse(Baseline.Format([new("DPL1001", "Program.cs", Hash, 2)]));

        Assert.Equal(isListed, baseline.Lists(rule, file, Hash, occurrence));
    }

    [Theory]
    [InlineData("<<<<<<< HEAD")]
    [InlineData("=======")]
    [InlineData(">>>>>>> branch")]
    public void MergeConflictMarkers_AreAnErrorAtTheirLine_AndNothingIsListed(string marker)
    {
        var lines = Baseline.Format([new("DPL1001", "A.cs", Hash, 1)]).Split('\n').ToList();
        lines.Insert(4, marker);

        var read = Baseline.Parse(string.Join('\n', lines));

        Assert.Equal(5, read.ErrorLine);
        Assert.Contains("merge-conflict markers", read.Error, StringComparison.Ordinal);
        Assert.Empty(read.Entries);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("\"findings\": [\n{ \"rule\": \"DPL1001\", \"file\": \"A.cs\", \"line\": \"short\" },\n")]
    [InlineData("\"findings\": [\n{ \"rule\": \"DPL1001\", \"file\": \"A.cs\", \"line\": \"0123456789abcdef\", \"count\": many },\n")]
    public void WhatIsNoBaseline_IsRefusedWithoutAnException(string text) => Assert.NotEmpty(Baseline.Parse(text).Error);
}
