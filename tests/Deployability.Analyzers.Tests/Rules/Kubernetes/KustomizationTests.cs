using Deployability.Analyzers.Rules.Kubernetes;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Tests.Rules.Kubernetes;

/// <summary>Bases, overlays, components, patches, generators and transformers are resolved before anything is judged.</summary>
public sealed class KustomizationTests
{
    private const string Probes =
        "readinessProbe: { httpGet: { path: /r, port: 8080 } }, livenessProbe: { httpGet: { path: /l, port: 8080 } }";

    private const string ProbesPatch =
        "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: api }\nspec: { template: { spec: { containers: [{ name: api, "
        + Probes
        + " }] } } }\n";

    private const string Base = "resources: [api.yaml]\n";

    [Fact]
    public Task ABaseThatEachOverlayCompletes_DoesNotTrigger() =>
        Verify<MissingProbeAnalyzer>(
            ("k8s/base/api.yaml", Deployment("api")),
            ("k8s/base/kustomization.yaml", Base),
            ("k8s/overlays/staging/kustomization.yaml", "resources: [../../base]\npatches: [{ path: probes.yaml }]\n"),
            ("k8s/overlays/staging/probes.yaml", ProbesPatch),
            ("k8s/overlays/prod/kustomization.yaml", "bases: [../../base/]\npatchesStrategicMerge: [../staging/probes.yaml]\n")
        );

    [Fact]
    public Task ABaseThatNoOverlayCompletes_Triggers() =>
        Verify<MissingProbeAnalyzer>(
            ("k8s/base/api.yaml", Deployment("[|api|]")),
            ("k8s/base/kustomization.yaml", Base),
            ("k8s/overlays/staging/kustomization.yaml", "resources: [../../base]\n"),
            ("k8s/overlays/prod/kustomization.yaml", "resources: [../../base]\n")
        );

    [Fact]
    public Task WhatAnOverlayForDevelopmentLeavesOut_IsNoFaultOfTheBase() =>
        Verify<MissingProbeAnalyzer>(
            ("k8s/base/api.yaml", Deployment("api")),
            ("k8s/base/kustomization.yaml", Base),
            ("k8s/overlays/dev/kustomization.yaml", "resources: [../../base]\n"),
            ("k8s/overlays/prod/kustomization.yaml", "resources: [../../base]\npatches: [{ path: probes.yaml }]\n"),
            ("k8s/overlays/prod/probes.yaml", ProbesPatch)
        );

    [Theory]
    [InlineData("k8s/dev/api.yaml")]
    [InlineData("deploy-local/local/api.yaml")]
    [InlineData("k8s/api.development.yaml")]
    public async Task AnObjectForDevelopment_NeedsNothingOfProduction(string path)
    {
        await Verify<MissingProbeAnalyzer>((path, Deployment("api")));
        await Verify<MissingResourcesAnalyzer>((path, Deployment("api")));
        await Verify<MutableImageTagAnalyzer>((path, Deployment("api", "shop/api:latest")));
        await Verify<UnrestrictedPodAnalyzer>((path, Deployment("api")));
    }

    [Fact]
    public async Task WhatWorksInNoCluster_IsSaidInDevelopmentToo()
    {
        await Verify<RemovedApiVersionAnalyzer>(("k8s/dev/web.yaml", "kind: Ingress\napiVersion: [|extensions/v1beta1|]\n"));
        await Verify<DanglingReferenceAnalyzer>(
            (
                "k8s/dev/web.yaml",
                "kind: HorizontalPodAutoscaler\napiVersion: autoscaling/v2\nmetadata: { name: web }\nspec: { scaleTargetRef: { kind: Deployment, name: [|web|] } }\n---\n"
                    + Deployment("api")
            )
        );
    }

    [Fact]
    public Task ABaseThatOnlyDevelopmentTakesIn_IsJudgedByItself() =>
        Verify<MissingProbeAnalyzer>(
            ("k8s/base/api.yaml", Deployment("[|api|]")),
            ("k8s/base/kustomization.yaml", Base),
            ("k8s/overlays/dev/kustomization.yaml", "resources: [../../base]\npatches: [{ path: probes.yaml }]\n"),
            ("k8s/overlays/dev/probes.yaml", ProbesPatch)
        );

