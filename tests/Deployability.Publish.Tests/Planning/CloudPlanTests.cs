using Deployability.Model;
using Deployability.Publish.Planning;
using Deployability.Publish.Planning.Clouds;
using static Deployability.Publish.Tests.Scenario;

namespace Deployability.Publish.Tests.Planning;

/// <summary>What a platform cannot do is said, and what is written fits it.</summary>
public sealed class CloudPlanTests
{
    [Theory]
    [InlineData("0 2 * * *", "cron(0 2 * * ? *)")]
    [InlineData("*/15 * * * *", "cron(0/15 * * * ? *)")]
    [InlineData("5 4 1,15 * *", "cron(5 4 1,15 * ? *)")]
    [InlineData("0 1 * * 0", "cron(0 1 ? * SUN *)")]
    [InlineData("0 1 * * 7", "cron(0 1 ? * SUN *)")]
    [InlineData("0 1 * * 1-5", "cron(0 1 ? * MON,TUE,WED,THU,FRI *)")]
    [InlineData("0 1 * * 5-7", "cron(0 1 ? * SUN,FRI,SAT *)")]
    [InlineData("0 1 * * mon-wed", "cron(0 1 ? * MON,TUE,WED *)")]
    [InlineData("0 1 * * */3", "cron(0 1 ? * SUN,WED,SAT *)")]
    [InlineData("10-30/10 8 * jan-mar *", "cron(10,20,30 8 * JAN-MAR ? *)")]
    [InlineData("0 0 */2 */3 *", "cron(0 0 1/2 1/3 ? *)")]
    public void ASchedule_IsSpeltAsAwsReadsIt(string schedule, string expected) => Assert.Equal(expected, AwsSchedule.Of(schedule));

    [Fact]
    public void DaysOfMonthAndWeekTogether_CannotBeSaidThere() => Assert.Null(AwsSchedule.Of("0 3 13 * 5"));

    [Theory]
    [InlineData("250m", 250)]
    [InlineData("1", 1000)]
    [InlineData("1.5", 1500)]
    [InlineData("0.1", 100)]
    public void CpuQuantities_AreThousandths(string quantity, int expected) => Assert.Equal(expected, Quantity.Cpu(quantity));

    [Theory]
    [InlineData("512Mi", 512)]
    [InlineData("1Gi", 1024)]
    [InlineData("1G", 954)]
    [InlineData("1025Ki", 2)]
    [InlineData("1Ei", int.MaxValue)]
    public void MemoryQuantities_AreMebibytesRoundedUp(string quantity, int expected) => Assert.Equal(expected, Quantity.Memory(quantity));

    [Theory]
    [InlineData("azure-container-apps", 250, 512)]
    [InlineData("aws-ecs", 250, 512)]
    [InlineData("cloud-run", 1000, 512)]
    [InlineData("fly", 1000, 512)]
    [InlineData("render", 500, 512)]
    public void TheSize_IsTheSmallestThatHoldsWhatIsAskedFor(string target, int cpu, int memory)
    {
        var size = Cloud(new Scenario(), target).Size;

        Assert.Equal((cpu, memory), (size.Cpu, size.Memory));
    }

    [Theory]
    [InlineData("azure-container-apps", 9, "has nothing larger")]
    [InlineData("aws-ecs", 9, "")]
    [InlineData("render", 40, "has nothing larger")]
    public void AJobThatIsTooLarge_IsLeftToTheOperator(string target, int gibibytes, string expected)
    {
        var scenario = new Scenario().Item("DeployabilityJob", "train", ("Schedule", "0 2 * * *"), ("MemoryLimit", $"{gibibytes}Gi"));

        Assert.Equal(
            expected.Length > 0,
            Notes(scenario, target).Any(note => note.Contains("has nothing larger", StringComparison.Ordinal))
        );
    }

    [Theory]
    [InlineData("azure-container-apps", 35, 0)]
    [InlineData("aws-ecs", 35, 0)]
    [InlineData("cloud-run", 10, 8)]
    [InlineData("fly", 35, 0)]
    public void TheHost_EndsBeforeItIsKilled(string target, int grace, int limit)
    {
        var cloud = Cloud(new Scenario(), target);

        Assert.Equal((grace, limit), (cloud.Grace, cloud.ShutdownLimit));
    }

