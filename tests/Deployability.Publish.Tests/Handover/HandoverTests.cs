using Deployability.Publish.Handover;

namespace Deployability.Publish.Tests.Handover;

public sealed class HandoverTests : IDisposable
{
    private const string Web =
        "<Project Sdk=\"Microsoft.NET.Sdk.Web\"><ItemGroup><PackageReference Include=\"Deployability.Analyzers\" /></ItemGroup></Project>";

    private readonly string root = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Theory]
    [InlineData("text", "A=1\n")]
    [InlineData("empty", "")]
    [InlineData("utf-16", "\uFEFFA=1\n")]
    public void Text_IsRead(string name, string text)
    {
        var path = Path.Combine(root, name);
        File.WriteAllText(path, text, name == "utf-16" ? System.Text.Encoding.Unicode : new System.Text.UTF8Encoding(false));

        Assert.Equal(TextFileState.Text, TextFiles.Probe(path));
    }

    [Fact]
    public void WhatIsNoText_IsLeftOut()
    {
        File.WriteAllBytes(Path.Combine(root, ".env"), [1, 0, 0, 2]);
        File.WriteAllBytes(Path.Combine(root, "large.yaml"), new byte[TextFiles.MaxLength + 1]);

        Assert.Equal(TextFileState.Binary, TextFiles.Probe(Path.Combine(root, ".env")));
        Assert.Equal(TextFileState.TooLarge, TextFiles.Probe(Path.Combine(root, "large.yaml")));
        Assert.Equal(TextFileState.Unreadable, TextFiles.Probe(Path.Combine(root, "gone")));
        Assert.Equal(TextFileState.Unreadable, TextFiles.Probe(root));
    }

    [Theory]
    [InlineData("out/appsettings.json", true)]
    [InlineData("out/wwwroot/app.js", true)]
    [InlineData("output/appsettings.json", false)]
    [InlineData("appsettings.json", false)]
    public void ACopyOfAPublish_IsNoSource(string file, bool isCopy)
    {
        Write("Shop.runtimeconfig.json", "{}");
        Write("out/Shop.runtimeconfig.json", "{}");
        Write("output/runtimeconfig.template.json", "{}");

        Assert.Equal(isCopy, new PublishedFolders(root).Hold(Write(file, "{}")));
    }

    [Theory]
    [InlineData("image: registry/shop-orders:1", "Shop.Orders")]
    [InlineData("CMD [\"dotnet\", \"Shop.Web.dll\"]", "Shop.Web")]
    [InlineData("services: { web: { build: src/Shop.Web }, orders: { build: src/Shop.Orders } }", "Shop.Web")]
    [InlineData("image: shop-orders-worker", "Shop.Orders")]
    [InlineData("kind: Namespace", "Shop.Orders")]
    public void AFile_IsJudgedOnce(string text, string owner)
    {
        var file = Write("k8s/x.yaml", text);
        var projects = new[] { "Shop.Orders", "Shop.Web" }
            .Select(name => (Name: name, Path: Write($"src/{name}/{name}.csproj", Web)))
            .ToList();
        Write("src/Shop.Library/Shop.Library.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\" />");
        Write(
            "tests/Aaa.Tests/Aaa.Tests.csproj",
            Web.Replace("<ItemGroup>", "<ItemGroup><PackageReference Include=\"Microsoft.NET.Test.Sdk\" />", StringComparison.Ordinal)
        );

        Assert.Equal(
            [owner],
            projects.Where(project => new FileOwners(root, project.Path).IsOurs(file)).Select(static project => project.Name)
        );
    }

    [Fact]
    public void TheIgnoreFileOfTheRepository_IsForEachProject()
    {
        var file = Write(".dockerignore", "**/bin\n");
        var projects = new[] { "Shop.Orders", "Shop.Web" }.Select(name => Write($"src/{name}/{name}.csproj", Web)).ToList();

        Assert.All(projects, project => Assert.True(new FileOwners(root, project).IsOurs(file)));
    }

    [Fact]
    public void AFolderThatLinksToItself_EndsTheSearch()
    {
        var project = Write("src/Shop/Shop.csproj", Web);
        Directory.CreateSymbolicLink(Path.Combine(root, "src", "loop"), root);

        Assert.True(new FileOwners(root, project).IsOurs(Write("k8s/x.yaml", "a")));
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }
}
