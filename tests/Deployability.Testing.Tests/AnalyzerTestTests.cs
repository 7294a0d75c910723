using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpAnalyzerVerifier<Deployability.Testing.Tests.BadLiteralAnalyzer>;

namespace Deployability.Testing.Tests;

public class AnalyzerTestTests
{
    [Fact]
    public Task Markup_for_the_first_descriptor_passes() => Verify.VerifyAnalyzerAsync("""
        class C { string F = [|"bad"|]; string G = {|T0001:"bad"|}; }
        """);

    [Fact]
    public Task Web_project_with_top_level_statements_compiles() => Verify.VerifyAnalyzerAsync(""""
        var app = WebApplication.CreateBuilder(args).Build();
        app.MapGet("/", () => [|"bad"|]);
        app.Logger.LogInformation($$"""{{app.Environment.EnvironmentName}}""");
        app.Run();
        """");

    [Fact]
    public Task Program_with_Main_is_an_executable() => new CSharpAnalyzerTest<BadLiteralAnalyzer>
    {
        TestCode = "class Program { static async Task Main(string[] args) => await Task.CompletedTask; }",
        SolutionTransforms = { (solution, id) =>
        {
            Assert.Equal(OutputKind.ConsoleApplication, solution.GetProject(id)!.CompilationOptions!.OutputKind);
            return solution;
        } },
    }.RunAsync(TestContext.Current.CancellationToken);

    [Fact]
    public Task Numbered_span_with_arguments_passes() => Verify.VerifyAnalyzerAsync(
        """class C { string F = {|#0:"bad"|}; }""",
        Verify.Diagnostic("T0001").WithLocation(0).WithArguments("bad"));

    [Fact]
    public Task Span_and_position_pass() => Verify.VerifyAnalyzerAsync(
        """class C { string F = "bad"; string G = "bad"; string H = "bad"; }""",
        Verify.Diagnostic("T0001").WithSpan(1, 22, 1, 27),
        Verify.Diagnostic("T0001").WithLocation(1, 40),
        Verify.Diagnostic("T0001").WithSpan("/0/Test0.cs", 1, 58, 1, 63));

    [Fact]
    public Task Position_markup_passes() => Verify.VerifyAnalyzerAsync("class C { string F = $$@\"bad\"; }");

    [Fact]
    public Task Span_off_by_one_fails() => Fails(
        Verify.VerifyAnalyzerAsync("""class C { string F =[| "bad"|]; }"""),
        "/0/Test0.cs(1,21)-(1,27): T0001",
        "/0/Test0.cs(1,22)-(1,27): warning T0001: The literal 'bad' is bad");

    [Fact]
    public Task Missing_diagnostic_fails() => Fails(Verify.VerifyAnalyzerAsync("""class C { string F = [|"fine"|]; }"""), "Expected, not found:");

    [Fact]
    public Task Unexpected_diagnostic_fails() => Fails(Verify.VerifyAnalyzerAsync("""class C { string F = "bad"; }"""), "0 diagnostics expected, 1 found");

    [Fact]
    public Task Second_diagnostic_on_the_same_span_is_expected_once_fails() => Fails(
        Verify.VerifyAnalyzerAsync("""class C { string F = [|[|"bad"|]|]; }"""),
        "2 diagnostics expected, 1 found");

    [Fact]
    public Task Wrong_argument_fails() => Fails(
        Verify.VerifyAnalyzerAsync("""class C { string F = {|#0:"bad"|}; }""", Verify.Diagnostic("T0001").WithLocation(0).WithArguments("worse")),
        "with arguments \"worse\"");

    [Fact]
    public Task Wrong_severity_fails() => Fails(
        Verify.VerifyAnalyzerAsync("""class C { string F = {|#0:"bad"|}; }""", Verify.Diagnostic("T0001").WithLocation(0).WithSeverity(DiagnosticSeverity.Error)),
        "error T0001");

    [Fact]
    public Task Wrong_id_fails() => Fails(Verify.VerifyAnalyzerAsync("""class C { string F = {|T0002:"bad"|}; }"""), "Expected, not found:");

    [Fact]
    public Task Source_that_does_not_compile_fails() => Fails(Verify.VerifyAnalyzerAsync("class C : Missing;"), "CS0246");

    [Fact]
    public Task Expected_compiler_error_passes() => Verify.VerifyAnalyzerAsync("class C : {|CS0246:Missing|};");

    [Fact]
    public Task Source_that_need_not_compile_passes() => new CSharpAnalyzerTest<BadLiteralAnalyzer>
    {
        TestCode = """class C : Missing { string F = [|"bad"|]; }""",
        CompilerDiagnostics = CompilerDiagnostics.None,
    }.RunAsync(TestContext.Current.CancellationToken);

    [Fact]
    public Task Web_type_in_a_project_without_ASP_NET_fails() => Fails(
        new CSharpAnalyzerTest<BadLiteralAnalyzer>
        {
            TestCode = "class C { Microsoft.AspNetCore.Builder.WebApplication? App; }",
            ReferenceAssemblies = ReferenceAssemblies.Net100NetCore,
        }.RunAsync(TestContext.Current.CancellationToken),
        "CS0234");

    [Fact]
    public Task Analyzer_exception_fails_with_its_stack() => Fails(
        CSharpAnalyzerVerifier<ThrowingAnalyzer>.VerifyAnalyzerAsync("class C;"),
        "ThrowingAnalyzer threw an exception",
        "on purpose",
        "   at ");

    [Fact]
    public Task Markup_in_an_additional_file_passes() => new CSharpAnalyzerTest<BadLiteralAnalyzer>
    {
        TestState = { Sources = { "class C;" }, AdditionalFiles = { ("appsettings.json", "{\n  \"A\": \"{|T0002:bad|}\"\n}") } },
    }.RunAsync(TestContext.Current.CancellationToken);

    [Fact]
    public Task Unmarked_finding_in_an_additional_file_fails() => Fails(
        new CSharpAnalyzerTest<BadLiteralAnalyzer>
        {
            TestState = { Sources = { "class C;" }, AdditionalFiles = { ("appsettings.json", "{\n  \"A\": \"bad\"\n}") } },
        }.RunAsync(TestContext.Current.CancellationToken),
        "/0/appsettings.json(2,9)-(2,12): info T0002");

    [Fact]
    public Task Location_whose_halves_disagree_fails() => Fails(
        new CSharpAnalyzerTest<CrookedLocationAnalyzer>
        {
            TestState = { Sources = { "class C;" }, AdditionalFiles = { ("a.json", "{\n\n}") } },
        }.RunAsync(TestContext.Current.CancellationToken),
        "/0/a.json");

    [Fact]
    public async Task Editorconfig_and_globalconfig_set_severities()
    {
        var test = new CSharpAnalyzerTest<BadLiteralAnalyzer>
        {
            TestState =
            {
                Sources = { """class C { string F = {|#0:"bad"|}; }""" },
                AnalyzerConfigFiles = { (".editorconfig", "root = true\n[*.cs]\ndotnet_diagnostic.T0001.severity = error\n") },
                AdditionalFiles = { ("a.txt", "bad") },
            },
        };
        test.TestState.AnalyzerConfigFiles.Add(("rules.globalconfig", "is_global = true\ndotnet_diagnostic.T0002.severity = none\n"));
        test.ExpectedDiagnostics.Add(Verify.Diagnostic("T0001").WithLocation(0).WithSeverity(DiagnosticSeverity.Error));
        await test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Disabled_diagnostic_is_not_reported()
    {
        var test = new CSharpAnalyzerTest<BadLiteralAnalyzer> { TestCode = """class C { string F = "bad"; }""", DisabledDiagnostics = { "T0001" } };
        await test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Build_properties_reach_the_analyzer()
    {
        var test = new CSharpAnalyzerTest<BuildPropertyAnalyzer> { TestCode = "class C;" };
        test.TestState.BuildProperties["RootNamespace"] = "Shop";
        test.ExpectedDiagnostics.Add(new DiagnosticResult("T0003", DiagnosticSeverity.Warning).WithArguments("Shop", "/0/"));
        await test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Referenced_project_is_compiled_and_analysed()
    {
        var test = new CSharpAnalyzerTest<BadLiteralAnalyzer> { TestCode = "class C : Library.Base;" };
        test.TestState.AdditionalProjects["Library"].Sources.Add("""namespace Library; public class Base { public string F = [|"bad"|]; }""");
        test.TestState.AdditionalProjectReferences.Add("Library");
        await test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public Task Generator_runs_and_its_code_is_not_analysed() => new CSharpAnalyzerTest<BadLiteralAnalyzer>
    {
        TestCode = """class C : Generated { string F = [|"bad"|]; }""",
        SourceGenerators = { new ClassGenerator() },
    }.RunAsync(TestContext.Current.CancellationToken);

    [Fact]
    public Task Additional_analyzer_runs_too() => new CSharpAnalyzerTest<BuildPropertyAnalyzer>
    {
        TestCode = """class C { string F = {|T0001:"bad"|}; }""",
        AdditionalAnalyzers = { new BadLiteralAnalyzer() },
        DisabledDiagnostics = { "T0003" },
    }.RunAsync(TestContext.Current.CancellationToken);

    [Fact]
    public Task Escaped_dollars_and_pipes_are_text() => new CSharpAnalyzerTest<BadLiteralAnalyzer>
    {
        TestState =
        {
            Sources = { """""class C { string F = $$"""{{1}}"""; bool G(int[] a, int i) => a[i|1] > 0 || a is [> 0 ] or []; }""""" },
            AdditionalFiles = { ("compose.yaml", "command: [\"sh\", \"-c\", \"a || $${B}\"]\nscript: |\n  {{ .x | quote }}\n") },
        },
    }.RunAsync(TestContext.Current.CancellationToken);

    [Fact]
    public Task Number_without_markup_fails() => Assert.ThrowsAsync<InvalidOperationException>(
        () => Verify.VerifyAnalyzerAsync("class C;", Verify.Diagnostic("T0001").WithLocation(0)));

    [Fact]
    public Task Unclosed_markup_fails() => Assert.ThrowsAsync<InvalidOperationException>(() => Verify.VerifyAnalyzerAsync("class C { [| }"));

    internal static async Task Fails(Task run, params string[] reasons)
    {
        var exception = await Assert.ThrowsAsync<Xunit.Sdk.FailException>(() => run);
        Assert.All(reasons, reason => Assert.Contains(reason, exception.Message, StringComparison.Ordinal));
    }
}
