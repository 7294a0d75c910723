using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>A solution after a fix, and what was wrong on the way if anything was.</summary>
internal sealed record FixOutcome(Solution Solution, string? Problem);

/// <summary>A code action with the diagnostic that it was offered for.</summary>
internal sealed record OfferedAction(FoundDiagnostic Found, TextDocument Document, CodeAction Action);

/// <summary>Applies a code fix until it offers nothing more.</summary>
internal sealed class CodeFixRun(CodeFixTest test, CodeFixProvider provider)
{
    private readonly bool _fixesAdditionalFiles = provider.GetType().GetCustomAttribute<ExportCodeFixProviderAttribute>()?
        .DocumentKinds.Contains(nameof(TextDocumentKind.AdditionalDocument)) ?? false;

    public async Task<FixOutcome> FixOneByOneAsync(Solution solution, CancellationToken cancellationToken)
    {
        var found = await FindFixableAsync(solution, cancellationToken);
        var iterations = new Iterations(test.NumberOfIncrementalIterations, found.Length);
        if (test.CodeFixTestBehaviors.HasFlag(CodeFixTestBehaviors.FixOne))
            iterations = new Iterations(1, 1);

        while (!iterations.Exhausted && await FirstActionAsync(solution, found, cancellationToken) is { } offered)
        {
            solution = await ApplyAsync(solution, offered.Action, cancellationToken);
            found = await FindFixableAsync(solution, cancellationToken);
            iterations.Count++;
        }

        if (test.CodeFixTestBehaviors.HasFlag(CodeFixTestBehaviors.FixOne))
            return new FixOutcome(solution, iterations.Problem(more: null));

        var more = iterations.Exhausted ? await FirstActionAsync(solution, found, cancellationToken) : null;
        return new FixOutcome(solution, iterations.Problem(more));
    }

    public async Task<FixOutcome> FixAllAsync(Solution solution, FixAllScope scope, CancellationToken cancellationToken)
    {
        var fixAll = provider.GetFixAllProvider();
        if (fixAll is null)
            Assert.Fail($"{provider.GetType().Name} has no fix-all provider.");
        if (!fixAll.GetSupportedFixAllScopes().Contains(scope))
            Assert.Fail($"{fixAll.GetType().Name} does not support {scope}.");

        var found = await FindFixableAsync(solution, cancellationToken);
        var iterations = new Iterations(test.IterationsFor(scope), await CountGroupsAsync(solution, found, scope, cancellationToken));
        while (!iterations.Exhausted && await FirstActionAsync(solution, found, cancellationToken) is { Document: Document document } offered)
        {
            var key = offered.Action.EquivalenceKey;
            if (key is null)
                Assert.Fail($"The action \"{offered.Action.Title}\" has no equivalence key, so fix-all cannot find its like.");

            var diagnostics = new FoundDiagnosticProvider(found);
            var context = new FixAllContext(document, provider, scope, key, [offered.Found.Diagnostic.Id], diagnostics, cancellationToken);
            var action = await fixAll.GetFixAsync(context);
            if (action is null)
                Assert.Fail($"{fixAll.GetType().Name} has no action for all in {scope}, although \"{offered.Action.Title}\" is offered.");

            solution = await ApplyAsync(solution, action, cancellationToken);
            found = await FindFixableAsync(solution, cancellationToken);
            iterations.Count++;
        }

        var more = iterations.Exhausted ? await FirstActionAsync(solution, found, cancellationToken) : null;
        return new FixOutcome(solution, iterations.Problem(more));
    }

    /// <summary>How many fix-alls a person would have to ask for: one for each scope, id and kind of fix.</summary>
    private async Task<int> CountGroupsAsync(Solution solution, ImmutableArray<FoundDiagnostic> found, FixAllScope scope, CancellationToken cancellationToken)
    {
        var groups = new HashSet<(object?, string, string?)>();
        foreach (var item in found)
        {
            if (await FirstActionAsync(solution, [item], cancellationToken) is not { } offered)
                continue;

            object? unit = scope switch
            {
                FixAllScope.Document => offered.Document.Id,
                FixAllScope.Project => offered.Document.Project.Id,
                _ => null,
            };
            groups.Add((unit, item.Diagnostic.Id, offered.Action.EquivalenceKey));
        }

        return groups.Count;
    }

