using Deployability.Analyzers.Rules.Kubernetes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;

namespace Deployability.Analyzers.Tests.Rules.Kubernetes;

public sealed class MissingProbeTests
{
    [Theory]
    [InlineData(
        "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: api }\nspec:\n  selector: { matchLabels: { app: api } }\n  template:\n    metadata: { labels: { app: api } }\n    spec:\n      containers:\n        - { name: [|api|], image: 'shop/api:1' }\n"
    )]
    [InlineData(
        "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: api }\nspec:\n  selector: { matchLabels: { app: api } }\n  template:\n    metadata: { labels: { app: api } }\n    spec:\n      containers:\n        - { name: [|api|], image: 'shop/api:1', readinessProbe: { httpGet: { path: /r, port: 8080 } } }\n"
    )]
    [InlineData(
        "kind: StatefulSet\napiVersion: apps/v1\nmetadata: { name: api }\nspec:\n  selector: { matchLabels: { app: api } }\n  template:\n    metadata: { labels: { app: api } }\n    spec:\n      containers:\n        - { [|image|]: 'shop/api:1', livenessProbe: { httpGet: { path: /l, port: 8080 } } }\n"
    )]
    [InlineData(
        "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: api }\nspec:\n  selector: { matchLabels: { app: api } }\n  template:\n    metadata: { labels: { app: api } }\n    spec: { containers: [{ name: [|api|], image: 'shop/api:1' }] }\n---\nkind: Service\napiVersion: v1\nmetadata: { name: api }\nspec: { selector: { app: api } }\n"
    )]
    [InlineData(
        "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: api }\nspec:\n  selector: { matchLabels: { app: api } }\n  template:\n    metadata: { labels: { app: api } }\n    spec: { containers: [{ name: [|api|], image: 'shop/api:1' }] }\n---\nkind: Service\napiVersion: v1\nmetadata: { name: api }\nspec: { selector: { app: apis } }\n"
    )]
    [InlineData("kind: Pod\napiVersion: v1\nspec: { restartPolicy: Always, containers: [{ name: [|api|], image: a }] }\n")]
    [InlineData("kind: Pod\napiVersion: v1\nspec: { containers: [{ name: [|agent-api|], image: a, ports: [{ containerPort: 80 }] }] }\n")]
    [InlineData("kind: Pod\napiVersion: v1\nspec: { containers: [{ name: [|agency|], image: a }] }\n")]
    [InlineData(
        "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: worker }\nspec:\n  selector: { matchLabels: { app: worker } }\n  template:\n    metadata: { labels: { app: worker } }\n    spec: { containers: [{ name: [|worker|], image: 'shop/worker:1' }] }\n---\nkind: Service\napiVersion: v1\nmetadata: { name: worker }\nspec: { selector: { app: worker } }\n"
    )]
    [InlineData(
        "kind: List\napiVersion: v1\nitems:\n  - kind: Pod\n    apiVersion: v1\n    spec: { containers: [{ name: [|api|], image: a }] }\n"
    )]
    public Task AWorkloadWithoutProbes_Triggers(string content) => Verify(("k8s/api.yaml", content));

