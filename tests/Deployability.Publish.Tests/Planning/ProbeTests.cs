using Deployability.Model;
using Deployability.Publish.Planning;
using static Deployability.Publish.Tests.Scenario;

namespace Deployability.Publish.Tests.Planning;

public sealed class ProbeTests
{
    [Fact]
    public void LiveAndReady_ServeTheirProbes()
    {
        var probes = Probes(
            Health("/live", HealthEndpointKind.Live),
            Health("/ready", HealthEndpointKind.Ready, HealthChecksRun.All),
            Check("db")
        );

        Assert.Equal(("/live", "/live", "/ready"), (probes.Startup!.Path, probes.Liveness!.Path, probes.Readiness!.Path));
    }

    [Fact]
    public void AStartupEndpoint_ServesTheStartupProbe() =>
        Assert.Equal(
            "/start",
            Probes(Health("/live", HealthEndpointKind.Live), Health("/start", HealthEndpointKind.Startup)).Startup!.Path
        );

    [Fact]
    public void AnEndpointThatRunsDependencyChecks_IsNoLivenessProbe()
    {
        var plan = new Scenario().Facts(Health("/health", checks: HealthChecksRun.All), Check("database")).Plan();

        Assert.Equal(("", "", "/health"), (plan.Probes.Startup!.Path, plan.Probes.Liveness!.Path, plan.Probes.Readiness!.Path));
        Assert.Equal("tcp://127.0.0.1:8080", plan.Probes.HealthCheck[2]);
        Assert.Contains(plan.Decisions, static decision => decision.ToString().Contains("/health", StringComparison.Ordinal));
    }

    [Fact]
    public void AnEndpointWithoutRegisteredChecks_IsSafeForLiveness() =>
        Assert.Equal("/health", Probes(Health("/health", checks: HealthChecksRun.All), Check("")).Liveness!.Path);

    [Theory]
    [InlineData(GuardKind.DevelopmentOnly, false, "/health", "")]
    [InlineData(GuardKind.None, true, "/health", "")]
    [InlineData(GuardKind.None, false, "", "")]
    [InlineData(GuardKind.None, false, "/health", "admin.example.com")]
    public void AnEndpointThatAProbeCannotReach_IsNotUsed(GuardKind guard, bool authorized, string path, string host)
    {
        var plan = new Scenario()
            .Facts(Health(path, authorized: authorized, host: host) with { Source = new("Program.cs", "", guard) })
            .Plan();

        Assert.Equal("", plan.Probes.Readiness!.Path);
        Assert.Contains(plan.Decisions, static decision => decision.ToString().Contains("TCP connection", StringComparison.Ordinal));
    }

