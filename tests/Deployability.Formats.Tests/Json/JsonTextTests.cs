using Deployability.Formats.Json;
using FsCheck;
using FsCheck.Fluent;
using Newtonsoft.Json;

namespace Deployability.Formats.Tests.Json;

public sealed class JsonTextTests
{
    [Fact]
    public void AnyText_IsWrittenAsNewtonsoftWritesIt() =>
        Prop.ForAll<string>(static text =>
            {
                var json = new JsonText(isIndented: false);
                json.Value(text ?? "");
                return json.ToString() == JsonConvert.ToString(text ?? "");
            })
            .QuickCheckThrowOnFailure();

    [Fact]
    public void SignsThatBreakLines_AreEscaped()
    {
        const string Text = "\0\u001f\b\f\n\r\t\"\\/'\u007f\u0085\u2028\u2029ä<";
        var json = new JsonText(isIndented: false);
        json.Value(Text);
        Assert.Equal(JsonConvert.ToString(Text), json.ToString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void NestedValues_AreLaidOutAsNewtonsoftLaysThemOut(bool isIndented)
    {
        var json = new JsonText(isIndented);
        json.Open('{');
        json.Name("empty");
        json.Open('[');
        json.Close(']');
        json.Name("none");
        json.Open('{');
        json.Close('}');
        json.Name("list");
        json.Open('[');
        json.Value("a");
        json.Literal("1");
        json.Open('{');
        json.Name("b");
        json.Literal("null");
        json.Close('}');
        json.Close(']');
        json.Name("last");
        json.Literal("true");
        json.Close('}');

        using var text = new StringWriter { NewLine = "\n" };
        using (var writer = new JsonTextWriter(text) { Formatting = isIndented ? Formatting.Indented : Formatting.None })
        {
            Newtonsoft.Json.Linq.JToken.Parse(json.ToString()).WriteTo(writer);
        }

        Assert.Equal(text.ToString(), json.ToString());
    }
}
