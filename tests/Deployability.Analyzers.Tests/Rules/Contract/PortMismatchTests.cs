using Deployability.Analyzers.Rules.Contract;
using Microsoft.CodeAnalysis.CSharp.Testing;

namespace Deployability.Analyzers.Tests.Rules.Contract;

public sealed class PortMismatchTests
{
    private const string Web = "var app = WebApplication.CreateBuilder(args).Build(); app.Run();";
    private const string Image = "FROM mcr.microsoft.com/dotnet/aspnet:10.0\n";
    private const string Start = "ENTRYPOINT [\"dotnet\", \"TestProject.dll\"]\n";

    [Theory]
    [InlineData(Image + "EXPOSE [|80|]\n" + Start)]
    [InlineData(Image + "EXPOSE [|80|]/tcp 443\n" + Start)]
    [InlineData(Image + "EXPOSE [|80|]\nEXPOSE 443\n" + Start)]
    [InlineData(Image + "ENV ASPNETCORE_HTTP_PORTS=5000\nEXPOSE [|8080|]\n" + Start)]
    [InlineData(Image + "ENV ASPNETCORE_URLS=http://+:5000\nEXPOSE [|8080|]\n" + Start)]
    [InlineData("FROM mcr.microsoft.com/dotnet/aspnet:6.0\nEXPOSE [|8080|]\n" + Start)]
    [InlineData(Image + "HEALTHCHECK CMD curl -f http://localhost:[|80|]/healthz\n" + Start)]
    [InlineData(Image + "HEALTHCHECK CMD curl -f http://[|localhost|]/healthz\n" + Start)]
    public Task AnImageThatNamesAnotherPort_Triggers(string dockerfile) => Verify(Web, ("Dockerfile", dockerfile));

    [Theory]
    [InlineData(Image + "EXPOSE 8080\n" + Start)]
    [InlineData(Image + "EXPOSE 8080\nEXPOSE 8081\n" + Start)]
    [InlineData(Image + "EXPOSE 8080 9090\n" + Start)]
    [InlineData(Image + "ARG PORT\nEXPOSE $PORT\n" + Start)]
    [InlineData(Image + "ENV ASPNETCORE_URLS=http://+:80\nEXPOSE 80\n" + Start)]
    [InlineData(Image + "ENV ASPNETCORE_URLS=http://+:$PORT\nEXPOSE 80\n" + Start)]
    [InlineData(Image + "EXPOSE 5000\nENTRYPOINT [\"dotnet\", \"TestProject.dll\", \"--urls\", \"http://*:5000\"]\n")]
    [InlineData(Image + "EXPOSE 80\nENTRYPOINT [\"dotnet\", \"Other.dll\"]\n")]
    [InlineData("FROM mcr.microsoft.com/dotnet/aspnet:6.0\nEXPOSE 80 443\n" + Start)]
    [InlineData("FROM alpine:3.20\nEXPOSE 80\nENTRYPOINT [\"./TestProject\"]\n")]
    [InlineData("FROM nginx:1.27\nEXPOSE 80\n")]
    public Task AnImageThatNamesThePort_DoesNotTrigger(string dockerfile) => Verify(Web, ("Dockerfile", dockerfile));

    [Theory]
    [InlineData("builder.WebHost.UseUrls(\"http://*:5050\");", "5050", "[|8080|]")]
    [InlineData(
        "builder.WebHost.ConfigureKestrel(options => { options.ListenAnyIP(8080); options.ListenAnyIP(8082); });",
        "8082",
        "[|80|]"
    )]
    [InlineData(
        "builder.WebHost.ConfigureKestrel(options => options.ListenAnyIP(int.Parse(builder.Configuration[\"Port\"]!)));",
        "80",
        "80"
    )]
    [InlineData("builder.WebHost.UseUrls(builder.Configuration[\"Urls\"]!);", "80", "80")]
    public async Task WhatTheCodeSays_Counts(string code, string right, string other)
    {
        code = "var builder = WebApplication.CreateBuilder(args); " + code + " builder.Build().Run();";
        await Verify(code, ("Dockerfile", Image + "EXPOSE " + right + "\n" + Start));
        await Verify(code, ("Dockerfile", Image + "EXPOSE " + other + "\n" + Start));
    }

    [Theory]
    [InlineData("{ \"Kestrel\": { \"Endpoints\": { \"Http\": { \"Url\": \"http://*:5050\" } } } }", "5050")]
    [InlineData("{ \"urls\": \"http://*:5050\" }", "[|8080|]")]
    public Task WhatSettingsSay_Counts(string settings, string port) =>
        Verify(Web, ("Dockerfile", Image + "EXPOSE " + port + "\n" + Start), ("appsettings.json", settings));