    [Theory]
    [InlineData(
        "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: api }\nspec:\n  selector: { matchLabels: { app: api } }\n  template:\n    metadata: { labels: { app: api } }\n    spec:\n      containers:\n        - { name: api, image: 'shop/api:1', readinessProbe: { httpGet: { path: /r, port: 8080 } }, livenessProbe: { httpGet: { path: /l, port: 8080 } } }\n"
    )]
    [InlineData(
        "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: api }\nspec:\n  selector: { matchLabels: { app: api } }\n  template:\n    metadata: { labels: { app: api } }\n    spec:\n      containers:\n        - { name: postgres, image: 'postgres:17' }\n"
    )]
    [InlineData(
        "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: api }\nspec:\n  selector: { matchLabels: { app: api } }\n  template:\n    metadata: { labels: { app: api } }\n    spec:\n      containers:\n        - { name: istio-proxy, image: 'istio/proxyv2:1' }\n"
    )]
    [InlineData(
        "kind: Pod\napiVersion: v1\nspec: { containers: [{ name: sqlserver, image: 'shop.sqlserver:0.1', ports: [{ containerPort: 1433 }] }] }\n"
    )]
    [InlineData("kind: Pod\napiVersion: v1\nspec: { containers: [{ name: monitor, image: 'mcr.microsoft.com/dotnet/monitor:10' }] }\n")]
    [InlineData("kind: Pod\napiVersion: v1\nspec: { containers: [{ name: mailserver, image: 'maildev/maildev:2.1.0' }] }\n")]
    [InlineData("kind: Job\napiVersion: batch/v1\nspec: { template: { spec: { containers: [{ name: api, image: a }] } } }\n")]
    [InlineData("kind: Pod\napiVersion: v1\nspec: { restartPolicy: Never, containers: [{ name: move, image: a }] }\n")]
    [InlineData("kind: Pod\napiVersion: v1\nspec: { restartPolicy: OnFailure, containers: [{ name: move, image: a }] }\n")]
    [InlineData("kind: Pod\napiVersion: v1\nspec: { initContainers: [{ name: init, image: a }] }\n")]
    [InlineData(
        "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: mailer }\nspec:\n  selector: { matchLabels: { app: mailer } }\n  template:\n    metadata: { labels: { app: mailer } }\n    spec: { containers: [{ name: mailer, image: 'shop/mailer:1' }] }\n---\nkind: Service\napiVersion: v1\nmetadata: { name: api }\nspec: { selector: { app: api } }\n---\nkind: Pod\napiVersion: v1\nmetadata: { name: api, labels: { app: api } }\nspec: { containers: [{ name: api, image: 'shop/api:1', readinessProbe: { httpGet: { path: /r, port: 8080 } }, livenessProbe: { httpGet: { path: /l, port: 8080 } } }] }\n"
    )]
    [InlineData(
        "kind: Pod\napiVersion: v1\nmetadata: { name: azureagent }\nspec: { containers: [{ name: main, image: 'shop/tools:1' }] }\n"
    )]
    [InlineData("kind: Pod\napiVersion: v1\nmetadata: { name: x }\nspec: { containers: [{ name: gh-runner-1, image: 'shop/tools:1' }] }\n")]
    [InlineData("kind: Pod\napiVersion: v1\nmetadata: { name: x }\nspec: { containers: [{ name: y, image: 'shop/orders-worker:1' }] }\n")]
    [InlineData(
        "kind: Pod\napiVersion: v1\nmetadata: { name: x }\nspec: { containers: [{ name: y, image: 'a/b:1', env: [{ name: AZP_URL, value: 'https://dev.azure.com/x' }] }] }\n"
    )]
    [InlineData("not: a manifest\n")]
    [InlineData("a: [\n")]
    [InlineData(
        "# deployability:ignore DPL8001 probed by a side-car\nkind: Pod\napiVersion: v1\nspec:\n  containers:\n    # deployability:ignore DPL8001 probed by a side-car\n    - name: api\n      image: a\n"
    )]
    public Task OtherObjects_DoNotTrigger(string content) => Verify(("k8s/api.yaml", content));

    [Theory]
    [InlineData("# {|#0:deployability:ignore DPL8001|}")]
    [InlineData("# {|#0:deployability:ignore DPL8001, DPL8002: -|}")]
    public Task AFindingThatIsSilencedWithoutAReason_IsASuggestion(string comment)
    {
        var test = new CSharpAnalyzerTest<MissingProbeAnalyzer>
        {
            TestState =
            {
                Sources = { "WebApplication.CreateBuilder(args).Build().Run();" },
                AdditionalFiles =
                {
                    ("k8s/api.yaml", $"kind: Pod\napiVersion: v1\nspec:\n  containers:\n    {comment}\n    - name: api\n      image: a\n"),
                },
            },
        };
        test.TestState.ExpectedDiagnostics.Add(
            new DiagnosticResult("DPL8001", DiagnosticSeverity.Info)
                .WithLocation(0)
                .WithMessage("DPL8001 is silenced here without a reason; write it behind the id, so that others know why")
        );
        return test.RunAsync();
    }

    [Theory]
    [InlineData("", "readinessProbe and no livenessProbe, so it gets requests before it can answer them, and keeps them after it hangs")]
    [InlineData(", livenessProbe: { tcpSocket: { port: 80 } }", "readinessProbe, so it gets requests before it can answer them")]
    [InlineData(", readinessProbe: { tcpSocket: { port: 80 } }", "livenessProbe, so it is not started again when it hangs")]
    public Task Message_SaysWhatTheMissingProbeIsFor(string probes, string said)
    {
        var test = new CSharpAnalyzerTest<MissingProbeAnalyzer>
        {
            TestState =
            {
                Sources = { "WebApplication.CreateBuilder(args).Build().Run();" },
                AdditionalFiles =
                {
                    ("k8s/api.yaml", $"kind: Pod\napiVersion: v1\nspec: {{ containers: [{{ name: {{|#0:api|}}, image: a{probes} }}] }}\n"),
                },
            },
        };
        test.TestState.ExpectedDiagnostics.Add(
            new DiagnosticResult("DPL8001", DiagnosticSeverity.Warning)
                .WithLocation(0)
                .WithMessage(
                    $"Container 'api' has no {said}; probe the endpoint that the code maps, for example /healthz/ready and /healthz/live"
                )
        );
        return test.RunAsync();
    }

