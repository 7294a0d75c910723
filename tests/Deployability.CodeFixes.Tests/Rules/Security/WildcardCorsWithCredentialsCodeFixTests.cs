using Deployability.Model;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    Deployability.Analyzers.Rules.Security.WildcardCorsWithCredentialsAnalyzer,
    Deployability.CodeFixes.Rules.Security.WildcardCorsWithCredentialsCodeFix
>;

namespace Deployability.CodeFixes.Tests.Rules.Security;

public sealed class WildcardCorsWithCredentialsCodeFixTests
{
    [Fact]
    public Task Credentials_StayForTheOriginsOfConfiguration() =>
        Verify.VerifyCodeFixAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddCors(options => options.AddDefaultPolicy(policy => policy.[|SetIsOriginAllowed(_ => true)|].AllowCredentials()));
            builder.Services.AddCors(options => options.AddPolicy("b", policy => policy.AllowCredentials().[|AllowAnyOrigin()|]));
            builder.Build().Run();
            """,
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddCors(options => options.AddDefaultPolicy(policy => policy.WithOrigins(builder.Configuration.GetSection("Cors:AllowedOrigins").Get<string[]>() ?? []).AllowCredentials()));
            builder.Services.AddCors(options => options.AddPolicy("b", policy => policy.AllowCredentials().WithOrigins(builder.Configuration.GetSection("Cors:AllowedOrigins").Get<string[]>() ?? [])));
            builder.Build().Run();
            """
        );
}
