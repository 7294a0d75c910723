using Deployability.Analyzers.Rules.Portability;
using Deployability.Model;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using Verify = Microsoft.CodeAnalysis.CSharp.Testing.CSharpAnalyzerVerifier<Deployability.Analyzers.Rules.Portability.WindowsOnlyDependencyAnalyzer>;

namespace Deployability.Analyzers.Tests.Rules.Portability;

public sealed class WindowsOnlyDependencyTests
{
    // While somebody types, and before a restore, types are missing.
    [Theory]
    [InlineData("class [|Panel|] : System.Windows.Window { }")]
    [InlineData("class Start : System.Web.UI.Page { }")]
    [InlineData("class Start : System.Drawing.Missing { void Draw() => new System.Drawing.Imaging.Missing(); }")]
    public Task TypeThatIsNotFound_IsJudgedByName(string code)
    {
        var test = new CSharpAnalyzerTest<WindowsOnlyDependencyAnalyzer> { CompilerDiagnostics = CompilerDiagnostics.None };
        test.TestState.Sources.Add("WebApplication.CreateBuilder(args).Build().Run();\n" + code);
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("var image = [|new System.Drawing.Bitmap(10, 10)|];")]
    [InlineData("var image = [|new System.Drawing.Bitmap(10, 10)|]; var other = new System.Drawing.Bitmap(1, 1);")]
    [InlineData("var excel = [|new Microsoft.Office.Interop.Excel.Application()|];")]
    [InlineData("var word = Type.[|GetTypeFromProgID(\"Word.Application\")|];")]
    [InlineData("var query = [|new System.Management.ManagementObjectSearcher(\"SELECT * FROM Win32_Processor\")|];")]
    [InlineData("var data = System.Security.Cryptography.ProtectedData.[|Protect([])|];")]
    [InlineData("var entry = [|new System.DirectoryServices.DirectoryEntry()|];")]
    [InlineData("var queue = [|new System.Messaging.MessageQueue()|];")]
    [InlineData("Install([|@\"HKEY_LOCAL_MACHINE\\SOFTWARE\\Orders\"|]); void Install(string key) { }")]
    public Task DependencyOnWindows_Triggers(string code) => Verify.VerifyAnalyzerAsync(Program(code));

    [Theory]
    [InlineData("var color = System.Drawing.Color.Red; var area = new System.Drawing.Rectangle(0, 0, 1, 1);")]
    [InlineData("var ldap = new System.DirectoryServices.Protocols.LdapConnection();")]
    [InlineData("var key = Microsoft.Win32.Registry.LocalMachine.OpenSubKey(\"SOFTWARE\");")]
    [InlineData("var value = Microsoft.Win32.Registry.GetValue(@\"HKEY_LOCAL_MACHINE\\SOFTWARE\\Orders\", \"\", null);")]
    [InlineData("Console.WriteLine(@\"HKEY_LOCAL_MACHINE\\SOFTWARE\\Orders\");")]
    [InlineData("if (builder.Environment.IsDevelopment()) { var image = new System.Drawing.Bitmap(1, 1); }")]
    public Task PortableOrMarkedForTheCompiler_DoesNotTrigger(string code) => Verify.VerifyAnalyzerAsync(Program(code));

    [Theory]
    [InlineData("if (OperatingSystem.IsWindows()) USE")]
    [InlineData("if (OperatingSystem.IsWindowsVersionAtLeast(10)) USE")]
    [InlineData("if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows)) USE")]
    [InlineData("if (RuntimeInformation.IsOSPlatform(OSPlatform.Linux)) return; USE")]
    [InlineData("if (OperatingSystem.IsLinux() || OperatingSystem.IsMacOS()) { } else USE")]
    [InlineData("if (!OperatingSystem.IsWindows()) throw new PlatformNotSupportedException(); USE")]
    [InlineData("if (Environment.OSVersion.Platform == PlatformID.Win32NT) USE")]
    [InlineData("if (Environment.OSVersion.Platform != PlatformID.Unix) USE")]
    [InlineData("switch (Environment.OSVersion.Platform) { case PlatformID.Win32NT: USE break; default: break; }")]
    [InlineData("var isWindows = OperatingSystem.IsWindows(); if (isWindows) USE")]
    [InlineData("_ = OperatingSystem.IsWindows() ? new System.Drawing.Bitmap(1, 1) : null;")]
    [InlineData("if (OperatingSystem.IsWindows() && args.Length > 0) USE")]
    [InlineData("if (Host.CanDraw) USE")]
    [InlineData("if (OperatingSystem.IsWindows()) Draw(); void Draw() { USE }")]
    [InlineData("Draw(); [SupportedOSPlatform(\"windows10.0\")] void Draw() { USE }")]
    [InlineData("try { USE } catch (PlatformNotSupportedException) { }")]
    public Task UseOnWindowsOnly_DoesNotTrigger(string code) =>
        Verify.VerifyAnalyzerAsync(Program(code.Replace("USE", "_ = new System.Drawing.Bitmap(1, 1);", StringComparison.Ordinal)));

    [Theory]
    [InlineData("if (OperatingSystem.IsLinux()) USE")]
    [InlineData("if (!OperatingSystem.IsWindows()) USE")]
    [InlineData("if (OperatingSystem.IsWindows()) return; USE")]
    [InlineData("if (OperatingSystem.IsWindows() || args.Length > 0) USE")]
    [InlineData("if (Environment.OSVersion.Platform == PlatformID.Unix) USE")]
    [InlineData("Draw(); if (OperatingSystem.IsWindows()) Draw(); void Draw() { USE }")]
    [InlineData("try { USE } catch (IOException) { }")]
    public Task UseOnOtherSystems_Triggers(string code) =>
        Verify.VerifyAnalyzerAsync(Program(code.Replace("USE", "_ = [|new System.Drawing.Bitmap(1, 1)|];", StringComparison.Ordinal)));

