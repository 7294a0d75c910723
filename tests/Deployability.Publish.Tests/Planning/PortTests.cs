using Deployability.Model;
using Deployability.Publish.Targets.Kubernetes;
using static Deployability.Publish.Tests.Scenario;

namespace Deployability.Publish.Tests.Planning;

public sealed class PortTests
{
    [Fact]
    public void NothingSaysAPort_ItIs8080() => Assert.Equal([new("http", 8080)], new Scenario().Plan().Ports);

    [Fact]
    public void TheCodesPort_IsTaken() =>
        Assert.Equal(5005, new Scenario().Facts(new ListenFact(Source, "https", "*", 5006), new ListenFact(Source, "http", "*", 5005)).Plan().Ports[0].Number);

    [Fact]
    public void APortOfDevelopment_IsNot() =>
        Assert.Equal(8080, new Scenario().Facts(new ListenFact(new("Program.cs", "", GuardKind.DevelopmentOnly), "http", "*", 5005)).Plan().Ports[0].Number);

    [Theory]
    [InlineData("Kestrel:Endpoints:Web:Url", "http://*:7000", 7000)]
    [InlineData("urls", "http://+:7001;http://+:7002", 7001)]
    [InlineData("http_ports", "7003", 7003)]
    public void TheConfigurationsPort_IsTaken(string key, string value, int port) =>
        Assert.Equal(port, new Scenario().Setting(key, value).Plan().Ports[0].Number);

    [Fact]
    public void ContainerPort_WinsAndTheContradictionIsNoted()
    {
        var plan = new Scenario().Item("ContainerPort", "9000/tcp").Item("ContainerPort", "9100").Facts(new ListenFact(Source, "http", "*", 5005)).Plan();

        Assert.Equal([new("http", 9000), new("port-9100", 9100)], plan.Ports);
        Assert.Contains(plan.Actions, static action => action.ToString().Contains("5005", StringComparison.Ordinal));
    }

    [Fact]
    public void UdpPorts_AreNoHttpPorts() =>
        Assert.Equal([new("http", 8080)], new Scenario().Item("ContainerPort", "9000", ("Type", "udp")).Plan().Ports);

    [Fact]
    public void OnePort_StandsEverywhere()
    {
        var files = new Scenario().Facts(new ListenFact(Source, "http", "*", 5005), Health("/live")).Emit().ToDictionary(static file => file.Path, static file => file.Content);

        Assert.Contains("EXPOSE 5005", files["Dockerfile"], StringComparison.Ordinal);
        Assert.Contains("ASPNETCORE_HTTP_PORTS=5005", files["Dockerfile"], StringComparison.Ordinal);
        Assert.Contains("http://127.0.0.1:5005/live", files["Dockerfile"], StringComparison.Ordinal);
        Assert.Contains(":${APP_PORT:-5005}:5005", files["compose.yaml"], StringComparison.Ordinal);
        Assert.Contains("containerPort: 5005", files["kubernetes/base/deployment.yaml"], StringComparison.Ordinal);
    }

    [Fact]
    public void AnHttpsOnlyApp_IsProbedByHttpsAndCheckedByTcp()
    {
        var plan = new Scenario().Facts(new ListenFact(Source, "https", "*", 8443), Health("/live")).Plan();

        Assert.True(plan.Ports[0].IsTls);
        Assert.Equal("tcp://127.0.0.1:8443", plan.Probes.HealthCheck[2]);
        Assert.Contains("scheme: HTTPS", new Scenario().Facts(new ListenFact(Source, "https", "*", 8443), Health("/live")).File("kubernetes/base/deployment.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public void AWorker_HasNoPortNoServiceAndNoProbe()
    {
        var files = new Scenario().Worker().Emit();

        Assert.DoesNotContain(files, static file => file.Path.EndsWith("service.yaml", StringComparison.Ordinal));
        Assert.DoesNotContain("Probe:", files.Single(static file => file.Path.EndsWith("deployment.yaml", StringComparison.Ordinal)).Content, StringComparison.Ordinal);
        Assert.DoesNotContain("EXPOSE", files.Single(static file => file.Path == "Dockerfile").Content, StringComparison.Ordinal);
    }
}
