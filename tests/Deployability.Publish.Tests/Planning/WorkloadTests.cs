using Deployability.Model;
using Deployability.Publish.Planning;
using Deployability.Publish.Targets;
using static Deployability.Publish.Tests.Scenario;

namespace Deployability.Publish.Tests.Planning;

/// <summary>What runs between the jobs, if anything does.</summary>
public sealed class WorkloadTests
{
    private const string Property = "DeployabilityJobsOnly";

    [Fact]
    public void AProgramWithoutAHost_IsItsJobs() => Assert.True(Console("score").Plan().OnlyJobs);

    [Fact]
    public void AProgramWithoutAHostAndWithoutJobs_IsNothing() =>
        Assert.False(WorkloadPlanner.IsDeployable(new Scenario().Program().Input(), FactSet.Empty));

    [Fact]
    public void AHostThatIsOnlyBuilt_IsItsJobs() => Assert.True(Worker("score").Plan().OnlyJobs);

    [Fact]
    public void AHostThatRuns_StaysBesideItsJobs() =>
        Assert.False(Worker("score").Facts(new FeatureFact(Source, Features.RunsUntilStopped)).Plan().OnlyJobs);

    [Fact]
    public void AHostedService_StaysBesideJobs() =>
        Assert.False(Worker("score").Facts(new HostedServiceFact(Source, "Poller")).Plan().OnlyJobs);

    [Fact]
    public void AHostThatStopsItself_IsItsJobs() =>
        Assert.True(
            Worker("score")
                .Facts(
                    new HostedServiceFact(Source, "Scoring"),
                    new FeatureFact(Source, Features.RunsUntilStopped),
                    new FeatureFact(Source, Features.StopsItself)
                )
                .Plan()
                .OnlyJobs
        );

    [Fact]
    public void AJobThatIsTheWholeProgram_LeavesNothingElse() =>
        Assert.True(
            Worker("").Facts(new HostedServiceFact(Source, "Scoring"), new FeatureFact(Source, Features.RunsUntilStopped)).Plan().OnlyJobs
        );

    [Fact]
    public void AWorkerWhoseCodeNobodyRead_StaysBesideItsJobs() =>
        Assert.False(
            new Scenario()
                .Program()
                .Property("UsingMicrosoftNETSdkWorker", "true")
                .Item("DeployabilityJob", "score", ("Schedule", "0 2 * * *"), ("Args", "score"))
                .Plan()
                .OnlyJobs
        );

    [Fact]
    public void AWebApp_StaysBesideItsJobs() =>
        Assert.False(new Scenario().Item("DeployabilityJob", "nightly", ("Schedule", "0 2 * * *")).Plan().OnlyJobs);

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public void TheProperty_DecidesOtherwise(string value, bool expected)
    {
        var scenario = expected ? Worker("score").Facts(new FeatureFact(Source, Features.RunsUntilStopped)) : Console("score");

        Assert.Equal(expected, scenario.Property(Property, value).Plan().OnlyJobs);
    }

    [Fact]
    public void AWebAppThatIsSaidToBeJobs_HasNoPort() =>
        Assert.Empty(new Scenario().Item("DeployabilityJob", "nightly", ("Schedule", "0 2 * * *")).Property(Property, "true").Plan().Ports);

    [Theory]
    [InlineData("true")]
    [InlineData("yes")]
    public void ThePropertyWithoutAJobOrWithAnotherWord_IsRefused(string value) =>
        Assert.Single(new Scenario().Worker().Property(Property, value).Refusals());

    [Fact]
    public void AHostThatNobodyRuns_IsToldWhenThereIsNoJob() =>
        Assert.Contains(
            new Scenario().Worker().Plan().Decisions,
            static decision => decision.Instead.Contains("DeployabilityJob", StringComparison.Ordinal)
        );

    [Fact]
    public void EnvironmentsWithInstances_MakeNoneOfJobs()
    {
        var plan = Console("score").Item("DeployabilityEnvironment", "prod", ("Replicas", "4")).Plan();

        Assert.All(plan.Environments, static environment => Assert.Equal(ScalePlan.One, environment.Scale));
    }

    [Fact]
    public void OnlyJobs_AreNeitherDeployedNorProbed()
    {
        var scenario = Console("score").Property("DeployabilityEmit", "all").Property("DeployabilityHost", "www.example.com");
        var files = EmitterList.Emit(scenario.Plan(), EmitterList.Choose(scenario.Input()).Names);

        Assert.All(
            files.Where(static file =>
                file.Path.StartsWith("kubernetes/", StringComparison.Ordinal) || file.Path.StartsWith("helm/", StringComparison.Ordinal)
            ),
            static file =>
                Assert.DoesNotMatch("kind: (Deployment|Service|Ingress|HorizontalPodAutoscaler|PodDisruptionBudget)\n|Probe:", file.Content)
        );
        Assert.DoesNotContain(files, static file => file.Path.EndsWith("cloud/cloud-run/worker-pool.yaml", StringComparison.Ordinal));
        Assert.DoesNotContain("deployment/", files.Single(static file => file.Path == "README.md").Content, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "rollout",
            files.Single(static file => file.Path == "ci/github-actions.yml").Content,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void AJobNamedLikeTheMigration_IsRefused() =>
        Assert.Single(
            new Scenario()
                .Property("DeployabilityMigrationJob", "true")
                .Item("DeployabilityJob", "migrate", ("Schedule", "0 2 * * *"))
                .Refusals()
        );

    private static Scenario Console(string args) => WithJob(new Scenario().Program(), args);

    private static Scenario Worker(string args) => WithJob(new Scenario().Worker(), args);

    private static Scenario WithJob(Scenario scenario, string args) =>
        args.Length > 0
            ? scenario.Item("DeployabilityJob", "score", ("Schedule", "0 2 * * *"), ("Args", args))
            : scenario.Item("DeployabilityJob", "score", ("Schedule", "0 2 * * *"));
}
