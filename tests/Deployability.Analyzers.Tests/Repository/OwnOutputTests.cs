using Deployability.Analyzers.Rules.Contract;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

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
                    ? new File(output.Path, output.Text.Replace("readinessProbe:", "readinessProbe_:", StringComparison.Ordinal))
                    : output
            );

        Assert.Contains(
            await FindingsIn(files),
            finding => finding.Contains(file, StringComparison.Ordinal) && finding.Contains("DPL8001", StringComparison.Ordinal)
        );

        bool IsMeant(File output) =>
            output.Path.EndsWith(file, StringComparison.Ordinal) && output.Text.Contains("readinessProbe:", StringComparison.Ordinal);
    }

    private static IEnumerable<File> FilesOf(string scenario)
    {
        var folder = Path.Combine(Approved, scenario);
        return Directory
            .GetFiles(folder, "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(path => new File("/deploy/" + Path.GetRelativePath(folder, path).Replace('\\', '/'), System.IO.File.ReadAllText(path)));
    }

    [Fact]
    public async Task AFileWithAFault_IsFoundHere() =>
        Assert.Contains(
            "DPL8007",
            Assert.Single(await FindingsIn([new File("/deploy/x.yaml", "apiVersion: batch/v1beta1\nkind: CronJob\n")])),
            StringComparison.Ordinal
        );

    private static async Task<IEnumerable<string>> FindingsIn(IEnumerable<File> files)
    {
        var compilation = CSharpCompilation.Create(
            "Shop.Api",
            [CSharpSyntaxTree.ParseText("System.Console.WriteLine();")],
            [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)],
            new CSharpCompilationOptions(OutputKind.ConsoleApplication)
        );
        var diagnostics = await compilation
            // The contract is held against the code that the files were written for, where publish is tested.
            .WithAnalyzers(
                RuleTable.Analyzers.RemoveAll(static rule => rule.GetType().Namespace == typeof(UnmappedProbePathAnalyzer).Namespace),
                new AnalyzerOptions([.. files], new Options())
            )
            .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        return diagnostics
            .Where(static diagnostic => diagnostic.Location.Kind == LocationKind.ExternalFile || diagnostic.Id == "AD0001")
            .Select(static diagnostic => diagnostic.ToString());
    }

    private sealed class File(string path, string text) : AdditionalText
    {
        public override string Path => path;

        public string Text => text;

        public override SourceText? GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }

    private sealed class Options : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Global();

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;

        private sealed class Global : AnalyzerConfigOptions
        {
            public override bool TryGetValue(string key, out string value)
            {
                value = key == "build_property.ProjectDir" ? "/" : "";
                return value.Length > 0;
            }
        }
    }
}
