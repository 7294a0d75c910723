using System.Text.Json.Nodes;
using Deployability.Publish.Targets.Ci;

namespace Deployability.Publish.Tests.Emitters;

/// <summary>What a pipeline has to keep; actionlint reads the approved workflows in <c>.ci/run</c>.</summary>
public sealed class CiTests
{
    public static TheoryData<string> Names => [.. CloudScenarios.Pipelines.Keys, "clouds-aot"];

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryAction_IsPinnedByCommitWithItsVersionBeside(string scenario) =>
        Assert.All(
            Workflow(scenario).Split('\n').Where(static line => line.Contains("uses: ", StringComparison.Ordinal)),
            static line => Assert.Matches("uses: [a-z0-9/-]+@[0-9a-f]{40} # v[0-9]+\\.[0-9]+\\.[0-9]+$", line)
        );

    [Theory]
    [MemberData(nameof(Names))]
    public void AJob_MayDoNoMoreThanItNeeds(string scenario)
    {
        var workflow = Assert.Single(Rendered.Objects(Workflow(scenario)));

        Assert.Equal(["contents"], workflow["permissions"]!.AsObject().Select(static right => right.Key));
        Assert.All(
            workflow["jobs"]!.AsObject(),
            static job =>
            {
                var rights = job.Value!["permissions"]!.AsObject();
                Assert.Equal("read", (string)rights["contents"]!);
                Assert.Equal(job.Key == "image", rights.ContainsKey("attestations"));
            }
        );
    }

    /// <summary>A native app is published for the runner's platform, for which the restore of a solution gets nothing before SDK 10 (NETSDK1047).</summary>
    [Fact]
    public void Publish_RestoresForThePlatformThatItChooses()
    {
        var publish = Workflow("clouds-aot")
            .Split('\n')
            .Single(static line => line.Contains("run: dotnet publish ", StringComparison.Ordinal));

        Assert.DoesNotContain("--no-restore", publish, StringComparison.Ordinal);
    }

    /// <summary>What a person outside can write, such as the name of a branch, reaches no script.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void NoScript_HasAnExpressionInIt(string scenario) =>
        Assert.All(
            Rendered
                .Objects(Workflow(scenario))
                .SelectMany(static workflow => workflow["jobs"]!.AsObject())
                .SelectMany(static job => job.Value!["steps"]!.AsArray()),
            static step => Assert.DoesNotContain("${{", (string?)step!["run"] ?? "", StringComparison.Ordinal)
        );

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryNeed_IsAJobBefore(string scenario)
    {
        var seen = new List<string>();
        foreach (var (name, job) in Rendered.Objects(Workflow(scenario)).Single()["jobs"]!.AsObject().OrderBy(static job => Order(job.Key)))
        {
            var needs = job!["needs"] switch
            {
                JsonArray several => several.Select(static need => (string)need!),
                { } one => [(string)one!],
                null => [],
            };
            Assert.Subset(seen.ToHashSet(), needs.ToHashSet());
            seen.Add(name);
        }

        static int Order(string job) =>
            job switch
            {
                "build" => 0,
                "image" => 1,
                "deploy-dev" or "deploy-pre-prod" => 2,
                "deploy-staging" or "deploy-1st" => 3,
                _ => 4,
            };
    }

    [Fact]
    public void WithoutManifests_NothingIsRolledOut() =>
        Assert.Equal(
            ["build", "image"],
            Rendered.Objects(Workflow("clouds-aot")).Single()["jobs"]!.AsObject().Select(static job => job.Key)
        );

    [Fact]
    public void NativeCode_IsCompiledUnderEmulation()
    {
        Assert.Contains("setup-qemu-action", Workflow("clouds-aot"), StringComparison.Ordinal);
        Assert.DoesNotContain("setup-qemu-action", Workflow("pipelines"), StringComparison.Ordinal);
    }

    [Fact]
    public void Paths_AreSeenFromTheRepositorysRoot()
    {
        var workflow = Workflow("pipelines-helm");

        Assert.Contains("dotnet build \\\"back end/Shop Api.slnx\\\"", workflow, StringComparison.Ordinal);
        Assert.Contains("context: back end", workflow, StringComparison.Ordinal);
        Assert.Contains("dotnet-version: \"10.0.x\"", workflow, StringComparison.Ordinal);
    }

    [Fact]
    public void ALockFileAndAPin_AreHonoured()
    {
        Assert.Contains("--locked-mode", Workflow("pipelines"), StringComparison.Ordinal);
        Assert.Contains("global-json-file: global.json", Workflow("pipelines"), StringComparison.Ordinal);
    }

    [Fact]
    public void AnImageWithoutARegistry_GoesToGitHubs()
    {
        Assert.Contains("ghcr.io/${GITHUB_REPOSITORY_OWNER,,}/shop-api", Workflow("pipelines-helm"), StringComparison.Ordinal);
        Assert.Contains("secrets.REGISTRY_PASSWORD", Workflow("pipelines"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Stages_DependOnStagesThatExist(string scenario)
    {
        var pipeline = Assert.Single(Rendered.Objects(Scenarios.All[scenario]().File("ci/azure-pipelines.yml")));
        var stages = pipeline["stages"]!.AsArray();

        Assert.All(
            stages.SelectMany(static stage =>
                stage!["dependsOn"] switch
                {
                    JsonArray several => several.Select(static name => (string)name!),
                    { } one => [(string)one!],
                    null => [],
                }
            ),
            need => Assert.Contains(need, stages.Select(static stage => (string)stage!["stage"]!))
        );
        Assert.All(stages, static stage => Assert.Matches("^[A-Za-z0-9_]+$", (string)stage!["stage"]!));
    }

    [Fact]
    public void DriftIsLookedFor_EvenInFilesThatAreNew()
    {
        var ci = Scenarios.All["pipelines"]().Plan().Ci!;

        Assert.Contains(CiCommands.Drift(ci), static line => line.StartsWith("git add --intent-to-add", StringComparison.Ordinal));
        Assert.Contains(
            CiCommands.Drift(ci),
            static line => line.Contains("git diff --exit-code -- src/Api/deploy", StringComparison.Ordinal)
        );
    }

    private static string Workflow(string scenario) => Scenarios.All[scenario]().File("ci/github-actions.yml");
}
