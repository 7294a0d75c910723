using System.Diagnostics;
using Deployability.Benchmarks.Corpora;
using Deployability.Benchmarks.Measuring;
using Deployability.Secrets;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Deployability.Benchmarks;

/// <summary>The secret engine on every string literal of the corpora: nanoseconds for one, and bytes allocated where the answer is no.</summary>
internal static class SecretBenchmark
{
    private const int WarmUpRounds = 3;

    public static void Run(IEnumerable<Corpus> corpora, CommandLine options)
    {
        var groups = corpora
            .SelectMany(static corpus => corpus.Compile().SyntaxTrees)
            .SelectMany(static tree => tree.GetRoot().DescendantTokens())
            .Where(static token => token.IsKind(SyntaxKind.StringLiteralToken) || token.IsKind(SyntaxKind.SingleLineRawStringLiteralToken))
            .Select(static token => token.ValueText)
            .GroupBy(static text =>
                text.Length switch
                {
                    < 8 => "shorter than 8",
                    < 32 => "8 to 31",
                    < 128 => "32 to 127",
                    _ => "128 and longer",
                }
            )
            .OrderBy(static group => group.Min(static text => text.Length))
            .ToArray();

        var table = new Table("secret engine, literals of", "literals", "characters", "unnamed, ns", "named, ns", "bytes each");
        foreach (var group in groups)
        {
            string[] texts = [.. group];
            table.Add(
                group.Key,
                $"{texts.Length}",
                Table.Number(texts.Average(static text => text.Length)),
                Table.Number(NanosecondsEach(texts, "", options)),
                Table.Number(NanosecondsEach(texts, "Payments:ApiKey", options)),
                Table.Number(BytesEach(texts))
            );
        }

        Console.WriteLine();
        Console.WriteLine(table);
    }

    private static double NanosecondsEach(string[] texts, string name, CommandLine options)
    {
        var rounds = new List<double>();
        var repeats = Math.Max(1, 200_000 / texts.Length);
        for (var round = -WarmUpRounds; round < options.Rounds; round++)
        {
            var clock = Stopwatch.StartNew();
            for (var repeat = 0; repeat < repeats; repeat++)
            {
                Inspect(texts, name);
            }

            if (round >= 0)
            {
                rounds.Add(clock.Elapsed.TotalNanoseconds / ((double)repeats * texts.Length));
            }
        }

        return rounds.Median();
    }

    private static double BytesEach(string[] texts)
    {
        string[] clean = [.. texts.Where(static text => SecretDetector.Inspect(text, "") is null)];
        var before = GC.GetAllocatedBytesForCurrentThread();
        Inspect(clean, "");
        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Math.Max(1, clean.Length);
    }

    private static int Inspect(string[] texts, string name)
    {
        var found = 0;
        foreach (var text in texts)
        {
            found += SecretDetector.Inspect(text, name) is null ? 0 : 1;
        }

        return found;
    }
}
