using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpAnalyzerVerifier<Deployability.Analyzers.Portability.DesktopAssumptionAnalyzer>;

namespace Deployability.Analyzers.Tests.Portability;

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

    private static string Program(string code) => $$"""
        using System.Diagnostics;

        var builder = WebApplication.CreateBuilder(args);
        var url = builder.Configuration["Url"] ?? "";
        {{code}}

        namespace System.Windows.Forms { public static class MessageBox { public static void Show(string text) { } } }
        """;
}
