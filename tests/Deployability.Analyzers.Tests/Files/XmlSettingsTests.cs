using Deployability.Analyzers.Files;
using Deployability.Model;
using Microsoft.CodeAnalysis.Text;

namespace Deployability.Analyzers.Tests.Files;

public sealed class XmlSettingsTests
{
    [Theory]
    [InlineData("<a key='Smtp' value='x'/>", "key=Smtp 'Smtp'", "Smtp=x 'x'")]
    [InlineData("<a xmlns='urn:x' NAME=\"n\"/>", "NAME=n \"n\"")]
    [InlineData("<a>\n  one\n</a>", "a=\n  one\n one")]
    [InlineData("<a>one<b/>two</a>", "a=one one", "a=two two")]
    [InlineData("<a x='1'/><a x='2'", "x=1 '1'")]
    [InlineData("<a x='1'><b>2</c></a>", "x=1 '1'", "b=2 2")]
    [InlineData("no xml")]
    [InlineData("")]
    public void Values_HaveNamesAndPlaces(string file, params string[] expected)
    {
        var text = SourceText.From(file);

        Assert.Equal(expected, XmlSettings.Of(text).Values.Select(value => $"{value.Name}={value.Value} {Shown(text, value)}"));
    }

    [Fact]
    public void Elements_AreFoundWhateverTheirCaseAndPrefix()
    {
        var element = Assert.Single(XmlSettings.Of(SourceText.From("<a><p:Mode xmlns:p='urn:x' Value='1'/></a>")).Elements("mode"));

        Assert.Equal("1", element.Attribute("value")?.Value);
    }

    private static string Shown(SourceText text, FileValue value) => text.ToString(value.Span);
}
