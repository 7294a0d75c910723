using Deployability.Analyzers.Rules.Kubernetes;
using Microsoft.CodeAnalysis.CSharp.Testing;

namespace Deployability.Analyzers.Tests.Files;

/// <summary>Of files that several programs of a repository share, each judges what deploys it.</summary>
public sealed class OwnershipTests
{
    private const string Manifests = """
        kind: Pod
        apiVersion: v1
        metadata: { name: shop-orders }
        spec: { containers: [{ name: app, image: {0} }] }
        ---
        kind: Pod
        apiVersion: v1
        metadata: { name: web }
        spec: { containers: [{ name: app, image: {1} }] }
        ---
        kind: Pod
        apiVersion: v1
        metadata: { name: tool }
        spec: { containers: [{ name: app, image: {2} }] }

        """;

    [Theory]
    [InlineData("Shop.Orders", "[|shop/orders:latest|]", "shop/shop-web:latest", "[|other:latest|]")]
    [InlineData("Shop.Web", "shop/orders:latest", "[|shop/shop-web:latest|]", "other:latest")]
    [InlineData("Aaa", "shop/orders:latest", "shop/shop-web:latest", "other:latest")]
    public Task AnObject_IsJudgedByTheProgramThatItNames(string project, string orders, string web, string other) =>
        Verify(project, "/0/k8s/all.yaml", Manifests, orders, web, other);

    [Theory]
    [InlineData("Shop.Web", "[|x:latest|]")]
    [InlineData("Aaa", "x:latest")]
    public Task AnObjectThatNamesNone_BelongsToWhomThePathNames(string project, string image) =>
        Verify(project, "/0/k8s/shop-web/pod.yaml", "kind: Pod\napiVersion: v1\nspec: { containers: [{ image: {0} }] }\n", image);

    [Theory]
    [InlineData("Aaa", "[|x:latest|]")]
    [InlineData("Shop.Web", "x:latest")]
    public Task AFileThatNamesNone_BelongsToTheFirst(string project, string image) =>
        Verify(project, "/0/k8s/pod.yaml", "kind: Pod\napiVersion: v1\nspec: { containers: [{ image: {0} }] }\n", image);

    private static Task Verify(string project, string path, string content, params string[] images)
    {
        for (var i = 0; i < images.Length; i++)
        {
            content = content.Replace($"{{{i}}}", images[i], StringComparison.Ordinal);
        }

        var test = new CSharpAnalyzerTest<MutableImageTagAnalyzer>
        {
            TestState = { Sources = { "WebApplication.CreateBuilder(args).Build().Run();" }, AdditionalFiles = { (path, content) } },
        };
        test.TestState.BuildProperties["ProjectDir"] = "/0/src/" + project + "/";
        test.TestState.BuildProperties["DeployabilityRepositoryRoot"] = "/0/";
        test.TestState.BuildProperties["DeployabilityPrograms"] = "Aaa|Shop.Orders|Shop.Web";
        test.TestState.BuildProperties["MSBuildProjectName"] = project;
        return test.RunAsync();
    }
}
