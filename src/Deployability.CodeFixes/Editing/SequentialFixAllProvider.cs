using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Deployability.CodeFixes.Editing;

/// <summary>Fixes all by applying one fix after the other to the result of the one before.</summary>
/// <remarks>
/// The batch fixer of Roslyn merges text changes of C# documents only; ours also edit settings files, and two of them may
/// sit in one call chain. Each place is marked before the first change, so that it is found again after others moved it.
/// </remarks>
internal sealed class SequentialFixAllProvider : FixAllProvider
{
    public static SequentialFixAllProvider Instance { get; } = new();

    public override IEnumerable<FixAllScope> GetSupportedFixAllScopes() =>
        [FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution];

    public override async Task<CodeAction?> GetFixAsync(FixAllContext fixAllContext)
    {
        if (fixAllContext.CodeFixProvider is not DeployabilityCodeFix fix)
        {
            return null;
        }

        var documents = await DiagnosticsAsync(fixAllContext).ConfigureAwait(false);
        return documents.Count == 0
            ? null
            : CodeAction.Create(
                fix.Title,
                cancellationToken => FixAsync(fixAllContext.Solution, fix, documents, cancellationToken),
                fix.EquivalenceKey
            );
    }

    private static async Task<Solution> FixAsync(
        Solution solution,
        DeployabilityCodeFix fix,
        IReadOnlyList<(DocumentId Document, ImmutableArray<Diagnostic> Diagnostics)> documents,
        CancellationToken cancellationToken
    )
    {
        foreach (var (id, diagnostics) in documents)
        {
            var (marked, marks) = await MarkAsync(solution, id, diagnostics, cancellationToken).ConfigureAwait(false);
            solution = marked;
            foreach (var (diagnostic, mark) in marks)
            {
                if (
                    solution.GetDocument(id) is not { } document
                    || await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root
                    || root.GetAnnotatedNodes(mark).LastOrDefault() is not { } node
                )
                {
                    // An earlier fix removed the place together with its own.
                    continue;
                }

                solution = await fix.TryApplyAsync(document, node, diagnostic, cancellationToken).ConfigureAwait(false) ?? solution;
            }
        }

        return solution;
    }

    private static async Task<(Solution Solution, List<(Diagnostic Diagnostic, SyntaxAnnotation Mark)> Marks)> MarkAsync(
        Solution solution,
        DocumentId id,
        ImmutableArray<Diagnostic> diagnostics,
        CancellationToken cancellationToken
    )
    {
        var marks = new List<(Diagnostic, SyntaxAnnotation)>();
        var root = await solution.GetDocument(id)!.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        if (root is null)
        {
            return (solution, marks);
        }

        var byNode = new Dictionary<SyntaxNode, List<SyntaxAnnotation>>();
        foreach (var diagnostic in diagnostics.OrderBy(static diagnostic => diagnostic.Location.SourceSpan.Start))
        {
            var node = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
            var mark = new SyntaxAnnotation();
            marks.Add((diagnostic, mark));
            if (!byNode.TryGetValue(node, out var annotations))
            {
                byNode.Add(node, annotations = []);
            }

            annotations.Add(mark);
        }

        root = root.ReplaceNodes(byNode.Keys, (original, rewritten) => rewritten.WithAdditionalAnnotations(byNode[original]));
        return (solution.WithDocumentSyntaxRoot(id, root), marks);
    }

    private static async Task<IReadOnlyList<(DocumentId, ImmutableArray<Diagnostic>)>> DiagnosticsAsync(FixAllContext context)
    {
        var result = new List<(DocumentId, ImmutableArray<Diagnostic>)>();
        var documents = context.Scope switch
        {
            FixAllScope.Document => context.Document is { } document ? [document] : [],
            FixAllScope.Project => context.Project.Documents,
            _ => context.Solution.Projects.SelectMany(static project => project.Documents),
        };
        foreach (var document in documents)
        {
            var diagnostics = await context.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false);
            diagnostics = diagnostics.Where(static diagnostic => diagnostic.Location.IsInSource).Distinct().ToImmutableArray();
            if (!diagnostics.IsEmpty)
            {
                result.Add((document.Id, diagnostics));
            }
        }

        return result;
    }
}
