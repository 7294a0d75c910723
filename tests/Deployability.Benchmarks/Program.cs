using Deployability.Benchmarks;
using Deployability.Benchmarks.Corpora;

var options = CommandLine.Parse(args);
if (options is null)
{
    Console.WriteLine(CommandLine.Usage);
    return 2;
}

Corpus[] corpora =
    options.Sources.Count > 0
        ?
        [
            .. options.Sources.Select(static source =>
                Directory.Exists(source) ? FolderCorpus.Read(source) : ResponseFileCorpus.Read(source)
            ),
        ]
        : [FolderCorpus.StressMonitor(), GeneratedCorpus.Create(options.Scale)];

foreach (var mode in options.Modes)
{
    switch (mode)
    {
        case "analyzers":
            foreach (var corpus in corpora)
            {
                await AnalyzerBenchmark.RunAsync(corpus, options);
            }

            break;
        case "generator":
            foreach (var corpus in corpora)
            {
                GeneratorBenchmark.Run(corpus, options);
            }

            break;
        case "files":
            await FileBenchmark.RunAsync(corpora[^1], options);
            break;
        case "secrets":
            SecretBenchmark.Run(corpora, options);
            break;
    }
}

return 0;
