using Deployability.Analyzers.Rules.Security;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpAnalyzerVerifier<Deployability.Analyzers.Rules.Security.DetailedErrorsAnalyzer>;

namespace Deployability.Analyzers.Tests.Rules.Security;

public sealed class DetailedErrorsTests
{
    // Packages that are no part of the framework: their switches, in their namespaces.
    private const string StandIns = """

        namespace Microsoft.EntityFrameworkCore
        {
            public class DbContextOptionsBuilder
            {
                public DbContextOptionsBuilder EnableSensitiveDataLogging(bool sensitiveDataLoggingEnabled = true) => this;
                public DbContextOptionsBuilder EnableDetailedErrors(bool detailedErrorsEnabled = true) => this;
            }
        }
        namespace Microsoft.IdentityModel.Logging { public static class IdentityModelEventSource { public static bool ShowPII { get; set; } } }
        namespace Microsoft.AspNetCore.Authentication.JwtBearer { public class JwtBearerOptions { public bool IncludeErrorDetails { get; set; } = true; } }
        namespace Grpc.AspNetCore.Server { public class GrpcServiceOptions { public bool? EnableDetailedErrors { get; set; } } }
        """;

    [Theory]
    [InlineData("builder.Services.AddSignalR(options => [|options.EnableDetailedErrors = true|]);")]
    [InlineData(
        "builder.Services.Configure<Microsoft.AspNetCore.Components.Server.CircuitOptions>(options => [|options.DetailedErrors = true|]);"
    )]
    [InlineData("builder.WebHost.[|UseSetting(WebHostDefaults.DetailedErrorsKey, \"true\")|];")]
    [InlineData("builder.WebHost.CaptureStartupErrors(true).[|UseSetting(\"detailedErrors\", \"1\")|];")]
    [InlineData(
        "new Microsoft.EntityFrameworkCore.DbContextOptionsBuilder().[|EnableSensitiveDataLogging()|].[|EnableDetailedErrors(true)|];"
    )]
    [InlineData("[|Microsoft.IdentityModel.Logging.IdentityModelEventSource.ShowPII = true|];")]
    [InlineData("var jwt = new Microsoft.AspNetCore.Authentication.JwtBearer.JwtBearerOptions { [|IncludeErrorDetails = true|] };")]
    [InlineData("var grpc = new Grpc.AspNetCore.Server.GrpcServiceOptions(); [|grpc.EnableDetailedErrors = true|];")]
    public Task DetailsThatAreAlwaysOn_Trigger(string code) => Verify.VerifyAnalyzerAsync(Program(code));

    [Theory]
    [InlineData("builder.Services.AddSignalR(options => options.EnableDetailedErrors = builder.Environment.IsDevelopment());")]
    [InlineData("builder.Services.AddSignalR(options => options.EnableDetailedErrors = false);")]
    [InlineData(
        "builder.Services.AddSignalR(options => options.EnableDetailedErrors = builder.Configuration.GetValue<bool>(\"DetailedErrors\"));"
    )]
    [InlineData("builder.WebHost.CaptureStartupErrors(true);")]
    [InlineData("builder.WebHost.UseSetting(WebHostDefaults.DetailedErrorsKey, \"false\");")]
    [InlineData(
        "new Microsoft.EntityFrameworkCore.DbContextOptionsBuilder().EnableSensitiveDataLogging(builder.Environment.IsDevelopment());"
    )]
    [InlineData("if (builder.Environment.IsDevelopment()) Microsoft.IdentityModel.Logging.IdentityModelEventSource.ShowPII = true;")]
    [InlineData("new Mine().EnableSensitiveDataLogging();")]
    public Task DetailsForDevelopmentOrByChoice_DoNotTrigger(string code) => Verify.VerifyAnalyzerAsync(Program(code));

    [Theory]
    [InlineData("appsettings.json", """{ "DetailedErrors": [|true|] }""")]
    [InlineData("appsettings.Production.json", """{ "CircuitOptions": { "DetailedErrors": [|"true"|] } }""")]
    [InlineData(
        "web.config",
        """<configuration><system.web><customErrors mode=[|"Off"|] /><compilation debug=[|"true"|] /></system.web></configuration>"""
    )]
    [InlineData("appsettings.json", """{ "DetailedErrors": false, "Logging": { "LogLevel": { "Default": "Information" } } }""")]
    [InlineData("appsettings.Development.json", """{ "DetailedErrors": true }""")]
    [InlineData("web.Debug.config", """<configuration><system.web><compilation debug="true" /></system.web></configuration>""")]
    [InlineData(
        "web.config",
        """<configuration><system.web><customErrors mode="RemoteOnly" /><!-- <compilation debug="true" /> --></system.web></configuration>"""
    )]
    [InlineData("Dockerfile", "FROM a\nENV ASPNETCORE_DETAILEDERRORS=[|true|]\n")]
    [InlineData(
        "compose.yaml",
        "services:\n  api:\n    environment:\n      - [|ASPNETCORE_DETAILEDERRORS=1|]\n      - DetailedErrors=false\n"
    )]
    [InlineData("compose.yaml", "services:\n  api:\n    environment:\n      CircuitOptions__DetailedErrors: [|${DETAILS:-true}|]\n")]
    [InlineData("compose.override.yaml", "services:\n  api:\n    environment:\n      DetailedErrors: true\n")]
    [InlineData("helm/api/values.yaml", "env:\n  ASPNETCORE_DETAILEDERRORS: [|\"true\"|]\n")]
    [InlineData(
        "k8s/api.yaml",
        "kind: ConfigMap\napiVersion: v1\nmetadata: { name: a }\ndata:\n  ASPNETCORE_DETAILEDERRORS: [|\"true\"|]\n  OTHER_DETAILEDERRORS: \"true\"\n"
    )]
    public Task Files_TriggerWhereTheyShip(string file, string content) =>
        new CSharpAnalyzerTest<DetailedErrorsAnalyzer>
        {
            TestState = { Sources = { "WebApplication.CreateBuilder(args).Build().Run();" }, AdditionalFiles = { (file, content) } },
        }.RunAsync();

    [Theory]
    [InlineData("if (debug) options.EnableSensitiveDataLogging();")]
    [InlineData("if (Settings.EnableDetailedErrors) { options.EnableSensitiveDataLogging(); }")]
    [InlineData("if (!debug) options.[|EnableSensitiveDataLogging()|];")]
    [InlineData("if (ready) options.[|EnableSensitiveDataLogging()|];")]
    [InlineData("if (debug) { } else options.[|EnableSensitiveDataLogging()|];")]
    public Task DetailsThatAnOperatorAsksFor_DoNotTrigger(string code) =>
        Verify.VerifyAnalyzerAsync(
            $$"""
            WebApplication.CreateBuilder(args).Build().Run();

            static class Setup
            {
                public static void Configure(Microsoft.EntityFrameworkCore.DbContextOptionsBuilder options, bool debug, bool ready) { {{code}} }
            }

            static class Settings { public static bool EnableDetailedErrors { get; set; } }
            """ + StandIns
        );

    private static string Program(string code) =>
        $$"""
            var builder = WebApplication.CreateBuilder(args);
            {{code}}
            builder.Build().Run();

            class Mine { public void EnableSensitiveDataLogging() { } }
            """ + StandIns;
}
