using Deployability.Analyzers.Rules.Contract;
using Deployability.Analyzers.Tests.Repository;
using Deployability.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

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
                new AnalyzerOptions([.. files], new ProjectOptions(("ProjectDir", "/")))
            )
            .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        return
        [
            .. diagnostics.Where(static diagnostic => diagnostic.Location.Kind == LocationKind.ExternalFile || diagnostic.Id == "AD0001"),
        ];
    }
}
