using System.Text.RegularExpressions;

namespace Deployability.EndToEnd.Tests;

/// <summary>Every rule through the packed package in a real build.</summary>
public sealed class RulesTests(PackageFixture package)
{
    private static readonly string Source = Path.Combine(
        PackageFixture.RepositoryRoot,
        "tests",
        "Deployability.EndToEnd.Tests",
        "Violations"
    );

    public static TheoryData<string> Apps => new(Directory.GetDirectories(Source).Select(static folder => Path.GetFileName(folder)));

    [Theory]
    [MemberData(nameof(Apps))]
    public void Rules_ReportFromThePackageAtTheirLines(string app)
    {
        var files = FilesOf(app);
        var folder = package.NewProject(
            "Violations/" + app,
            "<PropertyGroup><DeployabilityProfile>strict</DeployabilityProfile></PropertyGroup>",
            files
        );

        var build = DotNet.Run(folder, "build --nologo");

        var actual = build
            .Diagnostics()
            .Select(static text => Regex.Replace(text, @"\((\d+),\d+\): \w+ ", "($1): "))
            .Order(StringComparer.Ordinal)
            .ToList();
        Assert.True(
            Expected(files).SequenceEqual(actual),
            $"missing: {string.Join("; ", Expected(files).Except(actual))}\nunexpected: {string.Join("; ", actual.Except(Expected(files)))}\n{build.Output}"
        );
    }

    [Fact]
    public void EveryRule_IsBrokenBySomeApp()
    {
        var rules = Regex
            .Matches(File.ReadAllText(Path.Combine(PackageFixture.RepositoryRoot, "README.md")), @"\| \[(DPL\d{4})\]")
            .Select(static match => match.Groups[1].Value);
        var broken = Apps.SelectMany(static app => Expected(FilesOf(app.Data))).Select(static text => text[^7..]);

        Assert.Empty(rules.Except(broken));
    }

    private static (string Path, string Content)[] FilesOf(string app) =>
        Directory
            .GetFiles(Path.Combine(Source, app), "*", SearchOption.AllDirectories)
            .Select(file =>
                (
                    Path.GetRelativePath(Path.Combine(Source, app), file).Replace(".cs.txt", ".cs", StringComparison.Ordinal),
                    File.ReadAllText(file)
                )
            )
            .ToArray();

    private static List<string> Expected((string Path, string Content)[] files) =>
        files
            .SelectMany(static file =>
                file.Content.Split('\n')
                    .SelectMany(
                        (line, index) =>
                            Regex
                                .Matches(line, @"expect: ((?:DPL\d{4}(?:, )?)+)")
                                .SelectMany(static match => Regex.Matches(match.Groups[1].Value, @"DPL\d{4}"))
                                .Select(id => $"{Path.GetFileName(file.Path)}({index + 1}): {id.Value}")
                    )
            )
            .Order(StringComparer.Ordinal)
            .ToList();
}
