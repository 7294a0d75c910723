using Deployability.Model;
using Deployability.Publish.Planning;
using static Deployability.Publish.Tests.Scenario;

namespace Deployability.Publish.Tests.Planning;

public sealed class PortTests
{
    [Fact]
    public void NothingSaysAPort_ItIs8080() => Assert.Equal([new("http", 8080)], new Scenario().Plan().Ports);

    [Fact]
    public void TheCodesPort_IsTaken() =>
        Assert.Equal(
            5005,
            new Scenario()
                .Facts(new ListenFact(Source, "https", "*", 5006), new ListenFact(Source, "http", "*", 5005))
                .Plan()
                .Ports[0]
                .Number
        );

    [Fact]
    public void APortOfDevelopment_IsNot() =>
        Assert.Equal(
            8080,
            new Scenario().Facts(new ListenFact(new("Program.cs", "", GuardKind.DevelopmentOnly), "http", "*", 5005)).Plan().Ports[0].Number
        );

    [Theory]
    [InlineData("https://*:8443", true)]
    [InlineData("http://*:8080", false)]
    public void ClientCertificates_DoNotGetThroughAnIngress(string url, bool isBlocking)
    {
        var bySetting = new Scenario()
            .Setting("Kestrel:Endpoints:Web:Url", url)
            .Setting("Kestrel:Endpoints:Web:ClientCertificateMode", "RequireCertificate");
        var byCode = new Scenario()
            .Setting("Kestrel:Endpoints:Web:Url", url)
            .Facts(new FeatureFact(Scenario.Source, Features.ClientCertificates));

        foreach (var scenario in new[] { bySetting, byCode })
        {
            var action = Assert.Single(scenario.Plan().Actions, static action => action.Subject == "client certificates");
            Assert.Equal((OperatorActionKind.Ingress, isBlocking), (action.Kind, action.IsBlocking));
        }

        Assert.DoesNotContain(
            new Scenario().Setting("Kestrel:Endpoints:Web:Url", url).Plan().Actions,
            static action => action.Subject == "client certificates"
        );
    }

    [Theory]
    [InlineData("Kestrel:Endpoints:Web:Url", "http://*:7000", 7000)]
    [InlineData("urls", "http://+:7001;http://+:7002", 7001)]
    [InlineData("http_ports", "7003", 7003)]
    public void TheConfigurationsPort_IsTaken(string key, string value, int port) =>
        Assert.Equal(port, new Scenario().Setting(key, value).Plan().Ports[0].Number);

    [Theory]
    [InlineData("Kestrel:Endpoints:Web:Certificate:Path", "/https/shop.pfx", "'/https/shop.pfx', which its settings name, is in no image")]
    [InlineData("Kestrel:Certificates:Default:Path", "shop.pfx", "'shop.pfx', which its settings name, is in no image")]
    [InlineData("Shop:Title", "Shop", "no setting names a certificate")]
    public void AnHttpsEndpointOfSettings_DoesNotStartWithoutItsCertificate(string key, string value, string expected)
    {
        var plan = new Scenario().Setting("Kestrel:Endpoints:Web:Url", "https://*:8443").Setting(key, value).Plan();

        var action = Assert.Single(plan.Actions, static action => action.Subject == "certificate of port 8443");
        Assert.Contains(expected, action.Why, StringComparison.Ordinal);
        Assert.True(action.IsBlocking);
        Assert.Equal("https", plan.Ports[0].Name);
    }

