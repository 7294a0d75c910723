using Deployability.Analyzers.Files;
using Deployability.Formats.Xml;

namespace Deployability.Analyzers.Tests.Files;

public sealed class FileValueTests
{
    [Theory]
    [InlineData("<a key='Smtp' value='x'/>", "key=Smtp 'Smtp'", "Smtp=x 'x'")]
    [InlineData("<add name='Orders' connectionString='x'/>", "name=Orders 'Orders'", "Orders=x 'x'")]
    [InlineData("<a>one<b/>two</a>", "a=one one", "a=two two")]
    [InlineData("<a x='1'/>", "x=1 '1'")]
    public void ValuesOfXml_StandUnderTheirNames(string text, params string[] expected) =>
        Assert.Equal(expected, FileValue.Of(XmlFile.Parse(text)).Select(value => $"{value.Name}={value.Value} {value.Range.Of(text)}"));
}
