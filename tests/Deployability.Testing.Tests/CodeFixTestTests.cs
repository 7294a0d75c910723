using System.Text;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using Microsoft.CodeAnalysis.Text;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<Deployability.Testing.Tests.BadLiteralAnalyzer, Deployability.Testing.Tests.GoodFix>;

namespace Deployability.Testing.Tests;

public class CodeFixTestTests
{
    private const string Bad = """class C { string F = [|"bad"|]; string G = [|"bad"|]; }""";
    private const string Good = """class C { string F = "good"; string G = "good"; }""";

    [Fact]
    public Task Fix_of_every_finding_passes() => Verify.VerifyCodeFixAsync(Bad, Good);

    [Fact]
    public Task Fix_with_an_expected_diagnostic_passes() => Verify.VerifyCodeFixAsync(
        """class C { string F = {|#0:"bad"|}; }""",
        Verify.Diagnostic("T0001").WithLocation(0),
        """class C { string F = "good"; }""");

    [Fact]
    public async Task Fix_in_files_and_projects_passes()
    {
        var test = new CSharpCodeFixTest<BadLiteralAnalyzer, GoodFix>();
        test.TestState.Sources.Add(Bad);
        test.TestState.Sources.Add(("Sub/D.cs", """class D { string F = [|"bad"|]; }"""));
        test.TestState.AdditionalProjects["Library"].Sources.Add("""class E { string F = [|"bad"|]; }""");
        test.FixedState.Sources.Add(Good);
        test.FixedState.Sources.Add(("Sub/D.cs", """class D { string F = "good"; }"""));
        test.FixedState.AdditionalProjects["Library"].Sources.Add("""class E { string F = "good"; }""");
        await test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public Task Wrong_fixed_text_fails() => Fails(
        Verify.VerifyCodeFixAsync(Bad, Good.Replace("F = ", "F  = ", StringComparison.Ordinal)),
        "one diagnostic at a time: /0/Test0.cs differs first in line 1");

    [Fact]
    public Task Wrong_line_end_fails() => Fails(Verify.VerifyCodeFixAsync(Bad + "\n", Good + "\r\n"), "\\r");

    [Fact]
    public Task Wrong_batch_text_fails() => Fails(
        new CSharpCodeFixTest<BadLiteralAnalyzer, GoodFix> { TestCode = Bad, FixedCode = Good, BatchFixedCode = Good + " " }
            .RunAsync(TestContext.Current.CancellationToken),
        "fix all in document");

    [Fact]
    public Task Fix_that_does_not_compile_fails() => Fails(
        CSharpCodeFixVerifier<BadLiteralAnalyzer, BrokenFix>.VerifyCodeFixAsync(
            """class C { string F = [|"bad"|]; }""",
            """class C { string F = Missing.Name; }"""),
        "Fixed state",
        "CS0103");

    [Fact]
    public Task Fix_that_changes_nothing_fails() => Fails(
        CSharpCodeFixVerifier<BadLiteralAnalyzer, IdleFix>.VerifyCodeFixAsync(Bad, Good),
        "changes nothing");

    [Fact]
    public Task Fix_without_fix_all_fails() => Fails(
        CSharpCodeFixVerifier<BadLiteralAnalyzer, NoFixAllFix>.VerifyCodeFixAsync(Bad, Good),
        "NoFixAllFix has no fix-all provider");

    [Fact]
    public Task Fix_that_is_not_offered_fails() => Fails(
        CSharpCodeFixVerifier<BadLiteralAnalyzer, SilentFix>.VerifyCodeFixAsync(Bad, Good),
        "differs first");

    [Fact]
    public Task No_fix_expected_and_none_offered_passes() =>
        CSharpCodeFixVerifier<BadLiteralAnalyzer, SilentFix>.VerifyCodeFixAsync(Bad, Bad);

    [Fact]
    public Task No_fix_expected_and_one_offered_fails() => Fails(Verify.VerifyCodeFixAsync(Bad, Bad), "differs first");

    [Fact]
    public Task Finding_left_unmarked_in_the_fixed_code_fails() => Fails(
        new CSharpCodeFixTest<BadLiteralAnalyzer, GoodFix>
        {
            TestCode = Bad,
            FixedCode = """class C { string F = "good"; string G = "bad"; }""",
            CodeFixTestBehaviors = CodeFixTestBehaviors.FixOne,
        }.RunAsync(TestContext.Current.CancellationToken),
        "0 diagnostics expected, 1 found");

    [Fact]
    public Task Finding_left_and_marked_in_the_fixed_code_passes() => new CSharpCodeFixTest<BadLiteralAnalyzer, GoodFix>
    {
        TestCode = Bad,
        FixedCode = """class C { string F = "good"; string G = [|"bad"|]; }""",
        CodeFixTestBehaviors = CodeFixTestBehaviors.FixOne,
    }.RunAsync(TestContext.Current.CancellationToken);

    [Fact]
    public Task Wrong_number_of_iterations_fails() => Fails(
        new CSharpCodeFixTest<BadLiteralAnalyzer, GoodFix> { TestCode = Bad, FixedCode = Good, NumberOfIncrementalIterations = 3 }
            .RunAsync(TestContext.Current.CancellationToken),
        "applied 2 times, not 3");

    [Fact]
    public Task Unknown_action_fails() => Fails(
        new CSharpCodeFixTest<BadLiteralAnalyzer, GoodFix> { TestCode = Bad, FixedCode = Good, CodeActionEquivalenceKey = "other" }
            .RunAsync(TestContext.Current.CancellationToken),
        "differs first");

    [Fact]
    public Task Changed_additional_file_is_compared() => Moving("{}", "{}moved").RunAsync(TestContext.Current.CancellationToken);

    [Fact]
    public Task Additional_file_with_another_text_fails() => Fails(
        Moving("{}", "{}").RunAsync(TestContext.Current.CancellationToken),
        "/0/settings.json differs first in line 1");

    [Fact]
    public Task Added_file_is_compared() => Moving(null, "moved").RunAsync(TestContext.Current.CancellationToken);

    [Fact]
    public Task Added_file_that_is_not_expected_fails() => Fails(
        Moving(null, null).RunAsync(TestContext.Current.CancellationToken),
        "/0/settings.json is there and not expected");

    [Fact]
    public Task Lost_byte_order_mark_fails()
    {
        var test = Moving(null, "{}moved");
        test.TestState.AdditionalFiles.Add(("settings.json", SourceText.From("{}", new UTF8Encoding(encoderShouldEmitUTF8Identifier: true))));
        return Fails(test.RunAsync(TestContext.Current.CancellationToken), "byte order mark");
    }

    private static CSharpCodeFixTest<BadLiteralAnalyzer, MoveToFileFix> Moving(string? before, string? after)
    {
        var test = new CSharpCodeFixTest<BadLiteralAnalyzer, MoveToFileFix>
        {
            TestCode = """class C { string F = [|"bad"|]; }""",
            FixedCode = """class C { string F = "good"; }""",
            CodeFixTestBehaviors = CodeFixTestBehaviors.SkipFixAllCheck,
        };
        if (before is not null)
            test.TestState.AdditionalFiles.Add(("settings.json", before));
        if (after is not null)
            test.FixedState.AdditionalFiles.Add(("settings.json", after));
        return test;
    }

    private static Task Fails(Task run, params string[] reasons) => AnalyzerTestTests.Fails(run, reasons);
}
