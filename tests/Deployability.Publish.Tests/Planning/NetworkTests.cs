using Deployability.Model;
using Deployability.Publish.Planning;
using static Deployability.Publish.Tests.Scenario;

namespace Deployability.Publish.Tests.Planning;

public sealed class NetworkTests
{
    private const string Policy = "kubernetes/base/networkpolicy.yaml";

    [Theory]
    [InlineData("", true)]
    [InlineData("OpenTelemetry/1.15.3;OpenTelemetry.Exporter.OpenTelemetryProtocol/1.15.3", true)]
    [InlineData("OpenTelemetry/1.15.3;OpenTelemetry.Exporter.Prometheus.AspNetCore/1.15.3-beta.1", false)]
    public void TelemetryThatIsSent_IsLetOut(string packages, bool expected) =>
        Assert.Equal(
            expected,
            new Scenario()
                .Property("Packages", packages)
                .Facts(new FeatureFact(Source, Features.OpenTelemetry))
                .Plan()
                .Network.EgressPorts.Any(static port => port.Number == 4317)
        );

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

    /// <summary>A policy must not cut off what the code calls by an address that nobody sees.</summary>
    [Fact]
    public void ALibraryThatCallsOut_OpensItsUsualPorts()
    {
        var network = new Scenario().Uses(new ClientLibrary("Confluent.Kafka", [9092, 9093])).Plan().Network;

        Assert.Equal([9092, 9093], network.EgressPorts.Select(static port => port.Number));
        Assert.Empty(network.Peers);
    }

    [Fact]
    public void ALibraryWhoseServiceIsKnown_OpensNothingMore() =>
        Assert.Equal(
            [5432],
            new Scenario()
                .Facts(Connection("ConnectionStrings:Orders", ConnectionProviders.Npgsql))
                .Uses(new ClientLibrary("Npgsql", [5432]))
                .Plan()
                .Network.EgressPorts.Select(static port => port.Number)
        );

    [Fact]
    public void APortThatAnotherUseOpened_DoesNotStandForTheUsualOne() =>
        Assert.Equal(
            [443, 9200],
            Calling("https://api.example.com")
                .Uses(new ClientLibrary("Elastic.Clients.Elasticsearch", [9200, 443]))
                .Plan()
                .Network.EgressPorts.Select(static port => port.Number)
        );

    [Fact]
    public void HttpWithoutAnyAddress_MayGoAnywhereInTheClusterAndOut()
    {
        var network = new Scenario().Uses(Http).Plan().Network;

        Assert.Equal([443], network.EgressPorts.Select(static port => port.Number));
        Assert.Equal([new PeerPlan(PeerPlan.Anywhere, Http.Name)], network.Peers);
    }

    [Fact]
    public void HttpToAddressesThatAreKnown_OpensNothingMore()
    {
        var network = Calling("http://orders.shop.svc:8081").Uses(Http).Plan().Network;

        Assert.Equal([8081], network.EgressPorts.Select(static port => port.Number));
        Assert.Equal([new PeerPlan("shop", "Services:Api")], network.Peers);
    }

    private static readonly ClientLibrary Http = new("System.Net.Http", [443], IsForAnyAddress: true);

    [Fact]
    public void AConnectionStringThatAHelperTakes_IsOfTheKindThatTheHelperUses()
    {
        var plan = new Scenario().Facts(Connection("ConnectionStrings:Orders", ""), Connection("", ConnectionProviders.Npgsql)).Plan();

        Assert.Equal("postgres:17", Assert.Single(plan.Configuration.Companions).Image);
    }

    /// <summary>Options of a library: nobody sees that the client takes its property.</summary>
    [Theory]
    [InlineData("Mongo:ConnectionString", "", "mongo:8.0")]
    [InlineData("Mongo:ConnectionString", "Audit:ConnectionString", "")]
    [InlineData("Mongo:Database", "", "")]
    public void TheOnlySettingThatIsCalledAConnectionString_IsOfTheKindThatIsUsed(string key, string other, string image)
    {
        var scenario = new Scenario().Facts(Connection("", ConnectionProviders.MongoDb), Key(key, secret: true));

        var plan = (other.Length > 0 ? scenario.Facts(Key(other, secret: true)) : scenario).Plan();

        Assert.Equal(image, plan.Configuration.Companions.Select(static companion => companion.Image).SingleOrDefault() ?? "");
    }

