using Deployability.Model;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<
    Deployability.Analyzers.Rules.Security.DebugServerAnalyzer,
    Deployability.CodeFixes.Rules.Security.DebugServerCodeFix
>;

namespace Deployability.CodeFixes.Tests.Rules.Security;

public sealed class DebugServerCodeFixTests
{
    [Fact]
    public Task EveryForm_InOneFixAll() =>
        Verify.VerifyCodeFixAsync(
            """
            using System.Diagnostics;

            if (!Debugger.IsAttached)
                [|Debugger.Launch()|];

            while ([|!Debugger.IsAttached|])
            {
                Thread.Sleep(100);
            }

            var app = WebApplication.CreateBuilder(args).Build();
            app.MapGet("/", () =>
            {
                [|Debugger.Break()|];
                return "hello";
            });
            app.Run();
            """,
            """
            using System.Diagnostics;

            var app = WebApplication.CreateBuilder(args).Build();
            app.MapGet("/", () =>
            {
                return "hello";
            });
            app.Run();
            """
        );

    [Fact]
    public Task WaitInsideACallback_GoesAlone() =>
        Verify.VerifyCodeFixAsync(
            """
            using System.Diagnostics;

            var app = WebApplication.CreateBuilder(args).Build();
            app.Lifetime.ApplicationStarted.Register(() =>
            {
                do
                {
                    Thread.Sleep(100);
                }
                while ([|!Debugger.IsAttached|]);
                Console.WriteLine("attached");
            });
            app.Run();
            """,
            """
            using System.Diagnostics;

            var app = WebApplication.CreateBuilder(args).Build();
            app.Lifetime.ApplicationStarted.Register(() =>
            {
                Console.WriteLine("attached");
            });
            app.Run();
            """
        );

    [Fact]
    public Task CallbackThatIsTheCall_IsNotFixed()
    {
        const string Program = "System.Action attach = () => [|System.Diagnostics.Debugger.Launch()|];";
        return Verify.VerifyCodeFixAsync(Program, Program);
    }
}
