using Deployability.Analyzers.Rules.Kubernetes;
using Microsoft.CodeAnalysis.CSharp.Testing;

namespace Deployability.Analyzers.Tests.Rules.Kubernetes;

public sealed class MissingRolloutProtectionTests
{
    [Theory]
    [InlineData(
        "kind: [|Deployment|]\napiVersion: apps/v1\nmetadata: { name: api }\nspec:\n  selector: { matchLabels: { app: api } }\n  template:\n    metadata: { labels: { app: api } }\n    spec:\n      containers:\n        - { name: api, image: a }\n"
    )]
    [InlineData(
        "kind: [|Deployment|]\napiVersion: apps/v1\nmetadata: { name: api }\nspec:\n  replicas: 3\n  selector: { matchLabels: { app: api } }\n  template:\n    metadata: { labels: { app: api } }\n    spec:\n      containers:\n        - { name: api, image: a }\n"
    )]
    [InlineData(
        "kind: [|Deployment|]\napiVersion: apps/v1\nmetadata: { name: api }\nspec:\n  replicas: 3\n  strategy: { type: Recreate }\n  selector: { matchLabels: { app: api } }\n  template:\n    metadata: { labels: { app: api } }\n    spec:\n      containers:\n        - { name: api, image: a }\n---\nkind: PodDisruptionBudget\napiVersion: policy/v1\nmetadata: { name: api }\nspec: { selector: { matchLabels: { app: api } }, maxUnavailable: 1 }\n"
    )]
    [InlineData(
        "kind: [|Deployment|]\napiVersion: apps/v1\nmetadata: { name: api }\nspec:\n  replicas: 1\n  strategy: { type: Recreate }\n  selector: { matchLabels: { app: api } }\n  template:\n    metadata: { labels: { app: api } }\n    spec:\n      containers:\n        - { name: api, image: a }\n---\nkind: Service\napiVersion: v1\nmetadata: { name: api }\nspec: { selector: { app: api } }\n"
    )]
    public Task AnAppThatGoesDown_Triggers(string content) => Verify(("k8s/api.yaml", content));

    [Theory]
    [InlineData(
        "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: api }\nspec:\n  replicas: 3\n  selector: { matchLabels: { app: api } }\n  template:\n    metadata: { labels: { app: api } }\n    spec:\n      containers:\n        - { name: api, image: a }\n---\nkind: PodDisruptionBudget\napiVersion: policy/v1\nmetadata: { name: api }\nspec: { selector: { matchLabels: { app: api } }, maxUnavailable: 1 }\n"
    )]
    [InlineData(
        "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: api }\nspec:\n  selector: { matchLabels: { app: api } }\n  template:\n    metadata: { labels: { app: api } }\n    spec:\n      containers:\n        - { name: api, image: a }\n---\nkind: HorizontalPodAutoscaler\napiVersion: autoscaling/v2\nmetadata: { name: api }\nspec: { scaleTargetRef: { kind: Deployment, name: api }, maxReplicas: 5 }\n---\nkind: PodDisruptionBudget\napiVersion: policy/v1\nmetadata: { name: api }\nspec: { selector: { matchLabels: { app: api } }, maxUnavailable: 1 }\n"
    )]
    [InlineData(
        "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: api }\nspec:\n  selector: { matchLabels: { app: api } }\n  template:\n    metadata: { labels: { app: api } }\n    spec:\n      containers:\n        - { name: db, image: 'postgres:17' }\n"
    )]
    [InlineData(
        "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: collector }\nspec:\n  selector: { matchLabels: { app: collector } }\n  template:\n    metadata: { labels: { app: collector } }\n    spec:\n      containers:\n        - { name: gateway, image: 'otel/opentelemetry-collector-contrib:0.140.0' }\n"
    )]
    [InlineData(
        "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: api }\nspec:\n  strategy: { type: Recreate }\n  selector: { matchLabels: { app: api } }\n  template:\n    metadata: { labels: { app: api } }\n    spec:\n      volumes: [{ name: d, persistentVolumeClaim: { claimName: data } }]\n      containers:\n        - { name: api, image: a }\n---\nkind: PersistentVolumeClaim\napiVersion: v1\nmetadata: { name: data }\nspec: { accessModes: [ReadWriteOnce] }\n"
    )]
    [InlineData(
        "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: worker }\nspec:\n  replicas: 1\n  strategy: { type: Recreate }\n  selector: { matchLabels: { app: worker } }\n  template:\n    metadata: { labels: { app: worker } }\n    spec:\n      containers:\n        - { name: worker, image: a }\n"
    )]
    [InlineData("kind: Deployment\napiVersion: apps/v1\nmetadata: { name: api }\nspec: { replicas: 1 }\n")]
    public Task AProtectedApp_DoesNotTrigger(string content) => Verify(("k8s/api.yaml", content));

