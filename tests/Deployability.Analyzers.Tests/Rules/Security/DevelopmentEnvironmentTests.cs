using Deployability.Analyzers.Rules.Security;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpAnalyzerVerifier<Deployability.Analyzers.Rules.Security.DevelopmentEnvironmentAnalyzer>;

namespace Deployability.Analyzers.Tests.Rules.Security;

public sealed class DevelopmentEnvironmentTests
{
    [Theory]
    [InlineData("builder.Host.UseEnvironment([|\"Development\"|]);")]
    [InlineData("builder.WebHost.UseEnvironment([|Environments.Development|]);")]
    [InlineData("builder.Environment.EnvironmentName = [|\"Development\"|];")]
    [InlineData("_ = new WebApplicationOptions { EnvironmentName = [|Environments.Development|] };")]
    [InlineData("_ = new HostApplicationBuilderSettings { EnvironmentName = [|\"development\"|] };")]
    [InlineData("Environment.SetEnvironmentVariable(\"ASPNETCORE_ENVIRONMENT\", [|\"Development\"|]);")]
    [InlineData("var name = Environment.GetEnvironmentVariable(\"DOTNET_ENVIRONMENT\") ?? [|\"Development\"|];")]
    [InlineData("var name = builder.Configuration[\"ASPNETCORE_ENVIRONMENT\"] ?? [|\"Development\"|];")]
    [InlineData("var name = builder.Configuration.GetValue(\"ASPNETCORE_ENVIRONMENT\", [|\"Development\"|]);")]
    [InlineData("builder.WebHost.UseSetting(\"environment\", [|\"Development\"|]);")]
    [InlineData(
        "var name = Environment.GetEnvironmentVariable(\"ASPNETCORE_ENVIRONMENT\"); var chosen = string.IsNullOrEmpty(name) ? [|\"Development\"|] : name;"
    )]
    [InlineData(
        "var name = Environment.GetEnvironmentVariable(\"DOTNET_ENVIRONMENT\"); var chosen = name is null ? [|\"Development\"|] : name;"
    )]
    [InlineData(
        "var chosen = Environment.GetEnvironmentVariable(\"ASPNETCORE_ENVIRONMENT\") != null ? Environment.GetEnvironmentVariable(\"ASPNETCORE_ENVIRONMENT\") : [|\"Development\"|];"
    )]
    [InlineData(
        "var name = Environment.GetEnvironmentVariable(\"ASPNETCORE_ENVIRONMENT\") ?? [|\"Development\"|]; Console.WriteLine(name); builder.Configuration.AddJsonFile($\"settings.{name}.json\");"
    )]
    [InlineData(
        "var file = (Environment.GetEnvironmentVariable(\"ASPNETCORE_ENVIRONMENT\") ?? [|\"Development\"|]) == \"Production\" ? \"a\" : \"b\"; Console.WriteLine(file);"
    )]
    public Task DevelopmentChosenByCode_Triggers(string code) => Verify.VerifyAnalyzerAsync(Program(code));

    [Theory]
    [InlineData("builder.Host.UseEnvironment(\"Staging\");")]
    [InlineData("builder.Host.UseEnvironment(builder.Configuration[\"Env\"]!);")]
    [InlineData("var name = Environment.GetEnvironmentVariable(\"ASPNETCORE_ENVIRONMENT\") ?? \"Production\";")]
    [InlineData("var name = Environment.GetEnvironmentVariable(\"MODE\") ?? \"Development\";")]
    [InlineData("var isDevelopment = builder.Environment.EnvironmentName == \"Development\";")]
    [InlineData("if (System.Diagnostics.Debugger.IsAttached) builder.Environment.EnvironmentName = \"Development\";")]
    [InlineData("var title = \"Development\";")]
    [InlineData("Console.WriteLine($\"Runs as {Environment.GetEnvironmentVariable(\"ASPNETCORE_ENVIRONMENT\") ?? \"Development\"}\");")]
    [InlineData(
        "var name = Environment.GetEnvironmentVariable(\"ASPNETCORE_ENVIRONMENT\") ?? \"Development\"; Console.WriteLine(\"Runs as \" + name);"
    )]
    [InlineData("var status = new { environment = Environment.GetEnvironmentVariable(\"ASPNETCORE_ENVIRONMENT\") ?? \"Development\" };")]
    [InlineData(
        "var name = Environment.GetEnvironmentVariable(\"ASPNETCORE_ENVIRONMENT\"); var chosen = string.IsNullOrEmpty(name) ? \"Production\" : name;"
    )]
    [InlineData(
        "var name = Environment.GetEnvironmentVariable(\"ASPNETCORE_ENVIRONMENT\"); var color = name == \"Development\" ? \"Development\" : \"other\";"
    )]
    [InlineData("var title = string.IsNullOrEmpty(builder.Configuration[\"Title\"]) ? \"Development\" : \"Shop\";")]
    public Task EnvironmentLeftToTheDeployment_DoesNotTrigger(string code) => Verify.VerifyAnalyzerAsync(Program(code));