    [Theory]
    [InlineData(
        "patches:\n  - patch: |-\n      kind: Deployment\n      apiVersion: apps/v1\n      metadata: { name: api }\n      spec: { template: { spec: { containers: [{ name: api, "
            + Probes
            + " }] } } }\n"
    )]
    [InlineData(
        "patches:\n  - target: { kind: Deployment }\n    patch: |-\n      - op: add\n        path: /spec/template/spec/containers/0/readinessProbe\n        value: { httpGet: { path: /r, port: 8080 } }\n      - { op: add, path: /spec/template/spec/containers/0/livenessProbe, value: { tcpSocket: { port: 8080 } } }\n"
    )]
    [InlineData("patches:\n  - target: { kind: Deployment, name: a.* }\n    path: probes.json\n")]
    [InlineData("patchesJson6902:\n  - target: { version: v1, kind: Deployment, name: api }\n    path: probes.json\n")]
    [InlineData("components: [../probes]\n")]
    [InlineData("transformers: [mine.yaml]\n")]
    [InlineData("patches: [{ path: ../elsewhere/gone.yaml }]\n")]
    public Task EveryFormOfAPatch_Completes(string patches) =>
        Verify<MissingProbeAnalyzer>(
            ("k8s/base/api.yaml", Deployment("api")),
            ("k8s/base/kustomization.yaml", Base),
            (
                "k8s/probes/kustomization.yaml",
                "kind: Component\napiVersion: kustomize.config.k8s.io/v1alpha1\npatches: [{ path: p.yaml }]\n"
            ),
            ("k8s/probes/p.yaml", ProbesPatch),
            (
                "k8s/prod/probes.json.yaml",
                "- { op: add, path: /spec/template/spec/containers/0/readinessProbe, value: {} }\n- { op: add, path: /spec/template/spec/containers/0/livenessProbe, value: {} }\n"
            ),
            ("k8s/prod/kustomization.yaml", "resources: [../base]\n" + patches.Replace("probes.json", "probes.json.yaml"))
        );

    [Fact]
    public Task APatchForAnotherObject_CompletesNothing() =>
        Verify<MissingProbeAnalyzer>(
            ("k8s/base/api.yaml", Deployment("[|api|]")),
            ("k8s/base/kustomization.yaml", Base),
            ("k8s/prod/kustomization.yaml", "resources: [../base]\npatches: [{ path: p.yaml, target: { kind: Deployment, name: web } }]\n"),
            ("k8s/prod/p.yaml", ProbesPatch)
        );

    [Fact]
    public Task AValueOfAPatch_IsReportedWhereItIsWritten() =>
        Verify<MutableImageTagAnalyzer>(
            ("k8s/base/api.yaml", Deployment("api")),
            ("k8s/base/kustomization.yaml", Base),
            (
                "k8s/prod/kustomization.yaml",
                "resources: [../base]\npatches:\n  - patch: |-\n      kind: Deployment\n      apiVersion: apps/v1\n      metadata:\n        name: api\n      spec:\n        template:\n          spec:\n            containers:\n              - name: api\n                image: [|shop/api:latest|]\n"
            )
        );

    [Fact]
    public Task ATagOfTheImagesTransformer_CountsInPlaceOfTheBases() =>
        Verify<MutableImageTagAnalyzer>(
            ("k8s/base/api.yaml", Deployment("api", "shop/api:latest")),
            ("k8s/base/kustomization.yaml", Base),
            ("k8s/staging/kustomization.yaml", "resources: [../base]\nimages: [{ name: shop/api, newTag: [|main|] }]\n"),
            (
                "k8s/prod/kustomization.yaml",
                "resources: [../base]\nimages: [{ name: shop/api, newName: registry.local/api, newTag: 1.2.3 }]\n"
            )
        );

    [Fact]
    public Task AMovingTagThatAnOverlayKeeps_IsNoFaultOfTheBase_WhereAnotherReplacesIt() =>
        Verify<MutableImageTagAnalyzer>(
            ("k8s/base/api.yaml", Deployment("api", "shop/api:latest")),
            ("k8s/base/kustomization.yaml", Base),
            ("k8s/dev/kustomization.yaml", "resources: [../base]\n"),
            ("k8s/prod/kustomization.yaml", "resources: [../base]\nimages: [{ name: shop/api, digest: 'sha256:0123' }]\n")
        );

    [Theory]
    [InlineData("replicas: [{ name: api, count: 3 }]\n", false)]
    [InlineData("namePrefix: prod-\nreplicas: [{ name: api, count: 3 }]\n", false)]
    [InlineData("replicas: [{ name: web, count: 3 }]\n", true)]
    public Task TheReplicasTransformer_Counts(string transformer, bool triggers) =>
        Verify<MissingRolloutProtectionAnalyzer>(
            (
                "k8s/base/api.yaml",
                Deployment("api")
                    .Replace("kind: Deployment", triggers ? "kind: [|Deployment|]" : "kind: Deployment", StringComparison.Ordinal)
                    + "---\nkind: PodDisruptionBudget\napiVersion: policy/v1\nmetadata: { name: api }\nspec: { selector: { matchLabels: { app: api } }, maxUnavailable: 1 }\n"
            ),
            ("k8s/base/kustomization.yaml", Base),
            ("k8s/prod/kustomization.yaml", "resources: [../base]\n" + transformer)
        );

