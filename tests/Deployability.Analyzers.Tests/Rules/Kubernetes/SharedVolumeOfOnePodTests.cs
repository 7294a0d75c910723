using Deployability.Analyzers.Rules.Kubernetes;
using Microsoft.CodeAnalysis.CSharp.Testing;

namespace Deployability.Analyzers.Tests.Rules.Kubernetes;

public sealed class SharedVolumeOfOnePodTests
{
    [Theory]
    [InlineData(
        "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: api }\nspec:\n  replicas: 3\n  selector: { matchLabels: { app: api } }\n  template:\n    metadata: { labels: { app: api } }\n    spec:\n      volumes: [{ name: d, persistentVolumeClaim: { claimName: [|data|] } }]\n      containers:\n        - { name: api, image: a }\n---\nkind: PersistentVolumeClaim\napiVersion: v1\nmetadata: { name: data }\nspec: { accessModes: [ReadWriteOnce] }\n"
    )]
    [InlineData(
        "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: api }\nspec:\n  selector: { matchLabels: { app: api } }\n  template:\n    metadata: { labels: { app: api } }\n    spec:\n      volumes: [{ name: d, persistentVolumeClaim: { claimName: [|data|] } }]\n      containers:\n        - { name: api, image: a }\n---\nkind: PersistentVolumeClaim\napiVersion: v1\nmetadata: { name: data }\nspec: { accessModes: [ReadWriteOnce] }\n---\nkind: HorizontalPodAutoscaler\napiVersion: autoscaling/v2\nmetadata: { name: api }\nspec: { scaleTargetRef: { kind: Deployment, name: api }, maxReplicas: 5 }\n"
    )]
    public Task SeveralReplicasOnOneVolume_Trigger(string content) => Verify(("k8s/api.yaml", content));

    [Theory]
    [InlineData(
        "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: api }\nspec:\n  selector: { matchLabels: { app: api } }\n  template:\n    metadata: { labels: { app: api } }\n    spec:\n      volumes: [{ name: d, persistentVolumeClaim: { claimName: data } }]\n      containers:\n        - { name: api, image: a }\n---\nkind: PersistentVolumeClaim\napiVersion: v1\nmetadata: { name: data }\nspec: { accessModes: [ReadWriteOnce] }\n"
    )]
    [InlineData(
        "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: api }\nspec:\n  replicas: 3\n  selector: { matchLabels: { app: api } }\n  template:\n    metadata: { labels: { app: api } }\n    spec:\n      volumes: [{ name: d, persistentVolumeClaim: { claimName: data } }]\n      containers:\n        - { name: api, image: a }\n---\nkind: PersistentVolumeClaim\napiVersion: v1\nmetadata: { name: data }\nspec: { accessModes: [ReadWriteMany] }\n"
    )]
    [InlineData(
        "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: api }\nspec:\n  replicas: 3\n  selector: { matchLabels: { app: api } }\n  template:\n    metadata: { labels: { app: api } }\n    spec:\n      volumes: [{ name: d, persistentVolumeClaim: { claimName: elsewhere } }]\n      containers:\n        - { name: api, image: a }\n---\nkind: PersistentVolumeClaim\napiVersion: v1\nmetadata: { name: data }\nspec: { accessModes: [ReadWriteOnce] }\n"
    )]
    public Task OneReplicaOrASharedVolume_DoesNotTrigger(string content) => Verify(("k8s/api.yaml", content));

    private static Task Verify(params (string, string)[] files)
    {
        var test = new CSharpAnalyzerTest<SharedVolumeOfOnePodAnalyzer>
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
