using Deployability.Analyzers.Rules.Kubernetes;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Tests.Rules.Kubernetes;

/// <summary>Templates of a chart are judged as far as they are static: a hole is unknown, and what stands under a condition counts as there.</summary>
public sealed class ChartTests
{
    private static readonly (string, string) Chart = ("helm/api/Chart.yaml", "apiVersion: v2\nname: api\nversion: 1.0.0\n");

    [Fact]
    public Task WhatStandsUnderAConditionOrComesFromValues_DoesNotTrigger()
    {
        const string Container = """
            name: {{ .Chart.Name }}
            image: "{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}"
            {{- with .Values.securityContext }}
            securityContext:
              {{- toYaml . | nindent 12 }}
            {{- end }}
            {{- if .Values.probes.enabled }}
            livenessProbe: { httpGet: { path: /l, port: http } }
            readinessProbe:
              {{- toYaml .Values.readinessProbe | nindent 12 }}
            {{- end }}
            resources: {{- toYaml .Values.resources | nindent 12 }}
            """;
        return VerifyAll(Deployment(Container));
    }

    [Fact]
    public Task WhatAHelperMayWriteIntoTheContainer_IsNotMissed() =>
        VerifyAll(Deployment("name: api\nimage: shop/api:1\n{{- include \"api.container\" . | nindent 10 }}"));

    [Fact]
    public Task WhatATemplateLacks_Triggers() =>
        Verify<MissingProbeAnalyzer>(
            Chart,
            ("helm/api/templates/deployment.yaml", Deployment("name: [|{{ .Chart.Name }}|]\nimage: \"{{ .Values.image }}\""))
        );

    [Fact]
    public Task AMovingTag_TriggersWhereItIsWritten() =>
        Verify<MutableImageTagAnalyzer>(
            Chart,
            ("helm/api/templates/deployment.yaml", Deployment("name: api\nimage: [|\"{{ .Values.registry }}/api:latest\"|]"))
        );

    [Fact]
    public Task AReferenceToANameThatIsFilledIn_DoesNotTrigger() =>
        Verify<DanglingReferenceAnalyzer>(
            Chart,
            (
                "helm/api/templates/deployment.yaml",
                Deployment(
                    "name: api\nimage: a\nenvFrom:\n  - configMapRef: { name: {{ include \"api.fullname\" . }} }\n  - configMapRef: { name: fixed }"
                )
            ),
            ("helm/api/templates/configmap.yaml", "kind: ConfigMap\napiVersion: v1\nmetadata:\n  name: {{ include \"api.fullname\" . }}\n"),
            (
                "helm/api/templates/service.yaml",
                "kind: Service\napiVersion: v1\nmetadata: { name: api }\nspec:\n  selector:\n    {{- include \"api.selectorLabels\" . | nindent 4 }}\n"
            )
        );

    [Fact]
    public Task AVersionForEachCluster_DoesNotTrigger() =>
        Verify<RemovedApiVersionAnalyzer>(
            Chart,
            (
                "helm/api/templates/ingress.yaml",
                "{{- if .Capabilities.APIVersions.Has \"networking.k8s.io/v1\" }}\napiVersion: networking.k8s.io/v1\n{{- else }}\napiVersion: networking.k8s.io/v1beta1\n{{- end }}\nkind: Ingress\n"
            ),
            ("helm/api/templates/old.yaml", "apiVersion: [|batch/v1beta1|]\nkind: CronJob\nmetadata:\n  name: {{ .Release.Name }}\n")
        );

    [Fact]
    public async Task ValuesOfWhatAChartBringsAlong_AreNotJudged()
    {
        const string Db = "replicas: 1\nimage: { repository: shop/db, tag: latest }\n";
        await Verify<MutableImageTagAnalyzer>(
            Chart,
            (
                "helm/api/values.yaml",
                "image: { repository: shop/api, tag: [|latest|] }\ndb: { image: { repository: shop/db, tag: latest } }\n"
            ),
            ("helm/api/charts/db/Chart.yaml", "name: db\n"),
            ("helm/api/charts/db/values.yaml", Db)
        );
    }

