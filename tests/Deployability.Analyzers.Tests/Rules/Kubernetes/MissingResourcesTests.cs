using Deployability.Analyzers.Rules.Kubernetes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;

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

    [Fact]
    public Task ProgramsOfOthers_TriggerOnceInAFolder() =>
        Verify(
            ("k8s/api.yaml", Of("{ name: [|api|], image: shop/api:1 }")),
            ("k8s/grafana.yaml", Of("{ name: [|grafana|], image: grafana/grafana:11 }")),
            ("k8s/tracing/zipkin.yaml", Of("{ name: [|zipkin|], image: openzipkin/zipkin:3 }")),
            ("k8s/tracing/zzz.yaml", Of("{ name: store, image: docker.elastic.co/elasticsearch/elasticsearch-wolfi:9.0.0 }")),
            ("k8s/rabbit.yaml", Of("{ name: queue, image: registry.shop.example/bitnami/rabbitmq-custom:4 }")),
            ("k8s/sql.yaml", Of("{ name: db, image: mcr.microsoft.com/mssql/server:2022-latest }")),
            ("k8s/worker.yaml", Of("{ name: [|worker|], image: shop/server:1 }"))
        );

    [Fact]
    public async Task ProgramsOfOthers_AreNamedTogether()
    {
        var test = TestOf(
            ("k8s/a.yaml", Of("{ name: grafana, image: grafana/grafana:11 }")),
            ("k8s/b.yaml", Of("{ name: loki, image: grafana/loki:3 }")),
            ("k8s/c.yaml", Of("{ name: seq, image: datalust/seq:2025 }")),
            ("k8s/dev/d.yaml", Of("{ name: local, image: postgres:17 }")),
            ("k8s/e.yaml", Of("{ name: db, image: postgres:17, resources: { limits: { cpu: 1, memory: 1Gi } } }"))
        );
        test.TestState.ExpectedDiagnostics.Add(
            new DiagnosticResult("DPL8002", DiagnosticSeverity.Warning)
                .WithSpan("/0/k8s/a.yaml", 10, 19, 10, 26)
                .WithArguments("grafana", "requests.cpu, requests.memory, limits.memory", " (nor have 'loki', 'seq' beside it)")
        );
        await test.RunAsync();
    }

    private static string Of(string container) =>
        $$"""
            kind: Deployment
            apiVersion: apps/v1
            metadata: { name: {{container.Split(' ')[2].Trim(',', '[', '|', ']')}} }
            spec:
              selector: { matchLabels: { app: thing } }
              template:
                metadata: { labels: { app: thing } }
                spec:
                  containers:
                    - {{container}}
            """;

    private static Task Verify(params (string, string)[] files) => TestOf(files).RunAsync();

    private static CSharpAnalyzerTest<MissingResourcesAnalyzer> TestOf(params (string, string)[] files)
    {
        var test = new CSharpAnalyzerTest<MissingResourcesAnalyzer>
        {
            TestState = { Sources = { "WebApplication.CreateBuilder(args).Build().Run();" } },
        };
        foreach (var file in files)
        {
            test.TestState.AdditionalFiles.Add(file);
        }

        return test;
    }
}
