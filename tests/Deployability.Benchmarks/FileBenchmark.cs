using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using Deployability.Benchmarks.Contenders;
using Deployability.Benchmarks.Corpora;
using Deployability.Benchmarks.Measuring;
using Deployability.Secrets;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Deployability.Benchmarks;

/// <summary>What the files around the code cost: the rules with 200 and with 2,000 of them, less the same without any; and the secret engine in bytes.</summary>
/// <remarks>In a build for the first time in its process, in another one, and behind an edit of the C# alone, as in an IDE.</remarks>
internal static class FileBenchmark
{
    private const int WarmUpRounds = 2;

    private static readonly int[] Counts = [200, 2000];

    public static async Task RunAsync(Corpus corpus, CommandLine options)
    {
        var ours = AllContenders.Create().First(static contender => contender.Name == AllContenders.OursByDefault);
        var compiles = new List<double>();
        var costs = Counts.ToDictionary(static count => count, static _ => new List<double>());
        var edits = Counts.ToDictionary(static count => count, static _ => new List<double>());
        var allocated = Counts.ToDictionary(static count => count, static _ => new List<double>());
        var first = new Dictionary<int, double>();
        var findings = new Dictionary<int, int>();
        var files = Counts.ToDictionary(static count => count, GeneratedFiles.Create);
        await AnalyseAsync(corpus, ours.Analyzers);
        for (var round = -WarmUpRounds; round < options.Rounds; round++)
        {
            var compile = await Cost.OfAsync(() => Task.FromResult(corpus.Compile().Emit(Stream.Null)));
            var (without, _) = await AnalyseAsync(corpus, ours.Analyzers);
            if (round >= 0)
            {
                compiles.Add(compile.Cpu);
            }

            foreach (var count in Counts)
            {
                // A build reads each file anew.
                var project = corpus with
                {
                    Files =
                    [
                        .. corpus.Files,
                        .. files[count].Select(static file => file with { Text = SourceText.From(file.Text.ToString()) }),
                    ],
                };
                var build = await AnalyseAsync(project, ours.Analyzers);
                var edit = await AnalyseAsync(project, ours.Analyzers);
                findings[count] = build.Findings;
                first.TryAdd(count, build.Cost.Cpu - without.Cpu);
                if (round >= 0)
                {
                    costs[count].Add(build.Cost.Cpu - without.Cpu);
                    edits[count].Add(edit.Cost.Cpu - without.Cpu);
                    allocated[count].Add(build.Cost.Allocated - without.Allocated);
                }
            }
        }

        var table = new Table(
            $"files around {corpus.Name}",
            "KB",
            "findings",
            "first build, ms CPU",
            "build, ms",
            "of compile",
            "MB",
            "edit of C#, ms"
        );
        foreach (var count in Counts)
        {
            table.Add(
                $"{count}",
                Table.Number(files[count].Sum(static file => file.Text.Length) / 1024.0),
                $"{findings[count]}",
                Table.Number(first[count]),
                Table.Number(costs[count].Median()),
                Table.Percent(costs[count].Median(), compiles.Median()),
                Table.Number(allocated[count].Median()),
                Table.Number(edits[count].Median())
            );
        }

        Console.WriteLine();
        Console.WriteLine(table);
        await PrintDearestAsync(corpus with { Files = [.. corpus.Files, .. files[Counts[^1]]] }, ours.Analyzers, options.Top);
        MeasureSecrets(files[Counts[^1]], options);
    }

    private static CompilationWithAnalyzers AnalysisOf(Corpus project, ImmutableArray<DiagnosticAnalyzer> analyzers, bool isTimed) =>
        project
            .Compile()
            .WithAnalyzers(
                analyzers,
                new CompilationWithAnalyzersOptions(
                    project.AnalyzerOptions(),
                    onAnalyzerException: null,
                    concurrentAnalysis: false,
                    logAnalyzerExecutionTime: isTimed
                )
            );

    private static async Task<(Cost Cost, int Findings)> AnalyseAsync(Corpus project, ImmutableArray<DiagnosticAnalyzer> analyzers)
    {
        var findings = 0;
        var analysis = AnalysisOf(project, analyzers, isTimed: false);
        var cost = await Cost.OfAsync(async () => findings = (await analysis.GetAnalyzerDiagnosticsAsync(CancellationToken.None)).Length);
        return (cost, findings);
    }

    // Whoever asks first for what several share is charged for it.
    private static async Task PrintDearestAsync(Corpus project, ImmutableArray<DiagnosticAnalyzer> analyzers, int top)
    {
        var analysis = AnalysisOf(project, analyzers, isTimed: true);
        var result = await analysis.GetAnalysisResultAsync(CancellationToken.None);
        var table = new Table("dearest with 2000 files", "file actions", "ms");
        foreach (
            var (analyzer, telemetry) in result
                .AnalyzerTelemetryInfo.Where(static pair => pair.Value.AdditionalFileActionsCount > 0)
                .OrderByDescending(static pair => pair.Value.ExecutionTime)
                .Take(top)
        )
        {
            table.Add(
                analyzer.GetType().Name,
                $"{telemetry.AdditionalFileActionsCount}",
                Table.Number(telemetry.ExecutionTime.TotalMilliseconds)
            );
        }

        Console.WriteLine(table);
    }

    // Text of files, as the engine gets it where it looks for what nothing names; beside the least that any search of it would do.
    private static void MeasureSecrets(IEnumerable<SourceFile> files, CommandLine options)
    {
        string[] texts = [.. files.Select(static file => file.Text.ToString())];
        var bytes = texts.Sum(Encoding.UTF8.GetByteCount);
        var table = new Table("text of the files", "MB/s");
        table.Add("IndexOf of one word", Table.Number(Speed(static text => text.AsSpan().IndexOf("ghp_") < 0)));
        table.Add("secret engine, whole text", Table.Number(Speed(static text => SecretDetector.Find(text.AsSpan()) is null)));
        table.Add("secret engine, line by line", Table.Number(Speed(InspectLines)));
        Console.WriteLine(table);

        double Speed(Func<string, bool> look)
        {
            var rounds = new List<double>();
            for (var round = -WarmUpRounds; round < options.Rounds; round++)
            {
                var clock = Stopwatch.StartNew();
                foreach (var text in texts)
                {
                    look(text);
                }

                if (round >= 0)
                {
                    rounds.Add(bytes / 1048576.0 / clock.Elapsed.TotalSeconds);
                }
            }

            return rounds.Median();
        }
    }

    private static bool InspectLines(string text)
    {
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (SecretDetector.Inspect(line, "") is not null)
            {
                return false;
            }
        }

        return true;
    }
}
