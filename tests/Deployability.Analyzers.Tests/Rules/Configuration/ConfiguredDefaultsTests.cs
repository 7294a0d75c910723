using Deployability.Analyzers.Rules.Configuration;
using Microsoft.CodeAnalysis.CSharp.Testing;

namespace Deployability.Analyzers.Tests.Rules.Configuration;

/// <summary>A default that configuration replaces: a remote one is deployable and silent (DPL1001), one on this machine is not (DPL1002), in whatever words the lack is tested.</summary>
public class ConfiguredDefaultsTests
{
    private const string Remote = "https://stock.wares.internal";
    private const string Local = "http://localhost:7001";

    public static TheoryData<string> Forms =>
        new(
            """var at = builder.Configuration["Stock:At"]; client.BaseAddress = new Uri(at == null ? {default} : at);""",
            """var at = builder.Configuration["Stock:At"]; client.BaseAddress = new Uri(at is not null ? at : {default});""",
            """client.BaseAddress = new Uri(string.IsNullOrEmpty(builder.Configuration["Stock:At"]) ? {default} : builder.Configuration["Stock:At"]!);""",
            """var at = builder.Configuration["Stock:At"]; client.BaseAddress = new Uri(!string.IsNullOrWhiteSpace(at) ? at : {default});""",
            """var at = builder.Configuration["Stock:At"] ?? ""; client.BaseAddress = new Uri(at.Length == 0 ? {default} : at);""",
            """var at = builder.Configuration["Stock:At"]; client.BaseAddress = new Uri(at?.Length > 0 ? at : {default});""",
            """client.BaseAddress = new Uri(builder.Configuration["Stock:At"] is { Length: > 0 } at ? at : {default});""",
            """var at = builder.Configuration["Stock:At"]; client.BaseAddress = new Uri(at is null or "" ? {default} : at);""",
            """var at = Environment.GetEnvironmentVariable("STOCK_AT"); if (at == null || at.Length == 0) at = {default}; client.BaseAddress = new Uri(at);""",
            """string at; if (builder.Configuration["Stock:At"] is null) at = {default}; else at = builder.Configuration["Stock:At"]!; client.BaseAddress = new Uri(at);""",
            """var at = {default}; var given = builder.Configuration["Stock:At"]; if (!string.IsNullOrEmpty(given)) { at = given; } client.BaseAddress = new Uri(at);""",
            """if (string.IsNullOrEmpty(builder.Configuration["Stock:At"])) { client.BaseAddress = new Uri({default}); } else { client.BaseAddress = new Uri(builder.Configuration["Stock:At"]!); }""",
            """client.BaseAddress = Uri.TryCreate(builder.Configuration["Stock:At"], UriKind.Absolute, out var at) ? at : new Uri({default});""",
            """if (!Uri.TryCreate(builder.Configuration["Stock:At"], UriKind.Absolute, out var at)) { at = new Uri({default}); } client.BaseAddress = at;""",
            """Uri at; try { at = new Uri(builder.Configuration["Stock:At"]!); } catch (UriFormatException) { at = new Uri({default}); } client.BaseAddress = at;""",
            """client.BaseAddress = new Uri(builder.Configuration["Stock:At"] switch { null or "" => {default}, var at => at });""",
            """var section = builder.Configuration.GetSection("Stock"); client.BaseAddress = new Uri(section.Exists() ? section["At"]! : {default});""",
            """var isSet = !string.IsNullOrEmpty(builder.Configuration["Stock:At"]); client.BaseAddress = new Uri(isSet ? builder.Configuration["Stock:At"]! : {default});"""
        );

    [Theory]
    [MemberData(nameof(Forms))]
    public Task RemoteDefault_IsDeployable(string form) =>
        CSharpAnalyzerVerifier<HardcodedServiceUrlAnalyzer>.VerifyAnalyzerAsync(Program(form, $"\"{Remote}\""));

    [Theory]
    [MemberData(nameof(Forms))]
    public Task LoopbackDefault_IsNotDeployable(string form) =>
        CSharpAnalyzerVerifier<LoopbackServiceUrlAnalyzer>.VerifyAnalyzerAsync(Program(form, $"[|\"{Local}\"|]"));

    // A default that the settings which ship, or every container of the app, replace reaches nobody.
    [Theory]
    [InlineData("appsettings.json", "{ \"Stock\": { \"Url\": \"https://stock.wares.eu\" } }", false)]
    [InlineData("appsettings.Production.json", "{ \"Stock\": { \"Url\": \"https://stock.wares.eu\" } }", false)]
    [InlineData("appsettings.json", "{ \"Stock\": { \"Url\": \"http://localhost:5001\" } }", false)]
    [InlineData("appsettings.json", "{ \"Stock\": { \"Url\": \"\" } }", true)]
    [InlineData("appsettings.json", "{ \"Stock\": { \"Other\": \"https://stock.wares.eu\" } }", true)]
    [InlineData("appsettings.Development.json", "{ \"Stock\": { \"Url\": \"https://stock.wares.eu\" } }", true)]
    [InlineData("compose.yaml", "services:\n  testproject:\n    build: .\n    environment:\n      Stock__Url: http://stock:8080\n", false)]
    [InlineData(
        "compose.yaml",
        "services:\n  testproject:\n    build: .\n    environment:\n      Stock__Url: http://localhost:8080\n",
        true
    )]
    [InlineData("compose.yaml", "services:\n  testproject:\n    build: .\n    environment:\n      Other__Url: http://stock:8080\n", true)]
    [InlineData(
        "compose.override.yaml",
        "services:\n  testproject:\n    build: .\n    environment:\n      Other__Url: http://stock:8080\n",
        true
    )]
    public Task LoopbackDefaultThatTheDeploymentReplaces_DoesNotTrigger(string file, string content, bool triggers) =>
        new CSharpAnalyzerTest<LoopbackServiceUrlAnalyzer>
        {
            TestState =
            {
                Sources =
                {
                    Program(
                        "client.BaseAddress = new Uri(builder.Configuration[\"Stock:Url\"] ?? {default});",
                        triggers ? $"[|\"{Local}\"|]" : $"\"{Local}\""
                    ),
                },
                AdditionalFiles = { (file, content) },
            },
        }.RunAsync(TestContext.Current.CancellationToken);

    [Theory]
    [InlineData(
        "client.BaseAddress = new Uri(args.Length == 0 ? [|\"https://stock.wares.internal\"|] : [|\"https://stock-b.wares.internal\"|]);"
    )]
    [InlineData(
        "var user = client.ToString(); client.BaseAddress = new Uri(user == null ? [|\"https://stock.wares.internal\"|] : [|\"https://stock-b.wares.internal\"|]);"
    )]
    [InlineData("var at = [|\"https://stock.wares.internal\"|]; client.BaseAddress = new Uri(at);")]
    [InlineData(
        "if (string.IsNullOrEmpty(builder.Configuration[\"Tenant\"])) { Console.WriteLine(); } client.BaseAddress = new Uri([|\"https://stock.wares.internal\"|]);"
    )]
    public Task ChoiceOfTheCode_Triggers(string code) =>
        CSharpAnalyzerVerifier<HardcodedServiceUrlAnalyzer>.VerifyAnalyzerAsync(Program(code, ""));

    private static string Program(string form, string value) =>
        $$"""
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddHttpClient("stock", client =>
            {
                {{form.Replace("{default}", value)}}
            });
            """;
}