    [Fact]
    public Task TemplatesWithoutAChart_AndChartsInsideOthers_AreNotJudged() =>
        Verify<MissingProbeAnalyzer>(
            Chart,
            ("helm/api/charts/db/Chart.yaml", "name: db\n"),
            ("helm/api/charts/db/templates/d.yaml", Deployment("name: db\nimage: a")),
            ("pipelines/templates/d.yaml", Deployment("name: api\nimage: a")),
            ("helm/api/templates/NOTES.txt", "kind: Deployment\n")
        );

    [Theory]
    [InlineData("x-{{ .Chart.Name }}", "x")]
    [InlineData("{{ .Chart.Name }}-worker", "worker")]
    [InlineData("{{ .Chart.Name }}{{ .Values.kind }}-worker", "worker")]
    [InlineData("{{ .Chart.Name }}-worker-{{ .Release.Name }}", "worker")]
    [InlineData("x-{{ .Chart.Name }}-worker", "x-…-worker")]
    [InlineData("x{{ .Chart.Name }}", "x…")]
    [InlineData("{{ .Chart.Name }}-{{ .Release.Name }}", "api")]
    [InlineData("{{ .Chart.Name }}", "api")]
    public Task AMessage_ShowsWhatIsKnownOfANameAndTheChartForOneOfWhichNothingIs(string name, string shown)
    {
        var test = new CSharpAnalyzerTest<MissingResourcesAnalyzer>
        {
            TestState =
            {
                Sources = { "WebApplication.CreateBuilder(args).Build().Run();" },
                AdditionalFiles =
                {
                    Chart,
                    (
                        "helm/api/templates/pod.yaml",
                        "kind: Pod\napiVersion: v1\nspec: { containers: [{ name: "
                            + name
                            + ", image: a, resources: { limits: { memory: 1Gi } } }] }\n"
                    ),
                },
            },
        };
        test.TestState.ExpectedDiagnostics.Add(
            CSharpAnalyzerVerifier<MissingResourcesAnalyzer>
                .Diagnostic()
                .WithSpan("/0/helm/api/templates/pod.yaml", 3, 30, 3, 30 + name.Length)
                .WithArguments(shown, "requests.cpu", "")
        );
        return test.RunAsync();
    }

    [Theory]
    [InlineData("image:\n  repository: shop/api\n  tag: [|latest|]\n")]
    [InlineData("image: [|shop/api:latest|]\n")]
    [InlineData("api:\n  image: shop/api\n  tag: [|main|]\n")]
    [InlineData("image:\n  repository: shop/api\n  tag: \"\"\n")]
    [InlineData("image: { repository: shop/api, tag: 1.2.3 }\n")]
    [InlineData("redis:\n  image: { repository: redis, tag: latest }\n")]
    public Task ATagOfTheValues_TriggersWhereItMoves(string values) =>
        Verify<MutableImageTagAnalyzer>(
            ("helm/api/Chart.yaml", "name: api\ndependencies: [{ name: valkey, alias: redis, version: 1.0.0 }]\n"),
            ("helm/api/values.yaml", values)
        );

    [Fact]
    public Task ValuesThatEachEnvironmentReplaces_DoNotTrigger() =>
        Verify<MutableImageTagAnalyzer>(
            Chart,
            ("helm/api/values.yaml", "image: { repository: shop/api, tag: latest }\nworker: { image: { tag: [|latest|] } }\n"),
            ("helm/api/values-dev.yaml", "image: { tag: dev }\n"),
            ("helm/api/values-qa.yaml", "image: { tag: [|main|] }\n"),
            ("helm/api/values-staging.yaml", "image: { tag: 1.2.3-rc1 }\n"),
            ("helm/api/values-prod.yaml", "image: { tag: 1.2.3 }\n")
        );

