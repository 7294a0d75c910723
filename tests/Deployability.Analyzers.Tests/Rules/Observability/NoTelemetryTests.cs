using Deployability.Analyzers.Rules.Observability;
using Deployability.Model;
using Microsoft.CodeAnalysis.CSharp.Testing;

namespace Deployability.Analyzers.Tests.Rules.Observability;

public sealed class NoTelemetryTests
{
    private static Task VerifyAsync(string source) => CSharpAnalyzerVerifier<NoTelemetryAnalyzer>.VerifyAnalyzerAsync(source);

    [Fact]
    public Task WebAppWithoutExporters_Triggers() =>
        VerifyAsync(
            """
            var app = WebApplication.CreateBuilder(args).Build();
            app.MapGet("/", () => "hello");
            app.[|Run()|];
            """
        );

    [Fact]
    public Task Exporter_DoesNotTrigger() =>
        VerifyAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddOpenTelemetry();
            builder.Build().Run();

            public static class Telemetry { public static void AddOpenTelemetry(this IServiceCollection services) { } }
            """
        );

    [Fact]
    public Task Library_DoesNotTrigger() =>
        VerifyAsync(
            """
            public static class Setup { public static void Start(WebApplication app) => app.Run(); }
            """
        );

    [Fact]
    public void ItIsOffUnlessItIsAskedFor() => Assert.False(new NoTelemetryAnalyzer().SupportedDiagnostics[0].IsEnabledByDefault);
}