    [Theory]
    [InlineData("[|maxUnavailable|]: 0")]
    [InlineData("[|maxUnavailable|]: 0%")]
    [InlineData("[|minAvailable|]: 100%")]
    [InlineData("[|minAvailable|]: 150%")]
    [InlineData("[|minAvailable|]: 2")]
    [InlineData("minAvailable: 1")]
    [InlineData("minAvailable: 50%")]
    [InlineData("maxUnavailable: 1")]
    public Task ABudget_LetsAPodGo(string budget) =>
        Verify(
            (
                "k8s/api.yaml",
                "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: api }\nspec: { replicas: 2, selector: { matchLabels: { app: api } }, template: { metadata: { labels: { app: api } }, spec: { containers: [ { name: api, image: a } ] } } }\n---\n"
                    + "kind: PodDisruptionBudget\napiVersion: policy/v1\nmetadata: { name: api }\nspec: { "
                    + budget
                    + ", selector: { matchLabels: { app: api } } }\n"
            )
        );

    [Theory]
    [InlineData("Deployment", "selector: {}")]
    [InlineData("Deployment", "selector: { matchExpressions: [{ key: app, operator: In, values: [api, web] }] }")]
    [InlineData("Deployment", "selector: { matchExpressions: [{ key: app, operator: Exists }, { key: tier, operator: DoesNotExist }] }")]
    [InlineData("[|Deployment|]", "selector: { matchExpressions: [{ key: app, operator: NotIn, values: [api] }] }")]
    [InlineData("[|Deployment|]", "selector: { matchLabels: { app: api }, matchExpressions: [{ key: tier, operator: Exists }] }")]
    [InlineData("[|Deployment|]", "maxUnavailable: 1")]
    public Task ABudget_ChoosesPods(string kind, string selector) => VerifyBudget(kind, "name: api", selector);

    [Theory]
    [InlineData("Deployment", "name: api, namespace: shop")]
    [InlineData("[|Deployment|]", "name: api, namespace: web")]
    public Task ABudget_ChoosesPodsOfItsNamespace(string kind, string budget) =>
        VerifyBudget(kind, budget, "selector: { matchLabels: { app: api } }");

    private static Task VerifyBudget(string kind, string budget, string selector) =>
        Verify(
            (
                "k8s/api.yaml",
                "kind: "
                    + kind
                    + "\napiVersion: apps/v1\nmetadata: { name: api, namespace: shop }\nspec: { replicas: 2, selector: { matchLabels: { app: api } }, template: { metadata: { labels: { app: api } }, spec: { containers: [ { name: api, image: a } ] } } }\n---\n"
                    + "kind: PodDisruptionBudget\napiVersion: policy/v1\nmetadata: { "
                    + budget
                    + " }\nspec: { "
                    + selector
                    + " }\n"
            )
        );

    [Fact]
    public Task ABudgetThatAnAutoscalerOutgrows_DoesNotTrigger() =>
        Verify(
            (
                "k8s/api.yaml",
                "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: api }\nspec: { replicas: 2, selector: { matchLabels: { app: api } }, template: { metadata: { labels: { app: api } }, spec: { containers: [ { name: api, image: a } ] } } }\n---\n"
                    + "kind: PodDisruptionBudget\napiVersion: policy/v1\nmetadata: { name: api }\nspec: { minAvailable: 2, selector: { matchLabels: { app: api } } }\n"
                    + "---\nkind: HorizontalPodAutoscaler\napiVersion: autoscaling/v2\nmetadata: { name: api }\nspec: { scaleTargetRef: { kind: Deployment, name: api }, maxReplicas: 4 }\n"
            )
        );

    private static Task Verify(params (string, string)[] files)
    {
        var test = new CSharpAnalyzerTest<MissingRolloutProtectionAnalyzer>
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
