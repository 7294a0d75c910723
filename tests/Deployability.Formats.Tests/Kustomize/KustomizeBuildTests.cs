using Deployability.Formats.Kustomize;
using Deployability.Formats.Yaml;
using FsCheck;
using FsCheck.Fluent;

namespace Deployability.Formats.Tests.Kustomize;

public sealed class KustomizeBuildTests
{
    private const string Api = """
        kind: Deployment
        apiVersion: apps/v1
        metadata: { name: api }
        spec:
          replicas: 1
          template:
            spec:
              containers:
                - name: api
                  image: shop/api:latest
                  env: [{ name: A, value: a }, { name: B, value: b }]
                - { name: side, image: "registry:5000/side@sha256:0" }

        """;

    [Theory]
    [InlineData("images: [{ name: shop/api, newTag: '2' }]", "1|shop/api:2|registry:5000/side@sha256:0|A=a,B=b")]
    [InlineData("images: [{ name: 'registry:5000/side', newName: side, newTag: '3' }]", "1|shop/api:latest|side:3|A=a,B=b")]
    [InlineData("images: [{ name: shop/api, digest: 'sha256:1' }]", "1|shop/api@sha256:1|registry:5000/side@sha256:0|A=a,B=b")]
    [InlineData("images: [{ name: shop/api, newName: x/api }]", "1|x/api:latest|registry:5000/side@sha256:0|A=a,B=b")]
    [InlineData("replicas: [{ name: api, count: 4 }]", "4|shop/api:latest|registry:5000/side@sha256:0|A=a,B=b")]
    [InlineData("patches: [{ path: env.yaml }]", "1|shop/api:latest|registry:5000/side@sha256:0|A=x,C=c")]
    [InlineData("patches: [{ path: drop.yaml }]", "1|shop/api:latest|A=a,B=b")]
    [InlineData("patches: [{ path: ops.yaml, target: { kind: Deployment, labelSelector: 'x!=y' } }]", "7|shop/api:latest|A=a,N=n")]
    [InlineData(
        "patches: [{ path: ops.yaml, target: { kind: Deployment, labelSelector: 'x=y' } }]",
        "1|shop/api:latest|registry:5000/side@sha256:0|A=a,B=b"
    )]
    [InlineData(
        "patches: [{ path: ops.yaml, target: { group: batch, kind: Deployment } }]",
        "1|shop/api:latest|registry:5000/side@sha256:0|A=a,B=b"
    )]
    public void PatchesAndTransformers_Apply(string kustomization, string expected)
    {
        var manifest = Assert.Single(Build(kustomization).Objects);
        var said = manifest
            .Containers.Select(static container => container.Image)
            .Prepend(manifest.Root.Find("spec", "replicas")!.Text)
            .Append(string.Join(",", manifest.Containers.First().Environment.Select(static pair => $"{pair.Name}={pair.Value.Text}")));

        Assert.Equal(expected, string.Join("|", said));
    }

    [Fact]
    public void APatch_DeletesAnObject() =>
        Assert.Empty(
            Build("patches: [{ patch: '{ kind: Deployment, apiVersion: apps/v1, metadata: { name: api }, $patch: delete }' }]").Objects
        );

    [Fact]
    public void Prefixes_MakeTheDeployedName()
    {
        var manifest = Assert.Single(Build("namePrefix: a-\nnameSuffix: -z\nnamespace: shop").Objects);

        Assert.Equal("api", manifest.Name);
        Assert.Equal("a-api-z", manifest.DeployedName);
        Assert.Equal("shop", manifest.Namespace);
    }

    [Fact]
    public void AnInlinePatch_HasItsPlacesInTheKustomization()
    {
        const string Text =
            "resources: [api.yaml]\npatches:\n  - target: { name: api }\n    patch: |-\n      - op: replace\n        path: /spec/replicas\n\n        value: 9\n";
        var build = KustomizeBuild.Of("/k", path => path == "/k/kustomization.yaml" ? YamlFile.Parse(Text) : Read(path));
        var replicas = Assert.Single(build.Objects).Root.Find("spec", "replicas")!;

        Assert.Equal("9", replicas.Text);
        Assert.Equal("9", replicas.Range.Of(Text));
    }

