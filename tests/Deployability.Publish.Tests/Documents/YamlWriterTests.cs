using Deployability.Model;
using Deployability.Publish.Tree;
using FsCheck;
using FsCheck.Fluent;
using YamlDotNet.Serialization;

namespace Deployability.Publish.Tests.Documents;

public sealed class YamlWriterTests
{
    public static TheoryData<string> Traps() =>
        [
            "",
            " ",
            "true",
            "True",
            "yes",
            "on",
            "off",
            "n",
            "null",
            "~",
            "0",
            "0123",
            "0x1F",
            "1e3",
            "1.0",
            "-1",
            "+1",
            ".5",
            ".inf",
            ".nan",
            "1_000",
            "12:30:45",
            "2024-01-01",
            "2024-01-01T00:00:00Z",
            "a: b",
            "a #b",
            "#a",
            "- a",
            "-",
            "?",
            ":",
            "key:",
            "[a]",
            "{a}",
            "*a",
            "&a",
            "!a",
            "|",
            ">",
            "%a",
            "@a",
            "`a`",
            "'a'",
            "\"a\"",
            "a\nb",
            "a\n",
            "\na",
            " a\nb",
            "a\n\nb",
            "a \nb",
            "a\tb",
            "\ta",
            "tab\t\nb",
            "a\r\nb",
            "trailing ",
            " leading",
            "Café",
            "日本語",
            "emoji \ud83d\ude00",
            "a\u0085b",
            "a\u2028b",
            "\u0000",
            "\u007f",
            "\ufeffx",
            "<<",
            "=",
            "a,b",
            "a, b",
            "(x)",
            "--- a",
            "...",
            "a\\b",
            "C:\\temp",
            "${X:?y z}",
            "#a\nb",
            "a\n#b",
            "a\n b\nc",
        ];

    [Theory]
    [MemberData(nameof(Traps))]
    public void AnyText_ComesBackAsTheSameText(string text) => Assert.Equal(text, RoundTrip(text));

    [Fact]
    public void EveryText_ComesBackAsTheSameText() =>
        Prop.ForAll<NonNull<string>>(static text => IsWellFormed(text.Get) is false || RoundTrip(text.Get) == text.Get)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Types_DecideTheQuotes()
    {
        var yaml = YamlWriter.Write(
            [],
            new Mapping
            {
                ["text"] = "8080",
                ["number"] = 8080,
                ["flag"] = true,
                ["word"] = "true",
                ["nothing"] = Scalar.Null,
            }
        );

        Assert.Equal("text: \"8080\"\nnumber: 8080\nflag: true\nword: \"true\"\nnothing: null\n", yaml);
    }

    [Fact]
    public void NullValues_LeaveTheirKeyOut() => Assert.Equal("a: 1\n", YamlWriter.Write([], new Mapping { ["a"] = 1, ["b"] = null }));

    [Fact]
    public void Holes_RenderTheirDefault() =>
        Assert.Equal(
            "replicas: 2\n",
            YamlWriter.Write([], new Mapping { ["replicas"] = new Value(["replicas"], ValueKind.Integer, 2, "How many.") })
        );

    [Fact]
    public void SeveralDocuments_ArePartedAndHeaded() =>
        Assert.Equal("# top\na: 1\n---\nb: 2\n", YamlWriter.Write(["top"], new Mapping { ["a"] = 1 }, new Mapping { ["b"] = 2 }));

    [Fact]
    public void LongText_StaysOnOneLine()
    {
        var text = string.Join(" ", Enumerable.Repeat("word", 200));

        Assert.Equal($"text: {text}\n", YamlWriter.Write([], new Mapping { ["text"] = text }));
    }

    private static bool IsWellFormed(string text) =>
        text == new string([.. text.EnumerateRunes().SelectMany(static rune => rune.ToString())]) && !text.Contains('\ufffd');

    /// <summary>As a value, as a key and as an item, through YamlDotNet's parser, which decides types by the 1.2 core schema.</summary>
    private static string RoundTrip(string text)
    {
        var yaml = YamlWriter.Write(
            [],
            new Mapping
            {
                ["value"] = text,
                ["list"] = Sequence.Of(text),
                ["map"] = new Mapping { [text] = 1 },
            }
        );
        Assert.DoesNotContain("\r", yaml, StringComparison.Ordinal);
        var read = new DeserializerBuilder()
            .WithAttemptingUnquotedStringTypeDeserialization()
            .Build()
            .Deserialize<Dictionary<object, object>>(yaml);
        Assert.Equal(read["value"], Assert.Single((List<object>)read["list"]));
        Assert.Equal(read["value"], Assert.Single((Dictionary<object, object>)read["map"]).Key);
        return Assert.IsType<string>(read["value"]);
    }
}
