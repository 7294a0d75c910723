using Deployability.Analyzers.Rules.Contract;
using Deployability.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;

namespace Deployability.Analyzers.Tests.Rules.Contract;

public sealed class UnknownVariableTests
{
    private const string Code = """
        using Microsoft.Extensions.Options;
        var builder = WebApplication.CreateBuilder(args);
        var orders = builder.Configuration.GetConnectionString("Orders");
        var timeout = builder.Configuration["Orders:Timeout"];
        var key = System.Environment.GetEnvironmentVariable("OPENAI_API_KEY");
        builder.Services.Configure<MailOptions>(builder.Configuration.GetSection("Mail"));
        var flags = builder.Configuration.GetSection("Flags").GetChildren();
        var wrapped = Require(builder.Configuration, "Wrapped:Key");
        builder.Build().Run();
        static string? Require(Microsoft.Extensions.Configuration.IConfiguration configuration, string key) => configuration[key];
        public class MailOptions { public string? Host { get; set; } public System.Collections.Generic.Dictionary<string, string> Headers { get; set; } = new(); public string[] To { get; set; } = []; }
        """;

    [Theory]
    [InlineData("[|ConnectionStrings__Order|]")]
    [InlineData("[|ConnectionStrings_Orders|]")]
    [InlineData("[|Orders__Timout|]")]
    [InlineData("[|ORDERS_TIMEOUT|]")]
    [InlineData("[|openai_api_key|]")]
    [InlineData("[|OPENAI_APIKEY|]")]
    [InlineData("[|Mail__Hots|]")]
    [InlineData("[|Billing__Url|]")]
    [InlineData("[|Orders__Tmieout|]")]
    [InlineData("[|OPENAI_AIP_KEY|]")]
    [InlineData("[|ASPNETCORE_ENVIROMENT|]")]
    [InlineData("[|ASPNETCORE_HTTP_PORT|]")]
    [InlineData("[|ASPNET_CORE_URLS|]")]
    [InlineData("[|DOTNET_ENVIORNMENT|]")]
    [InlineData("[|OTEL_EXPORTER_OTLP_ENDPIONT|]")]
    public Task AVariableThatNobodyReads_Triggers(string name) =>
        Verify(Code, ("k8s/api.yaml", Pod("env: [ { name: " + name + ", value: x } ]")));

