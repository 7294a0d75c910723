using Deployability.Analyzers.Rules.Contract;
using Deployability.CodeFixes.Rules.Contract;
using Deployability.CodeFixes.Tests.Infrastructure;

namespace Deployability.CodeFixes.Tests.Rules.Contract;

public sealed class UnknownVariableCodeFixTests
{
    private const string Code =
        "var builder = WebApplication.CreateBuilder(args); var timeout = builder.Configuration[\"Orders:Timeout\"]; var url = builder.Configuration[\"Orders:Address\"]; builder.Build().Run();";

    [Theory]
    [InlineData("Orders__Timout", "Orders__Timeout")]
    [InlineData("ORDERS_TIMEOUT", "Orders__Timeout")]
    public async Task TheName_IsWritten(string before, string after) =>
        Assert.Equal(Pod(after), await FileFix.OneAsync<UnknownVariableAnalyzer, UnknownVariableCodeFix>(Code, "api.yaml", Pod(before)));

    [Fact]
    public async Task All_AreWritten() =>
        Assert.Equal(
            "services:\n  api:\n    build: .\n    environment:\n      - Orders__Timeout=5\n      - Orders__Address=x\n",
            await FileFix.AllAsync<UnknownVariableAnalyzer, UnknownVariableCodeFix>(
                Code,
                "compose.yaml",
                "services:\n  api:\n    build: .\n    environment:\n      - Orders__Timout=5\n      - Orders__Addres=x\n"
            )
        );

    [Fact]
    public async Task WhatNobodyMeant_IsLeftAlone() =>
        Assert.Null(await FileFix.OneAsync<UnknownVariableAnalyzer, UnknownVariableCodeFix>(Code, "api.yaml", Pod("Billing__Url")));

    private static string Pod(string name) =>
        "kind: Pod\napiVersion: v1\nmetadata: { name: api }\nspec:\n  containers:\n    - { name: api, image: shop/api, env: [ { name: "
        + name
        + ", value: x } ] }\n";
}
