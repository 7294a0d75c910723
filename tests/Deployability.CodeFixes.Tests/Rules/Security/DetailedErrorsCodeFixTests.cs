using Deployability.Model;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    Deployability.Analyzers.Rules.Security.DetailedErrorsAnalyzer,
    Deployability.CodeFixes.Rules.Security.DetailedErrorsCodeFix
>;

namespace Deployability.CodeFixes.Tests.Rules.Security;

public sealed class DetailedErrorsCodeFixTests
{
    [Fact]
    public Task EveryForm_InOneFixAll() =>
        Verify.VerifyCodeFixAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddSignalR(options => [|options.EnableDetailedErrors = true|]);
            builder.WebHost.[|UseSetting(WebHostDefaults.DetailedErrorsKey, "true")|];
            new Microsoft.EntityFrameworkCore.DbContextOptionsBuilder().[|EnableSensitiveDataLogging()|];
            builder.Build().Run();

            namespace Microsoft.EntityFrameworkCore
            {
                public class DbContextOptionsBuilder
                {
                    public DbContextOptionsBuilder EnableSensitiveDataLogging(bool sensitiveDataLoggingEnabled = true) => this;
                }
            }
            """,
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddSignalR(options => options.EnableDetailedErrors = builder.Environment.IsDevelopment());
            if (builder.Environment.IsDevelopment())
            {
                builder.WebHost.UseSetting(WebHostDefaults.DetailedErrorsKey, "true");
            }
            new Microsoft.EntityFrameworkCore.DbContextOptionsBuilder().EnableSensitiveDataLogging(builder.Environment.IsDevelopment());
            builder.Build().Run();

            namespace Microsoft.EntityFrameworkCore
            {
                public class DbContextOptionsBuilder
                {
                    public DbContextOptionsBuilder EnableSensitiveDataLogging(bool sensitiveDataLoggingEnabled = true) => this;
                }
            }
            """
        );
}
