using Deployability.Analyzers.Tests.Infrastructure;
using Deployability.Testing;

namespace Deployability.Analyzers.Tests.Repository;

/// <summary>What publish writes has none of the faults that the rules find in files written by hand.</summary>
public sealed class OwnOutputTests
{
    private static readonly string Approved = Path.Combine(RepositoryFiles.Root, "tests", "Deployability.Publish.Tests", "Approved");

    public static TheoryData<string> Scenarios =>
        new(Directory.GetDirectories(Approved).Select(static folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task GeneratedFiles_HaveNoFinding(string scenario) => Assert.Empty(await FindingsIn(FilesOf(scenario)));

    [Theory]
    [InlineData("/kubernetes/base/deployment.yaml")]
    [InlineData("/templates/deployment.yaml")]
    public async Task AFaultInWhatOverlaysPatch_OrInAChart_IsFoundHere(string file)
    {
        var scenario = Scenarios.Select(static row => row.Data).First(name => FilesOf(name).Any(IsMeant));
        var files = FilesOf(scenario)
            .Select(output =>
                IsMeant(output)
                    ? new TextFile(output.Path, output.Text.Replace("readinessProbe:", "readinessProbe_:", StringComparison.Ordinal))
                    : output
            );

        Assert.Contains(
            await FindingsIn(files),
            finding => finding.Contains(file, StringComparison.Ordinal) && finding.Contains("DPL8001", StringComparison.Ordinal)
        );

        bool IsMeant(TextFile output) =>
            output.Path.EndsWith(file, StringComparison.Ordinal) && output.Text.Contains("readinessProbe:", StringComparison.Ordinal);
    }

    private static IEnumerable<TextFile> FilesOf(string scenario)
    {
        var folder = Path.Combine(Approved, scenario);
        return Directory
            .GetFiles(folder, "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(path => new TextFile("/deploy/" + Path.GetRelativePath(folder, path).Replace('\\', '/'), File.ReadAllText(path)));
    }

    [Fact]
    public async Task AFileWithAFault_IsFoundHere() =>
        Assert.Contains(
            "DPL8007",
            Assert.Single(await FindingsIn([new TextFile("/deploy/x.yaml", "apiVersion: batch/v1beta1\nkind: CronJob\n")])),
            StringComparison.Ordinal
        );

    private static async Task<IEnumerable<string>> FindingsIn(IEnumerable<TextFile> files) =>
        // The contract is held against the code that the files were written for, where publish is tested.
        (await FileFindings.InAsync(files, withContract: false)).Select(static finding => finding.ToString());
}
