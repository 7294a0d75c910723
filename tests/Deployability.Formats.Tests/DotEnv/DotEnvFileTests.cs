using Deployability.Formats.DotEnv;
using FsCheck;
using FsCheck.Fluent;

namespace Deployability.Formats.Tests.DotEnv;

public sealed class DotEnvFileTests
{
    private static readonly string[] Pieces = ["A=", "export ", "B=1", "\"", "'", "\\", "\\n", "#", " # c", "=", "${X:-y}", "value"];

    [Theory]
    [InlineData("A=1\r\nB = two words \n", "A=1 1", "B=two words two words")]
    [InlineData("export A=1", "A=1 1")]
    [InlineData("export=1", "export=1 1")]
    [InlineData("A=\"x # y\" # z", "A=x # y \"x # y\"")]
    [InlineData("A='x\\n$Y'", "A=x\\n$Y 'x\\n$Y'")]
    [InlineData("A=\"x\\n\\\"y\\\"\"", "A=x\n\"y\" \"x\\n\\\"y\\\"\"")]
    [InlineData("A=\"one\ntwo\"\nB=3", "A=one\ntwo \"one\ntwo\"", "B=3 3")]
    [InlineData("A=x#y # z", "A=x#y x#y")]
    [InlineData("A=\nB=#", "A= ", "B= ")]
    [InlineData("A=it's\nB=2", "A=it's it's", "B=2 2")]
    [InlineData("A=\"open\nB=2", "A=\"open \"open", "B=2 2")]
    [InlineData("no pair\n\n  A=1", "A=1 1")]
    public void Entries_HaveNamesAndPlaces(string text, params string[] expected) =>
        Assert.Equal(expected, DotEnvFile.Parse(text).Entries.Select(entry => $"{entry.Name}={entry.Value} {entry.Range.Of(text)}"));

    [Fact]
    public void Comments_HavePlaces()
    {
        const string text = "# one\nA=1 # two";

        Assert.Equal(["# one", "# two"], DotEnvFile.Parse(text).Comments.Select(range => range.Of(text)));
    }

    [Fact]
    public void AnyText_IsReadAndItsValuesStandWhereTheySay() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(1000),
            Prop.ForAll(
                Texts.Of(Pieces),
                static text =>
                {
                    foreach (var entry in DotEnvFile.Parse(text).Entries)
                    {
                        Assert.Equal(entry.Name, entry.NameRange.Of(text));
                        Assert.Equal(entry.Value, DotEnvFile.Parse("X=" + entry.Range.Of(text)).Entries[0].Value);
                    }

                    return true;
                }
            )
        );

    [Theory]
    [InlineData("A=1\n")]
    [InlineData("A=\"\n")]
    [InlineData("A='\"\\\n")]
    [InlineData("#")]
    public void Work_GrowsWithTheText(string piece) =>
        Texts.AssertLinear(static text => DotEnvFile.Parse(text), count => Texts.Repeat(piece, count));
}