    [Fact]
    public void NothingIsMapped_TcpIsAskedAndItIsSaidSo()
    {
        var (plan, problems) = new Scenario().Result();

        Assert.Equal(("", "", ""), (plan!.Probes.Startup!.Path, plan.Probes.Liveness!.Path, plan.Probes.Readiness!.Path));
        Assert.Contains(problems, static problem => problem is { Code: "DPL9004", Severity: ProblemSeverity.Message });
        Assert.Contains("maps no health endpoint", new Scenario().File("README.md"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("*", "")]
    [InlineData("", "")]
    [InlineData("shop.example.com;other.example.com", "shop.example.com")]
    [InlineData("*.example.com", "probe.example.com")]
    [InlineData("shop.example.com;*", "")]
    public void HostFiltering_GetsAHostItAccepts(string allowedHosts, string expected)
    {
        var probes = new Scenario().Setting("AllowedHosts", allowedHosts).Facts(Health("/live")).Plan().Probes;

        Assert.Equal(expected, probes.Liveness!.HostHeader);
        Assert.Equal(expected.Length > 0 ? expected : "http://127.0.0.1:8080/live", probes.HealthCheck[^1]);
    }

    [Theory]
    [InlineData("*", "*:8081", "")]
    [InlineData("shop.example.com", "*:8081", "shop.example.com:8081")]
    [InlineData("*", "health.internal:8081", "health.internal:8081")]
    [InlineData("*", "*.internal:8081", "probe.internal:8081")]
    public void AnEndpointThatDemandsAHost_GetsItWithItsPort(string allowedHosts, string demanded, string expected) =>
        Assert.Equal(
            expected,
            new Scenario().Setting("AllowedHosts", allowedHosts).Facts(Health("/live", host: demanded)).Plan().Probes.Liveness!.HostHeader
        );

    [Theory]
    [InlineData("Aspire.StackExchange.Redis/13.0.0", "")]
    [InlineData("StackExchange.Redis/2.8.0", "/health")]
    public void AClientOfAspire_BringsACheckOfItsServer(string package, string liveness) =>
        Assert.Equal(
            liveness,
            new Scenario()
                .Property("Packages", package)
                .Facts(Health("/health", checks: HealthChecksRun.All), Check("self"))
                .Plan()
                .Probes.Liveness!.Path
        );

    [Fact]
    public void AManagementPort_IsProbedButNotServed()
    {
        var scenario = new Scenario().Facts(
            new ListenFact(Source, "http", "*", 8080),
            new ListenFact(Source, "http", "*", 8081),
            Health("/live", host: "*:8081")
        );
        var plan = scenario.Plan();

        Assert.Equal([new("http", 8080), new("management", 8081, IsManagement: true)], plan.Ports);
        Assert.Equal("management", plan.Probes.Liveness!.Port.Name);
        Assert.DoesNotContain("management", scenario.File("kubernetes/base/service.yaml"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 30, 45)]
    [InlineData(90, 90, 105)]
    public void TheGracePeriod_IsLongerThanPreStopAndShutDown(int declared, int shutdown, int grace)
    {
        var plan = (declared > 0 ? new Scenario().Facts(new ShutdownTimeoutFact(Source, declared)) : new Scenario()).Plan();

        Assert.Equal((shutdown, grace), (plan.Lifetime.Shutdown, plan.Lifetime.Grace));
        Assert.True(plan.Lifetime.Grace > plan.Lifetime.PreStop + plan.Lifetime.Shutdown);
    }

    private static ProbesPlan Probes(params Fact[] facts) => new Scenario().Facts(facts).Plan().Probes;

    [Fact]
    public void GrpcHealthOnAnHttp2Port_IsAskedByGrpcProbes()
    {
        var scenario = Grpc().Facts(new ListenFact(Source, "http", "*", 5400, IsHttp2Only: true));
        var deployment = scenario.File("kubernetes/base/deployment.yaml");

        Assert.DoesNotContain("httpGet", deployment, StringComparison.Ordinal);
        Assert.Equal(3, deployment.Split("grpc:\n").Length - 1);
        Assert.Contains("            port: 5400\n", deployment, StringComparison.Ordinal);
        Assert.Contains("kubernetes.io/h2c", scenario.File("kubernetes/base/service.yaml"), StringComparison.Ordinal);
        Assert.Contains("tcp://127.0.0.1:5400", scenario.File("Dockerfile"), StringComparison.Ordinal);
    }

    [Fact]
    public void GrpcHealthOnItsOwnPort_LeavesTheOtherToUsers()
    {
        var probes = Grpc()
            .Facts(new ListenFact(Source, "http", "*", 5400, IsHttp2Only: true), new ListenFact(Source, "http", "*", 8080))
            .Plan()
            .Probes;

        Assert.All(
            new[] { probes.Startup, probes.Liveness, probes.Readiness },
            static probe => Assert.Equal((true, 5400), (probe!.IsGrpc, probe.Port.Number))
        );
    }

    [Fact]
    public void GrpcHealthOnAPlainPort_IsNotAskedAndItIsSaidWhy()
    {
        var plan = Grpc().Plan();

        Assert.Equal((false, ""), (plan.Probes.Readiness!.IsGrpc, plan.Probes.Readiness.Path));
        Assert.Contains(plan.Decisions, static decision => decision.ToString().Contains("HTTP/2 alone", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AnHttpEndpointOnAnHttp2Port_IsNeverAskedByHttp(bool inSettings)
    {
        var scenario = new Scenario().Facts(Health("/healthz/live", HealthEndpointKind.Live));
        _ = inSettings
            ? scenario.Setting("Kestrel:EndpointDefaults:Protocols", "Http2")
            : scenario.Facts(new FeatureFact(Source, Features.Http2Only));

        Assert.DoesNotContain("httpGet", scenario.File("kubernetes/base/deployment.yaml"), StringComparison.Ordinal);
        Assert.Contains("tcp://127.0.0.1:8080", scenario.File("compose.yaml"), StringComparison.Ordinal);
        Assert.Contains(
            scenario.Plan().Decisions,
            static decision => decision.ToString().Contains("/healthz/live", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void GrpcHealthWithoutAnyCheck_NeverServesAndIsNotAsked()
    {
        var plan = new Scenario()
            .Facts(
                Health(HealthEndpointFact.GrpcPath, checks: HealthChecksRun.All),
                new ListenFact(Source, "http", "*", 5400, IsHttp2Only: true)
            )
            .Plan();

        Assert.False(plan.Probes.Readiness!.IsGrpc);
        Assert.Contains(
            plan.Decisions,
            static decision => decision.ToString().Contains("no health check is registered", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("self", "", "/health")]
    [InlineData("queue", "live", "/health")]
    [InlineData("orders-db", "ready", "")]
    public void LivenessAsksAnEndpointOfEveryCheck_WhileTheyAskNobodyElse(string name, string tag, string path) =>
        Assert.Equal(
            path,
            new Scenario()
                .Facts(
                    Health("/health", checks: HealthChecksRun.All),
                    new HealthCheckFact(Source, name, new EquatableArray<string>(tag.Split(',').Where(static text => text.Length > 0)))
                )
                .Plan()
                .Probes.Liveness!.Path
        );

    private static Scenario Grpc() => new Scenario().Facts(Health(HealthEndpointFact.GrpcPath, checks: HealthChecksRun.All), Check("self"));

    [Fact]
    public void CodeThatNobodyHasRead_IsNotSaidToMapNothing()
    {
        var decision = Assert.Single(
            new Scenario().Incomplete().Plan().Decisions,
            static decision => decision.Assumed.Contains("TCP connection", StringComparison.Ordinal)
        );

        Assert.StartsWith("Some code carries no facts", decision.Why, StringComparison.Ordinal);
        Assert.DoesNotContain("DPL3001", decision.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "/up", "/up", "/up")]
    [InlineData("liveness", "/up", "/up", "/up")]
    [InlineData("readiness", "", "", "/up")]
    [InlineData("startup", "/up", "/up", "")]
    public void APathThatTheProjectDeclares_IsAskedInPlaceOfWhatTheCodeMaps(string probe, string startup, string liveness, string readiness)
    {
        var probes = new Scenario().Facts(Health("/healthz")).Item("DeployabilityHealth", "/up", ("Probe", probe)).Plan().Probes;

        Assert.Equal((startup, liveness, readiness), (probes.Startup!.Path, probes.Liveness!.Path, probes.Readiness!.Path));
    }

    [Fact]
    public void CodeThatNobodyHasRead_IsToldHowToNameItsPath() =>
        Assert.Contains(
            new Scenario().Incomplete().Plan().Decisions,
            static decision => decision.Instead.Contains("<DeployabilityHealth Include=\"/healthz\" />", StringComparison.Ordinal)
        );
}