    [Theory]
    [InlineData("    ports: [ '8080:[|80|]' ]\n")]
    [InlineData("    ports:\n      - 127.0.0.1:8080:[|80|]/tcp\n")]
    [InlineData("    ports:\n      - { target: [|80|], published: 8080 }\n")]
    [InlineData("    expose: [ [|80|] ]\n")]
    [InlineData("    environment: [ ASPNETCORE_HTTP_PORTS=5000 ]\n    ports: [ '80:[|8080|]' ]\n")]
    [InlineData("    healthcheck: { test: 'curl -f http://localhost:[|80|]/health' }\n")]
    public Task ACompose_ThatMapsAnotherPort_Triggers(string service) =>
        Verify(Web, ("Dockerfile", Image + Start), ("compose.yaml", "services:\n  api:\n    build: .\n" + service));

    [Theory]
    [InlineData("services:\n  postgres:\n    image: kartoza/postgis:12.0\n    ports: [ '4432:5432' ]\n")]
    [InlineData("services:\n  redis:\n    image: shop/cache:1\n    ports: [ '5379:6379' ]\n")]
    [InlineData("services:\n  backend:\n    image: shop/backend:1\n    ports: [ '5379:[|6379|]' ]\n")]
    public Task AComposeOfStoresAlone_SaysNothingOfTheApp(string compose) =>
        Verify(Web, ("Dockerfile", Image + Start), ("compose.yaml", compose));

    [Theory]
    [InlineData("    ports: [ '80:8080' ]\n")]
    [InlineData("    ports: [ '${PORT:-80}:8080', '8081:8081' ]\n")]
    [InlineData("    ports: [ '53:53/udp' ]\n")]
    [InlineData("    environment: { ASPNETCORE_URLS: 'http://+:80' }\n    ports: [ '8080:80' ]\n")]
    [InlineData("    environment: { ASPNETCORE_URLS: '${URLS}' }\n    ports: [ '8080:80' ]\n")]
    [InlineData("    env_file: app.env\n    ports: [ '8080:80' ]\n")]
    public Task ACompose_ThatMapsThePort_DoesNotTrigger(string service) =>
        Verify(Web, ("Dockerfile", Image + Start), ("compose.yaml", "services:\n  api:\n    build: .\n" + service));

    // Names fit neither service better: what its image starts tells whose it is.
    [Theory]
    [InlineData(
        "services:\n  python-api:\n    build: ./python\n    ports: [ '8000:8000' ]\n  dotnet-api:\n    build: ./shop\n    ports: [ '8080:[|80|]' ]\n"
    )]
    [InlineData(
        "services:\n  one:\n    build: { context: ./other }\n    ports: [ '81:80' ]\n  two:\n    build: { context: ., dockerfile: shop/Dockerfile }\n    ports: [ '80:[|80|]' ]\n"
    )]
    [InlineData(
        "services:\n  testproject:\n    build: ./other\n    ports: [ '81:80' ]\n  two:\n    build: ./shop\n    ports: [ '80:[|80|]' ]\n"
    )]
    [InlineData("services:\n  one:\n    build: ./other\n    ports: [ '81:80' ]\n")]
    [InlineData("services:\n  one:\n    build: ./generic\n    ports: [ '81:80' ]\n  two:\n    build: ./generic\n    ports: [ '80:80' ]\n")]
    public Task ACompose_IsHeldAgainstTheServiceWhoseImageStartsTheApp(string compose) =>
        Verify(
            Web,
            ("shop/Dockerfile", Image + Start),
            ("other/Dockerfile", Image + "ENTRYPOINT [\"dotnet\", \"Other.dll\"]\n"),
            ("generic/Dockerfile", Image + "ARG APP\nENTRYPOINT [\"dotnet\", \"${APP}.dll\"]\n"),
            ("compose.yaml", compose)
        );

    [Theory]
    [InlineData("ports: [ { containerPort: [|80|] } ]")]
    [InlineData("ports: [ { name: http, containerPort: [|80|] } ], livenessProbe: { httpGet: { path: /, port: http } }")]
    [InlineData("ports: [ { containerPort: 8080 } ], livenessProbe: { httpGet: { path: /, port: [|80|] } }")]
    [InlineData("ports: [ { name: http, containerPort: 8080 } ], livenessProbe: { httpGet: { path: /, port: [|web|] } }")]
    [InlineData("livenessProbe: { tcpSocket: { port: [|80|] } }")]
    [InlineData("env: [ { name: ASPNETCORE_HTTP_PORTS, value: '5000' } ], ports: [ { containerPort: [|8080|] } ]")]
    public Task AContainer_ThatNamesAnotherPort_Triggers(string container) => VerifyPod(container, "");