    [Theory]
    [InlineData("ConnectionStrings__Orders")]
    [InlineData("CONNECTIONSTRINGS__ORDERS")]
    [InlineData("ConnectionStrings__Elsewhere")]
    [InlineData("Orders__Timeout")]
    [InlineData("Orders:Timeout")]
    [InlineData("OPENAI_API_KEY")]
    [InlineData("Mail__Host")]
    [InlineData("Mail__Headers__X")]
    [InlineData("Mail__To__0")]
    [InlineData("Flags__Anything")]
    [InlineData("Wrapped__Key")]
    [InlineData("ASPNETCORE_ENVIRONMENT")]
    [InlineData("AspNetCore_Environment")]
    [InlineData("ASPNETCORE_HTTPS_PORT")]
    [InlineData("ASPNETCORE_PORT")]
    [InlineData("ASPNETCORE_Orders__Timeout")]
    [InlineData("DOTNET_GCHeapCount")]
    [InlineData("DOTNET_gcServer")]
    [InlineData("Logging__LogLevel__Default")]
    [InlineData("HealthChecksUI__HealthChecks__0__Uri")]
    [InlineData("Kestrel__Endpoints__Http__Url")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT")]
    [InlineData("AllowedHosts")]
    [InlineData("TZ")]
    [InlineData("HTTP_PROXY")]
    [InlineData("Serilog__MinimumLevel__Default")]
    [InlineData("APPLICATIONINSIGHTS_CONNECTION_STRING")]
    [InlineData("SOME_SYSTEM_LIBRARY")]
    [InlineData("Known__BySettings")]
    public Task AVariableThatSomebodyReads_DoesNotTrigger(string name) =>
        Verify(
            Code,
            ("k8s/api.yaml", Pod("env: [ { name: '" + name + "', value: x } ]")),
            ("appsettings.json", "{ \"Known\": { \"Other\": 1 } }")
        );

    [Theory]
    [InlineData("env: [ { name: Billing__Host, value: x }, { name: Orders__Timeout, value: $(Billing__Host) } ]")]
    [InlineData("command: [ sh, -c, 'run' ], env: [ { name: Billing__Url, value: x } ]")]
    [InlineData("args: [ ./entrypoint.sh ], env: [ { name: Billing__Url, value: x } ]")]
    public Task WhatTheContainerItselfUses_DoesNotTrigger(string container) => Verify(Code, ("k8s/api.yaml", Pod(container)));

    [Theory]
    [InlineData("var x = builder.Configuration[\"A:\" + args[0]];", "B__C", true)]
    [InlineData("var x = builder.Configuration[\"A:\" + args[0]];", "A__C", false)]
    [InlineData("var x = builder.Configuration[args[0]];", "B__C", false)]
    [InlineData("var x = builder.Configuration.Get<System.Version>();", "B__C", false)]
    [InlineData("builder.Configuration.AddEnvironmentVariables(\"TS_\"); var x = builder.Configuration[\"A:B\"];", "TS_A__B", false)]
    [InlineData("builder.Configuration.AddEnvironmentVariables(\"TS_\"); var x = builder.Configuration[\"A:B\"];", "TS_A__C", true)]
    [InlineData("var x = builder.Configuration[\"HTTP_PORT\"];", "ASPNETCORE_HTTP_PORT", false)]
    [InlineData("var x = System.Environment.GetEnvironmentVariable(\"ASPNETCORE_HTTP_PORT\");", "ASPNETCORE_HTTP_PORT", false)]
    public Task OpenReads_Silence(string code, string name, bool triggers) =>
        Verify(
            "var builder = WebApplication.CreateBuilder(args); " + code + " builder.Build().Run();",
            ("k8s/api.yaml", Pod("env: [ { name: " + (triggers ? "[|" + name + "|]" : name) + ", value: x } ]"))
        );

    [Theory]
    [InlineData("", "[|Billing__Url|]")]
    [InlineData(
        "---\nkind: Pod\napiVersion: v1\nmetadata: { name: web }\nspec: { containers: [ { name: test-project, image: shop/test-project, envFrom: [ { configMapRef: { name: settings } } ] } ] }\n",
        "[|Billing__Url|]"
    )]
    [InlineData(
        "---\nkind: Pod\napiVersion: v1\nmetadata: { name: db }\nspec: { containers: [ { name: db, image: postgres, envFrom: [ { configMapRef: { name: settings } } ] } ] }\n",
        "Billing__Url"
    )]
    public Task AConfigMapOfTheAppAlone_IsJudged(string more, string name) =>
        Verify(
            Code,
            (
                "k8s/api.yaml",
                "kind: Pod\napiVersion: v1\nmetadata: { name: api }\nspec: { containers: [ { name: test-project, image: shop/test-project, envFrom: [ { configMapRef: { name: settings } } ] } ] }\n"
                    + more
            ),
            (
                "k8s/settings.yaml",
                "kind: ConfigMap\napiVersion: v1\nmetadata: { name: settings }\ndata:\n  " + name + ": x\n  Orders__Timeout: '5'\n"
            )
        );

    [Theory]
    [InlineData("services:\n  api:\n    build: .\n    environment:\n      [|Orders__Timout|]: 5\n")]
    [InlineData("services:\n  api:\n    build: .\n    environment:\n      - [|Orders__Timout|]=5\n")]
    [InlineData("services:\n  api:\n    build: .\n    environment:\n      - \"[|Orders__Timout|]=5\"\n")]
    [InlineData("services:\n  api:\n    build: .\n  db:\n    image: postgres\n    environment: { Orders__Timout: 5 }\n")]
    public Task ACompose_IsJudged(string compose) => Verify(Code, ("compose.yaml", compose));

    [Theory]
    [InlineData("ENV [|Orders__Timout|]=5", "")]
    [InlineData("ENV TZ=UTC [|Billing__Url|]=http://billing", "")]
    [InlineData("ENV ORDERS_HOME=/data", "")]
    [InlineData("ENV Orders__Timeout=5 ASPNETCORE_HTTP_PORTS=8080", "")]
    [InlineData("ENV Billing__Url=x\nLABEL billing=$Billing__Url", "")]
    [InlineData("ENV Billing__Url=x\nLABEL billing=${Billing__Url:-y}", "")]
    [InlineData("RUN true", "ENV Billing__Url=x\n")]
    public Task AnImage_IsJudged(string instruction, string ofBuild) =>
        Verify(
            Code,
            (
                "Dockerfile",
                "FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build\n"
                    + ofBuild
                    + "FROM mcr.microsoft.com/dotnet/aspnet:10.0\n"
                    + instruction
                    + "\nENTRYPOINT [\"dotnet\", \"TestProject.dll\"]\n"
            )
        );

    [Theory]
    [InlineData("FROM nginx:1.27\nENV Billing__Url=x\n")]
    [InlineData("FROM mcr.microsoft.com/dotnet/aspnet:10.0\nENV Billing__Url=x\nENTRYPOINT [\"dotnet\", \"Other.dll\"]\n")]
    [InlineData("FROM mcr.microsoft.com/dotnet/aspnet:10.0\nENV Billing__Url=x\nENTRYPOINT [\"./start.sh\"]\n")]
    public Task AnImageOfAnother_DoesNotTrigger(string dockerfile) => Verify(Code, ("Dockerfile", dockerfile));

    [Theory]
    [InlineData("env_file: app.env", "[|Orders__Timout|]=5\n", "")]
    [InlineData("env_file: [ ./deploy/../app.env ]", "# x\nexport [|Billing__Url|]='http://b'\n", "")]
    [InlineData("env_file: [ { path: app.env, required: false } ]", "[|Billing__Url|]=x\n", "")]
    [InlineData("env_file: app.env", "Billing__Url=x\n", "  other:\n    build: ./other\n    env_file: app.env\n")]
    [InlineData("env_file: app.env", "Billing__Url=x\n", "  db:\n    image: postgres\n    labels: [ '${Billing__Url}' ]\n")]
    [InlineData("env_file: other.env", "Billing__Url=x\n", "")]
    [InlineData("image: x", "Billing__Url=x\n", "")]
    public Task AnEnvironmentFile_IsJudgedWhereAServiceTakesIt(string service, string file, string others) =>
        Verify(Code, ("compose.yaml", "services:\n  test-project:\n    build: .\n    " + service + "\n" + others), ("app.env", file));

    [Theory]
    [InlineData("image: { repository: shop/api }\nenv:\n  - { name: [|Orders__Timout|], value: '5' }\n")]
    [InlineData("image: { repository: shop/api }\nextraEnv:\n  [|Billing__Url|]: http://billing\n  OTHER: x\n")]
    [InlineData("image: { repository: shop/api }\nenv:\n  ordersTimout: 5\n  Orders__Timeout: 5\n")]
    [InlineData(
        "api:\n  image: { repository: a/test-project }\n  env: [ { name: [|Billing__Url|], value: x } ]\nweb:\n  image: { repository: b }\n  env: [ { name: Billing__Url, value: x } ]\n"
    )]
    [InlineData("api:\n  image: { repository: a }\n  env: [ { name: Billing__Url, value: x } ]\nweb:\n  image: { repository: b }\n")]
    public Task ValuesOfACharts_AreJudged(string values) =>
        Verify(Code, ("chart/Chart.yaml", "name: api\nversion: 1.0.0\n"), ("chart/values.yaml", values));

    [Fact]
    public async Task AReferencedProjectWithoutFacts_Silences()
    {
        var test = Create(Code, ("k8s/api.yaml", Pod("env: [ { name: Billing__Url, value: x } ]")));
        test.TestState.AdditionalProjects["Other"].Sources.Add("public static class Other { }");
        test.TestState.AdditionalProjectReferences.Add("Other");
        await test.RunAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>A package reads a section that is called as it is, its parts joined where they stand side by side.</summary>
    [Theory]
    [InlineData("Acme.Tasks.Core", "Acme__Retries")]
    [InlineData("Acme.Tasks.Core", "Tasks__Retries")]
    [InlineData("Acme.Tasks.Core", "AcmeTasks__Retries")]
    [InlineData("Acme.Tasks.Core", "TASKSCORE__Retries")]
    [InlineData("Acme.Tasks.Core", "AcmeTasksCore__Retries")]
    [InlineData("Acme.Tasks.Core", "[|AcmeCore__Retries|]")]
    [InlineData("Acme.Tasks.Core", "[|AcmeTask__Retries|]")]
    [InlineData("Acme.Tasks.Core", "[|CoreAcme__Retries|]")]
    [InlineData("Ab.Core", "[|Ab__Retries|]")]
    [InlineData("Microsoft.Acme", "[|Acme__Retries|]")]
    public Task ASectionOfAPackage_IsReadByIt(string package, string name)
    {
        var image = new MemoryStream();
        CSharpCompilation
            .Create(
                package,
                references: SdkReferences.NetCore.References,
                options: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)
            )
            .Emit(image, cancellationToken: TestContext.Current.CancellationToken);
        var test = Create(Code, ("k8s/api.yaml", Pod("env: [ { name: " + name + ", value: x } ]")));
        test.TestState.AdditionalReferences.Add(MetadataReference.CreateFromImage(image.ToArray()));
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>A chart that takes others in: their sections go by their aliases, and conditions and tags switch them off.</summary>
    [Theory]
    [InlineData("name: test-project, alias: orders", "orders: { env: [ { name: [|Billing__Url|], value: x } ] }\n")]
    [InlineData("name: other, alias: test-project", "test-project: { env: [ { name: [|Billing__Url|], value: x } ] }\n")]
    [InlineData("name: other, alias: orders", "orders: { env: [ { name: Billing__Url, value: x } ] }\n")]
    [InlineData(
        "name: test-project, condition: test-project.enabled",
        "test-project: { enabled: true, env: [ { name: [|Billing__Url|], value: x } ] }\n"
    )]
    [InlineData(
        "name: test-project, condition: test-project.enabled",
        "test-project: { enabled: false, env: [ { name: Billing__Url, value: x } ] }\n"
    )]
    [InlineData(
        "name: test-project, alias: orders, condition: 'nowhere.enabled, orders.enabled,global.all'",
        "global: { all: true }\norders: { enabled: false, env: [ { name: Billing__Url, value: x } ] }\n"
    )]
    [InlineData(
        "name: test-project, condition: test-project.enabled",
        "test-project: { enabled: 'no', env: [ { name: [|Billing__Url|], value: x } ] }\n"
    )]
    [InlineData(
        "name: test-project, tags: [ back ]",
        "tags: { back: false }\ntest-project: { env: [ { name: Billing__Url, value: x } ] }\n"
    )]
    [InlineData(
        "name: test-project, tags: [ back, all ]",
        "tags: { back: false, all: true }\ntest-project: { env: [ { name: [|Billing__Url|], value: x } ] }\n"
    )]
    [InlineData(
        "name: test-project, tags: [ back ], condition: test-project.enabled",
        "tags: { back: false }\ntest-project: { enabled: true, env: [ { name: [|Billing__Url|], value: x } ] }\n"
    )]
    public Task ADependencyOfAChart_IsJudgedByItsNameWhereItIsOn(string dependency, string values) =>
        Verify(
            Code,
            ("chart/Chart.yaml", "name: shop\nversion: 1.0.0\ndependencies: [ { " + dependency + ", version: 1.0.0 } ]\n"),
            ("chart/values.yaml", values)
        );

    [Fact]
    public Task ADependencyThatOneEnvironmentSwitchesOn_IsJudgedThere() =>
        Verify(
            Code,
            (
                "chart/Chart.yaml",
                "name: shop\nversion: 1.0.0\ndependencies: [ { name: test-project, version: 1.0.0, condition: test-project.enabled } ]\n"
            ),
            ("chart/values.yaml", "test-project: { enabled: false, env: [ { name: [|Billing__Url|], value: x } ] }\n"),
            ("chart/values-prod.yaml", "test-project: { enabled: true }\n"),
            ("chart/values-staging.yaml", "test-project: { extraEnv: [ { name: Billing__Url, value: x } ] }\n")
        );

    [Fact]
    public Task TheMessage_SaysWhatWasMeant() => VerifyMessage(Code, "Orders__Timout", "Orders__Timeout");

    [Theory]
    [InlineData("LONGPREFIX_Orders__Timout", "LONGPREFIX_Orders__Timeout")]
    [InlineData("LONGPREFIX_ORDERS__TIME_OUT", "LONGPREFIX_Orders__Timeout")]
    [InlineData("Orders__Timout", "Orders__Timeout")]
    public Task TheMessage_KeepsThePrefixThatTheAppTakesOff(string written, string meant) =>
        VerifyMessage(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Configuration.AddEnvironmentVariables("LONGPREFIX_");
            var timeout = builder.Configuration["Orders:Timeout"] ?? "5";
            builder.Build().Run();
            """,
            written,
            meant
        );

    private static Task VerifyMessage(string code, string written, string meant)
    {
        var test = Create(code, ("k8s/api.yaml", Pod("env: [ { name: {|#0:" + written + "|}, value: x } ]")));
        test.ExpectedDiagnostics.Add(
            new Microsoft.CodeAnalysis.Testing.DiagnosticResult("DPL8504", DiagnosticSeverity.Info)
                .WithLocation(0)
                .WithArguments(written, $"did you mean '{meant}'?")
        );
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    private static string Pod(string container) =>
        "kind: Pod\napiVersion: v1\nmetadata: { name: api }\nspec: { containers: [ { name: api, image: shop/api, " + container + " } ] }\n";

    private static Task Verify(string code, params (string, string)[] files) =>
        Create(code, files).RunAsync(TestContext.Current.CancellationToken);

    private static CSharpAnalyzerTest<UnknownVariableAnalyzer> Create(string code, params (string, string)[] files)
    {
        var test = new CSharpAnalyzerTest<UnknownVariableAnalyzer> { TestState = { Sources = { code } } };
        foreach (var file in files)
        {
            test.TestState.AdditionalFiles.Add(file);
        }

        return test;
    }
}
