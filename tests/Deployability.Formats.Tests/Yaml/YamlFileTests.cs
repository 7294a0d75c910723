using Deployability.Formats.Yaml;
using FsCheck;
using FsCheck.Fluent;

namespace Deployability.Formats.Tests.Yaml;

public sealed class YamlFileTests
{
    private static readonly string[] Pieces =
    [
        "a: ",
        "b: 1\n",
        "- ",
        "  ",
        "&x ",
        "*x",
        "<<: ",
        "[",
        "]",
        "{",
        "}",
        ",",
        "'q'",
        "\"d\\n\"",
        "|\n  text\n",
        ">-\n  folded\n",
        "---\n",
        "...\n",
        "# c\n",
        "!t ",
        "? ",
        ": ",
        "%YAML 1.2\n",
        "{{ .Values.x }}",
        "#{X}",
        "\n",
        "plain text",
    ];

    [Theory]
    [InlineData("a: x\nb: 'y'\nc: \"z\\n\"\n", "x=x", "y='y'", "z\n=\"z\\n\"")]
    [InlineData("a: x\r\nb:\r\n  - y\r\n  - z # c\r\n", "x=x", "y=y", "z=z")]
    [InlineData("a: [x, {b: y}]\n", "x=x", "y=y")]
    [InlineData("\uFEFFa: x", "x=x")]
    [InlineData("a: x\n# \u2028\nb: y\n", "x=x", "y=y")]
    [InlineData("a: &n x\nb: *n\n", "x=x")]
    [InlineData("a: !!str &n # c\n  'x'\n", "x='x'")]
    [InlineData("a: |\n  x\n  y\nb: z\n", "x\ny\n=|\n  x\n  y\n", "z=z")]
    [InlineData("a: x\n---\nb: y\n---\n\n", "x=x", "y=y")]
    public void Scalars_HavePlaces(string text, params string[] expected) =>
        Assert.Equal(expected, Scalars(YamlFile.Parse(text)).Select(scalar => $"{scalar.Text}={scalar.Range.Of(text)}"));

    [Theory]
    [InlineData("a: [x, y] # c\n", "[x, y]")]
    [InlineData("a: { b: [] }\nc: 1\n", "{ b: [] }")]
    [InlineData("a:\n  - x\n  - y\n\nb: 1\n", "- x\n  - y")]
    [InlineData("a: &n\n  b: 1\nc: 2\n", "b: 1")]
    public void Collections_HavePlaces(string text, string expected) =>
        Assert.Equal(expected, YamlFile.Parse(text).Documents[0].Find("a")!.Range.Of(text));

    [Theory]
    [InlineData("a: #{Image.Tag}\nb: y\n", "#{Image.Tag}", "y")]
    [InlineData("- #{Image}\n- #{A}-#{B}\n", "#{Image}", "#{A}-#{B}")]
    [InlineData("a: shop/#{Image}:#{Tag}\n", "shop/#{Image}:#{Tag}")]
    [InlineData("a: |\n  b: #{Tag}\n", "|\n  b: #{Tag}")]
    public void WhatAReleaseToolFillsIn_IsAValue(string text, params string[] expected) =>
        Assert.Equal(expected, Scalars(YamlFile.Parse(text)).Select(scalar => scalar.Range.Of(text).TrimEnd('\n')));

    [Theory]
    [InlineData("a: #{Tag}\n", true)]
    [InlineData("a: # {Tag}\n", false)]
    [InlineData("a: #{ not closed\n", false)]
    [InlineData("a: #{{ .Values.tag }}\n", false)]
    [InlineData("a: #{}\n", false)]
    [InlineData("a: x #{Tag}\n", false)]
    [InlineData("a: x\n#{Tag}\n", false)]
    public void AHashInFrontOfABrace_MayBeAComment(string text, bool isValue) =>
        Assert.Equal(isValue, YamlFile.Parse(text).Documents[0].Find("a")!.HasHole);

