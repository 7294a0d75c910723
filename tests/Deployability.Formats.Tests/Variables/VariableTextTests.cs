using Deployability.Formats.Variables;
using FsCheck;
using FsCheck.Fluent;

namespace Deployability.Formats.Tests.Variables;

public sealed class VariableTextTests
{
    [Theory]
    [InlineData("a $X b", "a 1 b")]
    [InlineData("${X}${Y}", "1${Y}")]
    [InlineData("${Y:-d}/${Y-d}/${X:-d}", "d/d/1")]
    [InlineData("${Y:-${X:-no}}", "1")]
    [InlineData("${X:+set}${E:+set}", "set")]
    [InlineData("${Y:?needed}", "${Y:?needed}")]
    [InlineData("$$X \\$X $ ${ $1", "$X \\1 $ ${ $1")]
    [InlineData("${X", "${X")]
    public void Expand_KnowsWhatComposeKnows(string text, string expected) =>
        Assert.Equal(
            expected,
            VariableText.Expand(
                text,
                '$',
                static name =>
                    name switch
                    {
                        "X" => "1",
                        "E" => "",
                        _ => null,
                    }
            )
        );

    [Fact]
    public void ABackslash_ProtectsInDockerfiles() => Assert.Equal("$X 1", VariableText.Expand("\\$X $X", '\\', static _ => "1"));

    [Fact]
    public void AnyText_IsReadAndItsReferencesStandWhereTheySay() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(1000),
            Prop.ForAll(
                Texts.Of("$", "{", "}", "X", ":-", "?", "+", "\\", "$$"),
                static text =>
                {
                    foreach (var escape in "$\\")
                    {
                        foreach (var reference in VariableText.Read(text, escape))
                        {
                            Assert.StartsWith("$", reference.Range.Of(text), StringComparison.Ordinal);
                            Assert.Contains(reference.Name, reference.Range.Of(text), StringComparison.Ordinal);
                            Texts.AssertInside(text, reference.Operand);
                        }

                        VariableText.Expand(text, escape, static name => name);
                    }

                    return true;
                }
            )
        );

    [Theory]
    [InlineData("${X:-")]
    [InlineData("$")]
    [InlineData("${")]
    public void Work_GrowsWithTheText(string piece) =>
        Texts.AssertLinear(static text => VariableText.Expand(text, '$', static _ => null), count => Texts.Repeat(piece, count));
}
