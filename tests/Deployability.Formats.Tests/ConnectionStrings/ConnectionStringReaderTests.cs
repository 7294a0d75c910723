using Deployability.Formats.ConnectionStrings;
using FsCheck;
using FsCheck.Fluent;

namespace Deployability.Formats.Tests.ConnectionStrings;

public sealed class ConnectionStringReaderTests
{
    [Theory]
    [InlineData("Server=a;User Id = b ;", "Server|a|Server=a", "User Id|b|User Id = b")]
    [InlineData("Password=\"x;y\" ;B='it''s'", "Password|x;y|Password=\"x;y\"", "B|it''s|B='it''s'")]
    [InlineData("A=\"open;B=2", "A|\"open|A=\"open", "B|2|B=2")]
    [InlineData(";;A=;word; ", "A||A=", "|word|word")]
    [InlineData("A=b=c", "A|b=c|A=b=c")]
    public void Pairs_HavePlaces(string text, params string[] expected) =>
        Assert.Equal(expected, Read(text).Select(pair => $"{pair.Key.Of(text)}|{pair.Value.Of(text)}|{pair.Range.Of(text)}"));

    [Theory]
    [InlineData("Data Source=a.db;Mode=x", "a.db")]
    [InlineData("data_source='a.db'", "a.db")]
    [InlineData("DataSource=a;Filename=b", "b")]
    [InlineData("Sources=a", null)]
    public void Find_TakesTheLastOfTheNames(string text, string? expected) =>
        Assert.Equal(expected, ConnectionStringReader.Find(text, "datasource", "filename"));

    [Fact]
    public void RedisOptions_BeginBehindTheHost()
    {
        const string text = "cache:6380,password=a=,ssl=True";

        Assert.Equal(["password", "ssl"], Read(text, ',', 11).Select(pair => pair.Key.Of(text)));
    }

    [Fact]
    public void AnyText_IsReadAndItsPairsFollowEachOther() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(1000),
            Prop.ForAll(
                Texts.Of("A=", "b", ";", "\"", "'", "''", "=", ","),
                static text =>
                {
                    var end = 0;
                    foreach (var pair in Read(text))
                    {
                        Texts.AssertInside(text, pair.Range);
                        Assert.True(pair.Range.Start >= end);
                        Assert.InRange(pair.Value.Start, pair.Key.End, pair.Range.End);
                        Assert.InRange(pair.Value.End, pair.Value.Start, pair.Range.End);
                        Assert.Equal(pair.HasKey, pair.Range.Of(text).Contains('='));
                        end = pair.Range.End;
                    }

                    return true;
                }
            )
        );

    private static List<ConnectionStringPair> Read(string text, char separator = ';', int start = 0)
    {
        var pairs = new List<ConnectionStringPair>();
        foreach (var pair in new ConnectionStringReader(text, separator, start))
        {
            pairs.Add(pair);
        }

        return pairs;
    }
}
