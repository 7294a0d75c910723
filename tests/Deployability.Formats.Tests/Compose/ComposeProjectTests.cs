using Deployability.Formats.Compose;
using Deployability.Formats.Yaml;
using FsCheck;
using FsCheck.Fluent;

namespace Deployability.Formats.Tests.Compose;

public sealed class ComposeProjectTests
{
    private const string Base = """
        services:
          api:
            image: shop/api:1
            command: dotnet api.dll
            environment:
              - A=a
              - B=b
            ports: ["8080:8080"]
            build: { context: ., args: [X=x] }

        """;

    [Theory]
    [InlineData("services: { api: { environment: { B: c, D: d } } }", "A=a,B=c,D=d")]
    [InlineData("services: { api: { environment: [B=c] } }", "A=a,B=c")]
    [InlineData("services: { api: { environment: !reset [] } }", "")]
    [InlineData("services: { api: { environment: !override { E: e } } }", "E=e")]
    [InlineData("services: { other: { environment: [B=c] } }", "A=a,B=b")]
    public void Environment_IsMergedByName(string later, string expected) =>
        Assert.Equal(
            expected,
            string.Join(",", Service(Base, later).Environment.Select(static variable => $"{variable.Name}={variable.Value}"))
        );

    [Fact]
    public void ListsGrow_AndCommandsAreSaidAnew()
    {
        var service = Service(Base, "services: { api: { ports: ['9090:9090'], command: [x], image: shop/api:2 } }");

        Assert.Equal(["8080:8080", "9090:9090"], service.Node.Find("ports")!.Items.Select(static item => item.Text));
        Assert.Equal(["x"], service.WordsOf("command"));
        Assert.Equal("shop/api:2", service.Image!.Text);
    }

    [Fact]
    public void EachNode_KeepsItsPlace()
    {
        const string Later = "services: { api: { environment: { B: later } } }";
        var value = Service(Base, Later).Node.Find("environment", "B")!;

        Assert.Equal("later", value.Range.Of(Later));
    }

    [Fact]
    public void AnyFiles_AreRead() =>
        Prop.ForAll(
                Texts.Of(
                    "services:\n",
                    "  api:\n",
                    "  b: { extends: api }\n",
                    "    extends: { file: a.yaml, service: api }\n",
                    "    extends: api\n",
                    "    environment: [A=b, =, '']\n",
                    "    environment: x\n",
                    "    ports: {}\n",
                    "include: [a.yaml, ../a.yaml, { path: [b.yaml] }]\n",
                    "    profiles: [dev]\n",
                    "    build: !reset null\n"
                ),
                static text =>
                {
                    var file = YamlFile.Parse(text);
                    var project = ComposeProject.Of(["/c/a.yaml", "/c/b.yaml"], _ => file);
                    foreach (var node in project.Services.SelectMany(static service => service.Node.DescendantsAndSelf()))
                    {
                        Texts.AssertInside(text, node.Range);
                    }
                }
            )
            .QuickCheckThrowOnFailure();

    private static ComposeService Service(string first, string second)
    {
        var files = new Dictionary<string, YamlFile> { ["/c/1"] = YamlFile.Parse(first), ["/c/2"] = YamlFile.Parse(second) };
        return ComposeProject
            .Of(["/c/1", "/c/2"], path => files.GetValueOrDefault(path))
            .Services.First(static service => service.Name == "api");
    }
}
