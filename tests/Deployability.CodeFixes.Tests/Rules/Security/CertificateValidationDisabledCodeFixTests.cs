using Deployability.Model;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    Deployability.Analyzers.Rules.Security.CertificateValidationDisabledAnalyzer,
    Deployability.CodeFixes.Rules.Security.CertificateValidationDisabledCodeFix
>;

namespace Deployability.CodeFixes.Tests.Rules.Security;

public sealed class CertificateValidationDisabledCodeFixTests
{
    [Fact]
    public Task EveryForm_InOneFixAll() =>
        Verify.VerifyCodeFixAsync(
            """
            var only = new HttpClientHandler { [|ServerCertificateCustomValidationCallback = (_, _, _, _) => true|] };
            var more = new HttpClientHandler
            {
                UseCookies = false,
                [|ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator|],
            };
            var stepwise = new HttpClientHandler();
            [|stepwise.ServerCertificateCustomValidationCallback = delegate { return true; }|];
            WebApplication.CreateBuilder(args).Build().Run();
            """,
            """
            var only = new HttpClientHandler();
            var more = new HttpClientHandler
            {
                UseCookies = false,
            };
            var stepwise = new HttpClientHandler();
            WebApplication.CreateBuilder(args).Build().Run();
            """
        );

    [Fact]
    public Task PairOfAConnectionString_GoesWithItsSeparator() =>
        Verify.VerifyCodeFixAsync(
            """
            var first = [|"TrustServerCertificate=True;Server=sql.corp.net;Database=shop"|];
            var middle = [|@"Server=sql.corp.net\\a;Trust Server Certificate=true;Database=shop"|];
            Use([|"Host=pg.corp.net;Database=shop;SSL Mode=Disable"|]);
            static void Use(string text) { }
            """,
            """
            var first = "Server=sql.corp.net;Database=shop";
            var middle = @"Server=sql.corp.net\\a;Database=shop";
            Use("Host=pg.corp.net;Database=shop");
            static void Use(string text) { }
            """
        );
}