    [Theory]
    [InlineData("certs/shop.pfx", "mountPath: /app/certs\n              readOnly: true", "/app/certs/shop.pfx")]
    [InlineData("/https/shop.pfx", "mountPath: /https\n              readOnly: true", "/https/shop.pfx")]
    [InlineData("shop.pfx", "mountPath: /app/shop.pfx\n              subPath: shop.pfx\n              readOnly: true", "/app/shop.pfx")]
    public void ACertificateThatSettingsName_IsMountedWhereTheyLookForIt(string path, string mount, string file)
    {
        var scenario = new Scenario()
            .Setting("Kestrel:Endpoints:Web:Url", "https://*:8443")
            .Setting("Kestrel:Endpoints:Web:Certificate:Path", path);
        var deployment = scenario.File("kubernetes/base/deployment.yaml");

        Assert.Contains("- name: server-certificate\n              " + mount, deployment, StringComparison.Ordinal);
        Assert.Contains("secretName: shop-api-certificate", deployment, StringComparison.Ordinal);
        Assert.Contains($"./certificates/shop.pfx:{file}:ro", scenario.File("compose.yaml"), StringComparison.Ordinal);
        Assert.Contains("certificates/", scenario.File(".gitignore"), StringComparison.Ordinal);
        Assert.Contains(
            "kubectl create secret generic shop-api-certificate --from-file=shop.pfx",
            scenario.File("README.md"),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("C:\\certs\\shop.pfx")]
    [InlineData("../shop.pfx")]
    public void ACertificateThatNoContainerCanHaveThere_IsOnlyNoted(string path) =>
        Assert.Empty(
            new Scenario().Setting("urls", "https://*:8443").Setting("Kestrel:Certificates:Default:Path", path).Plan().CertificateFiles
        );

    [Fact]
    public void ACertificateThatTheCodeLoads_IsNotedAndThatOfAVariableIsNot()
    {
        var scenario = new Scenario().Facts(new ListenFact(Source, "https", "*", 8443));

        Assert.False(Assert.Single(scenario.Plan().Actions, static action => action.Kind == OperatorActionKind.Ingress).IsBlocking);
        Assert.Empty(
            new Scenario()
                .Setting("urls", "https://*:8443")
                .Item("DeployabilityConfig", "Kestrel:Certificates:Default:Path", ("Value", "/certificates/tls.crt"))
                .Plan()
                .Actions
        );
    }

    [Fact]
    public void ContainerPort_WinsAndTheContradictionIsNoted()
    {
        var plan = new Scenario()
            .Item("ContainerPort", "9000/tcp")
            .Item("ContainerPort", "9100")
            .Facts(new ListenFact(Source, "http", "*", 5005))
            .Plan();

        Assert.Equal([new("http", 9000), new("port-9100", 9100)], plan.Ports);
        Assert.Contains(plan.Actions, static action => action.ToString().Contains("5005", StringComparison.Ordinal));
    }

    [Fact]
    public void UdpPorts_AreNoHttpPorts() =>
        Assert.Equal([new("http", 8080)], new Scenario().Item("ContainerPort", "9000", ("Type", "udp")).Plan().Ports);

    [Fact]
    public void OnePort_StandsEverywhere()
    {
        var files = new Scenario()
            .Facts(new ListenFact(Source, "http", "*", 5005), Health("/live"))
            .Emit()
            .ToDictionary(static file => file.Path, static file => file.Content);

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
        Assert.Contains(
            "scheme: HTTPS",
            new Scenario().Facts(new ListenFact(Source, "https", "*", 8443), Health("/live")).File("kubernetes/base/deployment.yaml"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void AWorker_HasNoPortNoServiceAndNoProbe()
    {
        var files = new Scenario().Worker().Emit();

        Assert.DoesNotContain(files, static file => file.Path.EndsWith("service.yaml", StringComparison.Ordinal));
        Assert.DoesNotContain(
            "Probe:",
            files.Single(static file => file.Path.EndsWith("deployment.yaml", StringComparison.Ordinal)).Content,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("EXPOSE", files.Single(static file => file.Path == "Dockerfile").Content, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3000, "PORT", ConfigurationOrigin.EnvironmentVariable, "PORT", 3000)]
    [InlineData(0, "PORT", ConfigurationOrigin.EnvironmentVariable, "PORT", 8080)]
    [InlineData(9001, "Server:Port", ConfigurationOrigin.Configuration, "Server__Port", 9001)]
    public void APortThatIsRead_IsTheDefaultAndTheVariableSaysIt(
        int @default,
        string key,
        ConfigurationOrigin origin,
        string variable,
        int port
    )
    {
        var files = Read(@default, key, origin)
            .Facts(Health("/healthz"))
            .Emit()
            .ToDictionary(static file => file.Path, static file => file.Content);

        Assert.Contains($"EXPOSE {port}", files["Dockerfile"], StringComparison.Ordinal);
        Assert.Contains($"http://127.0.0.1:{port}/healthz", files["Dockerfile"], StringComparison.Ordinal);
        Assert.Contains($"containerPort: {port}", files["kubernetes/base/deployment.yaml"], StringComparison.Ordinal);
        Assert.Contains($"{variable}={port}", files["kubernetes/base/kustomization.yaml"], StringComparison.Ordinal);
        Assert.Contains($"{variable}: \"{port}\"", files["compose.yaml"], StringComparison.Ordinal);
        Assert.DoesNotContain(".env.example", files.Keys);
    }

    [Fact]
    public void APortWithoutADefault_IsAssumedAndSaid()
    {
        Assert.Contains(
            Read(0, "PORT").Plan().Decisions,
            static decision => decision.ToString().Contains("PORT is set to that", StringComparison.Ordinal)
        );
        Assert.Contains(
            Read(0, "").Plan().Decisions,
            static decision => decision.ToString().Contains("computed at run time", StringComparison.Ordinal)
        );
        Assert.DoesNotContain(
            Read(0, "").Item("ContainerPort", "9000").Plan().Decisions,
            static decision => decision.ToString().Contains("computed at run time", StringComparison.Ordinal)
        );
        Assert.DoesNotContain(
            Read(3000, "PORT").Plan().Decisions,
            static decision => decision.ToString().Contains("PORT", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void ADeclaredPort_IsToldToAProgramThatAsks()
    {
        var plan = Read(3000, "PORT").Item("ContainerPort", "9000").Plan();

        Assert.Equal([new("http", 9000)], plan.Ports);
        Assert.Equal("9000", plan.Configuration.Settings.Single(static setting => setting.Variable == "PORT").Value);
        Assert.Empty(plan.Actions);
    }

    [Fact]
    public void SeveralPorts_AreNamedForWhatTheySpeak()
    {
        var plan = new Scenario()
            .Facts(
                new ListenFact(Source, "http", "*", 5400, IsHttp2Only: true),
                new ListenFact(Source, "https", "*", 8443),
                new ListenFact(Source, "http", "*", 8080)
            )
            .Plan();

        Assert.Equal([new("http", 8080), new("grpc", 5400, IsHttp2Only: true), new("https", 8443, IsTls: true)], plan.Ports);
    }

    [Fact]
    public void SeveralManagementPorts_HaveNamesOfTheirOwn()
    {
        var ports = new Scenario().Facts(Health("/live", host: "*:18081"), Health("/ready", host: "*:18082")).Plan().Ports;

        Assert.Equal(["http", "management", "port-18082"], ports.Select(static port => port.Name));
        Assert.Equal([false, true, true], ports.Select(static port => port.IsManagement));
    }

    [Theory]
    [InlineData("Kestrel:Endpoints:Web:Url", "http://localhost:5100", "Kestrel__Endpoints__Web__Url", "http://*:5100")]
    [InlineData("urls", "http://127.0.0.1:5100;https://localhost:5101/", "urls", "http://*:5100;http://*:5101")]
    public void SettingsThatListenOnThisMachineAlone_AreOpened(string key, string value, string variable, string opened)
    {
        var plan = new Scenario().Setting(key, value).Plan();

        Assert.Equal(5100, plan.Ports[0].Number);
        Assert.Equal(opened, plan.Configuration.Settings.Single(setting => setting.Variable == variable).Value);
    }

    /// <summary>The certificate of a developer's machine is in no image, and Kestrel does not start without one.</summary>
    [Theory]
    [InlineData("Shop:Title", "Shop", "http://*:5101", false)]
    [InlineData("Kestrel:Certificates:Default:Path", "/https/shop.pfx", "https://*:5101", true)]
    public void TlsOfThisMachineAlone_IsLeftToTheIngressUnlessThereIsACertificate(string key, string value, string opened, bool isTls)
    {
        var plan = new Scenario().Setting("Kestrel:Endpoints:Web:Url", "https://localhost:5101").Setting(key, value).Plan();

        Assert.Equal(
            opened,
            plan.Configuration.Settings.Single(static setting => setting.Variable == "Kestrel__Endpoints__Web__Url").Value
        );
        Assert.Equal(isTls, Assert.Single(plan.Ports).IsTls);
        Assert.Equal(isTls, plan.Actions.Any(static action => action.Subject == "certificate of port 5101"));
        Assert.Equal(
            !isTls,
            plan.Decisions.Any(static decision => decision.Assumed.Contains("the ingress ends it", StringComparison.Ordinal))
        );
    }

    [Fact]
    public void AnEndpointForThisMachineBesideOthers_IsLeftAlone()
    {
        var plan = new Scenario()
            .Setting("Kestrel:Endpoints:Admin:Url", "http://localhost:5100")
            .Setting("Kestrel:Endpoints:Web:Url", "http://*:5200")
            .Plan();

        Assert.Equal([new("http", 5200)], plan.Ports);
        Assert.Empty(plan.Configuration.Settings);
    }

    [Fact]
    public void CodeThatListensOnThisMachineAlone_IsTold()
    {
        var plan = new Scenario().Facts(new ListenFact(Source, "http", "localhost", 5123)).Plan();

        Assert.Equal(5123, plan.Ports[0].Number);
        Assert.Contains(
            plan.Actions,
            static action => action.IsBlocking && action.Why.Contains("listens on localhost", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void CodeThatListensOnThisMachineToo_HasOnePortForOthers()
    {
        var plan = new Scenario()
            .Facts(new ListenFact(Source, "http", "localhost", 5123), new ListenFact(Source, "http", "*", 8080))
            .Plan();

        Assert.Equal([new("http", 8080)], plan.Ports);
        Assert.DoesNotContain(plan.Actions, static action => action.Why.Contains("listens on localhost", StringComparison.Ordinal));
    }

    [Fact]
    public void AManagementPortOfSettings_IsNotTheOneThatUsersReach() =>
        Assert.Equal(
            [("http", 8088), ("https", 8443), ("management", 9099)],
            new Scenario()
                .Setting("Kestrel:Endpoints:Admin:Url", "http://*:9099")
                .Setting("Kestrel:Endpoints:Plain:Url", "http://*:8088")
                .Setting("Kestrel:Endpoints:Public:Url", "https://*:8443")
                .Facts(Health("/live", host: "*:9099"))
                .Plan()
                .Ports.Select(static port => (port.Name, port.Number))
        );

    [Fact]
    public void SettingsOfKestrel_GiveEveryEndpoint()
    {
        var plan = new Scenario()
            .Setting("Kestrel:Endpoints:Web:Url", "http://*:8080")
            .Setting("Kestrel:Endpoints:Grpc:Url", "http://*:5400")
            .Setting("Kestrel:Endpoints:Grpc:Protocols", "Http2")
            .Plan();

        Assert.Equal([new("http", 8080), new("grpc", 5400, IsHttp2Only: true)], plan.Ports);
    }

    private static Scenario Read(int @default, string key, ConfigurationOrigin origin = ConfigurationOrigin.EnvironmentVariable) =>
        new Scenario().Facts(
            new ListenFact(Source, "http", "*", @default, key, origin),
            Key(
                key.Length > 0 ? key : "X",
                @default > 0 ? @default.ToString(System.Globalization.CultureInfo.InvariantCulture) : null,
                origin: origin
            )
        );

    [Theory]
    [InlineData("http://*:7070", "http://*:7071", "7070,7071", "http://*:7070")]
    [InlineData("https://*:7443", "http://+:7070", "7070,7443", "https://*:7443")]
    [InlineData("http://localhost:7070", "http://*:7071", "7070,7071", "http://*:7070")]
    public void AListOfAddressesFromConfiguration_IsWhereTheAppListens(string first, string second, string ports, string set)
    {
        var plan = new Scenario()
            .Facts(new ListenKeyFact(Source, "Server:Urls", IsList: true), Key("Server:Urls"))
            .Setting("Server:Urls:0", first)
            .Setting("Server:Urls:1", second)
            .Plan();

        Assert.Equal(ports, string.Join(",", plan.Ports.Select(static port => port.Number)));
        var setting = plan.Configuration.Settings.Single(static setting => setting.Variable == "Server__Urls__0");
        Assert.Equal((set, true), (setting.Value, setting.IsFixed));
        Assert.Equal(set != first, plan.Decisions.Any(static decision => decision.Why.Contains("Server:Urls", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(true, "Server__Urls__0")]
    [InlineData(false, "Server__Urls")]
    public void AddressesThatNoFileHas_AreSetAndSaid(bool isList, string variable)
    {
        var plan = new Scenario().Facts(new ListenKeyFact(Source, "Server:Urls", isList)).Plan();

        Assert.Equal(8080, Assert.Single(plan.Ports).Number);
        Assert.Equal("http://*:8080", plan.Configuration.Settings.Single(setting => setting.Variable == variable).Value);
        Assert.Contains(plan.Decisions, static decision => decision.Why.Contains("which no file has", StringComparison.Ordinal));
    }

    [Fact]
    public void TheCodesOwnDefaultForAKey_IsOpenedToOthers()
    {
        var plan = new Scenario().Facts(new ListenKeyFact(Source, "Server:Url"), new ListenFact(Source, "http", "localhost", 5050)).Plan();

        Assert.Equal(5050, Assert.Single(plan.Ports).Number);
        Assert.Equal("http://*:5050", plan.Configuration.Settings.Single(static setting => setting.Variable == "Server__Url").Value);
        Assert.DoesNotContain(plan.Actions, static action => action.IsBlocking);
    }

    [Fact]
    public void ADeclaredPort_TakesThePlaceOfEveryElementOfAList()
    {
        var plan = new Scenario()
            .Item("ContainerPort", "9000")
            .Facts(new ListenKeyFact(Source, "Server:Urls", IsList: true))
            .Setting("Server:Urls:0", "http://*:7070")
            .Setting("Server:Urls:1", "http://*:7071")
            .Plan();

        Assert.Equal(9000, Assert.Single(plan.Ports).Number);
        Assert.Equal(
            ["http://*:9000", ""],
            plan.Configuration.Settings.Where(static setting => setting.IsFixed).Select(static setting => setting.Value)
        );
    }

    [Fact]
    public void SeveralPorts_ArePublishedByCompose()
    {
        var scenario = new Scenario().Facts(
            new ListenFact(Source, "http", "*", 5400, IsHttp2Only: true),
            new ListenFact(Source, "http", "*", 8080),
            Health("/live", host: "*:18081"),
            Key("Shop:Title")
        );
        var compose = scenario.File("compose.yaml");

        Assert.Contains("127.0.0.1:${APP_PORT:-8080}:8080", compose, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1:${APP_PORT_5400:-5400}:5400", compose, StringComparison.Ordinal);
        Assert.DoesNotContain(":18081\"", compose, StringComparison.Ordinal);
        Assert.Contains("# APP_PORT_5400=5400", scenario.File(".env.example"), StringComparison.Ordinal);
        Assert.Contains(
            "its port 5400 (HTTP/2 alone, as gRPC speaks it) at http://localhost:5400.",
            scenario.File("README.md"),
            StringComparison.Ordinal
        );
    }
}
