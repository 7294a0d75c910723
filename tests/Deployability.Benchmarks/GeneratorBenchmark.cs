using Deployability.Analyzers.Generation;
using Deployability.Benchmarks.Corpora;
using Deployability.Benchmarks.Measuring;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Deployability.Benchmarks;

/// <summary>The fact generator: what a compile takes more with it, its own first run, and the runs after keystrokes that change no fact.</summary>
internal static class GeneratorBenchmark
{
    private const int WarmUpRounds = 3;

    public static void Run(Corpus corpus, CommandLine options)
    {
        // In this order in the table.
        var costs = new Dictionary<string, List<Cost>>();
        var rerun = 0;
        for (var round = -WarmUpRounds; round < options.Rounds; round++)
        {
            void Measured(string what, Action work)
            {
                var cost = Measure(work);
                if (round >= 0)
                {
                    (costs.TryGetValue(what, out var known) ? known : costs[what] = []).Add(cost);
                }
            }

            // Whoever comes second finds a warmer cache.
            Action[] compiles =
            [
                () => Measured(Without, () => corpus.Compile().Emit(Stream.Null)),
                () =>
                    Measured(
                        With,
                        () =>
                        {
                            Driver(corpus).RunGeneratorsAndUpdateCompilation(corpus.Compile(), out var updated, out _);
                            updated.Emit(Stream.Null);
                        }
                    ),
            ];
            compiles[round & 1]();
            compiles[1 - (round & 1)]();

            var compilation = corpus.Compile();
            var driver = Driver(corpus);
            Measured(First, () => driver = driver.RunGenerators(compilation));

            foreach (var (what, path, typed) in Edits(compilation))
            {
                compilation = Edit(compilation, path, typed);
                Measured(what, () => driver = driver.RunGenerators(compilation));
                rerun += driver
                    .GetRunResult()
                    .Results[0]
                    .TrackedOutputSteps.Values.SelectMany(static steps => steps)
                    .SelectMany(static step => step.Outputs)
                    .Count(static output => output.Reason is IncrementalStepRunReason.New or IncrementalStepRunReason.Modified);
            }

            Measured(Unchanged, () => driver = driver.RunGenerators(compilation));
        }

        Console.WriteLine();
        Console.WriteLine(TableOf(corpus, costs));
        Console.WriteLine($"Output steps that an edit without a new fact ran again: {rerun}");
    }

    private const string Without = "compile without it";
    private const string With = "compile with it";
    private const string First = "first run alone";
    private const string Unchanged = "nothing changed";

    private static Table TableOf(Corpus corpus, Dictionary<string, List<Cost>> costs)
    {
        var compile = costs[Without].Select(static cost => cost.Cpu).Median();
        var table = new Table("fact generator on " + corpus.Name, "CPU, ms", "MB", "of compile");
        foreach (var (what, all) in costs)
        {
            Add(what, all);
            if (what == With)
            {
                // Of each pair the difference: a busy machine slows both.
                Add(
                    "so it adds",
                    [
                        .. all.Zip(
                            costs[Without],
                            static (with, without) =>
                                new Cost(with.Cpu - without.Cpu, with.Wall - without.Wall, with.Allocated - without.Allocated)
                        ),
                    ]
                );
            }
        }

        return table;

        void Add(string what, IEnumerable<Cost> all)
        {
            var cpu = all.Select(static cost => cost.Cpu).Median();
            table.Add(
                what,
                Table.Number(cpu),
                Table.Number(all.Select(static cost => cost.Allocated).Median()),
                Table.Percent(cpu, compile)
            );
        }
    }

    private static GeneratorDriver Driver(Corpus corpus) =>
        CSharpGeneratorDriver.Create(
            [new FactGenerator().AsSourceGenerator()],
            parseOptions: corpus.AsBuilt?.Parse,
            optionsProvider: corpus.AnalyzerOptions().AnalyzerConfigOptionsProvider,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true)
        );

    // In the file in the middle, and in the one that has the most to do with facts.
    private static IEnumerable<(string What, string Path, string Typed)> Edits(Compilation compilation)
    {
        var trees = compilation.SyntaxTrees.ToList();
        var middle = trees[trees.Count / 2].FilePath;
        yield return ("an edit of a comment", middle, "\n// typing\n");
        yield return ("an edit of code", middle, "\nfile static class Typed;\n");
        if (compilation.GetEntryPoint(CancellationToken.None)?.DeclaringSyntaxReferences is [var entry, ..])
        {
            yield return ("an edit of the entry point's file", entry.SyntaxTree.FilePath, "\nfile static class Typed;\n");
        }
    }

    private static CSharpCompilation Edit(CSharpCompilation compilation, string path, string typed)
    {
        var tree = compilation.SyntaxTrees.First(tree => tree.FilePath == path);
        var text = tree.GetText();
        return compilation.ReplaceSyntaxTree(
            tree,
            tree.WithChangedText(text.WithChanges(new TextChange(new TextSpan(text.Length, 0), typed)))
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
}
