using System.Text.Json;
using System.Text.RegularExpressions;

namespace Deployability.EndToEnd.Tests.Templates;

/// <summary>
/// All apps of <see cref="TemplateCases"/> as their owner would have them after an afternoon with the package: built, fixed with
/// everything that has a fix, published. One solution, because a build of its own for each app would take most of an hour.
/// </summary>
public sealed class TemplateApps
{
    private readonly Dictionary<string, IReadOnlyList<string>> before = new(StringComparer.Ordinal);
    private readonly PackageFixture package;

    public TemplateApps(PackageFixture package)
    {
        this.package = package;
        Root = package.NewFolder("Templates");
        foreach (var app in TemplateCases.Chosen)
        {
            Create(app);
        }

        WriteSolution("All.slnx", TemplateCases.Chosen);
        WriteSolution("CSharp.slnx", TemplateCases.Chosen.Where(static app => app.IsCSharp));

        // What is downloaded by browsers need be neither small nor packed here.
        PackageFixture.Write(
            Root,
            "Directory.Build.props",
            """<Project><PropertyGroup><CompressionEnabled>false</CompressionEnabled><PublishTrimmed Condition="$(MSBuildProjectName.EndsWith('.Client'))">false</PublishTrimmed></PropertyGroup></Project>"""
        );

        // Some findings are errors: what matters is what each app was told.
        Build = DotNet.Run(Root, "build All.slnx -c Release --nologo -v:m");
        foreach (var app in TemplateCases.Chosen)
        {
            before[app.Name] = FindingsNow(app);
        }

        Format = DotNet
            .Run(Root, $"format analyzers CSharp.slnx --no-restore --severity info --diagnostics {string.Join(' ', Fixable())}")
            .Succeeded();
        Publish = DotNet.Run(Root, "publish All.slnx -c Release --nologo -v:m").Succeeded();
    }

    internal string Root { get; }

    internal CommandResult Build { get; }

    internal CommandResult Format { get; }

    internal CommandResult Publish { get; }

    /// <summary>A new folder in which an app may run.</summary>
    internal string NewRun(TemplateCase app) => package.NewFolder($"TemplateRuns/{app.Name}/{Guid.NewGuid():N}");

    /// <summary>What the first build reported, suggestions too, as <c>DPL3001 Program.cs</c>.</summary>
    internal IReadOnlyList<string> FindingsBefore(TemplateCase app) => before[app.Name];

    /// <summary>What is left after every fix.</summary>
    internal IReadOnlyList<string> FindingsNow(TemplateCase app)
    {
        if (!app.IsCSharp)
        {
            return [];
        }

        // Native code is built for one runtime, in a folder of its own.
        var log = new DirectoryInfo(Path.Combine(FolderOf(app), "obj", "Release"))
            .EnumerateFiles("deployability.findings.sarif", SearchOption.AllDirectories)
            .MaxBy(static file => file.LastWriteTimeUtc);
        Assert.True(log is not null, Build.Output);
        using var sarif = JsonDocument.Parse(File.ReadAllText(log.FullName));
        return
        [
            .. sarif
                .RootElement.GetProperty("runs")[0]
                .GetProperty("results")
                .EnumerateArray()
                .Where(static result => result.GetProperty("ruleId").GetString()!.StartsWith("DPL", StringComparison.Ordinal))
                .Select(static result => $"{result.GetProperty("ruleId").GetString()} {FileOf(result)}")
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>What publish warned of, but for the feed of these tests, which no image's build could see.</summary>
    internal IReadOnlyList<string> Messages(TemplateCase app) =>
        [
            .. Publish
                .Output.Split('\n')
                .Where(line =>
                    line.Contains("DPL9", StringComparison.Ordinal)
                    && !line.Contains("The package source 'feed'", StringComparison.Ordinal)
                    && line.Contains(Path.GetFileName(ProjectOf(app)), StringComparison.Ordinal)
                )
                .Select(static line => Regex.Match(line, @"DPL9\d\d\d: (.*?)( \[[^\]]*\])?\r?$").Groups[1].Value)
                .Distinct(),
        ];

    /// <summary>The folder of the app's project.</summary>
    internal string FolderOf(TemplateCase app) =>
        Directory.Exists(Path.Combine(Root, app.Name, app.Name)) ? Path.Combine(Root, app.Name, app.Name) : Path.Combine(Root, app.Name);

    /// <summary>What the image gets: native code is built for one runtime.</summary>
    internal string PublishedOf(TemplateCase app) =>
        Directory.GetDirectories(Path.Combine(FolderOf(app), "bin", "Release", "net10.0"), "publish", SearchOption.AllDirectories).Single();

    private string ProjectOf(TemplateCase app) => Path.Combine(FolderOf(app), app.Name + (app.IsCSharp ? ".csproj" : ".fsproj"));

    private void WriteSolution(string name, IEnumerable<TemplateCase> apps)
    {
        var projects = apps.Select(app => $"""<Project Path="{Path.GetRelativePath(Root, ProjectOf(app)).Replace('\\', '/')}" />""");
        PackageFixture.Write(Root, name, $"<Solution>{string.Concat(projects)}</Solution>");
    }

    private static string FileOf(JsonElement result) =>
        Uri.UnescapeDataString(
            result
                .GetProperty("locations")[0]
                .GetProperty("physicalLocation")
                .GetProperty("artifactLocation")
                .GetProperty("uri")
                .GetString()!
                .Split('/')[^1]
        );

    private static IEnumerable<string> Fixable() =>
        Regex
            .Matches(
                File.ReadAllText(Path.Combine(PackageFixture.RepositoryRoot, "README.md")),
                @"^\| \[(DPL\d{4})\].*\| yes \|$",
                RegexOptions.Multiline
            )
            .Select(static match => match.Groups[1].Value);

    private void Create(TemplateCase app)
    {
        DotNet.Run(Root, $"new {app.New} -n {app.Name} -o {app.Name} --no-restore").Succeeded();
        var folder = FolderOf(app);
        foreach (var (path, content) in app.Files)
        {
            PackageFixture.Write(folder, path, content);
        }

        var packages = app
            .Packages.Prepend($"Deployability.Analyzers {PackageFixture.Version}")
            .Select(static text => text.Split(' '))
            .Select(static parts =>
                $"""<PackageReference Include="{parts[0]}" Version="{parts[1]}"{(parts[0].StartsWith("Deployability", StringComparison.Ordinal) ? " PrivateAssets=\"all\"" : "")} />"""
            );
        var project = ProjectOf(app);
        File.WriteAllText(
            project,
            File.ReadAllText(project)
                .Replace("</Project>", $"<ItemGroup>{string.Concat(packages)}</ItemGroup>{app.Project}</Project>", StringComparison.Ordinal)
        );
    }
}