    [Theory]
    [InlineData("ports: [ { containerPort: 8080 }, { containerPort: 9090 } ]")]
    [InlineData("ports: [ { name: http, containerPort: 8080 } ], livenessProbe: { httpGet: { path: /, port: http } }")]
    [InlineData("env: [ { name: ASPNETCORE_URLS, value: 'http://+:80' } ], ports: [ { containerPort: 80 } ]")]
    [InlineData("envFrom: [ { configMapRef: { name: elsewhere } } ], ports: [ { containerPort: 80 } ]")]
    [InlineData(
        "env: [ { name: ASPNETCORE_URLS, valueFrom: { configMapKeyRef: { name: x, key: y } } } ], ports: [ { containerPort: 80 } ]"
    )]
    [InlineData("args: [ --urls, 'http://*:80' ], ports: [ { containerPort: 80 } ]")]
    public Task AContainer_ThatNamesThePort_DoesNotTrigger(string container) => VerifyPod(container, "");

    [Theory]
    [InlineData("{ port: 80, targetPort: [|80|] }")]
    [InlineData("{ port: 80, targetPort: [|web|] }")]
    [InlineData("{ port: [|80|] }")]
    [InlineData("{ port: 80, targetPort: 8080 }")]
    [InlineData("{ port: 80, targetPort: http }")]
    [InlineData("{ port: 8080 }")]
    [InlineData("{ port: 53, protocol: UDP, targetPort: 53 }")]
    public Task AService_LeadsToThePort(string port) =>
        VerifyPod(
            "ports: [ { name: http, containerPort: 8080 } ]",
            "---\nkind: Service\napiVersion: v1\nmetadata: { name: api }\nspec: { selector: { app: api }, ports: [ " + port + " ] }\n"
        );

    [Theory]
    [InlineData("{ service: { name: api, port: { number: [|8080|] } } }")]
    [InlineData("{ service: { name: api, port: { name: [|web|] } } }")]
    [InlineData("{ service: { name: api, port: { number: 80 } } }")]
    [InlineData("{ service: { name: api, port: { name: http } } }")]
    [InlineData("{ service: { name: other, port: { number: 1 } } }")]
    public Task AnIngress_LeadsToAPortOfTheService(string backend) =>
        VerifyPod(
            "ports: [ { name: http, containerPort: 8080 } ]",
            "---\nkind: Service\napiVersion: v1\nmetadata: { name: api }\nspec: { selector: { app: api }, ports: [ { name: http, port: 80, targetPort: http } ] }\n"
                + "---\nkind: Ingress\napiVersion: networking.k8s.io/v1\nmetadata: { name: api }\nspec: { rules: [ { http: { paths: [ { path: /, backend: "
                + backend
                + " } ] } } ] }\n"
        );

    [Fact]
    public Task ASideCar_MayHaveThePort() =>
        Verify(
            Web,
            (
                "k8s/api.yaml",
                "kind: Pod\napiVersion: v1\nmetadata: { name: api, labels: { app: api } }\nspec: { containers: [ { name: api, image: shop/api }, { name: proxy, image: envoyproxy/envoy, ports: [ { containerPort: 9901 } ] } ] }\n"
                    + "---\nkind: Service\napiVersion: v1\nmetadata: { name: api }\nspec: { selector: { app: api }, ports: [ { port: 9901 } ] }\n"
            )
        );

    [Theory]
    [InlineData("{{ .Values.service.port }}", "service: { port: [|80|] }")]
    [InlineData("{{ .Values.service.port | int }}", "service: { port: [|80|] }")]
    [InlineData("'{{- $.Values.port -}}'", "port: [|80|]")]
    [InlineData("{{ .Values.service.port }}", "service: { port: 8080 }")]
    [InlineData("{{ .Values.service.port }}", "service: { other: 80 }")]
    [InlineData("{{ .Values.service.port | default 80 }}", "service: { port: 80 }")]
    [InlineData("{{ include \"port\" . }}", "service: { port: 80 }")]
    [InlineData("8080", "service: { port: 80 }")]
    public Task AChart_PutsTheValueThere(string port, string values) =>
        VerifyChart("[ { name: http, containerPort: " + port + " } ]", values);

    [Theory]
    [InlineData("range .Values.ports", "{{ .port }}", "ports: [ { port: [|80|] } ]")]
    [InlineData("range .Values.ports", "{{ .port }}", "ports: [ { port: [|80|] }, { port: 81 } ]")]
    [InlineData("range $name, $port := .Values.ports", "{{ $port.number | int }}", "ports: { http: { number: [|80|] } }")]
    [InlineData("range $.Values.ports", "{{ . }}", "ports: [ [|80|] ]")]
    [InlineData("range .Values.ports }}\n            {{ if .enabled", "{{ .port }}", "ports: [ { port: [|80|] } ]")]
    [InlineData("range .Values.ports", "{{ .port }}", "ports: [ { port: 80 }, { port: 8080 } ]")]
    [InlineData("range .Values.ports", "{{ .port }}", "ports: [ { port: 80 }, { other: 81 } ]")]
    [InlineData("range .Values.ports", "{{ .port }}", "ports: []")]
    [InlineData("range .Values.other.ports", "{{ .port }}", "ports: [ { port: 80 } ]")]
    [InlineData("range until 3", "{{ . }}", "ports: [ 80 ]")]
    [InlineData("with .Values.ports", "{{ .port }}", "ports: { port: 80 }")]
    public Task ALoopOfAChart_PutsEachValueThere(string loop, string port, string values)
    {
        var ends = loop.Contains("{{ if", StringComparison.Ordinal) ? 2 : 1;
        return VerifyChart(
            "\n            {{- "
                + loop
                + " }}\n            - containerPort: "
                + port
                + string.Concat(Enumerable.Repeat("\n            {{- end }}", ends)),
            values
        );
    }

