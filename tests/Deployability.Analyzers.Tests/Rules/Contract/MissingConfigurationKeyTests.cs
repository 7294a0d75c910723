using Deployability.Analyzers.Rules.Contract;
using Microsoft.CodeAnalysis.CSharp.Testing;

namespace Deployability.Analyzers.Tests.Rules.Contract;

public sealed class MissingConfigurationKeyTests
{
    private const string Code = """
        var builder = WebApplication.CreateBuilder(args);
        var url = builder.Configuration["Orders:Url"] ?? throw new System.InvalidOperationException();
        var timeout = builder.Configuration["Orders:Timeout"] ?? "5";
        var optional = builder.Configuration["Orders:Name"];
        if (builder.Environment.IsDevelopment()) { _ = builder.Configuration["Dev:Only"] ?? throw new System.InvalidOperationException(); }
        builder.Build().Run();
        """;

    [Theory]
    [InlineData("")]
    [InlineData("env: [ { name: Orders__Timeout, value: '1' } ]")]
    [InlineData("env: [ { name: Other__Url, value: x } ]")]
    public Task ARequiredKeyThatNothingProvides_Triggers(string container) => Verify(Code, ("k8s/api.yaml", Pod("[|api|]", container)));

    [Theory]
    [InlineData("env: [ { name: Orders__Url, value: x } ]")]
    [InlineData("env: [ { name: ORDERS__URL, valueFrom: { secretKeyRef: { name: s, key: k } } } ]")]
    [InlineData("envFrom: [ { configMapRef: { name: out-of-sight } } ]")]
    [InlineData("envFrom: [ { configMapRef: { name: settings } } ]")]
    [InlineData("args: [ '--Orders:Url=x' ]")]
    [InlineData("volumeMounts: [ { name: settings, mountPath: /app/config } ]")]
    public Task AProvidedKey_DoesNotTrigger(string container) =>
        Verify(
            Code,
            (
                "k8s/api.yaml",
                Pod("api", container)
                    + "  volumes: [ { name: settings, configMap: { name: settings } } ]\n---\nkind: ConfigMap\napiVersion: v1\nmetadata: { name: settings }\ndata: { Orders__Url: x }\n"
            )
        );

    [Theory]
    [InlineData("appsettings.Production.json: '{ \"Orders\": { \"Url\": \"x\" } }'", "api")]
    [InlineData("appsettings.Production.json: |\n    { \"Orders\": { \"Timeout\": 5 } }", "[|api|]")]
    [InlineData("appsettings.Production.json: '{ broken'", "api")]
    [InlineData("Orders__Url: 'a file of that name'", "api")]
    public Task SettingsInAConfigMap_Provide(string data, string container) =>
        Verify(
            Code,
            (
                "k8s/api.yaml",
                Pod(container, "volumeMounts: [ { name: settings, mountPath: /app/appsettings.Production.json } ]")
                    + "  volumes: [ { name: settings, configMap: { name: settings } } ]\n---\nkind: ConfigMap\napiVersion: v1\nmetadata: { name: settings }\ndata:\n  "
                    + data
                    + "\n"
            )
        );

    [Theory]
    [InlineData("appsettings.json", "{ \"Orders\": { \"Url\": \"\" } }", "api")]
    [InlineData("appsettings.Production.json", "{ \"Orders\": { \"Url\": \"x\" } }", "api")]
    [InlineData("appsettings.Development.json", "{ \"Orders\": { \"Url\": \"x\" } }", "[|api|]")]
    [InlineData("Dockerfile", "FROM mcr.microsoft.com/dotnet/aspnet:10.0\nENV Orders__Url=x\n", "api")]
    public Task SettingsOfProduction_Provide(string name, string content, string container) =>
        Verify(Code, ("k8s/api.yaml", Pod(container, "")), (name, content));

    [Theory]
    [InlineData("services:\n  [|api|]:\n    build: .\n")]
    [InlineData("services:\n  api:\n    build: .\n    environment: { Orders__Url: x }\n")]
    [InlineData("services:\n  api:\n    build: .\n    environment: [ Orders__Url ]\n")]
    [InlineData("services:\n  api:\n    build: .\n    env_file: secrets.env\n")]
    [InlineData("services:\n  db:\n    image: postgres:17\n")]
    public Task ACompose_Provides(string compose) => Verify(Code, ("compose.yaml", compose));

