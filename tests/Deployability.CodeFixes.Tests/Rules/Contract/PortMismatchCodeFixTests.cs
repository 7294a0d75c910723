using Deployability.Analyzers.Rules.Contract;
using Deployability.CodeFixes.Rules.Contract;
using Deployability.CodeFixes.Tests.Infrastructure;

namespace Deployability.CodeFixes.Tests.Rules.Contract;

public sealed class PortMismatchCodeFixTests
{
    private const string Code = "var app = WebApplication.CreateBuilder(args).Build(); app.Run();";

    private const string Pod =
        "kind: Pod\napiVersion: v1\nmetadata: { name: api, labels: { app: api } }\nspec: { containers: [ { name: api, image: shop/api, env: [ { name: ASPNETCORE_HTTP_PORTS, value: '8080' } ] } ] }\n---\n";

    [Theory]
    [InlineData(
        "Dockerfile",
        "FROM mcr.microsoft.com/dotnet/aspnet:10.0\nEXPOSE 80/tcp\n",
        "FROM mcr.microsoft.com/dotnet/aspnet:10.0\nEXPOSE 8080/tcp\n"
    )]
    [InlineData(
        "Dockerfile",
        "FROM mcr.microsoft.com/dotnet/aspnet:10.0\nEXPOSE 80\nHEALTHCHECK CMD curl http://localhost:80/health\n",
        "FROM mcr.microsoft.com/dotnet/aspnet:10.0\nEXPOSE 8080\nHEALTHCHECK CMD curl http://localhost:8080/health\n"
    )]
    [InlineData(
        "k8s/api.yaml",
        Pod
            + "kind: Service\napiVersion: v1\nmetadata: { name: api }\nspec:\n  selector: { app: api }\n  ports:\n    - name: http\n      port: 80\n",
        Pod
            + "kind: Service\napiVersion: v1\nmetadata: { name: api }\nspec:\n  selector: { app: api }\n  ports:\n    - name: http\n      port: 80\n      targetPort: 8080\n"
    )]
    [InlineData(
        "k8s/api.yaml",
        Pod
            + "kind: Service\napiVersion: v1\nmetadata: { name: api }\nspec:\n  selector: { app: api }\n  ports:\n    - port: 80\n      name: http\n",
        Pod
            + "kind: Service\napiVersion: v1\nmetadata: { name: api }\nspec:\n  selector: { app: api }\n  ports:\n    - port: 80\n      targetPort: 8080\n      name: http\n"
    )]
    [InlineData(
        "k8s/api.yaml",
        Pod + "kind: Service\napiVersion: v1\nmetadata: { name: api }\nspec: { selector: { app: api }, ports: [ { port: 80 } ] }\n",
        Pod
            + "kind: Service\napiVersion: v1\nmetadata: { name: api }\nspec: { selector: { app: api }, ports: [ { port: 80, targetPort: 8080 } ] }\n"
    )]
    public async Task ThePorts_AreWritten(string path, string before, string after) =>
        Assert.Equal(after, await FileFix.AllAsync<PortMismatchAnalyzer, PortMismatchCodeFix>(Code, path, before));

    [Fact]
    public async Task OnePort_IsWritten() =>
        Assert.Equal(
            "FROM mcr.microsoft.com/dotnet/aspnet:10.0\nEXPOSE 8080\nHEALTHCHECK CMD curl http://localhost:80/health\n",
            await FileFix.OneAsync<PortMismatchAnalyzer, PortMismatchCodeFix>(
                Code,
                "Dockerfile",
                "FROM mcr.microsoft.com/dotnet/aspnet:10.0\nEXPOSE 80\nHEALTHCHECK CMD curl http://localhost:80/health\n"
            )
        );

    [Fact]
    public async Task AHostWithoutAPort_IsLeftAlone() =>
        Assert.Null(
            await FileFix.OneAsync<PortMismatchAnalyzer, PortMismatchCodeFix>(
                Code,
                "Dockerfile",
                "FROM mcr.microsoft.com/dotnet/aspnet:10.0\nHEALTHCHECK CMD curl http://localhost/health\n"
            )
        );
}