    [Fact]
    public void AnAddressThatTheProjectDeclares_OpensItsPortAlone() =>
        Assert.Equal([8080], PortsOf(("Services:Api", "http://api:8080", "")));

    [Fact]
    public void AddressesOfSomeEnvironments_OpenTheirPortsBesideTheCodes() =>
        Assert.Equal([443, 8080, 8081], PortsOf(("Services:Api", "http://api:8080", "dev"), ("Services:Api", "http://api:8081", "prod")));

    /// <summary>A policy is held against the pod, whose port is not the Service's.</summary>
    [Theory]
    [InlineData("http://orders", "")]
    [InlineData("http://orders.shop.svc:8081", "shop")]
    [InlineData("http://orders.shop.svc.cluster.local", "shop")]
    public void AServiceInTheCluster_IsReachedAtWhateverPortItsPodsHave(string address, string place) =>
        Assert.Equal([new PeerPlan(place, "Services:Api")], Calling(address).Plan().Network.Peers);

    /// <summary>Code that changes an address before it calls it shows no outbound endpoint; another one that is known would narrow the policy.</summary>
    [Fact]
    public void ASettingThatNamesAService_LetsTheAppReachIt()
    {
        var network = Calling("http://collector.monitoring.svc:4317")
            .Facts(Key("ORDERS_URL", "http://orders:8080/"), Key("SITE", "https://example.com"), Key("OWN", "http://localhost:5000"))
            .Plan()
            .Network;

        Assert.Equal([new PeerPlan("", "ORDERS_URL"), new PeerPlan("monitoring", "Services:Api")], network.Peers);
        Assert.Equal([4317, 8080], network.EgressPorts.Select(static port => port.Number));
    }

    [Theory]
    [InlineData("https://api.example.com")]
    [InlineData("http://192.0.2.7:8080")]
    public void AHostOutsideTheCluster_IsNoPeer(string address) => Assert.Empty(Calling(address).Plan().Network.Peers);

    /// <summary>The address of a developer's machine says nothing of the cluster.</summary>
    [Theory]
    [InlineData("http://localhost:5001")]
    [InlineData("")]
    public void AnAddressThatNobodyKnowsYet_IsNotLockedOut(string address) =>
        Assert.Contains(
            """
                # Services:Api: no address is known yet, so it may be any Service in the cluster.
                - to:
                    - namespaceSelector: {}
            """,
            Calling(address).File(Policy),
            StringComparison.Ordinal
        );

    [Fact]
    public void WhatAGatewayForwardsTo_IsOpened()
    {
        var network = new Scenario()
            .Setting("ReverseProxy:Clusters:orders:Destinations:first:Address", "http://orders:8081/")
            .Setting("ReverseProxy:Clusters:orders:Metadata:Address", "http://elsewhere:9999/")
            .Plan()
            .Network;

        Assert.Equal([8081], network.EgressPorts.Select(static port => port.Number));
        Assert.Equal([""], network.Peers.Select(static peer => peer.Namespace));
    }

    private static Scenario Calling(string address) =>
        new Scenario().Facts(new OutboundEndpointFact(Source, "Services:Api", "", "", 0)).Setting("Services:Api", address);

