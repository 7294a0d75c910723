using System.Collections.Immutable;
using Deployability.Benchmarks.Contenders;
using Deployability.Benchmarks.Corpora;
using Deployability.Benchmarks.Measuring;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Benchmarks;

/// <summary>All contenders on the same sources in one process, in turns, so that whatever else the machine does hits all alike.</summary>
internal static class AnalyzerBenchmark
{
    private const int WarmUpRounds = 2;

    public static async Task RunAsync(Corpus corpus, CommandLine options)
    {
        var contenders = AllContenders.Create().Where(contender => IsWanted(contender, options)).ToImmutableArray();
        var errors = corpus
            .Compile()
            .GetDiagnostics()
            .Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .ToArray();
        Console.WriteLine(
            $"\n## {corpus.Name}: {corpus.Sources.Length} files, {corpus.Lines} lines, {corpus.Files.Length} files around them, {errors.Length} compile errors\n"
        );
        foreach (var error in errors.Take(3))
        {
            Console.WriteLine($"   {error}");
        }

        var runs = contenders.ToDictionary(static contender => contender.Name, static _ => new List<Run>());
        var compiles = new List<Cost>();
        for (var round = -WarmUpRounds; round < options.Rounds; round++)
        {
            var compile = await Cost.OfAsync(() => Task.FromResult(corpus.Compile().Emit(Stream.Null)));
            if (round >= 0)
            {
                compiles.Add(compile);
            }

            for (var turn = 0; turn < contenders.Length; turn++)
            {
                // Another order each round: nobody always runs after the one that leaves the most garbage.
                var contender = contenders[(turn + round + WarmUpRounds) % contenders.Length];
                var run = await RunAsync(contender, corpus);
                if (round >= 0)
                {
                    runs[contender.Name].Add(run);
                }
            }
        }

        Report(contenders, runs, compiles, options);
    }

    private static bool IsWanted(Contender contender, CommandLine options) =>
        options.Only.Count == 0
        || contender.Name is AllContenders.Ours or AllContenders.OursByDefault or AllContenders.Nothing
        || options.Only.Any(part => contender.Name.Contains(part, StringComparison.OrdinalIgnoreCase));

    private static async Task<Run> RunAsync(Contender contender, Corpus corpus)
    {
        // A compilation remembers what was bound in it, and a tree which nodes were visited, so everybody parses anew, as a build does.
        var parsed = corpus.Compile();
        var fresh = parsed.WithOptions(parsed.Options.WithSpecificDiagnosticOptions(contender.Severities));
        var failures = new List<string>();
        var analysis = fresh.WithAnalyzers(
            contender.Analyzers,
            new CompilationWithAnalyzersOptions(
                corpus.AnalyzerOptions(),
                (exception, analyzer, _) => failures.Add($"{analyzer.GetType().Name}: {exception.Message}"),
                concurrentAnalysis: false,
                logAnalyzerExecutionTime: true
            )
        );
        // References are read by the compiler before any analyzer runs; here whoever asks first would be charged for them.
        _ = analysis.Compilation.GetSpecialType(SpecialType.System_Object);
        AnalysisResult? result = null;
        var cost = await Cost.OfAsync(async () => result = await analysis.GetAnalysisResultAsync(CancellationToken.None));
        return new Run(
            cost,
            result!.AnalyzerTelemetryInfo.ToImmutableDictionary(
                static pair => pair.Key,
                static pair => pair.Value.ExecutionTime.TotalMilliseconds
            ),
            result.GetAllDiagnostics().Length,
            failures.Count == 0 ? null : failures[0]
        );
    }

