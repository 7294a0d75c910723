using System.Collections.Immutable;
using Deployability.Analyzers.Files;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Deployability.Analyzers.Tests.Files;

/// <summary>An edit of the code alone reads no file anew.</summary>
public sealed class ProjectFilesTests
{
    private static readonly SourceText Manifest = SourceText.From("kind: Pod\n");

    [Fact]
    public void TheSameTexts_AreTheSameFiles() =>
        Assert.Same(ProjectFiles.Of(Options([("k8s/a.yaml", Manifest)])), ProjectFiles.Of(Options([("k8s/a.yaml", Manifest)])));

    [Fact]
    public void AChangedText_IsReadAnew()
    {
        var first = SourceText.From("kind: Pod\n");
        var before = ProjectFiles.Of(Options([("k8s/a.yaml", first), ("k8s/b.yaml", SourceText.From("a: b\n"))]));
        var after = ProjectFiles.Of(Options([("k8s/a.yaml", first), ("k8s/b.yaml", SourceText.From("a: c\n"))]));

        Assert.NotSame(before, after);
        Assert.Equal("a: c\n", after.All[1].GetViews(CancellationToken.None)!.Text);
    }

    [Fact]
    public void AnotherProjectOverTheSameTexts_HasFilesOfItsOwn()
    {
        var text = SourceText.From("kind: Pod\n");

        Assert.NotSame(
            ProjectFiles.Of(Options([("/a/k8s/a.yaml", text)], "/a/")),
            ProjectFiles.Of(Options([("/a/k8s/a.yaml", text)], "/b/"))
        );
    }

    [Fact]
    public void ARenamedApp_IsLookedForAnew()
    {
        var files = ProjectFiles.Of(
            Options([
                ("k8s/a.yaml", SourceText.From("services: { shop: { image: shop }, web: { image: web } }\n")),
                ("compose.yaml", Compose),
            ])
        );

        Assert.Equal(["shop"], AppContainers.Of(files, "Shop", CancellationToken.None).Services.Select(static service => service.Name));
        Assert.Equal(["web"], AppContainers.Of(files, "Web", CancellationToken.None).Services.Select(static service => service.Name));
    }

    private static readonly SourceText Compose = SourceText.From("services: { shop: { image: shop }, web: { image: web } }\n");

    private static AnalyzerOptions Options((string Path, SourceText Text)[] files, string project = "/project/") =>
        new([.. files.Select(static file => (AdditionalText)new File(file.Path, file.Text))], new Provider(project));

    private sealed class File(string path, SourceText text) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => text;
    }

    private sealed class Provider(string project) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } =
            new Values(ImmutableDictionary<string, string>.Empty.Add("build_property.ProjectDir", project));

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;
    }

    private sealed class Values(ImmutableDictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, out string value)
        {
            var isFound = values.TryGetValue(key, out var known);
            value = known ?? "";
            return isFound;
        }
    }
}
