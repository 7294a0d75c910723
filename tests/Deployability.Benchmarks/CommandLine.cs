using System.Globalization;

namespace Deployability.Benchmarks;

/// <param name="Modes">What to measure, in this order.</param>
/// <param name="Sources">Folders of C# or compiler arguments to measure on, in place of the sample and the generated project.</param>
/// <param name="Rounds">Measured rounds; each runs every contender once.</param>
/// <param name="Scale">Size of the generated project; 1 is a few hundred files.</param>
/// <param name="Only">Contenders to run, by a part of their names; empty for all.</param>
/// <param name="Top">How many of our analyzers to list, dearest first.</param>
internal sealed record CommandLine(
    IReadOnlyList<string> Modes,
    IReadOnlyList<string> Sources,
    int Rounds,
    int Scale,
    IReadOnlyList<string> Only,
    int Top
)
{
    public const string Usage = """
        dotnet run -c Release --project tests/Deployability.Benchmarks [-- analyzers|generator|secrets|files … [options] [folder | file.rsp …]]

          --rounds N    measured rounds (default 9)
          --scale N     size of the generated project (default 1, about 300 files)
          --only NAME   contenders whose name contains NAME (repeatable)
          --top N       how many of our own analyzers to list (default 15)
          folder        C# sources to measure on, in place of the sample and the generated project
          file.rsp      the same as a build compiles it: a line with /directory: and the project's folder, then the compiler's arguments, one a line
        """;

    private static readonly string[] AllModes = ["analyzers", "generator", "secrets", "files"];

    /// <returns>Null when an argument is not understood.</returns>
    public static CommandLine? Parse(string[] args)
    {
        List<string> modes = [],
            sources = [],
            only = [];
        int rounds = 9,
            scale = 1,
            top = 15;
        for (var index = 0; index < args.Length; index++)
        {
            var value = index + 1 < args.Length ? args[index + 1] : "";
            switch (args[index])
            {
                case "--rounds" when Positive(value, out rounds):
                case "--scale" when Positive(value, out scale):
                case "--top" when Positive(value, out top):
                    index++;
                    break;
                case "--only" when value.Length > 0:
                    only.Add(value);
                    index++;
                    break;
                case var mode when AllModes.Contains(mode):
                    modes.Add(mode);
                    break;
                case var source when Directory.Exists(source) || (source.EndsWith(".rsp", StringComparison.Ordinal) && File.Exists(source)):
                    sources.Add(source);
                    break;
                default:
                    return null;
            }
        }

        return new CommandLine(modes.Count > 0 ? modes : AllModes, sources, rounds, scale, only, top);
    }

    private static bool Positive(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0;
}
