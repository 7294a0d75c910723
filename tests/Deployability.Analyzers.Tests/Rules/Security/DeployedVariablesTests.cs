using Deployability.Analyzers.Rules.Security;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Tests.Rules.Security;

/// <summary>A variable counts as it reaches the app: merged with the files beside it, patched by overlays, by its default.</summary>
public sealed class DeployedVariablesTests
{
    private const string Development = "services:\n  api:\n    image: a\n    environment:\n      ASPNETCORE_ENVIRONMENT: {0}\n";

    private const string Production = "services:\n  api:\n    environment:\n      - ASPNETCORE_ENVIRONMENT=Production\n";

    private const string Patch =
        "kind: Deployment\napiVersion: apps/v1\nmetadata: { name: api }\nspec: { template: { spec: { containers: [{ name: api, env: [{ name: ASPNETCORE_ENVIRONMENT, value: {0} }] }] } } }\n";

    [Fact]
    public Task AValueOfTheComposeBase_Triggers() => Verify(("compose.yaml", Said(Development, "[|Development|]")));

    [Fact]
    public Task AValueThatTheFileForDevelopmentReplaces_StillTriggers() =>
        Verify(("compose.yaml", Said(Development, "[|Development|]")), ("compose.override.yaml", Production));

    [Fact]
    public Task AValueThatTheFileForProductionReplaces_DoesNotTrigger() =>
        Verify(("docker-compose.yml", Said(Development, "Development")), ("docker-compose.prod.yml", Production));

    [Fact]
    public Task AnotherStandaloneFile_ReplacesNothing() =>
        Verify(
            ("docker-compose.yml", Said(Development, "[|Development|]")),
            ("docker-compose.demo.yml", "services:\n  api:\n    image: b\n    environment:\n      - ASPNETCORE_ENVIRONMENT=Production\n")
        );

    [Fact]
    public Task AServiceOfADevelopmentProfile_DoesNotTrigger() =>
        Verify(("compose.yaml", Said(Development, "Development") + "    profiles: [debug]\n"));

    [Fact]
    public Task WhatAServiceExtends_TriggersWhereItIsWritten() =>
        Verify(
            ("compose.yaml", "services:\n  api:\n    extends: { file: common.yml, service: base }\n    image: a\n"),
            ("common.yml", "services:\n  base:\n    environment: [[|ASPNETCORE_ENVIRONMENT=Development|]]\n")
        );

    [Fact]
    public Task WhatAServiceExtendsAndReplaces_DoesNotTrigger() =>
        Verify(
            (
                "compose.yaml",
                "services:\n  api:\n    extends: { file: common.yml, service: base }\n    image: a\n    environment: { ASPNETCORE_ENVIRONMENT: Production }\n"
            ),
            ("common.yml", "services:\n  base:\n    environment: [ASPNETCORE_ENVIRONMENT=Development]\n")
        );

    [Fact]
    public Task WhatAFileIncludes_TriggersThere() =>
        Verify(
            ("compose.yaml", "include:\n  - parts/api.yaml\n  - path: [parts/none.yaml]\n"),
            ("parts/api.yaml", Said(Development, "[|Development|]"))
        );

    [Fact]
    public Task FilesThatIncludeEachOther_End() =>
        Verify(
            ("compose.yaml", "include: [compose.yaml, a/compose.yaml]\nservices: { api: { extends: api } }\n"),
            ("a/compose.yaml", "include: [../compose.yaml]\n")
        );

    [Theory]
    [InlineData("${ENVIRONMENT:-Development}", true)]
    [InlineData("${ENVIRONMENT-Development}", true)]
    [InlineData("${ENVIRONMENT:?Development}", false)]
    [InlineData("${ENVIRONMENT}", false)]
    public Task TheDefaultOfAVariable_IsJudged(string value, bool triggers) =>
        Verify(("compose.yaml", Said(Development, triggers ? $"[|\"{value}\"|]" : $"\"{value}\"")));

    [Fact]
    public Task AValueThatEachOverlayReplaces_DoesNotTrigger_AndThatOfAPatchDoes() =>
        Verify(
            (
                "k8s/base/api.yaml",
                Said(Patch, "Development")
                    .Replace("spec: {", "spec: { selector: {},", StringComparison.Ordinal)
                    .Replace("name: api, env", "name: api, image: a, env", StringComparison.Ordinal)
            ),
            ("k8s/base/kustomization.yaml", "resources: [api.yaml]\n"),
            ("k8s/prod/kustomization.yaml", "resources: [../base]\npatches: [{ path: p.yaml }]\n"),
            ("k8s/prod/p.yaml", Said(Patch, "Production")),
            ("k8s/dev/kustomization.yaml", "resources: [../base]\n"),
            ("k8s/staging/kustomization.yaml", "resources: [../base]\npatches: [{ path: p.yaml }]\n"),
            ("k8s/staging/p.yaml", Said(Patch, "[|\"Development\"|]"))
        );

    [Fact]
    public Task AGeneratorsLiteral_Triggers() =>
        Verify(
            (
                "k8s/base/kustomization.yaml",
                "configMapGenerator:\n  - name: settings\n    literals:\n      - [|ASPNETCORE_ENVIRONMENT=Development|]\n      - A=b\n"
            ),
            ("k8s/a/kustomization.yaml", "resources: [../base]\n"),
            ("k8s/b/kustomization.yaml", "resources: [../base]\n")
        );

    [Fact]
    public Task AStaticVariableOfATemplate_Triggers() =>
        Verify(
            ("helm/api/Chart.yaml", "name: api\n"),
            (
                "helm/api/templates/pod.yaml",
                "kind: Pod\napiVersion: v1\nmetadata:\n  name: {{ .Release.Name }}\nspec:\n  containers:\n    - name: api\n      env:\n        - name: ASPNETCORE_ENVIRONMENT\n          value: [|Development|]\n        - name: DOTNET_ENVIRONMENT\n          value: {{ .Values.environment | quote }}\n"
            ),
            ("helm/api/values.yaml", "env:\n  ASPNETCORE_ENVIRONMENT: [|Development|]\n"),
            ("helm/api/values-dev.yaml", "env:\n  ASPNETCORE_ENVIRONMENT: Development\n")
        );

    [Fact]
    public Task ACommandThatAnotherFileReplaces_DoesNotTrigger() =>
        Verify<DebugServerAnalyzer>(
            (
                "compose.yaml",
                "services:\n  api:\n    image: a\n    command: dotnet watch run\n  web:\n    image: b\n    command: [|dotnet run|]\n"
            ),
            ("compose.prod.yaml", "services:\n  api:\n    command: dotnet api.dll\n")
        );

    private static string Said(string text, string value) => text.Replace("{0}", value, StringComparison.Ordinal);

    private static Task Verify(params (string, string)[] files) => Verify<DevelopmentEnvironmentAnalyzer>(files);

    private static Task Verify<TAnalyzer>(params (string, string)[] files)
        where TAnalyzer : DiagnosticAnalyzer, new()
    {
        var test = new CSharpAnalyzerTest<TAnalyzer> { TestState = { Sources = { "WebApplication.CreateBuilder(args).Build().Run();" } } };
        foreach (var file in files)
        {
            test.TestState.AdditionalFiles.Add(file);
        }

        return test.RunAsync();
    }
}
