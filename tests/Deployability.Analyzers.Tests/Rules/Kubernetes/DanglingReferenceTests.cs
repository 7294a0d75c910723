using Deployability.Analyzers.Rules.Kubernetes;
using Microsoft.CodeAnalysis.CSharp.Testing;

namespace Deployability.Analyzers.Tests.Rules.Kubernetes;

public sealed class DanglingReferenceTests
{
    [Theory]
    [InlineData(
        "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: api }\nspec:\n  selector: { matchLabels: { app: api } }\n  template:\n    metadata: { labels: { app: api } }\n    spec:\n      containers:\n        - { name: api, image: a }\n---\nkind: Service\napiVersion: v1\nmetadata: { name: api }\nspec: { selector: [|{ app: web }|] }\n"
    )]
    [InlineData(
        "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: api }\nspec:\n  selector: { matchLabels: { app: api } }\n  template:\n    metadata: { labels: { app: api } }\n    spec:\n      containers:\n        - { name: api, image: a, envFrom: [{ configMapRef: { name: [|setings|] } }] }\n---\nkind: ConfigMap\napiVersion: v1\nmetadata: { name: settings }\n"
    )]
    [InlineData(
        "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: api }\nspec:\n  selector: { matchLabels: { app: api } }\n  template:\n    metadata: { labels: { app: api } }\n    spec:\n      volumes: [{ name: d, persistentVolumeClaim: { claimName: [|dato|] } }]\n      containers:\n        - { name: api, image: a }\n---\nkind: PersistentVolumeClaim\napiVersion: v1\nmetadata: { name: data }\nspec: { accessModes: [ReadWriteMany] }\n"
    )]
    [InlineData(
        "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: api }\nspec:\n  selector: { matchLabels: { app: api } }\n  template:\n    metadata: { labels: { app: api } }\n    spec:\n      containers:\n        - { name: api, image: a }\n---\nkind: HorizontalPodAutoscaler\napiVersion: autoscaling/v2\nmetadata: { name: api }\nspec: { scaleTargetRef: { kind: Deployment, name: [|web|] }, maxReplicas: 5 }\n"
    )]
    [InlineData(
        "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: api }\nspec:\n  selector: { matchLabels: { app: api } }\n  template:\n    metadata: { labels: { app: api } }\n    spec:\n      containers:\n        - { name: api, image: a }\n---\nkind: Service\napiVersion: v1\nmetadata: { name: api }\nspec: { selector: { app: api } }\n---\nkind: Ingress\napiVersion: networking.k8s.io/v1\nspec: { rules: [{ http: { paths: [{ backend: { service: { name: [|web|] } } }] } }] }\n"
    )]
    [InlineData(
        "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: api }\nspec:\n  selector: { matchLabels: { app: api } }\n  template:\n    metadata: { labels: { app: api } }\n    spec:\n      containers:\n        - { name: api, image: a, env: [{ name: X, valueFrom: { secretKeyRef: { name: [|other|], key: x } } }] }\n---\nkind: SealedSecret\napiVersion: bitnami.com/v1alpha1\nmetadata: { name: shop }\n"
    )]
    public Task AReferenceToNothing_Triggers(string content) => Verify(("k8s/api.yaml", content));

    [Theory]
    [InlineData(
        "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: api }\nspec:\n  selector: { matchLabels: { app: api } }\n  template:\n    metadata: { labels: { app: api } }\n    spec:\n      containers:\n        - { name: api, image: a, envFrom: [{ configMapRef: { name: settings } }] }\n---\nkind: ConfigMap\napiVersion: v1\nmetadata: { name: settings }\n---\nkind: Service\napiVersion: v1\nmetadata: { name: api }\nspec: { selector: { app: api } }\n"
    )]
    [InlineData(
        "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: api }\nspec:\n  selector: { matchLabels: { app: api } }\n  template:\n    metadata: { labels: { app: api } }\n    spec:\n      containers:\n        - { name: api, image: a, envFrom: [{ configMapRef: { name: other, optional: true } }] }\n---\nkind: ConfigMap\napiVersion: v1\nmetadata: { name: settings }\n"
    )]
    [InlineData(
        "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: api }\nspec:\n  selector: { matchLabels: { app: api } }\n  template:\n    metadata: { labels: { app: api } }\n    spec:\n      containers:\n        - { name: api, image: a, env: [{ name: X, valueFrom: { secretKeyRef: { name: shop, key: x } } }] }\n"
    )]
    [InlineData(
        "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: api }\nspec:\n  selector: { matchLabels: { app: api } }\n  template:\n    metadata: { labels: { app: api } }\n    spec:\n      containers:\n        - { name: api, image: a, env: [{ name: X, valueFrom: { secretKeyRef: { name: shop, key: x } } }] }\n---\nkind: ExternalSecret\napiVersion: external-secrets.io/v1\nmetadata: { name: es }\nspec: { target: { name: shop } }\n"
    )]
    [InlineData("kind: Service\napiVersion: v1\nmetadata: { name: api }\nspec: { selector: { app: web } }\n")]
    public Task AReferenceToSomething_DoesNotTrigger(string content) => Verify(("k8s/api.yaml", content));

