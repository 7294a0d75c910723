using System.Text;
using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Generation;
using Deployability.Analyzers.Judges;
using Deployability.Analyzers.Tests.Repository;
using Deployability.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Deployability.Analyzers.Tests.Engine;

/// <summary>An analysis that nobody waits for any more ends at once, and spoils nothing for the next.</summary>
public sealed class CancellationTests
{
    private static readonly CancellationToken Cancelled = new(canceled: true);

    // A finding of each way to one: a value through callers, a guard, a judge of the whole program, a collection that outlives its request.
    private static readonly string[] Sources =
    [
        """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddCors(options => options.AddPolicy("open", policy => policy.AllowAnyOrigin()));
            builder.Services.AddSingleton<Orders>();
            builder.Services.AddHealthChecks();
            var app = builder.Build();
            Pages.Use(app);
            app.UseCors("open");
            app.MapPost("/orders", (Orders orders) => orders.Add(Clients.Ask("http://orders.example.org:8080/list")));
            app.Run();
            """,
        """
            static class Pages
            {
                public static void Use(WebApplication app) => Show(app);

                private static void Show(WebApplication app) => app.UseDeveloperExceptionPage();
            }
            """,
        """
            static class Clients
            {
                private const string Root = "http://localhost:5001";

                public static string Ask(string address) => new HttpClient { BaseAddress = new Uri(address) }.ToString()!;

                public static HttpClient Own() => new() { BaseAddress = new Uri(Root + Environment.GetEnvironmentVariable("TAIL")) };
            }
            """,
        """
            class Orders
            {
                private static readonly List<string> Kept = new();

                public void Add(string order) => Kept.Add(order);

                public IEnumerable<string> All() => Kept;
            }
            """,
    ];

    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("values")]
    [InlineData("guards")]
    [InlineData("found")]
    [InlineData("health")]
    [InlineData("cors")]
    [InlineData("facts")]
    public void ACancelledQuestion_ThrowsAndIsAnsweredWholeLater(string question)
    {
        var expected = Answer(question, Projects.Of(Compile(), Options));
        var project = Projects.Of(Compile(), Options);

        using (Cancellation.Under(Cancelled))
        {
            Assert.Throws<OperationCanceledException>(() => Answer(question, project));
        }

        Assert.NotEmpty(expected);
        Assert.Equal(expected, Answer(question, project));
    }

    [Fact]
    public void Under_GivesTheTokenBack()
    {
        using var source = new CancellationTokenSource();
        using (Cancellation.Under(source.Token))
        {
            using (Cancellation.Under(Cancelled))
            {
                Assert.True(Cancellation.Token.IsCancellationRequested);
            }

            Assert.Equal(source.Token, Cancellation.Token);
        }

        Assert.Equal(CancellationToken.None, Cancellation.Token);
    }

    [Fact]
    public async Task AnAnalysisCancelledAnywhere_EndsThereAndFindsAllLater()
    {
        var reads = 0;
        var expected = await FindingsAsync(Compile(() => reads++), Test);
        Assert.Contains("DPL2101", string.Concat(expected));
        Assert.Contains("DPL1002", string.Concat(expected));

        // The first and the last reading of a text, and some between.
        for (var last = 1; last <= reads; last += Math.Max(1, reads / 8))
        {
            using var source = new CancellationTokenSource();
            var count = 0;
            var compilation = Compile(() =>
            {
                if (++count == last)
                {
                    source.Cancel();
                }
            });

            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => FindingsAsync(compilation, source.Token));
            Assert.Equal(last, count);
            Assert.Equal(expected, await FindingsAsync(compilation, Test));
        }
    }

    [Fact]
    public void WhoBinds_PassesAToken() =>
        Assert.Empty(
            Directory
                .EnumerateFiles(Path.Combine(RepositoryFiles.Root, "src/Deployability.Analyzers"), "*.cs", SearchOption.AllDirectories)
                .Where(static file =>
                    !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal)
                )
                .SelectMany(static file =>
                    CSharpSyntaxTree
                        .ParseText(File.ReadAllText(file), CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Preview))
                        .GetRoot(Test)
                        .DescendantNodes()
                        .OfType<InvocationExpressionSyntax>()
                        .Where(static call =>
                            call.Expression is MemberAccessExpressionSyntax or MemberBindingExpressionSyntax
                            && call.Expression.NameOfMember()
                                is "GetOperation"
                                    or "GetSymbolInfo"
                                    or "GetDeclaredSymbol"
                                    or "GetTypeInfo"
                                    or "GetEnclosingSymbol"
                                    or "GetConstantValue"
                                    or "GetEntryPoint"
                                    or "GetRoot"
                            && !call.ArgumentList.ToString().Contains("ancellation", StringComparison.Ordinal)
                        )
                        .Select(call => $"{Path.GetFileName(file)}: {call}")
                )
        );

    private static AnalyzerOptions Options => new([], new ProjectOptions(("ProjectDir", "/app/")));

    private static CSharpCompilation Compile(Action? onRead = null) =>
        CSharpCompilation.Create(
            "App",
            [
                .. Sources.Select(
                    (source, index) =>
                        CSharpSyntaxTree.ParseText(
                            new ReportingText(SourceText.From(source, Encoding.UTF8), onRead ?? (static () => { })),
                            CSharpParseOptions.Default,
                            $"/app/File{index}.cs"
                        )
                ),
                CSharpSyntaxTree.ParseText(SdkReferences.Web.GlobalUsings, path: "/app/obj/Usings.g.cs", cancellationToken: Test),
            ],
            SdkReferences.Web.References,
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable)
        );

    private static IEnumerable<string> Answer(string question, ProjectContext project) =>
        question switch
        {
            "values" => [.. project.Values.Trace(Operation<AssignmentExpressionSyntax>(project, 2)).Select(static value => value.Text)],
            "guards" => [project.Guards.Of(Operation<ArrowExpressionClauseSyntax>(project, 1)!).ToString()],
            "found" => [.. project.All(Find.CorsPolicies, Cancellation.Token).Select(static found => found.Node.ToString())],
            "health" =>
            [
                project.Health.Registrations(Cancellation.Token).Count().ToString(System.Globalization.CultureInfo.InvariantCulture),
            ],
            "cors" => [project.Cors.OfPolicyAround(Found(project, Find.CorsPolicies), Cancellation.Token).ToString()],
            _ => [.. FactCollector.Collect(project, Cancellation.Token).Select(static fact => fact.ToString())],
        };

    private static IOperation Found<T>(ProjectContext project, Find<T> what)
        where T : class => project.All(what, Test).First().Operation!;

    private static IOperation? Operation<T>(ProjectContext project, int file)
        where T : SyntaxNode =>
        project.OperationOf(project.Compilation.SyntaxTrees.ElementAt(file).GetRoot(Test).DescendantNodes().OfType<T>().Last());

    private static async Task<IEnumerable<string>> FindingsAsync(Compilation compilation, CancellationToken cancellation) =>
        (
            await compilation
                .WithAnalyzers(
                    RuleTable.Analyzers,
                    new CompilationWithAnalyzersOptions(Options, null, concurrentAnalysis: false, logAnalyzerExecutionTime: false)
                )
                .GetAnalyzerDiagnosticsAsync(cancellation)
        )
            .Select(static finding => finding.ToString())
            .Order(StringComparer.Ordinal)
            .ToList();

    // A text that tells when somebody reads it whole, which is what the search for names does: the compiler reads it bit by bit.
    private sealed class ReportingText(SourceText text, Action onRead) : SourceText
    {
        public override Encoding? Encoding => text.Encoding;

        public override int Length => text.Length;

        public override char this[int position] => text[position];

        public override void CopyTo(int sourceIndex, char[] destination, int destinationIndex, int count) =>
            text.CopyTo(sourceIndex, destination, destinationIndex, count);

        public override string ToString(TextSpan span)
        {
            if (span.Length == Length)
            {
                onRead();
            }

            return text.ToString(span);
        }
    }
}
