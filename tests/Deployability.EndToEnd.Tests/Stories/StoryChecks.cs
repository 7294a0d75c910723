namespace Deployability.EndToEnd.Tests.Stories;

/// <summary>What holds for every story; each check is a line of <c>.ci/stories</c>.</summary>
[Trait("Category", "Story")]
public abstract class StoryChecks
{
    private readonly Story story;

    private protected StoryChecks(Story story)
    {
        Assert.SkipWhen(
            Environment.GetEnvironmentVariable("DEPLOYABILITY_STORIES") == "apart",
            "The stories run in a step of their own: .ci/stories."
        );
        this.story = story;
    }

    private protected Story Story => story;

    private protected Published App => story.Deployable;

    /// <summary>Rule and place of each fault as found, in order; and no others.</summary>
    private protected abstract string[] AsFound { get; }

    /// <summary>What <c>dotnet format analyzers</c> leaves to a person.</summary>
    private protected abstract string[] AfterFixes { get; }

    /// <summary>What the deployable version still has, on purpose.</summary>
    private protected abstract string[] Deployable { get; }

    /// <summary>The score as found, after the fixes, and of the deployable version.</summary>
    private protected abstract (int AsFound, int AfterFixes, int Deployable) Scores { get; }

    /// <summary>What the report leaves to the operator, in order.</summary>
    private protected abstract string[] Deferred { get; }

    /// <summary>What a person gives for a run: secrets, a database.</summary>
    private protected virtual (string Name, string? Value)[] Given => [];

    /// <summary>A setting without which the app does not start.</summary>
    private protected abstract string RequiredKey { get; }

    /// <summary>What answers once the app can work.</summary>
    private protected virtual string ReadyPath => "/healthz/ready";

    [Fact]
    public void AsFound_HasItsFaultsAndNoOthers() => Assert.Equal(AsFound, story.AsFound.Findings);

    [Fact]
    public void AsFound_AfterOurFixes_CompilesAndHasWhatAPersonMustDo() => Assert.Equal(AfterFixes, story.AfterFixes.Findings);

    [Fact]
    public void Deployable_HasOnlyWhatIsMeant() => Assert.Equal(Deployable, App.Report.Findings);

    [Fact]
    public void Score_RisesFromVersionToVersion() => Assert.Equal(Scores, (story.AsFound.Score, story.AfterFixes.Score, App.Report.Score));

    [Fact]
    public void Report_LeavesToTheOperatorWhatOnlyHeCanDo() => Assert.Equal(Deferred, App.Report.Deferred);

    [Fact]
    public async Task Run_AnswersProbesAndEndsOnSigterm()
    {
        using var volumes = new TemporaryFolder();
        using var app = await StartAsync(volumes);

        Assert.NotEmpty(App.ProbePaths);
        foreach (var path in App.ProbePaths)
        {
            using var answer = await app.Client.GetAsync(new Uri(path, UriKind.Relative));
            Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode}");
        }

        Assert.Equal(0, app.Stop());
    }

    [Fact]
    public void Run_WithoutARequiredSetting_SaysWhichOneAndEnds()
    {
        using var volumes = new TemporaryFolder();
        using var app = new RunningApp(App, volumes.Path, [.. Given, (RequiredKey, null)]);

        Assert.NotEqual(0, app.ExitCode());
        Assert.Contains(RequiredKey[(RequiredKey.LastIndexOf('_') + 1)..], app.Log, StringComparison.Ordinal);
    }

    private protected Task<RunningApp> StartAsync(TemporaryFolder volumes) =>
        new RunningApp(App, volumes.Path, Given).ReadyAsync(ReadyPath);

    private protected static void StaysAtItsOrigin(Browser browser, RunningApp app)
    {
        Assert.NotEmpty(browser.Requests);
        Assert.All(
            browser.Requests.Where(static url => !url.StartsWith("data:", StringComparison.Ordinal)),
            url => Assert.StartsWith(app.Client.BaseAddress!.AbsoluteUri, url, StringComparison.Ordinal)
        );
    }
}

/// <summary>A folder that is gone afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("deployability-story-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
