using Deployability.Analyzers.Generation;
using Deployability.Benchmarks.Corpora;
using Deployability.Benchmarks.Measuring;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Deployability.Benchmarks;

/// <summary>The fact generator: the first run, and the run after a keystroke that changes no fact.</summary>
internal static class GeneratorBenchmark
{
    private const int WarmUpRounds = 3;

    public static void Run(Corpus corpus, CommandLine options)
    {
        List<Cost> compiles = [],
            cold = [],
            edits = [],
            unchanged = [];
        var rerun = 0;
        for (var round = -WarmUpRounds; round < options.Rounds; round++)
        {
            Keep(compiles, round, Measure(() => corpus.Compile().Emit(Stream.Null)));

            var compilation = corpus.Compile();
            GeneratorDriver driver = CSharpGeneratorDriver.Create(
                [new FactGenerator().AsSourceGenerator()],
                optionsProvider: corpus.AnalyzerOptions().AnalyzerConfigOptionsProvider,
                driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true)
            );
            Keep(cold, round, Measure(() => driver = driver.RunGenerators(compilation)));

            var edited = Edit(compilation);
            Keep(edits, round, Measure(() => driver = driver.RunGenerators(edited)));
            rerun += driver
                .GetRunResult()
                .Results[0]
                .TrackedOutputSteps.Values.SelectMany(static steps => steps)
                .SelectMany(static step => step.Outputs)
                .Count(static output => output.Reason is IncrementalStepRunReason.New or IncrementalStepRunReason.Modified);

            Keep(unchanged, round, Measure(() => driver = driver.RunGenerators(edited)));
        }

        var compile = compiles.Select(static cost => cost.Cpu).Median();
        var table = new Table("fact generator on " + corpus.Name, "CPU, ms", "MB", "of compile");
        Add("first run", cold);
        Add("an edit that changes no fact", edits);
        Add("nothing changed", unchanged);
        Console.WriteLine();
        Console.WriteLine(table);
        Console.WriteLine($"Output steps that an edit without a new fact ran again: {rerun}");

        void Add(string what, List<Cost> costs)
        {
            var cpu = costs.Select(static cost => cost.Cpu).Median();
            table.Add(
                what,
                Table.Number(cpu),
                Table.Number(costs.Select(static cost => cost.Allocated).Median()),
                Table.Percent(cpu, compile)
            );
        }
    }

    // A comment at the end of a file in the middle: what most keystrokes amount to.
    private static Compilation Edit(CSharpCompilation compilation)
    {
        var tree = compilation.SyntaxTrees[compilation.SyntaxTrees.Length / 2];
        var text = tree.GetText();
        return compilation.ReplaceSyntaxTree(
            tree,
            tree.WithChangedText(text.WithChanges(new TextChange(new TextSpan(text.Length, 0), "\n// typing\n")))
        );
    }

    private static Cost Measure(Action work) =>
        Cost.OfAsync(() =>
            {
                work();
                return Task.CompletedTask;
            })
            .GetAwaiter()
            .GetResult();

    private static void Keep(List<Cost> costs, int round, Cost cost)
    {
        if (round >= 0)
        {
            costs.Add(cost);
        }
    }
}
