using Deployability.Analyzers.Rules.Kubernetes;
using Microsoft.CodeAnalysis.CSharp.Testing;

namespace Deployability.Analyzers.Tests.Rules.Kubernetes;

public sealed class MutableImageTagTests
{
    [Theory]
    [InlineData("kind: Pod\napiVersion: v1\nspec: { containers: [{ name: api, image: [|shop/api|] }] }\n")]
    [InlineData("kind: Pod\napiVersion: v1\nspec: { containers: [{ name: api, image: [|\"shop/api:latest\"|] }] }\n")]
    [InlineData("kind: Pod\napiVersion: v1\nspec: { containers: [{ name: api, image: [|\"registry:5000/shop/api\"|] }] }\n")]
    [InlineData("kind: Pod\napiVersion: v1\nspec: { containers: [{ name: api, image: [|\"shop/api:main\"|] }] }\n")]
    public Task ATagThatMoves_Triggers(string content) => Verify(("k8s/api.yaml", content));

    [Theory]
    [InlineData("kind: Pod\napiVersion: v1\nspec: { containers: [{ name: api, image: \"shop/api:1.2.3\" }] }\n")]
    [InlineData("kind: Pod\napiVersion: v1\nspec: { containers: [{ name: api, image: \"registry:5000/shop/api:1\" }] }\n")]
    [InlineData("kind: Pod\napiVersion: v1\nspec: { containers: [{ name: api, image: \"shop/api@sha256:0123456789abcdef\" }] }\n")]
    [InlineData("kind: Pod\napiVersion: v1\nspec: { containers: [{ name: api, image: \"${REGISTRY}/api\" }] }\n")]
    [InlineData("kind: Pod\napiVersion: v1\nspec: { containers: [{ name: api, image: \"{{ .Values.image }}\" }] }\n")]
    public Task AVersion_DoesNotTrigger(string content) => Verify(("k8s/api.yaml", content));

    // What every new chart comes with.
    [Theory]
    [InlineData("test", "image: busybox")]
    [InlineData("test-success", "image: busybox")]
    [InlineData("pre-upgrade", "image: [|busybox|]")]
    public Task ATestOfAChart_DoesNotTrigger(string hook, string image) =>
        Verify(
            ("charts/shop/Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\n"),
            (
                "charts/shop/templates/tests/test-connection.yaml",
                $"apiVersion: v1\nkind: Pod\nmetadata:\n  name: shop-test\n  annotations:\n    \"helm.sh/hook\": {hook}\nspec:\n  containers:\n    - name: wget\n      {image}\n      command: ['wget']\n  restartPolicy: Never\n"
            )
        );

    [Fact]
    public Task WhatAKustomizationPins_DoesNotTrigger() =>
        Verify(
            (
                "k8s/base/api.yaml",
                "kind: Pod\napiVersion: v1\nspec: { containers: [{ name: api, image: shop/api }, { name: b, image: [|shop/b|] }] }\n"
            ),
            ("k8s/prod/kustomization.yaml", "resources: [../base/api.yaml]\nimages:\n  - name: shop/api\n    newTag: 1.2.3\n")
        );

    // A base that development alone takes in is deployed by itself, with the version that somebody gives it.
    [Theory]
    [InlineData("newTag: VERSION", "shop/api")]
    [InlineData("digest: sha256:0123", "shop/api")]
    [InlineData("newTag: latest", "[|shop/api|]")]
    [InlineData("newName: registry.example.com/api", "[|shop/api|]")]
    public Task WhatAnOverlayOfDevelopmentPins_DoesNotTrigger(string change, string image) =>
        Verify(
            ("k8s/base/api.yaml", "kind: Pod\napiVersion: v1\nspec: { containers: [{ name: api, image: " + image + " }] }\n"),
            ("k8s/base/kustomization.yml", "resources: [api.yaml]\n"),
            ("k8s/overlays/dev/kustomization.yml", $"resources: [../../base]\nimages:\n  - name: shop/api\n    {change}\n")
        );

    [Fact]
    public Task WhatSkaffoldBuilds_DoesNotTrigger() =>
        Verify(
            (
                "k8s/api.yaml",
                "kind: Pod\napiVersion: v1\nspec: { containers: [{ name: api, image: shop-api }, { name: b, image: [|shop-b|] }] }\n"
            ),
            (
                "skaffold.yaml",
                "apiVersion: skaffold/v4beta6\nkind: Config\nbuild:\n  artifacts:\n    - image: shop-api\n      context: src/Api\n"
            )
        );

    [Theory]
    [InlineData("[|shop:latest|]", "")]
    [InlineData("shop:latest", ", triggers: [{ type: ConfigChange }, { type: ImageChange, imageChangeParams: { containerNames: [api] } }]")]
    public Task AnImageStream_PinsWhatItTriggers(string image, string triggers) =>
        Verify(
            (
                "k8s/api.yaml",
                $"kind: DeploymentConfig\napiVersion: apps.openshift.io/v1\nmetadata: {{ name: api }}\nspec: {{ template: {{ spec: {{ containers: [{{ name: api, image: {image} }}] }} }}{triggers} }}\n"
            )
        );

    private static Task Verify(params (string, string)[] files)
    {
        var test = new CSharpAnalyzerTest<MutableImageTagAnalyzer>
        {
            TestState = { Sources = { "WebApplication.CreateBuilder(args).Build().Run();" } },
        };
        foreach (var file in files)
        {
            test.TestState.AdditionalFiles.Add(file);
        }

        return test.RunAsync();
    }
}
