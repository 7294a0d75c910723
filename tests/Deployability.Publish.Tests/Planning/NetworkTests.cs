using Deployability.Model;
using static Deployability.Publish.Tests.Scenario;

namespace Deployability.Publish.Tests.Planning;

public sealed class NetworkTests
{
    private const string Policy = "kubernetes/base/networkpolicy.yaml";

    [Fact]
    public void CodeThatNobodyHasRead_IsNotLockedIn()
    {
        var policy = new Scenario().Incomplete().Facts(Connection("ConnectionStrings:Orders", ConnectionProviders.Npgsql)).File(Policy);

        Assert.DoesNotContain("egress", policy, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("ingress:", policy, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsKnownWhole_IsLockedIn() => Assert.Contains("- Egress", new Scenario().File(Policy), StringComparison.Ordinal);

    [Fact]
    public void AConnectionWithoutAKey_OpensItsPort() =>
        Assert.Contains(
            "port: 5432",
            new Scenario().Facts(Connection("", ConnectionProviders.Npgsql)).File(Policy),
            StringComparison.Ordinal
        );

    [Fact]
    public void AConnectionStringThatAHelperTakes_IsOfTheKindThatTheHelperUses()
    {
        var plan = new Scenario().Facts(Connection("ConnectionStrings:Orders", ""), Connection("", ConnectionProviders.Npgsql)).Plan();

        Assert.Equal("postgres:17", Assert.Single(plan.Configuration.Companions).Image);
    }

    [Fact]
    public void SeveralKinds_AreNotGuessedAt()
    {
        var plan = new Scenario()
            .Facts(
                Connection("ConnectionStrings:Orders", ""),
                Connection("", ConnectionProviders.Npgsql),
                Connection("", ConnectionProviders.Redis)
            )
            .Plan();

        Assert.Empty(plan.Configuration.Companions);
        Assert.Equal([5432, 6379], plan.Network.EgressPorts.Select(static port => port.Number));
    }
}
