using System.Collections.Immutable;
using Deployability.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Host.Mef;
using Microsoft.CodeAnalysis.Text;

namespace Deployability.CodeFixes.Tests.Infrastructure;

/// <summary>Applies fixes to files around the code, which the test library fixes in C# documents only.</summary>
internal static class FileFix
{
    /// <summary>The file after a fix of its first finding; null when none is offered.</summary>
    public static Task<string?> OneAsync<TAnalyzer, TFix>(string code, string path, string content)
        where TAnalyzer : DiagnosticAnalyzer, new()
        where TFix : CodeFixProvider, new() => ApplyAsync<TAnalyzer, TFix>(code, path, content, all: false);

    /// <summary>The file after a fix of all findings in the project; null when none is offered.</summary>
    public static Task<string?> AllAsync<TAnalyzer, TFix>(string code, string path, string content)
        where TAnalyzer : DiagnosticAnalyzer, new()
        where TFix : CodeFixProvider, new() => ApplyAsync<TAnalyzer, TFix>(code, path, content, all: true);

    private static async Task<string?> ApplyAsync<TAnalyzer, TFix>(string code, string path, string content, bool all)
        where TAnalyzer : DiagnosticAnalyzer, new()
        where TFix : CodeFixProvider, new()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var workspace = new AdhocWorkspace(MefHostServices.DefaultHost);
        var projectId = ProjectId.CreateNewId();
        var documentId = DocumentId.CreateNewId(projectId);
        var solution = workspace
            .CurrentSolution.AddProject(projectId, "TestProject", "TestProject", LanguageNames.CSharp)
            .WithProjectCompilationOptions(projectId, new CSharpCompilationOptions(OutputKind.ConsoleApplication))
            .AddMetadataReferences(projectId, SdkReferences.Web.References)
            .AddDocument(
                DocumentId.CreateNewId(projectId),
                "Program.cs",
                "using Microsoft.AspNetCore.Builder;\n" + code,
                filePath: "/0/Program.cs"
            )
            .AddAdditionalDocument(documentId, path, SourceText.From(content), filePath: "/0/" + path);
        var project = solution.GetProject(projectId)!;
        var diagnostics = (
            await (await project.GetCompilationAsync(cancellation))!
                .WithAnalyzers([new TAnalyzer()], project.AnalyzerOptions)
                .GetAnalyzerDiagnosticsAsync(cancellation)
        )
            .OrderBy(static diagnostic => diagnostic.Location.SourceSpan.Start)
            .ToImmutableArray();
        var fix = new TFix();
        CodeAction? action = null;
        await fix.RegisterCodeFixesAsync(
            new CodeFixContext(
                project.GetAdditionalDocument(documentId)!,
                Assert.Single(diagnostics.Take(1)),
                (registered, _) => action = registered,
                cancellation
            )
        );
        if (action is not null && all)
        {
            action = await fix.GetFixAllProvider()!
                .GetFixAsync(
                    new FixAllContext(
                        project,
                        fix,
                        FixAllScope.Project,
                        action.EquivalenceKey,
                        fix.FixableDiagnosticIds,
                        new Provider(diagnostics),
                        cancellation
                    )
                );
        }

        if (action is null)
        {
            return null;
        }

        var operation = Assert.IsType<ApplyChangesOperation>(Assert.Single(await action.GetOperationsAsync(cancellation)));
        return (await operation.ChangedSolution.GetAdditionalDocument(documentId)!.GetTextAsync(cancellation)).ToString();
    }

    private sealed class Provider(ImmutableArray<Diagnostic> diagnostics) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>(diagnostics);

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>(diagnostics);
    }
}
