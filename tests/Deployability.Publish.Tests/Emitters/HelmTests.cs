using System.Text.Json.Nodes;

namespace Deployability.Publish.Tests.Emitters;

/// <summary>Charts through the real helm, kustomizations through the real kubectl.</summary>
public sealed class HelmTests
{
    private const string Everything = "everything";

    /// <summary>The scenarios that have a chart.</summary>
    public static TheoryData<string> Names => [.. Emitting("helm")];

    /// <summary>The scenarios that have a chart and kustomizations of the same.</summary>
    public static TheoryData<string> NamesOfBoth => [.. Emitting("helm").Intersect(Emitting("kubernetes"))];

    [Theory]
    [MemberData(nameof(Names))]
    public void Chart_IsCleanToTheLinter(string scenario)
    {
        using var output = Emit(scenario);

        Assert.DoesNotContain("[WARNING]", Tools.Run("helm", "lint", "--strict", output[Chart(scenario)]), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(NamesOfBoth))]
    public void Chart_RendersToTheObjectsOfBaseAndOverlays(string scenario)
    {
        using var output = Emit(scenario);
        var plan = Scenarios.All[scenario]().Plan();

        Assert.Equal(Kustomize(output, "base"), Template(output, scenario));
        Assert.All(
            plan.Environments,
            environment =>
                Assert.Equal(
                    Kustomize(output, $"overlays/{environment.Name}"),
                    Template(output, scenario, "--values", output[$"{Chart(scenario)}/values-{environment.Name}.yaml"])
                )
        );
    }

    [Theory]
    [InlineData("monitoring", "monitoring", "monitoring.enabled=true")]
    [InlineData(Everything, "gateway", "httpRoute.enabled=true,ingress.enabled=false")]
    [InlineData(
        "jobs-and-services",
        "openshift",
        "podSecurityContext.runAsUser=null,podSecurityContext.runAsGroup=null,podSecurityContext.fsGroup=null,securityContext.runAsUser=null,"
            + "securityContext.runAsGroup=null,companionSecurityContext.runAsUser=null,companionSecurityContext.runAsGroup=null"
    )]
    public void AComponent_IsAChoiceOfTheChartsUser(string scenario, string component, string choice)
    {
        using var output = Emit(scenario);
        output.Write("kubernetes/check/kustomization.yaml", $"resources: [../base]\ncomponents: [../components/{component}]\n");

        Assert.Equal(Kustomize(output, "check"), Template(output, scenario, "--set", choice));
    }

    [Theory]
    [InlineData("config:\n  Big: 12345678901\n", "Big", "12345678901")]
    [InlineData("config:\n  Million: 1000000\n", "Million", "1000000")]
    [InlineData("config:\n  Half: 0.5\n", "Half", "0.5")]
    [InlineData("config:\n  Flag: true\n", "Flag", "true")]
    [InlineData("config:\n  Text: \"007\"\n", "Text", "007")]
    [InlineData("config:\n  Braces: \"{{ .Values.x }}\"\n", "Braces", "{{ .Values.x }}")]
    [InlineData("config:\n  a-b.c: dashes\n", "a-b.c", "dashes")]
    [InlineData("config:\n  Empty: \"\"\n", "Empty", "")]
    [InlineData("config:\n  Quotes: \"a \\\"b\\\" \\\\ c\\nd\"\n", "Quotes", "a \"b\" \\ c\nd")]
    public void AnyConfiguration_SurvivesTheChart(string values, string key, string expected)
    {
        using var output = Emit(Everything);
        var file = output.Write("own.yaml", values);

        Assert.Equal(expected, (string?)Configuration(output, file)[key]);
    }

    [Fact]
    public void ASettingThatIsNull_IsLeftOut()
    {
        using var output = Emit(Everything);
        var file = output.Write("own.yaml", "config:\n  Shop__Mode: null\n  Never: null\n");

        var data = Configuration(output, file);
        Assert.False(data.ContainsKey("Shop__Mode"));
        Assert.False(data.ContainsKey("Never"));
        Assert.True(data.ContainsKey("Shop__Currency"));
    }

