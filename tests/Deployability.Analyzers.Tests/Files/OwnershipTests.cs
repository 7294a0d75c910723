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

    // The analyzer tests' assembly is called TestProject.
    private const string OfSeveralApps = """
        kind: Deployment
        apiVersion: apps/v1
        metadata: { name: test-project }
        spec: { selector: { matchLabels: { app: cart } }, template: { metadata: { labels: { app: cart } }, spec: { containers: [{ name: server, image: [|shop/test-project:latest|] }] } } }
        ---
        kind: Deployment
        apiVersion: apps/v1
        metadata: { name: email }
        spec: { selector: { matchLabels: { app: email } }, template: { metadata: { labels: { app: email } }, spec: { containers: [{ name: server, image: {0} }] } } }

        """;

    [Theory]
    [InlineData("/0/k8s/all.yaml", "shop/email:latest")]
    [InlineData("/0/k8s/all.yaml", "[|redis:latest|]")]
    [InlineData("/0/src/Aaa/k8s/all.yaml", "[|shop/email:latest|]")]
    public Task WhereTheAppIsKnownByItsName_OtherAppsOfTheRepositoryAreTheirPeoples(string path, string image) =>
        Verify("Aaa", path, OfSeveralApps, "Aaa", [image]);

    [Fact]
    public Task WhereNobodyCanTellWhichAppIsTheProjects_AllAreJudged() =>
        Verify(
            "Aaa",
            "/0/k8s/all.yaml",
            OfSeveralApps.Replace("test-project", "shop", StringComparison.Ordinal),
            "Aaa",
            ["[|shop/email:latest|]"]
        );

    [Fact]
    public Task ATemplate_IsToldByWhatItsChartsValuesSay()
    {
        var test = Test(
            "Aaa",
            "Aaa",
            ("/0/charts/shop/Chart.yaml", "apiVersion: v2\nname: shop\n"),
            ("/0/charts/shop/values.yaml", "cart: { name: test-project }\nemail: { name: email }\n"),
            ("/0/charts/shop/templates/cart.yaml", Template("cart", "[|\"shop/{{ .Values.cart.name }}:latest\"|]")),
            ("/0/charts/shop/templates/email.yaml", Template("email", "\"shop/{{ .Values.email.name }}:latest\""))
        );
        return test.RunAsync();
    }

    private static string Template(string app, string image) =>
        $$$"""
            kind: Deployment
            apiVersion: apps/v1
            metadata: { name: "{{ .Values.{{{app}}}.name }}" }
            spec: { selector: { matchLabels: { app: {{{app}}} } }, template: { metadata: { labels: { app: {{{app}}} } }, spec: { containers: [{ name: server, image: {{{image}}} }] } } }

            """;

    private static Task Verify(string project, string path, string content, params string[] images) =>
        Verify(project, path, content, "Aaa|Shop.Orders|Shop.Web", images);

    private static Task Verify(string project, string path, string content, string programs, string[] images)
    {
        for (var i = 0; i < images.Length; i++)
        {
            content = content.Replace($"{{{i}}}", images[i], StringComparison.Ordinal);
        }

        return Test(project, programs, (path, content)).RunAsync();
    }

    private static CSharpAnalyzerTest<MutableImageTagAnalyzer> Test(
        string project,
        string programs,
        params (string Path, string Content)[] files
    )
    {
        var test = new CSharpAnalyzerTest<MutableImageTagAnalyzer>
        {
            TestState = { Sources = { "WebApplication.CreateBuilder(args).Build().Run();" } },
        };
        foreach (var file in files)
        {
            test.TestState.AdditionalFiles.Add(file);
        }

        test.TestState.BuildProperties["ProjectDir"] = "/0/src/" + project + "/";
        test.TestState.BuildProperties["DeployabilityRepositoryRoot"] = "/0/";
        test.TestState.BuildProperties["DeployabilityPrograms"] = programs;
        test.TestState.BuildProperties["MSBuildProjectName"] = project;
        return test;
    }
}
