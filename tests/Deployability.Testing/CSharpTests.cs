using System.Collections.Immutable;
using Deployability.Testing;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

// Beside the library's own types of the same names, which these close over what is ours.
namespace Microsoft.CodeAnalysis.CSharp.Testing;

/// <summary>Holds what a rule reports against markup and expected diagnostics. Test code must compile unless it says otherwise.</summary>
public class CSharpAnalyzerTest<TAnalyzer> : CSharpAnalyzerTest<TAnalyzer, DefaultVerifier>
    where TAnalyzer : DiagnosticAnalyzer, new()
{
    private readonly TestHost _host = new();

    public CSharpAnalyzerTest()
    {
        ReferenceAssemblies = TestHost.NoPackages;
        MarkupOptions = MarkupOptions.UseFirstDescriptor | MarkupOptions.TreatPositionIndicatorsAsCode;
        TestBehaviors = TestBehaviors.SkipSuppressionCheck | TestBehaviors.SkipGeneratedCodeCheck;
        OptionsTransforms.Add(TestHost.WithLineFeeds);
        SolutionTransforms.Add((solution, _) => _host.Complete(solution, TestState));
    }

    /// <summary>What all projects compile against.</summary>
    public SdkReferences References
    {
        get => _host.References;
        set => _host.References = value;
    }

    /// <summary>Of all projects.</summary>
    public LanguageVersion LanguageVersion
    {
        get => _host.LanguageVersion;
        set => _host.LanguageVersion = value;
    }

    /// <summary>Generators that run in every project.</summary>
    public List<IIncrementalGenerator> SourceGenerators => _host.SourceGenerators;

    protected override Task<Workspace> CreateWorkspaceImplAsync() => Task.FromResult(TestHost.CreateWorkspace());

    protected override CompilationOptions CreateCompilationOptions() => TestHost.CreateCompilationOptions();

    protected override ParseOptions CreateParseOptions() => _host.ParseOptions;

    protected override ImmutableArray<(Project project, Diagnostic diagnostic)> FilterDiagnostics(
        ImmutableArray<(Project project, Diagnostic diagnostic)> diagnostics
    ) => TestHost.CheckExternalLocations(base.FilterDiagnostics(diagnostics));

    protected override Task RunImplAsync(CancellationToken cancellationToken)
    {
        _host.Complete(TestState, TestState);
        return base.RunImplAsync(cancellationToken);
    }
}

/// <summary>
/// Applies a fix one diagnostic at a time and by fix-all in a document, a project and the solution, and holds all files
/// against the fixed state, which must compile. Without a fixed state no fix may be offered.
/// </summary>
public class CSharpCodeFixTest<TAnalyzer, TCodeFix> : CSharpCodeFixTest<TAnalyzer, TCodeFix, DefaultVerifier>
    where TAnalyzer : DiagnosticAnalyzer, new()
    where TCodeFix : CodeFixProvider, new()
{
    private readonly TestHost _host = new();

    public CSharpCodeFixTest()
    {
        ReferenceAssemblies = TestHost.NoPackages;
        MarkupOptions = MarkupOptions.UseFirstDescriptor | MarkupOptions.TreatPositionIndicatorsAsCode;
        TestBehaviors = TestBehaviors.SkipSuppressionCheck | TestBehaviors.SkipGeneratedCodeCheck;
        // What is missing anywhere is reported at the end of a compilation; such findings are fixed all the same.
        CodeFixTestBehaviors = CodeFixTestBehaviors.SkipLocalDiagnosticCheck;
        OptionsTransforms.Add(TestHost.WithLineFeeds);
        SolutionTransforms.Add((solution, _) => _host.Complete(solution, TestState));
    }

    /// <summary>What all projects compile against.</summary>
    public SdkReferences References
    {
        get => _host.References;
        set => _host.References = value;
    }

    /// <summary>Of all projects, before and after the fix.</summary>
    public LanguageVersion LanguageVersion
    {
        get => _host.LanguageVersion;
        set => _host.LanguageVersion = value;
    }

    protected override Task<Workspace> CreateWorkspaceImplAsync() => Task.FromResult(TestHost.CreateWorkspace());

    protected override CompilationOptions CreateCompilationOptions() => TestHost.CreateCompilationOptions();

    protected override ParseOptions CreateParseOptions() => _host.ParseOptions;

    protected override ImmutableArray<(Project project, Diagnostic diagnostic)> FilterDiagnostics(
        ImmutableArray<(Project project, Diagnostic diagnostic)> diagnostics
    ) => TestHost.CheckExternalLocations(base.FilterDiagnostics(diagnostics));

    protected override Task RunImplAsync(CancellationToken cancellationToken)
    {
        _host.Complete(TestState, TestState);
        foreach (var state in (SolutionState[])[FixedState, BatchFixedState])
        {
            _host.Complete(state, TestState);
            if (state.Sources.Count + state.AdditionalFiles.Count > 0)
                state.MarkupHandling ??= MarkupMode.Allow;
        }

        // A state that says nothing would be taken for "do not try"; this says that nothing changes.
        if (FixedState.MarkupHandling is null)
            FixedState.InheritanceMode ??= StateInheritanceMode.AutoInheritAll;
        return base.RunImplAsync(cancellationToken);
    }
}

/// <summary>A rule's tests in a line: what it reports for one file.</summary>
public class CSharpAnalyzerVerifier<TAnalyzer> : AnalyzerVerifier<TAnalyzer, CSharpAnalyzerTest<TAnalyzer>, DefaultVerifier>
    where TAnalyzer : DiagnosticAnalyzer, new();

/// <summary>A fix's tests in a line: what it leaves of one file; the same text before and after says that none is offered.</summary>
public class CSharpCodeFixVerifier<TAnalyzer, TCodeFix>
    : CodeFixVerifier<TAnalyzer, TCodeFix, CSharpCodeFixTest<TAnalyzer, TCodeFix>, DefaultVerifier>
    where TAnalyzer : DiagnosticAnalyzer, new()
    where TCodeFix : CodeFixProvider, new();
