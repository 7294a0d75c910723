using Deployability.Formats.Scripts;
using FsCheck;
using FsCheck.Fluent;

namespace Deployability.Formats.Tests.Scripts;

public sealed class MarkupFileTests
{
    private static readonly string[] Pieces =
    [
        "<",
        ">",
        "</",
        "/>",
        "<!--",
        "-->",
        "<script",
        "</script>",
        "@*",
        "*@",
        "a",
        "=",
        "\"",
        "'",
        " ",
        "/",
        "<form action=",
    ];

    [Theory]
    [InlineData("<form method=post action=\"http://x/y\">", "form", "method=post", "action=http://x/y")]
    [InlineData("<Input disabled value='a > b' />", "input", "disabled=", "value=a > b")]
    [InlineData("<a :href=\"`http://x`\" @click='go()'>text</a>", "a", ":href=`http://x`", "@click=go()", "/a")]
    [InlineData("<!-- <a href='x'> --><b>", "b")]
    [InlineData("@* <a href='x'> *@<b>", "b")]
    [InlineData("@if (a < b) { <b> }", "b")]
    [InlineData("<a href='open", "a", "href=open")]
    [InlineData("<style>a < b > c</style><i>", "style", "/style", "i")]
    public void Tags_HaveTheirAttributes(string text, params string[] expected) =>
        Assert.Equal(
            expected,
            MarkupFile
                .Parse(text)
                .Tags.SelectMany(tag =>
                    tag.Attributes.Select(attribute => attribute.Name + "=" + attribute.Range.Of(text))
                        .Prepend((tag.IsClosing ? "/" : "") + tag.Name)
                )
        );

    [Theory]
    [InlineData("<script type=module>if (a < b) c('</b>');</script>", "if (a < b) c('</b>');")]
    [InlineData("<SCRIPT>a</SCRIPT>", "a")]
    [InlineData("<script src='x'></script>", "")]
    [InlineData("<script>open", "open")]
    public void Scripts_HaveTheirText(string text, string expected) =>
        Assert.Equal(expected, MarkupFile.Parse(text).Tags[0].Content.Of(text));

    [Fact]
    public void AnyText_IsRead() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(2000),
            Prop.ForAll(
                Texts.Of(Pieces),
                static text =>
                {
                    foreach (var tag in MarkupFile.Parse(text).Tags)
                    {
                        Texts.AssertInside(text, tag.Content);
                        Assert.All(tag.Attributes, attribute => Texts.AssertInside(text, attribute.Range));
                    }

                    return true;
                }
            )
        );

    [Theory]
    [InlineData("<a b='c'>")]
    [InlineData("<script>")]
    [InlineData("<a '")]
    [InlineData("<!--")]
    [InlineData("@*")]
    public void Work_GrowsWithTheText(string piece) =>
        Texts.AssertLinear(static text => MarkupFile.Parse(text), count => Texts.Repeat(piece, count));
}