    [Fact]
    public Task AnotherPortOfAChart_MayBeTheOne() =>
        VerifyChart("[ { containerPort: {{ .Values.port }} }, { containerPort: 8080 } ]", "port: 80");

    [Fact]
    public Task WhatEachEnvironmentMends_IsNoFaultOfTheChart() =>
        VerifyChart("[ { containerPort: {{ .Values.port }} } ]", "port: 80", ("chart/values-prod.yaml", "port: 8080\n"));

    [Theory]
    [InlineData("targetPort: {{ .Values.port }}", "port: [|80|]")]
    [InlineData("targetPort: http", "port: 80")]
    public Task AServiceOfAChart_LeadsToTheValue(string port, string values) =>
        VerifyChart(
            "[ { containerPort: 8080, name: http } ]",
            values,
            (
                "chart/templates/service.yaml",
                "kind: Service\napiVersion: v1\nmetadata: { name: api }\nspec:\n  selector:\n    {{- include \"labels\" . | nindent 4 }}\n  ports:\n    - port: 80\n      "
                    + port
                    + "\n"
            )
        );

    private static Task VerifyChart(string ports, string values, params (string, string)[] more) =>
        Verify(
            Web,
            [
                ("chart/Chart.yaml", "name: api\nversion: 1.0.0\n"),
                ("chart/values.yaml", values + "\n"),
                (
                    "chart/templates/deployment.yaml",
                    "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: api }\nspec:\n  selector: { matchLabels: { app: api } }\n  template:\n    metadata: { labels: { app: api } }\n    spec:\n      containers:\n        - name: api\n          image: \"{{ .Values.image }}\"\n          ports: "
                        + ports
                        + "\n          {{- with .Values.livenessProbe }}\n          livenessProbe:\n            {{- toYaml . | nindent 12 }}\n          {{- end }}\n"
                ),
                .. more,
            ]
        );

    [Fact]
    public Task UnderIis_ItsOwnConfigurationSaysThePort() =>
        Verify(Web, ("Dockerfile", Image + "EXPOSE 80\nENTRYPOINT [\"C:\\\\ServiceMonitor.exe\", \"w3svc\"]\n"));

    [Fact]
    public Task TheMessage_SaysWhatToWrite()
    {
        var test = Create(Web, ("Dockerfile", Image + "EXPOSE {|#0:80|}\n" + Start));
        test.ExpectedDiagnostics.Add(
            new Microsoft.CodeAnalysis.Testing.DiagnosticResult("DPL8502", Microsoft.CodeAnalysis.DiagnosticSeverity.Warning)
                .WithLocation(0)
                .WithArguments(
                    "EXPOSE",
                    "80",
                    "but the app listens on 8080 (the default of .NET 8 and later)",
                    "so nothing answers there",
                    "write 8080"
                )
        );
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public Task AWorker_ListensNowhere() =>
        Verify(
            "using Microsoft.Extensions.Hosting; Host.CreateApplicationBuilder(args).Build().Run();",
            ("Dockerfile", Image + "EXPOSE 80\n" + Start)
        );

    private static Task VerifyPod(string container, string more) =>
        Verify(
            Web,
            (
                "k8s/api.yaml",
                "kind: Pod\napiVersion: v1\nmetadata: { name: api, labels: { app: api } }\nspec: { containers: [ { name: api, image: shop/api, "
                    + container
                    + " } ] }\n"
                    + more
            )
        );

    private static Task Verify(string code, params (string, string)[] files) =>
        Create(code, files).RunAsync(TestContext.Current.CancellationToken);

    private static CSharpAnalyzerTest<PortMismatchAnalyzer> Create(string code, params (string, string)[] files)
    {
        var test = new CSharpAnalyzerTest<PortMismatchAnalyzer> { TestState = { Sources = { code } } };
        test.TestState.BuildProperties["TargetFramework"] = "net10.0";
        foreach (var file in files)
        {
            test.TestState.AdditionalFiles.Add(file);
        }

        return test;
    }
}