    [Fact]
    public void AnyKustomizationAndPatch_IsBuilt() =>
        Prop.ForAll(
                Texts.Of(
                    "resources: [api.yaml, ., .., ../k, https://x]\n",
                    "patches:\n",
                    "  - path: env.yaml\n",
                    "  - path: ops.yaml\n",
                    "    target: { kind: '.*' }\n",
                    "    patch: |\n",
                    "      - { op: move, from: /spec, path: /metadata }\n",
                    "      - { op: remove, path: /spec/template/spec/containers/9 }\n",
                    "      - { op: add, path: '', value: x }\n",
                    "images: [{ name: shop/api }]\n",
                    "replicas: x\n",
                    "configMapGenerator: [{ name: a, literals: [=, a=b] }, a]\n",
                    "namePrefix: [x]\n",
                    "components: [api.yaml]\n",
                    "commonLabels: { a: b }\n"
                ),
                text =>
                {
                    var file = YamlFile.Parse(text);
                    var build = KustomizeBuild.Of("/k", path => path == "/k/kustomization.yaml" ? file : Read(path));
                    foreach (var node in build.Objects.SelectMany(static manifest => manifest.Root.DescendantsAndSelf()))
                    {
                        if (node.File == file)
                        {
                            Texts.AssertInside(text, node.Range);
                        }
                    }
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void AliasesThatUnfoldToBillions_StaySmall()
    {
        var text = "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: api }\nspec:\n  x0: &x0 { a: b }\n";
        for (var i = 1; i < 60; i++)
        {
            text += $"  x{i}: &x{i} {{ l: *x{i - 1}, r: *x{i - 1} }}\n";
        }

        var bomb = YamlFile.Parse(text);
        var build = KustomizeBuild.Of(
            "/k",
            path =>
                path == "/k/kustomization.yaml"
                    ? YamlFile.Parse("resources: [bomb.yaml]\npatches: [{ path: bomb.yaml }]\nimages: [{ name: a, newTag: b }]\n")
                : path == "/k/bomb.yaml" ? bomb
                : null
        );

        Assert.Single(build.Objects);
    }

    [Fact]
    public void BasesThatAreTakenInTwiceAtEachLevel_End()
    {
        var build = KustomizeBuild.Of(
            "/0",
            static path =>
                !path.EndsWith("/kustomization.yaml", StringComparison.Ordinal) ? null
                : int.Parse(path.Split('/')[1], System.Globalization.CultureInfo.InvariantCulture) is var level && level < 19
                    ? YamlFile.Parse($"resources: [../{level + 1}, ../{level + 1}]\n")
                : YamlFile.Parse("configMapGenerator: [{ name: a }]\n")
        );

        Assert.True(build.IsOpen);
    }

    private static KustomizeBuild Build(string kustomization) =>
        KustomizeBuild.Of(
            "/k",
            path => path == "/k/kustomization.yaml" ? YamlFile.Parse("resources: [./api.yaml]\n" + kustomization + "\n") : Read(path)
        );

    private static YamlFile? Read(string path) =>
        path switch
        {
            "/k/api.yaml" => YamlFile.Parse(Api),
            "/k/env.yaml" => YamlFile.Parse(
                "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: api }\nspec: { template: { spec: { containers: [{ name: api, env: [{ name: A, value: x }, { name: B, $patch: delete }, { name: C, value: c }] }] } } }\n"
            ),
            "/k/drop.yaml" => YamlFile.Parse(
                "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: api }\nspec: { template: { spec: { containers: [{ name: side, $patch: delete }] } } }\n"
            ),
            "/k/ops.yaml" => YamlFile.Parse(
                "- { op: replace, path: /spec/replicas, value: 7 }\n- { op: remove, path: /spec/template/spec/containers/1 }\n- { op: remove, path: /spec/template/spec/containers/0/env/1 }\n- { op: add, path: /spec/template/spec/containers/0/env/-, value: { name: N, value: n } }\n- { op: test, path: /x, value: 1 }\n"
            ),
            _ => null,
        };
}
