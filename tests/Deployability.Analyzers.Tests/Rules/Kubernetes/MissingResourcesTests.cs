using Deployability.Analyzers.Rules.Kubernetes;
using Microsoft.CodeAnalysis.CSharp.Testing;

namespace Deployability.Analyzers.Tests.Rules.Kubernetes;

public sealed class MissingResourcesTests
{
    [Theory]
    [InlineData(
        "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: api }\nspec:\n  selector: { matchLabels: { app: api } }\n  template:\n    metadata: { labels: { app: api } }\n    spec:\n      containers:\n        - { name: [|api|], image: a }\n"
    )]
    [InlineData(
        "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: api }\nspec:\n  selector: { matchLabels: { app: api } }\n  template:\n    metadata: { labels: { app: api } }\n    spec:\n      containers:\n        - { name: [|api|], image: a, resources: { requests: { cpu: 100m, memory: 128Mi } } }\n"
    )]
    [InlineData(
        "kind: CronJob\napiVersion: batch/v1\nspec: { jobTemplate: { spec: { template: { spec: { containers: [{ name: [|job|], image: a }] } } } } }\n"
    )]
    public Task AContainerWithoutResources_Triggers(string content) => Verify(("k8s/api.yaml", content));

    [Theory]
    [InlineData(
        "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: api }\nspec:\n  selector: { matchLabels: { app: api } }\n  template:\n    metadata: { labels: { app: api } }\n    spec:\n      containers:\n        - { name: api, image: a, resources: { requests: { cpu: 100m, memory: 128Mi }, limits: { memory: 256Mi } } }\n"
    )]
    [InlineData(
        "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: api }\nspec:\n  selector: { matchLabels: { app: api } }\n  template:\n    metadata: { labels: { app: api } }\n    spec:\n      containers:\n        - { name: api, image: a, resources: { limits: { cpu: 1, memory: 1Gi } } }\n"
    )]
    [InlineData(
        "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: api }\nspec:\n  selector: { matchLabels: { app: api } }\n  template:\n    metadata: { labels: { app: api } }\n    spec:\n      containers:\n        - { name: api, image: a }\n---\nkind: LimitRange\napiVersion: v1\nmetadata: { name: all }\n"
    )]
    [InlineData(
        "x: &r { requests: { cpu: 1, memory: 1Gi }, limits: { memory: 1Gi } }\nkind: Pod\napiVersion: v1\nspec: { containers: [{ name: api, image: a, resources: { <<: *r } }] }\n"
    )]
    public Task ResourcesThatAreSaid_DoNotTrigger(string content) => Verify(("k8s/api.yaml", content));

    private static Task Verify(params (string, string)[] files)
    {
        var test = new CSharpAnalyzerTest<MissingResourcesAnalyzer>
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
