using Deployability.Analyzers.Rules.Security;
using Deployability.Analyzers.Tests.Rules.Observability;
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
    [InlineData("var name = Environment.GetEnvironmentVariable(\"ASPNETCORE_ENVIRONMENT\"); var chosen = string.IsNullOrEmpty(name) ? [|\"Development\"|] : name;")]
    [InlineData("var name = Environment.GetEnvironmentVariable(\"DOTNET_ENVIRONMENT\"); var chosen = name is null ? [|\"Development\"|] : name;")]
    [InlineData("var chosen = Environment.GetEnvironmentVariable(\"ASPNETCORE_ENVIRONMENT\") != null ? Environment.GetEnvironmentVariable(\"ASPNETCORE_ENVIRONMENT\") : [|\"Development\"|];")]
    public Task DevelopmentChosenByCode_Triggers(string code) => Verify.VerifyAnalyzerAsync(Program(code));

    [Theory]
    [InlineData("builder.Host.UseEnvironment(\"Staging\");")]
    [InlineData("builder.Host.UseEnvironment(builder.Configuration[\"Env\"]!);")]
    [InlineData("var name = Environment.GetEnvironmentVariable(\"ASPNETCORE_ENVIRONMENT\") ?? \"Production\";")]
    [InlineData("var name = Environment.GetEnvironmentVariable(\"MODE\") ?? \"Development\";")]
    [InlineData("var isDevelopment = builder.Environment.EnvironmentName == \"Development\";")]
    [InlineData("if (System.Diagnostics.Debugger.IsAttached) builder.Environment.EnvironmentName = \"Development\";")]
    [InlineData("var title = \"Development\";")]
    [InlineData("var name = Environment.GetEnvironmentVariable(\"ASPNETCORE_ENVIRONMENT\"); var chosen = string.IsNullOrEmpty(name) ? \"Production\" : name;")]
    [InlineData("var name = Environment.GetEnvironmentVariable(\"ASPNETCORE_ENVIRONMENT\"); var color = name == \"Development\" ? \"Development\" : \"other\";")]
    [InlineData("var title = string.IsNullOrEmpty(builder.Configuration[\"Title\"]) ? \"Development\" : \"Shop\";")]
    public Task EnvironmentLeftToTheDeployment_DoesNotTrigger(string code) => Verify.VerifyAnalyzerAsync(Program(code));

    [Theory]
    [InlineData("web.config", """<configuration><aspNetCore><environmentVariables><environmentVariable name="ASPNETCORE_ENVIRONMENT" value=[|"Development"|] /></environmentVariables></aspNetCore></configuration>""")]
    [InlineData("FolderProfile.pubxml", """<Project><PropertyGroup><EnvironmentName>[|Development|]</EnvironmentName></PropertyGroup></Project>""")]
    [InlineData("web.config", """<configuration><environmentVariable name="ASPNETCORE_ENVIRONMENT" value="Production" /><environmentVariable name="MODE" value="Development" /></configuration>""")]
    [InlineData("Dockerfile", "FROM aspnet:10.0\n[|ENV ASPNETCORE_ENVIRONMENT=Development|]\nENTRYPOINT [\"dotnet\", \"App.dll\"]\n")]
    [InlineData("Dockerfile", "FROM aspnet:10.0 AS base\n[|ENV A=1 \\\n    # why\n    DOTNET_ENVIRONMENT=\"Development\"|]\nFROM sdk:10.0 AS build\nENV DOTNET_ENVIRONMENT=Development\nFROM base\n")]
    [InlineData("Dockerfile", "FROM aspnet:10.0\n# ENV ASPNETCORE_ENVIRONMENT=Development\nENV ASPNETCORE_ENVIRONMENT Production\n")]
    [InlineData("Dockerfile.dev", "FROM aspnet:10.0\nENV ASPNETCORE_ENVIRONMENT=Development\n")]
    [InlineData("launchSettings.json", """{ "profiles": { "http": { "environmentVariables": { "ASPNETCORE_ENVIRONMENT": "Development" } } } }""")]
    public Task Files_TriggerWhereTheyShip(string file, string content) => new CSharpAnalyzerTest<DevelopmentEnvironmentAnalyzer>
    {
        TestState = { Sources = { "WebApplication.CreateBuilder(args).Build().Run();" }, AdditionalFiles = { (file, content) } },
    }.RunAsync();

    private static string Program(string code) => $"""
        var builder = WebApplication.CreateBuilder(args);
        {code}
        builder.Build().Run();
        """;
}
