using Deployability.Formats.Helm;
using Deployability.Formats.Kubernetes;
using FsCheck;
using FsCheck.Fluent;

namespace Deployability.Formats.Tests.Helm;

public sealed class HelmTemplateTests
{
    private static readonly string[] Pieces =
    [
        "{{ .Values.x }}",
        "{{- if .Values.x }}\n",
        "{{- else }}\n",
        "{{- end }}\n",
        "{{- toYaml . | nindent 4 }}\n",
        "{{ include \"a\" . | indent 2 }}",
        "{{- define \"a\" -}}\n",
        "{{/* c */}}",
        "{{",
        "}}",
        "\"",
        "`",
        "a: ",
        "b: 1\n",
        "- ",
        "  ",
        "---\n",
        "# c\n",
        "\r\n",
    ];

    // What helm itself writes for a new chart.
    private const string Deployment = """
        {{- define "x" -}}
        broken: [
        {{- end }}
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: {{ include "api.fullname" . }}
          labels:
            {{- include "api.labels" . | nindent 4 }}
        spec:
          {{- if not .Values.autoscaling.enabled }}
          replicas: {{ .Values.replicaCount }}
          {{- end }}
          selector:
            matchLabels:
              {{- include "api.selectorLabels" . | nindent 6 }}
          template:
            metadata:
              {{- with .Values.podAnnotations }}
              annotations:
                {{- toYaml . | nindent 8 }}
              {{- end }}
              labels: {{- include "api.labels" . | nindent 8 }}
                tier: backend
            spec:
              containers:
                - name: {{ .Chart.Name }}
                  {{- with .Values.securityContext }}
                  securityContext:
                    {{- toYaml . | nindent 12 }}
                  {{- end }}
                  image: "{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}"
                  ports:
                    - name: http
                      containerPort: {{ .Values.service.port }}
                  env:
                    - name: FIXED
                      value: "1"
                    {{- range $key, $value := .Values.env }}
                    - name: {{ $key }}
                      value: {{ $value | quote }}
                    {{- end }}
                    {{- toYaml .Values.more | nindent 12 }}
                  {{- toYaml .Values.extra | nindent 10 }}
                {{- if .Values.sidecar }}
                - name: side
                  image: side:1
                {{- end }}

        """;

    [Fact]
    public void AChartsDeployment_HasItsStructure()
    {
        var file = HelmTemplate.Parse(Deployment);
        Assert.Null(file.Error);
        var manifest = Assert.Single(KubernetesObject.Of(file));

        Assert.Equal("Deployment", manifest.Kind);
        Assert.True(manifest.Root.Find("metadata", "name")!.HasHole);
        Assert.True(manifest.Root.Find("metadata", "labels")!.IsOpen);
        Assert.True(manifest.Root.Find("spec", "replicas")!.HasHole);
        Assert.True(manifest.Root.Find("spec", "selector", "matchLabels")!.IsOpen);
        Assert.False(manifest.Root.Find("spec")!.IsOpen);
        Assert.True(manifest.PodMetadata!.Find("labels")!.IsOpen);
        Assert.Equal("backend", manifest.PodMetadata!.Find("labels")!.TextOf("tier"));
        var containers = manifest.Containers.ToList();
        Assert.Equal(2, containers.Count);
        Assert.True(containers[0].Node.IsOpen);
        Assert.False(containers[1].Node.IsOpen);
        Assert.True(containers[0].Node.Find("securityContext")!.IsOpen);
        Assert.True(containers[0].Node.Find("image")!.HasHole);
        Assert.True(containers[0].Node.Find("env")!.IsOpen);
        Assert.Equal("side:1", containers[1].Image);
        Assert.Equal("side:1", containers[1].Node.Find("image")!.Range.Of(Deployment));
    }

    [Theory]
    [InlineData("a: {{ .x }}\n", true)]
    [InlineData("a: \"{{ .x }}/y\"\n", true)]
    [InlineData("a: y # {{ .x }}\n", false)]
    [InlineData("a: y\n{{/* a }} b */}}\n", false)]
    [InlineData("{{- if eq .x \"}}\" }}\na: y\n{{- end }}\n", false)]
    public void AScalar_IsUnknownWhereAnActionFillsIt(string text, bool expected) =>
        Assert.Equal(expected, HelmTemplate.Parse(text).Documents[0].Find("a")!.HasHole);

    [Theory]
    [InlineData(
        "labels:\n  {{- include \"a\" . | nindent 2 }}\n  {{- range $key, $value := .Values.labels }}\n  {{ $key | quote }}: {{ $value }}\n  {{- end }}\nother: x\n"
    )]
    [InlineData("labels: {{- include \"a\" . | nindent 2 }}\n  {{ $key }}: {{ $value }}\nother: x\n")]
    [InlineData("labels:\n  a: b\n  {{- toYaml .Values.labels | nindent 2 }}\nother: x\n")]
    [InlineData("labels:\n  {{- toYaml .Values.labels | nindent 2 }}\n  {{- toYaml .Values.more | nindent 2 }}\n  a: b\nother: x\n")]
    public void AMappingIntoWhichActionsWrite_IsOpen(string text)
    {
        var file = HelmTemplate.Parse(text);

        Assert.Null(file.Error);
        Assert.True(file.Documents[0].Find("labels")!.IsOpen);
        Assert.Equal("x", file.Documents[0].TextOf("other"));
    }

    [Fact]
    public void TheTemplatesThatPublishWrites_AreRead()
    {
        var templates = Directory.GetFiles(
            Path.Combine(Texts.RepositoryRoot(), "tests", "Deployability.Publish.Tests", "Approved"),
            "*.yaml",
            SearchOption.AllDirectories
        );

        Assert.All(
            templates.Where(static path => path.Contains("templates", StringComparison.Ordinal)),
            static path => Assert.Null(HelmTemplate.Parse(File.ReadAllText(path)).Error)
        );
    }

    [Fact]
    public void PlacesStay_OnAnyText() =>
        Prop.ForAll(
                Texts.Of(Pieces),
                text =>
                {
                    Assert.Equal(text.Length, HelmTemplate.WithHoles(text).Length);
                    foreach (var node in HelmTemplate.Parse(text).Documents.SelectMany(static document => document.DescendantsAndSelf()))
                    {
                        Texts.AssertInside(text, node.Range);
                    }
                }
            )
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("{{- end }}\n")]
    [InlineData("{{- toYaml . | nindent 4 }}\n")]
    [InlineData("{{define \"a\"}}{{end}}\n")]
    [InlineData("a: {{ x }}\n")]
    [InlineData("{{ ")]
    public void TheWork_IsLinear(string piece) =>
        Texts.AssertLinear(static text => HelmTemplate.WithHoles(text), size => Texts.Repeat(piece, size / piece.Length));
}