    [Theory]
    [InlineData(
        "web.config",
        """<configuration><aspNetCore><environmentVariables><environmentVariable name="ASPNETCORE_ENVIRONMENT" value=[|"Development"|] /></environmentVariables></aspNetCore></configuration>"""
    )]
    [InlineData(
        "FolderProfile.pubxml",
        """<Project><PropertyGroup><EnvironmentName>[|Development|]</EnvironmentName></PropertyGroup></Project>"""
    )]
    [InlineData(
        "web.config",
        """<configuration><environmentVariable name="ASPNETCORE_ENVIRONMENT" value="Production" /><environmentVariable name="MODE" value="Development" /></configuration>"""
    )]
    [InlineData("Dockerfile", "FROM aspnet:10.0\nENV ASPNETCORE_ENVIRONMENT=[|Development|]\nENTRYPOINT [\"dotnet\", \"App.dll\"]\n")]
    [InlineData(
        "Dockerfile",
        "FROM aspnet:10.0 AS base\nENV A=1 \\\n    # why\n    DOTNET_ENVIRONMENT=[|\"Development\"|]\nFROM sdk:10.0 AS build\nENV DOTNET_ENVIRONMENT=Development\nFROM base\n"
    )]
    [InlineData("Dockerfile", "FROM aspnet:10.0\n# ENV ASPNETCORE_ENVIRONMENT=Development\nENV ASPNETCORE_ENVIRONMENT Production\n")]
    [InlineData(
        "Dockerfile",
        "ARG ENVIRONMENT=Development\nFROM aspnet:10.0\nARG ENVIRONMENT\nENV ASPNETCORE_ENVIRONMENT=[|$ENVIRONMENT|]\n"
    )]
    [InlineData("Dockerfile", "FROM aspnet:10.0\nARG ENVIRONMENT\nENV ASPNETCORE_ENVIRONMENT=$ENVIRONMENT\n")]
    [InlineData("compose.yaml", "services:\n  api:\n    environment:\n      ASPNETCORE_ENVIRONMENT: [|Development|]\n")]
    [InlineData(
        "docker-compose.yml",
        "services:\n  api:\n    environment:\n      - [|ASPNETCORE_ENVIRONMENT=${ENVIRONMENT:-Development}|]\n      - DOTNET_ENVIRONMENT=${ENVIRONMENT}\n"
    )]
    [InlineData("docker-compose.override.yml", "services:\n  api:\n    environment:\n      - ASPNETCORE_ENVIRONMENT=Development\n")]
    [InlineData(
        "k8s/api.yaml",
        "kind: Deployment\napiVersion: apps/v1\nspec: { template: { spec: { containers: [{ name: api, env: [{ name: DOTNET_ENVIRONMENT, value: [|Development|] }] }] } } }\n"
    )]
    [InlineData("k8s/api.yaml", "kind: ConfigMap\napiVersion: v1\ndata:\n  ASPNETCORE_ENVIRONMENT: [|\"Development\"|]\n")]
    [InlineData("k8s/dev/api.yaml", "kind: ConfigMap\napiVersion: v1\ndata:\n  ASPNETCORE_ENVIRONMENT: Development\n")]
    [InlineData(
        "k8s/api.yaml",
        "kind: ConfigMap\napiVersion: v1\ndata:\n  # deployability:ignore DPL2203 a cluster for demonstrations\n  ASPNETCORE_ENVIRONMENT: Development\n"
    )]
    [InlineData("other.yaml", "ASPNETCORE_ENVIRONMENT: Development\n")]
    [InlineData("Dockerfile.dev", "FROM aspnet:10.0\nENV ASPNETCORE_ENVIRONMENT=Development\n")]
    [InlineData(
        "launchSettings.json",
        """{ "profiles": { "http": { "environmentVariables": { "ASPNETCORE_ENVIRONMENT": "Development" } } } }"""
    )]
    public Task Files_TriggerWhereTheyShip(string file, string content) =>
        new CSharpAnalyzerTest<DevelopmentEnvironmentAnalyzer>
        {
            TestState = { Sources = { "WebApplication.CreateBuilder(args).Build().Run();" }, AdditionalFiles = { (file, content) } },
        }.RunAsync();

