using Deployability.Analyzers.Rules.Security;
using Deployability.Model;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpAnalyzerVerifier<Deployability.Analyzers.Rules.Security.DebugServerAnalyzer>;

namespace Deployability.Analyzers.Tests.Rules.Security;

public sealed class DebugServerTests
{
    [Theory]
    [InlineData("[|Debugger.Launch()|];")]
    [InlineData("[|Debugger.Break()|];")]
    [InlineData("if (!Debugger.IsAttached) [|Debugger.Launch()|];")]
    [InlineData("while ([|!Debugger.IsAttached|]) Thread.Sleep(100);")]
    [InlineData("do { Thread.Sleep(100); } while ([|!Debugger.IsAttached|]);")]
    [InlineData("while ([|System.Diagnostics.Debugger.IsAttached == false|]) { Thread.Sleep(100); }")]
    [InlineData("do { Thread.Sleep(100); } while ([|System.Diagnostics.Debugger.IsAttached is false|]);")]
    public Task CallForADebugger_Triggers(string code) => Verify.VerifyAnalyzerAsync(Program(code));

    [Theory]
    [InlineData("if (Debugger.IsAttached) Debugger.Break();")]
    [InlineData("if (args.Length > 0) Console.WriteLine(Debugger.IsAttached);")]
    [InlineData("Debugger.Log(0, null, \"hello\");")]
    public Task QuestionsAboutTheDebugger_DoNotTrigger(string code) => Verify.VerifyAnalyzerAsync(Program(code));

    [Fact]
    public Task DebugBuilds_DoNotTrigger() =>
        Verify.VerifyAnalyzerAsync("#define DEBUG\nusing System.Diagnostics;\n#if DEBUG\nDebugger.Launch();\n#endif\n");

    [Theory]
    [InlineData("Demo.pubxml", "<Project><PropertyGroup><Configuration>[|Debug|]</Configuration></PropertyGroup></Project>")]
    [InlineData(
        "Demo.pubxml",
        "<Project><PropertyGroup><LastUsedBuildConfiguration>[|Debug|]</LastUsedBuildConfiguration></PropertyGroup></Project>"
    )]
    [InlineData("Demo.pubxml", "<Project><PropertyGroup><Configuration>Release</Configuration></PropertyGroup></Project>")]
    [InlineData("Directory.Build.props", "<Project><PropertyGroup><Configuration>Debug</Configuration></PropertyGroup></Project>")]
    [InlineData("Demo.pubxml", "<Project><PropertyGroup><Configuration>[|Debug|]")]
    [InlineData("Demo.pubxml", "<Project><PropertyGroup><Configuration")]
    public Task PublishProfiles_TriggerWhenTheyPublishDebug(string file, string content) =>
        new CSharpAnalyzerTest<DebugServerAnalyzer>
        {
            TestState = { Sources = { "WebApplication.CreateBuilder(args).Build().Run();" }, AdditionalFiles = { (file, content) } },
        }.RunAsync();

    [Theory]
    [InlineData("FROM sdk:10.0\n[|CMD [\"dotnet\", \"watch\", \"run\"]|]\n")]
    [InlineData("FROM sdk:10.0\n[|ENTRYPOINT dotnet run --project App|]\n")]
    [InlineData(
        "FROM sdk:10.0 AS build\n[|RUN dotnet publish \\\n  -c Debug -o /out|]\nFROM aspnet:10.0\nCOPY --from=build /out .\nENTRYPOINT [\"dotnet\", \"App.dll\"]\n"
    )]
    [InlineData(
        "FROM sdk:10.0 AS build\nRUN dotnet publish -c Release -o /out\nRUN dotnet run --project tools/Seed\nFROM aspnet:10.0\nENTRYPOINT [\"dotnet\", \"App.dll\"]\n"
    )]
    [InlineData("FROM sdk:10.0 AS dev\nCMD [\"dotnet\", \"watch\"]\nFROM aspnet:10.0\nENTRYPOINT [\"dotnet\", \"run.dll\"]\n")]
    [InlineData("CMD dotnet")]
    [InlineData("FROM x\nRUN \\")]
    public Task Dockerfiles_TriggerWhenTheyShipADebugServer(string content) =>
        new CSharpAnalyzerTest<DebugServerAnalyzer>
        {
            TestState =
            {
                Sources = { "WebApplication.CreateBuilder(args).Build().Run();" },
                AdditionalFiles = { ("Dockerfile", content) },
            },
        }.RunAsync();

    [Theory]
    [InlineData("compose.yaml", "services:\n  api:\n    command: [|dotnet watch run --project Api|]\n")]
    [InlineData("compose.yaml", "services:\n  api:\n    entrypoint: [|[\"dotnet\", \"run\"]|]\n")]
    [InlineData("compose.yaml", "services:\n  api:\n    command: [\"dotnet\", \"Api.dll\", \"run\"]\n")]
    [InlineData("compose.dev.yaml", "services:\n  api:\n    command: dotnet watch\n")]
    [InlineData("k8s/api.yaml", "kind: Pod\napiVersion: v1\nspec: { containers: [{ name: api, command: [|[dotnet]|], args: [watch] }] }\n")]
    [InlineData("k8s/api.yaml", "kind: Pod\napiVersion: v1\nspec: { containers: [{ name: api, args: [|[sh, -c, dotnet run]|] }] }\n")]
    [InlineData("k8s/api.yaml", "kind: Pod\napiVersion: v1\nspec: { containers: [{ name: api, command: [dotnet, Api.dll] }] }\n")]
    public Task Deployments_TriggerWhenTheyStartADebugServer(string file, string content) =>
        new CSharpAnalyzerTest<DebugServerAnalyzer>
        {
            TestState = { Sources = { "WebApplication.CreateBuilder(args).Build().Run();" }, AdditionalFiles = { (file, content) } },
        }.RunAsync();

    private static string Program(string code) =>
        $"""
            using System.Diagnostics;

            {code}
            WebApplication.CreateBuilder(args).Build().Run();
            """;
}