    private async Task<ImmutableArray<FoundDiagnostic>> FindFixableAsync(Solution solution, CancellationToken cancellationToken)
    {
        var found = await AnalyzerRun.FindAsync(solution, test.Analyzers, cancellationToken);
        return found.RemoveAll(item => item.Diagnostic.IsSuppressed || !provider.FixableDiagnosticIds.Contains(item.Diagnostic.Id));
    }

    private async Task<OfferedAction?> FirstActionAsync(Solution solution, ImmutableArray<FoundDiagnostic> found, CancellationToken cancellationToken)
    {
        foreach (var item in found)
        {
            if (FindDocument(solution.GetProject(item.Project)!, item.Diagnostic) is not { } document)
                continue;

            var actions = new List<CodeAction>();
            await provider.RegisterCodeFixesAsync(new CodeFixContext(document, item.Diagnostic, (action, _) => actions.Add(action), cancellationToken));
            if (Choose(actions) is { } chosen)
                return new OfferedAction(item, document, chosen);
        }

        return null;
    }

    private TextDocument? FindDocument(Project project, Diagnostic diagnostic)
    {
        if (project.GetDocument(diagnostic.Location.SourceTree) is { } document)
            return document;
        if (!_fixesAdditionalFiles || diagnostic.Location.Kind != LocationKind.ExternalFile)
            return null;

        return project.AdditionalDocuments.FirstOrDefault(candidate => candidate.FilePath == diagnostic.Location.GetLineSpan().Path);
    }

    private CodeAction? Choose(IEnumerable<CodeAction> offered)
    {
        var actions = offered
            .SelectMany(action => action.NestedActions is { IsEmpty: false } nested ? nested : [action])
            .Where(action => test.CodeActionEquivalenceKey is null || action.EquivalenceKey == test.CodeActionEquivalenceKey)
            .ToList();
        return actions.ElementAtOrDefault(test.CodeActionIndex ?? 0);
    }

    private static async Task<Solution> ApplyAsync(Solution before, CodeAction action, CancellationToken cancellationToken)
    {
        var operations = await action.GetOperationsAsync(cancellationToken);
        var after = operations.OfType<ApplyChangesOperation>().SingleOrDefault()?.ChangedSolution;
        if (after is null || !await SolutionComparer.DifferAsync(before, after, cancellationToken))
            Assert.Fail($"The action \"{action.Title}\" changes nothing.");

        return after;
    }

    /// <summary>Counts how often a fix is applied and knows how often it may be.</summary>
    private sealed class Iterations(int? stated, int byDefault)
    {
        private readonly int _limit = Math.Abs(stated ?? byDefault);

        public int Count { get; set; }

        public bool Exhausted => Count >= _limit;

        public string? Problem(OfferedAction? more)
        {
            if (more is not null)
                return $"after {Count} times \"{more.Action.Title}\" is still offered for {more.Found.Diagnostic.Id} at {more.Found.Diagnostic.Location.GetLineSpan().Describe()}.";

            return stated > Count ? $"the fix was applied {Count} times, not {stated} times." : null;
        }
    }

    /// <summary>Answers fix-all with what was found in the solution that it fixes.</summary>
    private sealed class FoundDiagnosticProvider(ImmutableArray<FoundDiagnostic> found) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Find(item => item.Project == project.Id);

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            Find(item => item.Project == document.Project.Id && item.Diagnostic.Location.IsInSource && item.Path == document.FilePath);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Find(item => item.Project == project.Id && !item.Diagnostic.Location.IsInSource);

        private Task<IEnumerable<Diagnostic>> Find(Func<FoundDiagnostic, bool> matches) =>
            Task.FromResult<IEnumerable<Diagnostic>>([.. found.Where(matches).Select(item => item.Diagnostic)]);
    }
}
