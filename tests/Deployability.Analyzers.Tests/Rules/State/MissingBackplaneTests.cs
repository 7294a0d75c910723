using Deployability.Analyzers.Rules.State;
using Deployability.Model;
using Microsoft.CodeAnalysis.CSharp.Testing;

namespace Deployability.Analyzers.Tests.Rules.State;

public sealed class MissingBackplaneTests
{
    private static Task VerifyAsync(string registrations) =>
        CSharpAnalyzerVerifier<MissingBackplaneAnalyzer>.VerifyAnalyzerAsync(
            $$"""
            using Microsoft.AspNetCore.SignalR;

            var builder = WebApplication.CreateBuilder(args);
            {{registrations}}
            builder.Build().Run();

            public static class Backplanes
            {
                public static ISignalRServerBuilder AddStackExchangeRedis(this ISignalRServerBuilder builder, string connection) => builder;
                public static ISignalRServerBuilder AddAzureSignalR(this ISignalRServerBuilder builder) => builder;
            }
            """
        );

    [Theory]
    [InlineData("builder.Services.[|AddSignalR()|];")]
    [InlineData("builder.Services.[|AddSignalR(options => options.EnableDetailedErrors = false)|].AddJsonProtocol();")]
    [InlineData("builder.Services.[|AddServerSideBlazor()|];")]
    [InlineData("builder.Services.AddRazorComponents().[|AddInteractiveServerComponents()|];")]
    public Task WithoutBackplane_Triggers(string registrations) => VerifyAsync(registrations);

    [Theory]
    [InlineData("builder.Services.AddSignalR().AddStackExchangeRedis(\"redis\");")]
    [InlineData(
        "var signalR = builder.Services.AddSignalR(); if (builder.Configuration[\"Redis\"] is { } redis) signalR.AddStackExchangeRedis(redis);"
    )]
    [InlineData("builder.Services.AddServerSideBlazor(); builder.Services.AddSignalR().AddAzureSignalR();")]
    [InlineData("if (builder.Environment.IsDevelopment()) builder.Services.AddSignalR();")]
    [InlineData("builder.Services.AddControllers();")]
    public Task WithBackplaneOrWithoutNeed_DoesNotTrigger(string registrations) => VerifyAsync(registrations);

    [Fact]
    public Task BackplaneOfAPackageThatIsNotRestored_DoesNotTrigger()
    {
        var test = new CSharpAnalyzerTest<MissingBackplaneAnalyzer>
        {
            TestCode = """
                var builder = WebApplication.CreateBuilder(args);
                builder.Services.AddSignalR().AddMessagePackProtocol().AddStackExchangeRedis("redis");
                builder.Build().Run();
                """,
            CompilerDiagnostics = Microsoft.CodeAnalysis.Testing.CompilerDiagnostics.None,
        };
        return test.RunAsync(TestContext.Current.CancellationToken);
    }
}
