using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Which diagnostics of the compiler must be expected like those of the analyzers.</summary>
public enum CompilerDiagnostics
{
    None,
    Errors,
    Warnings,
    Suggestions,
    All,
}

/// <summary>Holds what analyzers report for a solution against what a test expects.</summary>
public abstract class AnalyzerTest
{
    /// <summary>Adds a source file to <see cref="TestState"/>.</summary>
    public string TestCode
    {
        set => TestState.Sources.Add(value);
    }

    public SolutionState TestState { get; } = new();

    public List<DiagnosticResult> ExpectedDiagnostics => TestState.ExpectedDiagnostics;

    public ReferenceAssemblies ReferenceAssemblies { get; set; } = ReferenceAssemblies.Net100;

    /// <summary>Test code must compile unless this says otherwise.</summary>
    public CompilerDiagnostics CompilerDiagnostics { get; set; } = CompilerDiagnostics.Errors;

    /// <summary>Ids that are switched off and never expected.</summary>
    public List<string> DisabledDiagnostics { get; } = [];

    public List<Func<Solution, ProjectId, Solution>> SolutionTransforms { get; } = [];

    public MarkupOptions MarkupOptions { get; set; }

    /// <summary>Analyzers that run beside the tested one, such as rules that take precedence over it.</summary>
    public List<DiagnosticAnalyzer> AdditionalAnalyzers { get; } = [];

    /// <summary>Generators that run in every project of the solution.</summary>
    public List<IIncrementalGenerator> SourceGenerators { get; } = [];

    /// <exception cref="Xunit.Sdk.FailException">What was found is not what was expected.</exception>
    public Task RunAsync(CancellationToken cancellationToken = default) => RunImplAsync(cancellationToken);

    protected abstract IEnumerable<DiagnosticAnalyzer> GetDiagnosticAnalyzers();

    protected virtual Task RunImplAsync(CancellationToken cancellationToken) =>
        VerifyStateAsync("Test state", Resolve(TestState), cancellationToken);

    /// <summary>The first descriptor of the tested analyzer: what <c>[|…|]</c> stands for.</summary>
    protected virtual DiagnosticDescriptor GetDefaultDiagnostic() =>
        GetDiagnosticAnalyzers().SelectMany(analyzer => analyzer.SupportedDiagnostics).FirstOrDefault()
        ?? throw new InvalidOperationException("[|…|] needs an analyzer with a descriptor.");

    internal ImmutableArray<DiagnosticAnalyzer> Analyzers => field.IsDefault ? field = [.. GetDiagnosticAnalyzers(), .. AdditionalAnalyzers] : field;

    internal ResolvedState Resolve(SolutionState state) =>
        new StateResolver(state.MarkupHandling, MarkupOptions, CreateMarked).Resolve(state, TestState);

    /// <summary>Of all projects. Before C# 10 there are no global usings: a source says its own.</summary>
    public LanguageVersion LanguageVersion { get; set; } = LanguageVersion.Latest;

    internal CSharpParseOptions CreateParseOptions() => new(LanguageVersion, DocumentationMode.Parse);

