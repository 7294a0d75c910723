using Deployability.Analyzers.Engine;
using Deployability.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Tests.Infrastructure;

/// <summary>Whether a name may mean something: what rules and the generator ask before they bind a body. A wrong no is a finding that is lost.</summary>
public sealed class NameMeaningTests
{
    private const string Code = """
        class Orders
        {
            static void Add(int order) { }
            static void Add(string order) { }
            int Count { get; }
            void M(Orders other)
            {
                Add(1);
                Add(1.5);
                _ = other.Count;
                Missing();
                new Orders();
            }
        }
        """;

    [Theory]
    [InlineData("Add(1)", "Orders.Add(int)")]
    [InlineData("other.Count", "Orders.Count")]
    [InlineData("new Orders()", "Orders.Orders()")]
    public void ANameThatBinds_MeansItsSymbolAlone(string expression, string meant)
    {
        var asked = Asked(expression);

        Assert.Equal([meant], asked.Symbols);
        Assert.False(asked.IsMeant);
    }

    /// <summary>While somebody types, an argument is missing or of the wrong type.</summary>
    [Fact]
    public void ACallOfWhichNoOverloadFits_MayMeanEach() =>
        Assert.Equal(["Orders.Add(int)", "Orders.Add(string)"], Asked("Add(1.5)").Symbols.Order());

    [Fact]
    public void ANameOfNothing_MeansNothing() => Assert.Empty(Asked("Missing()").Symbols);

    [Theory]
    [InlineData("Add(1)", true)]
    [InlineData("Add(1.5)", true)]
    [InlineData("other.Count", false)]
    [InlineData("Missing()", false)]
    public void TheTest_Decides(string expression, bool isMeant)
    {
        foreach (var project in Both())
        {
            Assert.Equal(isMeant, project.MayMean(Find(project, expression), static symbol => symbol.Name == "Add"));
        }
    }

    private static (List<string> Symbols, bool IsMeant) Asked(string expression)
    {
        var results = Both().Select(project => Ask(project, Find(project, expression))).ToList();

        // The generator's models leave out nullable states, and mean the same.
        Assert.Equal(results[0].Symbols, results[1].Symbols);
        return results[0];
    }

    private static (List<string> Symbols, bool IsMeant) Ask(ProjectContext project, ExpressionSyntax name)
    {
        var symbols = new List<string>();
        var isMeant = project.MayMean(
            name,
            symbol =>
            {
                symbols.Add(symbol.ToDisplayString());
                return false;
            }
        );
        return (symbols, isMeant);
    }

    private static ExpressionSyntax Find(ProjectContext project, string expression) =>
        project
            .Trees.Single()
            .GetRoot(TestContext.Current.CancellationToken)
            .DescendantNodes()
            .OfType<ExpressionSyntax>()
            .First(node => node.ToString() == expression);

    private static ProjectContext[] Both()
    {
        var compilation = CSharpCompilation.Create(
            "App",
            [CSharpSyntaxTree.ParseText(Code, path: "/src/A.cs", cancellationToken: TestContext.Current.CancellationToken)],
            SdkReferences.NetCore.References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)
        );
        return [Projects.Of(compilation, new AnalyzerOptions([], new ProjectOptions())), Projects.ForGenerator(compilation)];
    }
}