    [Fact]
    public Task WhatAPatchCompletes_DoesNotTrigger() =>
        Verify(
            (
                "k8s/base/api.yaml",
                "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: api }\nspec:\n  selector: { matchLabels: { app: api } }\n  template:\n    metadata: { labels: { app: api } }\n    spec:\n      containers:\n        - { name: api, image: a }\n"
            ),
            (
                "k8s/overlays/prod/probes.yaml",
                "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: api }\nspec: { template: { spec: { containers: [{ name: api }] } } }\n"
            )
        );

    [Theory]
    [InlineData("{ name: http, containerPort: 8080 }", true)]
    [InlineData("{ name: metrics, containerPort: 9464 }", false)]
    [InlineData("{ containerPort: 8080 }", true)]
    public Task AWorkersMetrics_AreNoRequests(string port, bool triggers) =>
        new CSharpAnalyzerTest<MissingProbeAnalyzer>
        {
            References = Deployability.Testing.SdkReferences.NetCore,
            TestState =
            {
                Sources = { "Console.WriteLine();" },
                AdditionalFiles =
                {
                    (
                        "k8s/worker.yaml",
                        $"kind: Pod\napiVersion: v1\nspec: {{ containers: [{{ name: {(triggers ? "[|worker|]" : "worker")}, image: a, ports: [{port}] }}] }}\n"
                    ),
                },
            },
        }.RunAsync();

    // Without a kustomization, a second object of its name and a file that is called so, it is a patch of nothing.
    [Theory]
    [InlineData("Deployment", "apps/v1", "[|api|]", "k8s/api.yaml", "")]
    [InlineData("DeploymentConfig", "apps.openshift.io/v1", "[|api|]", "k8s/api.yaml", "")]
    [InlineData("Deployment", "apps/v1", "api", "k8s/api-patch.yaml", "")]
    [InlineData("Deployment", "apps/v1", "api", "k8s/api.yaml", "k8s/other/kustomization.yaml")]
    public Task AWorkloadThatNobodyFinishes_IsJudgedByWhatItSays(
        string kind,
        string version,
        string name,
        string path,
        string kustomization
    ) =>
        Verify([
            (
                path,
                $"kind: {kind}\napiVersion: {version}\nmetadata: {{ name: api }}\nspec: {{ template: {{ spec: {{ containers: [{{ name: {name} }}] }} }} }}\n"
            ),
            .. kustomization.Length > 0
                ? new[] { (kustomization, "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: []\n") }
                : [],
        ]);

    // The image stands in the values of the chart, and nobody here maps an endpoint in it.
    [Theory]
    [InlineData("openzipkin/zipkin", "{{ .Chart.Name }}")]
    [InlineData("docker.elastic.co/apm/apm-server", "{{ .Chart.Name }}")]
    [InlineData("acme/zipping", "[|{{ .Chart.Name }}|]")]
    public Task AProgramOfOthersInAChart_DoesNotTrigger(string image, string name) =>
        Verify(
            ("helm/tracing/Chart.yaml", "apiVersion: v2\nname: tracing\nversion: 1.0.0\n"),
            ("helm/tracing/values.yaml", $"image:\n  repository: {image}\n  tag: 3.1.0\n"),
            (
                "helm/tracing/templates/deployment.yaml",
                "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: tracing }\nspec:\n  selector: { matchLabels: { app: tracing } }\n  template:\n    metadata: { labels: { app: tracing } }\n    spec:\n      containers:\n        - name: "
                    + name
                    + "\n          image: \"{{ .Values.image.repository }}:{{ .Values.image.tag }}\"\n          ports: [ { containerPort: 9411 } ]\n"
            )
        );

    private static Task Verify(params (string, string)[] files)
    {
        var test = new CSharpAnalyzerTest<MissingProbeAnalyzer>
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
