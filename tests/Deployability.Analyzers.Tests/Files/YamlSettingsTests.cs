using Deployability.Analyzers.Files;
using Deployability.Formats.Yaml;

namespace Deployability.Analyzers.Tests.Files;

public sealed class YamlSettingsTests
{
    [Fact]
    public void Scalars_HaveTheNamesOnTheirWay()
    {
        var values = YamlSettings.Of(YamlFile.Parse("Orders:\n  Url: http://a\nHosts:\n  - b\n  - c\nNone:\n"));

        Assert.Equal(
            [("Orders:Url", "http://a"), ("Hosts:0", "b"), ("Hosts:1", "c")],
            values.Select(static value => (value.Name, value.Value))
        );
    }

    [Theory]
    [InlineData("[~, ~]")]
    [InlineData("[[], []]")]
    [InlineData("[x, y]")]
    public void AliasesThatUnfoldToBillions_EndSoon(string least)
    {
        var text = $"a0: &a0 {least}\n";
        for (var level = 1; level < 40; level++)
        {
            text += $"a{level}: &a{level} [*a{level - 1}, *a{level - 1}]\n";
        }

        Assert.InRange(YamlSettings.Of(YamlFile.Parse(text)).Count, 0, 20_000);
    }
}
