using System.Collections.Concurrent;
using Deployability.Formats.Dockerfiles;
using Deployability.Model;
using Deployability.Publish.Emission;
using Deployability.Publish.Targets.Helm;
using Deployability.Publish.Targets.Kubernetes;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Tests.Linters;

/// <summary>What container linters check by default holds in every approved output, but for what its README says.</summary>
public sealed class LinterConditionTests
{
    /// <summary>Beside the approved ones: plans that have exceptions of their own.</summary>
    private static readonly Dictionary<string, Func<Scenario>> Projects = new(Scenarios.All, StringComparer.Ordinal)
    {
        ["(code that nobody has read)"] = static () => new Scenario().Incomplete(),
        ["(one instance that scales)"] = static () =>
            new Scenario().Item("DeployabilityEnvironment", "prod", ("Replicas", "1"), ("MaxReplicas", "4")),
        ["(a registry that trivy trusts)"] = static () => new Scenario().Property("ContainerRegistry", "shop.azurecr.io"),
        ["(a companion without a port)"] = static () => new Scenario().Item("DeployabilityService", "crawler", ("Image", "crawler:1.0")),
        ["(Dapr)"] = static () => new Scenario().Uses(new ClientLibrary("Dapr.Client", []) { IsOfDapr = true }),
    };

    /// <summary>The workloads that an exception is for, where it is not for all of them.</summary>
    private static readonly Dictionary<string, Func<string, bool>> MeantFor = new(StringComparer.Ordinal)
    {
        [LinterNotes.WritableRoot] = IsCompanion,
        [LinterNotes.Spread] = IsCompanion,
        [LinterNotes.InstanceLabel] = IsJob,
        [LinterNotes.Replicas] = static what => !IsJob(what),
        [LinterNotes.ServedReplicas] = static what => !IsJob(what),
        [LinterNotes.Strategy] = static what => !IsJob(what),
        [LinterNotes.Budget] = static what => !IsJob(what),
        [LinterNotes.MissingProbes] = static what => !IsJob(what),
        [LinterNotes.IdenticalProbes] = static what => !IsJob(what),
    };

    /// <summary>What the pod of <c>helm test</c> has not: it is gone after some seconds, and <c>--skip-tests</c> leaves it out.</summary>
    private static readonly string[] OfTests = [LinterNotes.Egress, LinterNotes.Policy, LinterNotes.InstanceLabel];

    private static readonly ConcurrentDictionary<string, IReadOnlyList<Finding>> Found = new(StringComparer.Ordinal);

    public static TheoryData<string> Names => [.. Projects.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Objects_HaveOnlyWhatTheReadmeSays(string scenario)
    {
        var project = Projects[scenario]();
        var said = LinterNotes.Of(project.Plan()).SelectMany(static note => note.Checks).ToHashSet(StringComparer.Ordinal);

        var others = FindingsIn(scenario)
            .Where(finding => !(IsTest(finding.What) && OfTests.Contains(finding.Check)))
            .Where(finding =>
                !said.Contains(finding.Check) || (MeantFor.TryGetValue(finding.Check, out var isMeant) && !isMeant(finding.What))
            );

        Assert.Empty(others.Select(static finding => $"{finding.What}: {finding.Check}"));
        if (project.Emit() is var files && files.Any(static file => file.Path.EndsWith("/deployment.yaml", StringComparison.Ordinal)))
        {
            var readme = files.Single(static file => file.Path == "README.md").Content;
            Assert.All(said, check => Assert.Contains(check, readme, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void NoException_IsForNothing() =>
        Assert.Equal(
            Projects
                .Values.SelectMany(static project => LinterNotes.Of(project().Plan()))
                .SelectMany(static note => note.Checks)
                .Distinct()
                .Order(StringComparer.Ordinal),
            Projects.Keys.SelectMany(FindingsIn).Select(static finding => finding.Check).Distinct().Order(StringComparer.Ordinal)
        );

    [Theory]
    [MemberData(nameof(Names))]
    public void Overlays_HaveANamespaceOfTheirOwn(string scenario) =>
        Assert.All(
            Projects[scenario]
                ()
                .Emit()
                .Where(static file =>
                    file.Path.StartsWith("kubernetes/overlays/", StringComparison.Ordinal)
                    && file.Path.EndsWith("/kustomization.yaml", StringComparison.Ordinal)
                ),
            static file => Assert.Matches("(?m)^namespace: \"?(?!default|kube-)", file.Content)
        );

    [Theory]
    [MemberData(nameof(Names))]
    public void Dockerfiles_HaveNothing(string scenario)
    {
        var files = Projects[scenario]().Emit();
        foreach (var file in files.Where(static file => Path.GetFileName(file.Path) == "Dockerfile"))
        {
            var dockerfile = Dockerfile.Parse(file.Content);
            var findings = DockerfileChecks
                .All.SelectMany(check => check.Value(dockerfile).Select(what => new Finding(check.Key, what)))
                .Where(finding => finding.Check != DockerfileChecks.UnpinnedPackages || !IsExplained(file, files));

            Assert.Empty(findings.Select(finding => $"{file.Path}: {finding.What}: {finding.Check}"));
        }
    }

    [Fact]
    public void PackagesWithoutVersions_AreExplained()
    {
        var files = Projects["image-native-libraries"]().Emit();
        var dockerfile = files.Single(static file => file.Path == "Dockerfile");

        Assert.NotEmpty(DockerfileChecks.All[DockerfileChecks.UnpinnedPackages](Dockerfile.Parse(dockerfile.Content)));
        Assert.True(IsExplained(dockerfile, files));
    }

    private static bool IsExplained(GeneratedFile dockerfile, IReadOnlyList<GeneratedFile> files) =>
        dockerfile.Content.Contains("# hadolint ignore=DL3008\nRUN apt-get", StringComparison.Ordinal)
        && files.Single(static file => file.Path == "README.md").Content.Contains("DL3008", StringComparison.Ordinal);

    /// <summary>What a check finds.</summary>
    private sealed record Finding(string Check, string What);

    private static IReadOnlyList<Finding> FindingsIn(string scenario) =>
        Found.GetOrAdd(
            scenario,
            static name =>
                [
                    .. ScenarioViews
                        .Of(Projects[name]())
                        .Select(view => Linted(view, new(Projects[name]().Plan())))
                        .SelectMany(static objects =>
                            KubernetesChecks.All.SelectMany(check => check.Value(objects).Select(what => new Finding(check.Key, what)))
                        )
                        .Distinct(),
                ]
        );

    /// <summary>All that a chart renders, its test too.</summary>
    private static LintedObjects Linted(ObjectView view, KubernetesModel model)
    {
        var test = TestObjects.Build(model).Select(document => Nodes.Fill(document, value => view[value])).OfType<Mapping>();
        var configuration = new Mapping
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ConfigMap",
            ["metadata"] = new Mapping { ["name"] = "config" },
            ["data"] = view.Configuration,
        };
        return new([
            .. view
                .Objects.Concat(test)
                .Append(configuration)
                .SelectMany(static document => Rendered.Objects(YamlWriter.Write([], document))),
        ]);
    }

    private static bool IsCompanion(string what) =>
        new[] { "ollama", "document-renderer", "crawler" }.Any(name => what.StartsWith($"Deployment {name}", StringComparison.Ordinal));

    private static bool IsJob(string what) =>
        what.StartsWith("CronJob ", StringComparison.Ordinal) || what.StartsWith("Job ", StringComparison.Ordinal);

    private static bool IsTest(string what) => what.StartsWith("Pod ", StringComparison.Ordinal);
}
