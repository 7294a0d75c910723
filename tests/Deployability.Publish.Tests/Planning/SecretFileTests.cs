using Deployability.Model;
using Deployability.Publish.Planning;
using static Deployability.Publish.Tests.Scenario;

namespace Deployability.Publish.Tests.Planning;

/// <summary>Which secrets an app that reads files gets as files, and what becomes of the others.</summary>
public sealed class SecretFileTests
{
    [Theory]
    [InlineData("Jwt:SigningKey", ConfigurationOrigin.Configuration, "__", "Jwt__SigningKey")]
    [InlineData("Jwt:SigningKey", ConfigurationOrigin.Configuration, "--", "Jwt--SigningKey")]
    [InlineData("JWT_SIGNING_KEY", ConfigurationOrigin.EnvironmentVariable, "__", "")]
    public void AKeyOfTheConfiguration_IsAFile(string key, ConfigurationOrigin origin, string delimiter, string file) =>
        Assert.Equal(file, Assert.Single(Plan(New(delimiter).Facts(Key(key, required: true, secret: true, origin: origin))).Secrets).File);

    [Fact]
    public void AConnectionString_IsAFileToo() =>
        Assert.Equal(
            "ConnectionStrings__Orders",
            Assert.Single(Plan(New().Facts(Connection("ConnectionStrings:Orders", ConnectionProviders.SqlServer))).Secrets).File
        );

    /// <summary>A library may read it from the environment.</summary>
    [Fact]
    public void ASecretThatOnlyTheProjectNames_StaysAVariable() =>
        Assert.Equal("", Assert.Single(Plan(New().Item("DeployabilitySecret", "AZURE_CLIENT_SECRET")).Secrets).File);

    [Fact]
    public void AFolderForDevelopment_IsNone() =>
        Assert.Null(
            Plan(
                new Scenario().Facts(
                    new KeyFilesFact(Source with { Guard = GuardKind.DevelopmentOnly }, "/run/secrets", true),
                    Key("Jwt:SigningKey", secret: true)
                )
            ).SecretFolder
        );

    [Theory]
    [InlineData(true, true, false)]
    [InlineData(false, true, false)]
    [InlineData(true, false, false)]
    [InlineData(false, false, true)]
    public void AFolderThatNothingIsPutInto_IsAFaultWhereTheAppNeedsIt(bool isOptional, bool hasSecret, bool expected)
    {
        var scenario = new Scenario().Facts(new KeyFilesFact(Source, "/run/secrets", isOptional));
        scenario = hasSecret ? scenario.Facts(Key("Jwt:SigningKey", required: true, secret: true)) : scenario;

        Assert.Equal(expected, scenario.Plan().Actions.Any(static action => action is { Subject: "/run/secrets", IsBlocking: true }));
    }

    /// <summary>Clouds hand over variables, and make no folder.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void OnAPlatformWithoutFiles_TheFolderHasToBeOptional(bool isOptional)
    {
        var plan = new Scenario()
            .Property("DeployabilityEmit", "docker;fly")
            .Facts(new KeyFilesFact(Source, "/run/secrets", isOptional), Key("Jwt:SigningKey", required: true, secret: true))
            .Plan();

        Assert.Contains(
            plan.Decisions,
            static decision => decision.Target == "fly" && decision.Why.Contains("/run/secrets", StringComparison.Ordinal)
        );
        Assert.Equal(!isOptional, plan.Actions.Any(static action => action is { Target: "fly", Subject: "/run/secrets" }));
    }

    [Fact]
    public void ASectionCalledLikeThePrefix_GetsThePrefix() =>
        Assert.Equal(
            "SHOP_Shop__Mode",
            Assert
                .Single(Plan(new Scenario().Facts(new EnvironmentPrefixFact(Source, "SHOP_"), Key("Shop:Mode", "live"))).Settings)
                .Variable
        );

    private static Scenario New(string delimiter = KeyFilesFact.Default) =>
        new Scenario().Facts(new KeyFilesFact(Source, "/run/secrets", true, delimiter));

    private static ConfigurationPlan Plan(Scenario scenario) => scenario.Plan().Configuration;
}
