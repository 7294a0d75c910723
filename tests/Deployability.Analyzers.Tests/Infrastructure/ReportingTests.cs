using Deployability.Analyzers.Rules.Configuration;
using Deployability.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Tests.Infrastructure;

public class ReportingTests
{
    // The compiler has the value, and what this project can change is the use.
    [Theory]
    [InlineData(
        "const",
        "https://inventory.corp.contoso.com",
        "var client = new HttpClient { BaseAddress = new Uri([|Acme.Urls.Inventory|]) };"
    )]
    [InlineData(
        "const",
        "https://inventory.corp.contoso.com",
        "var client = new HttpClient { BaseAddress = new Uri([|Acme.Urls.Inventory|] + \"/v1\") };"
    )]
    [InlineData("const", "https://inventory.corp.contoso.com", "await new HttpClient().GetAsync($\"{[|Acme.Urls.Inventory|]}/items\");")]
    [InlineData("const", "http://schemas.contoso.com/claims/name", "Console.WriteLine(Acme.Urls.Inventory);")]
    [InlineData(
        "static readonly",
        "https://inventory.corp.contoso.com",
        "var client = new HttpClient { BaseAddress = new Uri(Acme.Urls.Inventory) };"
    )]
    public Task ConstantOfAReferencedProject_IsReportedAtItsUse(string kind, string url, string code)
    {
        var test = new CSharpAnalyzerTest<HardcodedServiceUrlAnalyzer>();
        test.TestState.Sources.Add(code);
        test.TestState.AdditionalProjects["Acme"]
            .Sources.Add($"namespace Acme; public static class Urls {{ public {kind} string Inventory = \"{url}\"; }}");
        test.TestState.AdditionalProjectReferences.Add("Acme");
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public Task LoopbackConstantOfAReferencedProject_IsReportedAtItsUse()
    {
        var test = new CSharpAnalyzerTest<LoopbackServiceUrlAnalyzer>();
        test.TestState.Sources.Add("var client = new HttpClient { BaseAddress = new Uri([|Acme.Urls.Inventory|]) };");
        test.TestState.AdditionalProjects["Acme"]
            .Sources.Add("""namespace Acme; public static class Urls { public const string Inventory = "http://localhost:5000"; }""");
        test.TestState.AdditionalProjectReferences.Add("Acme");
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    // Files are analysed at the same time: which use is told of follows from where they stand.
    [Theory]
    [InlineData("var client = new HttpClient();", "B.cs")]
    [InlineData("var client = new HttpClient { BaseAddress = new Uri(Urls.Inventory) };", "Z.cs")]
    public async Task LiteralWithSeveralUses_TellsOfTheFirstByPlace(string program, string expected)
    {
        const string Use = "class {0} {{ readonly HttpClient client = new() {{ BaseAddress = new Uri(Urls.Inventory) }}; }}";
        var options = new CSharpParseOptions(LanguageVersion.CSharp12);
        (string Path, string Code)[] files =
        [
            ("C.cs", string.Format(System.Globalization.CultureInfo.InvariantCulture, Use, "C")),
            ("B.cs", string.Format(System.Globalization.CultureInfo.InvariantCulture, Use, "B")),
            ("Z.cs", "using System; using System.Net.Http; " + program),
            ("U.cs", "static class Urls { public const string Inventory = \"https://inventory.corp.contoso.com\"; }"),
        ];
        foreach (var order in new[] { files, [.. files.Reverse()] })
        {
            var compilation = Generation
                .GeneratorHarness.Compile("static class P { static void Main() { } }", OutputKind.ConsoleApplication)
                .RemoveAllSyntaxTrees()
                .AddSyntaxTrees(
                    order.Select(file =>
                        CSharpSyntaxTree.ParseText(
                            "using System; using System.Net.Http; "
                                + file.Code.Replace("using System; using System.Net.Http; ", "", StringComparison.Ordinal),
                            options,
                            file.Path,
                            cancellationToken: TestContext.Current.CancellationToken
                        )
                    )
                );

            var found = await compilation
                .WithAnalyzers([new HardcodedServiceUrlAnalyzer()])
                .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);

            var finding = Assert.Single(found, static diagnostic => diagnostic.Id == "DPL1001");
            Assert.Equal("U.cs", finding.Location.SourceTree!.FilePath);
            Assert.Equal(expected, Assert.Single(finding.AdditionalLocations).SourceTree!.FilePath);
        }
    }
}
