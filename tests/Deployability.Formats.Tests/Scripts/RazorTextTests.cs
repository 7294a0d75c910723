using Deployability.Formats.Scripts;
using FsCheck;
using FsCheck.Fluent;

namespace Deployability.Formats.Tests.Scripts;

public sealed class RazorTextTests
{
    private static readonly string[] Pieces =
    [
        "@{",
        "@code {",
        "@functions\n{",
        "@(",
        ")",
        "}",
        "\"",
        "@\"",
        "\"\"\"",
        "'",
        "'{'",
        "\\",
        "// ",
        "/*",
        "*/",
        "@*",
        "*@",
        "@@",
        "\n",
        "\n<p>it's</p>\n",
        "\n<script>\n",
        "</script>\n",
        "x",
    ];

    [Theory]
    [InlineData("a@(x(\")\"))b", "a@(      )b")]
    [InlineData("@code{ var a = '}'; }<b>", "@code{              }<b>")]
    [InlineData("@functions\n{\n  a;\n}\nb", "@functions\n{\n    \n}\nb")]
    [InlineData("@{ a /* } */ }b", "@{           }b")]
    [InlineData("@{\na;\n<p>}</p>\n}", "@{\n  \n<p>}</p>\n}")]
    [InlineData("me@code.example @@{ b }", "me@code.example @@{ b }")]
    [InlineData("@{ never ends", "@{ never ends")]
    public void TheCode_IsBlanked(string text, string expected) => Assert.Equal(expected, RazorText.WithoutCode(text));

    [Fact]
    public void EveryPlace_KeepsItsNumber() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(1000),
            Prop.ForAll(
                Texts.Of(Pieces),
                static text =>
                {
                    var result = RazorText.WithoutCode(text);
                    Assert.Equal(text.Length, result.Length);
                    for (var i = 0; i < text.Length; i++)
                    {
                        Assert.True(result[i] == text[i] || result[i] == ' ');
                    }

                    return true;
                }
            )
        );
}
