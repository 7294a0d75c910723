using Deployability.EndToEnd.Tests.Templates;

namespace Deployability.EndToEnd.Tests;

/// <summary>A new app is silent or told what is true, its fixes compile, and what publish writes starts and answers.</summary>
public sealed class TemplateTests(TemplateApps apps) : IClassFixture<TemplateApps>
{
    public static TheoryData<string> Names => [.. TemplateCases.Chosen.Select(static app => app.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Findings_AreThoseThatAreWorthIt(string name)
    {
        var app = TemplateCases.Of(name);

        Assert.Equal(app.Findings.Order(StringComparer.Ordinal), apps.FindingsBefore(app));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Fixes_LeaveNothingThatTheyCanFix(string name)
    {
        var app = TemplateCases.Of(name);

        Assert.Equal(app.Left.Order(StringComparer.Ordinal), apps.FindingsNow(app));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Publish_WarnsOfWhatKeepsItFromRunning(string name)
    {
        var app = TemplateCases.Of(name);

        Assert.Collection(
            apps.Messages(app),
            [
                .. app.Warnings.Select(static expected =>
                    (Action<string>)(actual => Assert.Contains(expected, actual, StringComparison.Ordinal))
                ),
            ]
        );
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task TheEmittedApp_StartsAnswersAndStops(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "An image of Linux.");
        var app = TemplateCases.Of(name);
        var folder = apps.FolderOf(app);
        var emitted = EmittedApp.Read(Path.Combine(folder, "deploy"));
        Assert.Equal(
            app.Given.Keys.Where(emitted.Secrets.Contains).Order(StringComparer.Ordinal),
            emitted.Secrets.Order(StringComparer.Ordinal)
        );
        Assert.All(
            app.Settings,
            setting => Assert.Contains(setting, emitted.Variables.Select(static variable => $"{variable.Key}={variable.Value}"))
        );

        var published = apps.PublishedOf(app);
        Assert.All(app.NotPublished, pattern => Assert.Empty(Directory.GetFiles(published, pattern, SearchOption.AllDirectories)));

        var ignored = await File.ReadAllLinesAsync(Path.Combine(folder, "deploy", "Dockerfile.dockerignore"));
        Assert.All(app.NotInContext, pattern => Assert.Contains(pattern, ignored));

        using var running = new RunningApp(emitted, published, apps.NewRun(app), app.Given);
        Assert.Equal(app.IsWeb, emitted.Probes.Count > 0);
        foreach (var probe in emitted.Probes)
        {
            await running.Answers(probe);
        }

        running.IsHealthy();
        await Ask(app, emitted, running);
        Assert.All(
            app.Written,
            path => Assert.NotEmpty(Directory.GetFiles(running.Mounted(Path.GetDirectoryName(path)!), Path.GetFileName(path)))
        );
        if (!app.IsWeb)
        {
            await running.Says("Application started");
        }

        running.Stops();
    }

    private static async Task Ask(TemplateCase app, EmittedApp emitted, RunningApp running)
    {
        using var client = app.Requests.Count > 0 ? new HttpClient { BaseAddress = running.Address(emitted.Ports[0]) } : null;
        foreach (var request in app.Requests.Select(static text => text.Split(' ')))
        {
            using var message = new HttpRequestMessage(new HttpMethod(request[0]), new Uri(request[1], UriKind.Relative));
            using var response = await client!.SendAsync(message);
            Assert.True(response.IsSuccessStatusCode, $"{string.Join(' ', request)}: {response.StatusCode}\n{running.Output}");
        }
    }
}