    [Theory]
    [InlineData("kernel32")]
    [InlineData("user32.dll")]
    [InlineData("ADVAPI32.dll")]
    [InlineData("native/orders.dll")]
    public Task ImportOfWindowsLibrary_Triggers(string library) =>
        Verify.VerifyAnalyzerAsync(
            $$"""
            using System.Runtime.InteropServices;

            public static class Native
            {
                [[|DllImport("{{library}}")|]]
                public static extern int Beep(int frequency, int duration);
            }
            """
        );

    [Theory]
    [InlineData("libc")]
    [InlineData("e_sqlite3")]
    [InlineData("libSystem.dylib")]
    public Task ImportOfOtherLibrary_DoesNotTrigger(string library) =>
        Verify.VerifyAnalyzerAsync(
            $$"""
            using System.Runtime.InteropServices;

            public static class Native
            {
                [DllImport("{{library}}")]
                public static extern int Beep(int frequency, int duration);
            }
            """
        );

    [Fact]
    public Task ImportBesideOneForAnotherSystem_DoesNotTrigger() =>
        Verify.VerifyAnalyzerAsync(
            """
            using System.Runtime.InteropServices;

            public static class Native
            {
                [DllImport("kernel32")]
                public static extern int GetCurrentThreadId();

                [DllImport("libc")]
                public static extern int gettid();
            }
            """
        );

    [Theory]
    [InlineData("if (OperatingSystem.IsWindows()) Native.Beep(1, 2);", "DllImport(\"kernel32\")")]
    [InlineData("Native.Beep(1, 2);", "[|DllImport(\"kernel32\")|]")]
    [InlineData("", "DllImport(\"kernel32\")")]
    public Task PrivateImport_TriggersWhenItIsCalledEverywhere(string use, string attribute) =>
        Verify.VerifyAnalyzerAsync(
            $$"""
            using System.Runtime.InteropServices;

            {{use}}

            static class Native
            {
                [{{attribute}}]
                internal static extern int Beep(int frequency, int duration);
            }
            """
        );

    [Fact]
    public Task ClassMadeOnWindowsOnly_DoesNotTrigger() =>
        Verify.VerifyAnalyzerAsync(
            Program(
                """
                if (OperatingSystem.IsWindows()) builder.Services.AddSingleton<IPainter, Painter>();
                """,
                "public interface IPainter; public class Painter : IPainter { object Draw() => new System.Drawing.Bitmap(1, 1); }"
            )
        );

    [Fact]
    public Task ClassMadeEverywhere_Triggers() =>
        Verify.VerifyAnalyzerAsync(
            Program(
                """
                builder.Services.AddSingleton<IPainter, Painter>();
                """,
                "public interface IPainter; public class Painter : IPainter { object Draw() => [|new System.Drawing.Bitmap(1, 1)|]; }"
            )
        );

    [Fact]
    public Task ClassWithTwinForAnotherSystem_DoesNotTrigger() =>
        Verify.VerifyAnalyzerAsync(
            Program(
                "",
                """
                public class WindowsPainter { object Draw() => new System.Drawing.Bitmap(1, 1); }
                public class LinuxPainter { object Draw() => ""; }
                """
            )
        );

    [Theory]
    [InlineData("TargetFramework", "net10.0-windows")]
    [InlineData("TargetFramework", "net48")]
    [InlineData("UseWPF", "true")]
    public Task DesktopProject_DoesNotTrigger(string property, string value)
    {
        var test =
            new Microsoft.CodeAnalysis.CSharp.Testing.CSharpAnalyzerTest<Deployability.Analyzers.Rules.Portability.WindowsOnlyDependencyAnalyzer>
            {
                TestCode = Program("_ = new System.Drawing.Bitmap(1, 1);"),
            };
        test.TestState.BuildProperties[property] = value;
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("#if WINDOWS\n_ = new System.Drawing.Bitmap(1, 1);\n#endif")]
    [InlineData("#if NETFRAMEWORK || WINDOWS\n_ = new System.Drawing.Bitmap(1, 1);\n#endif")]
    [InlineData("#if !WINDOWS\n#else\n_ = new System.Drawing.Bitmap(1, 1);\n#endif")]
    [InlineData("#if WINDOWS || PAINTS\n_ = [|new System.Drawing.Bitmap(1, 1)|];\n#endif")]
    public Task CodeThatIsCompiledForWindowsOnly_DoesNotTrigger(string code) =>
        Verify.VerifyAnalyzerAsync(
            $$"""
            #define WINDOWS
            WebApplication.CreateBuilder(args).Build().Run();
            {{code}}
            namespace System.Drawing { public class Bitmap(int width, int height); }
            """
        );

    private static string Program(string code, string types = "") =>
        $$"""
            #pragma warning disable CA1416, CS1998
            using System.Runtime.InteropServices;
            using System.Runtime.Versioning;

            var builder = WebApplication.CreateBuilder(args);
            {{code}}

            {{types}}

            static class Host
            {
                [SupportedOSPlatformGuard("windows")]
                public static bool CanDraw => Environment.ProcessorCount > 1;
            }

            namespace System.Drawing { public class Bitmap(int width, int height); }
            namespace System.Management { public class ManagementObjectSearcher(string query); }
            namespace System.DirectoryServices { public class DirectoryEntry; }
            namespace System.DirectoryServices.Protocols { public class LdapConnection; }
            namespace System.Messaging { public class MessageQueue; }
            namespace System.Security.Cryptography { public static class ProtectedData { public static byte[] Protect(byte[] data) => data; } }
            namespace Microsoft.Office.Interop.Excel { public class Application; }
            """;
}
