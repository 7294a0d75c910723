using Deployability.Model;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpAnalyzerVerifier<Deployability.Analyzers.Rules.Portability.DesktopAssumptionAnalyzer>;

namespace Deployability.Analyzers.Tests.Rules.Portability;

public sealed class DesktopAssumptionTests
{
    [Theory]
    [InlineData("[|Process.Start(new ProcessStartInfo(\"https://docs.contoso.com\") { UseShellExecute = true })|];")]
    [InlineData("[|Process.Start(new ProcessStartInfo { FileName = url, UseShellExecute = true })|];")]
    [InlineData("var info = new ProcessStartInfo(\"report.pdf\"); info.UseShellExecute = true; [|Process.Start(info)|];")]
    [InlineData("[|Process.Start(\"explorer.exe\", \"/select\")|];")]
    [InlineData("[|Process.Start(\"cmd\", $\"/c start {url}\")|];")]
    [InlineData("[|Process.Start(\"xdg-open\", url)|];")]
    [InlineData("if (OperatingSystem.IsWindows()) [|Process.Start(\"explorer\", url)|]; else Process.Start(\"open\", url);")]
    [InlineData("var process = new Process(); [|process.StartInfo.FileName = \"notepad\"|]; process.Start();")]
    [InlineData("var path = [|Environment.GetFolderPath(Environment.SpecialFolder.Desktop)|];")]
    [InlineData("var path = Path.Combine([|Environment.GetFolderPath(Environment.SpecialFolder.MyDocuments)|], \"orders\");")]
    [InlineData("[|System.Windows.Forms.MessageBox.Show(\"done\")|];")]
    [InlineData(
        "using var process = new Process { StartInfo = [|new ProcessStartInfo { FileName = \"explorer\", Arguments = url }|] }; process.Start();"
    )]
    [InlineData("using var process = new Process { StartInfo = [|new() { FileName = \"xdg-open\", Arguments = url }|] }; process.Start();")]
    [InlineData("using var process = new Process { StartInfo = { [|FileName = \"notepad\"|] } }; process.Start();")]
    [InlineData("ProcessStartInfo info = new() { FileName = \"report.pdf\", UseShellExecute = true }; [|Process.Start(info)|];")]
    [InlineData(
        "[|Process.Start(new ProcessStartInfo { FileName = \"cmd.exe\", Arguments = $\"/c start {url}\", CreateNoWindow = true })|];"
    )]
    [InlineData("[|Process.Start(new ProcessStartInfo { FileName = \"cmd\", ArgumentList = { \"/c\", \"start\", url } })|];")]
    public Task NeedOfADesktop_Triggers(string code) => Verify.VerifyAnalyzerAsync(Program(code));

    [Theory]
    [InlineData("Process.Start(\"ffmpeg\", \"-version\");")]
    [InlineData("Process.Start(new ProcessStartInfo(\"pg_dump\") { UseShellExecute = false });")]
    [InlineData("Process.Start(\"chromium\", \"--headless --print-to-pdf https://contoso.com\");")]
    [InlineData("Process.Start(\"cmd\", \"/c dir\");")]
    [InlineData("var path = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);")]
    [InlineData("if (Environment.UserInteractive) Process.Start(\"explorer\", url);")]
    [InlineData("if (builder.Environment.IsDevelopment()) Process.Start(\"explorer\", url);")]
    [InlineData("if (args.Contains(\"--open\")) Process.Start(\"xdg-open\", url);")]
    public Task ServerCode_DoesNotTrigger(string code) => Verify.VerifyAnalyzerAsync(Program(code));

    [Theory]
    [InlineData(
        "if (runtime.IsUserInteractive) { opener.Open(\"https://docs.contoso.com\"); }",
        "Process.Start(new ProcessStartInfo(url) { UseShellExecute = true })"
    )]
    [InlineData("opener.Open(\"https://docs.contoso.com\");", "[|Process.Start(new ProcessStartInfo(url) { UseShellExecute = true })|]")]
    [InlineData(
        "if (runtime.IsUserInteractive) { opener.Open(\"a\"); } opener.Open(\"b\");",
        "[|Process.Start(new ProcessStartInfo(url) { UseShellExecute = true })|]"
    )]
    public Task CallersThroughAnInterface_AreCallers(string use, string open) =>
        Verify.VerifyAnalyzerAsync(
            $$"""
            using System.Diagnostics;

            WebApplication.CreateBuilder(args).Build().Run();

            interface IRuntime { bool IsUserInteractive { get; } }

            interface IOpener { void Open(string url); }

            class Opener : IOpener
            {
                public void Open(string url) => {{open}};
            }

            class Page(IOpener opener, IRuntime runtime)
            {
                public bool Has => runtime.IsUserInteractive;

                public void Show() { {{use}} }
            }
            """
        );

    [Fact]
    public Task CallersThroughABaseClassOrAnExplicitImplementation_AreCallers() =>
        Verify.VerifyAnalyzerAsync(
            """
            using System.Diagnostics;

            WebApplication.CreateBuilder(args).Build().Run();

            interface IOpener { void Open(string url); }

            abstract class Shower { public abstract void Show(string url); }

            class Explicitly : IOpener
            {
                void IOpener.Open(string url) => Process.Start("xdg-open", url);
            }

            class Derived : Shower
            {
                public override void Show(string url) => Process.Start("xdg-open", url);
            }

            class Page(IOpener opener, Shower shower)
            {
                public void Show()
                {
                    if (!Environment.UserInteractive)
                    {
                        return;
                    }

                    opener.Open("https://docs.contoso.com");
                    shower.Show("https://docs.contoso.com");
                }
            }
            """
        );

    private static string Program(string code) =>
        $$"""
            using System.Diagnostics;

            var builder = WebApplication.CreateBuilder(args);
            var url = builder.Configuration["Url"] ?? "";
            {{code}}

            namespace System.Windows.Forms { public static class MessageBox { public static void Show(string text) { } } }
            """;
}
