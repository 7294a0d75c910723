using System.Text.RegularExpressions;

namespace Deployability.EndToEnd.Tests;

/// <summary>Every rule through the packed package in a real build.</summary>
public sealed class RulesTests(PackageFixture package)
{
    [Fact]
    public void EveryRule_ReportsFromThePackageAtItsLine()
    {
        var source = Path.Combine(PackageFixture.RepositoryRoot, "tests", "Deployability.EndToEnd.Tests", "Violations");
        var files = Directory.GetFiles(source, "*", SearchOption.AllDirectories)
            .Where(static file => Path.GetFileName(file) != "README.md")
            .Select(file => (Path: Path.GetRelativePath(source, file).Replace(".cs.txt", ".cs", StringComparison.Ordinal), Content: File.ReadAllText(file)))
            .ToArray();
        var folder = package.NewProject("Violations", "<PropertyGroup><DeployabilityProfile>strict</DeployabilityProfile></PropertyGroup>", files);

        var build = DotNet.Run(folder, "build --nologo");

        var expected = files
            .SelectMany(static file => file.Content.Split('\n').SelectMany((line, index) => Regex.Matches(line, @"expect: ((?:DPL\d{4},? ?)+)")
                .SelectMany(match => Regex.Matches(match.Groups[1].Value, @"DPL\d{4}"))
                .Select(id => $"{Path.GetFileName(file.Path)}({index + 1}): {id.Value}")))
            .Order(StringComparer.Ordinal);
        var actual = build.Diagnostics().Select(static text => Regex.Replace(text, @"\((\d+),\d+\): \w+ ", "($1): ")).Order(StringComparer.Ordinal);
        Assert.Equal(expected, actual);
    }
}
