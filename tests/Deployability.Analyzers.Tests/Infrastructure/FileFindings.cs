using Deployability.Analyzers.Rules.Contract;
using Deployability.Analyzers.Tests.Repository;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Deployability.Analyzers.Tests.Infrastructure;

/// <summary>What all rules together find in files around an app that does nothing.</summary>
internal static class FileFindings
{
    /// <summary>The findings in the files, and failures of rules.</summary>
    /// <param name="files">Below the project's folder.</param>
    /// <param name="withContract">Whether files are held against that code as well: not those that were written for another.</param>
    public static async Task<IReadOnlyList<Diagnostic>> InAsync(IEnumerable<TextFile> files, bool withContract)
    {
        var compilation = CSharpCompilation.Create(
            "Shop.Api",
            [CSharpSyntaxTree.ParseText("System.Console.WriteLine();")],
            [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)],
            new CSharpCompilationOptions(OutputKind.ConsoleApplication)
        );
        var diagnostics = await compilation
            .WithAnalyzers(
                RuleTable.Analyzers.RemoveAll(rule =>
                    !withContract && rule.GetType().Namespace == typeof(UnmappedProbePathAnalyzer).Namespace
                ),
                new AnalyzerOptions([.. files], new Options())
            )
            .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        return
        [
            .. diagnostics.Where(static diagnostic => diagnostic.Location.Kind == LocationKind.ExternalFile || diagnostic.Id == "AD0001"),
        ];
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

/// <summary>A file around the code, with a full path.</summary>
internal sealed class TextFile(string path, string text) : AdditionalText
{
    public override string Path => path;

    public string Text => text;

    public override SourceText? GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
}
