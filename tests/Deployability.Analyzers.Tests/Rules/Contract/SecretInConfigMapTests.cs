using Deployability.Analyzers.Rules.Contract;
using Microsoft.CodeAnalysis.CSharp.Testing;

namespace Deployability.Analyzers.Tests.Rules.Contract;

public sealed class SecretInConfigMapTests
{
    private const string Code = """
        var builder = WebApplication.CreateBuilder(args);
        var orders = builder.Configuration.GetConnectionString("Orders");
        var key = builder.Configuration["Jwt:Secret"];
        var issuer = builder.Configuration["Jwt:Issuer"];
        var variable = System.Environment.GetEnvironmentVariable("OPENAI_API_KEY");
        var database = builder.Configuration["SPANNER_CONNECTION_STRING"];
        builder.Build().Run();
        """;

    [Theory]
    [InlineData("Jwt__Secret", "[|a-key|]")]
    [InlineData("OPENAI_API_KEY", "[|'x'|]")]
    public Task ASecretInALiteral_Triggers(string name, string value) =>
        Verify(("k8s/api.yaml", Pod("env: [ { name: " + name + ", value: " + value + " } ]")));

    [Theory]
    [InlineData("Jwt__Issuer", "shop")]
    [InlineData("SPANNER_CONNECTION_STRING", "projects/shop/instances/main/databases/carts")]
    [InlineData("Jwt__Secret", "''")]
    [InlineData("Jwt__Secret", "$(FROM_ELSEWHERE)")]
    [InlineData("Jwt__Secret", "/run/secrets/jwt")]
    [InlineData("Other__Secret", "x")]
    [InlineData("ConnectionStrings__Orders", "'Host=db;Username=app'")]
    [InlineData("ConnectionStrings__Orders", "'Host=db;Username=app;Password=$(PASSWORD)'")]
    [InlineData("ConnectionStrings__Orders", "redis:6379")]
    // DPL2003 reports them here.
    [InlineData("ConnectionStrings__Orders", "'Host=db;Username=app;Password=word'")]
    [InlineData("ConnectionStrings__Orders", "'postgres://app:word@db/orders'")]
    [InlineData("Jwt__Secret", "f3Kq9vTz7LmP2xWc8RbN4yHd6sJg1uEa")]
    public Task WhatIsNone_DoesNotTrigger(string name, string value) =>
        Verify(("k8s/api.yaml", Pod("env: [ { name: " + name + ", value: " + value + " } ]")));

    [Fact]
    public Task AReferenceToASecret_DoesNotTrigger() =>
        Verify(
            (
                "k8s/api.yaml",
                Pod(
                    "env: [ { name: Jwt__Secret, valueFrom: { secretKeyRef: { name: s, key: k } } } ], envFrom: [ { secretRef: { name: s } } ]"
                )
            )
        );

    [Theory]
    [InlineData("settings", "appsettings.Production.json", "Secret", "[|\"a-key\"|]")]
    [InlineData("settings", "appsettings.Production.json", "Issuer", "\"a-key\"")]
    [InlineData("settings", "appsettings.Production.json", "Secret", "\"\"")]
    [InlineData("settings", "nginx.conf", "Secret", "\"a-key\"")]
    [InlineData("others", "appsettings.Production.json", "Secret", "\"a-key\"")]
    public Task SettingsInAConfigMap_AreJudged(string map, string file, string key, string value) =>
        Verify(
            (
                "k8s/api.yaml",
                Pod(
                    "volumeMounts: [ { name: settings, mountPath: /app/settings } ]",
                    "volumes: [ { name: settings, configMap: { name: " + map + " } } ]"
                )
            ),
            (
                "k8s/settings.yaml",
                "kind: ConfigMap\napiVersion: v1\nmetadata: { name: settings }\ndata:\n  "
                    + file
                    + ": |\n    {\n      \"Jwt\": {\n        \""
                    + key
                    + "\": "
                    + value
                    + "\n      }\n    }\n"
            )
        );

    [Theory]
    [InlineData("env:\n  - name: Jwt__Secret\n    value: [|a-key|]\n")]
    [InlineData("env:\n  Jwt__Secret: [|a-key|]\n")]
    [InlineData("env:\n  - name: Jwt__Secret\n    valueFrom: { secretKeyRef: { name: s, key: k } }\n")]
    [InlineData("secret:\n  Jwt__Secret: a-key\n")]
    public Task TheValuesOfAChart_AreJudged(string values) =>
        Verify(("chart/Chart.yaml", "name: api\nversion: 1.0.0\n"), ("chart/values.yaml", "image: { repository: shop/api }\n" + values));

    [Theory]
    [InlineData("envFrom: [ { configMapRef: { name: settings } } ]", "[|a-key|]")]
    [InlineData("env: []", "a-key")]
    public Task AConfigMap_IsJudged(string container, string value) =>
        Verify(
            ("k8s/api.yaml", Pod(container)),
            (
                "k8s/settings.yaml",
                "kind: ConfigMap\napiVersion: v1\nmetadata: { name: settings }\ndata:\n  Jwt__Secret: " + value + "\n  Jwt__Issuer: shop\n"
            )
        );

    [Fact]
    public Task AKeyOfAConfigMap_IsJudgedWhereItIsTaken() =>
        Verify(
            ("k8s/api.yaml", Pod("env: [ { name: [|Jwt__Secret|], valueFrom: { configMapKeyRef: { name: settings, key: jwt } } } ]")),
            ("k8s/settings.yaml", "kind: ConfigMap\napiVersion: v1\nmetadata: { name: settings }\ndata: { jwt: a-key }\n")
        );

    [Theory]
    [InlineData("services:\n  api:\n    build: .\n    environment:\n      Jwt__Secret: [|a-key|]\n")]
    [InlineData("services:\n  api:\n    build: .\n    environment:\n      Jwt__Secret: ${JWT_SECRET:?}\n")]
    public Task ACompose_IsJudged(string compose) => Verify(("compose.yaml", compose));

    [Fact]
    public Task TheMessage_SaysNoSecret()
    {
        var test = Create(("k8s/api.yaml", Pod("env: [ { name: Jwt__Secret, value: {|#0:a-key|} } ]")));
        test.ExpectedDiagnostics.Add(
            new Microsoft.CodeAnalysis.Testing.DiagnosticResult("DPL8506", Microsoft.CodeAnalysis.DiagnosticSeverity.Warning)
                .WithLocation(0)
                .WithArguments(
                    "Jwt:Secret",
                    "a literal",
                    "write valueFrom: { secretKeyRef: { name: api-secrets, key: Jwt__Secret } } under env"
                )
        );
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    private static string Pod(string container, string more = "") =>
        "kind: Pod\napiVersion: v1\nmetadata: { name: api }\nspec: { containers: [ { name: api, image: shop/api, "
        + container
        + " } ], "
        + more
        + " }\n";

    private static Task Verify(params (string, string)[] files) => Create(files).RunAsync(TestContext.Current.CancellationToken);

    private static CSharpAnalyzerTest<SecretInConfigMapAnalyzer> Create(params (string, string)[] files)
    {
        var test = new CSharpAnalyzerTest<SecretInConfigMapAnalyzer> { TestState = { Sources = { Code } } };
        foreach (var file in files)
        {
            test.TestState.AdditionalFiles.Add(file);
        }

        return test;
    }
}
