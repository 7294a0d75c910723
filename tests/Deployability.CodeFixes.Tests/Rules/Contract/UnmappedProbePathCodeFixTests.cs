using Deployability.Analyzers.Rules.Contract;
using Deployability.CodeFixes.Rules.Contract;
using Deployability.CodeFixes.Tests.Infrastructure;

namespace Deployability.CodeFixes.Tests.Rules.Contract;

public sealed class UnmappedProbePathCodeFixTests
{
    private const string Code =
        "var app = WebApplication.CreateBuilder(args).Build(); app.MapHealthChecks(\"/healthz/live\"); app.MapHealthChecks(\"/healthz/ready\"); app.Run();";

    [Theory]
    [InlineData(
        "livenessProbe: { httpGet: { path: /health, port: 8080 } }",
        "livenessProbe: { httpGet: { path: /healthz/live, port: 8080 } }"
    )]
    [InlineData(
        "readinessProbe: { httpGet: { path: \"/health\", port: 8080 } }",
        "readinessProbe: { httpGet: { path: \"/healthz/ready\", port: 8080 } }"
    )]
    [InlineData(
        "livenessProbe: { exec: { command: [curl, 'http://localhost:8080/health'] } }",
        "livenessProbe: { exec: { command: [curl, 'http://localhost:8080/healthz/live'] } }"
    )]
    [InlineData("livenessProbe: { grpc: { port: 8080 } }", "livenessProbe: { httpGet: { path: /healthz/live, port: 8080 } }")]
    public async Task ThePath_IsWritten(string before, string after) =>
        Assert.Equal(
            Pod(after),
            await FileFix.OneAsync<UnmappedProbePathAnalyzer, UnmappedProbePathCodeFix>(Code, "api.yaml", Pod(before))
        );

    [Fact]
    public async Task All_AreWritten() =>
        Assert.Equal(
            Pod("livenessProbe: { httpGet: { path: /healthz/live } }\n      readinessProbe: { httpGet: { path: /healthz/ready } }"),
            await FileFix.AllAsync<UnmappedProbePathAnalyzer, UnmappedProbePathCodeFix>(
                Code,
                "api.yaml",
                Pod("livenessProbe: { httpGet: { path: /a } }\n      readinessProbe: { httpGet: { path: /b } }")
            )
        );

    [Fact]
    public async Task WithoutAnEndpoint_NothingIsOffered() =>
        Assert.Null(
            await FileFix.OneAsync<UnmappedProbePathAnalyzer, UnmappedProbePathCodeFix>(
                "var app = WebApplication.CreateBuilder(args).Build(); app.Run();",
                "api.yaml",
                Pod("livenessProbe: { httpGet: { path: /health, port: 8080 } }")
            )
        );

    private static string Pod(string probe) =>
        "kind: Pod\napiVersion: v1\nmetadata: { name: api }\nspec:\n  containers:\n    - name: api\n      image: shop/api\n      "
        + probe
        + "\n";
}
