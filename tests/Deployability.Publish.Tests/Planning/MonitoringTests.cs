using Deployability.Model;
using Deployability.Publish.Planning;

namespace Deployability.Publish.Tests.Planning;

public sealed class MonitoringTests
{
    [Theory]
    [InlineData("OpenTelemetry.Exporter.Prometheus.HttpListener/1.20.1-beta.1", "", 9464)]
    [InlineData("OpenTelemetry.Exporter.Prometheus.HttpListener/1.20.1-beta.1", "9100", 9100)]
    [InlineData("prometheus-net/8.2.1", "9091", 9091)]
    public void AWorkerThatListensForScrapes_IsScrapedAtItsPods(string package, string declared, int port)
    {
        var scenario = Worker(package, declared);

        Assert.Equal(new PortPlan("metrics", port), scenario.Plan().MetricsPort);
        Assert.Empty(scenario.Plan().Ports);
        Assert.Contains($"EXPOSE {port}\n", scenario.File("Dockerfile"), StringComparison.Ordinal);
        Assert.Contains("kind: PodMonitor\n", scenario.File("monitoring/podmonitor.yaml"), StringComparison.Ordinal);
        Assert.DoesNotContain("http_", scenario.File("monitoring/prometheus-rules.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public void APortThatNobodySays_IsAskedFor()
    {
        var plan = Worker("prometheus-net/8.2.1", "").Plan();

        Assert.Null(plan.MetricsPort);
        Assert.Contains(plan.Actions, static action => action.Task.Contains("ContainerPort", StringComparison.Ordinal));
    }

    [Fact]
    public void APortThatTheCodeSays_IsScraped() =>
        Assert.Equal(
            9091,
            Worker("prometheus-net/8.2.1", "").Facts(new MetricsEndpointFact(Scenario.Source, 9091)).Plan().MetricsPort?.Number
        );

    /// <summary>No Service leads to it, so it is asked at the pods, and no visitor of the app finds it.</summary>
    [Fact]
    public void AWebAppWithAMetricsServerOfItsOwn_IsScrapedAtItsPods()
    {
        var scenario = new Scenario()
            .Property("Packages", "prometheus-net.AspNetCore/8.2.1")
            .Property("DeployabilityEmit", "docker;kubernetes;monitoring")
            .Facts(new MetricsEndpointFact(Scenario.Source, 9091));

        Assert.Equal(new PortPlan("metrics", 9091), scenario.Plan().MetricsPort);
        Assert.Contains("kind: PodMonitor", scenario.File("monitoring/podmonitor.yaml"), StringComparison.Ordinal);
        Assert.DoesNotContain("9091", scenario.File("kubernetes/base/service.yaml"), StringComparison.Ordinal);
        Assert.Contains("containerPort: 9091", scenario.File("kubernetes/base/deployment.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public void APathThatTheCodeSays_IsScraped()
    {
        var scenario = new Scenario()
            .Property("DeployabilityEmit", "kubernetes;monitoring")
            .Facts(new FeatureFact(Scenario.Source, Features.PrometheusMetrics), new MetricsEndpointFact(Scenario.Source, 0, "/inner"));

        Assert.Contains("path: /inner\n", scenario.File("monitoring/servicemonitor.yaml"), StringComparison.Ordinal);
        Assert.Contains(
            "/inner\"",
            scenario.File("monitoring/prometheus-rules.yaml").Replace("\\", "", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void AWorkerWithoutMetrics_HasNoPort() => Assert.Empty(Worker("Serilog/4.0.0", "9091").Plan().ContainerPorts);

    private static Scenario Worker(string package, string port)
    {
        var scenario = new Scenario().Worker().Property("Packages", package).Property("DeployabilityEmit", "docker;kubernetes;monitoring");
        return port.Length > 0 ? scenario.Item("ContainerPort", port) : scenario;
    }
}