    [Theory]
    [InlineData("name: shop-redis\nimage: '{{ .Values.redis.image }}:{{ .Values.redis.tag }}'")]
    [InlineData("name: '{{ .Release.Name }}-postgres'\nimage: '{{ .Values.image }}'")]
    [InlineData("name: [|shop-redis|]\nimage: 'shop/{{ .Values.redis.image }}'")]
    [InlineData("name: [|shop-redisign|]\nimage: '{{ .Values.redis.image }}'")]
    public Task DatabaseOfAChart_IsToldByItsNameWhereTheImageIsAValue(string container) =>
        Verify<MissingProbeAnalyzer>(Chart, ("helm/api/templates/d.yaml", Deployment(container)));

    [Theory]
    [InlineData("values-dev.yaml", "dev")]
    [InlineData("values.local.yaml", "latest")]
    [InlineData("values-development.yaml", "latest")]
    [InlineData("values-prod.yaml", "[|latest|]")]
    [InlineData("values-device.yaml", "[|latest|]")]
    public Task ValuesForDevelopment_AreLeftAlone(string name, string tag) =>
        Verify<MutableImageTagAnalyzer>(
            Chart,
            ("helm/api/values.yaml", "image: { repository: shop/api, tag: 1.0.0 }\n"),
            ("helm/api/" + name, "image: { tag: " + tag + " }\n")
        );

    [Fact]
    public async Task EmptyValuesOfANewChart_Trigger()
    {
        const string Values = "image: { repository: shop/api }\npodSecurityContext: {}\n{0}: {}\n{1}: {}\nredis: { resources: {} }\n";
        var template = (
            "helm/api/templates/pod.yaml",
            "kind: Pod\napiVersion: v1\nspec:\n  containers:\n    - name: api\n      image: a:1\n      {{- toYaml .Values.resources | nindent 6 }}\n      {{- toYaml .Values.securityContext | nindent 6 }}\n"
        );

        await Verify<MissingResourcesAnalyzer>(Chart, template, ("helm/api/values.yaml", Said(Values, "[|resources|]", "securityContext")));
        await Verify<UnrestrictedPodAnalyzer>(Chart, template, ("helm/api/values.yaml", Said(Values, "resources", "[|securityContext|]")));
        await Verify<MissingResourcesAnalyzer>(Chart, ("helm/api/values.yaml", Said(Values, "resources", "securityContext")));
        await Verify<MissingResourcesAnalyzer>(
            Chart,
            template,
            ("helm/api/values.yaml", Said(Values, "resources", "securityContext")),
            ("helm/api/values-prod.yaml", "resources: { requests: { cpu: 100m }, limits: { memory: 256Mi } }\n")
        );
    }

    private static string Said(string text, string first, string second) =>
        text.Replace("{0}", first, StringComparison.Ordinal).Replace("{1}", second, StringComparison.Ordinal);

    private static async Task VerifyAll(string deployment)
    {
        (string, string)[] files = [Chart, ("helm/api/templates/deployment.yaml", deployment)];
        await Verify<MissingProbeAnalyzer>(files);
        await Verify<MissingResourcesAnalyzer>(files);
        await Verify<UnrestrictedPodAnalyzer>(files);
        await Verify<MutableImageTagAnalyzer>(files);
    }

    private static string Deployment(string container) =>
        $$$"""
            {{- define "unused" }}
            nothing: [
            {{- end }}
            kind: Deployment
            apiVersion: apps/v1
            metadata:
              name: {{ include "api.fullname" . }}
            spec:
              {{- if not .Values.autoscaling.enabled }}
              replicas: {{ .Values.replicaCount }}
              {{- end }}
              selector:
                matchLabels:
                  {{- include "api.selectorLabels" . | nindent 6 }}
              template:
                metadata:
                  labels:
                    {{- include "api.selectorLabels" . | nindent 8 }}
                spec:
                  containers:
                    - {{{container.Replace("\n", "\n          ", StringComparison.Ordinal)}}}

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