    [Theory]
    [InlineData("autoscaling.enabled=false", "kind: Deployment", "replicas: 2")]
    [InlineData("image.digest=sha256:abc", "kind: Deployment", "team/shop-api@sha256:abc")]
    [InlineData("existingSecret=vault", "kind: Deployment", "name: \"vault\"")]
    [InlineData("serviceAccount.create=false", "kind: Deployment", "serviceAccountName: \"default\"")]
    [InlineData("serviceAccount.name=mine", "kind: Deployment", "serviceAccountName: \"mine\"")]
    [InlineData("persistence.uploads.existingClaim=disk", "kind: Deployment", "claimName: \"disk\"")]
    [InlineData("httpRoute.enabled=true", "kind: HTTPRoute", "sectionName: https")]
    [InlineData("ingress.className=nginx", "kind: Ingress", "ingressClassName: \"nginx\"")]
    [InlineData("nodeSelector.disk=ssd", "kind: Deployment", "disk: ssd")]
    [InlineData("podLabels.team=shop", "kind: Deployment", "\"team\": \"shop\"")]
    [InlineData("priorityClassName=high", "kind: Deployment", "priorityClassName: \"high\"")]
    [InlineData("fullnameOverride=store", "kind: Deployment", "name: \"store-config\"")]
    public void AUsersChoice_ReachesTheObject(string choice, string kind, string expected)
    {
        using var output = Emit(Everything);

        var documents = Tools.Run("helm", "template", "shop-api", output[Chart(Everything)], "--set", choice).Split("\n---\n");
        Assert.Contains(
            documents,
            document => document.Contains(kind, StringComparison.Ordinal) && document.Contains(expected, StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("autoscaling.enabled=false", "HorizontalPodAutoscaler")]
    [InlineData("podDisruptionBudget.enabled=false", "PodDisruptionBudget")]
    [InlineData("ingress.enabled=false", "Ingress")]
    [InlineData("networkPolicy.enabled=false", "NetworkPolicy")]
    [InlineData("serviceAccount.create=false", "ServiceAccount")]
    [InlineData("persistence.uploads.existingClaim=disk", "PersistentVolumeClaim")]
    public void WhatAUserSwitchesOff_IsGone(string choice, string kind)
    {
        using var output = Emit(Everything);

        var objects = Rendered.Objects(Tools.Run("helm", "template", "shop-api", output[Chart(Everything)], "--set", choice));
        Assert.DoesNotContain(objects, item => (string?)item["kind"] == kind);
    }

    [Theory]
    [InlineData("replicaCont=3")]
    [InlineData("image.tga=x")]
    [InlineData("image.pullPolicy=Sometimes")]
    [InlineData("replicaCount=many")]
    [InlineData("ingress.enabled=maybe")]
    public void AMisspeltValue_IsRefusedByTheSchema(string choice)
    {
        using var output = Emit(Everything);

        Assert.NotEqual(0, Tools.Try("helm", "template", "shop-api", output[Chart(Everything)], "--set", choice).Code);
    }

    [Fact]
    public void AnotherRelease_HasNamesOfItsOwn()
    {
        using var output = Emit(Everything);

        var objects = Rendered.Objects(Tools.Run("helm", "template", "blue", output[Chart(Everything)]));
        Assert.All(
            objects,
            static item => Assert.StartsWith("blue-shop-api", (string?)item["metadata"]!["name"], StringComparison.Ordinal)
        );
    }

    [Fact]
    public void NotesSayWhatIsMissing()
    {
        var notes = Scenarios
            .All[Everything]()
            .Emit()
            .Single(static file => file.Path.EndsWith("NOTES.txt", StringComparison.Ordinal))
            .Content;

        Assert.Contains("create secret generic", notes, StringComparison.Ordinal);
        Assert.Contains("config.Shop__Region", notes, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Emitting(string target) =>
        Scenarios
            .All.Where(scenario => scenario.Value().Input().List("DeployabilityEmit").Contains(target))
            .Select(static scenario => scenario.Key);

    private static OutputFolder Emit(string scenario) => new(Scenarios.All[scenario]().Emit());

    private static string Chart(string scenario) => $"helm/{Scenarios.All[scenario]().Plan().Name}";

    private static string Kustomize(OutputFolder output, string folder) =>
        Rendered.Comparable(Tools.Run("kubectl", "kustomize", output[$"kubernetes/{folder}"]));

    private static string Template(OutputFolder output, string scenario, params string[] arguments) =>
        Rendered.Comparable(Tools.Run("helm", ["template", Scenarios.All[scenario]().Plan().Name, output[Chart(scenario)], .. arguments]));

    private static JsonObject Configuration(OutputFolder output, string values) =>
        Rendered
            .Objects(Tools.Run("helm", "template", "shop-api", output[Chart(Everything)], "--values", values))
            .Single(static item => (string?)item["kind"] == "ConfigMap")["data"]!.AsObject();
}
