using Deployability.Analyzers.Rules.Security;
using Microsoft.CodeAnalysis.CSharp.Testing;

namespace Deployability.Analyzers.Tests.Rules.Security;

public sealed class AnyHostAllowedTests
{
    [Theory]
    [InlineData("appsettings.json", """{ "AllowedHosts": [|"*"|] }""")]
    [InlineData("appsettings.Production.json", """{ "allowedHosts": [|"a.example.net;*"|] }""")]
    [InlineData("appsettings.json", """{ "AllowedHosts": "a.example.net;*.example.org" }""")]
    [InlineData("appsettings.json", """{ "Cors": { "AllowedHosts": "*" } }""")]
    [InlineData("appsettings.Development.json", """{ "AllowedHosts": "*" }""")]
    public Task Settings_TriggerWhereTheyShip(string file, string content) => Verify((file, content));

    [Fact]
    public Task WhatTheProductionFileReplaces_DoesNotTrigger() =>
        Verify(
            ("appsettings.json", """{ "AllowedHosts": "*" }"""),
            ("appsettings.Production.json", """{ "AllowedHosts": "a.example.net" }""")
        );

    private static Task Verify(params (string, string)[] files)
    {
        var test = new CSharpAnalyzerTest<AnyHostAllowedAnalyzer>
        {
            TestState = { Sources = { "WebApplication.CreateBuilder(args).Build().Run();" } },
        };
        foreach (var file in files)
        {
            test.TestState.AdditionalFiles.Add(file);
        }

        return test.RunAsync();
    }
}
