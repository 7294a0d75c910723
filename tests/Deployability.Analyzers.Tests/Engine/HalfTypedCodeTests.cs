using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Generation;
using Deployability.Analyzers.Tests.Repository;
using Deployability.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Tests.Engine;

/// <summary>While code is typed it lacks names, parts and ends; no rule and no fact may fail on it.</summary>
public sealed class HalfTypedCodeTests
{
    private const string Project = "tests/Deployability.EndToEnd.Tests/Violations/Open/";

    // So many compilations lack one token in so many each; together they lack every one.
    private const int Stride = 11;

    // Declarations whose names are looked up, which the project has few of.
    private const string Declarations = """
        namespace Declared;
        public class Clients(HttpClient http, IConfiguration configuration)
        {
            private const string Root = "http://localhost:5001";
            private static readonly string Orders = Root + "/orders", Stock = "http://stock.corp.internal:8080";
            private static readonly List<string> Seen = new(), Kept = [];
            private static readonly HttpClient Own = new() { BaseAddress = new Uri("http://own.corp.internal:8080") };
            private readonly System.Net.IPEndPoint log = new(System.Net.IPAddress.Parse("10.1.2.3"), 514);
            public string Password { get; set; } = "Tr0ub4dor-and-3";
            public Task<string> Ask(string path = "http://127.0.0.1:7000") => http.GetStringAsync(path ?? Orders);
            public async Task All() { foreach (var at in new[] { Stock, Root }) { Seen.Add(await http.GetStringAsync(at + "/all")); } }
            public string Where() { const string folder = @"C:\data\in"; var file = "logs\\out.txt"; System.IO.File.WriteAllText(file, folder); return configuration["Data:Path"] ?? folder; }
            public void Stop(string key) { if (key == "s3cr3t-Key-99") { Environment.Exit(1); } Kept.Add(key); }
        }
        """;

    private static AnalyzerOptions Options => new([], new ProjectOptions(("ProjectDir", "/app/")));

    private static CancellationToken Test => TestContext.Current.CancellationToken;

    private static List<string> Sources =>
        [
            Declarations,
            .. Directory
                .EnumerateFiles(Path.Combine(RepositoryFiles.Root, Project), "*.cs.txt")
                .Order(StringComparer.Ordinal)
                .Select(File.ReadAllText),
        ];

    [Fact]
    public async Task CodeThatLacksAToken_FailsNoRule()
    {
        var sources = Sources.ConvertAll(static source => CSharpSyntaxTree.ParseText(source, cancellationToken: Test).GetRoot(Test));
        for (var start = 0; start < Stride; start++)
        {
            var first = start;
            await AssertHolds(sources.ConvertAll(root => Without(root, first)), $"every {Stride}th token from {start}");
        }
    }

    [Fact]
    public async Task CodeThatEndsEarly_FailsNoRule()
    {
        var sources = Sources;
        for (var part = 1; part < 6; part++)
        {
            await AssertHolds(sources.ConvertAll(source => source[..(source.Length * part / 6)]), $"cut at {part} of 6");
        }
    }

    [Fact]
    public void ANameThatIsNotTypedYet_StandsNowhere()
    {
        var tree = CSharpSyntaxTree.ParseText(
            "class Clients { const string = \"http://localhost\"; }",
            path: "/app/File.cs",
            cancellationToken: Test
        );
        var project = Projects.Of(CSharpCompilation.Create("App", [tree]), Options);

        Assert.Empty(project.IdentifiersNamed(tree, ""));
        Assert.Single(project.IdentifiersNamed(tree, "Clients"));
    }

    private static string Without(SyntaxNode root, int start)
    {
        var text = root.ToFullString();
        foreach (var token in root.DescendantTokens().Where((_, index) => index % Stride == start).Reverse())
        {
            text = text.Remove(token.SpanStart, token.Span.Length);
        }

        return text;
    }

    private static async Task AssertHolds(List<string> sources, string what)
    {
        var faults = new List<string>();
        var compilation = CSharpCompilation.Create(
            "App",
            sources
                .Select((source, index) => CSharpSyntaxTree.ParseText(source, path: $"/app/File{index}.cs", cancellationToken: Test))
                .Append(CSharpSyntaxTree.ParseText(SdkReferences.Web.GlobalUsings, path: "/app/obj/Usings.g.cs", cancellationToken: Test)),
            SdkReferences.Web.References,
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable)
        );
        var options = Options;
        await compilation
            .WithAnalyzers(
                RuleTable.Analyzers,
                new CompilationWithAnalyzersOptions(
                    options,
                    (exception, analyzer, _) =>
                    {
                        lock (faults)
                        {
                            faults.Add($"{analyzer.GetType().Name}, {what}: {exception}");
                        }
                    },
                    concurrentAnalysis: true,
                    logAnalyzerExecutionTime: false
                )
            )
            .GetAnalyzerDiagnosticsAsync(Test);

        var run = CSharpGeneratorDriver
            .Create(new FactGenerator().AsSourceGenerator())
            .WithUpdatedAnalyzerConfigOptions(options.AnalyzerConfigOptionsProvider)
            .RunGenerators(compilation, Test)
            .GetRunResult();
        faults.AddRange(run.Results.Where(static result => result.Exception is not null).Select(result => $"{what}: {result.Exception}"));
        Assert.Empty(faults);
    }
}
