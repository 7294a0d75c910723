using System.Runtime.CompilerServices;
using FsCheck;
using FsCheck.Fluent;

namespace Deployability.Formats.Tests;

/// <summary>Texts for properties: anything at all, and what a format is made of in any order.</summary>
internal static class Texts
{
    private static readonly string[] Breaks =
    [
        "\n",
        "\r\n",
        "\r",
        "\u0085",
        "\u2028",
        "\u2029",
        "\uFEFF",
        "\0",
        "\t",
        " ",
        "é",
        "\uD83D\uDE00",
        "\uD83D",
    ];

    /// <param name="pieces">Of the format.</param>
    public static Arbitrary<string> Of(params string[] pieces) =>
        Gen.OneOf(
                ArbMap.Default.GeneratorFor<string>().Select(static text => text ?? ""),
                Gen.Elements(pieces.Concat(Breaks).ToArray()).ArrayOf().Select(string.Concat)
            )
            .ToArbitrary();

    /// <summary>What a reader allocates for a text: the work that it does, without a clock.</summary>
    public static long WorkOf(Action<string> read, string text)
    {
        read(text);
        var before = GC.GetAllocatedBytesForCurrentThread();
        read(text);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>Holds that four times the text is about four times the work.</summary>
    public static void AssertLinear(Action<string> read, Func<int, string> make)
    {
        var small = WorkOf(read, make(4_000));
        var large = WorkOf(read, make(16_000));
        Assert.True(large <= (6 * small) + 100_000, $"{small} bytes became {large}");
    }

    /// <summary>Holds that a range lies in the text.</summary>
    public static void AssertInside(string text, TextRange range)
    {
        Assert.InRange(range.Start, 0, text.Length);
        Assert.InRange(range.Length, 0, text.Length - range.Start);
    }

    public static string Repeat(string piece, int count) => string.Concat(Enumerable.Repeat(piece, count));

    /// <summary>Where the sources are.</summary>
    public static string RepositoryRoot() => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", ".."));

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