    [Fact]
    public Task AnOverride_CompletesACompose() =>
        Verify(
            Code,
            ("docker-compose.yml", "services:\n  api:\n    build: .\n"),
            ("docker-compose.override.yml", "services:\n  api:\n    environment: { Orders__Url: x }\n")
        );

    [Theory]
    [InlineData(
        "builder.Configuration.AddKeyPerFile(\"/run/secrets\", true); _ = builder.Configuration[\"A\"] ?? throw new System.Exception();"
    )]
    [InlineData(
        "if (builder.Configuration.GetValue<bool>(\"UseA\")) { _ = builder.Configuration[\"A\"] ?? throw new System.Exception(); }"
    )]
    public Task OtherSourcesAndSwitches_Silence(string code) =>
        Verify("var builder = WebApplication.CreateBuilder(args); " + code + " builder.Build().Run();", ("k8s/api.yaml", Pod("api", "")));

    [Fact]
    public Task WithoutADeployment_NothingIsMissing() => Verify(Code, ("appsettings.json", "{}"));

    [Fact]
    public Task TheReadingCode_IsTold() =>
        VerifyMessage(Code, (2, 11, 46), "", "Orders:Url", "add - { name: Orders__Url, value: … } under env");

    [Fact]
    public Task AMisspeltVariable_IsRenamed() =>
        VerifyMessage(Code, (2, 11, 46), "env: [ { name: Orders__Ulr, value: x } ]", "Orders:Url", "rename Orders__Ulr to Orders__Url");

    [Fact]
    public Task AMisspeltVariable_KeepsThePrefixThatTheAppTakesOff() =>
        VerifyMessage(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Configuration.AddEnvironmentVariables("LONGPREFIX_");
            var url = builder.Configuration["Orders:BaseUrl"] ?? throw new System.InvalidOperationException();
            builder.Build().Run();
            """,
            (3, 11, 50),
            "env: [ { name: LONGPREFIX_ORDERS__BASE_URL, value: x } ]",
            "Orders:BaseUrl",
            "rename LONGPREFIX_ORDERS__BASE_URL to LONGPREFIX_Orders__BaseUrl"
        );

    [Theory]
    [InlineData(
        "{{- range $key, $value := .Values.env }}\n            - name: {{ $key }}\n              value: {{ $value | quote }}\n            {{- end }}"
    )]
    [InlineData("{{- toYaml .Values.env | nindent 12 }}")]
    [InlineData(
        "- name: OTHER\n              value: x\n            {{- with .Values.env }}\n            {{- toYaml . | nindent 12 }}\n            {{- end }}"
    )]
    public Task WhatATemplateAdds_MayBeTheKey(string env) =>
        Verify(
            Code,
            ("chart/Chart.yaml", "name: api\nversion: 1.0.0\n"),
            (
                "chart/templates/api.yaml",
                "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: api }\nspec:\n  selector: { matchLabels: { app: api } }\n  template:\n    metadata: { labels: { app: api } }\n    spec:\n      containers:\n        - name: api\n          image: shop/api\n          env:\n            "
                    + env
                    + "\n"
            )
        );

    private static string Pod(string name, string container) =>
        "kind: Pod\napiVersion: v1\nmetadata: { name: api }\nspec:\n  containers:\n    - name: "
        + name
        + "\n      image: shop/api\n      "
        + container
        + "\n";

    // The message names the code that reads the key, and says what to write.
    private static Task VerifyMessage(string code, (int Line, int Start, int End) read, string container, string key, string remedy)
    {
        var test = Create(code, ("k8s/api.yaml", Pod("{|#0:api|}", container)));
        test.ExpectedDiagnostics.Add(
            new Microsoft.CodeAnalysis.Testing.DiagnosticResult("DPL8503", Microsoft.CodeAnalysis.DiagnosticSeverity.Warning)
                .WithLocation(0)
                .WithSpan("/0/Test0.cs", read.Line, read.Start, read.Line, read.End)
                .WithArguments(key, "api", "Test0.cs", remedy)
        );
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    private static Task Verify(string code, params (string, string)[] files) =>
        Create(code, files).RunAsync(TestContext.Current.CancellationToken);

    private static CSharpAnalyzerTest<MissingConfigurationKeyAnalyzer> Create(string code, params (string, string)[] files)
    {
        var test = new CSharpAnalyzerTest<MissingConfigurationKeyAnalyzer> { TestState = { Sources = { code } } };
        foreach (var file in files)
        {
            test.TestState.AdditionalFiles.Add(file);
        }

        return test;
    }
}