    [Fact]
    public void AHostThatTakesLongerThanEcsWaits_IsToldToBeQuicker()
    {
        var scenario = new Scenario().Facts(new ShutdownTimeoutFact(Source, 300));

        Assert.Equal((120, 118), (Cloud(scenario, "aws-ecs").Grace, Cloud(scenario, "aws-ecs").ShutdownLimit));
        Assert.Contains(
            Notes(scenario, "aws-ecs"),
            static note => note.Contains("DOTNET_SHUTDOWNTIMEOUTSECONDS", StringComparison.Ordinal)
        );
        Assert.Contains("DOTNET_SHUTDOWNTIMEOUTSECONDS", scenario.File("cloud/aws-ecs/task-definition.json"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fly")]
    [InlineData("render")]
    public void WithoutAffinity_StateInMemoryMeansOneInstance(string target)
    {
        var scenario = new Scenario().Facts(
            new FeatureFact(Source, Features.InProcessSession),
            new FeatureFact(Source, Features.DataProtectionPersisted)
        );

        Assert.All(Cloud(scenario, target).Environments, static environment => Assert.Equal(new ScalePlan(1, 1), environment.Scale));
        Assert.Contains(Notes(scenario, target), static note => note.Contains("One instance runs there", StringComparison.Ordinal));
    }

    [Fact]
    public void WithAffinity_SeveralInstancesRun()
    {
        var scenario = new Scenario().Facts(
            new FeatureFact(Source, Features.InProcessSession),
            new FeatureFact(Source, Features.DataProtectionPersisted)
        );

        Assert.Equal(new ScalePlan(2, 4), Cloud(scenario, "azure-container-apps").Environments[0].Scale);
        Assert.Contains("affinity: sticky", scenario.File("cloud/azure-container-apps/containerapp.yaml"), StringComparison.Ordinal);
        Assert.Contains(
            "sessionAffinity: \"true\"",
            scenario.Property("DeployabilityEmit", "cloud-run").File("cloud/cloud-run/service.yaml"),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("fly", 1)]
    [InlineData("render", 1)]
    [InlineData("azure-container-apps", 2)]
    public void WhereOneDiskIsAllThereIs_TheOthersAreSaid(string target, int mounted)
    {
        var scenario = new Scenario()
            .Item("DeployabilityVolume", "a", ("MountPath", "/a"))
            .Item("DeployabilityVolume", "b", ("MountPath", "/b"));

        Assert.Equal(mounted, Cloud(scenario, target).Volumes.Count);
        Assert.Equal(mounted == 1, Notes(scenario, target).Any(static note => note.Contains("/b is gone", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("azure-container-apps", true)]
    [InlineData("aws-ecs", true)]
    [InlineData("cloud-run", true)]
    [InlineData("fly", false)]
    [InlineData("render", false)]
    public void ADatabaseFile_IsRefusedOnAShareAlone(string target, bool refused)
    {
        var scenario = new Scenario()
            .Facts(Connection("ConnectionStrings:Data", ConnectionProviders.Sqlite))
            .Setting("ConnectionStrings:Data", "Data Source=a.db");

        Assert.Equal(
            refused,
            Notes(scenario, target).Any(static note => note.Contains("database file is locked", StringComparison.Ordinal))
        );
    }

    [Theory]
    [InlineData("aws-ecs", false)]
    [InlineData("azure-container-apps", true)]
    [InlineData("fly", true)]
    public void TlsOfTheApp_ReachesOnlyWhoSpeaksIt(string target, bool blocks)
    {
        var scenario = new Scenario().Facts(new ListenFact(Source, "https", "*", 8443));

        Assert.Equal(
            blocks,
            Notes(scenario, target).Any(static note => note.Contains("speaks TLS on port 8443", StringComparison.Ordinal))
        );
    }

    [Fact]
    public void GrpcAlone_DoesNotGetThroughRender()
    {
        var scenario = new Scenario().Facts(
            new ListenFact(Source, "http", "*", 5400, IsHttp2Only: true),
            Health(HealthEndpointFact.GrpcPath)
        );

        Assert.Contains(Notes(scenario, "render"), static note => note.Contains("HTTP/2 alone on port 5400", StringComparison.Ordinal));
        Assert.Contains(
            "grpc:",
            scenario.Property("DeployabilityEmit", "cloud-run").File("cloud/cloud-run/service.yaml"),
            StringComparison.Ordinal
        );
        Assert.Contains(
            Notes(scenario, "azure-container-apps"),
            static note => note.Contains("cannot ask gRPC's health service", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void FlyHasNoCron_SoEachJobIsLeft()
    {
        var scenario = new Scenario().Item("DeployabilityJob", "nightly", ("Schedule", "0 2 * * *"));

        Assert.Empty(Cloud(scenario, "fly").Jobs);
        Assert.Contains(Notes(scenario, "fly"), static note => note.Contains("runs nothing by cron", StringComparison.Ordinal));
        Assert.Single(Cloud(scenario, "render").Jobs);
    }

    [Theory]
    [InlineData("azure-container-apps", true)]
    [InlineData("render", true)]
    [InlineData("aws-ecs", false)]
    [InlineData("cloud-run", false)]
    public void ATimeZone_IsLostWhereUtcIsAllThereIs(string target, bool lost)
    {
        var scenario = new Scenario().Item("DeployabilityJob", "nightly", ("Schedule", "0 2 * * *"), ("TimeZone", "Europe/Berlin"));

        Assert.Equal(lost, Notes(scenario, target).Any(static note => note.Contains("UTC alone", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("aws-ecs", true)]
    [InlineData("render", true)]
    [InlineData("cloud-run", false)]
    public void AllowedHosts_MeetChecksThatSendNoHost(string target, bool said)
    {
        var scenario = new Scenario().Setting("AllowedHosts", "shop.example.com").Facts(Health("/ready", HealthEndpointKind.Ready));

        Assert.Equal(said, Notes(scenario, target).Any(static note => note.Contains("AllowedHosts refuses it", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("registry.example.com", true)]
    [InlineData("europe-west1-docker.pkg.dev", false)]
    [InlineData("gcr.io", false)]
    [InlineData("", false)]
    public void ARegistryThatCloudRunDoesNotPullFrom_IsSaid(string registry, bool said) =>
        Assert.Equal(
            said,
            Notes(new Scenario().Property("ContainerRegistry", registry), "cloud-run")
                .Any(static note => note.Contains("pulls no image from", StringComparison.Ordinal))
        );

    [Theory]
    [InlineData("aws-ecs", true)]
    [InlineData("azure-container-apps", true)]
    [InlineData("fly", false)]
    public void APasswordOfTheRegistry_IsLeftWhereTheImageIsPulled(string target, bool said)
    {
        var scenario = new Scenario()
            .Property("ContainerRegistry", "registry.example.com")
            .Property("DeployabilityImagePullSecrets", "login");

        Assert.Equal(said, Notes(scenario, target).Any(static note => note.Contains("asks for a password", StringComparison.Ordinal)));
    }

    [Fact]
    public void ForwardedHeaders_AreBelievedBehindEveryPlatformsProxy_UnlessCodeHandlesThem()
    {
        var scenario = new Scenario().Property("DeployabilityEmit", "fly");

        Assert.Contains("ASPNETCORE_FORWARDEDHEADERS_ENABLED", scenario.File("cloud/fly/fly.toml"), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "ASPNETCORE_FORWARDEDHEADERS_ENABLED",
            scenario
                .Facts(new FeatureFact(Source, Features.ForwardedHeaders), new FeatureFact(Source, Features.KnownProxies))
                .File("cloud/fly/fly.toml"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void AnOptionalSecret_IsLeftOutUntilItIsDeclared()
    {
        var scenario = new Scenario().Property("DeployabilityEmit", "cloud-run").Facts(Key("Shop:ApiKey", secret: true));

        Assert.DoesNotContain("Shop__ApiKey", scenario.File("cloud/cloud-run/service.yaml"), StringComparison.Ordinal);
        Assert.Contains("`Shop__ApiKey`", scenario.File("README.md"), StringComparison.Ordinal);
        Assert.Contains(
            "Shop__ApiKey",
            scenario.Item("DeployabilitySecret", "Shop:ApiKey").File("cloud/cloud-run/service.yaml"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void NothingIsSaidOfAPlatformThatNobodyAskedFor()
    {
        var plan = new Scenario().Facts(new FeatureFact(Source, Features.InProcessSession)).Plan();

        Assert.Empty(plan.Clouds);
        Assert.All(plan.Decisions, static decision => Assert.Equal("", decision.Target));
    }

    [Fact]
    public void EnvironmentsAfterTheLast_HaveNamesAndFoldersOfTheirOwn()
    {
        var environments = Cloud(new Scenario(), "fly").Environments;

        Assert.Equal(
            [("", "shop-api"), ("staging/", "shop-api-staging"), ("dev/", "shop-api-dev")],
            environments.Select(static item => (item.Folder, item.Name))
        );
    }

    [Fact]
    public void AMigration_RunsBeforeEachReleaseOnFlyAndIsLeftToSomebodyElsewhere()
    {
        var scenario = new Scenario()
            .Property("DeployabilityMigrationJob", "db;migrate")
            .Facts(Connection("ConnectionStrings:Orders", ConnectionProviders.Npgsql), new FeatureFact(Source, Features.SchemaChangeVerb));

        Assert.Contains(
            "release_command = \"db migrate\"",
            scenario.Property("DeployabilityEmit", "fly").File("cloud/fly/fly.toml"),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(scenario.Plan().Actions, static action => action is { Subject: "migration", Target: "fly" });
        Assert.Contains(
            scenario.Property("DeployabilityEmit", "render").Plan().Actions,
            static action => action is { Subject: "migration", Target: "render" }
        );
    }

    private static CloudPlan Cloud(Scenario scenario, string target) =>
        Assert.Single(scenario.Property("DeployabilityEmit", target).Plan().Clouds);

    private static List<string> Notes(Scenario scenario, string target)
    {
        var plan = scenario.Property("DeployabilityEmit", target).Plan();
        return
        [
            .. plan.Decisions.Where(decision => decision.Target == target).Select(static decision => decision.ToString()),
            .. plan.Actions.Where(action => action.Target == target).Select(static action => action.ToString()),
        ];
    }
}
