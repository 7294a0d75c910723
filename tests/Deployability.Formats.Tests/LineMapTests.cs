using FsCheck;
using FsCheck.Fluent;
using Microsoft.CodeAnalysis.Text;

namespace Deployability.Formats.Tests;

public sealed class LineMapTests
{
    [Fact]
    public void Lines_AreThoseOfRoslyn() =>
        Check.QuickThrowOnFailure(
            Prop.ForAll(
                Texts.Of("a", "b"),
                static text =>
                {
                    var map = LineMap.Of(text);
                    var lines = SourceText.From(text).Lines;

                    Assert.Equal(lines.Select(static line => line.Start), Enumerable.Range(0, map.Count).Select(map.StartOf));
                    Assert.All(
                        Enumerable.Range(0, text.Length + 1),
                        position => Assert.Equal(lines.IndexOf(position), map.LineOf(position))
                    );
                    return true;
                }
            )
        );

    [Theory]
    [InlineData("a\u2028b\nc", 0, 2, 2)]
    [InlineData("a\u2028b\nc", 1, 0, 4)]
    [InlineData("a", 5, 5, 1)]
    public void PositionsOfALibrary_KnowItsLinesOnly(string text, int line, int column, int expected) =>
        Assert.Equal(expected, LineMap.OfLibrary(text).PositionOf(line, column));
}
