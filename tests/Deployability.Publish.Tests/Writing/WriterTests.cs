using Deployability.Model;
using Deployability.Publish.Targets;
using Deployability.Publish.Writing;

namespace Deployability.Publish.Tests.Writing;

public sealed class WriterTests : IDisposable
{
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"deployability wörk {Guid.NewGuid():N}", "deploy");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(folder)!, recursive: true);

    public WriterTests() => Directory.CreateDirectory(Path.GetDirectoryName(folder)!);

    [Fact]
    public void NewFiles_AreWrittenWithTheirFolders()
    {
        Assert.Empty(Write(("a.txt", "1\n"), ("b/c.txt", "ü\n")));

        Assert.Equal("1\n", Read("a.txt"));
        Assert.Equal("ü\n"u8.ToArray(), File.ReadAllBytes(Full("b/c.txt")));
        Assert.Equal([".deployability.json", "a.txt", "b/c.txt"], Files());
    }

    [Fact]
    public void UnchangedFiles_AreNotTouched()
    {
        Write(("a.txt", "1\n"));
        var before = Files().ToDictionary(static file => file, file => File.GetLastWriteTimeUtc(Full(file)));
        foreach (var file in before.Keys)
        {
            File.SetLastWriteTimeUtc(Full(file), before[file] = DateTime.UnixEpoch);
        }

        Write(("a.txt", "1\n"));

        Assert.All(before, pair => Assert.Equal(pair.Value, File.GetLastWriteTimeUtc(Full(pair.Key))));
    }

    [Fact]
    public void ChangedText_ReplacesWhatWasGenerated()
    {
        Write(("a.txt", "1\n"));

        Assert.Empty(Write(("a.txt", "2\n")));

        Assert.Equal("2\n", Read("a.txt"));
    }

    [Fact]
    public void AnEditedFile_IsKeptAndTheNewTextStandsBeside()
    {
        Write(("a.txt", "1\n"));
        Edit("a.txt", "mine\n");

        var problem = Assert.Single(Write(("a.txt", "2\n")));

        Assert.Equal(("DPL9002", ProblemSeverity.Warning, Full("a.txt")), (problem.Code, problem.Severity, problem.File));
        Assert.Equal("mine\n", Read("a.txt"));
        Assert.Equal("2\n", Read("a.txt.new"));
    }

    [Fact]
    public void AFileThatWasThereBefore_CountsAsEdited()
    {
        Directory.CreateDirectory(folder);
        Edit("a.txt", "mine\n");

        Assert.Equal("DPL9002", Assert.Single(Write(("a.txt", "1\n"))).Code);
        Assert.Equal("mine\n", Read("a.txt"));
    }

    [Theory]
    [InlineData("1\n")]
    [InlineData("2\n")]
    public void TakingTheEditBackOrAcceptingTheNewText_RemovesTheOneBeside(string resolved)
    {
        Write(("a.txt", "1\n"));
        Edit("a.txt", "mine\n");
        Write(("a.txt", "2\n"));
        Edit("a.txt", resolved);

        Assert.Empty(Write(("a.txt", "2\n")));

        Assert.Equal("2\n", Read("a.txt"));
        Assert.Equal([".deployability.json", "a.txt"], Files());
    }

    [Fact]
    public void DeletingAnEditedFile_HasItGeneratedAgain()
    {
        Write(("a.txt", "1\n"));
        Edit("a.txt", "mine\n");
        Write(("a.txt", "2\n"));
        File.Delete(Full("a.txt"));

        Assert.Empty(Write(("a.txt", "2\n")));

        Assert.Equal([".deployability.json", "a.txt"], Files());
    }

    [Fact]
    public void WorkInTheFileBeside_IsKeptToo()
    {
        Write(("a.txt", "1\n"));
        Edit("a.txt", "mine\n");
        Write(("a.txt", "2\n"));
        Edit("a.txt.new", "half merged\n");

        Write(("a.txt", "3\n"));

        Assert.Equal("half merged\n", Read("a.txt.new"));
    }

    [Fact]
    public void WhatIsNoLongerGenerated_IsDeletedWithItsFolder()
    {
        Write(("a.txt", "1\n"), ("b/c/d.txt", "1\n"));

        Assert.Empty(Write(("a.txt", "1\n")));

        Assert.Equal([".deployability.json", "a.txt"], Files());
        Assert.False(Directory.Exists(Full("b")));
    }

    [Fact]
    public void AnEditedFileThatIsNoLongerGenerated_IsKeptAndReportedEachTime()
    {
        Write(("a.txt", "1\n"), ("b.txt", "1\n"));
        Edit("b.txt", "mine\n");

        Assert.Equal(Full("b.txt"), Assert.Single(Write(("a.txt", "1\n"))).File);
        Assert.Equal(Full("b.txt"), Assert.Single(Write(("a.txt", "1\n"))).File);
        Assert.Equal("mine\n", Read("b.txt"));
    }

    [Fact]
    public void FilesOfOthers_AreLeftAlone()
    {
        Write(("a.txt", "1\n"));
        Edit("notes.txt", "mine\n");

        Assert.Empty(Write());

        Assert.Equal([".deployability.json", "notes.txt"], Files());
    }

    [Fact]
    public void LineEndsOfACheckOut_AreNoEdit()
    {
        Write(("a.txt", "1\n2\n"));
        Edit("a.txt", "1\r\n2\r\n");

        Assert.Empty(Write(("a.txt", "3\n")));

        Assert.Equal("3\n", Read("a.txt"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"files":{"../../outside.txt":"x","a.txt":5}}""")]
    public void ADamagedRecord_LosesNothing(string record)
    {
        var outside = Path.Combine(Path.GetDirectoryName(folder)!, "outside.txt");
        File.WriteAllText(outside, "mine\n");
        Write(("a.txt", "1\n"));
        Edit(".deployability.json", record);

        var problem = Assert.Single(Write(("a.txt", "2\n")));

        Assert.Equal("DPL9002", problem.Code);
        Assert.Equal("1\n", Read("a.txt"));
        Assert.Equal("mine\n", File.ReadAllText(outside));
    }

    [Fact]
    public void AFailure_ChangesNoFileAndLeavesNoRubbish()
    {
        Write(("a.txt", "1\n"), ("z.txt", "1\n"));
        File.Delete(Full("z.txt"));
        Directory.CreateDirectory(Full("z.txt"));

        var problem = Assert.Single(Write(("a.txt", "2\n"), ("z.txt", "2\n")));

        Assert.Equal(("DPL9005", ProblemSeverity.Error), (problem.Code, problem.Severity));
        Assert.Equal("1\n", Read("a.txt"));
        Assert.Equal([".deployability.json", "a.txt"], Files());
    }

    [Fact]
    public void AFolderThatCannotBeMade_IsAnErrorWithItsCode()
    {
        File.WriteAllText(folder, "a file stands in the way");

        Assert.Equal("DPL9005", Assert.Single(Write(("a.txt", "1\n"))).Code);
    }

    private IReadOnlyList<Problem> Write(params (string Path, string Content)[] files) =>
        Writer.Write(folder, [.. files.Select(static file => new GeneratedFile(file.Path, file.Content))]);

    private IEnumerable<string> Files() =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/')).Order(StringComparer.Ordinal);

    private void Edit(string path, string content) => File.WriteAllText(Full(path), content);

    private string Read(string path) => File.ReadAllText(Full(path));

    private string Full(string path) => Path.Combine(folder, path);
}
