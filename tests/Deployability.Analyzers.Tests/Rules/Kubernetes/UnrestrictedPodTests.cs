using Deployability.Analyzers.Rules.Kubernetes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;

namespace Deployability.Analyzers.Tests.Rules.Kubernetes;

public sealed class UnrestrictedPodTests
{
    [Theory]
    [InlineData(
        "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: api }\nspec:\n  selector: { matchLabels: { app: api } }\n  template:\n    metadata: { labels: { app: api } }\n    spec:\n      containers:\n        - { name: [|api|], image: a }\n"
    )]
    [InlineData(
        "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: api }\nspec:\n  selector: { matchLabels: { app: api } }\n  template:\n    metadata: { labels: { app: api } }\n    spec:\n      containers:\n        - { name: [|api|], image: a, securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: [ALL] } } }\n"
    )]
    [InlineData(
        "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: api }\nspec:\n  selector: { matchLabels: { app: api } }\n  template:\n    metadata: { labels: { app: api } }\n    spec:\n      securityContext: { runAsNonRoot: true, seccompProfile: { type: RuntimeDefault } }\n      hostNetwork: true\n      containers:\n        - { name: [|api|], image: a, securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: [ALL] } } }\n"
    )]
    [InlineData(
        "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: api }\nspec:\n  selector: { matchLabels: { app: api } }\n  template:\n    metadata: { labels: { app: api } }\n    spec:\n      securityContext: { runAsNonRoot: true, seccompProfile: { type: RuntimeDefault } }\n      volumes: [{ name: d, hostPath: { path: / } }]\n      containers:\n        - { name: [|api|], image: a, securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: [ALL] } } }\n"
    )]
    [InlineData(
        "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: api }\nspec:\n  selector: { matchLabels: { app: api } }\n  template:\n    metadata: { labels: { app: api } }\n    spec:\n      securityContext: { runAsNonRoot: true, seccompProfile: { type: RuntimeDefault } }\n      containers:\n        - { name: [|api|], image: a, securityContext: { privileged: true, runAsUser: 0 } }\n"
    )]
    public Task AnOpenPod_Triggers(string content) => Verify(("k8s/api.yaml", content));

    [Theory]
    [InlineData(
        "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: api }\nspec:\n  selector: { matchLabels: { app: api } }\n  template:\n    metadata: { labels: { app: api } }\n    spec:\n      securityContext: { runAsNonRoot: true, seccompProfile: { type: RuntimeDefault } }\n      containers:\n        - { name: api, image: a, securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: [ALL] } } }\n"
    )]
    [InlineData(
        "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: api }\nspec:\n  selector: { matchLabels: { app: api } }\n  template:\n    metadata: { labels: { app: api } }\n    spec:\n      os: { name: windows }\n      containers:\n        - { name: api, image: a }\n"
    )]
    [InlineData(
        "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: api }\nspec:\n  selector: { matchLabels: { app: api } }\n  template:\n    metadata: { labels: { app: api } }\n    spec:\n      securityContext: { runAsNonRoot: true, seccompProfile: { type: RuntimeDefault } }\n      containers:\n        - { name: db, image: 'postgres:17', securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } } }\n"
    )]
    [InlineData(
        "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: api }\nspec:\n  selector: { matchLabels: { app: api } }\n  template:\n    metadata: { labels: { app: api } }\n    spec:\n      securityContext: { runAsNonRoot: true, seccompProfile: { type: RuntimeDefault } }\n      containers:\n        - { name: api, image: a, securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: false, capabilities: { drop: [ALL] } } }\n"
    )]
    [InlineData(
        "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: collector }\nspec:\n  selector: { matchLabels: { app: c } }\n  template:\n    metadata: { labels: { app: c } }\n    spec:\n      initContainers: [ { name: init, image: busybox } ]\n      containers: [ { name: c, image: otel/opentelemetry-collector-contrib } ]\n"
    )]
    public Task ARestrictedPod_DoesNotTrigger(string content) => Verify(("k8s/api.yaml", content));

    [Theory]
    [InlineData("USER app", "runAsNonRoot: true", "[|api|]")]
    [InlineData("USER app:app", "runAsNonRoot: true", "[|api|]")]
    [InlineData("USER app", "runAsNonRoot: true, runAsUser: 1654", "api")]
    [InlineData("USER 1654", "runAsNonRoot: true", "api")]
    [InlineData("USER $APP_UID", "runAsNonRoot: true", "api")]
    [InlineData("ARG RUNNER=1654\nUSER $RUNNER", "runAsNonRoot: true", "api")]
    [InlineData("EXPOSE 8080", "runAsNonRoot: true", "api")]
    public Task AUserByName_IsNoNumber(string user, string context, string container) =>
        Verify(
            ("Dockerfile", "FROM mcr.microsoft.com/dotnet/aspnet:10.0\n" + user + "\nENTRYPOINT [\"dotnet\", \"TestProject.dll\"]\n"),
            (
                "k8s/api.yaml",
                "kind: Pod\napiVersion: v1\nmetadata: { name: api }\nspec:\n  securityContext: { "
                    + context
                    + ", seccompProfile: { type: RuntimeDefault } }\n  containers: [ { name: "
                    + container
                    + ", image: a, securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: [ALL] } } } ]\n"
            )
        );

