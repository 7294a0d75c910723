using Deployability.Model;
using Deployability.Publish.Emission;
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
    public void WhicheverStepFails_TheOldFilesAreAsTheyWere()
    {
        (string, string)[] old = [("a.txt", "1\n"), ("gone/deep/b.txt", "1\n"), ("same.txt", "1\n")];
        (string, string)[] changed = [("a.txt", "2\n"), ("new/c.txt", "2\n"), ("same.txt", "1\n")];
        var whole = new FailingDisk(int.MaxValue);
        Write(old);
        Write(whole, changed);
        Assert.InRange(whole.Steps, 8, 100);

        for (var step = 0; step < whole.Steps; step++)
        {
            Directory.Delete(folder, recursive: true);
            Write(old);
            var before = State();

            var problems = Write(new FailingDisk(step), changed);

            // Backups that stay behind do no harm; everything before them must have been taken back.
            if (problems.Count > 0)
            {
                Assert.Equal("DPL9005", Assert.Single(problems).Code);
                Assert.Contains("as they were", problems[0].Message, StringComparison.Ordinal);
                Assert.Equal(before, State());
                Assert.False(Directory.Exists(Full("new")));
            }
            else
            {
                Assert.Equal(("2\n", "2\n"), (Read("a.txt"), Read("new/c.txt")));
            }
        }
    }

    [Fact]
    public void WhatCannotBeTakenBack_IsNamed()
    {
        Write(("a.txt", "1\n"), ("z.txt", "1\n"));
        var steps = Enumerable
            .Range(0, 30)
            .Select(step =>
            {
                Directory.Delete(folder, recursive: true);
                Write(("a.txt", "1\n"), ("z.txt", "1\n"));
                return Write(new FailingDisk(step, forEver: true), ("a.txt", "2\n"), ("z.txt", "2\n"))
                        .Select(static problem => problem.Message)
                        .FirstOrDefault()
                    ?? "";
            })
            .ToList();

        Assert.Contains(steps, static message => message.Contains("as they were", StringComparison.Ordinal));
        Assert.Contains(steps, static message => message.Contains("of the old ones a.txt could not be put back", StringComparison.Ordinal));
    }

    [Fact]
    public void AFirstWriteThatFails_LeavesNoFolder()
    {
        Write(new FailingDisk(2), ("a/b.txt", "1\n"));

        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public void AnotherProjectsFolder_IsRefusedAndNothingChanges()
    {
        File.WriteAllText(Project("Shop.csproj"), "");
        Write(("a.txt", "1\n"));
        var before = State();

        var problem = Assert.Single(Writer.Write(folder, Project("Admin.csproj"), [new GeneratedFile("a.txt", "2\n")]).Problems);

        Assert.Equal(("DPL9001", ProblemSeverity.Error), (problem.Code, problem.Severity));
        Assert.Contains("Shop.csproj", problem.Message, StringComparison.Ordinal);
        Assert.Contains("Admin.csproj", problem.Message, StringComparison.Ordinal);
        Assert.Equal(before, State());
    }

    [Fact]
    public void AProjectThatWasRenamed_KeepsItsFolder()
    {
        Write(("a.txt", "1\n"));

        Assert.Empty(Writer.Write(folder, Project("Renamed.csproj"), [new GeneratedFile("a.txt", "2\n")]).Problems);
        Assert.Contains("\"project\": \"../Renamed.csproj\"", Read(".deployability.json"), StringComparison.Ordinal);
    }

    [Fact]
    public void AFolderThatCannotBeMade_IsAnErrorWithItsCode()
    {
        File.WriteAllText(folder, "a file stands in the way");

        Assert.Equal("DPL9005", Assert.Single(Write(("a.txt", "1\n"))).Code);
    }

    private IReadOnlyList<Problem> Write(params (string Path, string Content)[] files) => Write(new Disk(), files);

    private IReadOnlyList<Problem> Write(Disk disk, params (string Path, string Content)[] files) =>
        Writer
            .Write(folder, Project("Shop.csproj"), [.. files.Select(static file => new GeneratedFile(file.Path, file.Content))], disk)
            .Problems;

    private string Project(string name) => Path.Combine(Path.GetDirectoryName(folder)!, name);

    /// <summary>What the files hold, and when they were written.</summary>
    private List<(string Path, string Text, DateTime Time)> State() =>
        [.. Files().Select(file => (file, Read(file), File.GetLastWriteTimeUtc(Full(file))))];

    /// <summary>A disk on which one step fails, or every step from one on.</summary>
    private sealed class FailingDisk(int step, bool forEver = false) : Disk
    {
        public int Steps { get; private set; }

        public override void CreateFolder(string path) => Do(() => base.CreateFolder(path));

        public override void WriteText(string path, string content) => Do(() => base.WriteText(path, content));

        public override void Move(string from, string to) => Do(() => base.Move(from, to));

        public override void Replace(string from, string to, string backup) => Do(() => base.Replace(from, to, backup));

        public override void Delete(string path) => Do(() => base.Delete(path));

        public override void DeleteFolder(string path) => Do(() => base.DeleteFolder(path));

        private void Do(Action action)
        {
            if (Steps++ == step || forEver && Steps > step)
            {
                throw new IOException("disk full");
            }

            action();
        }
    }

    private IEnumerable<string> Files() =>
        Directory
            .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    private void Edit(string path, string content) => File.WriteAllText(Full(path), content);

    private string Read(string path) => File.ReadAllText(Full(path));

    private string Full(string path) => Path.Combine(folder, path);
}