    [Fact]
    public Task WhatAGeneratorOfTheOverlayMakes_IsThere_AndThatOfAnotherOverlayIsNot() =>
        Verify<DanglingReferenceAnalyzer>(
            (
                "k8s/base/api.yaml",
                Deployment("api", more: "envFrom: [{ configMapRef: { name: settings } }, { secretRef: { name: [|keys|] } }]")
            ),
            ("k8s/base/kustomization.yaml", Base),
            (
                "k8s/staging/kustomization.yaml",
                "resources: [../base]\nconfigMapGenerator: [{ name: settings }]\nsecretGenerator: [{ name: mine }]\n"
            ),
            (
                "k8s/prod/kustomization.yaml",
                "resources: [../base]\nnamePrefix: prod-\nconfigMapGenerator: [{ name: settings, literals: [A=b] }]\nsecretGenerator: [{ name: other, literals: [A=b] }]\n"
            )
        );

    [Fact]
    public Task LabelsOfATransformer_AreOnThePods() =>
        Verify<DanglingReferenceAnalyzer>(
            ("k8s/base/api.yaml", Deployment("api")),
            ("k8s/base/kustomization.yaml", Base),
            (
                "k8s/prod/kustomization.yaml",
                "resources: [../base, service.yaml]\nlabels: [{ pairs: { tier: backend }, includeSelectors: true }]\n"
            ),
            (
                "k8s/prod/service.yaml",
                "kind: Service\napiVersion: v1\nmetadata: { name: api }\nspec: { selector: { app: api, tier: backend } }\n"
            )
        );

    [Fact]
    public Task AResourceThatIsNotAtHand_MayDefineAnything() =>
        Verify<DanglingReferenceAnalyzer>(
            ("k8s/api.yaml", Deployment("api", more: "envFrom: [{ configMapRef: { name: settings } }]")),
            (
                "k8s/kustomization.yaml",
                "resources: [api.yaml, 'https://github.com/shop/common?ref=v1']\nconfigMapGenerator: [{ name: other }]\n"
            )
        );

    [Fact]
    public Task BasesThatLeadBackToThemselves_End() =>
        Verify<MissingProbeAnalyzer>(
            ("k8s/a/kustomization.yaml", "resources: [../b, api.yaml]\n"),
            ("k8s/a/api.yaml", Deployment("[|api|]")),
            ("k8s/b/kustomization.yaml", "resources: [../a]\n"),
            ("k8s/prod/kustomization.yaml", "resources: [../a]\n")
        );

    [Fact]
    public Task FoldersThatDefineTheSameObject_AreDifferentDeployments() =>
        Verify<MissingRolloutProtectionAnalyzer>(
            ("k8s/staging/api.yaml", Deployment("api").Replace("kind: Deployment", "kind: [|Deployment|]", StringComparison.Ordinal)),
            ("k8s/prod/api.yaml", Deployment("api")),
            (
                "k8s/prod/more.yaml",
                "kind: HorizontalPodAutoscaler\napiVersion: autoscaling/v2\nmetadata: { name: api }\nspec: { scaleTargetRef: { kind: Deployment, name: api }, maxReplicas: 5 }\n---\nkind: PodDisruptionBudget\napiVersion: policy/v1\nmetadata: { name: api }\nspec: { selector: { matchLabels: { app: api } }, maxUnavailable: 1 }\n"
            )
        );

    private static string Deployment(string name, string image = "shop/api:1", string more = "") =>
        $$"""
            kind: Deployment
            apiVersion: apps/v1
            metadata:
              name: api
            spec:
              selector: { matchLabels: { app: api } }
              template:
                metadata:
                  labels: { app: api }
                spec:
                  containers:
                    - name: {{name}}
                      image: {{image}}
                      {{more}}

            """;

    private static Task Verify<TAnalyzer>(params (string, string)[] files)
        where TAnalyzer : DiagnosticAnalyzer, new()
    {
        var test = new CSharpAnalyzerTest<TAnalyzer> { TestState = { Sources = { "WebApplication.CreateBuilder(args).Build().Run();" } } };
        foreach (var file in files)
        {
            test.TestState.AdditionalFiles.Add(file);
        }

        return test.RunAsync();
    }
}