    // User secrets and the certificates of dotnet dev-certs are on a developer's machine only.
    [Theory]
    [InlineData("volumes: [ '~/.aspnet/https:/https:ro' ]", false)]
    [InlineData("volumes: [ '${APPDATA}/ASP.NET/Https:/root/.aspnet/https:ro' ]", false)]
    [InlineData("volumes: [ '${APPDATA}/Microsoft/UserSecrets:/root/.microsoft/usersecrets:ro' ]", false)]
    [InlineData("volumes: [ { type: bind, source: ~/vsdbg, target: /remote_debugger } ]", false)]
    [InlineData("volumes: [ '.:/src' ]", false)]
    [InlineData("build: ./api\n    volumes: [ './api/:/src' ]", false)]
    [InlineData("build: ./api\n    volumes: [ './data:/data', './api.json:/app/api.json' ]", true)]
    [InlineData("command: dotnet watch run", true)]
    [InlineData("build: { context: ., target: development }", false)]
    [InlineData("volumes: [ 'data:/data' ]", true)]
    [InlineData("command: [dotnet, Api.dll]", true)]
    [InlineData("build: { context: ., target: final }", true)]
    [InlineData("image: api", true)]
    public Task ServicesOfADevelopersMachine_DoNotTrigger(string service, bool isFound) =>
        new CSharpAnalyzerTest<DevelopmentEnvironmentAnalyzer>
        {
            TestState =
            {
                Sources = { "WebApplication.CreateBuilder(args).Build().Run();" },
                AdditionalFiles =
                {
                    (
                        "docker-compose.yml",
                        $"services:\n  api:\n    {service}\n    environment: {{ ASPNETCORE_ENVIRONMENT: {(isFound ? "[|Development|]" : "Development")} }}\n"
                    ),
                },
            },
        }.RunAsync();

    // Whatever stands beside it, who starts the file runs the app so.
    [Theory]
    [InlineData("build: .", "  db:\n    image: postgres:17\n    ports: [ '5432:5432' ]\n", "docker-compose.tools.yml", "services: {}\n")]
    [InlineData(
        "image: registry.corp.net/api:1",
        "",
        "k8s/api.yaml",
        "kind: Deployment\napiVersion: apps/v1\nspec: { template: { spec: { containers: [{ name: api }] } } }\n"
    )]
    public Task ComposeBesideOtherThings_Triggers(string api, string services, string file, string content) =>
        VerifyComposeAsync("docker-compose.yml", api, services, true, (file, content));

    private static Task VerifyComposeAsync(
        string file,
        string api,
        string services,
        bool isFound,
        params (string Name, string Content)[] others
    )
    {
        var value = isFound ? "[|Development|]" : "Development";
        var test = new CSharpAnalyzerTest<DevelopmentEnvironmentAnalyzer>
        {
            TestState =
            {
                Sources = { "WebApplication.CreateBuilder(args).Build().Run();" },
                AdditionalFiles =
                {
                    (file, $"services:\n  api:\n    {api}\n    environment: {{ ASPNETCORE_ENVIRONMENT: {value} }}\n{services}"),
                },
            },
        };
        foreach (var other in others)
        {
            test.TestState.AdditionalFiles.Add(other);
        }

        return test.RunAsync();
    }

    private static string Program(string code) =>
        $"""
            var builder = WebApplication.CreateBuilder(args);
            {code}
            builder.Build().Run();
            """;

    [Theory]
    [InlineData(
        "k8s/api.yaml",
        "kind: ConfigMap\napiVersion: v1\ndata:\n  DOTNET_ENVIRONMENT: {|#0:Development|}\n",
        "take the line out, which means Production, or keep it in a file for development"
    )]
    [InlineData(
        "Dockerfile",
        "FROM a:1\nENV DOTNET_ENVIRONMENT={|#0:Development|}\n",
        "leave the environment to DOTNET_ENVIRONMENT of each deployment"
    )]
    public Task Message_SaysWhatToDoInTheFile(string file, string content, string remedy) =>
        new CSharpAnalyzerTest<DevelopmentEnvironmentAnalyzer>
        {
            TestState = { Sources = { "WebApplication.CreateBuilder(args).Build().Run();" }, AdditionalFiles = { (file, content) } },
            ExpectedDiagnostics =
            {
                CSharpAnalyzerVerifier<DevelopmentEnvironmentAnalyzer>
                    .Diagnostic()
                    .WithLocation(0)
                    .WithArguments("DOTNET_ENVIRONMENT=Development makes the app run as Development", remedy),
            },
        }.RunAsync();
}