    private static void Report(
        ImmutableArray<Contender> contenders,
        Dictionary<string, List<Run>> runs,
        List<Cost> compiles,
        CommandLine options
    )
    {
        var compile = compiles.Select(static cost => cost.Cpu).Median();
        // The compiler times analyzers on the clock, so the clock is what their times are compared with.
        var compileWall = compiles.Select(static cost => cost.Wall).Median();
        var nothing = CpuOf(AllContenders.Nothing);
        var nothingAllocated = AllocatedOf(AllContenders.Nothing);
        Console.WriteLine(
            $"Parse, bind and emit: {Table.Number(compile)} ms CPU, {Table.Number(compileWall)} ms on the clock, {Table.Number(compiles.Select(static cost => cost.Allocated).Median())} MB (medians of {options.Rounds} rounds)\n"
        );

        var table = new Table("contender", "analyzers", "findings", "in analyzers, ms", "added CPU, ms", "added MB", "of compile");
        foreach (var contender in contenders)
        {
            table.Add(
                contender.Name,
                $"{contender.Analyzers.Length}",
                $"{runs[contender.Name][^1].Findings}",
                Table.Number(InAnalyzers(contender.Name)),
                Table.Number(CpuOf(contender.Name) - nothing),
                Table.Number(AllocatedOf(contender.Name) - nothingAllocated),
                Table.Percent(InAnalyzers(contender.Name), compileWall)
            );
        }

        Console.WriteLine(table);
        var ratios = new Table("ours against", "in analyzers, every rule", "in analyzers, defaults", "added CPU", "added memory");
        foreach (
            var other in contenders.Where(static contender =>
                contender.Name
                    is not (AllContenders.Ours or AllContenders.OursByDefault or AllContenders.Nothing or AllContenders.SdkAndOurs)
            )
        )
        {
            ratios.Add(
                other.Name,
                Table.Percent(InAnalyzers(AllContenders.Ours), InAnalyzers(other.Name)),
                Table.Percent(InAnalyzers(AllContenders.OursByDefault), InAnalyzers(other.Name)),
                Table.Percent(CpuOf(AllContenders.Ours) - nothing, CpuOf(other.Name) - nothing),
                Table.Percent(AllocatedOf(AllContenders.Ours) - nothingAllocated, AllocatedOf(other.Name) - nothingAllocated)
            );
        }

        Console.WriteLine(ratios);
        if (runs.ContainsKey(AllContenders.SdkAndOurs) && runs.ContainsKey(AllContenders.Sdk))
        {
            // The SDK's analyzers run in every project, and the operation trees that they ask for serve ours too.
            var added = CpuOf(AllContenders.SdkAndOurs) - CpuOf(AllContenders.Sdk);
            Console.WriteLine(
                $"What ours add to a project that runs the SDK's: {Table.Number(added)} ms CPU, {Table.Percent(added, compile)} of compile, {Table.Percent(added, CpuOf(AllContenders.Sdk) - nothing)} of what the SDK's add\n"
            );
        }

        ReportOurs(runs[AllContenders.OursByDefault], compileWall, options);
        foreach (var (name, list) in runs.Where(static pair => pair.Value.Exists(static run => run.Failure is not null)))
        {
            Console.WriteLine($"{name} failed: {list.Find(static run => run.Failure is not null)!.Failure}");
        }

        double InAnalyzers(string name) => runs[name].Select(static run => run.Times.Values.Sum()).Median();

        double CpuOf(string name) => runs[name].Select(static run => run.Cost.Cpu).Median();

        double AllocatedOf(string name) => runs[name].Select(static run => run.Cost.Allocated).Median();
    }

    private static void ReportOurs(List<Run> runs, double compile, CommandLine options)
    {
        var table = new Table("our analyzer", "ms", "of compile");
        foreach (
            var (analyzer, time) in runs[0]
                .Times.Keys.Select(analyzer => (Analyzer: analyzer, Time: runs.Select(run => run.Times[analyzer]).Median()))
                .OrderByDescending(static row => row.Time)
                .Take(options.Top)
        )
        {
            table.Add(analyzer.GetType().Name, Table.Number(time), Table.Percent(time, compile));
        }

        Console.WriteLine(table);
    }

    private sealed record Run(Cost Cost, ImmutableDictionary<DiagnosticAnalyzer, double> Times, int Findings, string? Failure);
}