    private static IEnumerable<int> PortsOf(params (string Key, string Address, string Environment)[] declared)
    {
        var scenario = new Scenario().Facts(new OutboundEndpointFact(Source, "Services:Api", "https", "", 0));
        foreach (var (key, address, environment) in declared)
        {
            scenario = scenario.Item("DeployabilityConfig", key, [("Value", address), .. Of(environment)]);
        }

        return scenario.Plan().Network.EgressPorts.Select(static port => port.Number);

        static (string, string)[] Of(string environment) => environment.Length == 0 ? [] : [("Environment", environment)];
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

    [Fact]
    public void InstancesThatReachOneAnother_AreLetDoSo()
    {
        var scenario = new Scenario().Uses(new ClientLibrary("Orleans.Runtime", []) { JoinsInstances = true });

        Assert.Equal("Orleans.Runtime", scenario.Plan().Network.Joining);
        var policy = scenario.File(Policy);
        Assert.Contains(
            """
                - from:
                    - podSelector:
                        matchLabels:
                          app.kubernetes.io/instance: shop-api
            """,
            policy,
            StringComparison.Ordinal
        );
        Assert.Contains(
            """
                # Orleans.Runtime: the other instances.
                - to:
                    - podSelector:
                        matchLabels:
                          app.kubernetes.io/instance: shop-api
            """,
            policy,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void WhereInstancesAreKeptApart_ItIsSaid()
    {
        var plan = new Scenario()
            .Property("DeployabilityEmit", "cloud-run;fly")
            .Uses(new ClientLibrary("Orleans.Runtime", []) { JoinsInstances = true })
            .Plan();

        Assert.Equal(
            "cloud-run",
            Assert.Single(plan.Actions, static action => action is { Kind: OperatorActionKind.Network, IsBlocking: true }).Target
        );
    }

    /// <summary>What no setting can lead elsewhere stays in the pod; with a key, somebody will say where it goes.</summary>
    [Theory]
    [InlineData("", "localhost", false)]
    [InlineData("", "127.0.0.1", false)]
    [InlineData("", "orders", true)]
    [InlineData("Services:Api", "localhost", true)]
    public void WhatTheAppCallsInItsOwnPod_OpensNothing(string key, string host, bool opens)
    {
        var network = new Scenario().Facts(new OutboundEndpointFact(Source, key, "http", host, 5000)).Plan().Network;

        Assert.Equal(opens, network.EgressPorts.Count > 0);
        Assert.Equal(opens, network.Peers.Count > 0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void DaprsSideCar_IsAskedForAndReachesWhatItNeeds(bool byLibrary)
    {
        var scenario = byLibrary
            ? new Scenario().Uses(new ClientLibrary("Dapr.Client", []) { IsOfDapr = true })
            : new Scenario().Facts(new FeatureFact(Source, Features.DaprSidecar));
        var deployment = scenario.File("kubernetes/base/deployment.yaml");

        Assert.Contains("dapr.io/enabled: \"true\"", deployment, StringComparison.Ordinal);
        Assert.Contains("dapr.io/app-id: shop-api", deployment, StringComparison.Ordinal);
        Assert.Contains("dapr.io/app-port: \"8080\"", deployment, StringComparison.Ordinal);
        Assert.Contains("dapr.io/app-protocol: http", deployment, StringComparison.Ordinal);
        Assert.Equal(["", "dapr-system"], scenario.Plan().Network.Peers.Select(static peer => peer.Namespace));
        Assert.Contains("port: 50002", scenario.File(Policy), StringComparison.Ordinal);
        Assert.Contains(scenario.Plan().Actions, static action => action.Subject == "Dapr");
        Assert.DoesNotContain(scenario.Plan().Actions, static action => action.Subject == "Dapr in jobs");
        Assert.Contains(
            scenario.Item("DeployabilityJob", "nightly", ("Schedule", "0 3 * * *")).Plan().Actions,
            static action => action.Subject == "Dapr in jobs"
        );
    }

    /// <summary>Without a request of each container an autoscaler knows no utilization, and a restricted namespace refuses a container without seccomp.</summary>
    [Fact]
    public void DaprsSideCar_FitsThePodAndOutlivesTheApp()
    {
        var deployment = new Scenario()
            .Facts(new FeatureFact(Source, Features.DaprSidecar), new ShutdownTimeoutFact(Source, 40))
            .File("kubernetes/base/deployment.yaml");

        Assert.Contains("dapr.io/sidecar-cpu-request: ", deployment, StringComparison.Ordinal);
        Assert.Contains("dapr.io/sidecar-memory-limit: ", deployment, StringComparison.Ordinal);
        Assert.Contains("dapr.io/sidecar-seccomp-profile-type: RuntimeDefault", deployment, StringComparison.Ordinal);
        Assert.Matches("dapr.io/block-shutdown-duration: \"?10s", deployment);
        Assert.Contains("dapr.io/graceful-shutdown-seconds: \"40\"", deployment, StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutDapr_NothingIsAskedOfIt() =>
        Assert.DoesNotContain("dapr.io", new Scenario().File("kubernetes/base/deployment.yaml"), StringComparison.Ordinal);
}
