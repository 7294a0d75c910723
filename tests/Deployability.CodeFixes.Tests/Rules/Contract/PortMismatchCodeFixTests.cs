using Deployability.Analyzers.Rules.Contract;
using Deployability.CodeFixes.Rules.Contract;
using Deployability.CodeFixes.Tests.Infrastructure;

namespace Deployability.CodeFixes.Tests.Rules.Contract;

public sealed class PortMismatchCodeFixTests
{
    private const string Code = "var app = WebApplication.CreateBuilder(args).Build(); app.Run();";

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
