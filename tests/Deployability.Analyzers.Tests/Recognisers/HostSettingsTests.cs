using Deployability.Analyzers.Rules.Security;
using Deployability.Model;
using Microsoft.CodeAnalysis.CSharp.Testing;

namespace Deployability.Analyzers.Tests.Recognisers;

public class HostSettingsTests
{
    [Theory]
    [InlineData("WebHostDefaults.DetailedErrorsKey")]
    [InlineData("\"detailedErrors\"")]
    [InlineData("\"DETAILEDERRORS\"")]
    public Task DetailedErrorsByAnyNameOfTheKey_Triggers(string key) =>
        CSharpAnalyzerVerifier<DetailedErrorsAnalyzer>.VerifyAnalyzerAsync(
            $"""
            var builder = WebApplication.CreateBuilder(args);
            builder.WebHost.CaptureStartupErrors(true);
            builder.WebHost.{"{|DPL2202:"}UseSetting({key}, "true"){"|}"};
            builder.Build().Run();
            """
        );

    [Theory]
    [InlineData("WebHostDefaults.PreventHostingStartupKey")]
    [InlineData("WebHostDefaults.CaptureStartupErrorsKey")]
    [InlineData("args[0]")]
    public Task AnotherSetting_DoesNotTrigger(string key) =>
        CSharpAnalyzerVerifier<DetailedErrorsAnalyzer>.VerifyAnalyzerAsync(
            $"""
            var builder = WebApplication.CreateBuilder(args);
            builder.WebHost.UseSetting({key}, "true");
            builder.Build().Run();
            """
        );

    [Theory]
    [InlineData("WebHostDefaults.EnvironmentKey")]
    [InlineData("HostDefaults.EnvironmentKey")]
    [InlineData("\"environment\"")]
    public Task EnvironmentByAnyNameOfTheKey_Triggers(string key) =>
        CSharpAnalyzerVerifier<DevelopmentEnvironmentAnalyzer>.VerifyAnalyzerAsync(
            $$"""
            public class Program
            {
                public static void Main(string[] args) => Host.CreateDefaultBuilder(args)
                    .ConfigureWebHostDefaults(web => web.UseSetting({{key}}, {|DPL2203:"Development"|}).Configure(app => { }))
                    .Build().Run();
            }
            """
        );

    [Fact]
    public Task EnvironmentOnTheWebHostOfMinimalHosting_Triggers() =>
        CSharpAnalyzerVerifier<DevelopmentEnvironmentAnalyzer>.VerifyAnalyzerAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.WebHost.UseSetting(WebHostDefaults.EnvironmentKey, {|DPL2203:"Development"|});
            builder.Build().Run();
            """
        );
}
