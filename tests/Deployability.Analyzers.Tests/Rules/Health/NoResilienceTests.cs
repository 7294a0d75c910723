using Deployability.Analyzers.Rules.Health;
using Deployability.Model;
using Microsoft.CodeAnalysis.CSharp.Testing;

namespace Deployability.Analyzers.Tests.Rules.Health;

public class NoResilienceTests
{
    [Theory]
    [InlineData("""builder.Services.[|AddHttpClient("inventory")|];""")]
    [InlineData("""builder.Services.[|AddHttpClient<Inventory>()|].AddHttpMessageHandler(_ => null!);""")]
    [InlineData("""builder.Services.[|AddHttpClient<Inventory>(client => client.BaseAddress = null)|];""")]
    [InlineData("""builder.Services.[|AddHttpClient<Inventory>(client => client.Timeout = Timeout.InfiniteTimeSpan)|];""")]
    [InlineData("""builder.Services.[|AddRefitClient<ICatalog>()|].ConfigureHttpClient(client => client.BaseAddress = null);""")]
    [InlineData("""builder.Services.[|AddGrpcClient<Inventory>(options => { })|];""")]
    [InlineData(
        """builder.Services.[|AddHttpClient("inventory")|]; builder.Services.AddHttpClient("inventory").AddHttpMessageHandler(_ => null!);"""
    )]
    [InlineData("""builder.Services.[|AddHttpClient<ICatalog, Catalog>()|]; builder.Services.AddHttpClient<ICatalog>();""")]
    [InlineData("""builder.Services.[|AddHttpClient("one")|]; builder.Services.[|AddHttpClient("two")|];""")]
    public Task ClientWithoutHandler_Triggers(string code) => VerifyAsync(code);

    [Theory]
    [InlineData("""builder.Services.AddHttpClient();""")]
    [InlineData("""builder.Services.AddHttpClient("inventory").AddStandardResilienceHandler();""")]
    [InlineData("""builder.Services.AddHttpClient<Inventory>().AddHttpMessageHandler(_ => null!).AddPolicyHandler();""")]
    [InlineData("""var client = builder.Services.AddHttpClient("inventory"); client.AddStandardResilienceHandler();""")]
    [InlineData(
        """builder.Services.AddHttpClient("inventory"); builder.Services.ConfigureHttpClientDefaults(http => http.AddStandardResilienceHandler());"""
    )]
    [InlineData("""builder.Services.AddHttpClient<Inventory>(client => client.Timeout = TimeSpan.FromSeconds(5));""")]
    [InlineData(
        """builder.Services.AddHttpClient("inventory").ConfigureHttpClient(client => { client.Timeout = TimeSpan.FromSeconds(5); });"""
    )]
    [InlineData("""builder.Services.AddHttpClient("inventory").AddHttpMessageHandler<RetryHandler>();""")]
    [InlineData("""builder.Services.AddRefitClient<ICatalog>().AddStandardResilienceHandler();""")]
    [InlineData("""builder.Services.AddGrpcClient<Inventory>(options => { }).AddStandardResilienceHandler();""")]
    [InlineData("""builder.Services.AddGrpcClient<Inventory>(options => { }).EnableCallContextPropagation();""")]
    [InlineData(
        """builder.Services.AddHttpClient("inventory"); builder.Services.AddHttpClient("inventory").AddStandardResilienceHandler();"""
    )]
    [InlineData(
        """builder.Services.AddHttpClient<ICatalog, Catalog>(); builder.Services.AddHttpClient("ICatalog").AddStandardResilienceHandler();"""
    )]
    public Task ClientWithHandler_DoesNotTrigger(string code) => VerifyAsync(code);

    [Fact]
    public Task BrowserClient_DoesNotTrigger() =>
        VerifyAsync(
            """
            var browser = new WebAssemblyHostBuilder();
            builder.Services.AddHttpClient("backend");

            public class WebAssemblyHostBuilder { }
            """
        );

    [Fact]
    public void Rule_IsOffByDefault() => Assert.False(new NoResilienceAnalyzer().SupportedDiagnostics[0].IsEnabledByDefault);

    private static Task VerifyAsync(string code)
    {
        var test = new CSharpAnalyzerTest<NoResilienceAnalyzer>
        {
            TestCode = $$"""
                var builder = WebApplication.CreateBuilder(args);
                {{code}}

                public class Inventory(HttpClient client) { public HttpClient Client => client; }

                public class RetryHandler : DelegatingHandler { }

                public interface ICatalog { }

                public class Catalog(HttpClient client) : ICatalog { public HttpClient Client => client; }

                namespace Microsoft.Extensions.DependencyInjection
                {
                    public static class Clients
                    {
                        public static IHttpClientBuilder AddRefitClient<T>(this IServiceCollection services) where T : class => null!;
                        public static IHttpClientBuilder AddGrpcClient<T>(this IServiceCollection services, Action<object> configure) where T : class => null!;
                        public static IHttpClientBuilder EnableCallContextPropagation(this IHttpClientBuilder builder) => builder;
                    }
                }

                static class Polly
                {
                    public static IHttpClientBuilder AddStandardResilienceHandler(this IHttpClientBuilder builder) => builder;
                    public static IHttpClientBuilder AddPolicyHandler(this IHttpClientBuilder builder) => builder;
                }
                """,
        };
        test.TestState.AnalyzerConfigFiles.Add(("/.globalconfig", "is_global = true\ndotnet_diagnostic.DPL3104.severity = warning\n"));
        return test.RunAsync(TestContext.Current.CancellationToken);
    }
}
