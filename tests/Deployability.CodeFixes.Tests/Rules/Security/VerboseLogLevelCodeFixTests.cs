using Deployability.Model;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    Deployability.Analyzers.Rules.Security.VerboseLogLevelAnalyzer,
    Deployability.CodeFixes.Rules.Security.VerboseLogLevelCodeFix
>;

namespace Deployability.CodeFixes.Tests.Rules.Security;

public sealed class VerboseLogLevelCodeFixTests
{
    [Fact]
    public Task EveryForm_InOneFixAll() =>
        Verify.VerifyCodeFixAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Logging.[|SetMinimumLevel(LogLevel.Trace)|].[|AddFilter("Orders", LogLevel.Debug)|];
            builder.Logging.[|AddFilter((category, level) => level >= LogLevel.Debug)|];
            builder.Services.Configure<LoggerFilterOptions>(options => [|options.MinLevel = LogLevel.Trace|]);
            builder.Build().Run();
            """,
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Logging.SetMinimumLevel(LogLevel.Information).AddFilter("Orders", LogLevel.Information);
            builder.Logging.AddFilter((category, level) => level >= LogLevel.Information);
            builder.Services.Configure<LoggerFilterOptions>(options => options.MinLevel = LogLevel.Information);
            builder.Build().Run();
            """
        );
}
