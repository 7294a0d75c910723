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

    // What a release tool fills in beside it may be anything, and excuses no selector that is misspelt.
    [Theory]
    [InlineData("app: #{Name}", "[|{ app: web }|]")]
    [InlineData("app: web\n        version: #{Version}", "{ app: web }")]
    public Task APodOfAnotherDeployment_CountsByWhatIsKnown(string labels, string selector) =>
        Verify(
            (
                "k8s/plain/api.yaml",
                "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: api }\nspec:\n  selector: { matchLabels: { app: api } }\n  template:\n    metadata: { labels: { app: api } }\n    spec:\n      containers:\n        - { name: api, image: a }\n---\nkind: Service\napiVersion: v1\nmetadata: { name: api }\nspec: { selector: "
                    + selector
                    + " }\n"
            ),
            ("k8s/octopus/kustomization.yaml", "resources: [ web.yaml ]\n"),
            (
                "k8s/octopus/web.yaml",
                "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: web }\nspec:\n  selector: { matchLabels: { app: web } }\n  template:\n    metadata:\n      labels:\n        "
                    + labels
                    + "\n    spec:\n      containers:\n        - { name: web, image: a }\n"
            )
        );

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

    // An operator calls what it makes after the object that asks for it, and puts labels of its own on the pods.
    [Theory]
    [InlineData("Kibana", "kibana.k8s.elastic.co/v1", "search", "search-kb-http")]
    [InlineData("Cluster", "postgresql.cnpg.io/v1", "orders", "orders-rw")]
    [InlineData("RabbitmqCluster", "rabbitmq.com/v1beta1", "broker", "broker")]
    [InlineData("Cluster", "postgresql.cnpg.io/v1", "orders", "[|baskets-rw|]")]
    [InlineData("Cluster", "postgresql.cnpg.io/v1", "orders", "[|orderset|]")]
    [InlineData("VirtualService", "networking.istio.io/v1", "orders", "[|orders-rw|]")]
    [InlineData("ServiceMonitor", "monitoring.coreos.com/v1", "orders", "[|orders-rw|]")]
    [InlineData("Gateway", "gateway.networking.k8s.io/v1", "orders", "[|orders-rw|]")]
    [InlineData("Deployment", "apps/v1", "orders", "[|orders-rw|]")]
    public Task ServiceThatAnOperatorMakes_IsNotMissing(string kind, string version, string name, string service) =>
        Verify(
            (
                "k8s/all.yaml",
                $"kind: {kind}\napiVersion: {version}\nmetadata: {{ name: {name} }}\n---\n"
                    + "kind: Service\napiVersion: v1\nmetadata: { name: api }\nspec: {}\n---\n"
                    + $"kind: Ingress\napiVersion: networking.k8s.io/v1\nspec: {{ defaultBackend: {{ service: {{ name: {service} }} }} }}\n"
            )
        );

    [Theory]
    [InlineData("{ agent.k8s.elastic.co/name: apm }")]
    [InlineData("{ cnpg.io/cluster: orders, role: primary }")]
    [InlineData("[|{ app.kubernetes.io/name: apm }|]")]
    [InlineData("[|{ shop.example/app: web }|]")]
    public Task PodsThatAnOperatorMakes_AreNotMissing(string selector) =>
        Verify(
            (
                "k8s/all.yaml",
                "kind: Pod\napiVersion: v1\nmetadata: { name: api, labels: { shop.example/app: api } }\nspec: { containers: [{ name: api, image: a }] }\n---\n"
                    + $"kind: Service\napiVersion: v1\nmetadata: {{ name: apm }}\nspec: {{ selector: {selector} }}\n"
            )
        );

    // kubectl apply -f job.yaml, beside a chart that is installed under that name.
    [Theory]
    [InlineData("{{ .Release.Name }}-settings", "shop-dev-settings")]
    [InlineData("{{ include \"x.name\" . }}", "shop")]
    [InlineData("shop-{{ .Values.stage }}-{{ .Values.color }}", "shop-dev-blue")]
    [InlineData("{{ .Release.Name }}-settings", "[|shop-dev-options|]")]
    [InlineData("shop-{{ .Values.stage }}-settings", "[|shop-settings|]")]
    public Task ObjectOfAChartsRelease_IsNotMissing(string made, string referred) =>
        Verify(
            ("helm/api/Chart.yaml", "name: api\n"),
            ("helm/api/templates/c.yaml", "kind: ConfigMap\napiVersion: v1\nmetadata:\n  name: " + made + "\n"),
            (
                "k8s/job.yaml",
                "kind: Job\napiVersion: batch/v1\nmetadata: { name: move }\nspec: { template: { spec: { containers: [{ name: m, image: a, envFrom: [{ configMapRef: { name: "
                    + referred
                    + " } }] }] } } }\n---\nkind: ConfigMap\napiVersion: v1\nmetadata: { name: other }\n"
            )
        );

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

    /// <summary>A selector sees the pods of its own namespace.</summary>
    [Theory]
    [InlineData("namespace: shop", "namespace: web", "[|{ app: api }|]")]
    [InlineData("namespace: shop", "namespace: shop", "{ app: api }")]
    [InlineData("namespace: shop", "labels: {}", "{ app: api }")]
    public Task AServiceOfAnotherNamespace_Triggers(string ofPods, string ofService, string selector) =>
        Verify(
            (
                "k8s/api.yaml",
                "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: api, "
                    + ofPods
                    + " }\nspec:\n  selector: { matchLabels: { app: api } }\n  template:\n    metadata: { labels: { app: api } }\n    spec:\n      containers:\n        - { name: api, image: a }\n---\nkind: Service\napiVersion: v1\nmetadata: { name: api, "
                    + ofService
                    + " }\nspec: { selector: "
                    + selector
                    + " }\n"
            )
        );

    [Theory]
    [InlineData("ingress-nginx", "{ app: ingress }")]
    [InlineData("shop", "[|{ app: ingress }|]")]
    public Task AServiceForPodsThatSomebodyElseInstalls_DoesNotTrigger(string space, string selector) =>
        Verify(
            (
                "k8s/api.yaml",
                "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: api, namespace: shop }\nspec:\n  selector: { matchLabels: { app: api } }\n  template:\n    metadata: { labels: { app: api } }\n    spec:\n      containers:\n        - { name: api, image: a }\n"
            ),
            (
                "k8s/ingress.yaml",
                $"kind: Service\napiVersion: v1\nmetadata: {{ name: ingress, namespace: {space} }}\nspec: {{ selector: {selector} }}\n"
            )
        );

    [Theory]
    [InlineData("[|shops|]")]
    [InlineData("shop")]
    public Task TheServiceOfAStatefulSet_Triggers(string name) =>
        Verify(
            (
                "k8s/api.yaml",
                "kind: StatefulSet\napiVersion: apps/v1\nmetadata: { name: api }\nspec:\n  serviceName: "
                    + name
                    + "\n  selector: { matchLabels: { app: api } }\n  template:\n    metadata: { labels: { app: api } }\n    spec:\n      containers:\n        - { name: api, image: a }\n---\nkind: Service\napiVersion: v1\nmetadata: { name: shop }\nspec: { clusterIP: None, selector: { app: api } }\n"
            )
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

    [Theory]
    [InlineData("Deployment", "apps/v1", "matchLabels: [|{ app: api }|]", "spec: { containers: [{ name: api, image: a }] }")]
    [InlineData("DeploymentConfig", "apps.openshift.io/v1", "app: web", "metadata: { labels: { app: web } }, spec: { containers: [] }")]
    [InlineData("Deployment", "apps/v1", "matchLabels: { app: api }", "metadata: { labels: { app: api } }")]
    public Task AWorkload_FindsItsOwnPodsAlsoWhereItsTemplateSaysLittle(string kind, string version, string selector, string template) =>
        Verify(
            (
                "k8s/api.yaml",
                $"kind: {kind}\napiVersion: {version}\nmetadata: {{ name: api }}\nspec: {{ selector: {{ {selector} }}, template: {{ {template} }} }}\n"
            )
        );

    [Theory]
    [InlineData("{ app: api }", "api")]
    [InlineData("[|{ app: api }|]", "web")]
    public Task AServiceForPodsOfWhichOnlyTheLabelsAreSaid_IsJudgedByThem(string selector, string label) =>
        Verify(
            (
                "k8s/api.yaml",
                $"kind: Deployment\napiVersion: apps/v1\nmetadata: {{ name: api }}\nspec: {{ template: {{ metadata: {{ labels: {{ app: {label} }} }} }} }}\n---\nkind: Service\napiVersion: v1\nmetadata: {{ name: api }}\nspec: {{ selector: {selector} }}\n"
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