    [Fact]
    public Task WhatAnotherFileOrAGeneratorMakes_DoesNotTrigger() =>
        Verify(
            (
                "k8s/api.yaml",
                "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: api }\nspec:\n  selector: { matchLabels: { app: api } }\n  template:\n    metadata: { labels: { app: api } }\n    spec:\n      containers:\n        - { name: api, image: a, envFrom: [{ configMapRef: { name: settings } }, { configMapRef: { name: made } }] }\n"
            ),
            ("k8s/settings.yaml", "\nkind: ConfigMap\napiVersion: v1\nmetadata: { name: settings }\n"),
            ("k8s/kustomization.yaml", "configMapGenerator:\n  - name: made\n")
        );

    [Theory]
    [InlineData("serviceAccountName: [|web|]", "kind: ServiceAccount\napiVersion: v1\nmetadata: { name: api }\n")]
    [InlineData("serviceAccountName: api", "kind: ServiceAccount\napiVersion: v1\nmetadata: { name: api }\n")]
    [InlineData("serviceAccountName: default", "kind: ServiceAccount\napiVersion: v1\nmetadata: { name: api }\n")]
    [InlineData("serviceAccountName: web", "kind: Service\napiVersion: v1\nmetadata: { name: api }\nspec: { selector: { app: api } }\n")]
    [InlineData(
        "volumes: [ { name: x, projected: { sources: [ { configMap: { name: [|web|] } } ] } } ]",
        "kind: ConfigMap\napiVersion: v1\nmetadata: { name: api }\n"
    )]
    [InlineData(
        "hostNetwork: false",
        "kind: Service\napiVersion: v1\nmetadata: { name: api }\nspec: { selector: { app: api } }\n---\nkind: Ingress\napiVersion: networking.k8s.io/v1\nmetadata: { name: api }\nspec: { defaultBackend: { service: { name: [|web|] } } }\n"
    )]
    [InlineData(
        "hostNetwork: false",
        "kind: Service\napiVersion: v1\nmetadata: { name: api }\nspec: { selector: { app: api } }\n---\nkind: HTTPRoute\napiVersion: gateway.networking.k8s.io/v1\nmetadata: { name: api }\nspec: { rules: [ { backendRefs: [ { name: [|web|], port: 80 }, { name: api, port: 80 }, { name: far, namespace: other, port: 80 } ] } ] }\n"
    )]
    public Task EachReference_IsFollowed(string pod, string more) =>
        Verify(
            (
                "k8s/api.yaml",
                "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: api }\nspec: { replicas: 2, selector: { matchLabels: { app: api } }, template: { metadata: { labels: { app: api } }, spec: { "
                    + pod
                    + ", containers: [ { name: api, image: a } ] } } }\n---\n"
                    + more
            )
        );

    [Theory]
    [InlineData("orders-dapr")]
    [InlineData("[|carts-dapr|]")]
    public Task DaprMakesAService(string name) =>
        Verify(
            (
                "k8s/api.yaml",
                "kind: Pod\napiVersion: v1\nmetadata: { name: orders, labels: { app: orders }, annotations: { dapr.io/enabled: 'true', dapr.io/app-id: orders } }\nspec: { containers: [ { name: api, image: a } ] }\n"
                    + "---\nkind: Service\napiVersion: v1\nmetadata: { name: orders }\nspec: { selector: { app: orders } }\n"
                    + "---\nkind: Ingress\napiVersion: networking.k8s.io/v1\nmetadata: { name: api }\nspec: { defaultBackend: { service: { name: "
                    + name
                    + " } } }\n"
            )
        );

    [Theory]
    [InlineData("[|{ app: web }|]")]
    [InlineData("[|{ app: api, tier: web }|]")]
    [InlineData("{ app: api }")]
    public Task AWorkload_FindsItsOwnPods(string labels) =>
        Verify(
            (
                "k8s/api.yaml",
                "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: api }\nspec: { selector: { matchLabels: "
                    + labels
                    + " }, template: { metadata: { labels: { app: api } }, spec: { containers: [ { name: api, image: a } ] } } }\n"
            )
        );

    private static Task Verify(params (string, string)[] files)
    {
        var test = new CSharpAnalyzerTest<DanglingReferenceAnalyzer>
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
