using Deployability.Model;
using Deployability.Publish.Planning;
using static Deployability.Publish.Tests.Scenario;

namespace Deployability.Publish.Tests.Planning;

public sealed class MigrationTests
{
    private const string Property = "DeployabilityMigrationJob";

    [Theory]
    [InlineData("true", "migrate")]
    [InlineData("db;--update", "db --update")]
    public void TheProperty_SaysTheArguments(string value, string arguments) =>
        Assert.Equal(arguments, string.Join(' ', New(Features.SchemaChangeVerb).Property(Property, value).Plan().Migration!.Args));

    [Theory]
    [InlineData("")]
    [InlineData("false")]
    public void Nobody_GetsAJobUnasked(string value) => Assert.Null(New(Features.SchemaChange).Property(Property, value).Plan().Migration);

    [Fact]
    public void InstancesThatRace_AreTold() =>
        Assert.Contains(
            New(Features.SchemaChange).Facts(Connection("ConnectionStrings:A", ConnectionProviders.Npgsql)).Plan().Actions,
            static action => action.Task.Contains(Property, StringComparison.Ordinal)
        );

    [Fact]
    public void InstancesWithADatabaseInMemory_AreToldNothing() =>
        Assert.DoesNotContain(
            New(Features.SchemaChange).Plan().Actions,
            static action => action.Task.Contains(Property, StringComparison.Ordinal)
        );

    [Fact]
    public void AFileDatabase_NeedsNoJob()
    {
        var plan = new Scenario()
            .Facts(Connection("ConnectionStrings:A", ConnectionProviders.Sqlite), new FeatureFact(Source, Features.SchemaChange))
            .Setting("ConnectionStrings:A", "Data Source=a.db")
            .Property(Property, "migrate")
            .Plan();

        Assert.Null(plan.Migration);
        Assert.Contains(plan.Decisions, static decision => decision.Why.Contains(Property, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(ConnectionProviders.Npgsql, "<DeployabilityMigrationJob>")]
    [InlineData(ConnectionProviders.Sqlite, "at its start")]
    public void AVerbThatNobodyCalls_LeavesADatabaseWithoutTables(string provider, string remedy)
    {
        var scenario = new Scenario()
            .Facts(Connection("ConnectionStrings:A", provider), new FeatureFact(Source, Features.SchemaChangeVerb))
            .Setting("ConnectionStrings:A", "Data Source=a.db");
        var action = Assert.Single(scenario.Plan().Actions, static action => action.Subject == "migration");

        Assert.True(action.IsBlocking);
        Assert.Contains(remedy, action.Task + action.Snippet, StringComparison.Ordinal);
        Assert.DoesNotContain(
            scenario.Item("DeployabilityJob", "nightly", ("Schedule", "0 3 * * *"), ("Args", "migrate")).Plan().Actions,
            static other => other.Subject == "migration"
        );
    }

    [Fact]
    public void ASingleInstanceThatMigratesAtAVerbAlone_GetsTheJobToo() =>
        Assert.NotNull(
            new Scenario()
                .Facts(Connection("ConnectionStrings:A", ConnectionProviders.Npgsql), new FeatureFact(Source, Features.SchemaChangeVerb))
                .Property("DeployabilityReplicas", "1")
                .Property(Property, "migrate")
                .Item("DeployabilityEnvironment", "prod", ("MaxReplicas", "1"))
                .Plan()
                .Migration
        );

    [Theory]
    [InlineData(Features.Migrations, true)]
    [InlineData(Features.SchemaChange, false)]
    [InlineData(Features.SchemaChangeVerb, false)]
    public void MigrationsThatNothingApplies_LeaveADatabaseWithoutTables(string feature, bool isTold) =>
        Assert.Equal(
            isTold,
            New(Features.Migrations)
                .Facts(new FeatureFact(Source, feature))
                .Plan()
                .Actions.Any(static action => action.IsBlocking && action.Why.Contains("nothing applies", StringComparison.Ordinal))
        );

    [Fact]
    public void CodeThatKnowsTheArgument_IsLeftAlone() =>
        Assert.DoesNotContain(
            New(Features.SchemaChangeVerb).Property(Property, "migrate").Plan().Actions,
            static action => action.Subject == "migration"
        );

    [Theory]
    [InlineData(Features.SchemaChange, "at every start")]
    [InlineData(Features.ApiExplorer, "no code was seen")]
    public void CodeThatDoesNot_HasToLearnIt(string feature, string why)
    {
        var action = Assert.Single(
            New(feature).Property(Property, "update-db").Plan().Actions,
            static action => action.Subject == "migration"
        );

        Assert.True(action.IsBlocking);
        Assert.Equal(OperatorActionKind.Code, action.Kind);
        Assert.Contains(why, action.Why, StringComparison.Ordinal);
        Assert.Contains("args.Contains(\"update-db\")", action.Snippet, StringComparison.Ordinal);
    }

    [Fact]
    public void APlatformWithoutSuchAJob_SaysHow() =>
        Assert.Contains(
            "one-off task",
            New(Features.SchemaChangeVerb).Property("DeployabilityEmit", "docker;aws-ecs").Property(Property, "migrate").File("README.md"),
            StringComparison.Ordinal
        );

    [Fact]
    public void Arguments_HoldNoCredentials()
    {
        var refusal = Assert.Single(New(Features.SchemaChangeVerb).Property(Property, "--db;Host=a;Password=Tr0ub4dor3").Refusals());

        Assert.DoesNotContain("Tr0ub4dor3", refusal, StringComparison.Ordinal);
    }

    private static Scenario New(string feature) => new Scenario().Facts(new FeatureFact(Source, feature));
}
