using Deployability.Analyzers.Rules.Configuration;
using Deployability.Analyzers.Rules.Portability;
using Deployability.Analyzers.Rules.Security;
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

    // Members are followed as locals are, whatever class and file they stand in.
    [Theory]
    [InlineData("static string Orders { get { return Hosts.Inventory; } }")]
    [InlineData("const string Orders = Hosts.Inventory;")]
    public Task MemberMadeOfAnotherMember_IsFollowedToTheLiteral(string member)
    {
        var test = new CSharpAnalyzerTest<HardcodedServiceUrlAnalyzer>();
        test.TestState.Sources.Add(
            $"var client = new Client(); class Client {{ {member} HttpClient client = new() {{ BaseAddress = new Uri(Orders) }}; }}"
        );
        test.TestState.Sources.Add("static class Hosts { public const string Inventory = [|\"https://inventory.corp.contoso.com\"|]; }");
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    // Files are analysed at the same time: which use is told of follows from where they stand.
    [Theory]
    [InlineData("var client = new HttpClient();", "B.cs")]
    [InlineData("var client = new HttpClient { BaseAddress = new Uri(Values.Inventory) };", "Z.cs")]
    public Task LiteralWithSeveralUses_TellsOfTheFirstByPlace(string program, string expected) =>
        TellsOfAsync(
            new HardcodedServiceUrlAnalyzer(),
            "const string Inventory = \"https://inventory.corp.contoso.com\"",
            "readonly HttpClient client = new() { BaseAddress = new Uri(Values.Inventory) };",
            program,
            expected
        );

    [Theory]
    [InlineData("_ = 1;", "B.cs")]
    [InlineData("_ = new System.Net.Sockets.TcpClient(Values.Inventory, 502);", "Z.cs")]
    public Task AddressWithSeveralUses_TellsOfTheFirstByPlace(string program, string expected) =>
        TellsOfAsync(
            new HardcodedIpAddressAnalyzer(),
            "const string Inventory = \"10.20.30.40\"",
            "readonly object client = new System.Net.Sockets.TcpClient(Values.Inventory, 502);",
            program,
            expected
        );

    [Theory]
    [InlineData("_ = 1;", "B.cs")]
    [InlineData("_ = System.IO.File.ReadAllText(Values.Inventory);", "Z.cs")]
    public Task PathWithSeveralUses_TellsOfTheFirstByPlace(string program, string expected) =>
        TellsOfAsync(
            new BackslashInPathAnalyzer(),
            "static string Inventory => @\"data\\list.txt\"",
            "readonly string text = System.IO.File.ReadAllText(Values.Inventory);",
            program,
            expected
        );

    [Fact]
    public async Task SecretWithSeveralUses_IsReportedOnce()
    {
        foreach (
            var order in Orders(
                """const string Word = "Owl-Moon-9" """,
                "readonly object c = new System.Net.NetworkCredential(\"a\", Values.Word);",
                "_ = 1;"
            )
        )
        {
            var finding = Assert.Single(await FindAsync(new SecretInCodeAnalyzer(), order));

            Assert.Equal("U.cs", finding.Location.SourceTree!.FilePath);
        }
    }

    private static async Task TellsOfAsync(DiagnosticAnalyzer analyzer, string value, string use, string program, string expected)
    {
        foreach (var order in Orders(value, use, program))
        {
            var finding = Assert.Single(await FindAsync(analyzer, order));

            Assert.Equal("U.cs", finding.Location.SourceTree!.FilePath);
            Assert.Equal(expected, Assert.Single(finding.AdditionalLocations).SourceTree!.FilePath);
        }
    }

    private static (string Path, string Code)[][] Orders(string value, string use, string program)
    {
        (string Path, string Code)[] files =
        [
            ("C.cs", $"class C {{ {use} }}"),
            ("B.cs", $"class B {{ {use} }}"),
            ("Z.cs", program),
            ("U.cs", $"static class Values {{ public {value}; }}"),
        ];
        return [files, [.. files.Reverse()]];
    }

    private static async Task<IEnumerable<Diagnostic>> FindAsync(DiagnosticAnalyzer analyzer, IEnumerable<(string Path, string Code)> files)
    {
        var options = new CSharpParseOptions(LanguageVersion.CSharp12);
        var found = await Generation
            .GeneratorHarness.Compile("static class P { static void Main() { } }", OutputKind.ConsoleApplication)
            .RemoveAllSyntaxTrees()
            .AddSyntaxTrees(
                files.Select(file =>
                    CSharpSyntaxTree.ParseText(
                        "using System; using System.Net.Http; " + file.Code,
                        options,
                        file.Path,
                        cancellationToken: TestContext.Current.CancellationToken
                    )
                )
            )
            .WithAnalyzers([analyzer])
            .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        return found.Where(static diagnostic => diagnostic.Location.IsInSource);
    }
}