    [Theory]
    [InlineData("a: 1\n---\nb: [\n", 1)]
    [InlineData("a: 1\nb: {{ .Values.x }}\n c: 2\n", 0)]
    [InlineData("a: \"open", 0)]
    [InlineData("a: 1\n---\nb: \0", 0)]
    public void ABrokenFile_HasTheDocumentsBeforeTheBrokenOne(string text, int documents)
    {
        var file = YamlFile.Parse(text);

        Assert.NotNull(file.Error);
        Assert.Equal(documents, file.Documents.Count);
    }

    [Fact]
    public void MergeKeys_AddWhatTheMappingDoesNotSay()
    {
        var root = YamlFile.Parse("base: &b {x: 1, y: 2}\nmore: &m {z: 3}\napp:\n  <<: [*b, *m]\n  x: 9\n").Documents[0];
        var app = root.Find("app")!;

        Assert.Equal("9", app.TextOf("x"));
        Assert.Equal("2", app.TextOf("y"));
        Assert.Equal("3", root.Find("app", "z")?.Text);
        Assert.Equal(["<<", "x", "y", "z"], app.AllEntries.Select(static entry => entry.Name));
    }

    [Fact]
    public void OfTwoKeys_TheLastWins() => Assert.Equal("2", YamlFile.Parse("a: 1\na: 2\n").Documents[0].TextOf("a"));

    [Fact]
    public void AnAliasBomb_StaysSmall()
    {
        var text =
            "a0: &a0 [x, x]\n"
            + string.Concat(Enumerable.Range(1, 60).Select(static i => $"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n"))
            + "m0: &m0 {k: 1}\n"
            + string.Concat(Enumerable.Range(1, 60).Select(static i => $"m{i}: &m{i} {{ k{i}: 1, <<: [*m{i - 1}, *m{i - 1}] }}\n"));
        var root = YamlFile.Parse(text).Documents[0];

        Assert.Equal(61 + 61 + 1 + 2 + 61 + 60, root.DescendantsAndSelf().Count());
        Assert.Equal("1", root.Find("m60", "k1")?.Text);
    }

    [Fact]
    public void AnAnchorAroundItself_NamesNothing() => Assert.True(YamlFile.Parse("a: &x\n  b: *x\n").Documents[0].Find("a", "b")!.IsNull);

    [Theory]
    [InlineData("[")]
    [InlineData("- ")]
    [InlineData("{a: ")]
    public void DeepNesting_IsAnError(string piece) => Assert.NotNull(YamlFile.Parse(Texts.Repeat(piece, 50_000)).Error);

    [Fact]
    public void AnyText_IsReadAndItsScalarsStandWhereTheySay() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(1000),
            Prop.ForAll(
                Texts.Of(Pieces),
                static text =>
                {
                    var file = YamlFile.Parse(text);
                    foreach (var document in file.Documents)
                    {
                        foreach (var node in document.DescendantsAndSelf())
                        {
                            Texts.AssertInside(text, node.Range);
                            foreach (var entry in node.Entries)
                            {
                                Texts.AssertInside(text, entry.NameRange);
                            }

                            var source = node.Range.Of(text);
                            if (
                                node is { Kind: YamlKind.Scalar, Text.Length: > 0 }
                                && source.Length > 0
                                && source[0] is not ('|' or '>' or '&' or '!' or '\uFEFF')
                                && source.IndexOfAny(['\n', '\r', '\u0085', '\u2028', '\u2029']) < 0
                            )
                            {
                                Assert.Equal(node.Text, YamlFile.Parse(source).Documents.FirstOrDefault()?.Text ?? node.Text);
                            }
                        }
                    }

                    return true;
                }
            )
        );

    [Theory]
    [InlineData("", "a: 1\n")]
    [InlineData("", "- x\n")]
    [InlineData("a: |\n", "  text\n")]
    [InlineData("a: [", "x, ")]
    [InlineData("a: ", "word ")]
    [InlineData("", "---\na: 1\n")]
    public void Work_GrowsWithTheText(string open, string piece) =>
        Texts.AssertLinear(static text => YamlFile.Parse(text), count => open + Texts.Repeat(piece, count));

    private static IEnumerable<YamlNode> Scalars(YamlFile file) =>
        file.Documents.SelectMany(static document => document.DescendantsAndSelf()).Where(static node => node.Kind == YamlKind.Scalar);
}
