using Deployability.Formats.Xml;
using FsCheck;
using FsCheck.Fluent;

namespace Deployability.Formats.Tests.Xml;

public sealed class XmlFileTests
{
    private static readonly string[] Pieces =
    [
        "<a>",
        "</a>",
        "<b x='1'",
        " y=\"2&amp;3\"",
        "/>",
        ">",
        "<",
        "text",
        "&lt;",
        "&foo;",
        "&#65;",
        "<![CDATA[",
        "]]>",
        "<!--",
        "-->",
        "<!DOCTYPE a [<!ENTITY foo 'bar'>]>",
        "<?xml version='1.0'?>",
        "<?pi x?>",
        "xmlns:p='urn:x'",
        "<p:c/>",
        "='",
        "'",
        "\"",
    ];

    [Theory]
    [InlineData("<a key='Smtp' value='x'/>", "a@key=Smtp 'Smtp'", "a@value=x 'x'")]
    [InlineData("<a xmlns='urn:x' NAME=\"n\"/>", "a@NAME=n \"n\"")]
    [InlineData("<a>\n  one\n</a>", "a=one one")]
    [InlineData("<a>one<b/>two</a>", "a=one one", "a=two two")]
    [InlineData("<a>x &lt; y</a>", "a=x < y x &lt; y")]
    [InlineData("<a><![CDATA[ <x> ]]></a>", "a=<x> <x>")]
    [InlineData("\uFEFF<a x='1'/>", "a@x=1 '1'")]
    [InlineData("<a>\u2028<b x='1'>\n2</b></a>", "a=\u2028 \u2028", "b@x=1 '1'", "b=2 2")]
    [InlineData("<a x='1'/><a x='2'", "a@x=1 '1'")]
    [InlineData("<a x='1'><b>2</c></a>", "a@x=1 '1'", "b=2 2")]
    [InlineData("<!DOCTYPE a [<!ENTITY e 'x'>]><a>1<b>&e;</b></a>", "a=1 1")]
    [InlineData("no xml")]
    [InlineData("")]
    public void Values_HaveNamesAndPlaces(string text, params string[] expected) =>
        Assert.Equal(
            expected,
            XmlFile
                .Parse(text)
                .Elements.SelectMany(element =>
                    element
                        .Attributes.Select(attribute => $"{element.Name}@{attribute.Name}={attribute.Value} {attribute.Range.Of(text)}")
                        .Concat(element.Texts.Select(value => $"{element.Name}={value.Value} {value.Range.Of(text)}"))
                )
        );

    [Fact]
    public void Elements_AreFoundWhateverTheirCaseAndPrefix()
    {
        const string text = "<a><p:Mode xmlns:p='urn:x' Value='1'/></a>";
        var element = Assert.Single(XmlFile.Parse(text).Named("mode"));

        Assert.Equal("1", element.Attribute("value")?.Value);
        Assert.Equal("p:Mode", element.NameRange.Of(text));
        Assert.Equal("a", element.Parent?.Name);
    }

    [Fact]
    public void AnError_HasItsPlace() => Assert.Equal(6, XmlFile.Parse("<a><b></a>").Error?.Position - 2);

    [Fact]
    public void AnyText_IsReadAndItsValuesStandWhereTheySay() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(1000),
            Prop.ForAll(
                Texts.Of(Pieces),
                static text =>
                {
                    var file = XmlFile.Parse(text);
                    foreach (var element in file.Elements)
                    {
                        Assert.EndsWith(element.Name, element.NameRange.Of(text), StringComparison.Ordinal);
                        foreach (var attribute in element.Attributes)
                        {
                            Assert.Equal(
                                attribute.Value,
                                XmlFile.Parse($"<r x={attribute.Range.Of(text)}/>").Elements[0].Attribute("x")!.Value
                            );
                        }

                        foreach (var value in element.Texts)
                        {
                            Assert.Contains(
                                value.Value,
                                new[] { $"<r>{value.Range.Of(text)}</r>", $"<r><![CDATA[{value.Range.Of(text)}]]></r>" }
                                    .SelectMany(static again => XmlFile.Parse(again).Elements)
                                    .SelectMany(static again => again.Texts)
                                    .Select(static again => again.Value)
                            );
                        }
                    }

                    return true;
                }
            )
        );

    [Theory]
    [InlineData("<r>", "<a x='1'>text</a>", "</r>")]
    [InlineData("", "<a>", "")]
    [InlineData("<r>", "&amp;", "</r>")]
    public void Work_GrowsWithTheText(string open, string piece, string close) =>
        Texts.AssertLinear(static text => XmlFile.Parse(text), count => open + Texts.Repeat(piece, count) + close);
}