    [Fact]
    public Task TheMessage_NamesWhatToSet()
    {
        var test = new CSharpAnalyzerTest<UnrestrictedPodAnalyzer>
        {
            TestState =
            {
                Sources = { "WebApplication.CreateBuilder(args).Build().Run();" },
                AdditionalFiles = { ("k8s/api.yaml", "kind: Pod\napiVersion: v1\nspec: { containers: [{ name: api, image: a }] }\n") },
            },
        };
        test.TestState.ExpectedDiagnostics.Add(
            CSharpAnalyzerVerifier<UnrestrictedPodAnalyzer>
                .Diagnostic()
                .WithSpan("/0/k8s/api.yaml", 3, 30, 3, 33)
                .WithArguments(
                    "api",
                    "runAsNonRoot: true, allowPrivilegeEscalation: false, capabilities.drop: [ALL], seccompProfile.type: RuntimeDefault, readOnlyRootFilesystem: true"
                )
        );
        return test.RunAsync();
    }

    /// <summary>Nobody here makes the image of a database: what it says by itself is judged, and what it can be held to where others are.</summary>
    [Theory]
    [InlineData("name: db, image: 'postgres:17'", "")]
    [InlineData("name: cache, image: redis, securityContext: { runAsNonRoot: true }", "")]
    [InlineData("name: [|db|], image: 'postgres:17', securityContext: { privileged: true }", "")]
    [InlineData("name: [|db|], image: 'postgres:17', ports: [ { containerPort: 5432, hostPort: 5432 } ]", "")]
    [InlineData("name: [|db|], image: 'postgres:17', securityContext: { allowPrivilegeEscalation: true }", "")]
    [InlineData("name: [|db|], image: 'postgres:17', securityContext: { runAsUser: 0 }", "")]
    [InlineData("name: [|db|], image: 'postgres:17'", "allowPrivilegeEscalation: false, ")]
    [InlineData(
        "name: [|db|], image: 'postgres:17', securityContext: { runAsNonRoot: true, allowPrivilegeEscalation: false }",
        "allowPrivilegeEscalation: false, "
    )]
    public Task ACompanion_IsHeldToWhatItsImageCan(string companion, string restricted) =>
        Verify(
            ("k8s/db.yaml", "kind: Pod\napiVersion: v1\nmetadata: { name: db }\nspec: { containers: [ { " + companion + " } ] }\n"),
            (
                "k8s/api.yaml",
                "kind: Pod\napiVersion: v1\nmetadata: { name: api }\nspec: { containers: [ { name: [|api|], image: a, securityContext: { "
                    + restricted
                    + "runAsNonRoot: true } } ] }\n"
            )
        );

    // What nobody said of them is one decision; a right that somebody gives is another.
    [Fact]
    public async Task ProgramsOfOthers_AreNamedTogether()
    {
        var test = TestOf(
            (
                "k8s/api.yaml",
                "kind: Pod\napiVersion: v1\nmetadata: { name: api }\nspec: { securityContext: { seccompProfile: { type: RuntimeDefault } }, containers: [ { name: api, image: a, securityContext: { allowPrivilegeEscalation: false, runAsNonRoot: true, readOnlyRootFilesystem: true, capabilities: { drop: [ALL] } } } ] }\n"
            ),
            Of("cache", "redis"),
            Of("db", "'postgres:17'"),
            Of("queue", "'rabbitmq:4', securityContext: { privileged: true }", "[|queue|]")
        );
        test.TestState.ExpectedDiagnostics.Add(
            new DiagnosticResult("DPL8003", DiagnosticSeverity.Warning)
                .WithSpan("/0/k8s/cache.yaml", 4, 31, 4, 36)
                .WithArguments("cache", "allowPrivilegeEscalation: false, seccompProfile.type: RuntimeDefault (and look at 'db' beside it)")
        );
        await test.RunAsync();

        static (string, string) Of(string name, string image, string? marked = null) =>
            (
                $"k8s/{name}.yaml",
                $"kind: Pod\napiVersion: v1\nmetadata: {{ name: {name} }}\nspec: {{ containers: [ {{ name: {marked ?? name}, image: {image} }} ] }}\n"
            );
    }

    // Elasticsearch locks its memory; nothing of its kind opens sockets as it likes.
    [Theory]
    [InlineData("IPC_LOCK", "search")]
    [InlineData("CHOWN", "search")]
    [InlineData("NET_ADMIN", "[|search|]")]
    public Task WhatADatabaseNeeds_DoesNotTrigger(string capability, string name) =>
        Verify(
            (
                "k8s/search.yaml",
                "kind: Pod\napiVersion: v1\nmetadata: { name: search }\nspec: { containers: [ { name: "
                    + name
                    + ", image: 'docker.elastic.co/elasticsearch/elasticsearch:9.0.0', securityContext: { capabilities: { add: [ "
                    + capability
                    + " ] } } } ] }\n"
            )
        );

    [Theory]
    [InlineData("hostNetwork: true", "[|Deployment|]")]
    [InlineData("hostPID: true", "[|Deployment|]")]
    [InlineData("volumes: [{ name: d, hostPath: { path: /var/run/docker.sock } }]", "[|Deployment|]")]
    [InlineData("hostNetwork: false", "Deployment")]
    [InlineData("hostNetwork: true, containers: [{ name: [|api|] }]", "Deployment")]
    public Task AWorkloadThatNobodyFinishes_IsJudgedByWhatItSays(string pod, string kind) =>
        Verify(
            (
                "k8s/api.yaml",
                $"kind: {kind}\napiVersion: apps/v1\nmetadata: {{ name: api }}\nspec: {{ template: {{ spec: {{ {pod} }} }} }}\n"
            )
        );

    private static Task Verify(params (string, string)[] files) => TestOf(files).RunAsync();

    private static CSharpAnalyzerTest<UnrestrictedPodAnalyzer> TestOf(params (string, string)[] files)
    {
        var test = new CSharpAnalyzerTest<UnrestrictedPodAnalyzer>
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
