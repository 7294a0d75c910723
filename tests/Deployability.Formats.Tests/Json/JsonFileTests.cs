using Deployability.Formats.Json;
using FsCheck;
using FsCheck.Fluent;

namespace Deployability.Formats.Tests.Json;

public sealed class JsonFileTests
{
    private static readonly string[] Pieces =
    [
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "\"a\"",
        "\"\\\"\\u0041\\n\"",
        "'x'",
        "a",
        "1",
        "-1.5e3",
        "1e999",
        "0x1F",
        "true",
        "false",
        "null",
        "undefined",
        "NaN",
        "new Date(1)",
        "//c",
        "/*c*/",
        "\"",
        "\\",
        "\"a\":",
        "\"b\": 1,",
    ];

    [Theory]
    [InlineData("""{ "A": { "B": "x" } }""", """A:B=x "x" """)]
    [InlineData("""{ "A": [ 1, true, null, "" ] }""", "A:0=1 1", "A:1=True true", "A:2= null", "A:3= \"\"")]
    [InlineData("{ /* c */ \"A\" : // d\n \"x\", }", "A=x \"x\"")]
    [InlineData("""{ "A": "\"q\"\u0041" }""", """A="q"A "\"q\"\u0041" """)]
    [InlineData("""{ "A": 1.50e2, "A": 2 }""", "A=1.50e2 1.50e2", "A=2 2")]
    [InlineData("\uFEFF{\"A\":\"x\"}", "A=x \"x\"")]
    [InlineData("{ \"A\": \"x\u2028y\",\n \"B\": \"z\" }", "A=x\u2028y \"x\u2028y\"", "B=z \"z\"")]
    [InlineData("\"x\"", "=x \"x\"")]
    public void Settings_HaveKeysAndPlaces(string text, params string[] expected)
    {
        var file = JsonFile.Parse(text);

        Assert.Null(file.Error);
        Assert.Equal(
            expected.Select(static line => line.Trim()),
            file.Settings.Select(setting => $"{setting.Key}={setting.Value} {setting.Range.Of(text)}")
        );
    }

    [Theory]
    [InlineData("""{ "A": "x", "B": { "C": 1, !""", 27, "A=x", "B:C=1")]
    [InlineData("""{ "A": "x" "B": 1 }""", 11, "A=x")]
    [InlineData("""{ "A": "x""", 9)]
    [InlineData("""{ "A": 1 } { "B": 2 }""", 11, "A=1")]
    [InlineData("<xml/>", 0)]
    public void ABrokenFile_IsReadUpToTheError(string text, int position, params string[] expected)
    {
        var file = JsonFile.Parse(text);

        Assert.Equal(position, file.Error?.Position);
        Assert.Equal(expected, file.Settings.Select(static setting => $"{setting.Key}={setting.Value}"));
    }

    [Fact]
    public void ANode_KnowsItsMembersAndWhetherItIsWhole()
    {
        const string text = """{ "Name": { "x": 1 }, "list": [ { } ], "open": { "y": 2 """;
        var root = JsonFile.Parse(text).Root!;

        Assert.Equal("""{ "x": 1 }""", root.Find("name")!.Range.Of(text));
        Assert.Equal(["\"Name\"", "\"list\"", "\"open\""], root.Members.Select(member => member.NameRange.Of(text)));
        Assert.True(root.Find("list")!.IsWhole);
        Assert.False(root.Find("open")!.IsWhole);
        Assert.False(root.IsWhole);
    }

    [Fact]
    public void Comments_HavePlaces()
    {
        const string text = "// one\n{ /* two */ }";

        Assert.Equal(["// one", "/* two */"], JsonFile.Parse(text).Comments.Select(range => range.Of(text)));
    }

    [Fact]
    public void DeepNesting_IsAnError() => Assert.NotNull(JsonFile.Parse(Texts.Repeat("[", 100_000)).Error);

    [Fact]
    public void AnyText_IsReadAndItsValuesStandWhereTheySay() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(1000),
            Prop.ForAll(
                Texts.Of(Pieces),
                static text =>
                {
                    var file = JsonFile.Parse(text);
                    if (file.Error is { } error)
                    {
                        Texts.AssertInside(text, new TextRange(error.Position, 0));
                    }

                    foreach (var comment in file.Comments)
                    {
                        Assert.StartsWith("/", comment.Of(text), StringComparison.Ordinal);
                    }

                    foreach (var setting in file.Settings)
                    {
                        Texts.AssertInside(text, setting.Range);
                        if (setting.Kind is JsonKind.String or JsonKind.Number or JsonKind.Boolean)
                        {
                            Assert.Equal(setting.Value, JsonFile.Parse(setting.Range.Of(text)).Root?.Text);
                        }
                    }

                    return true;
                }
            )
        );

    [Theory]
    [InlineData("{\"a\":", "1,", "}")]
    [InlineData("[", "\"a\\n\",", "]")]
    [InlineData("[", "/*c*/", "]")]
    [InlineData("", "\"", "")]
    public void Work_GrowsWithTheText(string open, string piece, string close) =>
        Texts.AssertLinear(static text => JsonFile.Parse(text), count => open + Texts.Repeat(piece, count) + close);
}
