using System.Collections.Immutable;
using Deployability.Analyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace Deployability.CodeFixes.Editing;

/// <summary>Writes in a file around the code what the finding says, in the place of what it stands on; for hosts that can edit additional documents.</summary>
/// <remarks>A rule that knows the right text gives it to the diagnostic (<see cref="FileContext.ReplacementProperty"/>); without one nothing is offered.</remarks>
public abstract class FileReplacementCodeFix : CodeFixProvider
{
    private protected FileReplacementCodeFix(params string[] ids) => FixableDiagnosticIds = ids.ToImmutableArray();

    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; }

    public sealed override FixAllProvider GetFixAllProvider() => AllOfOneKind.Instance;

    public sealed override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            if (ReplacementOf(diagnostic) is { } replacement)
            {
                var id = context.TextDocument.Id;
                var solution = context.TextDocument.Project.Solution;
                context.RegisterCodeFix(
                    CodeAction.Create(
                        $"Write {replacement}",
                        cancellationToken => ApplyAsync(solution, id, [diagnostic], cancellationToken),
                        GetType().Name
                    ),
                    diagnostic
                );
            }
        }

        return Task.CompletedTask;
    }

    private static string? ReplacementOf(Diagnostic diagnostic) =>
        diagnostic.Properties.TryGetValue(FileContext.ReplacementProperty, out var replacement) ? replacement : null;

    private static async Task<Solution> ApplyAsync(
        Solution solution,
        DocumentId id,
        IEnumerable<Diagnostic> diagnostics,
        CancellationToken cancellationToken
    )
    {
        if (solution.GetAdditionalDocument(id) is not { } document)
        {
            return solution;
        }

        var text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        var changes = diagnostics
            .Where(diagnostic => ReplacementOf(diagnostic) is not null && diagnostic.Location.SourceSpan.End <= text.Length)
            .GroupBy(static diagnostic => diagnostic.Location.SourceSpan)
            .Select(static group => new TextChange(group.Key, ReplacementOf(group.First())!))
            .OrderBy(static change => change.Span.Start);
        return solution.WithAdditionalDocumentText(id, text.WithChanges(changes));
    }

    // Roslyn's batch fixer merges changes of C# documents only.
    private sealed class AllOfOneKind : FixAllProvider
    {
        public static AllOfOneKind Instance { get; } = new();

        public override IEnumerable<FixAllScope> GetSupportedFixAllScopes() => [FixAllScope.Project, FixAllScope.Solution];

        public override Task<CodeAction?> GetFixAsync(FixAllContext fixAllContext) =>
            Task.FromResult<CodeAction?>(
                CodeAction.Create(
                    "Write what each finding says",
                    cancellationToken => FixAsync(fixAllContext, cancellationToken),
                    fixAllContext.CodeActionEquivalenceKey
                )
            );

        private static async Task<Solution> FixAsync(FixAllContext context, CancellationToken cancellationToken)
        {
            var solution = context.Solution;
            foreach (var project in context.Scope == FixAllScope.Solution ? context.Solution.Projects : [context.Project])
            {
                var diagnostics = await context.GetAllDiagnosticsAsync(project).ConfigureAwait(false);
                foreach (var document in project.AdditionalDocuments)
                {
                    var own = diagnostics.Where(diagnostic =>
                        diagnostic.Location.Kind == LocationKind.ExternalFile
                        && diagnostic.Location.GetLineSpan().Path == (document.FilePath ?? document.Name)
                    );
                    solution = await ApplyAsync(solution, document.Id, own, cancellationToken).ConfigureAwait(false);
                }
            }

            return solution;
        }
    }
}
