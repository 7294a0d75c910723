using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CodeFixes;
using Xunit;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Which ways to apply a fix are not tried.</summary>
[Flags]
public enum CodeFixTestBehaviors
{
    None = 0,
    SkipFixAllInDocumentCheck = 1,
    SkipFixAllInProjectCheck = 2,
    SkipFixAllInSolutionCheck = 4,
    SkipFixAllCheck = SkipFixAllInDocumentCheck | SkipFixAllInProjectCheck | SkipFixAllInSolutionCheck,

    /// <summary>Only the first diagnostic is fixed, once.</summary>
    FixOne = 8,
}

/// <summary>
/// Applies a fix one diagnostic at a time and by fix-all in a document, a project and the solution, and holds
/// all files against <see cref="FixedState"/>. Without a fixed state no fix may be offered.
/// </summary>
public abstract class CodeFixTest : AnalyzerTest
{
    /// <summary>Adds a source file to <see cref="FixedState"/>.</summary>
    public string FixedCode
    {
        set => FixedState.Sources.Add(value);
    }

    /// <summary>Adds a source file to <see cref="BatchFixedState"/>.</summary>
    public string BatchFixedCode
    {
        set => BatchFixedState.Sources.Add(value);
    }

    /// <summary>What the fix leaves. Files of a kind that it does not mention are those of the test state, unchanged.</summary>
    public SolutionState FixedState { get; } = new();

    /// <summary>What fix-all leaves where that is something else.</summary>
    public SolutionState BatchFixedState { get; } = new();

    public int? CodeActionIndex { get; set; }

    public string? CodeActionEquivalenceKey { get; set; }

    public CodeFixTestBehaviors CodeFixTestBehaviors { get; set; }

    /// <summary>How often one diagnostic is fixed; negative: at most. By default at most once a diagnostic.</summary>
    public int? NumberOfIncrementalIterations { get; set; }

    /// <summary>How often fix-all is needed; negative: at most. By default at most once a scope, id and equivalence key.</summary>
    public int? NumberOfFixAllIterations { get; set; }

    public int? NumberOfFixAllInDocumentIterations { get; set; }

    public int? NumberOfFixAllInProjectIterations { get; set; }

    internal abstract CodeFixProvider CreateCodeFixProvider();

    protected override async Task RunImplAsync(CancellationToken cancellationToken)
    {
        var before = Resolve(TestState);
        var fixedState = FixedState.IsEmpty ? before : Resolve(FixedState);
        var batchState = BatchFixedState.IsEmpty ? fixedState : Resolve(BatchFixedState);

        using var workspace = SolutionFactory.CreateWorkspace();
        var solution = await new SolutionFactory(this).CreateAsync(workspace, before, cancellationToken);
        await VerifyDiagnosticsAsync("Test state", solution, before.Expected, cancellationToken);

        var run = new CodeFixRun(this, CreateCodeFixProvider());
        await VerifyFixAsync("Fixed state, one diagnostic at a time", run.FixOneByOneAsync, solution, fixedState, cancellationToken);
        if (FixedState.IsEmpty)
            return;

        foreach (var scope in Scopes())
        {
            await VerifyFixAsync(
                $"Fixed state, fix all in {scope.ToString().ToLowerInvariant()}",
                (start, token) => run.FixAllAsync(start, scope, token),
                solution,
                batchState,
                cancellationToken);
        }
    }

    internal int? IterationsFor(FixAllScope scope) => scope switch
    {
        FixAllScope.Document => NumberOfFixAllInDocumentIterations ?? NumberOfFixAllIterations,
        FixAllScope.Project => NumberOfFixAllInProjectIterations ?? NumberOfFixAllIterations,
        _ => NumberOfFixAllIterations,
    };

    private IEnumerable<FixAllScope> Scopes()
    {
        if (CodeFixTestBehaviors.HasFlag(CodeFixTestBehaviors.FixOne))
            yield break;
        if (!CodeFixTestBehaviors.HasFlag(CodeFixTestBehaviors.SkipFixAllInDocumentCheck))
            yield return FixAllScope.Document;
        if (!CodeFixTestBehaviors.HasFlag(CodeFixTestBehaviors.SkipFixAllInProjectCheck))
            yield return FixAllScope.Project;
        if (!CodeFixTestBehaviors.HasFlag(CodeFixTestBehaviors.SkipFixAllInSolutionCheck))
            yield return FixAllScope.Solution;
    }

    private async Task VerifyFixAsync(
        string name,
        Func<Solution, CancellationToken, Task<FixOutcome>> fix,
        Solution solution,
        ResolvedState expected,
        CancellationToken cancellationToken)
    {
        var outcome = await fix(solution, cancellationToken);

        // Files first: a wrong text says more than what follows from it.
        await SolutionComparer.CompareAsync(name, solution, outcome.Solution, expected, cancellationToken);
        if (outcome.Problem is not null)
            Assert.Fail($"{name}: {outcome.Problem}");

        await VerifyDiagnosticsAsync(name, outcome.Solution, expected.Expected, cancellationToken);
    }
}