    internal CSharpCompilationOptions CreateCompilationOptions()
    {
        var options = ImmutableDictionary.CreateBuilder<string, ReportDiagnostic>();
        foreach (var id in DisabledDiagnostics)
            options[id] = ReportDiagnostic.Suppress;

        return new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            allowUnsafe: true,
            nullableContextOptions: NullableContextOptions.Enable,
            specificDiagnosticOptions: options);
    }

    internal IEnumerable<AnalyzerReference> CreateGeneratorReferences() =>
        SourceGenerators.Count == 0 ? [] : [new GeneratorReference([.. SourceGenerators.Select(generator => generator.AsSourceGenerator())])];

    internal async Task<ImmutableArray<FoundDiagnostic>> VerifyStateAsync(string name, ResolvedState state, CancellationToken cancellationToken)
    {
        using var workspace = SolutionFactory.CreateWorkspace();
        var solution = await new SolutionFactory(this).CreateAsync(workspace, state, cancellationToken);
        return await VerifyDiagnosticsAsync(name, solution, state.Expected, cancellationToken);
    }

    internal async Task<ImmutableArray<FoundDiagnostic>> VerifyDiagnosticsAsync(
        string name,
        Solution solution,
        ImmutableArray<DiagnosticResult> expected,
        CancellationToken cancellationToken)
    {
        var found = await AnalyzerRun.FindAsync(solution, Analyzers, cancellationToken);
        var relevant = found.RemoveAll(item => !IsRelevant(item.Diagnostic, expected));
        CompareDiagnostics(name, expected, relevant);
        return relevant;
    }

    private static void CompareDiagnostics(string name, ImmutableArray<DiagnosticResult> expected, ImmutableArray<FoundDiagnostic> found)
    {
        // Those that say most choose first, so that a vague one takes what is left.
        var unexpected = found.Select(item => item.Diagnostic).ToList();
        var missing = new List<DiagnosticResult>();
        foreach (var result in expected.OrderBy(result => result.MessageArguments is null).ThenBy(result => result.Options))
        {
            var match = unexpected.FindIndex(result.Matches);
            if (match >= 0)
                unexpected.RemoveAt(match);
            else
                missing.Add(result);
        }

        if (missing.Count == 0 && unexpected.Count == 0)
            return;

        var message = new StringBuilder($"{name}: {expected.Length} diagnostics expected, {found.Length} found.\n");
        Append(message, "Expected, not found:", missing.Select(result => result.ToString()));
        Append(message, "Found, not expected:", unexpected.Select(Describe));
        Append(message, "All that were found:", found.Select(item => Describe(item.Diagnostic)));
        Assert.Fail(message.ToString());
    }

    private static void Append(StringBuilder message, string heading, IEnumerable<string> lines)
    {
        message.Append(heading).Append('\n');
        foreach (var line in lines.DefaultIfEmpty("(none)"))
            message.Append("    ").Append(line).Append('\n');
    }

    private static string Describe(Diagnostic diagnostic)
    {
        var where = diagnostic.Location.Kind == LocationKind.None ? "" : diagnostic.Location.GetLineSpan().Describe() + ": ";
        var severity = diagnostic.Severity.ToString().ToLowerInvariant();
        var also = string.Concat(diagnostic.AdditionalLocations.Select(location => $" [also {location.GetLineSpan().Describe()}]"));
        return $"{where}{severity} {diagnostic.Id}: {diagnostic.GetMessage(CultureInfo.InvariantCulture)}{also}{Excerpt(diagnostic.Location)}";
    }

    private static string Excerpt(Location location)
    {
        if (location.SourceTree?.GetText() is not { } text)
            return "";

        var excerpt = text.ToString(location.SourceSpan);
        return " ‹" + (excerpt.Length > 80 ? excerpt[..80] + "…" : excerpt).ReplaceLineEndings("⏎") + "›";
    }

    private DiagnosticResult CreateMarked(string? id)
    {
        id ??= GetDefaultDiagnostic().Id;
        return new DiagnosticResult(id, DiagnosticSeverity.Warning)
            .WithOptions(DiagnosticOptions.IgnoreAdditionalLocations | DiagnosticOptions.IgnoreSeverity);
    }

    private bool IsRelevant(Diagnostic diagnostic, ImmutableArray<DiagnosticResult> expected)
    {
        if (diagnostic.IsSuppressed || DisabledDiagnostics.Contains(diagnostic.Id))
            return false;
        if (!diagnostic.Descriptor.CustomTags.Contains(WellKnownDiagnosticTags.Compiler))
            return true;
        if (expected.Any(result => result.Id == diagnostic.Id))
            return true;

        return CompilerDiagnostics switch
        {
            CompilerDiagnostics.None => false,
            CompilerDiagnostics.Errors => diagnostic.Severity >= DiagnosticSeverity.Error,
            CompilerDiagnostics.Warnings => diagnostic.Severity >= DiagnosticSeverity.Warning,
            CompilerDiagnostics.Suggestions => diagnostic.Severity >= DiagnosticSeverity.Info,
            _ => true,
        };
    }
}

/// <summary>Hands generators to a project without an assembly on disk.</summary>
internal sealed class GeneratorReference(ImmutableArray<ISourceGenerator> generators) : AnalyzerReference
{
    public override string? FullPath => null;

    public override object Id => this;

    public override ImmutableArray<DiagnosticAnalyzer> GetAnalyzers(string language) => [];

    public override ImmutableArray<DiagnosticAnalyzer> GetAnalyzersForAllLanguages() => [];

    public override ImmutableArray<ISourceGenerator> GetGenerators(string language) => generators;

    public override ImmutableArray<ISourceGenerator> GetGeneratorsForAllLanguages() => generators;
}
